//! The permanent bytes: golden bodies that must read for ever, the hash formula computed a second time, and damage of
//! every sort found.

use std::path::PathBuf;

use domain::ids::MaintenanceId;
use domain::journal::event::KINDS;
use domain::journal::format::{FormatError, GENESIS, Sealed, VERSION, hash, read, read_chain, seal, verify_link};
use domain::journal::{
    Event, GapReason, LegDone, Observed, PauseCause, RoleAnswer, RoleIntent, Settlement, Stamp, SwingProof,
    SyncVerdict, Verification, Way,
};
use domain::observation::{Api, TroubleKind};
use domain::plan::{Kind, LegName};
use domain::readiness::{Checked, Finding, FindingResult, Severity};
use domain::role::{AssignedRole, Both, Side};
use domain::time::Utc;
use expect_test::{expect, expect_file};
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::story::{
    Retold, RoundTold, Story, T0, command_id, guid, maintenance_id, mute, planned, round, stamp, strange_guid,
    troubled, window,
};

/// One event of every kind, with every field it can carry.
fn goldens() -> Vec<Event> {
    let mut plan = planned();
    plan.intent.kind = Kind::Upgrade;
    plan.intent.ticket = Some("CHG-4711".to_owned());
    plan.intent.reason = Some("24.3.2 → 24.3.4".to_owned());
    plan.intent.risk = Some("users are signed out twice".to_owned());
    plan.intent.back_out = Some("fail back at once".to_owned());
    plan.intent.window = Some(window(0, 3_600_000));
    plan.intent.return_window = Some(window(7_200_000, 10_800_000));
    plan.intent.zone = Some("Europe/Berlin".to_owned());
    let seen = round("primary", "backup")
        .home(|reading| {
            reading.last_sync = Some(T0.plus_ms(-600_000));
            reading.last_sync_text = Some("success".to_owned());
            reading.clock_offset_ms = Some(-1_250);
            reading.errors = vec!["a fan is slow".to_owned()];
        })
        .lists(Side::Home, "backup");
    let mut silent = seen.clone();
    silent.stand_in = troubled(Side::StandIn, TroubleKind::PinChanged, "the key is another one");
    silent.stand_in.evidence = Some("0f".repeat(32));
    silent = silent.at_site(None);
    vec![
        Event::Planned(Box::new(plan)),
        Event::Approved { name: "Berta".to_owned(), after_the_fact: true },
        Event::Checked(Box::new(Checked {
            leg: LegName::Outbound,
            findings: vec![
                Finding {
                    code: "guids_expected".to_owned(),
                    severity: Severity::Blocker,
                    result: FindingResult::Skipped,
                    subject: "atl-2".to_owned(),
                    evidence: "answers only /check_health and tells no GUID".to_owned(),
                    rule: "Each appliance tells the GUID this pair remembers.".to_owned(),
                    remedy: "Another box answers.".to_owned(),
                },
                Finding {
                    code: "no_sync_running".to_owned(),
                    severity: Severity::Info,
                    result: FindingResult::Unknown,
                    subject: "atlanta".to_owned(),
                    evidence: "no status text says so".to_owned(),
                    rule: "No data sync is running now.".to_owned(),
                    remedy: String::new(),
                },
            ],
            not_checked: vec!["software backups".to_owned()],
            fingerprint: "9c".repeat(32),
            valid_until: T0.plus_ms(1_800_000),
            users: None,
            round: seen.clone(),
        })),
        Event::Acknowledged {
            leg: LegName::Outbound,
            code: "site_name".to_owned(),
            subject: "support.example.com:443".to_owned(),
            result: FindingResult::Unknown,
            reason: "hairpin NAT: \"cannot be seen from here\"".to_owned(),
        },
        Event::SaveSkipped { reason: "this version makes no software backup".to_owned() },
        Event::BackupNamed {
            side: Side::StandIn,
            file_name: "atl-2 2026-11-22.nsb".to_owned(),
            bytes: 9_007_199_254_740_993,
            sha256: "ab".repeat(32),
        },
        Event::RoleIntended(Box::new(RoleIntent {
            command: command_id(1),
            leg: LegName::Outbound,
            way: Way::Planned,
            target: Side::Home,
            role: AssignedRole::Backup,
            data_sync_first: true,
            force: false,
            before: LegName::Outbound.before(),
            assigned: LegName::Outbound.assigned(),
            last_sync: Both::new(Some(T0.plus_ms(-600_000)), None),
            clock_offset_ms: Both::new(Some(-1_250), None),
            users: Some(2),
        })),
        Event::RoleAnswered {
            command: command_id(1),
            answer: RoleAnswer::Started,
            status: Some(200),
            message: "The failover role was set".to_owned(),
        },
        Event::Observed(Box::new(Observed { run: 3, round: silent })),
        Event::RoleSettled {
            command: command_id(1),
            settlement: Settlement::NotHappened,
            reason: Some("looked at /login on both".to_owned()),
        },
        Event::LegDone(LegDone {
            leg: LegName::Outbound,
            command: Some(command_id(1)),
            sync: SyncVerdict::Implied,
            second_hand: vec![Side::Home],
            two_primaries_excluded: true,
            samples: 3,
            adopted: Some("done in /login".to_owned()),
        }),
        Event::SyncProven { leg: LegName::Outbound, side: Side::Home, stamp: T0.plus_ms(30_000) },
        Event::Swung { leg: LegName::Outbound, proof: SwingProof::Verified { guid: guid(Side::StandIn) } },
        Event::ObservationSignedOff { leg: LegName::Outbound },
        Event::Paused(PauseCause::ForeignRoleChange { home: Some("backup".to_owned()), stand_in: None }),
        Event::Resumed { reason: "as expected again".to_owned() },
        Event::ApplianceAccepted { side: Side::Home, guid: Some(strange_guid()), pin: Some("5a".repeat(32)) },
        Event::WatchGap { from: T0, to: T0.plus_ms(60_000), reason: GapReason::ClockChanged },
        Event::Noted { text: "Lüfter getauscht\nsecond line".to_owned() },
        Event::NotesComplete { reason: "nothing else was touched".to_owned() },
        Event::Verified(Verification {
            roles_as_planned: true,
            traffic: Some(true),
            healthy: Both::new(Some(true), None),
            users: Some(2),
            arrivals: Some(4),
            open_points: vec!["atl-2 was not read".to_owned()],
        }),
        Event::SignedOff { open_points: vec!["the data sync of the outbound leg is not proven".to_owned()] },
        Event::Abandoned { reason: "the window was lost".to_owned() },
        Event::ClosedAway {
            new_home: true,
            reason: "atl-1 is scrapped".to_owned(),
            open_points: vec!["atl-2 serves from now on".to_owned()],
        },
        Event::Exported { file_name: "M-0001.switchback".to_owned() },
        Event::Imported { from: "admin-2".to_owned(), head: "cd".repeat(32) },
    ]
}

