//! The pure crates do no I/O, read no clock, make no randomness and never wait: time and ids come in as arguments.

use super::Finding;
use super::house::{House, Kind};

const RULE: &str = "pure crates";

/// Crates whose answers depend on their arguments alone.
pub const PURE: &[&str] = &["domain", "ledger", "syslog", "report"];

/// What a pure crate does not say in its code.
const IMPURE: &[(&str, &str)] = &[
    ("std::fs", "I/O"),
    ("TcpStream", "I/O"),
    ("TcpListener", "I/O"),
    ("UdpSocket", "I/O"),
    ("ToSocketAddrs", "I/O"),
    ("std::env", "the environment"),
    ("std::process", "a process"),
    ("std::thread", "a thread"),
    ("Instant", "a clock"),
    ("SystemTime", "a clock"),
    ("Timestamp::now", "a clock"),
    ("Zoned::now", "a clock"),
    ("TimeZone::system", "the computer's time zone"),
    ("Uuid::new_v4", "randomness"),
    ("async", "waiting"),
    ("await", "waiting"),
];

/// What a pure crate does not depend on, but for its tests.
const IMPURE_CRATES: &[&str] =
    &["fs4", "futures", "getrandom", "keyring", "rand", "reqwest", "rusqlite", "tempfile", "tokio", "tracing"];

/// The crates of [`PURE`] neither say nor depend on anything that acts.
pub fn pure_crates_do_nothing(house: &House) -> Vec<Finding> {
    let mut findings = vec![];
    for name in PURE {
        let sources = format!("crates/{name}/src/");
        for file in house.rust.iter().filter(|file| file.path.starts_with(&sources)) {
            let tests = file.test_parts();
            for (word, what) in IMPURE {
                let found = file.find(word).into_iter().filter(|at| !tests.iter().any(|part| part.contains(at)));
                findings.extend(found.map(|at| Finding {
                    rule: RULE,
                    place: file.place(at),
                    message: format!("`{word}` is {what}; let it come in as an argument"),
                }));
            }
        }
        for member in house.members.iter().filter(|member| member.name == *name) {
            let acts = |to: &str| IMPURE_CRATES.contains(&to);
            let arrows = member.arrows.iter().filter(|arrow| arrow.kind != Kind::Dev && acts(&arrow.to));
            findings.extend(arrows.map(|arrow| Finding {
                rule: RULE,
                place: format!("{}/Cargo.toml", member.folder),
                message: format!("a pure crate does not depend on `{}`", arrow.to),
            }));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::house::samples::{with_member, with_rust};
    use super::*;

    #[test]
    fn a_pure_crate_that_acts_is_found() {
        for text in ["use std::fs;", "async fn f() {}", "let t = SystemTime::now();", "let id = Uuid::new_v4();"] {
            assert_eq!(pure_crates_do_nothing(&with_rust("crates/domain/src/a.rs", text)).len(), 1, "{text}");
            assert_eq!(pure_crates_do_nothing(&with_rust("crates/engine/src/a.rs", text)), [], "{text}");
        }
    }

    #[test]
    fn a_pure_crate_with_a_dependency_that_acts_is_found() {
        let member = |kind| with_member("domain", "crates/domain", &[("tokio", kind), ("serde", Kind::Normal)]);
        assert_eq!(pure_crates_do_nothing(&member(Kind::Normal)).len(), 1);
        assert_eq!(pure_crates_do_nothing(&member(Kind::Dev)), []);
    }

    #[test]
    fn sentences_and_tests_of_a_pure_crate_may_say_what_they_like() {
        let text = "//! No async here.\n#[cfg(test)]\nmod tests { use std::fs; }";
        assert_eq!(pure_crates_do_nothing(&with_rust("crates/domain/src/a.rs", text)), []);
    }
}
