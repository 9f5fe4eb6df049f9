//! Legs: how one is asked for, what happens meanwhile, how it ends.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Outcome, PairStatus};
use crate::error::Exit;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FailOver {
    pub id: String,
    #[serde(default)]
    pub wait: bool,
    #[serde(default)]
    pub by_hand: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Swing {
    pub id: String,
    #[serde(default)]
    pub wait: bool,
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub confirm_by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Observe {
    pub id: String,
    #[serde(default)]
    pub wait: bool,
}

/// One event of the journal as it happens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Step {
    pub seq: u64,
    pub at: String,
    pub kind: String,
    pub sentence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "LegName"))]
    pub leg: Option<&'static str>,
    /// The role of each appliance by its label, as seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub roles: Option<BTreeMap<String, String>>,
    /// How often in a row the same was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub samples: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "RoleAnswer"))]
    pub answer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "Settlement"))]
    pub settlement: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "SyncVerdict"))]
    pub sync: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub message: Option<String>,
}

/// What is told while a command runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Heard {
    Step(Step),
    Status(Box<PairStatus>),
    /// A line of a story.
    Line {
        line: String,
    },
}

/// How watching, or an act without watching, ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct End {
    /// `leg_done`, `refused`, `not_happened`, `answered`, `swung`, `looked`, `needs_person` or `stopped`
    #[cfg_attr(test, ts(type = "LegEnd"))]
    pub end: &'static str,
    /// No role command is under way any more.
    pub settled: bool,
    pub id: String,
    pub stage: String,
    pub sentence: String,
    #[cfg_attr(test, ts(type = "LegName | null"))]
    pub leg: Option<&'static str>,
    #[cfg_attr(test, ts(type = "SyncVerdict | null"))]
    pub sync: Option<&'static str>,
    #[cfg_attr(test, ts(type = "RoleAnswer | null"))]
    pub answer: Option<&'static str>,
    /// What the appliance said, as given.
    pub message: Option<String>,
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub exit: Exit,
}

impl Outcome for End {
    fn exit(&self) -> Exit {
        self.exit
    }
}
