//! A full disk. The database is held to the pages it has, which SQLite reports exactly as it reports a disk without
//! room (SQLITE_FULL), at the same places.

use sha2::{Digest, Sha256};
use store::{Evidence, StoreError};

use crate::support::{NOW, Place, begun, event, id};

#[test]
fn a_full_disk_loses_nothing_and_the_next_append_after_room_is_made_works() {
    let place = Place::new();
    let (store, first) = begun(&place);
    store.limit_pages(1).expect("SQLite takes the pages it has as the least");
    let big = [event(2, first[0].hash, &vec![b' '; 100_000])];
    let refused = store.append(id(1), 1, &big, None).expect_err("there is no room");
    assert!(matches!(refused, StoreError::DiskFull { doing: "appending to the journal", .. }), "{refused:?}");
    assert!(refused.hint().is_some());
    assert_eq!(store.read_journal(id(1), 0).expect("read"), first);
    store.limit_pages(10_000).expect("room is made");
    store.append(id(1), 1, &big, None).expect("appended");
    assert_eq!(store.read_journal(id(1), 1).expect("read"), big);
}

#[test]
fn a_full_disk_refuses_evidence_whole() {
    let place = Place::new();
    let (store, _) = begun(&place);
    store.limit_pages(1).expect("limited");
    let piece = |byte: u8| {
        let bytes = vec![byte; 60_000];
        Evidence { sha256: Sha256::digest(&bytes).into(), bytes, content_type: "x".into(), created_at: NOW }
    };
    let pieces = vec![piece(1), piece(2)];
    assert!(matches!(store.put_evidence(pieces.clone()), Err(StoreError::DiskFull { .. })));
    assert_eq!(store.evidence(&pieces[0].sha256).expect("read"), None);
}
