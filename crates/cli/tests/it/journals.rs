//! A maintenance that needs no appliance: both GUIDs are accepted by hand, then planned, noted and abandoned.

use serde_json::{Value, json};

use crate::program::Ctl;

fn planned() -> Ctl {
    let ctl = Ctl::new();
    assert_eq!(ctl.add_pair("support").exit, 0);
    for (label, digit) in [("atl-1", "1"), ("atl-2", "2")] {
        assert_eq!(ctl.json(&["pairs", "accept", "support", label, "--guid", &digit.repeat(32)]).exit, 0);
    }
    let told = ctl.json(&[
        "maintenance",
        "plan",
        "support",
        "--title",
        "Replace disks",
        "--ticket",
        "CHG-1",
        "--requester",
        "Ada",
        "--start",
        "2026-12-01T22:00",
        "--end",
        "2026-12-01T23:00",
        "--zone",
        "Europe/Berlin",
    ]);
    assert_eq!((told.exit, &told.json()["id"]), (0, &json!("M-0001")), "{told:?}");
    ctl
}

#[test]
fn a_maintenance_is_shown_with_its_tasks_and_what_is_possible() {
    let ctl = planned();
    let shown = ctl.json(&["maintenance", "show", "M-0001"]).json();
    assert_eq!(shown["stage"], "check");
    assert_eq!(shown["pair"], "support");
    assert_eq!(shown["kind"], "maintenance");
    assert_eq!((&shown["home_primary"], &shown["current_primary"]), (&json!("atl-1"), &json!("atl-1")));
    let tasks: Vec<&str> =
        shown["tasks"].as_array().expect("tasks").iter().filter_map(|task| task["id"].as_str()).collect();
    assert_eq!(
        tasks,
        [
            "plan",
            "check",
            "save",
            "fail_over",
            "swing",
            "observe",
            "work",
            "reconcile",
            "check_return",
            "fail_back",
            "swing_return",
            "verify",
            "sign_off"
        ]
    );
    assert_eq!(shown["tasks"][0]["state"], "done");
    assert_eq!(shown["tasks"][1]["state"], "now");
    assert_eq!(shown["legs"]["outbound"]["sync"], json!(null));
    let allowed = shown["allowed_actions"].to_string();
    assert!(allowed.contains("abandon") && allowed.contains("note") && !allowed.contains("failover"), "{allowed}");
    let list = ctl.json(&["maintenance", "list"]).json();
    assert_eq!((&list[0]["id"], &list[0]["open"]), (&json!("M-0001"), &json!(true)));
    assert!(ctl.run(&["maintenance", "show", "M-0001"]).out.contains("possible now: "));
}

#[test]
fn a_journal_is_printed_as_stored_and_chained() {
    let ctl = planned();
    assert_eq!(ctl.json(&["maintenance", "note", "M-0001", "looked at the racks"]).exit, 0);
    assert_eq!(ctl.json(&["maintenance", "approve", "M-0001", "--as", "Grace"]).exit, 0);
    assert_eq!(ctl.json(&["maintenance", "abandon", "M-0001", "--reason", "postponed"]).exit, 0);
    let journal = ctl.json(&["maintenance", "journal", "M-0001"]).json();
    let events = journal.as_array().expect("events");
    let kinds: Vec<_> = events.iter().filter_map(|event| event["kind"].as_str()).collect();
    assert_eq!(kinds, ["planned", "noted", "approved", "abandoned"]);
    let mut previous = json!("0".repeat(64));
    for (at, event) in (1..).zip(events) {
        assert_eq!(event["seq"], at);
        assert_eq!(event["previous"], previous);
        previous = event["hash"].clone();
        assert!(event["by"].as_str().is_some_and(|by| by.contains('@')), "{event}");
        assert!(event["program"].as_str().is_some_and(|program| program.starts_with("switchbackctl ")), "{event}");
        assert!(event.get("api_account").is_some());
        let body: Value = serde_json::from_str(event["body"].as_str().expect("a text")).expect("JSON");
        assert_eq!((&body["v"], &body["kind"], &body["at"]), (&json!(1), &event["kind"], &event["at"]));
    }
    let shown = ctl.json(&["maintenance", "show", "M-0001"]).json();
    assert_eq!((&shown["stage"], &shown["head"]), (&json!("abandoned"), &previous));
    let late = ctl.json(&["maintenance", "note", "M-0001", "too late"]);
    assert_eq!((late.exit, late.code().as_str()), (3, "ended"));
    assert!(ctl.run(&["maintenance", "journal", "M-0001"]).out.contains("the chain is whole"));
}

