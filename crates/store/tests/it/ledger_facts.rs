//! Facts: their chain, their witnesses, and what is written with them.

use std::sync::Barrier;

use domain::ids::ApplianceId;
use domain::role::Side;
use ledger::chain::{ChainError, read_chain};
use ledger::fact::Fact;
use sha2::{Digest, Sha256};
use store::{
    Access, Along, DriverLock, Durability, Evidence, FILE_FROM_BYTES, FactRow, Head, Position, SnapshotRow, Store,
    StoreError,
};

use crate::support::{
    NOW, Place, SecondProcess, begun, difference, holder, id, note, pair, played_folder, sealed_after,
};

fn appliance() -> ApplianceId {
    pair(1, "Atlanta").appliances.home.id
}

fn read_to(body: &str) -> Along {
    let position = Position { appliance: appliance(), pulled_at: NOW, body: body.into() };
    Along { positions: vec![position], snapshots: vec![] }
}

fn append(store: &Store, facts: &[Fact]) -> Result<Head, StoreError> {
    let head = store.facts_head(id(1)).expect("read");
    store.append_facts(id(1), head.map_or(0, |head| head.seq), sealed_after(head, facts), Along::default())
}

#[test]
fn facts_are_read_back_byte_for_byte_in_pages_and_their_chain_holds() {
    let place = Place::new();
    let (store, _) = begun(&place);
    assert_eq!((store.facts_head(id(1)).expect("read"), store.verify_facts(id(1)).expect("verified")), (None, None));
    let facts: Vec<Fact> = (0..10_000).map(difference).chain([note("by hand")]).collect();
    let rows = sealed_after(None, &facts);
    let head = store.append_facts(id(1), 0, rows.clone(), Along::default()).expect("appended");
    assert_eq!((head.seq, store.verify_facts(id(1)).expect("verified")), (10_001, Some(head)));
    drop(store);
    let store = place.reader();
    let (mut read, mut last) = (vec![], 0);
    loop {
        let page = store.facts(id(1), last, 3_000).expect("read");
        let Some(end) = page.last() else { break };
        last = end.seq;
        read.extend(page);
    }
    assert!(read.iter().eq(rows.iter().map(|row| &row.sealed)));
    let written = read_chain(id(1), &read).expect("a chain");
    assert!(written.into_iter().map(|written| written.fact).eq(facts));
    assert_eq!(store.facts(id(1), u64::MAX, 9).expect("read"), []);
}

