//! How it went: steps, phases, commands, checks, verdicts, the picture of the roles, and every event in words.

use domain::journal::{RoleAnswer, Settlement, SyncVerdict};
use domain::plan::LegName;
use domain::readiness::{FindingResult, Severity, Verdict};
use domain::role::Side;
use domain::time::Utc;
use serde::Serialize;

use crate::material::Usual;

/// Roles of both appliances over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timeline {
    pub from: Utc,
    pub to: Utc,
    /// In order of time; of each side one after the other, without overlap.
    pub roles: Vec<RoleSpan>,
    /// Users out: from a role command until both roles were as assigned.
    pub users_out: Vec<Away>,
}

/// One appliance, saying the same of itself for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleSpan {
    pub side: Side,
    /// `primary`, `backup`, `none`, a text as given, `not told` or `no answer`.
    pub role: String,
    /// Told by the other appliance only.
    pub second_hand: bool,
    pub from: Utc,
    pub to: Utc,
    /// How many looks say so.
    pub looks: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Away {
    pub leg: LegName,
    pub from: Utc,
    pub to: Utc,
    /// Both roles were as assigned at its end.
    pub ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Done,
    Skipped,
    Failed,
    UnderWay,
    /// Begun, and ended before it was done.
    Unfinished,
    NotExecuted,
}

/// One of the thirteen tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    pub task: &'static str,
    pub words: &'static str,
    pub state: StepState,
    pub from: Option<Utc>,
    pub to: Option<Utc>,
    pub took_ms: Option<u64>,
    pub result: String,
}

/// A way to change a role, and how often it was gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    pub way: &'static str,
    pub words: &'static str,
    pub guarded: bool,
    pub executed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseName {
    UsersOut,
    Sync,
    Swap,
    Swing,
    Observe,
    OnTheStandIn,
    WithoutRedundancy,
}

/// Where a duration lies against what is usual here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    Shorter,
    Inside,
    Longer,
    NoHistory,
    /// A gap in observation lies in it: its length is not known well.
    Gap,
}

/// A phase, planned and as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phase {
    pub phase: PhaseName,
    pub leg: Option<LegName>,
    pub words: String,
    pub from: Utc,
    pub to: Option<Utc>,
    /// Absent: it lasts, or the clock was set back in it.
    pub took_ms: Option<u64>,
    pub planned_ms: Option<u64>,
    pub usual: Option<Usual>,
    pub band: Option<Band>,
}

/// One role command from its intent to its settlement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommandSent {
    pub seq: u64,
    pub leg: LegName,
    pub way: &'static str,
    pub at: Utc,
    /// The appliance that received it.
    pub target: Side,
    /// The role it was to take.
    pub role: String,
    pub data_sync_first: bool,
    pub force: bool,
    pub users: Option<u32>,
    pub answer: Option<RoleAnswer>,
    pub answered_at: Option<Utc>,
    /// As the appliance said it.
    pub answer_text: String,
    pub settlement: Option<Settlement>,
    pub settled_at: Option<Utc>,
    pub reason: Option<String>,
}

/// How a leg ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LegResult {
    pub leg: LegName,
    pub done_at: Utc,
    pub new_primary: Side,
    pub sync: SyncVerdict,
    /// The stamp that proves it, in the appliance's own clock.
    pub sync_stamp: Option<Utc>,
    pub samples: u32,
    pub second_hand: Vec<Side>,
    pub two_primaries_excluded: bool,
    pub adopted: Option<String>,
    pub traffic: Option<String>,
    pub traffic_at: Option<Utc>,
    pub signed_off_at: Option<Utc>,
    pub signed_off_by: Option<String>,
}

/// One run of the readiness checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    pub seq: u64,
    pub at: Utc,
    pub leg: LegName,
    pub valid_until: Utc,
    /// With what was acknowledged by then.
    pub verdict: Verdict,
    /// The last of its leg before a role command, or at the end.
    pub last: bool,
    pub findings: Vec<Finding>,
    pub not_checked: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub code: String,
    pub subject: String,
    pub severity: Severity,
    pub result: FindingResult,
    pub evidence: String,
    pub rule: String,
    pub remedy: String,
}

/// A warning that a person answered for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acknowledged {
    pub seq: u64,
    pub at: Utc,
    pub leg: LegName,
    pub code: String,
    pub subject: String,
    pub result: FindingResult,
    pub reason: String,
    pub by: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserCount {
    pub seq: u64,
    pub at: Utc,
    pub words: String,
    pub count: u32,
}

/// A time in which nobody looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    pub from: Utc,
    pub to: Utc,
    /// Absent: the clock was set back in it.
    pub took_ms: Option<u64>,
    pub words: String,
}

/// One thing the journal says that can be judged again from what was observed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictLine {
    /// The event that says it; 0: the journal as a whole.
    pub seq: u64,
    pub verdict: &'static str,
    pub claim: String,
    /// The events it rests on.
    pub rests_on: Vec<u64>,
    /// Judged again it comes to the same.
    pub agrees: bool,
    /// What it comes to, where it does not.
    pub found: Option<String>,
}

/// An event of the journal in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventLine {
    pub seq: u64,
    pub at: Utc,
    pub kind: &'static str,
    pub by: String,
    pub words: String,
}
