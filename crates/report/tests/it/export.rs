//! An exported maintenance is checked like a report.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::chain::Sealed;
use domain::maintenance::Command;
use domain::role::Side;
use report::verify;
use report::verify::{Fault, Form};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::story::{Book, Story, logs, material, of, out, reconciled};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bodies(sealed: &[Sealed]) -> Value {
    let body = |sealed: &Sealed| json!({"seq": sealed.seq, "body": String::from_utf8_lossy(&sealed.body), "hash": hex(&sealed.hash), "previous": hex(&sealed.previous)});
    sealed.iter().map(body).collect()
}

fn head(sealed: &[Sealed]) -> Value {
    json!({"count": sealed.len(), "hash": hex(&sealed.last().expect("one").hash)})
}

fn piece(bytes: &[u8]) -> Value {
    json!({"sha256": hex(&Sha256::digest(bytes)), "content_type": "application/json", "created_at": "2026-03-08T00:30:00.000Z", "base64": BASE64.encode(bytes)})
}

/// The pair of the stories, as it is kept.
fn pair() -> Value {
    let planned = crate::story::planned();
    let appliance = |side| {
        let appliance = planned.appliances.of(side);
        json!({"id": appliance.id, "label": appliance.label, "address": appliance.address, "trust": "system", "guid": appliance.guid})
    };
    let [home, stand_in] = Side::BOTH.map(appliance);
    json!({
        "id": planned.pair, "name": "Atlas", "site_name": planned.site_name, "network": planned.network, "proxy": "direct",
        "guard": planned.guard, "client_id": "0a1b2c", "appliances": {"home": home, "stand_in": stand_in},
    })
}

/// What a snapshot holds.
const HELD: &[u8] = b"{\"team\":[{\"id\":\"9\",\"name\":\"Spare\"}]}";

/// As the engine writes it: a maintenance with its ledger and a snapshot. Evidence is made up, so the looks name none.
fn export() -> Value {
    let mut story = Story::of(crate::story::planned());
    story.with_evidence = false;
    let mut book = Book::default();
    out(&mut story);
    book.message(Side::StandIn, story.now, &[("event", "team_added"), ("id", "9"), ("name", "Spare")]);
    let taken_at = story.now;
    let sha256 = hex(&Sha256::digest(HELD));
    book.snapshot(Side::StandIn, taken_at, &sha256);
    logs(&mut book, &story);
    reconciled(&mut story, &book);
    story.must(Command::Export { file_name: "away.json".to_owned() });
    let material = material(story, book);
    json!({
        "format": "switchback/export/1",
        "maintenance": material.maintenance,
        "number": material.number,
        "from": "alex@admin-1",
        "pair": pair(),
        "events": bodies(&material.journal),
        "evidence": [piece(b"{\"role\":\"primary\"}"), piece(HELD)],
        "head": head(&material.journal),
        "facts": bodies(&material.ledger),
        "snapshots": [{"taken_at": taken_at, "side": "stand_in", "what": "whole", "sha256": sha256}],
        "ledger_head": head(&material.ledger),
    })
}

#[track_caller]
fn first(export: &Value) -> (Fault, String) {
    let verified = verify(&serde_json::to_vec_pretty(export).expect("JSON"));
    let first = verified.broken.first().expect("something is broken");
    (first.fault, first.place.clone())
}

#[test]
fn an_export_holds_and_says_what_no_chain_covers() {
    let verified = verify(&serde_json::to_vec_pretty(&export()).expect("JSON"));
    assert!(verified.holds(), "{verified}");
    assert_eq!(verified.form, Some(Form::Export));
    assert_eq!(verified.evidence.hashed, 2);
    assert_eq!(verified.ledger.as_ref().map(|head| head.count), Some(4));
    assert!(verified.recomputed().0 > 2);
    assert!(
        verified.verdicts.iter().any(|line| line.verdict == "reconciliation_changed"),
        "the ledger is judged again"
    );
    let limits = verified.not_proven.join("\n");
    assert!(limits.contains("What no chain covers: from, number, pair; of a piece of evidence"), "{limits}");
    assert!(limits.contains("Whether it was a rehearsal"), "{limits}");
    assert!(!limits.contains("are not in the file"), "{limits}");
}

#[test]
fn an_export_of_a_maintenance_that_never_had_a_ledger_holds() {
    let mut export = export();
    let material = of("without_evidence");
    export["events"] = bodies(&material.journal);
    export["head"] = head(&material.journal);
    let members = export.as_object_mut().expect("an object");
    for name in ["facts", "snapshots", "ledger_head"] {
        members.remove(name).expect("it was there");
    }
    let verified = verify(&serde_json::to_vec_pretty(&export).expect("JSON"));
    assert!(verified.holds(), "{verified}");
}

