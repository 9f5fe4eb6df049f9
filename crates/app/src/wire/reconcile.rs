//! Reconciling as a front end shows and decides it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Outcome;
use super::ledger::{BlindSpot, Change, ChangedObject, Verdict};
use crate::error::Exit;

/// One decision: of one change, of one blind spot, or of everything that stands undecided in a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(default)]
pub struct DecideChange {
    pub id: String,
    /// The number of a change, or the key of a blind spot.
    pub entry: Option<String>,
    #[cfg_attr(test, ts(optional, type = "Group"))]
    pub group: Option<String>,
    #[serde(rename = "as")]
    #[cfg_attr(test, ts(type = "Disposition"))]
    pub disposition: String,
    pub reason: Option<String>,
    /// The last fact that stood on the page: what came later is not decided by it. None: what is there now.
    pub through: Option<u64>,
}

/// Sends the ticked steps of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApplyPlan {
    pub id: String,
    /// Numbers of changes; empty: every step that is a call.
    pub entries: Vec<String>,
    /// The ticked steps of the plan that was read, by number: where one is another by now, nothing is sent.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, type = "Record<string, ReadStep>"))]
    pub seen: Option<BTreeMap<String, ReadStep>>,
}

/// A step as it was read in the plan: its call, and what stood there; all nothing where it was no call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct ReadStep {
    pub method: Option<String>,
    pub path: Option<String>,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub body: Option<Value>,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub before: Option<Value>,
}

/// One group with how far it is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GroupShown {
    #[cfg_attr(test, ts(type = "Group"))]
    pub group: &'static str,
    pub count: usize,
    pub undecided: usize,
    pub outstanding: usize,
    #[cfg_attr(test, ts(type = "Disposition[]"))]
    pub answers: Vec<&'static str>,
}

/// Where reconciling stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reconciliation {
    /// `nothing_to_reconcile`, `decisions_needed`, `not_watched` or `reconciled`
    #[cfg_attr(test, ts(type = "ReconcileVerdict"))]
    pub verdict: &'static str,
    pub sentence: String,
    pub undecided: u32,
    /// Of these, blind spots that nobody has read.
    pub unread: u32,
    pub outstanding: u32,
    /// The appliance that is primary now, and its sync source on the way back; the other is overwritten.
    pub primary: String,
    pub backup: String,
    pub groups: Vec<GroupShown>,
    /// Every change but noise, in the order in which they became known.
    pub entries: Vec<Change>,
    pub blind_spots: Vec<BlindSpot>,
    /// Who stated that the notes are complete.
    pub stated: Option<String>,
    pub through: u64,
    /// The hash that holds the whole ledger.
    pub ledger_head: String,
}

impl Outcome for Reconciliation {
    fn exit(&self) -> Exit {
        match self.verdict {
            "decisions_needed" | "not_watched" => Exit::Refused,
            _ => Exit::Done,
        }
    }
}

/// What one field is to hold, for a person who sets it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ToSet {
    pub field: String,
    /// Nothing for a secret.
    #[cfg_attr(test, ts(type = "unknown"))]
    pub value: Option<Value>,
}

/// One step of the plan: one change.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanStep {
    pub entry: String,
    /// `reapply` or `undo`
    #[cfg_attr(test, ts(type = "\"reapply\" | \"undo\""))]
    pub disposition: &'static str,
    pub object: ChangedObject,
    pub place: String,
    /// One call of the API, nothing to send, or for a person.
    #[cfg_attr(test, ts(type = "\"call\" | \"already_so\" | \"by_hand\""))]
    pub act: &'static str,
    pub method: Option<&'static str>,
    /// From the root: `/api/config/v1/…`
    pub path: Option<String>,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub body: Option<Value>,
    /// What stands there now of what is written.
    #[cfg_attr(test, ts(type = "unknown"))]
    pub before: Option<Value>,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub after: Option<Value>,
    /// Why it is for a person, in one sentence.
    pub why: Option<String>,
    pub to_set: Vec<ToSet>,
    /// Fields that a person has to set all the same.
    pub also_by_hand: Vec<String>,
    /// What came of sending it, where it was sent: in one sentence.
    pub outcome: Option<String>,
    /// Read back as it was to be.
    pub done: bool,
}

/// The dry run: nothing of it was sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApplicationPlan {
    pub id: String,
    /// The label of the appliance that gets the calls.
    pub primary: String,
    pub steps: Vec<PlanStep>,
    /// How many of them are calls.
    pub calls: usize,
}

impl Outcome for ApplicationPlan {}

/// What became of one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Applied {
    pub entry: String,
    #[cfg_attr(
        test,
        ts(type = "\"done\" | \"refused\" | \"not_sent\" | \"unknown\" | \"by_hand\" | \"not_as_planned\"")
    )]
    pub outcome: &'static str,
    pub sentence: String,
}

/// What became of the steps that were sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApplicationEnd {
    pub id: String,
    pub sentence: String,
    pub steps: Vec<Applied>,
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub exit: Exit,
}

impl Outcome for ApplicationEnd {
    fn exit(&self) -> Exit {
        self.exit
    }
}

/// Where the ledger of a maintenance stands, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LedgerShort {
    /// Changes, noise not counted.
    pub changes: u32,
    pub verdict: Verdict,
    pub at: String,
}
