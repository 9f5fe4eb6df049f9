//! What each command answers, and how it fails.

use app::{Exit, Request, wire};
use serde_json::json;

use crate::desk::Office;

fn with_pair() -> Office {
    let office = Office::new();
    let pair = json!({
        "name": "support", "site_name": "support.example.test", "site_address": "127.0.0.1:1",
        "appliances": ["atl-1=127.0.0.1:1", "atl-2=127.0.0.1:2"],
    });
    office.call("pairs_add", pair).expect("a pair");
    for (label, digit) in [("atl-1", "1"), ("atl-2", "2")] {
        let guid = digit.repeat(32);
        office.call("pairs_accept", json!({"name": "support", "label": label, "guid": guid})).expect("accepted");
    }
    office
}

fn planned() -> Office {
    let office = with_pair();
    let plan = office.json("maintenance_plan", json!({"pair": "support", "title": "Replace disks"}));
    assert_eq!(plan["id"], "M-0001");
    office
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_no_report() {
    let office = Office::new();
    for endless in ["/dev/zero", "/"] {
        let error = office.call("report_verify", json!({"file": endless})).expect_err("no report");
        assert_eq!((error.code.as_str(), error.exit), ("file", Exit::BadInput));
        assert!(error.message.contains("not a regular file"), "{}", error.message);
    }
}

#[test]
fn settings_are_read_and_set_by_name() {
    let office = Office::new();
    assert_eq!(office.json("settings_set", json!({"key": "poll.rest", "value": "1m"}))["value"], "1m");
    assert_eq!(office.json("settings_get", json!({"key": "poll.rest"}))["value"], "1m");
    assert_eq!(office.json("settings_get", json!({}))["poll.swap"], "2s");
    let error = office.call("settings_set", json!({"key": "poll.rest", "value": "soon"})).expect_err("no duration");
    assert_eq!((error.code.as_str(), error.exit), ("bad-input", Exit::BadInput));
}

#[test]
fn arguments_of_another_shape_are_wrong_usage() {
    let error = Request::from_json("pairs_show", json!({"nam": "support"})).expect_err("no name");
    assert_eq!((error.code.as_str(), error.exit), ("usage", Exit::BadInput));
}

#[test]
fn one_process_drives_and_others_read_and_note() {
    let office = planned();
    let request = Request::SettingsSet(wire::SetSetting { key: "poll.rest".to_owned(), value: "1m".to_owned() });
    let driver = office.open(&request).expect("the driver");
    let refused = office.call("settings_set", json!({"key": "poll.rest", "value": "2m"})).expect_err("held");
    assert_eq!((refused.code.as_str(), refused.exit), ("held", Exit::Refused));
    assert!(refused.message.contains("app-test 0"), "the holder is named: {refused:?}");
    assert_eq!(office.json("maintenance_list", json!({}))[0]["id"], "M-0001");
    assert_eq!(office.json("pairs_list", json!({}))[0]["name"], "support");
    office.call("maintenance_note", json!({"id": "M-0001", "text": "beside the driver"})).expect("a note");
    office
        .call("maintenance_approve", json!({"id": "M-0001", "name": "Grace", "after_the_fact": false}))
        .expect("an approval");
    drop(driver);
    let journal = office.json("maintenance_journal", json!({"id": "M-0001"}));
    let kinds: Vec<_> = journal.as_array().expect("events").iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, ["planned", "noted", "approved"]);
}

#[test]
fn a_check_of_a_pair_with_an_open_maintenance_is_for_the_driver() {
    let office = planned();
    let request = Request::PairsCheck(wire::CheckPair { name: "support".to_owned(), leg: None });
    let driver = office.open(&request).expect("the driver");
    let error = office.call("pairs_check", json!({"name": "support"})).expect_err("held");
    assert_eq!(error.exit, Exit::Refused);
    drop(driver);
}

