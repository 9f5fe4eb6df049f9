//! Every stable error code a person can meet. Each has a page in docs/errors, and each page a code here.

pub const ACT_UNDER_WAY: &str = "act-under-way";
pub const BAD_INPUT: &str = "bad-input";
pub const COMPUTER: &str = "computer";
pub const DEMO: &str = "demo";
pub const HELD: &str = "held";
pub const SECRET_TOO_LONG: &str = "secret-too-long";
pub const USAGE: &str = "usage";

/// Every code, by what it is about.
pub const CODES: &[&str] = &[
    // The command line and this computer.
    USAGE,
    BAD_INPUT,
    COMPUTER,
    DEMO,
    "file",
    // What is named and is not there, or is there already.
    "no-such-pair",
    "no-such-appliance",
    "no-such-maintenance",
    "name-taken",
    "maintenance-open",
    ACT_UNDER_WAY,
    // The data folder.
    "network-folder",
    "data-folder",
    HELD,
    "needs-driver",
    "database-newer",
    "database-older",
    "database-absent",
    "not-a-database",
    "database-damaged",
    "database-busy",
    "database-read-only",
    "disk-full",
    "evidence-damaged",
    // The journal.
    "journal-newer",
    "journal-broken",
    "journal-write",
    "contended",
    "died",
    // The ledger.
    "ledger-newer",
    "ledger-broken",
    "no-such-change",
    "not-an-answer",
    // The keychain.
    "keychain-missing",
    "keychain-locked",
    "keychain-absent",
    "keychain-denied",
    "keychain-failed",
    SECRET_TOO_LONG,
    // An appliance.
    "unknown-host",
    "connection-refused",
    "unreachable",
    "timed-out",
    "broken-off",
    "tls-untrusted",
    "tls-name",
    "pin-changed",
    "tls-failed",
    "answer-too-large",
    "not-the-api",
    "bad-answer",
    "api-error",
    "secret-rejected",
    "token-refused",
    "permission-denied",
    "rate-limited",
    "api-absent",
    "server-error",
    "no-credential",
    "proxy",
    // Which appliance it is.
    "same-appliance",
    "other-appliance",
    "guid-unknown",
    "not-failed-over",
    // The rules of a maintenance.
    "ended",
    "handed-on",
    "paused",
    "command-unsettled",
    "not-now",
    "check-first",
    "check-again",
    "not-ready",
    "sync-unproven",
    "look-first",
    "wait-longer",
    "traffic-not-moved",
    "nothing-to-adopt",
    "bad-acknowledgement",
    "change-under-way",
    "guarded-way",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn no_code_is_listed_twice() {
        let codes: BTreeSet<_> = CODES.iter().collect();
        assert_eq!(codes.len(), CODES.len());
    }

    #[test]
    fn every_refusal_of_the_rules_is_listed() {
        for code in domain::maintenance::REFUSAL_CODES {
            assert!(CODES.contains(&code), "{code}");
        }
    }

    /// The engine gives a code in the arm of a match: `=> "code"`.
    #[test]
    fn every_code_of_the_engine_is_listed() {
        let sources = [include_str!("../../engine/src/error.rs"), include_str!("../../engine/src/secrets.rs")];
        let mut found = 0;
        for text in sources {
            for (at, _) in text.match_indices("=> \"") {
                let word = text[at + 4..].split('"').next().unwrap_or_default();
                if word.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
                    assert!(CODES.contains(&word), "{word}");
                    found += 1;
                }
            }
        }
        assert!(found > 40, "only {found} codes were found");
    }

    #[test]
    fn each_code_has_a_page_and_each_page_a_code() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors");
        let mut pages = BTreeSet::new();
        for file in std::fs::read_dir(&folder).expect("the folder of error pages") {
            let path = file.expect("an entry").path();
            let code = path.file_stem().expect("a name").to_string_lossy().into_owned();
            if code == "README" {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a page");
            assert!(
                text.lines().next().is_some_and(|title| title.starts_with("# ") && title.contains(&code)),
                "{code}"
            );
            for part in
                ["## What happened", "## What it means for the maintenance", "## What to do", "## Common causes"]
            {
                assert!(text.contains(part), "{code} has no part '{part}'");
            }
            pages.insert(code);
        }
        let codes: BTreeSet<_> = CODES.iter().map(|code| (*code).to_owned()).collect();
        assert_eq!(pages, codes);
    }
}
