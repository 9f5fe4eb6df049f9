//! The permanent bytes of a fact, in the manner of the journal (`domain::journal::format`).
//!
//! A body is UTF-8 JSON written once; nothing re-serialises it. Its hash binds it to its maintenance, its place and the
//! fact before it:
//!
//! ```text
//! SHA-256("switchback/ledger/1\n" | maintenance uuid (16) | seq u64 BE | previous (32) | body length u64 BE | body)
//! ```
//!
//! `previous` of seq 1 is 32 zero bytes. A chain proves order and integrity; it does not show a cut-off tail.

use domain::chain::{self, Broken, Link};
pub use domain::chain::{GENESIS, Sealed};
use domain::ids::MaintenanceId;
use domain::time::Utc;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::fact::Fact;

/// The version of bodies this program writes, and the greatest it reads.
pub const VERSION: u64 = 1;

/// What the hashes of this chain begin with.
const REALM: &[u8] = b"switchback/ledger/1\n";

/// The kinds of facts, as they are written.
pub const KINDS: [&str; 6] = ["message", "difference", "note", "log_read", "snapshot_taken", "compared"];

/// Who wrote a fact down, when and with what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub at: Utc,
    /// The operating system's user and computer, `user@host`.
    pub by: String,
    /// The program's name and version.
    pub program: String,
}

/// A fact as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub seq: u64,
    pub recorded: Recorded,
    pub fact: Fact,
}

/// Bytes that are not a readable, unbroken chain of facts.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    #[error("fact {seq} cannot be written as JSON")]
    Write {
        seq: u64,
        #[source]
        source: serde_json::Error,
    },
    #[error("fact {seq} is not readable")]
    Read {
        seq: u64,
        #[source]
        source: serde_json::Error,
    },
    #[error("fact {seq} has no version, kind and writer")]
    Shape { seq: u64 },
    #[error(
        "fact {seq} was written by a newer program ({program}): its version is {version}, this one reads {VERSION}"
    )]
    NewerVersion { seq: u64, version: u64, program: String },
    #[error("fact {seq} is of a kind this program does not know, '{kind}' (written by {program})")]
    UnknownKind { seq: u64, kind: String, program: String },
    #[error("fact {found} stands where fact {expected} is expected")]
    Gap { expected: u64, found: u64 },
    #[error("fact {seq} does not follow the fact before it")]
    BrokenLink { seq: u64 },
    #[error("fact {seq} was changed after it was written")]
    Changed { seq: u64 },
}

#[derive(Serialize)]
struct Body<'a> {
    v: u64,
    #[serde(flatten)]
    recorded: &'a Recorded,
    #[serde(flatten)]
    fact: &'a Fact,
}

/// Writes a fact's permanent bytes.
pub fn seal(
    maintenance: MaintenanceId,
    seq: u64,
    previous: [u8; 32],
    recorded: &Recorded,
    fact: &Fact,
) -> Result<Sealed, ChainError> {
    let body = serde_json::to_vec(&Body { v: VERSION, recorded, fact });
    let body = body.map_err(|source| ChainError::Write { seq, source })?;
    Ok(Sealed { seq, hash: hash(maintenance, seq, &previous, &body), body, previous })
}

/// The hash of a body in its place.
#[must_use]
pub fn hash(maintenance: MaintenanceId, seq: u64, previous: &[u8; 32], body: &[u8]) -> [u8; 32] {
    chain::hash(REALM, maintenance, seq, previous, body)
}

/// Reads one body. The chain is not looked at: see [`verify_link`].
pub fn read(seq: u64, body: &[u8]) -> Result<Written, ChainError> {
    let value: Value = serde_json::from_slice(body).map_err(|source| ChainError::Read { seq, source })?;
    let (Some(version), Some(kind)) = (value["v"].as_u64(), value["kind"].as_str()) else {
        return Err(ChainError::Shape { seq });
    };
    let program = || value["program"].as_str().unwrap_or("an unnamed program").to_owned();
    if version > VERSION || version == 0 {
        return Err(ChainError::NewerVersion { seq, version, program: program() });
    }
    if !KINDS.contains(&kind) {
        return Err(ChainError::UnknownKind { seq, kind: kind.to_owned(), program: program() });
    }
    let read = |source| ChainError::Read { seq, source };
    let recorded = Recorded::deserialize(&value).map_err(read)?;
    let fact = Fact::deserialize(value).map_err(read)?;
    Ok(Written { seq, recorded, fact })
}

/// Checks one fact against the one before it: place, link and hash.
pub fn verify_link(
    maintenance: MaintenanceId,
    expected_seq: u64,
    previous: &[u8; 32],
    link: Link<'_>,
) -> Result<(), ChainError> {
    chain::verify_link(REALM, maintenance, expected_seq, previous, link).map_err(|broken| match broken {
        Broken::Gap { expected, found } => ChainError::Gap { expected, found },
        Broken::Link { seq } => ChainError::BrokenLink { seq },
        Broken::Changed { seq } => ChainError::Changed { seq },
    })
}

/// Verifies and reads a whole chain.
pub fn read_chain(maintenance: MaintenanceId, facts: &[Sealed]) -> Result<Vec<Written>, ChainError> {
    let mut previous = GENESIS;
    let mut written = Vec::with_capacity(facts.len());
    for (expected, sealed) in (1..).zip(facts) {
        verify_link(maintenance, expected, &previous, sealed.link())?;
        previous = sealed.hash;
        written.push(read(sealed.seq, &sealed.body)?);
    }
    Ok(written)
}
