//! An entry: one change, with everything that is known of it from all its witnesses.

mod from_message;
mod join;

pub use domain::change::{EntryId, NotAnEntry};
use domain::role::Side;
use domain::time::Utc;
use serde::{Deserialize, Serialize};

use crate::catalogue::{ChangeKind, Class, Known};
use crate::text::{Content, Word, field_key};

pub(crate) use from_message::{Read, account_of, read_message};

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub at: When,
    pub who: Option<Word>,
    pub who_ip: Option<Word>,
    /// The host its message names.
    pub host: Option<Word>,
    /// The appliance it was made on: by its host's name, or by whose configuration shows it. Never by whose log told it.
    pub side: Option<Side>,
    pub place: Word,
    /// The event's name; empty where no message tells of it.
    pub event: Word,
    pub kind: ChangeKind,
    pub class: Class,
    /// How its event's meaning is known.
    pub known: Known,
    pub object: Object,
    pub fields: Vec<Field>,
    pub witnesses: Vec<Witness>,
    /// A segment of its message is missing: there may be more to it.
    pub incomplete: bool,
    /// Made with one of our own API accounts.
    pub ours: bool,
    pub note: Option<Box<str>>,
    /// When its side, being the backup, was seen not to have it any more: a sync has overwritten it.
    pub overwritten_at: Option<Utc>,
    /// When the other side was seen to have it, though it was made while a sync ran: that has copied it.
    pub copied_at: Option<Utc>,
    /// The last fact that said something new of it. Another witness of the same does not: what was decided stays decided.
    pub seq: u64,
}

/// Where the entry of this number stands: they are counted from one, in the order in which they became known.
pub(crate) fn place_of(id: EntryId) -> Option<usize> {
    usize::try_from(id.0).ok()?.checked_sub(1)
}

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// What the Configuration API calls its kind, else the event's word.
    pub kind: Word,
    pub id: Option<Box<str>>,
    pub name: Option<Box<str>>,
}

/// One field of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// As its witness writes it.
    pub name: Word,
    pub before: Option<Content>,
    pub after: Option<Content>,
    /// Its values are not known: only that it changed.
    pub secret: bool,
}

/// When a change was made, in this computer's clock as far as the appliance's offset is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    Said(Utc),
    /// After the one and before the other, as far as they are known.
    Between(Option<Utc>, Option<Utc>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WitnessKind {
    Syslog,
    Snapshot,
    Note,
}

/// Where a change was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    pub kind: WitnessKind,
    /// The fact, by its place in the chain.
    pub fact: u64,
}

impl When {
    /// Milliseconds to put entries in order by: the latest it can have been.
    #[must_use]
    pub fn order_ms(self) -> i64 {
        match self {
            Self::Said(at) | Self::Between(_, Some(at)) | Self::Between(Some(at), None) => at.millis(),
            Self::Between(None, None) => 0,
        }
    }

    /// The latest it can have been, where that is known.
    #[must_use]
    pub fn latest(self) -> Option<Utc> {
        match self {
            Self::Said(at) => Some(at),
            Self::Between(_, to) => to,
        }
    }

    /// The earliest it can have been, where that is known.
    #[must_use]
    pub fn earliest(self) -> Option<Utc> {
        match self {
            Self::Said(at) => Some(at),
            Self::Between(from, _) => from,
        }
    }
}

impl Entry {
    #[must_use]
    pub fn has(&self, kind: WitnessKind) -> bool {
        self.witnesses.iter().any(|witness| witness.kind == kind)
    }

    /// Whether something of it is secret, and all of it.
    #[must_use]
    pub fn is_all_secret(&self) -> bool {
        !self.fields.is_empty() && self.fields.iter().all(|field| field.secret)
    }

    /// The field of this name, as either witness writes it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        let key = field_key(name);
        self.fields.iter().find(|field| field_key(field.name.as_str()) == key)
    }
}
