//! The permanent bytes of facts.

use domain::ids::MaintenanceId;
use domain::role::Side;
use ledger::chain::{ChainError, GENESIS, KINDS, Recorded, Sealed, read, read_chain, seal};
use ledger::fact::{Compared, DifferenceFact, Fact, FieldFact, NoteFact, SnapshotTaken, WitnessId};
use uuid::Uuid;

use crate::story::{STAND_IN, line, log_read, minute, pulled};

const GOLDEN: &str = include_str!("../../../../tests/fixtures/ledger/facts-v1.txt");

const MAINTENANCE: MaintenanceId = MaintenanceId(Uuid::from_u128(7));

/// One fact of each kind.
fn facts() -> Vec<Fact> {
    let log = line(STAND_IN, 5, "event=user_changed;old_id=62;old_x=0;new_x=1;new_password=***NEW***");
    let message = pulled(Side::StandIn, &log).remove(0);
    let field = FieldFact { name: "tag".to_owned(), before: None, after: Some(serde_json::Value::Null) };
    let mut difference = DifferenceFact {
        witness: WitnessId([0; 16]),
        side: Side::Home,
        resource: "jump-group".to_owned(),
        id: "3".to_owned(),
        name: Some("Night".to_owned()),
        change: ledger::catalogue::ChangeKind::Changed,
        fields: vec![field],
        from: minute(0),
        to: minute(9),
    };
    difference.witness = difference.identity();
    vec![
        Fact::Message(Box::new(message)),
        Fact::Difference(Box::new(difference)),
        Fact::Note(Box::new(NoteFact {
            entry: None,
            side: Some(Side::StandIn),
            place: "Configuration > Skills".to_owned(),
            object: "Printing".to_owned(),
            before: None,
            after: Some("on".to_owned()),
            text: "asked for by Carl".to_owned(),
            name: "Ann Admin".to_owned(),
            done_at: minute(10),
        })),
        log_read(Side::Home, 0, 10),
        Fact::SnapshotTaken(SnapshotTaken {
            side: Side::Home,
            from: minute(1),
            to: minute(2),
            read: vec!["user".to_owned()],
            failed: vec![("team".to_owned(), "403".to_owned())],
            objects: 12,
            sha256: None,
        }),
        Fact::Compared(Compared {
            primary: Side::StandIn,
            from: minute(1),
            to: minute(2),
            resources: vec!["user".to_owned()],
            backup_differs: vec![("user".to_owned(), "62".to_owned())],
            overwritten: vec![ledger::EntryId(3)],
            copied: vec![],
        }),
    ]
}

fn chain() -> Vec<Sealed> {
    let recorded = Recorded { at: minute(11), by: "ann@desk".to_owned(), program: "switchback 0.1.0".to_owned() };
    let mut previous = GENESIS;
    let mut chain = vec![];
    for (seq, fact) in (1..).zip(facts()) {
        let sealed = seal(MAINTENANCE, seq, previous, &recorded, &fact).expect("a fact is JSON");
        previous = sealed.hash;
        chain.push(sealed);
    }
    chain
}

#[test]
fn every_kind_of_fact_reads_back_as_it_was_written() {
    let written = read_chain(MAINTENANCE, &chain()).expect("an unbroken chain");
    let read: Vec<Fact> = written.into_iter().map(|written| written.fact).collect();
    assert_eq!(read, facts());
    assert_eq!(read.len(), KINDS.len(), "one of each kind");
}

#[test]
fn the_bytes_of_version_1_are_for_ever() {
    let hex = |hash: &[u8; 32]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let body = |sealed: &Sealed| String::from_utf8(sealed.body.clone()).expect("UTF-8");
    let written: Vec<String> = chain().iter().map(|sealed| format!("{} {}", hex(&sealed.hash), body(sealed))).collect();
    assert_eq!(written.join("\n") + "\n", GOLDEN);
    let read_back = (1..).zip(GOLDEN.lines()).map(|(seq, line)| {
        let (_, body) = line.split_once(' ').expect("a hash and a body");
        read(seq, body.as_bytes()).expect("a fact of version 1").fact
    });
    assert_eq!(read_back.collect::<Vec<_>>(), facts());
}

#[test]
fn what_was_changed_moved_or_left_out_is_found() {
    let whole = chain();
    let mut changed = whole.clone();
    changed[2].body = String::from_utf8(changed[2].body.clone()).expect("UTF-8").replace("Carl", "Dora").into_bytes();
    assert!(matches!(read_chain(MAINTENANCE, &changed), Err(ChainError::Changed { seq: 3 })));
    let mut missing = whole.clone();
    missing.remove(1);
    assert!(matches!(read_chain(MAINTENANCE, &missing), Err(ChainError::Gap { expected: 2, found: 3 })));
    let mut other = whole.clone();
    other[1].previous = [9; 32];
    assert!(matches!(read_chain(MAINTENANCE, &other), Err(ChainError::BrokenLink { seq: 2 })));
    let elsewhere = MaintenanceId(Uuid::from_u128(8));
    assert!(matches!(read_chain(elsewhere, &whole), Err(ChainError::Changed { seq: 1 })));
}

#[test]
fn what_a_newer_program_wrote_is_named_and_never_skipped() {
    let newer = br#"{"v":2,"kind":"message","program":"switchback 9"}"#;
    assert!(matches!(read(1, newer), Err(ChainError::NewerVersion { version: 2, .. })));
    let unknown = br#"{"v":1,"kind":"rumour","program":"switchback 9"}"#;
    let Err(error) = read(1, unknown) else { panic!("read") };
    assert_eq!(error.to_string(), "fact 1 is of a kind this program does not know, 'rumour' (written by switchback 9)");
}

#[test]
fn a_witness_id_is_32_digits() {
    let id = WitnessId::of(&[b"a", b"b"]);
    assert_ne!(id, WitnessId::of(&[b"ab", b""]), "parts do not run together");
    assert_eq!(WitnessId::try_from(id.to_string()).expect("own text"), id);
    for text in ["", "0a", &"g".repeat(32), &"0".repeat(33)] {
        assert!(WitnessId::try_from(text.to_owned()).is_err(), "{text}");
    }
}
