//! What the ledger is made of: facts, each written once.
//!
//! A fact is a witness of a change (a message, a difference between snapshots, a note), or it says what was looked at (a
//! log that was read, a snapshot that was taken, two sides that were compared), so that what was not can be told.

use std::fmt;

use domain::role::Side;
use domain::time::Utc;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::catalogue::ChangeKind;
use crate::entry::EntryId;

/// What a witness is recognised by when it is met again: 16 bytes of a hash, written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WitnessId(pub [u8; 16]);

/// One fact of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    Message(Box<MessageFact>),
    Difference(Box<DifferenceFact>),
    Note(Box<NoteFact>),
    LogRead(LogRead),
    SnapshotTaken(SnapshotTaken),
    Compared(Compared),
}

/// Where a log came from. It never says where a message was made: its header does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Pulled from this appliance by the Reporting API.
    Appliance(Side),
    /// Given by a person; the file's name.
    File(String),
}

/// A syslog message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageFact {
    pub witness: WitnessId,
    /// What all cuts of a message of several segments have in common.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stem: Option<WitnessId>,
    pub source: Source,
    /// The file of the log, in the order they were read, and its line.
    pub file: u32,
    pub line: u64,
    pub host: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pid: Option<u32>,
    pub site_id: u16,
    /// As written; for the eye.
    pub header_time: String,
    /// Unix seconds in the appliance's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<i64>,
    /// Where the message does not say when: what its neighbours say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// The appliance's clock minus this computer's, milliseconds, as it was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_offset_ms: Option<i64>,
    /// All segments are there.
    pub complete: bool,
    /// Every whole field in its order. The value of a secret one is `***`.
    pub fields: Vec<(String, String)>,
}

/// Fields of one object that are not what they were, on one side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DifferenceFact {
    pub witness: WitnessId,
    /// Whose configuration shows it.
    pub side: Side,
    pub resource: String,
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub change: ChangeKind,
    pub fields: Vec<FieldFact>,
    /// It came about after this snapshot of that side and before the other.
    pub from: Utc,
    pub to: Utc,
}

/// One field of a difference. A value that is not there is `None`; `null` is a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldFact {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub before: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub after: Option<Value>,
}

/// What a person says was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteFact {
    /// The entry it is about, where there is one already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// The appliance it was done on; none: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    pub place: String,
    pub object: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    pub text: String,
    /// Who says so, as typed or as signed in.
    pub name: String,
    pub done_at: Utc,
}

/// A log that was read, and the time it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRead {
    pub source: Source,
    /// Whose log it is.
    pub side: Side,
    /// The oldest it can tell of: its first message, or where reading went on. Absent: it was empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Utc>,
    /// When it was pulled; of a file its last message.
    pub to: Utc,
    pub messages: u64,
    /// Messages with segments missing.
    pub incomplete: u64,
    /// Lines that could not be read.
    pub damaged: u64,
}

/// A snapshot that was taken, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotTaken {
    pub side: Side,
    pub from: Utc,
    pub to: Utc,
    pub read: Vec<String>,
    /// What could not be read, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<(String, String)>,
    pub objects: u64,
    /// Of the snapshot as it is kept, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// Both sides were compared: what still differs on the backup, and what was once seen there and is not there any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    pub primary: Side,
    /// When the older of the two snapshots was begun: what was changed after it may not be in it.
    pub from: Utc,
    pub to: Utc,
    /// Kinds that both have read.
    pub resources: Vec<String>,
    /// Kind and id of the objects in which the backup has something of its own.
    pub backup_differs: Vec<(String, String)>,
    /// Entries of the backup that its configuration does not show any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overwritten: Vec<EntryId>,
    /// Entries of the backup, made while a sync from it ran, that the primary's configuration shows too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copied: Vec<EntryId>,
}

impl WitnessId {
    /// From parts, each with its length, so that no two lists of parts are the same bytes.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        let hash: [u8; 32] = digest.finalize().into();
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        Self(id)
    }
}

impl fmt::Display for WitnessId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for WitnessId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<WitnessId> for String {
    fn from(id: WitnessId) -> Self {
        id.to_string()
    }
}

/// A text that is no witness's id.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not the id of a witness (32 hexadecimal digits)")]
pub struct NotAWitness(String);

impl TryFrom<String> for WitnessId {
    type Error = NotAWitness;

    fn try_from(text: String) -> Result<Self, NotAWitness> {
        let digits: Option<Vec<u8>> =
            text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
        let bytes = digits.filter(|digits| digits.len() == 32);
        let bytes = bytes.map(|digits| {
            digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)).collect::<Vec<u8>>()
        });
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(NotAWitness(text))
    }
}

impl DifferenceFact {
    /// What it is recognised by: the same difference since the same snapshot is one, whenever it is seen.
    #[must_use]
    pub fn identity(&self) -> WitnessId {
        let side = match self.side {
            Side::Home => "home",
            Side::StandIn => "stand_in",
        };
        let mut parts: Vec<String> =
            vec![side.to_owned(), self.resource.clone(), self.id.clone(), self.from.to_string()];
        for field in &self.fields {
            parts.push(field.name.clone());
            for value in [&field.before, &field.after] {
                parts.push(value.as_ref().map_or_else(String::new, crate::text::canonical));
            }
        }
        let parts: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
        WitnessId::of(&parts)
    }
}

/// Tells `null` from what is not there.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
