//! Readiness: the checks before a role command, each a finding with evidence, the rule and the remedy.
//!
//! A blocker that fails or is unknown refuses. A warning that is anything but pass is acknowledged by name, with a
//! reason. Information never asks. Nothing overrides a blocker.

mod fingerprint;
mod input;
mod judge;
mod rules;

use serde::{Deserialize, Serialize};

pub use input::{Access, ApplianceCheck, CertificateSeen, CheckInput, LedgerState, PlanFacts, Reads, UsersNow};
pub use judge::judge;
pub use rules::{RULES, Rule, rule};

use crate::observation::Round;
use crate::plan::LegName;
use crate::time::Utc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Blocker,
    Warning,
    Info,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingResult {
    Pass,
    Warn,
    Fail,
    Unknown,
    Skipped,
}

/// The answer of one readiness check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable: programs branch on it.
    pub code: String,
    pub severity: Severity,
    pub result: FindingResult,
    /// What it is about: a label, or the pair's or site's name.
    pub subject: String,
    /// What was seen.
    pub evidence: String,
    pub rule: String,
    /// What to do where it is not a pass.
    pub remedy: String,
}

impl Finding {
    /// Does it stand in the way by itself?
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Blocker && matches!(self.result, FindingResult::Fail | FindingResult::Unknown)
    }

    /// Does it ask for an acknowledgement?
    #[must_use]
    pub fn asks(&self) -> bool {
        self.severity == Severity::Warning && self.result != FindingResult::Pass
    }
}

/// One run of the checks, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub leg: LegName,
    pub findings: Vec<Finding>,
    /// What was not checked, said beside what was.
    pub not_checked: Vec<String>,
    /// SHA-256 (hex) over the plan, roles, GUIDs, versions, pins and shared IPs: when it changes, the result is void.
    pub fingerprint: String,
    pub valid_until: Utc,
    /// Users signed in on the appliance that is to step down, where they could be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<u32>,
    pub round: Round,
}

/// The result of the checks as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Ready,
    NotReady,
    Unknown,
}

/// Judges findings together; `acknowledged` tells which warnings a person has answered for.
#[must_use]
pub fn verdict(findings: &[Finding], acknowledged: impl Fn(&Finding) -> bool) -> Verdict {
    let failed = |f: &Finding| f.blocks() && f.result == FindingResult::Fail;
    // What failed is said first; an unknown blocker comes before a warning, which no acknowledgement would help.
    if findings.iter().any(failed) {
        Verdict::NotReady
    } else if findings.iter().any(Finding::blocks) {
        Verdict::Unknown
    } else if findings.iter().any(|f| f.asks() && !acknowledged(f)) {
        Verdict::NotReady
    } else {
        Verdict::Ready
    }
}