#[test]
fn the_core_refuses_what_is_not_due_and_nothing_is_sent() {
    let ctl = planned();
    for (arguments, code) in [
        (&["maintenance", "failover", "M-0001", "--wait"][..], "check-first"),
        (&["maintenance", "failback", "M-0001"], "not-now"),
        (&["maintenance", "swing", "M-0001"], "not-now"),
        (&["maintenance", "settle", "M-0001"], "not-now"),
        (&["maintenance", "verify", "M-0001"], "not-now"),
        (&["maintenance", "signoff", "M-0001"], "not-now"),
        (&["maintenance", "adopt", "M-0001", "--reason", "x"], "nothing-to-adopt"),
        (&["maintenance", "not-happened", "M-0001", "--reason", "x"], "not-now"),
        (&["maintenance", "acknowledge", "M-0001", "users", "--reason", "x"], "check-first"),
        (&["reconcile", "state", "M-0001", "--complete", "--reason", "x"], "not-now"),
        (&["maintenance", "plan", "support", "--title", "another"], "maintenance-open"),
    ] {
        let told = ctl.json(arguments);
        assert_eq!((told.exit, told.code().as_str()), (3, code), "{arguments:?} {told:?}");
    }
    assert_eq!(ctl.json(&["pairs", "remove", "support"]).code(), "maintenance-open");
    assert_eq!(ctl.json(&["maintenance", "journal", "M-0001"]).json().as_array().map(Vec::len), Some(1));
}

#[test]
fn a_check_that_reaches_nobody_is_kept_and_refuses() {
    let ctl = planned();
    let told = ctl.json(&["check", "support", "--for", "outbound"]);
    assert!([3, 4].contains(&told.exit), "{told:?}");
    let checked = told.json();
    assert_eq!(checked["maintenance"], "M-0001");
    assert!(["not_ready", "unknown"].contains(&checked["verdict"].as_str().expect("a verdict")));
    let finding = &checked["findings"][0];
    for key in ["code", "severity", "result", "acknowledged", "subject", "evidence", "rule", "remedy"] {
        assert!(finding.get(key).is_some(), "{key} is not in {finding}");
    }
    assert!(checked["not_checked"].is_array() && checked["valid_until"].is_string() && checked["at"].is_string());
    let refused = ctl.json(&["maintenance", "failover", "M-0001"]);
    assert_eq!((refused.exit, refused.code().as_str()), (3, "not-ready"), "{refused:?}");
    let blocker = ctl.json(&["maintenance", "acknowledge", "M-0001", "reachable_commanded", "--reason", "x"]);
    assert_eq!((blocker.exit, blocker.code().as_str()), (3, "bad-acknowledgement"), "{blocker:?}");
    assert!(ctl.run(&["check", "support"]).out.contains("To do: "));
}

#[test]
fn a_backup_is_named_with_its_hash_or_skipped_in_so_many_words() {
    let ctl = planned();
    let skipped = ctl.json(&["maintenance", "save", "M-0001"]);
    // Without a secret no configuration is read: that is told, and nothing more is kept from being done.
    assert_eq!(skipped.exit, 5, "{skipped:?}");
    assert!(skipped.json()["open_points"][0].as_str().expect("a sentence").contains("no client id"), "{skipped:?}");
    assert!(skipped.json()["sentence"].as_str().expect("a sentence").contains("no software backup"));
    let file = ctl.beside().join("atl-1.nsb");
    std::fs::write(&file, "abc").expect("a file");
    let path = file.to_str().expect("text");
    let named = ctl.json(&["maintenance", "save", "M-0001", "--appliance", "atl-1", "--backup-file", path]);
    assert_eq!(named.exit, 0, "{named:?}");
    assert!(named.json()["sentence"].as_str().expect("a sentence").contains("ba7816bf8f01cfea"), "{named:?}");
    for (label, file, code) in [("atl-9", path, "no-such-appliance"), ("atl-1", "/nowhere.nsb", "file")] {
        let told = ctl.json(&["maintenance", "save", "M-0001", "--appliance", label, "--backup-file", file]);
        assert_eq!(told.code(), code, "{told:?}");
    }
}

#[test]
fn looking_again_with_nothing_under_way_is_done_when_it_has_looked() {
    let ctl = planned();
    let looked = ctl.json(&["maintenance", "observe", "M-0001"]);
    assert_eq!(looked.exit, 0, "{looked:?}");
    assert_eq!((&looked.json()["end"], &looked.json()["settled"]), (&json!("looked"), &json!(true)));
}
