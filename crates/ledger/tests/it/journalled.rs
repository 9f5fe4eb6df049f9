//! From where the journal has changes judged.

use std::sync::Arc;

use domain::ids::{ApplianceId, CommandId, MaintenanceId, MaintenanceNumber, PairId};
use domain::journal::{Entry, Event, LegDone, RoleAnswer, RoleIntent, Settlement, Stamp, SyncVerdict, Way};
use domain::maintenance::{Maintenance, fold};
use domain::pair::{Guard, Network};
use domain::plan::{Intent, Kind, LegName, Limits, Planned, PlannedAppliance};
use domain::role::{AssignedRole, Both, Side};
use domain::settings::Settings;
use ledger::arrival::{Arrival, arrivals};
use ledger::journalled::context;
use ledger::{EntryId, Group, Journalled};
use serde_json::json;
use uuid::Uuid;

use crate::snapshots::snapshot;
use crate::story::{Book, HOME, STAND_IN, line, minute};

/// A pair found failed over.
fn taken_up() -> Event {
    let appliance = |n: u128, label: &str| PlannedAppliance {
        id: ApplianceId(Uuid::from_u128(n)),
        label: label.to_owned(),
        address: format!("{label}.example.test:443"),
        server_name: "support.example.test".to_owned(),
        guid: format!("{n:032x}").parse().expect("a GUID"),
    };
    Event::Planned(Box::new(Planned {
        number: MaintenanceNumber(1),
        pair: PairId(Uuid::from_u128(1)),
        pair_name: "support".to_owned(),
        site_name: "support.example.test:443".to_owned(),
        network: Network::SharedIp,
        guard: Guard::Test,
        appliances: Both::new(appliance(2, HOME), appliance(3, STAND_IN)),
        intent: Intent {
            title: "Memory of atl-1".to_owned(),
            kind: Kind::Maintenance,
            ticket: None,
            reason: None,
            risk: None,
            back_out: None,
            requester: None,
            approver: None,
            window: None,
            return_window: None,
            zone: None,
        },
        limits: Limits::from(&Settings::default()),
        taken_up: true,
    }))
}

/// The way back, from its command to its end.
fn way_back(sync: SyncVerdict) -> [Event; 4] {
    let command = CommandId(Uuid::from_u128(9));
    let (leg, way) = (LegName::Return, Way::ByHand);
    [
        Event::RoleIntended(Box::new(RoleIntent {
            command,
            leg,
            way,
            target: Side::StandIn,
            role: AssignedRole::Backup,
            data_sync_first: true,
            force: false,
            before: leg.before(),
            assigned: leg.assigned(),
            last_sync: Both::new(None, None),
            clock_offset_ms: Both::new(None, None),
            users: None,
            reconciliation: None,
        })),
        Event::RoleAnswered { command, answer: RoleAnswer::ByHand, status: None, message: String::new() },
        Event::RoleSettled { command, settlement: Settlement::Happened, reason: None },
        Event::LegDone(LegDone {
            leg,
            command: Some(command),
            sync,
            second_hand: vec![],
            two_primaries_excluded: true,
            samples: 3,
            adopted: None,
        }),
    ]
}

/// A maintenance of these events, each at its minute.
fn maintenance(events: impl IntoIterator<Item = (i64, Event)>) -> Maintenance {
    written_with(None, events)
}

fn written_with(account: Option<&str>, events: impl IntoIterator<Item = (i64, Event)>) -> Maintenance {
    let stamp = |at| Stamp {
        at: minute(at),
        mono_ms: 0,
        by: "ann@ops-1".to_owned(),
        boot: "b00t".to_owned(),
        program: "switchback".to_owned(),
        api_account: account.map(str::to_owned),
    };
    let events = events.into_iter().zip(1..);
    let entries: Vec<Entry> = events.map(|((at, event), seq)| Entry { seq, stamp: stamp(at), event }).collect();
    fold(MaintenanceId(Uuid::from_u128(7)), &entries).expect("a journal")
}

#[test]
fn what_was_written_with_an_account_that_is_used_no_more_is_ours_all_the_same() {
    let m = written_with(Some("old-1, old-2"), [(0, taken_up())]);
    assert_eq!(context(&m, &["new".to_owned(), "old-2".to_owned()]).own_accounts, ["new", "old-1", "old-2"]);
}

#[test]
fn after_a_way_back_without_a_proven_sync_what_was_to_come_through_is_looked_for_all_the_same() {
    let mut book = Book::new();
    let mut log = line(STAND_IN, 1, "event=setting_changed;become_primary;");
    log += &line(STAND_IN, 5, "event=team_changed;old_id=3;old_name=a;new_name=b");
    log += &line(STAND_IN, 6, "event=team_changed;old_id=4;old_name=a;new_name=b");
    book.pull(Side::StandIn, &log);
    let back = way_back(SyncVerdict::Unproven).into_iter().zip(60..).map(|(event, at)| (at, event));
    let m = maintenance([(0, taken_up())].into_iter().chain(back));
    let journalled = Journalled::of(&m, None, minute(70));
    let turned = journalled.judge(&m, &book.ledger);
    assert!(turned.items().iter().all(|item| item.group == Group::Overwritten), "{:?}", turned.items());

    let judged = journalled.judge_returned(&m, &book.ledger);
    let returned = snapshot("team", &[json!({"id": 3, "name": "b"}), json!({"id": 4, "name": "a"})]);
    let found = arrivals(&book.ledger, &judged, &returned);
    assert_eq!(found, [(EntryId(1), Arrival::Found), (EntryId(2), Arrival::Missing)]);
}

#[test]
fn entries_stay_as_they_are_judged_however_much_time_passes() {
    let mut book = Book::new();
    let mut log = line(STAND_IN, 1, "event=setting_changed;become_primary;");
    log += &line(HOME, 3, "event=team_changed;old_id=3;old_name=a;new_name=b");
    log += &line(STAND_IN, 5, "event=team_changed;old_id=3;old_name=a;new_name=c");
    log += &line(STAND_IN, 6, "event=login;target=web/login;status=success");
    book.pull(Side::StandIn, &log);
    let back = way_back(SyncVerdict::Unproven).into_iter().zip(60..).map(|(event, at)| (at, event));
    let away = maintenance([(0, taken_up())]);
    let returned = maintenance([(0, taken_up())].into_iter().chain(back));
    let mut seen = vec![];
    for m in [&away, &returned] {
        let judged = |at| Journalled::of(m, None, minute(at)).judge(m, &book.ledger);
        let first = judged(61);
        for later in [62, 600, 600_000] {
            assert_eq!(judged(later).items(), first.items());
        }
        let kept = Arc::new(Journalled::of(m, None, minute(61)).judge_entries(m, &book.ledger));
        let now = Journalled::of(m, None, minute(600));
        let (again, anew) = (now.reconcile_judged(m, &book.ledger, kept), now.judge(m, &book.ledger));
        assert_eq!(again.items(), anew.items());
        assert_eq!((again.state([0; 32]), again.blind_spots), (anew.state([0; 32]), anew.blind_spots));
        seen.push(first.items().to_vec());
    }
    assert_ne!(seen[0], seen[1], "an event makes them others");
}
