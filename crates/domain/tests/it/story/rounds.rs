//! What is seen: the looks at both appliances and at the site name.

use domain::observation::{
    Api, Observation, Outcome, Product, Reading, Round, Row, SiteAnswer, SiteObservation, Trouble, TroubleKind,
};
use domain::plan::LegName;
use domain::role::{Role, Side};

use super::{T0, guid, label, strange_guid};

fn observation(side: Side, api: Api, outcome: Outcome) -> Observation {
    Observation { side, at: T0, api, outcome, evidence: None }
}

/// The appliance answers at its own address and says this role of itself.
fn told(side: Side, role: &str) -> Observation {
    let reading = Reading {
        guid: Some(guid(side)),
        hostname: Some(format!("{}.example.com", label(side))),
        role: Some(Role::from(role.to_owned())),
        product: Some(Product::Rs),
        version: Some("24.3.2".to_owned()),
        build: Some("30111".to_owned()),
        healthy: Some(true),
        shared_ips: Some(vec!["192.0.2.10".to_owned()]),
        clock_offset_ms: Some(0),
        ..Reading::default()
    };
    observation(side, Api::V2, Outcome::Answered(Box::new(reading)))
}

/// Nothing answers at the appliance's address.
pub(crate) fn silent(side: Side) -> Observation {
    troubled(side, TroubleKind::TimedOut, "no answer within 10 s")
}

pub(crate) fn troubled(side: Side, kind: TroubleKind, detail: &str) -> Observation {
    observation(side, Api::V2, Outcome::Trouble(Trouble { kind, detail: detail.to_owned() }))
}

/// The appliance answers `/check_health` and nothing else: no role, no GUID, no version.
pub(crate) fn mute(side: Side) -> Observation {
    let reading = Reading { healthy: Some(true), ..Reading::default() };
    observation(side, Api::Plain, Outcome::Answered(Box::new(reading)))
}

/// Another appliance answers at the appliance's address.
pub(crate) fn stranger(side: Side, role: &str) -> Observation {
    told(side, role).reads(|reading| reading.guid = Some(strange_guid()))
}

/// A word for a look: a role, `silent` or `mute`.
pub(crate) fn look(side: Side, word: &str) -> Observation {
    match word {
        "silent" => silent(side),
        "mute" => mute(side),
        role => told(side, role),
    }
}

/// Both looked at; the site name is answered by whoever says primary (the stand-in where both do).
pub(crate) fn round(home: &str, stand_in: &str) -> Round {
    let site = match (home, stand_in) {
        (_, "primary") => Some(Side::StandIn),
        ("primary", _) => Some(Side::Home),
        _ => None,
    };
    Round { home: look(Side::Home, home), stand_in: look(Side::StandIn, stand_in), site: None }.at_site(site)
}

pub(crate) trait Retold: Sized {
    fn reads(self, change: impl FnOnce(&mut Reading)) -> Self;
}

impl Retold for Observation {
    fn reads(mut self, change: impl FnOnce(&mut Reading)) -> Self {
        if let Outcome::Answered(reading) = &mut self.outcome {
            change(reading);
        }
        self
    }
}

pub(crate) trait RoundTold: Sized {
    fn home(self, change: impl FnOnce(&mut Reading)) -> Self;
    fn stand_in(self, change: impl FnOnce(&mut Reading)) -> Self;
    fn at_site(self, side: Option<Side>) -> Self;
    fn stranger_at_site(self) -> Self;
    /// The side's list of the pair tells this role of the other one.
    fn lists(self, witness: Side, role: &str) -> Self;
}

impl RoundTold for Round {
    fn home(mut self, change: impl FnOnce(&mut Reading)) -> Self {
        self.home = self.home.reads(change);
        self
    }

    fn stand_in(mut self, change: impl FnOnce(&mut Reading)) -> Self {
        self.stand_in = self.stand_in.reads(change);
        self
    }

    fn at_site(mut self, side: Option<Side>) -> Self {
        let nobody = || Trouble { kind: TroubleKind::TimedOut, detail: "nobody answers at the site name".to_owned() };
        let answer = side.map_or_else(|| SiteAnswer::Trouble(nobody()), |side| SiteAnswer::Guid(guid(side)));
        self.site = Some(SiteObservation { at: T0, answer });
        self
    }

    fn stranger_at_site(mut self) -> Self {
        self.site = Some(SiteObservation { at: T0, answer: SiteAnswer::Guid(strange_guid()) });
        self
    }

    fn lists(self, witness: Side, role: &str) -> Self {
        let role = Role::from(role.to_owned());
        let row = Row { guid: guid(witness.other()), role, name: None };
        match witness {
            Side::Home => self.home(|reading| reading.rows.push(row)),
            Side::StandIn => self.stand_in(|reading| reading.rows.push(row)),
        }
    }
}

/// The round as it is when a leg is over.
pub(crate) fn after(leg: LegName) -> Round {
    match leg {
        LegName::Outbound => round("backup", "primary"),
        LegName::Return => round("primary", "backup"),
    }
}

/// The round as it is before a leg.
pub(crate) fn before(leg: LegName) -> Round {
    match leg {
        LegName::Outbound => round("primary", "backup"),
        LegName::Return => round("backup", "primary"),
    }
}
