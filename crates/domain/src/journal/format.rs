//! The permanent bytes of an event.
//!
//! A body is UTF-8 JSON written once; nothing re-serialises it. Its hash binds it to its maintenance, its place and
//! the event before it:
//!
//! ```text
//! SHA-256("switchback/journal/1\n" | maintenance uuid (16) | seq u64 BE | previous (32) | body length u64 BE | body)
//! ```
//!
//! `previous` of seq 1 is 32 zero bytes. A chain proves order and integrity; it does not show a cut-off tail, and it
//! proves nothing about the clock.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::chain::{self, Broken, Link};
pub use crate::chain::{GENESIS, Sealed};
use crate::ids::MaintenanceId;
use crate::journal::event::{Event, KINDS};
use crate::time::Utc;

/// The version of event bodies this program writes, and the greatest it reads.
pub const VERSION: u64 = 1;

/// What the hashes of this chain begin with.
const REALM: &[u8] = b"switchback/journal/1\n";

/// How the name of a program ends that worked on simulated appliances: the journal itself tells that it is a rehearsal.
pub const SIMULATED: &str = " (simulated)";

/// Who wrote an event, when and with what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub at: Utc,
    /// The monotonic clock of this boot, milliseconds.
    pub mono_ms: u64,
    /// The operating system's user and computer, `user@host`.
    pub by: String,
    /// Tells one run of the monotonic clock from another.
    pub boot: String,
    /// The program's name and version; on simulated appliances it ends with [`SIMULATED`].
    pub program: String,
    /// The OAuth client id acts are made with, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_account: Option<String>,
}

/// An event as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub seq: u64,
    pub stamp: Stamp,
    pub event: Event,
}

/// Bytes that are not a readable, unbroken journal.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    #[error("event {seq} cannot be written as JSON")]
    Write {
        seq: u64,
        #[source]
        source: serde_json::Error,
    },
    #[error("event {seq} is not readable")]
    Read {
        seq: u64,
        #[source]
        source: serde_json::Error,
    },
    #[error("event {seq} has no version, kind and writer")]
    Shape { seq: u64 },
    #[error(
        "event {seq} was written by a newer program ({program}): its version is {version}, this one reads {VERSION}"
    )]
    NewerVersion { seq: u64, version: u64, program: String },
    #[error("event {seq} is of a kind this program does not know, '{kind}' (written by {program})")]
    UnknownKind { seq: u64, kind: String, program: String },
    #[error("event {found} stands where event {expected} is expected")]
    Gap { expected: u64, found: u64 },
    #[error("event {seq} does not follow the event before it")]
    BrokenLink { seq: u64 },
    #[error("event {seq} was changed after it was written")]
    Changed { seq: u64 },
}

/// Writes an event's permanent bytes.
pub fn seal(
    maintenance: MaintenanceId,
    seq: u64,
    previous: [u8; 32],
    stamp: &Stamp,
    event: &Event,
) -> Result<Sealed, FormatError> {
    let write = |source| FormatError::Write { seq, source };
    let mut body = Map::new();
    body.insert("v".to_owned(), VERSION.into());
    body.insert("kind".to_owned(), event.kind().into());
    for part in [serde_json::to_value(stamp).map_err(write)?, serde_json::to_value(event).map_err(write)?] {
        if let Value::Object(fields) = part {
            for (key, value) in fields {
                body.entry(key).or_insert(value);
            }
        }
    }
    let body = serde_json::to_vec(&body).map_err(write)?;
    Ok(Sealed { seq, hash: hash(maintenance, seq, &previous, &body), body, previous })
}

/// The hash of a body in its place.
#[must_use]
pub fn hash(maintenance: MaintenanceId, seq: u64, previous: &[u8; 32], body: &[u8]) -> [u8; 32] {
    chain::hash(REALM, maintenance, seq, previous, body)
}

/// Reads one body. The chain is not looked at: see [`read_chain`].
pub fn read(seq: u64, body: &[u8]) -> Result<Entry, FormatError> {
    let value: Value = serde_json::from_slice(body).map_err(|source| FormatError::Read { seq, source })?;
    let (Some(version), Some(kind)) = (value["v"].as_u64(), value["kind"].as_str()) else {
        return Err(FormatError::Shape { seq });
    };
    let program = || value["program"].as_str().unwrap_or("an unnamed program").to_owned();
    if version > VERSION || version == 0 {
        return Err(FormatError::NewerVersion { seq, version, program: program() });
    }
    if !KINDS.contains(&kind) {
        return Err(FormatError::UnknownKind { seq, kind: kind.to_owned(), program: program() });
    }
    let stamp = Stamp::deserialize(&value).map_err(|source| FormatError::Read { seq, source })?;
    let event = Event::deserialize(&value).map_err(|source| FormatError::Read { seq, source })?;
    Ok(Entry { seq, stamp, event })
}

/// Checks one event against the one before it: place, link and hash.
pub fn verify_link(
    maintenance: MaintenanceId,
    expected_seq: u64,
    previous: &[u8; 32],
    link: Link<'_>,
) -> Result<(), FormatError> {
    chain::verify_link(REALM, maintenance, expected_seq, previous, link).map_err(|broken| match broken {
        Broken::Gap { expected, found } => FormatError::Gap { expected, found },
        Broken::Link { seq } => FormatError::BrokenLink { seq },
        Broken::Changed { seq } => FormatError::Changed { seq },
    })
}

/// Reads a whole journal and verifies its chain from the first event on.
pub fn read_chain(maintenance: MaintenanceId, journal: &[Sealed]) -> Result<Vec<Entry>, FormatError> {
    let mut previous = GENESIS;
    let mut entries = Vec::with_capacity(journal.len());
    for (expected, sealed) in (1..).zip(journal) {
        verify_link(maintenance, expected, &previous, sealed.link())?;
        previous = sealed.hash;
        entries.push(read(sealed.seq, &sealed.body)?);
    }
    Ok(entries)
}
