//! The answer of the readiness checks.

use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::error::Exit;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CheckPair {
    pub name: String,
    /// `outbound` or `return`; none: the leg that comes next.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub leg: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Finding {
    pub code: String,
    #[cfg_attr(test, ts(type = "Severity"))]
    pub severity: &'static str,
    #[cfg_attr(test, ts(type = "FindingResult"))]
    pub result: &'static str,
    pub acknowledged: bool,
    pub subject: String,
    pub evidence: String,
    pub rule: String,
    pub remedy: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Checked {
    /// `ready`, `not_ready` or `unknown`
    #[cfg_attr(test, ts(type = "Verdict"))]
    pub verdict: &'static str,
    pub findings: Vec<Finding>,
    pub not_checked: Vec<String>,
    pub at: String,
    pub valid_until: String,
    pub pair: String,
    #[cfg_attr(test, ts(type = "LegName"))]
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
