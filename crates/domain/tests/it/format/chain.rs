//! The chain: its hash computed a second time, and damage of every sort found.

use super::*;

/// A journal with both legs in it, as a program wrote it.
fn journal() -> Vec<Sealed> {
    Story::signed_off().journal
}

#[test]
fn the_hash_is_the_written_formula() {
    let id = maintenance_id();
    let mut previous = [0_u8; 32];
    for (seq, sealed) in (1_u64..).zip(journal()) {
        let mut bytes = Vec::new();
        bytes.extend_from_slice(b"switchback/journal/1\n");
        bytes.extend_from_slice(id.0.as_bytes());
        bytes.extend_from_slice(&seq.to_be_bytes());
        bytes.extend_from_slice(&previous);
        bytes.extend_from_slice(&u64::try_from(sealed.body.len()).expect("a length").to_be_bytes());
        bytes.extend_from_slice(&sealed.body);
        let expected: [u8; 32] = Sha256::digest(&bytes).into();
        assert_eq!((sealed.seq, sealed.previous, sealed.hash), (seq, previous, expected));
        previous = expected;
    }
}

#[test]
fn the_hash_of_a_known_body_is_known() {
    let told = hash(maintenance_id(), 1, &GENESIS, br#"{"v":1}"#);
    let hex: String = told.iter().map(|byte| format!("{byte:02x}")).collect();
    expect!["5efb91f9f7500a2508b44beeee8ea203cb8e1b795b7a94a127be932d106278f2"].assert_eq(&hex);
}

#[test]
fn an_unbroken_journal_is_read_whole() {
    let journal = journal();
    let entries = read_chain(maintenance_id(), &journal).expect("unbroken");
    assert_eq!(entries.len(), journal.len());
    assert_eq!(read_chain(maintenance_id(), &[]).expect("an empty journal is unbroken"), []);
}

#[test]
fn a_changed_body_is_found() {
    let mut journal = journal();
    journal[3].body.push(b' ');
    assert!(matches!(read_chain(maintenance_id(), &journal), Err(FormatError::Changed { seq: 4 })));
}

#[test]
fn a_body_that_was_changed_and_sealed_anew_breaks_the_link_after_it() {
    let mut journal = journal();
    journal[3].body.push(b' ');
    journal[3].hash = hash(maintenance_id(), 4, &journal[3].previous, &journal[3].body);
    assert!(matches!(read_chain(maintenance_id(), &journal), Err(FormatError::BrokenLink { seq: 5 })));
}

#[test]
fn a_cut_in_the_middle_is_found() {
    let mut journal = journal();
    journal.remove(3);
    assert!(matches!(read_chain(maintenance_id(), &journal), Err(FormatError::Gap { expected: 4, found: 5 })));
}

#[test]
fn a_journal_without_its_beginning_is_found() {
    let journal = journal();
    assert!(matches!(read_chain(maintenance_id(), &journal[1..]), Err(FormatError::Gap { expected: 1, found: 2 })));
}

#[test]
fn swapped_events_are_found_even_with_their_numbers_mended() {
    let mut journal = journal();
    journal.swap(3, 4);
    assert!(matches!(read_chain(maintenance_id(), &journal), Err(FormatError::Gap { expected: 4, found: 5 })));
    journal[3].seq = 4;
    journal[4].seq = 5;
    assert!(matches!(read_chain(maintenance_id(), &journal), Err(FormatError::BrokenLink { seq: 4 })));
}

#[test]
fn bodies_swapped_in_place_are_found() {
    let mut journal = journal();
    let body = std::mem::take(&mut journal[3].body);
    journal[3].body = std::mem::replace(&mut journal[4].body, body);
    assert!(matches!(read_chain(maintenance_id(), &journal), Err(FormatError::Changed { seq: 4 })));
}

#[test]
fn an_event_told_twice_is_found() {
    let mut journal = journal();
    journal.insert(4, journal[3].clone());
    assert!(matches!(read_chain(maintenance_id(), &journal), Err(FormatError::Gap { expected: 5, found: 4 })));
}

#[test]
fn the_journal_of_another_maintenance_is_found() {
    let other = MaintenanceId(uuid::Uuid::from_u128(2));
    assert!(matches!(read_chain(other, &journal()), Err(FormatError::Changed { seq: 1 })));
}

#[test]
fn one_link_is_verified_against_the_one_before_it() {
    let journal = journal();
    assert!(verify_link(maintenance_id(), 2, &journal[0].hash, journal[1].link()).is_ok());
    let wrong = verify_link(maintenance_id(), 2, &journal[1].hash, journal[1].link());
    assert!(matches!(wrong, Err(FormatError::BrokenLink { seq: 2 })));
}

#[test]
fn a_chain_alone_does_not_show_a_cut_off_tail() {
    // Said of the format, and why an export ends with a head record.
    let journal = journal();
    assert!(read_chain(maintenance_id(), &journal[..journal.len() - 1]).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn a_flipped_bit_anywhere_is_found(event in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), bit in 0..8_u8) {
        thread_local! { static JOURNAL: Vec<Sealed> = journal(); }
        let mut journal = JOURNAL.with(Clone::clone);
        let last = journal.len() - 1;
        let index = event.index(journal.len());
        let sealed = &mut journal[index];
        let place = place.index(8 + 32 + 32 + sealed.body.len());
        let mask = 1 << bit;
        if place < 8 {
            sealed.seq ^= u64::from(mask) << (8 * place);
        } else if place < 40 {
            sealed.previous[place - 8] ^= mask;
        } else if place < 72 {
            sealed.hash[place - 40] ^= mask;
        } else {
            sealed.body[place - 72] ^= mask;
        }
        let error = read_chain(maintenance_id(), &journal).expect_err("found");
        let found_at = match error {
            FormatError::Gap { expected, .. } => expected,
            FormatError::BrokenLink { seq } | FormatError::Changed { seq } => seq,
            other => panic!("found too late: {other:?}"),
        };
        prop_assert_eq!(found_at, u64::try_from(index).expect("small") + 1, "of {}", last + 1);
    }
}
