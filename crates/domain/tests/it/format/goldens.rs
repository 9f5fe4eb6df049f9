//! The events whose bytes are permanent: one of every kind, and the other shapes some kinds can have.

use domain::change::{Arrival, BlindSpot, Disposition, EntryId, Group, Target, runs};
use domain::journal::ChangesDecided;

use super::*;
use crate::story::{baseline, change_applied, change_intent, decided, reconciled};

/// One event of every kind, with every field it can carry.
pub(super) fn goldens() -> Vec<Event> {
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
            reconciliation: None,
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
            looked_for: Vec::new(),
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
        Event::BaselineTaken(baseline()),
        Event::ChangesDecided(decided()),
        Event::FieldIgnored { object_kind: "jumpoint".to_owned(), field: "external_key".to_owned(), ignored: true },
        Event::ChangeIntended(change_intent()),
        Event::ChangeApplied(change_applied()),
        Event::ReconciliationChanged(reconciled(2)),
    ]
}

/// The other shapes an event of some kinds can have.
pub(super) fn other_shapes() -> Vec<Event> {
    let mut mute_round = round("primary", "silent");
    mute_round.stand_in = mute(Side::StandIn);
    mute_round.site = None;
    vec![
        Event::Planned(Box::new(planned())),
        Event::Verified(Verification {
            roles_as_planned: true,
            traffic: None,
            healthy: Both::new(Some(true), Some(true)),
            users: None,
            arrivals: Some(4),
            looked_for: vec![
                (Arrival::Found, runs([1, 2, 4, 5].map(EntryId))),
                (Arrival::Missing, runs([EntryId(3)])),
                (Arrival::NotObservable, runs([EntryId(9)])),
            ],
            open_points: Vec::new(),
        }),
        Event::ChangesDecided(ChangesDecided {
            target: Target::BlindSpot(BlindSpot::Time { side: Side::Home, from: T0, to: T0.plus_ms(3_720_000) }),
            group: Group::BlindSpot,
            disposition: Disposition::Confirm,
            reason: None,
            through: 17,
        }),
        Event::ChangesDecided(ChangesDecided { target: Target::Entry(EntryId(7)), ..decided() }),
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

pub(super) fn golden_stamp() -> Stamp {
    Stamp { api_account: Some("9f8e7d6c".to_owned()), ..stamp(T0.plus_ms(1_123)) }
}

pub(super) fn golden_path(kind: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/journal/v1")).join(format!("{kind}.json"))
}
