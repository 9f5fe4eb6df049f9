//! An exported maintenance is checked like a report.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use report::verify;
use report::verify::{Fault, Form};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::story::of;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As the engine writes it. Evidence is made up, so the looks name none here.
fn export() -> Value {
    let material = of("without_evidence");
    let event = |sealed: &domain::chain::Sealed| json!({"seq": sealed.seq, "body": String::from_utf8_lossy(&sealed.body), "hash": hex(&sealed.hash), "previous": hex(&sealed.previous)});
    let events: Vec<Value> = material.journal.iter().map(event).collect();
    let head = material.journal.last().expect("an event").hash;
    let piece = b"{\"role\":\"primary\"}";
    json!({
        "format": "switchback/export/1",
        "maintenance": material.maintenance,
        "number": material.number,
        "from": "alex@admin-1",
        "pair": {"name": "Atlas"},
        "events": events,
        "evidence": [{"sha256": hex(&Sha256::digest(piece)), "content_type": "application/json", "created_at": "2026-03-08T00:30:00.000Z", "base64": BASE64.encode(piece)}],
        "head": {"count": material.journal.len(), "hash": hex(&head)},
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
    assert_eq!(verified.evidence.hashed, 1);
    assert!(verified.recomputed().0 > 2);
    assert!(verified.not_proven.iter().any(|limit| limit.contains("pair")), "{:?}", verified.not_proven);
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
    let events: Vec<Value> = material
        .journal
        .iter()
        .map(|sealed| json!({"seq": sealed.seq, "body": String::from_utf8_lossy(&sealed.body), "hash": hex(&sealed.hash), "previous": hex(&sealed.previous)}))
        .collect();
    export["head"] = json!({"count": events.len(), "hash": events.last().expect("an event")["hash"]});
    export["events"] = events.into();
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
