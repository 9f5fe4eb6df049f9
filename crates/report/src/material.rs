//! What a report is made of.

use domain::chain::Sealed;
use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::observation::Product;
use domain::time::Utc;
use serde::{Deserialize, Serialize};

/// Everything a report is made of. Journal and ledger are their permanent bytes; evidence is named by its hash, its bytes stay
/// where they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    pub maintenance: MaintenanceId,
    /// Its number on the computer that makes the report.
    pub number: MaintenanceNumber,
    pub journal: Vec<Sealed>,
    pub ledger: Vec<Sealed>,
    pub evidence: Vec<Evidence>,
    /// The IANA zone to show where the plan names none. None: UTC.
    pub zone: Option<String>,
    /// The computer that makes the report.
    pub computer: String,
    /// The program that makes the report, with its version.
    pub program: String,
    /// The product the pair is known as. None: Remote Support is taken.
    pub product: Option<Product>,
    /// The client ids of the pair's API accounts: what they did is Switchback's doing.
    pub own_accounts: Vec<String>,
    /// How long each phase usually takes on this pair, this maintenance not counted.
    pub usual: Vec<Usual>,
    /// A rehearsal: it is marked on everything.
    pub rehearsal: bool,
}

/// A piece of evidence that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Of the bytes as they are kept, hexadecimal.
    pub sha256: String,
    pub content_type: String,
    pub created_at: Utc,
    pub bytes: u64,
}

/// A phase whose durations are learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsualPhase {
    /// From the command until the roles begin to change.
    Sync,
    /// From there until both are as assigned.
    Swap,
    /// From there until traffic has moved.
    Swing,
}

/// How long a phase took before. Milliseconds; each is a value that was really seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usual {
    pub phase: UsualPhase,
    pub samples: u64,
    pub shortest_ms: u64,
    pub longest_ms: u64,
    pub p50_ms: u64,
    pub p90_ms: u64,
}
