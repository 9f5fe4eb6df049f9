//! Reports as a front end asks for them and checks them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Outcome;
use crate::error::Exit;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MakeReport {
    pub id: String,
    /// `html`, `json`, `csv`, `md` or `pdf`
    pub format: String,
    /// The file is made anew, never overwritten.
    pub out: String,
}

/// A report or an exported maintenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VerifyReport {
    pub file: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportMade {
    pub id: String,
    pub file: String,
    pub bytes: u64,
    pub headline: String,
    /// The hash that holds the whole journal.
    pub journal_head: String,
    pub signed: bool,
}

impl Outcome for ReportMade {}

/// Something that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BrokenPlace {
    pub place: String,
    pub words: String,
}

/// A verdict that was computed again from what was observed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VerdictChecked {
    pub claim: String,
    pub found: Option<String>,
    pub agrees: bool,
}

/// What a check came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportVerified {
    /// Everything that can be checked holds.
    pub proven: bool,
    pub maintenance: Option<String>,
    pub computer: Option<String>,
    pub headline: Option<String>,
    pub journal_head: Option<String>,
    pub signed: bool,
    pub signature: String,
    pub verdicts: Vec<VerdictChecked>,
    /// The first one first.
    pub broken: Vec<BrokenPlace>,
    /// What no check of this file can prove.
    pub not_proven: Vec<String>,
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub exit: Exit,
}

impl Outcome for ReportVerified {
    fn exit(&self) -> Exit {
        self.exit
    }
}

/// All maintenances of this computer, without holes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RegisterShown {
    #[cfg_attr(test, ts(type = "unknown"))]
    pub register: Value,
    pub csv: String,
    pub sentence: String,
}

impl Outcome for RegisterShown {}