#[test]
fn two_processes_that_append_facts_at_once_give_one_gap() {
    let place = Place::new();
    let (driver, _) = begun(&place);
    let reader = place.reader();
    let together = Barrier::new(2);
    let outcomes = std::thread::scope(|scope| {
        [&driver, &reader]
            .map(|store| {
                scope.spawn(|| {
                    together.wait();
                    store.append_facts(id(1), 0, sealed_after(None, &[note("mine")]), Along::default())
                })
            })
            .map(|thread| thread.join().expect("no panic"))
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(
        outcomes.iter().any(|outcome| matches!(outcome, Err(StoreError::FactGap { found_seq: 1 }))),
        "{outcomes:?}"
    );
}

#[test]
fn a_witness_is_told_of_once_and_a_batch_with_a_known_one_is_refused_whole() {
    let place = Place::new();
    let (store, _) = begun(&place);
    let head = append(&store, &[difference(1), difference(2)]).expect("appended");
    let again = sealed_after(Some(head), &[difference(3), difference(2)]);
    let refused = store.append_facts(id(1), 2, again, read_to("{\"line\":4}"));
    assert!(matches!(refused, Err(StoreError::KnownWitness { seq: 4, known_seq: 2, .. })), "{refused:?}");
    assert_eq!((store.facts_head(id(1)).expect("read"), store.positions(id(1)).expect("read")), (Some(head), vec![]));
    let twice = append(&store, &[difference(5), difference(5)]);
    assert!(matches!(twice, Err(StoreError::KnownWitness { seq: 4, known_seq: 3, .. })), "{twice:?}");

    let offered = [difference(2), difference(3), note("twice")];
    let witnesses: Vec<_> = sealed_after(None, &offered).iter().filter_map(|row| row.witness).collect();
    let known = store.known_witnesses(id(1), &witnesses).expect("read");
    assert_eq!(known, [witnesses[0]].into());
    append(&store, &[difference(3), note("twice"), note("twice")]).expect("notes are no witnesses that are met again");
}

#[test]
fn facts_that_are_not_linked_or_not_what_was_hashed_are_refused_and_none_is_kept() {
    let place = Place::new();
    let (store, _) = begun(&place);
    let rows = sealed_after(None, &[note("one"), note("two")]);
    let append = |expected, rows: Vec<FactRow>| store.append_facts(id(1), expected, rows, Along::default());
    let mut changed = rows.clone();
    changed[1].sealed.body.push(b' ');
    assert!(matches!(append(0, changed), Err(StoreError::UnlinkedFact { source: ChainError::Changed { seq: 2 } })));
    let skipping = append(0, rows[1..].to_vec());
    assert!(matches!(skipping, Err(StoreError::UnlinkedFact { source: ChainError::Gap { expected: 1, found: 2 } })));
    assert!(matches!(append(1, rows.clone()), Err(StoreError::FactGap { found_seq: 0 })));
    assert!(matches!(append(0, vec![]), Err(StoreError::NoEvents)));
    let elsewhere = store.append_facts(id(9), 0, rows, Along::default());
    assert!(matches!(elsewhere, Err(StoreError::UnknownMaintenance { .. })));
    assert_eq!(store.facts(id(1), 0, 9).expect("read"), []);
}

#[test]
fn a_reader_appends_a_note_and_moves_no_position() {
    let place = Place::new();
    let (driver, _) = begun(&place);
    let reader = place.reader();
    append(&reader, &[note("by hand")]).expect("any process may");
    assert_eq!(driver.facts(id(1), 0, 9).expect("read").len(), 1);
    let head = driver.facts_head(id(1)).expect("read");
    let refused = reader.append_facts(id(1), 1, sealed_after(head, &[note("more")]), read_to("{}"));
    assert!(matches!(refused, Err(StoreError::NeedsDriver { .. })), "{refused:?}");
}

#[test]
fn a_position_moves_also_where_nothing_new_was_read_and_each_maintenance_has_its_own() {
    let place = Place::new();
    let (store, _) = begun(&place);
    store.append_facts(id(1), 0, sealed_after(None, &[note("one")]), read_to("{\"line\":1}")).expect("appended");
    store.append_facts(id(1), 1, vec![], read_to("{\"line\":2}")).expect("moved");
    assert_eq!(store.positions(id(1)).expect("read"), read_to("{\"line\":2}").positions);
    let late = store.append_facts(id(1), 0, vec![], read_to("{\"line\":1}"));
    assert!(matches!(late, Err(StoreError::FactGap { found_seq: 1 })), "{late:?}");
    assert!(store.append_facts(id(1), 1, vec![], read_to("no JSON")).is_err());
    assert_eq!(store.positions(id(1)).expect("read"), read_to("{\"line\":2}").positions);
}

#[test]
fn what_a_snapshot_holds_is_kept_once_and_its_row_never_changes() {
    let place = Place::new();
    let (store, _) = begun(&place);
    let bytes = vec![b' '; FILE_FROM_BYTES + 1];
    let sha256: [u8; 32] = Sha256::digest(&bytes).into();
    let row = |ms: i64| SnapshotRow { taken_at: NOW.plus_ms(ms), side: Side::Home, what: "baseline".into(), sha256 };
    let along = |rows: Vec<SnapshotRow>| Along { positions: vec![], snapshots: rows };
    let without = store.append_facts(id(1), 0, vec![], along(vec![row(0)]));
    assert!(without.is_err(), "its evidence comes first");
    let piece = Evidence { sha256, bytes, content_type: "application/json".into(), created_at: NOW };
    store.put_evidence(vec![piece.clone()]).expect("kept");
    store.append_facts(id(1), 0, vec![], along(vec![row(9), row(0)])).expect("written");
    store.append_facts(id(1), 0, vec![], along(vec![row(0)])).expect("once more");
    assert_eq!(store.snapshots(id(1)).expect("read"), [row(0), row(9)]);
    assert_eq!(store.evidence(&sha256).expect("read"), Some(piece));
    let raw = place.raw();
    assert!(raw.execute("UPDATE snapshot SET what = 'x'", []).is_err());
    assert!(raw.execute("DELETE FROM snapshot", []).is_err());
}

#[test]
fn the_database_itself_refuses_to_change_or_remove_a_fact() {
    let place = Place::new();
    let (store, _) = begun(&place);
    append(&store, &[difference(1), note("two")]).expect("appended");
    let before = store.facts(id(1), 0, 9).expect("read");
    let raw = place.raw();
    let refused = |sql: &str| raw.execute_batch(sql).expect_err(sql).to_string();
    assert!(refused("UPDATE ledger_fact SET body = x'00'").contains("never changed"));
    assert!(refused("DELETE FROM ledger_fact").contains("never removed"));
    let replacing = "INSERT OR REPLACE INTO ledger_fact SELECT * FROM ledger_fact WHERE seq = 2";
    assert!(refused(replacing).contains("no gap"), "replacing is removing");
    let third = |witness: &str, previous: &str| {
        let values = format!("1 << 32 | 3, 1, 3, {witness}, body, hash, {previous}");
        format!("INSERT OR REPLACE INTO ledger_fact SELECT {values} FROM ledger_fact WHERE seq = 1")
    };
    assert!(refused(&third("NULL", "previous")).contains("hash of the one before"));
    let linked = third("witness", "(SELECT hash FROM ledger_fact WHERE seq = 2)");
    assert!(refused(&linked).contains("told of once"), "replacing by the witness too");
    let elsewhere =
        "INSERT INTO ledger_fact SELECT 7, 1, 3, NULL, body, hash, zeroblob(32) FROM ledger_fact WHERE seq = 2";
    assert!(refused(elsewhere).contains("CHECK"), "an id is made of maintenance and seq");
    assert_eq!(store.facts(id(1), 0, 9).expect("read"), before);
}

#[test]
fn a_fact_changed_behind_our_back_is_found() {
    let place = Place::new();
    let (store, _) = begun(&place);
    append(&store, &(0..9).map(difference).collect::<Vec<_>>()).expect("appended");
    let found = |sql: &str| {
        place.raw().execute_batch(sql).expect("whoever can write the file can do this");
        match store.verify_facts(id(1)).expect_err("found") {
            StoreError::BrokenFacts { source } => source,
            other => panic!("{other:?}"),
        }
    };
    let drop = "DROP TRIGGER ledger_fact_is_never_changed; DROP TRIGGER ledger_fact_is_never_removed;";
    let changed = found(&format!("{drop} UPDATE ledger_fact SET body = CAST(body || ' ' AS BLOB) WHERE seq = 7"));
    assert!(matches!(changed, ChainError::Changed { seq: 7 }), "{changed:?}");
    let relinked = found("UPDATE ledger_fact SET previous = zeroblob(32) WHERE seq = 5");
    assert!(matches!(relinked, ChainError::BrokenLink { seq: 5 }), "{relinked:?}");
    let removed = found("DELETE FROM ledger_fact WHERE seq = 3");
    assert!(matches!(removed, ChainError::Gap { expected: 3, found: 4 }), "{removed:?}");
}

#[test]
fn a_full_disk_loses_no_fact_and_moves_no_position() {
    let place = Place::new();
    let (store, _) = begun(&place);
    store.limit_pages(1).expect("SQLite takes the pages it has as the least");
    let big = sealed_after(None, &[note(&"x".repeat(300_000))]);
    let refused = store.append_facts(id(1), 0, big.clone(), read_to("{\"line\":9}")).expect_err("there is no room");
    assert!(matches!(refused, StoreError::DiskFull { doing: "appending to the ledger", .. }), "{refused:?}");
    assert_eq!(store.positions(id(1)).expect("read"), []);
    store.limit_pages(10_000).expect("room is made");
    store.append_facts(id(1), 0, big, read_to("{\"line\":9}")).expect("appended");
    assert_eq!(store.positions(id(1)).expect("read").len(), 1);
}

#[test]
fn a_kill_at_any_moment_neither_loses_nor_doubles() {
    let place = Place::new();
    drop(begun(&place));
    let mut before = 0;
    for kills in 1..=5 {
        let mut second = SecondProcess::start("ledger_facts::second_process_that_collects", &place.folder);
        let told = std::iter::repeat_with(|| second.told()).nth(7).expect("it goes on until killed");
        second.kill();
        let store = place.driver();
        let head = store.verify_facts(id(1)).expect("a chain").expect("facts");
        assert!(
            head.seq >= told.parse().expect("a number") && head.seq > before,
            "kill {kills}: {} of {told}",
            head.seq
        );
        let position = store.positions(id(1)).expect("read").remove(0);
        assert_eq!(position.body, head.seq.to_string(), "kill {kills}: facts and position are of one reading");
        let facts = read_chain(id(1), &store.facts(id(1), 0, usize::MAX).expect("read")).expect("facts");
        let numbers = (0..head.seq).map(difference);
        assert!(facts.into_iter().map(|written| written.fact).eq(numbers), "kill {kills}: each change once, in order");
        before = head.seq;
    }
}

/// Collects three changes at a time, from where the last reading ended.
#[test]
fn second_process_that_collects() {
    let Some(folder) = played_folder() else { return };
    let lock = DriverLock::take(&folder, holder()).expect("the lock is free");
    let store = Store::open(&folder, Access::Driver(lock), Durability::Full).expect("a store");
    let read_up_to =
        store.positions(id(1)).expect("read").pop().map_or(0, |position| position.body.parse().expect("a number"));
    let mut head = store.facts_head(id(1)).expect("read");
    for number in (read_up_to..).step_by(3).take(100_000) {
        let facts: Vec<Fact> = (number..number + 3).map(difference).collect();
        let position = read_to(&(number + 3).to_string());
        head = Some(store.append_facts(id(1), number, sealed_after(head, &facts), position).expect("appended"));
        println!("told: {}", number + 3);
    }
}
