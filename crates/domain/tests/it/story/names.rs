//! The pair of every story, its plan, and the constants of its time.

use domain::ids::{ApplianceId, CommandId, Guid, MaintenanceId, MaintenanceNumber, PairId};
use domain::journal::{Event, Stamp};
use domain::pair::{Guard, Network};
use domain::plan::{Intent, Kind, Limits, Planned, PlannedAppliance, Window};
use domain::role::{Both, Side};
use domain::settings::Settings;
use domain::time::Utc;
use uuid::Uuid;

/// 2026-11-22T09:44:01.000Z
pub(crate) const T0: Utc = Utc::from_millis(1_795_340_641_000);
pub(crate) const MINUTE: i64 = 60_000;
/// The samples that settle an outcome, as by default.
pub(crate) const N: usize = 3;

pub(crate) fn guid(side: Side) -> Guid {
    let text = match side {
        Side::Home => "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        Side::StandIn => "1b2c3d4e5f60718293a4b5c6d7e8f90a",
    };
    text.parse().expect("a GUID")
}

/// The GUID of a box that is neither appliance of the pair.
pub(crate) fn strange_guid() -> Guid {
    "ffffffffffffffffffffffffffffffff".parse().expect("a GUID")
}

pub(crate) fn label(side: Side) -> &'static str {
    match side {
        Side::Home => "atl-1",
        Side::StandIn => "atl-2",
    }
}

pub(crate) fn labels() -> Both<String> {
    Both::new(label(Side::Home).to_owned(), label(Side::StandIn).to_owned())
}

pub(crate) fn maintenance_id() -> MaintenanceId {
    MaintenanceId(Uuid::from_u128(0x6d61_696e_0000_4000_8000_0000_0000_0001))
}

pub(crate) fn command_id(n: u128) -> CommandId {
    CommandId(Uuid::from_u128(0x636f_6d6d_0000_4000_8000_0000_0000_0000 + n))
}

pub(crate) fn planned() -> Planned {
    let appliance = |side: Side, n| PlannedAppliance {
        id: ApplianceId(Uuid::from_u128(n)),
        label: label(side).to_owned(),
        address: format!("{}.example.com:443", label(side)),
        server_name: "support.example.com".to_owned(),
        guid: guid(side),
    };
    Planned {
        number: MaintenanceNumber(1),
        pair: PairId(Uuid::from_u128(0x7061_6972)),
        pair_name: "atlanta".to_owned(),
        site_name: "support.example.com:443".to_owned(),
        network: Network::SharedIp,
        guard: Guard::Production,
        appliances: Both::new(appliance(Side::Home, 1), appliance(Side::StandIn, 2)),
        intent: Intent {
            title: "Replace the power supply of atl-1".to_owned(),
            kind: Kind::Maintenance,
            ticket: None,
            reason: None,
            risk: None,
            back_out: None,
            requester: Some("Anna".to_owned()),
            approver: Some("Berta".to_owned()),
            window: None,
            return_window: None,
            zone: None,
        },
        limits: Limits::from(&Settings::default()),
        taken_up: false,
    }
}

pub(crate) fn window(from_ms: i64, to_ms: i64) -> Window {
    Window { start: T0.plus_ms(from_ms), end: T0.plus_ms(to_ms) }
}

pub(crate) fn stamp(at: Utc) -> Stamp {
    Stamp {
        at,
        mono_ms: u64::try_from(at.since_ms(T0).max(0)).expect("not negative"),
        by: "anna@admin-1".to_owned(),
        boot: "b00t".to_owned(),
        program: "switchbackctl 0.1.0".to_owned(),
        api_account: None,
    }
}

/// The kinds of some events, in order.
pub(crate) fn kinds(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(Event::kind).collect()
}