/// The other shapes an event of some kinds can have.
fn other_shapes() -> Vec<Event> {
    let mut mute_round = round("primary", "silent");
    mute_round.stand_in = mute(Side::StandIn);
    mute_round.site = None;
    vec![
        Event::Planned(Box::new(planned())),
        Event::Paused(PauseCause::ChangedGuid { side: Side::Home, seen: strange_guid() }),
        Event::Paused(PauseCause::ChangedPin { side: Side::StandIn }),
        Event::Swung { leg: LegName::Return, proof: SwingProof::Confirmed { name: "Berta".to_owned() } },
        Event::Observed(Box::new(Observed { run: 1, round: mute_round })),
        Event::Observed(Box::new(Observed { run: 1, round: round("none", "Backup of the backup") })),
        Event::ApplianceAccepted { side: Side::StandIn, guid: None, pin: None },
        Event::RoleAnswered {
            command: command_id(2),
            answer: RoleAnswer::Unknown,
            status: None,
            message: String::new(),
        },
    ]
}

fn golden_stamp() -> Stamp {
    Stamp { api_account: Some("9f8e7d6c".to_owned()), ..stamp(T0.plus_ms(1_123)) }
}

fn golden_path(kind: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/journal/v1")).join(format!("{kind}.json"))
}

/// A journal with both legs in it, as a program wrote it.
fn journal() -> Vec<Sealed> {
    Story::signed_off().journal
}

