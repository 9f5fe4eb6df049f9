//! The answer of the readiness checks.

use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::error::Exit;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckPair {
    pub name: String,
    /// `outbound` or `return`; none: the leg that comes next.
    #[serde(default)]
    pub leg: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub code: String,
    pub severity: &'static str,
    pub result: &'static str,
    pub acknowledged: bool,
    pub subject: String,
    pub evidence: String,
    pub rule: String,
    pub remedy: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// `ready`, `not_ready` or `unknown`
    pub verdict: &'static str,
    pub findings: Vec<Finding>,
    pub not_checked: Vec<String>,
    pub at: String,
    pub valid_until: String,
    pub pair: String,
    pub leg: &'static str,
    /// The maintenance whose journal keeps this check.
    pub maintenance: Option<String>,
}

impl Outcome for Checked {
    fn exit(&self) -> Exit {
        match self.verdict {
            "ready" => Exit::Done,
            "unknown" => Exit::Unknown,
            _ => Exit::Refused,
        }
    }
}
