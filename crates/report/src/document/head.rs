//! Permanent bodies as their exact text, and where their chains end.

use domain::chain::{GENESIS, Sealed};
use serde::{Deserialize, Serialize};

/// One permanent body: its place, its hash, its exact text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub seq: u64,
    /// Hexadecimal. What it binds is in `domain::chain`.
    pub hash: String,
    pub body: String,
}

/// Where a chain ends: a chain alone does not show a cut-off tail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainHead {
    pub count: u64,
    /// Of the last body; 64 zeros where there is none.
    pub hash: String,
}

/// Both chains' ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub journal: ChainHead,
    pub ledger: ChainHead,
}

impl ChainHead {
    #[must_use]
    pub fn of(bodies: &[Sealed]) -> Self {
        let last = bodies.last().map_or(GENESIS, |sealed| sealed.hash);
        Self { count: bodies.len() as u64, hash: crate::chains::hex(&last) }
    }
}
