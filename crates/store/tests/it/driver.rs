use std::io::Read;

use store::{Access, DriverLock, Durability, Store, StoreError};

use crate::support::{Place, SecondProcess, begun, events_after, holder, id, played_folder};

#[test]
fn a_second_driver_is_refused_with_the_name_of_the_first() {
    let place = Place::new();
    let _first = place.lock();
    let refused = DriverLock::take(&place.folder, holder()).expect_err("one drives at a time");
    assert!(matches!(&refused, StoreError::HeldBy(by) if *by == holder()), "{refused:?}");
    assert!(refused.to_string().contains("switchbackctl of anna@ws-7 (process "), "{refused}");
}

#[test]
fn a_dropped_lock_is_free_and_leaves_no_name() {
    let place = Place::new();
    drop(place.lock());
    assert!(!place.folder.path().join("driver.json").exists());
    drop(place.lock());
}

#[test]
fn a_name_without_a_lock_means_nothing_and_is_overwritten() {
    let place = Place::new();
    std::fs::write(place.folder.path().join("driver.json"), b"{\"program\":\"long gone\"").expect("written");
    let lock = place.lock();
    let named = std::fs::read_to_string(place.folder.path().join("driver.json")).expect("named");
    assert!(named.contains("anna@ws-7") && !named.contains("long gone"), "{named}");
    assert_eq!(lock.holder(), &holder());
}

#[test]
fn a_lock_whose_name_cannot_be_read_is_still_a_lock() {
    let place = Place::new();
    let _lock = place.lock();
    std::fs::write(place.folder.path().join("driver.json"), b"{").expect("written");
    assert!(matches!(DriverLock::take(&place.folder, holder()), Err(StoreError::HeldByUnknown)));
}

#[test]
fn a_store_gives_the_lock_back_when_it_is_dropped() {
    let place = Place::new();
    let store = place.driver();
    assert!(store.is_driver());
    assert!(matches!(DriverLock::take(&place.folder, holder()), Err(StoreError::HeldBy(_))));
    drop(store);
    drop(place.lock());
}

#[test]
fn the_lock_of_another_folder_does_not_open_this_one() {
    let (place, other) = (Place::new(), Place::new());
    let opened = Store::open(&place.folder, Access::Driver(other.lock()), Durability::Full);
    assert!(matches!(opened, Err(StoreError::OtherFolder { .. })));
}

#[test]
fn a_reader_cannot_do_what_is_the_drivers() {
    let place = Place::new();
    let (driver, _) = begun(&place);
    let reader = place.reader();
    assert!(matches!(reader.put_setting("poll", "5s"), Err(StoreError::NeedsDriver { .. })));
    assert!(matches!(reader.remove_pair(driver.pairs().expect("read")[0].id), Err(StoreError::NeedsDriver { .. })));
    assert_eq!(reader.pairs().expect("read").len(), 1, "but it reads");
}

#[test]
fn the_lock_binds_other_processes_and_is_gone_when_its_holder_is_killed() {
    let place = Place::new();
    let mut second = SecondProcess::start("driver::second_process_that_drives", &place.folder);
    assert_eq!(second.told(), "driving");
    match DriverLock::take(&place.folder, holder()) {
        Err(StoreError::HeldBy(by)) => assert_eq!(by.pid, second.pid()),
        other => panic!("the other process drives: {other:?}"),
    }
    second.kill();
    assert!(place.folder.path().join("driver.json").exists(), "it had no time to take its name away");
    drop(place.lock());
}

#[test]
fn second_process_that_drives() {
    let Some(folder) = played_folder() else { return };
    let _lock = DriverLock::take(&folder, holder()).expect("the lock is free");
    println!("told: driving");
    // Until killed, or until the parent is gone.
    let _ = std::io::stdin().read(&mut [0]);
}

#[test]
fn what_was_told_as_appended_survives_a_kill() {
    let place = Place::new();
    drop(begun(&place));
    let mut second = SecondProcess::start("driver::second_process_that_appends", &place.folder);
    let told = std::iter::repeat_with(|| second.told()).find(|word| word == "25").expect("25 appends");
    second.kill();
    let store = place.driver();
    let rows = store.read_journal(id(1), 0).expect("read");
    assert!(rows.len() as u64 >= told.parse::<u64>().expect("a number"), "only {} of {told}", rows.len());
    assert_eq!(rows, events_after(None, rows.len() as u64), "whole and linked");
}

#[test]
fn second_process_that_appends() {
    let Some(folder) = played_folder() else { return };
    let lock = DriverLock::take(&folder, holder()).expect("the lock is free");
    let store = Store::open(&folder, Access::Driver(lock), Durability::Full).expect("a store");
    let mut last = store.read_journal(id(1), 0).expect("read").pop();
    for _ in 0..100_000 {
        let next = events_after(last.as_ref(), 1);
        store.append(id(1), next[0].seq - 1, &next, None).expect("appended");
        println!("told: {}", next[0].seq);
        last = next.into_iter().next();
    }
}