#[test]
fn what_was_changed_in_the_ledger_of_an_export_is_named() {
    let mut changed = export();
    let body = changed["facts"][0]["body"].as_str().expect("a body").replacen("Spare", "Sparf", 1);
    changed["facts"][0]["body"] = body.into();
    assert_eq!(first(&changed), (Fault::LedgerChain, "facts[0]".to_owned()));
    let mut cut = export();
    cut["facts"].as_array_mut().expect("facts").pop();
    assert_eq!(first(&cut), (Fault::Head, "ledger_head".to_owned()));
    // Whoever writes the head record anew is found by what the journal names.
    cut["ledger_head"] = json!({"count": 3, "hash": cut["facts"][2]["hash"]});
    assert_eq!(first(&cut).0, Fault::Verdict);
    let mut emptied = export();
    for name in ["facts", "ledger_head", "snapshots"] {
        emptied.as_object_mut().expect("an object").remove(name);
    }
    assert_eq!(first(&emptied).0, Fault::Verdict);
    let mut unreadable = export();
    unreadable["facts"][1]["hash"] = "none".into();
    assert_eq!(first(&unreadable), (Fault::LedgerChain, "facts[1]".to_owned()));
}

#[test]
fn a_snapshot_of_an_export_is_one_its_ledger_tells_of_and_is_in_the_file() {
    for (name, value) in
        [("sha256", json!("5a".repeat(32))), ("side", json!("home")), ("taken_at", json!("2026-03-08T00:30:00.000Z"))]
    {
        let mut other = export();
        other["snapshots"][0][name] = value;
        assert_eq!(first(&other), (Fault::Evidence, "snapshots[0]".to_owned()), "{name}");
    }
    let mut gone = export();
    gone["evidence"].as_array_mut().expect("evidence").pop();
    assert_eq!(first(&gone), (Fault::Evidence, "snapshots[0]".to_owned()));
}

#[test]
fn an_export_with_the_pair_of_another_maintenance_is_found() {
    let mut export = export();
    export["pair"]["id"] = "00000000-0000-4000-8000-000000000001".into();
    assert_eq!(first(&export), (Fault::Claim, "pair".to_owned()));
}

#[test]
fn what_was_changed_in_an_export_is_named() {
    let mut changed = export();
    let body = changed["events"][2]["body"].as_str().expect("a body").replacen("alex", "eve", 1);
    changed["events"][2]["body"] = body.into();
    assert_eq!(first(&changed), (Fault::JournalChain, "events[2]".to_owned()));
    let mut cut = export();
    cut["events"].as_array_mut().expect("events").pop();
    assert_eq!(first(&cut), (Fault::Head, "head".to_owned()));
    let mut evidence = export();
    evidence["evidence"][0]["base64"] = BASE64.encode("{}").into();
    assert_eq!(first(&evidence), (Fault::Evidence, "evidence[0]".to_owned()));
    let mut missing = export();
    missing.as_object_mut().expect("an object").remove("head");
    assert_eq!(first(&missing), (Fault::NotReadable, "head".to_owned()));
}

#[test]
fn evidence_that_the_journal_names_has_to_be_in_the_file() {
    let mut export = export();
    let material = of("clean");
    export["head"] = head(&material.journal);
    export["events"] = bodies(&material.journal);
    export["facts"] = bodies(&material.ledger);
    export["ledger_head"] = head(&material.ledger);
    export["snapshots"] = json!([]);
    let (fault, place) = first(&export);
    assert_eq!((fault, place.as_str()), (Fault::Evidence, "events[3]"));
}

#[test]
fn what_is_no_report_is_told_so() {
    for (bytes, fault) in [
        (&b""[..], Fault::NotReadable),
        (b"{}", Fault::NotReadable),
        (b"[1]", Fault::NotReadable),
        (b"{\"format\":\"switchback/report/2\"}", Fault::UnknownFormat),
        (b"{\"format\":\"switchback/report/1\"}", Fault::NotReadable),
        (b"<html></html>", Fault::NotReadable),
        (b"\xff\xfe<", Fault::NotReadable),
        (b"<\xff", Fault::NotReadable),
    ] {
        let verified = verify(bytes);
        assert!(!verified.holds());
        assert_eq!(verified.broken[0].fault, fault, "{}", String::from_utf8_lossy(bytes));
    }
}
