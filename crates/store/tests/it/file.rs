//! The database file itself: what is refused, and that a refused file stays as it was.

use std::path::Path;

use expect_test::expect_file;
use store::{Access, Along, Durability, SealedRow, Store, StoreError};

use crate::support::{NOW, Place, SecondProcess, begun, difference, events_after, id, sealed_after};

fn drive(place: &Place) -> Result<Store, StoreError> {
    Store::open(&place.folder, Access::Driver(place.lock()), Durability::Full)
}

fn read(place: &Place) -> Result<Store, StoreError> {
    Store::open(&place.folder, Access::Reader, Durability::Full)
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("the file")
}

/// Every statement of the schema.
fn dump(place: &Place) -> String {
    let raw = place.raw();
    let mut query = raw
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name")
        .expect("a query");
    let statements: Vec<String> =
        query.query_map([], |row| row.get(0)).and_then(Iterator::collect).expect("the schema");
    let number = |name: &str| raw.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).expect(name);
    format!(
        "-- application_id {:#x}, user_version {}\n{};\n",
        number("application_id"),
        number("user_version"),
        statements.join(";\n\n")
    )
}

#[test]
fn the_schema_is_this_one() {
    let place = Place::new();
    drop(place.driver());
    expect_file!["schema.sql"].assert_eq(&dump(&place));
}

#[test]
fn a_reader_finds_no_database_where_none_was_made_and_makes_none() {
    let place = Place::new();
    assert!(matches!(read(&place), Err(StoreError::Absent { .. })));
    assert!(!place.folder.database().exists());
    std::fs::write(place.folder.database(), b"").expect("a driver killed just after it made the file");
    assert!(matches!(read(&place), Err(StoreError::Absent { .. })));
    drop(drive(&place).expect("an empty file is begun"));
    read(&place).expect("now there is one");
}

#[test]
fn a_database_of_a_newer_program_is_refused_by_the_version_that_wrote_it() {
    let place = Place::new();
    drop(place.driver());
    place
        .raw()
        .execute_batch("PRAGMA user_version = 9; UPDATE schema SET min_program = 9, written_by = '9.1.0'")
        .expect("as a newer program leaves it");
    let before = bytes(&place.folder.database());
    for refused in [drive(&place).expect_err("refused"), read(&place).expect_err("refused")] {
        assert!(matches!(&refused, StoreError::NewerProgram { written_by } if written_by == "9.1.0"), "{refused:?}");
        assert!(refused.to_string().contains("Switchback 9.1.0"), "{refused}");
    }
    assert_eq!(bytes(&place.folder.database()), before);
}

#[test]
fn a_newer_database_that_older_programs_may_use_is_opened() {
    let place = Place::new();
    drop(begun(&place));
    place.raw().execute_batch("PRAGMA user_version = 4; UPDATE schema SET written_by = '0.3.0'").expect("changed");
    let store = drive(&place).expect("min_program allows it");
    store.put_setting("poll.calm", "60s").expect("written");
}

/// A database as the program of a schema left it, with a pair and a maintenance of one event.
fn left_by_an_older_program(place: &Place, schema: u32, statements: &str) -> Vec<SealedRow> {
    let newer = Place::new();
    let (store, first) = begun(&newer);
    let (pair, row) = (store.pairs().expect("read").remove(0), store.maintenance(id(1)).expect("read").expect("kept"));
    let raw = place.raw();
    raw.pragma_update(None, "journal_mode", "wal").expect("a log");
    raw.execute_batch(statements).expect("its tables");
    raw.execute_batch(&format!(
        "PRAGMA application_id = 0x5357424b; PRAGMA user_version = {schema}; INSERT INTO schema VALUES (1, 1, '0.1.0')"
    ))
    .expect("its marks");
    let body = serde_json::to_string(&pair).expect("JSON");
    raw.execute("INSERT INTO pair VALUES (?1, 'Atlanta', 'atlanta', ?2)", [pair.id.to_string(), body]).expect("a pair");
    raw.execute(
        "INSERT INTO maintenance VALUES (?1, 1, ?2, 'open', 0, NULL, ?3, ?4)",
        [id(1).to_string(), pair.id.to_string(), row.stage, row.title],
    )
    .expect("a maintenance");
    let event = &first[0];
    raw.execute(
        "INSERT INTO journal VALUES (?1, 1, 0, ?2, ?3, ?4, zeroblob(32))",
        (id(1).to_string(), &event.kind, &event.body, event.hash),
    )
    .expect("an event");
    first
}

