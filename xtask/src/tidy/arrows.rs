//! The arrows between our crates. Anything that is not in the table is a finding.
//!
//! Dev-dependencies follow the same arrows as the others: a crate's tests see what the crate sees. A test that needs
//! more, a simulator above all, is a scenario and lives in `tests/scenarios`, which may name anything.

use super::Finding;
use super::house::{House, Member, words_in};

const RULE: &str = "arrows";

/// From a crate to the crates of ours it may depend on. Crates of later versions stand here already, so that the
/// picture is whole.
pub const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("syslog", &[]),
    ("keychain", &[]),
    ("simulator", &[]),
    ("typeset", &[]),
    ("ledger", &["domain", "syslog"]),
    ("appliance", &["domain"]),
    ("store", &["domain", "ledger"]),
    ("report", &["domain", "ledger"]),
    ("engine", &["domain", "ledger", "syslog", "appliance", "store", "keychain"]),
    ("app", &["domain", "ledger", "engine", "report", "simulator"]),
    ("cli", &["app"]),
    ("switchback", &["app"]),
];

/// Whether the member stands outside the product and may depend on anything: the tests and `xtask`.
pub(super) fn is_outside_the_product(member: &Member) -> bool {
    member.name == "xtask" || member.folder.split('/').next() == Some("tests")
}

/// Our crates depend on each other only along [`ARROWS`].
pub fn only_allowed_arrows(house: &House) -> Vec<Finding> {
    let ours = |name: &str| house.members.iter().any(|m| m.name == name) || ARROWS.iter().any(|(n, _)| *n == name);
    let mut findings = vec![];
    for member in house.members.iter().filter(|member| !is_outside_the_product(member)) {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == member.name) else {
            findings
                .push(finding(member, format!("`{}` is a crate without a row in the table of arrows", member.name)));
            continue;
        };
        for arrow in member.arrows.iter().filter(|arrow| ours(&arrow.to)) {
            if arrow.to != member.name && !allowed.contains(&arrow.to.as_str()) {
                let message = format!("`{}` may not depend on `{}` ({:?})", member.name, arrow.to, arrow.kind);
                findings.push(finding(member, message));
            }
        }
    }
    findings
}

fn finding(member: &Member, message: String) -> Finding {
    Finding { rule: RULE, place: format!("{}/Cargo.toml", member.folder), message }
}

/// `app` and the front ends do not reach `appliance`, `store` or `keychain` through what the engine shows either.
pub fn front_ends_name_nothing_below_the_engine(house: &House) -> Vec<Finding> {
    let mut findings = vec![];
    let above = ["crates/app/src/", "crates/cli/src/", "src-tauri/src/"];
    for file in house.rust.iter().filter(|file| above.iter().any(|folder| file.path.starts_with(folder))) {
        for below in ["appliance", "store", "keychain"] {
            let path = format!("engine::{below}");
            let in_paths = file.find(&path).into_iter();
            let in_lists = file.views.code.match_indices("use engine::{").filter_map(|(at, _)| {
                let list = &file.views.code[at..];
                let list = &list[..list.find(';').unwrap_or(list.len())];
                words_in(list, below).first().map(|offset| at + offset)
            });
            findings.extend(in_paths.chain(in_lists).map(|at| Finding {
                rule: RULE,
                place: file.place(at),
                message: format!("names `{below}` through the engine; ask a function of `engine` for what is needed"),
            }));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::house::{Kind, samples};
    use super::*;

    #[test]
    fn an_arrow_that_is_not_in_the_table_is_found() {
        let house =
            samples::with_member("store", "crates/store", &[("domain", Kind::Normal), ("appliance", Kind::Normal)]);
        let findings = only_allowed_arrows(&house);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "`store` may not depend on `appliance` (Normal)");
    }

    #[test]
    fn a_simulator_among_the_dev_dependencies_of_a_product_crate_is_found() {
        let house = samples::with_member("engine", "crates/engine", &[("simulator", Kind::Dev)]);
        assert_eq!(only_allowed_arrows(&house).len(), 1);
    }

    #[test]
    fn the_simulator_knows_none_of_our_crates() {
        let house = samples::with_member("simulator", "crates/simulator", &[("domain", Kind::Build)]);
        assert_eq!(only_allowed_arrows(&house).len(), 1);
    }

    #[test]
    fn a_crate_without_a_row_is_found() {
        let house = samples::with_member("extras", "crates/extras", &[]);
        assert_eq!(only_allowed_arrows(&house).len(), 1);
    }

    #[test]
    fn tests_and_foreign_crates_are_free() {
        let all = [("simulator", Kind::Normal), ("store", Kind::Dev), ("serde", Kind::Normal)];
        assert_eq!(only_allowed_arrows(&samples::with_member("scenarios", "tests/scenarios", &all)), []);
        assert_eq!(only_allowed_arrows(&samples::with_member("domain", "crates/domain", &all[2..])), []);
    }

    #[test]
    fn reaching_below_the_engine_is_found() {
        for text in ["fn f() { engine::store::open() }", "use engine::{Engine, keychain::SecretStore};"] {
            let findings =
                front_ends_name_nothing_below_the_engine(&samples::with_rust("crates/app/src/pairs.rs", text));
            assert_eq!(findings.len(), 1, "{text}");
        }
        let fine = samples::with_rust("crates/app/src/pairs.rs", "use engine::{Engine, Host}; // not engine::store");
        assert_eq!(front_ends_name_nothing_below_the_engine(&fine), []);
    }
}
