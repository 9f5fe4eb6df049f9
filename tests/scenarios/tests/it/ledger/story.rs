//! Forty changes on the new primary, six on the backup, two conflicts, three of /appliance, two secrets, one on the stand-in
//! before the outbound leg, and noise among them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use simulator::{Config, Which};

use super::{Desk, number};

fn group(appliance: &str, id: u64, name: &str) -> Value {
    json!({"appliance": appliance, "kind": "jump-group", "action": "change", "id": id, "fields": {"name": name}})
}

fn add(appliance: &str, kind: &str, fields: Value) -> Value {
    json!({"appliance": appliance, "kind": kind, "action": "add", "fields": fields})
}

/// Ten groups that both sides have before the work.
fn groups_of_both(desk: &Desk) -> Vec<u64> {
    (0..10).map(|n| desk.change(add("a", "jump-group", json!({"name": format!("Plant {n}")})))).collect()
}

/// Waits until an automatic data sync has carried the primary's configuration to the backup.
fn automatic_sync(desk: &Desk) {
    let set = |on: bool| drop(desk.real.simulator.control("/set", &json!({"automatic_sync": on})).expect("set"));
    let equal = || desk.real.simulator.change(|model, _| model.objects(Which::A) == model.objects(Which::B));
    set(true);
    let came = (0..1_000_000).any(|_| {
        std::thread::yield_now();
        equal()
    });
    assert!(came, "no automatic sync came");
    set(false);
}

/// Everything that is changed while the stand-in is primary.
fn changed(desk: &Desk, groups: &[u64]) {
    // Two on the backup that an automatic sync overwrites before anyone looks.
    for (n, id) in groups[0..2].iter().enumerate() {
        desk.change(group("a", *id, &format!("overwritten {n}")));
    }
    automatic_sync(desk);
    // Forty on the primary: thirty of the API, ten of pages no API shows.
    for n in 0..18 {
        desk.change(add("b", "jump-group", json!({"name": format!("New {n}")})));
    }
    for n in 0..6 {
        desk.change(add("b", "team", json!({"name": format!("Team {n}"), "comments": "made in the night"})));
    }
    for (n, id) in groups[2..8].iter().enumerate() {
        desk.change(group("b", *id, &format!("renamed {n}")));
    }
    for n in 0..10 {
        desk.change(add("b", "login/skill", json!({"name": format!("skill {n}")})));
        desk.real
            .simulator
            .control(
                "/log",
                &json!({"appliance": "b", "event": "login", "fields": {"target": "rep_client", "status": "success"}}),
            )
            .expect("noise");
    }
    // Four more on the backup, and the two sides of two conflicts.
    for n in 0..4 {
        desk.change(add("a", "rep-status", json!({"name": format!("Backup status {n}")})));
    }
    for id in &groups[8..10] {
        desk.change(group("b", *id, "as the primary has it"));
        desk.change(group("a", *id, "as the backup has it"));
    }
    desk.change(add("b", "appliance/network_address", json!({"ip": "192.0.2.30"})));
    desk.change(add("a", "appliance/syslog_server", json!({"host": "log.example.test"})));
    desk.change(add("a", "appliance/ntp_server", json!({"host": "ntp.example.test"})));
    // Two secrets: nothing else of the two objects is another.
    for appliance in ["b", "a"] {
        desk.change(json!({"appliance": appliance, "kind": "user", "action": "change", "id": 2, "fields": {}, "secrets": ["password"]}));
    }
}

fn ids(list: &[Value], group: &str) -> Vec<String> {
    let of = list.iter().filter(|change| change["group"] == group);
    of.map(|change| change["entry"].as_str().expect("a number").to_owned()).collect()
}

fn named(list: &[Value], object: &str) -> Value {
    let found: Vec<_> = list.iter().filter(|change| change["object"]["name"] == object).collect();
    assert_eq!(found.len(), 1, "{object} is there once: {found:?}");
    found[0].clone()
}

#[test]
fn every_change_is_there_once_and_comes_through_or_is_reported_missing() {
    let mut config = Config::seeded(11);
    (config.settings.automatic_sync, config.settings.automatic_sync_interval_ms) = (false, 1_000);
    let desk = Desk::new(config, json!({}));
    let groups = groups_of_both(&desk);
    automatic_sync(&desk);
    // Before the outbound leg, on the stand-in: the sync of that leg overwrites it.
    desk.change(add("b", "team", json!({"name": "Lost on the way out", "comments": ""})));
    desk.leave();
    changed(&desk, &groups);
    let collected = desk.collect();
    assert!(collected["fresh"].as_u64().expect("a number") > 0);

    let list = desk.list();
    let entries: BTreeSet<&str> = list.iter().map(|change| change["entry"].as_str().expect("a number")).collect();
    assert_eq!(entries.len(), list.len(), "each is there once");
    let counted = desk.groups();
    assert_eq!(number("carried", &counted), 42, "forty, and the primary's sides of two conflicts: {counted:?}");
    assert_eq!(number("overwritten", &counted), 7, "{counted:?}");
    assert_eq!(number("conflict", &counted), 2, "{counted:?}");
    assert_eq!(number("never_synced", &counted), 3, "{counted:?}");
    assert_eq!(number("secret", &counted), 2, "{counted:?}");
    // Who, when, where, before and after.
    let renamed = list.iter().find(|change| change["fields"][0]["after"] == "renamed 3").expect("a rename");
    assert_eq!((renamed["appliance"].as_str(), renamed["role_then"].as_str()), (Some("atl-2"), Some("primary")));
    assert_eq!((&renamed["place"], &renamed["fields"][0]["before"]), (&json!("Jump > Jump Groups"), &json!("Plant 5")));
    assert!(renamed["who"].as_str().is_some_and(|who| who.contains("Ann Admin")) && renamed["at"].is_string());
    assert_eq!(renamed["witnesses"], json!(["syslog", "snapshot"]));
    for n in 0..2 {
        let gone = list.iter().find(|change| change["fields"][0]["after"] == format!("overwritten {n}")).expect("seen");
        assert_eq!((&gone["group"], &gone["already_overwritten"]), (&json!("overwritten"), &json!(true)), "{gone}");
    }
    assert_eq!(named(&list, "Lost on the way out")["already_overwritten"], true);

    decide_and_go_back(&desk, &list);
    verify(&desk);
}

