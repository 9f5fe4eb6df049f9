//! A maintenance as a front end plans, reads and acts on it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::error::Exit;

/// A maintenance as it is planned. Times are RFC 3339, or `2026-11-22T22:00` in the zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanMaintenance {
    pub pair: String,
    pub title: String,
    /// `maintenance` or `upgrade`
    pub kind: Option<String>,
    pub ticket: Option<String>,
    pub reason: Option<String>,
    pub risk: Option<String>,
    pub back_out: Option<String>,
    pub requester: Option<String>,
    pub approver: Option<String>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub return_start: Option<String>,
    pub return_end: Option<String>,
    /// An IANA zone; none: this computer's.
    pub zone: Option<String>,
    pub take_up: bool,
}

macro_rules! request {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            $(pub $field: $type,)*
        }
    };
}

request!(
    /// Any command that needs nothing but the number.
    NameMaintenance { id: String }
);
request!(ListMaintenances {});
request!(Approve { id: String, name: String, after_the_fact: bool });
request!(Acknowledge { id: String, code: String, subject: Option<String>, reason: String });
request!(Save { id: String, appliance: Option<String>, backup_file: Option<String> });
request!(
    /// Any decision whose one argument is its reason.
    GiveReason { id: String, reason: String }
);
request!(CloseAway { id: String, new_home: bool, reason: String });
request!(
    /// The file is made anew, never overwritten.
    ExportMaintenance { id: String, out: String }
);
request!(ImportMaintenance { file: String });
request!(AddNote { id: String, text: String });
request!(
    /// A guarded way to change a role.
    Recover {
        name: String,
        way: String,
        make: String,
        confirm: String,
        reason: String,
        stated_off: Option<String>,
    }
);

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Task {
    pub id: String,
    pub state: &'static str,
}

/// A leg with its phases. A time that has not come is null.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Leg {
    pub intended_at: Option<String>,
    pub answered_at: Option<String>,
    pub both_backup_at: Option<String>,
    pub settled_at: Option<String>,
    pub done_at: Option<String>,
    pub swung_at: Option<String>,
    pub signed_off_at: Option<String>,
    /// `proven`, `implied` or `unproven`
    pub sync: Option<&'static str>,
    /// `planned` or `by_hand`
    pub way: Option<&'static str>,
    pub answer: Option<&'static str>,
    /// What the appliance said, as given.
    pub answer_text: Option<String>,
    /// `happened`, `refused`, `not_sent` or `not_happened`
    pub settlement: Option<&'static str>,
    /// Role commands decided on for this leg.
    pub attempts: usize,
    /// Labels whose role was told by the other appliance only.
    pub second_hand: Vec<String>,
    pub two_primaries_excluded: Option<bool>,
    /// Why somebody else's role change was taken as this leg's outcome.
    pub adopted: Option<String>,
    /// `verified` or `confirmed`
    pub swing: Option<&'static str>,
    pub confirmed_by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Progress {
    pub phase: &'static str,
    pub since: String,
    pub elapsed_s: f64,
    pub slow_after_s: f64,
    pub limit_s: f64,
    pub tone: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    pub at: String,
    pub by: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Maintenance {
    pub id: String,
    pub pair: String,
    pub kind: &'static str,
    pub stage: String,
    pub title: String,
    pub ticket: Option<String>,
    pub reason: Option<String>,
    pub risk: Option<String>,
    pub back_out: Option<String>,
    pub requester: Option<String>,
    pub approver: Option<String>,
    /// The planned windows, RFC 3339 UTC.
    pub start: Option<String>,
    pub end: Option<String>,
    pub return_start: Option<String>,
    pub return_end: Option<String>,
    pub planned_at: String,
    pub planned_by: String,
    pub ended_at: Option<String>,
    pub taken_up: bool,
    pub tasks: Vec<Task>,
    pub allowed_actions: Vec<&'static str>,
    pub legs: BTreeMap<&'static str, Leg>,
    pub home_primary: String,
    pub current_primary: String,
    /// The role command under way against the clock.
    pub progress: Option<Progress>,
    /// Why it stands still.
    pub paused: Option<String>,
    pub readiness: Option<&'static str>,
    pub notes: Vec<Note>,
    pub notes_complete: Option<String>,
    pub open_points: Vec<String>,
    /// The last event, and the hash that holds the whole journal.
    pub seq: u64,
    pub head: String,
}

impl Outcome for Maintenance {}

/// What became of one decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    pub id: String,
    pub stage: String,
    pub sentence: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open_points: Vec<String>,
    #[serde(skip)]
    pub exit: Exit,
}

impl Outcome for Decided {
    fn exit(&self) -> Exit {
        self.exit
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    pub id: String,
    pub pair: String,
    pub stage: String,
    pub title: String,
    pub open: bool,
    pub created_at: String,
    pub ended_at: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct MaintenanceList(pub Vec<Listed>);

impl Outcome for MaintenanceList {}

/// One event as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JournalEvent {
    pub seq: u64,
    pub at: String,
    pub kind: &'static str,
    pub by: String,
    pub api_account: Option<String>,
    pub program: String,
    /// The exact stored text, which is JSON.
    pub body: String,
    pub hash: String,
    pub previous: String,
    /// The same in words, for the terminal.
    #[serde(skip)]
    pub sentence: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Journal(pub Vec<JournalEvent>);

impl Outcome for Journal {}