#[test]
fn there_is_one_golden_body_of_every_kind() {
    let kinds: Vec<&str> = goldens().iter().map(Event::kind).collect();
    assert_eq!(kinds, KINDS);
}

#[test]
fn the_bytes_written_today_are_the_golden_bodies() {
    for (seq, event) in (1..).zip(goldens()) {
        let sealed = seal(maintenance_id(), seq, GENESIS, &golden_stamp(), &event).expect("sealed");
        let text = String::from_utf8(sealed.body).expect("UTF-8");
        expect_file![golden_path(event.kind())].assert_eq(&text);
    }
}

#[test]
fn every_golden_body_of_version_1_is_read_for_ever() {
    for (seq, event) in (1..).zip(goldens()) {
        let bytes = std::fs::read(golden_path(event.kind())).expect("a golden file");
        let entry = read(seq, &bytes).expect("readable");
        assert_eq!((entry.seq, entry.stamp, entry.event), (seq, golden_stamp(), event));
    }
}

#[test]
fn what_is_sealed_reads_back_the_same() {
    for event in goldens().into_iter().chain(other_shapes()) {
        for stamp in [golden_stamp(), stamp(T0)] {
            let sealed = seal(maintenance_id(), 7, GENESIS, &stamp, &event).expect("sealed");
            let entry = read(7, &sealed.body).expect("read");
            assert_eq!((entry.stamp, entry.event), (stamp, event.clone()));
        }
    }
}

#[test]
fn a_body_begins_with_version_kind_time_and_writer_in_this_order() {
    for event in goldens().into_iter().chain(other_shapes()) {
        for (stamp, stamped) in [
            (golden_stamp(), vec!["v", "kind", "at", "mono_ms", "by", "boot", "program", "api_account"]),
            (stamp(T0), vec!["v", "kind", "at", "mono_ms", "by", "boot", "program"]),
        ] {
            let sealed = seal(maintenance_id(), 1, GENESIS, &stamp, &event).expect("sealed");
            let body: Value = serde_json::from_slice(&sealed.body).expect("JSON");
            let keys: Vec<&String> = body.as_object().expect("an object").keys().collect();
            assert_eq!(keys[..stamped.len()], stamped, "{}", event.kind());
            assert_eq!(body["v"], VERSION);
            assert_eq!(body["kind"], event.kind());
        }
    }
}

#[test]
fn no_field_of_an_event_has_the_name_of_a_stamp() {
    for event in goldens().into_iter().chain(other_shapes()) {
        let fields = serde_json::to_value(&event).expect("JSON");
        assert_eq!(fields["kind"], event.kind());
        for key in ["v", "at", "mono_ms", "by", "boot", "program", "api_account"] {
            assert!(fields.get(key).is_none(), "{} has a field {key}", event.kind());
        }
    }
}