#[test]
fn a_database_of_an_older_schema_is_brought_up_to_date_with_all_that_it_holds() {
    let fresh = Place::new();
    drop(fresh.driver());
    let new = dump(&fresh);
    let second = include_str!("schema-2.sql").to_owned();
    let first = format!("{second} DROP TABLE role_seen; DROP TABLE sync_seen");
    for (schema, statements) in [(1, first), (2, second)] {
        let place = Place::new();
        let events = left_by_an_older_program(&place, schema, &statements);
        assert!(matches!(read(&place), Err(StoreError::NotMigrated { found, needed: 3 }) if found == schema));
        let store = drive(&place).expect("brought up to date");
        let read = store.read_journal(id(1), 0).expect("read");
        assert_eq!((read[0].hash, &read[0].body), (events[0].hash, &events[0].body));
        assert_eq!(store.seen(store.pairs().expect("read")[0].id, NOW).expect("read"), (vec![], vec![]));
        assert_eq!(store.facts(id(1), 0, 9).expect("read"), []);
        assert!(dump(&place) == new, "its tables are as in a new one");
        let least: u32 = place.raw().query_row("SELECT min_program FROM schema", [], |row| row.get(0)).expect("a row");
        assert_eq!(least, 1, "the older program may go on with it");
    }
}

#[test]
fn a_program_that_was_overtaken_while_it_ran_writes_no_more() {
    let place = Place::new();
    let (store, first) = begun(&place);
    place
        .raw()
        .execute_batch("PRAGMA user_version = 4; UPDATE schema SET min_program = 4, written_by = '0.3.0'")
        .expect("a newer program migrates");
    let refused = store.append(id(1), 1, &events_after(first.last(), 1), None);
    assert!(matches!(&refused, Err(StoreError::NewerProgram { written_by }) if written_by == "0.3.0"), "{refused:?}");
}

#[test]
fn another_file_is_not_taken_for_a_database() {
    let place = Place::new();
    let path = place.folder.database();
    std::fs::write(&path, vec![b'x'; 20_000]).expect("written");
    assert!(matches!(drive(&place), Err(StoreError::NotADatabase { .. })));
    assert!(matches!(read(&place), Err(StoreError::NotADatabase { .. })));
    assert_eq!(bytes(&path), vec![b'x'; 20_000]);
    std::fs::remove_file(&path).expect("removed");
    place.raw().execute_batch("CREATE TABLE recipe (name TEXT)").expect("somebody else's database");
    assert!(matches!(drive(&place), Err(StoreError::NotADatabase { .. })));
}

#[test]
fn a_damaged_file_is_refused_and_left_byte_for_byte() {
    let place = Place::new();
    let (store, first) = begun(&place);
    store.append(id(1), 1, &events_after(first.last(), 2_000), None).expect("appended");
    drop(store);
    let path = place.folder.database();
    let mut file = bytes(&path);
    let middle = file.len() / 2;
    file[middle..middle + 8_192].fill(0xa5);
    std::fs::write(&path, &file).expect("damaged");
    let refused = drive(&place).expect_err("damaged");
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    assert!(refused.hint().is_some_and(|hint| hint.contains("never repaired in place")));
    assert_eq!(bytes(&path), file);
}

#[test]
fn a_file_that_is_damaged_where_the_ledger_lies_is_refused_and_left_byte_for_byte() {
    let place = Place::new();
    let (store, _) = begun(&place);
    let facts: Vec<_> = (0..5_000).map(difference).collect();
    store.append_facts(id(1), 0, sealed_after(None, &facts), Along::default()).expect("appended");
    drop(store);
    let path = place.folder.database();
    let mut file = bytes(&path);
    let middle = file.len() / 2;
    file[middle..middle + 8_192].fill(0xa5);
    std::fs::write(&path, &file).expect("damaged");
    assert!(matches!(drive(&place), Err(StoreError::Damaged { .. })));
    assert_eq!(bytes(&path), file);
    // A reader does not look through the whole file first; it meets the damage where it lies.
    let reader = read(&place).expect("what is whole can be read");
    assert!(matches!(reader.verify_facts(id(1)), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_damaged_file_with_an_unfinished_log_keeps_both() {
    let place = Place::new();
    let (store, first) = begun(&place);
    store.append(id(1), 1, &events_after(first.last(), 2_000), None).expect("appended");
    drop(store);
    let mut second = SecondProcess::start("driver::second_process_that_appends", &place.folder);
    second.told();
    second.kill();
    let (path, log) = (place.folder.database(), place.folder.path().join("switchback.db-wal"));
    let log_before = bytes(&log);
    assert!(!log_before.is_empty(), "the kill left the log");
    let mut file = bytes(&path);
    let middle = file.len() / 2;
    file[middle..middle + 8_192].fill(0xa5);
    std::fs::write(&path, &file).expect("damaged");
    assert!(matches!(drive(&place), Err(StoreError::Damaged { .. })));
    assert!(bytes(&path) == file && bytes(&log) == log_before, "both files are as they were");
}

#[test]
fn a_store_without_fsync_has_the_same_file() {
    let (fast, safe) = (Place::new(), Place::new());
    drop(Store::open(&fast.folder, Access::Driver(fast.lock()), Durability::NoFsync).expect("opened"));
    drop(safe.driver());
    assert_eq!(bytes(&fast.folder.database()), bytes(&safe.folder.database()));
}
