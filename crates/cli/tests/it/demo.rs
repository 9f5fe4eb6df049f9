//! The demo, end to end: both legs over real HTTPS against a simulated pair.

use serde_json::json;

use crate::program::Ctl;

#[test]
fn the_demo_tells_a_whole_maintenance_and_keeps_it() {
    let ctl = Ctl::new();
    let told = ctl.json(&["demo"]);
    assert_eq!(told.exit, 0, "{told:?}");
    let end = told.json();
    assert_eq!((&end["id"], &end["stage"]), (&json!("M-0001"), &json!("signed_off")));
    let shown = ctl.json(&["maintenance", "show", "M-0001"]).json();
    assert_eq!(shown["head"], end["head"]);
    for leg in ["outbound", "return"] {
        assert!(shown["legs"][leg]["done_at"].is_string(), "{shown}");
        assert_eq!(shown["legs"][leg]["sync"], "proven", "{shown}");
        assert_eq!(shown["legs"][leg]["swing"], "verified", "{shown}");
    }
    let journal = ctl.json(&["maintenance", "journal", "M-0001"]).json();
    assert_eq!(journal.as_array().map(Vec::len), end["events"].as_u64().and_then(|n| usize::try_from(n).ok()));
    let intents = journal.as_array().expect("events").iter().filter(|event| event["kind"] == "role_intended").count();
    assert_eq!(intents, 2, "one role command a leg");
    // Its own journal says that it was one, to whatever makes the report: it is marked, and nobody signs it.
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("again.json");
    let made = ctl.json(&["report", "make", "M-0001", "--format", "json", "--out", out.to_str().expect("text")]).json();
    assert!(made["signature"].as_str().is_some_and(|told| told.contains("what is simulated is not signed")), "{made}");
    let document: serde_json::Value = serde_json::from_slice(&std::fs::read(&out).expect("made")).expect("JSON");
    assert_eq!((&document["rehearsal"], &document["signature"]), (&json!(true), &json!(null)));
}

#[test]
fn the_demo_is_a_story_for_people() {
    let ctl = Ctl::new();
    let told = ctl.run(&["demo"]);
    assert_eq!(told.exit, 0, "{told:?}");
    for part in ["1. The pair", "5. Fail over", "10. Fail back", "13. The record", "role now", "Signed off.", "Head: "]
    {
        assert!(told.out.contains(part), "{part} is not in {}", told.out);
    }
}
