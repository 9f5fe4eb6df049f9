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
    /// By which key, or why not.
    pub signature: String,
}

impl Outcome for ReportMade {}

/// A file of a report that is kept in the data folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportFile {
    /// `html`, `json`, `csv`, `md` or `pdf`
    pub format: String,
    pub file: String,
    pub bytes: u64,
}

/// The report that made itself at the end of a maintenance, as it is kept in the data folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct KeptReport {
    pub folder: String,
    pub files: Vec<ReportFile>,
    pub signed: bool,
    /// What was made and what was not, and why: for a person.
    pub sentence: String,
}

impl Outcome for KeptReport {}

/// How long something usually takes here. Seconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportUsual {
    pub samples: u64,
    pub shortest_s: f64,
    pub p50_s: f64,
    pub p90_s: f64,
    pub longest_s: f64,
}

/// A phase, planned and as it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportPhase {
    #[cfg_attr(test, ts(type = "ReportPhaseName"))]
    pub phase: String,
    #[cfg_attr(test, ts(type = "LegName | null"))]
    pub leg: Option<String>,
    pub words: String,
    pub from: String,
    pub to: Option<String>,
    pub took_s: Option<f64>,
    pub planned_s: Option<f64>,
    pub usual: Option<ReportUsual>,
    #[cfg_attr(test, ts(type = "ReportBand | null"))]
    pub band: Option<String>,
}

/// A report as a window shows it: made from the record now, and checked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportShown {
    pub id: String,
    pub title: String,
    pub pair: String,
    pub site_name: String,
    #[cfg_attr(test, ts(type = "ReportOutcome"))]
    pub outcome: String,
    pub headline: String,
    pub sentence: String,
    pub open_points: Vec<String>,
    pub began_at: String,
    /// Absent: it goes on, and the report grows.
    pub ended_at: Option<String>,
    pub phases: Vec<ReportPhase>,
    pub proof: ReportVerified,
    /// For a ticket.
    pub markdown: String,
    /// Absent: none was kept yet.
    pub kept: Option<KeptReport>,
}

impl Outcome for ReportShown {}

/// The page of a report, whole and self-contained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportPreview {
    pub html: String,
}

impl Outcome for ReportPreview {}

/// Asks for the key that signs reports on this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShowReportKey {
    /// Makes one where there is none; the keychain may ask a person to unlock it.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub make: bool,
}

/// The key that signs reports on this computer. It stays in the operating system's keychain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReportKey {
    /// `sb-` and 32 hexadecimal digits.
    pub fingerprint: Option<String>,
    /// 32 bytes, hexadecimal.
    pub public_key: Option<String>,
    /// Where there is none: why, and what to do.
    pub sentence: String,
}

impl Outcome for ReportKey {}

/// Writes the register of all maintenances into a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WriteRegister {
    /// `csv` or `json`
    pub format: String,
    /// The file is made anew, never overwritten.
    pub out: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RegisterWritten {
    pub file: String,
    pub bytes: u64,
    pub sentence: String,
}

impl Outcome for RegisterWritten {}

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
    /// Events of the journal.
    pub events: Option<u64>,
    /// Readings in the journal, how many name their evidence, and how many pieces of it are not there.
    pub readings: u64,
    pub readings_with_evidence: u64,
    pub evidence_missing: u64,
    pub signed: bool,
    /// Of the key that signed.
    pub fingerprint: Option<String>,
    pub signature: String,
    pub verdicts: Vec<VerdictChecked>,
    /// The first one first.
    pub broken: Vec<BrokenPlace>,
    /// Why nothing is proven though nothing is broken: another version of Switchback made it, or it is not signed by the key that
    /// was asked for.
    pub unproven: Option<String>,
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

/// A maintenance of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RegisterRow {
    pub id: String,
    /// Absent: its journal cannot be read, and `problem` says why.
    pub title: Option<String>,
    pub ticket: Option<String>,
    pub pair: Option<String>,
    #[cfg_attr(test, ts(type = "ReportOutcome | null"))]
    pub outcome: Option<String>,
    pub began_at: Option<String>,
    pub ended_at: Option<String>,
    pub planned_by: Option<String>,
    pub changes: Option<u64>,
    pub open_points: Option<u64>,
    /// The report that is kept of it was made: its folder.
    pub kept: Option<String>,
    pub problem: Option<String>,
}

/// All maintenances of this computer, without holes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RegisterShown {
    #[cfg_attr(test, ts(type = "unknown"))]
    pub register: Value,
    pub rows: Vec<RegisterRow>,
    pub csv: String,
    pub sentence: String,
}

impl Outcome for RegisterShown {}
