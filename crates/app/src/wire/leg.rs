//! Legs: how one is asked for, what happens meanwhile, how it ends.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Outcome, PairStatus};
use crate::error::Exit;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailOver {
    pub id: String,
    #[serde(default)]
    pub wait: bool,
    #[serde(default)]
    pub by_hand: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swing {
    pub id: String,
    #[serde(default)]
    pub wait: bool,
    #[serde(default)]
    pub confirm_by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observe {
    pub id: String,
    #[serde(default)]
    pub wait: bool,
}

/// One event of the journal as it happens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    pub seq: u64,
    pub at: String,
    pub kind: String,
    pub sentence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<&'static str>,
    /// The role of each appliance by its label, as seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<BTreeMap<String, String>>,
    /// How often in a row the same was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub samples: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sync: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What is told while a command runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
pub struct End {
    /// `leg_done`, `refused`, `not_happened`, `answered`, `swung`, `looked`, `needs_person` or `stopped`
    pub end: &'static str,
    /// No role command is under way any more.
    pub settled: bool,
    pub id: String,
    pub stage: String,
    pub sentence: String,
    pub leg: Option<&'static str>,
    pub sync: Option<&'static str>,
    pub answer: Option<&'static str>,
    /// What the appliance said, as given.
    pub message: Option<String>,
    #[serde(skip)]
    pub exit: Exit,
}

impl Outcome for End {
    fn exit(&self) -> Exit {
        self.exit
    }
}