#[test]
fn every_exit_has_its_number() {
    let numbers = [Exit::Done, Exit::Failed, Exit::BadInput, Exit::Refused, Exit::Unknown, Exit::Incomplete];
    assert_eq!(numbers.map(Exit::code), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn an_error_crosses_with_code_message_causes_and_hint() {
    let office = planned();
    let error = office.call("leg_fail_over", json!({"id": "M-0001"})).expect_err("not checked");
    let told = serde_json::to_value(&error).expect("JSON");
    let keys: Vec<_> = told.as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys, ["code", "message", "causes", "hint"]);
    assert_eq!((told["code"].as_str(), error.exit), (Some("check-first"), Exit::Refused));
    assert!(app::codes::CODES.contains(&error.code.as_str()));
}

#[test]
fn a_maintenance_is_handed_on_and_taken_back() {
    let office = planned();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("m-0001.json");
    let out = json!({"id": "M-0001", "out": file});
    office.call("maintenance_export", out.clone()).expect("exported");
    let closed = office.call("maintenance_note", json!({"id": "M-0001", "text": "x"})).expect_err("handed on");
    assert_eq!((closed.code.as_str(), closed.exit), ("handed-on", Exit::Refused));
    let twice = office.call("maintenance_export", out).expect_err("a file is never overwritten");
    assert_eq!(twice.code, "file");
    assert_eq!(office.json("maintenance_import", json!({"file": file}))["id"], "M-0001");
    office.call("maintenance_note", json!({"id": "M-0001", "text": "here again"})).expect("open again");

    let elsewhere = Office::new();
    assert_eq!(elsewhere.json("maintenance_import", json!({"file": file}))["id"], "M-0001");
    assert_eq!(elsewhere.json("pairs_show", json!({"name": "support"}))["appliances"][0]["guid"], "1".repeat(32));
    let bytes = std::fs::read_to_string(&file).expect("the file");
    std::fs::write(&file, bytes.replace("Replace disks", "Replace disps")).expect("changed");
    let broken = Office::new().call("maintenance_import", json!({"file": file})).expect_err("changed");
    assert_eq!(broken.code, "journal-broken");
}

#[test]
fn what_a_list_of_changes_is_asked_for_is_a_word_of_the_contract_or_an_appliance_of_the_maintenance() {
    let office = planned();
    let note = json!({
        "id": "M-0001", "place": "Users & Security > Users", "object": "ann", "note": "asked for", "appliance": "atl-2",
    });
    office.call("ledger_add", note).expect("a note");
    let list = |asked: &serde_json::Value| {
        let mut asked = asked.clone();
        asked["id"] = "M-0001".into();
        asked["open"] = false.into();
        office.call("ledger_list", asked)
    };
    for (asked, says) in [
        (json!({"class": "odd"}), "'odd' is no class; they are configuration, self_service"),
        (json!({"only": "hearsay"}), "'hearsay' is no witness; they are syslog, snapshot, note"),
        (json!({"appliance": "atl-3"}), "'atl-3' is neither appliance of this maintenance"),
        (json!({"group": "odd"}), "'odd' is no group; they are carried"),
    ] {
        let error = list(&asked).expect_err("no such word");
        assert_eq!((error.code.as_str(), error.exit), ("bad-input", Exit::BadInput), "{asked}");
        assert!(error.message.contains(says), "{asked}: {}", error.message);
    }
    for (asked, fitting) in [
        (json!({}), 1),
        (json!({"only": "note", "class": "configuration", "appliance": "atl-2", "search": "ANN asked"}), 1),
        (json!({"appliance": "atl-1"}), 0),
        (json!({"only": "syslog"}), 0),
    ] {
        let told = serde_json::to_value(list(&asked).expect("a list")).expect("JSON");
        assert_eq!((&told["fitting"], &told["total"]), (&json!(fitting), &json!(1)), "{asked}");
        assert!(told["counts"]["blind_spot"].as_u64() > Some(0), "what nobody looked at is counted too: {told}");
    }
}
