//! What the ledger says where not everything could be watched, and that a kill loses nothing and doubles nothing.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use simulator::Config;

use super::Desk;

fn rename(appliance: &str, id: u64, name: &str) -> Value {
    json!({"appliance": appliance, "kind": "jump-group", "action": "change", "id": id, "fields": {"name": name}})
}

#[test]
fn by_logs_alone_each_change_has_its_before_and_after_and_the_configuration_is_a_blind_spot() {
    let desk = Desk::away(Config::seeded(12), json!({"perm_configuration": false}));
    desk.change(rename("b", 1, "on the primary"));
    desk.change(rename("a", 2, "on the backup"));
    desk.collect();
    let list = desk.list();
    assert_eq!(list.len(), 2, "{list:?}");
    for change in &list {
        assert_eq!(change["witnesses"], json!(["syslog"]), "{change}");
        assert!(change["fields"][0]["before"].is_string() && change["who"].is_string(), "{change}");
    }
    let coverage = desk.real.expect(0, &["ledger", "coverage", &desk.id]);
    assert_eq!((&coverage["watched"], &coverage["snapshots"]), (&json!(true), &json!([])));
    let groups = coverage["areas"].as_array().expect("areas").iter().find(|area| area["tab"] == "Jump Groups");
    assert_eq!(groups.expect("a page")["seen"]["atl-2"], "syslog");
}

#[test]
fn by_configurations_alone_a_change_is_there_without_who_and_the_time_is_a_blind_spot() {
    let desk = Desk::away(Config::seeded(13), json!({"perm_reporting_syslog": false}));
    desk.change(rename("b", 1, "on the primary"));
    desk.change(rename("a", 2, "on the backup"));
    desk.collect();
    let list = desk.list();
    assert_eq!(list.len(), 2, "{list:?}");
    for change in &list {
        assert_eq!((&change["witnesses"], &change["who"]), (&json!(["snapshot"]), &Value::Null), "{change}");
        assert!(change["at_earliest"].is_string(), "when is known roughly: {change}");
    }
    let shown = desk.shown();
    assert_eq!(shown["verdict"], "decisions_needed");
}

#[test]
fn by_neither_nothing_was_watched_and_a_person_answers_for_the_notes() {
    let settings = json!({"perm_reporting_syslog": false, "perm_configuration": false});
    let desk = Desk::away(Config::seeded(14), settings);
    let id = desk.id.as_str();
    desk.change(rename("b", 1, "on the primary"));
    desk.collect();
    assert_eq!(desk.list(), Vec::<Value>::new());
    let shown = desk.shown();
    assert_eq!((&shown["verdict"], &shown["sentence"]), (&json!("not_watched"), &json!("Nothing was watched")));
    let refused = desk.real.ctl(&["maintenance", "failback", id, "--wait"]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    let place = ["--place", "Jump > Jump Groups", "--object", "Desks", "--note", "renamed", "--appliance", "atl-2"];
    let noted = desk.real.expect(0, &[&["ledger", "add", id], place.as_slice()].concat());
    assert_eq!((&noted["witnesses"], &noted["group"]), (&json!(["note"]), &json!("carried")));
    desk.real.expect(0, &["reconcile", "state", id, "--complete", "--reason", "I made every change myself"]);
    assert_eq!(desk.shown()["verdict"], "decisions_needed", "the note waits for a decision");
    desk.decide(&["C-0001", "--as", "keep"]);
    assert_eq!(desk.shown()["verdict"], "reconciled");
    desk.real.check_and_acknowledge(id, "return");
    desk.real.expect(0, &["maintenance", "failback", id, "--wait"]);
}

#[test]
fn a_kill_at_any_append_of_collecting_loses_nothing_and_doubles_nothing() {
    let desk = Desk::away(Config::seeded(15), json!({"perm_configuration": false}));
    let (mut deaths, mut made) = (0, 0);
    for moment in ["before", "after"] {
        for n in 1.. {
            for id in 1..=2 {
                desk.change(rename("b", id, &format!("on the primary, {moment} {n}")));
                desk.change(rename("a", id, &format!("on the backup, {moment} {n}")));
            }
            made += 4;
            let place = format!("{moment}:{n}");
            let killed = desk.real.ctl_with(&["ledger", "collect", &desk.id], Some(("SWITCHBACK_DIE_AT", &place)));
            desk.collect();
            let list = desk.list();
            let told: BTreeSet<String> = list
                .iter()
                .map(|one| format!("{} {} {}", one["appliance"], one["object"]["id"], one["fields"][0]["after"]))
                .collect();
            assert_eq!((list.len(), told.len()), (made, made), "{place}: {list:?}");
            if killed.code.is_some() {
                break;
            }
            deaths += 1;
        }
    }
    assert!(deaths >= 6, "{deaths} deaths are too few to be every append of collecting");
}

#[test]
fn a_log_that_rotates_between_two_pulls_loses_nothing_and_what_is_gone_is_a_gap() {
    let settings = json!({"perm_configuration": false, "log_file_bytes": 2_000, "log_files_kept": 50});
    let desk = Desk::away(Config::seeded(16), settings);
    let mut made = 0;
    for round in 0..4 {
        for n in 0..12 {
            desk.change(rename("b", 1 + n % 2, &format!("round {round} change {n}")));
            made += 1;
        }
        desk.collect();
        assert_eq!(desk.list().len(), made, "after {round}");
    }
    // Now more is written than is kept: the log does not reach back to where it was read to.
    desk.real.simulator.control("/set", &json!({"log_files_kept": 1})).expect("set");
    for n in 0..60 {
        desk.change(rename("b", 1, &format!("flood {n}")));
    }
    let collected = desk.collect();
    let logs = collected["logs"].as_array().expect("logs");
    assert!(logs.iter().all(|log| log["trouble"].is_null()), "{collected}");
    let coverage = desk.real.expect(0, &["ledger", "coverage", &desk.id]);
    let logs: Vec<&Value> =
        coverage["logs"].as_array().expect("logs").iter().filter(|log| log["appliance"] == "atl-2").collect();
    let [.., before, last] = logs.as_slice() else { panic!("{logs:?}") };
    assert!(last["from"].as_str() > before["to"].as_str(), "there is a hole between them: {before} {last}");
}

#[test]
fn a_setting_that_nobody_wants_to_hear_of_is_noise_until_it_is_seen_again() {
    let desk = Desk::away(Config::seeded(17), json!({"perm_configuration": false}));
    let id = desk.id.as_str();
    desk.change(rename("b", 1, "on the primary"));
    desk.collect();
    assert_eq!(desk.list().len(), 1);
    desk.real.expect(0, &["ledger", "ignore", id, "jump-group", "name"]);
    assert_eq!(desk.list(), Vec::<Value>::new());
    desk.real.expect(0, &["ledger", "ignore", id, "jump-group", "name", "--undo"]);
    assert_eq!(desk.list().len(), 1);
}