#[test]
fn a_body_holds_whole_numbers_only() {
    fn no_fraction(value: &Value) -> bool {
        match value {
            Value::Number(number) => number.is_i64() || number.is_u64(),
            Value::Array(items) => items.iter().all(no_fraction),
            Value::Object(fields) => fields.values().all(no_fraction),
            _ => true,
        }
    }
    for event in goldens().into_iter().chain(other_shapes()) {
        let sealed = seal(maintenance_id(), 1, GENESIS, &golden_stamp(), &event).expect("sealed");
        assert!(no_fraction(&serde_json::from_slice(&sealed.body).expect("JSON")), "{}", event.kind());
    }
    let named = std::fs::read_to_string(golden_path("backup_named")).expect("a golden file");
    assert!(named.contains("\"bytes\":9007199254740993"), "a number past 2^53 is not rounded");
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
fn an_event_of_a_kind_this_program_does_not_know_names_the_program_that_wrote_it() {
    let body = br#"{"v":1,"kind":"teleported","at":"2026-11-22T09:44:01.000Z","program":"switchback 9.9"}"#;
    match read(4, body).expect_err("unknown") {
        FormatError::UnknownKind { seq: 4, kind, program } => {
            assert_eq!((kind.as_str(), program.as_str()), ("teleported", "switchback 9.9"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_event_of_a_greater_version_names_the_program_that_wrote_it() {
    for (body, program) in [
        (r#"{"v":2,"kind":"noted","program":"switchback 9.9"}"#, "switchback 9.9"),
        (r#"{"v":2,"kind":"teleported"}"#, "an unnamed program"),
    ] {
        match read(4, body.as_bytes()).expect_err("newer") {
            FormatError::NewerVersion { seq: 4, version: 2, program: told } => assert_eq!(told, program),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_body_without_version_and_kind_has_no_shape() {
    for body in [
        "{}",
        "[]",
        "1",
        "null",
        r#"{"v":1}"#,
        r#"{"kind":"noted"}"#,
        r#"{"v":"1","kind":"noted"}"#,
        r#"{"v":1.5,"kind":"noted"}"#,
        r#"{"v":-1,"kind":"noted"}"#,
    ] {
        assert!(matches!(read(1, body.as_bytes()), Err(FormatError::Shape { seq: 1 })), "{body}");
    }
}

#[test]
fn a_body_that_is_not_json_is_not_readable() {
    for body in [&b""[..], b"{", b"\xff\xfe", br#"{"v":1,"kind":"noted"} tail"#] {
        assert!(matches!(read(1, body), Err(FormatError::Read { seq: 1, .. })));
    }
}

#[test]
fn a_body_without_any_part_of_its_stamp_is_not_readable() {
    for event in goldens() {
        let sealed = seal(maintenance_id(), 1, GENESIS, &golden_stamp(), &event).expect("sealed");
        for key in ["at", "mono_ms", "by", "boot", "program"] {
            let mut body: Value = serde_json::from_slice(&sealed.body).expect("JSON");
            body.as_object_mut().expect("an object").shift_remove(key);
            let body = serde_json::to_vec(&body).expect("JSON");
            assert!(matches!(read(1, &body), Err(FormatError::Read { seq: 1, .. })), "{} without {key}", event.kind());
        }
    }
}

#[test]
fn a_body_with_a_field_of_a_later_minor_version_is_read() {
    let body = br#"{"v":1,"kind":"noted","at":"2026-11-22T09:44:01.000Z","mono_ms":1,"by":"a@b","boot":"c","program":"d","text":"t","mood":"calm"}"#;
    assert_eq!(read(1, body).expect("read").event, Event::Noted { text: "t".to_owned() });
}

#[test]
fn a_time_that_could_not_be_read_back_is_not_written() {
    let far = Event::WatchGap { from: T0, to: Utc::from_millis(i64::MAX), reason: GapReason::Slept };
    let sealed = seal(maintenance_id(), 1, GENESIS, &golden_stamp(), &far);
    assert!(matches!(sealed, Err(FormatError::Write { seq: 1, .. })));
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
    assert!(verify_link(maintenance_id(), 2, &journal[0].hash, &journal[1]).is_ok());
    let wrong = verify_link(maintenance_id(), 2, &journal[1].hash, &journal[1]);
    assert!(matches!(wrong, Err(FormatError::BrokenLink { seq: 2 })));
}

#[test]
fn a_chain_alone_does_not_show_a_cut_off_tail() {
    // Said of the format, and why an export ends with a head record.
    let journal = journal();
    assert!(read_chain(maintenance_id(), &journal[..journal.len() - 1]).is_ok());
}

#[test]
fn a_round_of_mute_and_silent_appliances_keeps_its_difference_in_bytes() {
    let silent = round("primary", "silent");
    let mut mute_one = silent.clone();
    mute_one.stand_in = mute(Side::StandIn);
    assert_eq!(mute_one.stand_in.api, Api::Plain);
    for round in [silent, mute_one] {
        let round = round.home(|reading| reading.healthy = None);
        let text = serde_json::to_string(&round).expect("JSON");
        assert_eq!(serde_json::from_str::<domain::observation::Round>(&text).expect("read"), round);
    }
    let empty = mute(Side::Home).reads(|reading| reading.healthy = None);
    let text = serde_json::to_string(&empty).expect("JSON");
    assert!(text.contains(r#""answered":{}"#), "what was not told is absent, never guessed: {text}");
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
