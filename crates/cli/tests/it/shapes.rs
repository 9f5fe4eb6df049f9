//! The documents of settings and pairs.

use serde_json::json;

use crate::program::Ctl;

#[test]
fn settings_are_listed_read_and_set_in_their_canonical_text() {
    let ctl = Ctl::new();
    let all = ctl.json(&["settings", "get"]).json();
    assert_eq!(all["poll.swap"], "2s");
    assert_eq!(all["timeout.sync"], "30m");
    assert_eq!(all["backup.keep"], "30d");
    assert_eq!(all.as_object().expect("an object").len(), 12);
    let set = ctl.json(&["settings", "set", "poll.swap", "60s"]);
    assert_eq!((set.exit, set.json()), (0, json!({"key": "poll.swap", "value": "1m"})));
    assert_eq!(ctl.json(&["settings", "get", "poll.swap"]).json(), json!({"key": "poll.swap", "value": "1m"}));
    assert_eq!(ctl.run(&["settings", "get", "poll.swap"]).out, "1m\n");
    assert_eq!(ctl.run(&["--quiet", "settings", "set", "poll.swap", "3s"]).out, "");
}

#[test]
fn a_pair_is_added_shown_edited_stated_about_and_removed() {
    let ctl = Ctl::new();
    let added = ctl.add_pair("support");
    assert_eq!(added.exit, 0, "{added:?}");
    let document = added.json();
    assert_eq!(document["test"], json!(null));
    let pair = &document["pair"];
    assert_eq!(pair["site_name"], "support.example.test:443");
    assert_eq!(pair["network"], "shared-ip");
    assert_eq!(pair["appliances"][0]["label"], "atl-1");
    assert_eq!(pair["appliances"][0]["home_primary"], true);
    assert_eq!(pair["appliances"][0]["server_name"], "support.example.test");
    assert_eq!(pair["appliances"][0]["trust"], "system");
    assert_eq!(pair["appliances"][0]["guid"], json!(null));
    assert_eq!(pair["appliances"][1]["credential"], "absent", "{pair}");

    assert_eq!(ctl.json(&["pairs", "list"]).json()[0]["name"], "support");
    let pin = "ab".repeat(32);
    let edited = ctl.json(&[
        "pairs",
        "edit",
        "support",
        "--network",
        "dns",
        "--trust",
        &format!("atl-2=pin:{pin}"),
        "--set",
        "poll.swap=250ms",
        "--shared-ip",
        "192.0.2.10",
        "--guard",
        "test",
    ]);
    assert_eq!(edited.exit, 0, "{edited:?}");
    assert_eq!(edited.json()["appliances"][1]["trust"], format!("pin:{pin}"));
    assert_eq!(edited.json()["appliances"][0]["trust"], "system");
    assert_eq!(edited.json()["settings"], json!({"poll.swap": "250ms"}));

    let stated = ctl.json(&["pairs", "state", "support", "--automatic-failover", "off", "--sync-interval", "6h"]);
    assert_eq!(stated.json()["stated"]["automatic_failover"]["value"], false);
    assert_eq!(stated.json()["stated"]["automatic_failover"]["ask_again"], false);
    assert_eq!(stated.json()["stated"]["sync_interval_s"]["value"], 21_600);
    assert_eq!(stated.json()["stated"]["alert_mail"], json!(null));

    let guid = "0123456789abcdef0123456789abcdef";
    let accepted = ctl.json(&["pairs", "accept", "support", "atl-1", "--guid", guid]);
    assert_eq!(accepted.json()["appliances"][0]["guid"], guid);
    let same = ctl.json(&["pairs", "accept", "support", "atl-2", "--guid", guid]);
    assert_eq!((same.exit, same.code().as_str()), (2, "same-appliance"));

    assert_eq!(ctl.add_pair("SUPPORT").code(), "name-taken");
    assert_eq!(ctl.json(&["pairs", "remove", "support"]).json(), json!({"removed": "support"}));
    assert_eq!(ctl.json(&["pairs", "list"]).json(), json!([]));
}

#[test]
fn a_secret_that_cannot_be_kept_is_told_and_found_nowhere() {
    let ctl = Ctl::new();
    let canary = "canary-8d1f-secret";
    let added = ctl.run_with(
        &[
            "--json",
            "pairs",
            "add",
            "support",
            "--site-name",
            "support.example.test",
            "--site-address",
            "127.0.0.1:1",
            "--appliance",
            "atl-1=127.0.0.1:1",
            "--appliance",
            "atl-2=127.0.0.1:2",
            "--client-id",
            "abc123",
            "--secret-stdin",
        ],
        &format!("{canary}\n"),
    );
    assert_eq!(added.exit, 5, "{added:?}");
    assert_eq!(added.json()["pair"]["client_id"], "abc123");
    assert_eq!(added.json()["secret_not_kept"]["code"], "keychain-absent");
    assert!(added.err.contains("--secret-stdin"), "{added:?}");
    assert_eq!(added.json()["test"]["error"]["code"], "connection-refused", "{added:?}");
    let tested = ctl.run_with(&["--json", "pairs", "test", "support", "--secret-stdin"], canary);
    assert_eq!((tested.exit, tested.code().as_str()), (1, "connection-refused"));
    let without = ctl.json(&["pairs", "test", "support"]);
    assert_eq!(without.exit, 1, "{without:?}");
    for ran in [&added, &tested, &without] {
        assert!(!ran.out.contains(canary) && !ran.err.contains(canary));
    }
    let mut folders = vec![ctl.beside().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("a file");
                assert!(!bytes.windows(canary.len()).any(|part| part == canary.as_bytes()), "{}", path.display());
            }
        }
    }
}

#[test]
fn a_pair_that_nobody_answers_for_is_unknown_and_told_at_once() {
    let ctl = Ctl::new();
    ctl.add_pair("support");
    let told = ctl.json(&["status", "support"]);
    assert_eq!(told.exit, 0, "{told:?}");
    let status = told.json();
    assert_eq!(status["pair"], "support");
    assert_eq!(status["state"], "unknown");
    assert_eq!(status["tone"], "needs_you");
    let appliance = &status["appliances"][0];
    assert_eq!((&appliance["reachable"], &appliance["role"]), (&json!(false), &json!("unknown")));
    for key in [
        "label",
        "guid",
        "reachable",
        "role",
        "role_text",
        "second_hand",
        "assigned_role",
        "product",
        "api",
        "version",
        "build",
        "healthy",
        "errors",
        "shared_ips",
        "last_sync",
        "last_sync_text",
        "clock_offset_s",
        "observed_at",
        "age_s",
    ] {
        assert!(appliance.get(key).is_some(), "{key} is not in {appliance}");
    }
    assert_eq!(status["site"]["answered_by"], json!(null));
    assert_eq!(status["maintenance"], json!(null));
    assert_eq!(ctl.json(&["status"]).json().as_array().expect("a list").len(), 1);
    let text = ctl.run(&["status"]).out;
    assert!(text.contains("unreachable") && text.contains("needs you"), "{text}");
}