/// The gate, the decisions, the calls, the way back.
fn decide_and_go_back(desk: &Desk, list: &[Value]) {
    let id = desk.id.as_str();
    let refused = desk.real.ctl(&["maintenance", "failback", id, "--wait"]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    let undo = ids(list, "carried")[0].clone();
    desk.decide(&[&undo, "--as", "undo"]);
    desk.decide(&["--group", "carried", "--as", "keep", "--reason", "each is meant to stay"]);
    let backup_status = named(list, "Backup status 1")["entry"].as_str().expect("a number").to_owned();
    desk.decide(&[&backup_status, "--as", "reapply"]);
    desk.decide(&["--group", "overwritten", "--as", "discard", "--reason", "made by mistake"]);
    for conflict in ids(list, "conflict") {
        desk.decide(&[&conflict, "--as", "keep", "--reason", "the primary's side"]);
    }
    desk.decide(&["--group", "never_synced", "--as", "confirm"]);
    desk.decide(&["--group", "secret", "--as", "confirm"]);
    let spots = desk.groups().iter().any(|(name, _, open)| name == "blind_spot" && *open > 0);
    if spots {
        desk.decide(&["--group", "blind_spot", "--as", "confirm"]);
    }
    assert_eq!(desk.shown()["verdict"], "decisions_needed", "two are decided and not done");
    let plan = desk.real.expect(0, &["reconcile", "plan", id]);
    assert!(plan["calls"].as_u64().expect("a number") >= 1, "{plan}");
    let applied = desk.real.ctl(&["reconcile", "apply", id]);
    assert!(matches!(applied.code, Some(0 | 5)), "{applied:?}");
    // What no API writes is done by a person, and confirmed.
    for step in applied.document()["steps"].as_array().expect("steps") {
        if step["outcome"] == "by_hand" {
            let entry = step["entry"].as_str().expect("a number");
            desk.decide(&[entry, "--as", "keep", "--reason", "left after all"]);
        }
    }
    let on_the_primary = desk.real.simulator.change(|model, _| {
        model.objects(Which::B).list("rep-status").any(|(_, status)| status["name"] == "Backup status 1")
    });
    assert!(on_the_primary, "it was put on the primary before the sync");
    let shown = desk.shown();
    assert_eq!(shown["verdict"], "reconciled", "{} {:?}", shown["sentence"], desk.groups());
    desk.real.check_and_acknowledge(id, "return");
    desk.real.expect(0, &["maintenance", "failback", id, "--wait"]);
}

/// Everything carried is found on the returned primary; one that was lost on purpose is reported.
fn verify(desk: &Desk) {
    let id = desk.id.as_str();
    desk.real.expect(0, &["maintenance", "swing", id, "--wait"]);
    let lost = desk.real.simulator.change(|model, _| {
        let mut groups = model.objects(Which::A).list("jump-group");
        groups.find(|(_, group)| group["name"] == "New 7").map(|(id, _)| id).expect("it was carried")
    });
    desk.change(json!({"appliance": "a", "kind": "jump-group", "action": "remove", "id": lost, "logged": false}));
    let verified = desk.real.expect(5, &["maintenance", "verify", id]);
    let points = verified["open_points"].as_array().expect("points");
    assert!(
        points.iter().any(|point| point.as_str().is_some_and(|point| point.contains("1 change was not found"))),
        "{points:?}"
    );
    let list = desk.list();
    assert_eq!(named(&list, "New 7")["arrival"], "missing");
    for change in list.iter().filter(|change| change["disposition"] == "keep" && change["group"] == "carried") {
        let arrival = change["arrival"].as_str().expect("looked for");
        let is_lost = change["object"]["name"] == "New 7";
        let shown = !matches!(change["object"]["kind"].as_str(), Some("skill"));
        assert!(is_lost || arrival == if shown { "found" } else { "not_observable" }, "{change}");
    }
    desk.real.expect(5, &["maintenance", "signoff", id]);
    desk.real.truths(id);
}
