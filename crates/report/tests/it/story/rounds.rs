//! What is seen: the looks at both appliances and at the site name.

use domain::observation::{
    Api, Observation, Outcome, Product, Reading, Round, SiteAnswer, SiteObservation, Trouble, TroubleKind,
};
use domain::plan::LegName;
use domain::role::{Role, Side};
use domain::time::Utc;

use super::{guid, label};

/// The digest of made-up evidence: of a look at this side at this time.
fn evidence(side: Side, at: Utc) -> String {
    let id = ledger::fact::WitnessId::of(&[label(side).as_bytes(), at.to_string().as_bytes()]).to_string();
    format!("{id}{id}")
}

/// The appliance answers at its own address and says this role of itself.
fn told(side: Side, role: &str, at: Utc, last_sync: Utc) -> Observation {
    let reading = Reading {
        guid: Some(guid(side)),
        hostname: Some(format!("{}.example.com", label(side))),
        role: Some(Role::from(role.to_owned())),
        product: Some(Product::Rs),
        version: Some("24.3.2".to_owned()),
        build: Some("30111".to_owned()),
        healthy: Some(true),
        shared_ips: Some(vec!["192.0.2.10".to_owned()]),
        last_sync: Some(last_sync),
        clock_offset_ms: Some(250),
        ..Reading::default()
    };
    let outcome = Outcome::Answered(Box::new(reading));
    Observation { side, at, api: Api::V2, outcome, evidence: Some(evidence(side, at)) }
}

fn silent(side: Side, at: Utc) -> Observation {
    let trouble = Trouble { kind: TroubleKind::TimedOut, detail: "no answer within 10 s".to_owned() };
    Observation { side, at, api: Api::V2, outcome: Outcome::Trouble(trouble), evidence: None }
}

/// Both looked at; a role, or `silent`. The site name is answered by whoever says primary.
pub(crate) fn round(home: &str, stand_in: &str, at: Utc, last_sync: Utc) -> Round {
    let look = |side: Side, word: &str| match word {
        "silent" => silent(side, at),
        role => told(side, role, at, last_sync),
    };
    let site = match (home, stand_in) {
        (_, "primary") => Some(Side::StandIn),
        ("primary", _) => Some(Side::Home),
        _ => None,
    };
    let nobody = || Trouble { kind: TroubleKind::TimedOut, detail: "nobody answers at the site name".to_owned() };
    let answer = site.map_or_else(|| SiteAnswer::Trouble(nobody()), |side| SiteAnswer::Guid(guid(side)));
    Round {
        home: look(Side::Home, home),
        stand_in: look(Side::StandIn, stand_in),
        site: Some(SiteObservation { at, answer }),
    }
}

/// The roles when a leg is over.
pub(crate) fn after(leg: LegName) -> (&'static str, &'static str) {
    match leg {
        LegName::Outbound => ("backup", "primary"),
        LegName::Return => ("primary", "backup"),
    }
}

/// The roles before a leg.
pub(crate) fn before(leg: LegName) -> (&'static str, &'static str) {
    match leg {
        LegName::Outbound => ("primary", "backup"),
        LegName::Return => ("backup", "primary"),
    }
}
