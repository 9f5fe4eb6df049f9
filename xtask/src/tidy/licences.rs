//! Licences and bans, read from the metadata of everything that is linked on this platform. Offline: advisories are
//! the release workflow's.

use super::Finding;
use super::house::House;
use std::collections::BTreeMap;

/// SPDX identifiers under which something may be linked into a program that is given away under Apache-2.0.
pub const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    // By the file: what is linked unchanged from the registry asks for nothing but its own licence text.
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that are not linked, with the reason.
pub const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "TLS is rustls with ring, the same on every platform"),
    ("native-tls", "TLS is rustls with ring, the same on every platform"),
    ("aws-lc-sys", "one cryptographic provider: ring"),
    ("chrono", "time is jiff's, with its bundled time zone database"),
    ("async-std", "one runtime: tokio"),
    ("log4rs", "logging is tracing's"),
];

/// Crates that are big, or that hold a decision, so that a second version of them would be a mistake.
pub const ONCE: &[&str] = &[
    "clap",
    "jiff",
    "keyring",
    "quick-xml",
    "reqwest",
    "ring",
    "rusqlite",
    "rustls",
    "secrecy",
    "serde",
    "sha2",
    "tokio",
    "uuid",
    "zbus",
];

/// Crates of [`ONCE`] that are linked twice all the same, with the reason.
pub const TWICE: &[(&str, &str)] = &[
    ("quick-xml", "the typesetter brings an older one for citation styles, of which our report has none"),
    ("zbus", "the notification plugin is a version ahead of the keychain's store; both speak to the bus apart"),
];

/// Everything linked has a licence that is allowed.
pub fn licences_are_allowed(house: &House) -> Vec<Finding> {
    let foreign = house.packages.iter().filter(|package| !package.ours);
    let bad = foreign.filter(|package| !package.licence.as_deref().is_some_and(is_allowed));
    bad.map(|package| Finding {
        rule: "licence",
        place: format!("{} {}", package.name, package.version),
        message: match &package.licence {
            Some(licence) => format!("the licence `{licence}` is not on the list"),
            None => "names no licence".into(),
        },
    })
    .collect()
}

/// Banned crates are not linked.
pub fn banned_crates_are_absent(house: &House) -> Vec<Finding> {
    let banned = |name: &str| BANNED.iter().find(|(banned, _)| *banned == name);
    let found = house.packages.iter().filter_map(|package| Some((package, banned(&package.name)?)));
    found
        .map(|(package, (_, reason))| Finding {
            rule: "banned crate",
            place: format!("{} {}", package.name, package.version),
            message: (*reason).into(),
        })
        .collect()
}

/// The crates of [`ONCE`] are linked in one version.
pub fn heavy_crates_are_linked_once(house: &House) -> Vec<Finding> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in house.packages.iter().filter(|package| ONCE.contains(&package.name.as_str())) {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let excused = |name: &str| TWICE.iter().any(|(crate_name, _)| *crate_name == name);
    let twice = versions.into_iter().filter(|(name, versions)| versions.len() > 1 && !excused(name));
    twice
        .map(|(name, versions)| Finding {
            rule: "linked once",
            place: name.into(),
            message: format!("linked in several versions: {}", versions.join(", ")),
        })
        .collect()
}

/// Whether an SPDX expression can be satisfied by [`ALLOWED`]. The old form `MIT/Apache-2.0` means `OR`. An expression
/// that is not well formed is not allowed.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    any_of(&mut words) == Some(true) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// `a OR b`; `AND` binds closer. Nothing where the expression breaks off.
fn any_of(words: &mut Words<'_>) -> Option<bool> {
    let mut allowed = all_of(words)?;
    while words.next_if_eq(&"OR").is_some() {
        allowed |= all_of(words)?;
    }
    Some(allowed)
}

fn all_of(words: &mut Words<'_>) -> Option<bool> {
    let mut allowed = one(words)?;
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(words)?;
    }
    Some(allowed)
}

fn one(words: &mut Words<'_>) -> Option<bool> {
    let word = words.next()?;
    if word == "(" {
        let allowed = any_of(words)?;
        return words.next_if_eq(&")").map(|_| allowed);
    }
    Some(match words.next_if_eq(&"WITH") {
        Some(_) => ALLOWED.contains(&format!("{word} WITH {}", words.next()?).as_str()),
        None => ALLOWED.contains(&word),
    })
}

#[cfg(test)]
mod tests {
    use super::super::house::Package;
    use super::*;

    fn linked(packages: &[(&str, &str, Option<&str>)]) -> House {
        let package = |(name, version, licence): &(&str, &str, Option<&str>)| Package {
            name: (*name).into(),
            version: (*version).into(),
            licence: licence.map(Into::into),
            ours: false,
        };
        House { packages: packages.iter().map(package).collect(), ..House::default() }
    }

    #[test]
    fn expressions_are_read_as_spdx_says() {
        for fine in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert!(is_allowed(fine), "{fine}");
        }
        for bad in [
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "(GPL-3.0 OR MIT) AND AGPL-3.0",
            "GPL-2.0 WITH Classpath-exception-2.0",
            "",
            "MIT OR",
            "(MIT",
        ] {
            assert!(!is_allowed(bad), "{bad}");
        }
    }

    #[test]
    fn a_licence_off_the_list_and_a_missing_one_are_found() {
        let house = linked(&[("a", "1.0.0", Some("GPL-3.0")), ("b", "1.0.0", None), ("c", "1.0.0", Some("MIT"))]);
        assert_eq!(licences_are_allowed(&house).len(), 2);
    }

    #[test]
    fn a_banned_crate_is_found() {
        assert_eq!(banned_crates_are_absent(&linked(&[("native-tls", "1.0.0", Some("MIT"))])).len(), 1);
    }

    #[test]
    fn two_versions_of_a_heavy_crate_are_found() {
        let house = linked(&[
            ("rustls", "0.22.0", None),
            ("rustls", "0.23.0", None),
            ("syn", "1.0.0", None),
            ("syn", "2.0.0", None),
        ]);
        let messages: Vec<_> = heavy_crates_are_linked_once(&house).into_iter().map(|f| f.message).collect();
        assert_eq!(messages, ["linked in several versions: 0.22.0, 0.23.0"]);
    }
}
