//! A maintenance as a front end plans, reads and acts on it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Checked, LedgerShort, Outcome};
use crate::error::Exit;

/// A maintenance as it is planned. Times are RFC 3339, or `2026-11-22T22:00` in the zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
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
        #[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Task {
    #[cfg_attr(test, ts(type = "TaskId"))]
    pub id: String,
    #[cfg_attr(test, ts(type = "TaskState"))]
    pub state: &'static str,
}

/// A leg with its phases. A time that has not come is null.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Leg {
    pub intended_at: Option<String>,
    pub answered_at: Option<String>,
    pub both_backup_at: Option<String>,
    pub settled_at: Option<String>,
    pub done_at: Option<String>,
    pub swung_at: Option<String>,
    pub signed_off_at: Option<String>,
    /// `proven`, `implied` or `unproven`
    #[cfg_attr(test, ts(type = "SyncVerdict | null"))]
    pub sync: Option<&'static str>,
    /// `planned` or `by_hand`
    #[cfg_attr(test, ts(type = "Way | null"))]
    pub way: Option<&'static str>,
    #[cfg_attr(test, ts(type = "RoleAnswer | null"))]
    pub answer: Option<&'static str>,
    /// What the appliance said, as given.
    pub answer_text: Option<String>,
    /// `happened`, `refused`, `not_sent` or `not_happened`
    #[cfg_attr(test, ts(type = "Settlement | null"))]
    pub settlement: Option<&'static str>,
    /// Role commands decided on for this leg.
    pub attempts: usize,
    /// Labels whose role was told by the other appliance only.
    pub second_hand: Vec<String>,
    pub two_primaries_excluded: Option<bool>,
    /// Why somebody else's role change was taken as this leg's outcome.
    pub adopted: Option<String>,
    /// `verified` or `confirmed`
    #[cfg_attr(test, ts(type = "\"verified\" | \"confirmed\" | null"))]
    pub swing: Option<&'static str>,
    pub confirmed_by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Progress {
    #[cfg_attr(test, ts(type = "Phase"))]
    pub phase: &'static str,
    pub since: String,
    pub elapsed_s: f64,
    pub slow_after_s: f64,
    pub limit_s: f64,
    #[cfg_attr(test, ts(type = "Tone"))]
    pub tone: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Note {
    pub at: String,
    pub by: String,
    pub text: String,
}

/// An appliance as it was planned with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlannedAppliance {
    pub label: String,
    pub address: String,
    pub home_primary: bool,
    /// The GUID expected now: as planned, or as accepted since.
    pub guid: String,
}

/// A warning somebody answered for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Acknowledged {
    #[cfg_attr(test, ts(type = "LegName"))]
    pub leg: &'static str,
    pub code: String,
    pub subject: String,
    pub reason: String,
    pub by: String,
    pub at: String,
}

/// What became of the task *save*: a named file, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Saved {
    pub label: Option<String>,
    pub file_name: Option<String>,
    pub sha256: Option<String>,
    /// Why nothing was saved.
    pub skipped: Option<String>,
}

/// Why a maintenance stands still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Pause {
    #[cfg_attr(test, ts(type = "\"foreign_role_change\" | \"changed_guid\" | \"changed_pin\""))]
    pub cause: &'static str,
    /// The appliance it is about, where it is one.
    pub label: Option<String>,
    /// The GUID that answered, where it is another one.
    pub guid: Option<String>,
    pub since: String,
    pub sentence: String,
}

/// What stands in the way of an act: the core's words, shown beside a button that is off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Refused {
    #[cfg_attr(test, ts(type = "Action"))]
    pub action: &'static str,
    pub code: String,
    pub message: String,
    pub hint: String,
}

/// Limits as planned with. Seconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Limits {
    pub settle_samples: u32,
    pub poll_swap_s: f64,
    pub timeout_sync_s: f64,
    pub timeout_swap_s: f64,
    pub timeout_swing_s: f64,
    pub observe_window_s: f64,
}

/// What verifying found on the returned pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Verified {
    pub at: String,
    /// Users on the home primary, where they could be counted.
    pub users: Option<u32>,
    pub open_points: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Maintenance {
    pub id: String,
    pub pair: String,
    #[cfg_attr(test, ts(type = "Kind"))]
    pub kind: &'static str,
    #[cfg_attr(test, ts(type = "Stage"))]
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
    #[cfg_attr(test, ts(type = "Action[]"))]
    pub allowed_actions: Vec<&'static str>,
    #[cfg_attr(test, ts(type = "Record<LegName, Leg>"))]
    pub legs: BTreeMap<&'static str, Leg>,
    pub home_primary: String,
    pub current_primary: String,
    /// The role command under way against the clock.
    pub progress: Option<Progress>,
    /// Why it stands still.
    pub paused: Option<String>,
    #[cfg_attr(test, ts(type = "Verdict | null"))]
    pub readiness: Option<&'static str>,
    pub notes: Vec<Note>,
    pub notes_complete: Option<String>,
    pub open_points: Vec<String>,
    /// The last event, and the hash that holds the whole journal.
    pub seq: u64,
    pub head: String,
    #[cfg_attr(test, ts(type = "Guard"))]
    pub guard: &'static str,
    pub site_name: String,
    #[cfg_attr(test, ts(type = "Network"))]
    pub network: &'static str,
    /// The zone the windows were planned in.
    pub zone: Option<String>,
    /// The home primary first.
    pub appliances: Vec<PlannedAppliance>,
    /// The last check of each leg, also where it does not count any more: `readiness` says whether it does.
    #[cfg_attr(test, ts(type = "Partial<Record<LegName, Checked>>"))]
    pub checks: BTreeMap<&'static str, Checked>,
    pub acknowledged: Vec<Acknowledged>,
    pub saved: Vec<Saved>,
    pub pause: Option<Pause>,
    /// Why a person is needed now, beside a pause: past a limit, two primaries, an unknown outcome.
    pub needs_you: Option<String>,
    /// Each act that is not allowed now, with its reason.
    pub refused: Vec<Refused>,
    pub limits: Limits,
    pub verified: Option<Verified>,
    /// Users signed in on the appliance that stepped down, as the last check before it counted them.
    pub users_before: Option<u32>,
    /// An export closed this copy to acts.
    pub handed_on: bool,
    /// When the configuration before the work was read.
    pub baseline_at: Option<String>,
    /// Where the ledger stands; none: nothing was collected yet.
    pub ledger: Option<LedgerShort>,
}

impl Outcome for Maintenance {}

/// What became of one decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Decided {
    pub id: String,
    pub stage: String,
    pub sentence: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
    pub open_points: Vec<String>,
    /// Of a maintenance that has ended: the report that made itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub report: Option<super::KeptReport>,
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub exit: Exit,
}

impl Outcome for Decided {
    fn exit(&self) -> Exit {
        self.exit
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Listed {
    pub id: String,
    pub pair: String,
    #[cfg_attr(test, ts(type = "Stage"))]
    pub stage: String,
    pub title: String,
    pub open: bool,
    pub created_at: String,
    pub ended_at: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MaintenanceList(pub Vec<Listed>);

impl Outcome for MaintenanceList {}

/// One event as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
    #[cfg_attr(test, ts(skip))]
    pub sentence: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Journal(pub Vec<JournalEvent>);

impl Outcome for Journal {}
