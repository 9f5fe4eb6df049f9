use std::path::PathBuf;

use sha2::{Digest, Sha256};
use store::{Evidence, FILE_FROM_BYTES, StoreError};

use crate::support::{NOW, Place};

fn piece(bytes: Vec<u8>) -> Evidence {
    Evidence { sha256: Sha256::digest(&bytes).into(), bytes, content_type: "application/json".into(), created_at: NOW }
}

fn files(place: &Place) -> Vec<PathBuf> {
    let folder = place.folder.path().join("evidence");
    std::fs::read_dir(folder).map(|all| all.map(|entry| entry.expect("an entry").path()).collect()).unwrap_or_default()
}

#[test]
fn small_evidence_lies_in_the_database_and_big_evidence_in_a_file() {
    let place = Place::new();
    let store = place.driver();
    let (small, big) = (piece(vec![b's'; FILE_FROM_BYTES]), piece(vec![b'b'; FILE_FROM_BYTES + 1]));
    store.put_evidence(vec![small.clone(), big.clone()]).expect("kept");
    let files = files(&place);
    assert_eq!(files.len(), 1);
    let name: String = big.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(files[0].file_name().and_then(|name| name.to_str()), Some(name.as_str()));
    for kept in [small, big] {
        assert_eq!(store.evidence(&kept.sha256).expect("read"), Some(kept));
    }
    assert_eq!(store.evidence(&[0; 32]).expect("read"), None);
}

#[test]
fn keeping_the_same_bytes_again_changes_nothing() {
    let place = Place::new();
    let (driver, kept) = (place.driver(), piece(vec![b'x'; FILE_FROM_BYTES * 2]));
    driver.put_evidence(vec![kept.clone(), piece(b"{}".to_vec())]).expect("kept");
    let later = Evidence { created_at: NOW.plus_ms(60_000), content_type: "text/plain".into(), ..kept.clone() };
    place.reader().put_evidence(vec![later, piece(b"{}".to_vec())]).expect("any process may");
    assert_eq!(driver.evidence(&kept.sha256).expect("read"), Some(kept));
    assert_eq!(files(&place).len(), 1);
}

#[test]
fn bytes_with_another_hash_are_refused_and_nothing_of_the_batch_is_kept() {
    let place = Place::new();
    let store = place.driver();
    let (right, mut wrong) = (piece(vec![1; FILE_FROM_BYTES * 2]), piece(b"{}".to_vec()));
    wrong.bytes = b"[]".to_vec();
    let refused = store.put_evidence(vec![right.clone(), wrong]);
    assert!(matches!(refused, Err(StoreError::EvidenceMismatch { .. })));
    assert_eq!(store.evidence(&right.sha256).expect("read"), None);
    assert!(files(&place).is_empty());
}

#[test]
fn evidence_changed_behind_our_back_is_found() {
    let place = Place::new();
    let store = place.driver();
    let (small, big) = (piece(b"{\"role\":\"primary\"}".to_vec()), piece(vec![b'b'; FILE_FROM_BYTES * 2]));
    store.put_evidence(vec![small.clone(), big.clone()]).expect("kept");
    let file = files(&place).remove(0);
    let mut bytes = big.bytes.clone();
    bytes[70_000] ^= 1;
    std::fs::write(&file, bytes).expect("tampered");
    assert!(matches!(store.evidence(&big.sha256), Err(StoreError::EvidenceTampered { .. })));
    std::fs::remove_file(&file).expect("removed");
    assert!(matches!(store.evidence(&big.sha256), Err(StoreError::EvidenceLost { .. })));

    let raw = place.raw();
    assert!(raw.execute("UPDATE evidence SET bytes = x'00'", []).is_err(), "a trigger stands before the row");
    raw.execute_batch(
        "DROP TRIGGER evidence_is_never_changed; UPDATE evidence SET bytes = zeroblob(size) WHERE bytes IS NOT NULL",
    )
    .expect("whoever can write the file can do this");
    assert!(matches!(store.evidence(&small.sha256), Err(StoreError::EvidenceTampered { .. })));
}
