//! `syslog parse FILE`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::Ctl;

/// The keys of the contract.
const KEYS: [&str; 8] = ["when", "host", "pid", "site_id", "segments", "complete", "event", "fields"];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/syslog").join(name)
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("one document a line")).collect()
}

#[test]
fn each_form_of_a_log_is_told_as_the_contract_says_with_json_and_without() {
    let ctl = Ctl::new();
    for form in ["form-a", "form-b", "form-c", "form-d", "form-e", "segments", "escapes"] {
        let log = fixture(&format!("{form}.log"));
        let ran = ctl.run(&["syslog", "parse", log.to_str().expect("a path")]);
        let expected = std::fs::read_to_string(fixture(&format!("{form}.jsonl"))).expect("the fixture is there");
        let (told, expected) = (lines(&ran.out), lines(&expected));
        let expected: Vec<&Value> = expected.iter().filter(|line| line.get("event").is_some()).collect();
        assert_eq!(told.len(), expected.len(), "{form}: {ran:?}");
        for (told, expected) in told.iter().zip(expected) {
            assert_eq!(told.as_object().expect("an object").len(), KEYS.len());
            for key in KEYS {
                assert_eq!(told[key], expected[key], "{form}: {key}");
            }
        }
        assert_eq!(ctl.json(&["syslog", "parse", log.to_str().expect("a path")]).out, ran.out, "{form}");
    }
    assert!(!ctl.data_dir().exists(), "reading a log needs no data folder");
}

#[test]
fn what_is_in_no_message_is_told_beside_it_and_by_the_exit_code() {
    let ctl = Ctl::new();
    let log = fixture("damage.log");
    let ran = ctl.run(&["syslog", "parse", log.to_str().expect("a path")]);
    assert_eq!(ran.exit, 5, "{ran:?}");
    assert!(ran.err.contains("is in no message: "), "{}", ran.err);
    assert!(!lines(&ran.out).is_empty(), "its neighbours are told");
    let absent = ctl.json(&["syslog", "parse", "/nowhere/at/all"]);
    assert_eq!((absent.exit, absent.code().as_str()), (2, "file"));
}
