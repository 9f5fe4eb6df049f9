use std::sync::Barrier;

use store::{IndexState, IndexUpdate, StoreError};

use crate::support::{NOW, Place, begun, event, events_after, id};

#[test]
fn two_processes_that_append_at_once_give_one_gap() {
    let place = Place::new();
    let (driver, first) = begun(&place);
    let reader = place.reader();
    let next = events_after(first.last(), 1);
    let together = Barrier::new(2);
    let outcomes = std::thread::scope(|scope| {
        [&driver, &reader]
            .map(|store| {
                scope.spawn(|| {
                    together.wait();
                    store.append(id(1), 1, &next, None)
                })
            })
            .map(|thread| thread.join().expect("no panic"))
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(StoreError::Gap { found_seq: 2 }))), "{outcomes:?}");
    assert_eq!(driver.read_journal(id(1), 0).expect("read").len(), 2);
}

#[test]
fn a_reopened_journal_gives_the_same_bytes() {
    let place = Place::new();
    let (store, first) = begun(&place);
    // Spaces, escapes and order are the writer's own; nothing may tidy them.
    let body = b"{ \"v\":1,\"kind\":\"noted\", \"text\":\"\\u00e4 \xc3\xa4\",\"a\":0 }\n";
    let odd = event(2, first[0].hash, body);
    store.append(id(1), 1, std::slice::from_ref(&odd), None).expect("appended");
    drop(store);
    let rows = place.driver().read_journal(id(1), 1).expect("read");
    assert_eq!(rows, [odd]);
}

#[test]
fn a_journal_is_read_after_a_seq_and_its_head_is_the_last_event() {
    let place = Place::new();
    let (store, first) = begun(&place);
    let more = events_after(first.last(), 4);
    store.append(id(1), 1, &more, None).expect("appended");
    assert_eq!(store.read_journal(id(1), 0).expect("read").len(), 5);
    assert_eq!(store.read_journal(id(1), 3).expect("read"), more[2..]);
    assert_eq!(store.read_journal(id(1), u64::MAX).expect("read"), []);
    let head = store.journal_head(id(1)).expect("read").expect("a head");
    assert_eq!((head.seq, head.hash), (5, more[3].hash));
    assert_eq!(store.journal_head(id(2)).expect("read"), None);
}

#[test]
fn events_that_are_not_linked_are_refused_and_none_is_kept() {
    let place = Place::new();
    let (store, first) = begun(&place);
    let mut broken = events_after(first.last(), 3);
    broken[2].previous = [7; 32];
    assert!(matches!(store.append(id(1), 1, &broken, None), Err(StoreError::Unlinked { seq: 4 })));
    let skipping = [event(3, first[0].hash, b"{}")];
    assert!(matches!(store.append(id(1), 1, &skipping, None), Err(StoreError::Unlinked { seq: 3 })));
    assert!(matches!(store.append(id(1), 1, &[], None), Err(StoreError::NoEvents)));
    assert!(matches!(store.append(id(9), 0, &first, None), Err(StoreError::UnknownMaintenance { .. })));
    assert_eq!(store.read_journal(id(1), 0).expect("read"), first);
}

#[test]
fn the_register_changes_with_the_append_or_not_at_all() {
    let place = Place::new();
    let (store, first) = begun(&place);
    let update = |stage: &str| Some(IndexUpdate { ended_at: None, stage: stage.into(), title: "Upgrade 24.2".into() });
    store.append(id(1), 1, &events_after(first.last(), 1), update("check")).expect("appended");
    let row = |store: &store::Store| store.maintenance(id(1)).expect("read").expect("kept");
    assert_eq!((row(&store).stage.as_str(), row(&store).title.as_str()), ("check", "Upgrade 24.2"));
    assert!(store.append(id(1), 1, &events_after(first.last(), 1), update("fail_over")).is_err());
    assert_eq!(row(&store).stage, "check");
    let last = store.read_journal(id(1), 1).expect("read").pop();
    let ended = Some(IndexUpdate { ended_at: Some(NOW), stage: "signed_off".into(), title: "Upgrade".into() });
    store.append(id(1), 2, &events_after(last.as_ref(), 1), ended).expect("appended");
    assert_eq!((row(&store).state, row(&store).ended_at), (IndexState::Ended, Some(NOW)));
}

#[test]
fn a_reader_appends_and_the_driver_sees_it() {
    let place = Place::new();
    let (driver, first) = begun(&place);
    let note = events_after(first.last(), 1);
    place.reader().append(id(1), 1, &note, None).expect("any process may");
    assert_eq!(driver.read_journal(id(1), 1).expect("read"), note);
    assert!(matches!(driver.append(id(1), 1, &note, None), Err(StoreError::Gap { found_seq: 2 })));
}

#[test]
fn the_database_itself_refuses_to_change_or_remove_an_event() {
    let place = Place::new();
    let (store, first) = begun(&place);
    let raw = place.raw();
    let refused = |sql: &str| raw.execute_batch(sql).expect_err(sql).to_string();
    assert!(refused("UPDATE journal SET body = x'00'").contains("never changed"));
    assert!(refused("DELETE FROM journal").contains("never removed"));
    assert!(
        refused("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1").contains("no gap"),
        "replacing is removing"
    );
    let unlinked = "INSERT INTO journal SELECT maintenance, 2, at_ms, kind, body, hash, zeroblob(32) FROM journal";
    assert!(refused(unlinked).contains("hash of the one before"));
    assert!(refused("DELETE FROM maintenance").contains("never removed"));
    assert!(refused("UPDATE maintenance SET number = 7").contains("never changes"));
    assert_eq!(store.read_journal(id(1), 0).expect("read"), first);
}

#[test]
fn a_store_is_shared_by_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let place = Place::new();
    let (store, first) = begun(&place);
    shared(&store);
    let next = events_after(first.last(), 1);
    let outcomes = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| store.append(id(1), 1, &next, None))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic").is_ok()).filter(|ok| *ok).count()
    });
    assert_eq!(outcomes, 1, "one of eight was first");
}
