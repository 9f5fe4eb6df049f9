//! The document: its members, in their order, and its bytes.
//!
//! It is UTF-8 JSON of one fixed form: members in the order of the types, no space, a line for each member and for each
//! element of the first three levels. The bytes before `,\n"digest"` are its *content*:
//!
//! ```text
//! digest  = SHA-256("switchback/report/1\n" | content length u64 BE | content)
//! signed  = "switchback/report/1/signed\n" | digest (32) | signed_at as written (RFC 3339 UTC, milliseconds)
//! ```
//!
//! The digest shows any change of a byte to whoever has it from elsewhere; the signature, to whoever knows the key.

mod bytes;
mod changes;
mod course;
mod head;
mod people;
mod signature;

use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::observation::Product;
use serde::Serialize;

pub(crate) use bytes::END_OF_CONTENT;
pub use bytes::digest_of;
pub use changes::{Area, Blind, Change, Changes, Coverage, Decided, FieldChange, Seen, Watched, Write};
pub use course::{
    Acknowledged, Away, Band, Check, CommandSent, EventLine, Finding, Gap, LegResult, Phase, PhaseName, RoleSpan, Step,
    StepState, Timeline, UserCount, VerdictLine, Way,
};
pub use head::{ChainHead, Head, Line};
pub use people::{Appliance, Approval, Asked, Did, Offset, PlannedWindow, Span, What, When, Who, Zone};
pub use signature::{NotASignature, Signature, fingerprint};

use crate::material::{Evidence, Usual};

/// What the member `format` says.
pub const FORMAT: &str = "switchback/report/1";

/// How the member `report` is made of the others. It grows when the same journal would be told otherwise.
pub const DERIVATION: u32 = 2;

/// The canonical document of one maintenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    pub format: String,
    pub maintenance: MaintenanceId,
    pub number: MaintenanceNumber,
    pub rehearsal: bool,
    /// The computer that made it.
    pub computer: String,
    pub program: String,
    pub zone: Option<String>,
    pub product: Option<Product>,
    pub own_accounts: Vec<String>,
    pub usual: Vec<Usual>,
    pub journal: Vec<Line>,
    pub ledger: Vec<Line>,
    pub evidence: Vec<Evidence>,
    pub head: Head,
    /// Everything from here on is made of what stands above.
    pub report: Report,
    pub digest: String,
    pub signature: Option<Signature>,
}

/// How a maintenance came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Signed off, and nothing is open.
    Complete,
    /// Signed off, and something stays open.
    Incomplete,
    /// Ended before a role was changed.
    Abandoned,
    /// Ended without a sign-off, once roles had changed.
    ClosedAway,
    /// It goes on elsewhere.
    HandedOn,
    /// A role command may have started, and nobody knows how it came out.
    Unsettled,
    /// It goes on.
    Open,
}

/// What is made of journal, ledger and evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub derivation: u32,
    pub outcome: Outcome,
    pub headline: String,
    pub sentence: String,
    pub open_points: Vec<String>,
    pub what: What,
    pub who: Who,
    pub when: When,
    pub timeline: Timeline,
    pub steps: Vec<Step>,
    pub ways: Vec<Way>,
    pub phases: Vec<Phase>,
    pub commands: Vec<CommandSent>,
    pub legs: Vec<LegResult>,
    pub checks: Vec<Check>,
    pub acknowledgements: Vec<Acknowledged>,
    pub users: Vec<UserCount>,
    pub changes: Changes,
    /// What Switchback wrote to put changes on the primary, or to take them back there.
    pub writes: Vec<Write>,
    pub coverage: Coverage,
    /// How gaps were looked for, and that there is none where there is none.
    pub gaps_sentence: String,
    pub gaps: Vec<Gap>,
    pub verdicts: Vec<VerdictLine>,
    /// Evidence that journal or ledger names and that is not kept.
    pub evidence_missing: Vec<String>,
    /// How many readings the journal holds, and how many of them name their evidence.
    pub readings: u64,
    pub readings_with_evidence: u64,
    pub events: Vec<EventLine>,
    /// What this document cannot prove, signed or not.
    pub not_proven: Vec<String>,
}
