//! What was changed meanwhile, what became of it, and what was not looked at.

use domain::role::{AssignedRole, Side};
use domain::time::Utc;
use ledger::Group;
use ledger::arrival::Arrival;
use ledger::catalogue::{ChangeKind, Class};
use ledger::coverage::SeenBy;
use ledger::entry::WitnessKind;
use ledger::reconcile::{Disposition, Verdict};
use ledger::roles::Fate;
use serde::Serialize;

/// All changes, and what they come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changes {
    pub verdict: Verdict,
    pub sentence: String,
    pub undecided: u32,
    pub outstanding: u32,
    /// Who stated that the notes are complete.
    pub notes_complete: Option<String>,
    pub counts: Vec<(Group, u64)>,
    pub arrivals: Vec<(Arrival, u64)>,
    /// Messages that are no change, by event.
    pub noise: Vec<(String, u64)>,
    pub list: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub id: String,
    /// When it was made; or after the one and before the other.
    pub at: Option<Utc>,
    pub after: Option<Utc>,
    pub before: Option<Utc>,
    pub who: Option<String>,
    pub who_ip: Option<String>,
    pub side: Option<Side>,
    pub role_then: Option<AssignedRole>,
    pub place: String,
    pub event: String,
    pub kind: ChangeKind,
    pub class: Class,
    pub object_kind: String,
    pub object_id: Option<String>,
    pub object_name: Option<String>,
    pub fields: Vec<FieldChange>,
    /// Facts of the ledger that saw it.
    pub seen: Vec<Seen>,
    /// A segment of its message is missing.
    pub incomplete: bool,
    /// Made with an API account of Switchback.
    pub by_switchback: bool,
    pub note: Option<String>,
    pub group: Group,
    pub fate: Fate,
    pub already_overwritten: bool,
    /// The changes of the other side that say otherwise.
    pub against: Vec<String>,
    /// `settled`, `undecided`, `decided`, `outstanding`, `done` or `by_switchback`.
    pub standing: &'static str,
    pub decided: Option<Decided>,
    pub arrival: Option<Arrival>,
}

/// A value is text as its witness tells it; what is not there is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// Only that it changed is known.
    pub secret: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    pub by: WitnessKind,
    pub fact: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    pub disposition: Disposition,
    pub name: String,
    pub reason: Option<String>,
    pub at: Utc,
}

/// One call to an appliance's configuration, or what a person did in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Write {
    /// The event of its intent; of something done by hand, of its outcome.
    pub seq: u64,
    pub at: Utc,
    pub change: String,
    pub disposition: Disposition,
    pub target: Option<Side>,
    /// Absent: by hand.
    pub method: Option<String>,
    pub path: Option<String>,
    pub body: Option<String>,
    /// Read back and found as wanted; absent: its outcome is unknown.
    pub done: Option<bool>,
    pub settled_at: Option<Utc>,
    pub answer: Option<String>,
}

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Syslog or a snapshot covered the primary at all.
    pub watched: bool,
    pub from: Utc,
    pub to: Utc,
    pub areas: Vec<Area>,
    pub blind_spots: Vec<Blind>,
    pub looked: Vec<Watched>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Area {
    pub path: &'static str,
    pub home: SeenBy,
    pub stand_in: SeenBy,
}

/// Something that nobody looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Blind {
    pub side: Option<Side>,
    pub words: String,
    pub decided: Option<Decided>,
}

/// A log that was read, or a snapshot that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Watched {
    pub side: Side,
    pub from: Option<Utc>,
    pub to: Utc,
    pub words: String,
    /// Of the snapshot as it is kept.
    pub sha256: Option<String>,
}
