//! The words in which a change is decided about: its number, its group, what becomes of it. The ledger finds changes; the
//! journal keeps what was decided of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::role::Side;
use crate::time::Utc;

/// The number of an entry, by the order in which changes became known: `C-0001`. It never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntryId(pub u32);

/// Which list of the page an entry is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// On the current primary: the sync takes it along.
    Carried,
    /// Only on the appliance that is backup now, or overwritten there already, or made nobody knows where.
    Overwritten,
    /// The same field of the same object, changed on both sides to different contents.
    Conflict,
    /// Of one appliance alone: no sync takes it along.
    NeverSynced,
    /// All that is known of it is that a secret was set.
    Secret,
    /// What nobody looked at.
    BlindSpot,
    /// No difference, ignored, or before the time that matters.
    Noise,
}

/// What becomes of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// It stays: carried, or the primary's side of a conflict.
    Keep,
    /// The backup's value is put on the primary before the sync.
    Reapply,
    /// It is taken back on the primary before the sync.
    Undo,
    /// It is given up.
    Discard,
    /// Done by hand, and seen by a person.
    Confirm,
    /// Left as it is, by name and with a reason.
    Waive,
}

/// Entries that follow one another, both ends included.
pub type FirstToLast = (EntryId, EntryId);

/// Logs are read on a schedule: a time without one that has grown by less than this since it was read is the same blind spot.
/// Milliseconds.
pub const NOT_YET_MS: i64 = 900_000;

/// What a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Entry(EntryId),
    /// Those that stood in the list of a group when it was read, from each first one to each last one, in order. What has a
    /// decision of its own keeps that.
    Listed(Vec<FirstToLast>),
    BlindSpot(BlindSpot),
}

/// Something that nobody looked at. A person reads and acknowledges it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "blind", rename_all = "snake_case")]
pub enum BlindSpot {
    /// No log of this appliance speaks of this time.
    Time { side: Side, from: Utc, to: Utc },
    /// So many messages of it have segments missing.
    Segments { side: Side, messages: u64 },
    /// So many lines of it could not be read.
    Lines { side: Side, lines: u64 },
    /// A kind of objects could not be read from the Configuration API, and no later snapshot has it.
    Kind { side: Side, kind: String },
    /// Pages of which only notes can tell.
    Areas { paths: Vec<String> },
}

impl BlindSpot {
    /// Whether who has acknowledged `self` has acknowledged `other`: no less time but
    /// for what it grew by since, no fewer messages, no fewer pages.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Time { side, from, to }, Self::Time { side: of, from: start, to: end }) => {
                // A gap that lasts grows while it is being read.
                side == of && from <= start && end.since_ms(*to) <= NOT_YET_MS
            }
            (Self::Segments { side, messages }, Self::Segments { side: of, messages: more }) => {
                side == of && more <= messages
            }
            (Self::Lines { side, lines }, Self::Lines { side: of, lines: more }) => side == of && more <= lines,
            (Self::Areas { paths }, Self::Areas { paths: of }) => of.iter().all(|path| paths.contains(path)),
            (one, other) => one == other,
        }
    }
}

/// A decision, as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub target: Target,
    /// The group the entry was in when it was decided.
    pub group: Group,
    pub disposition: Disposition,
    pub name: String,
    pub reason: Option<String>,
    /// The last fact that was there to be read: it says nothing of what came later.
    pub through: u64,
    pub at: Utc,
}

/// What came of re-applying or undoing an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub entry: EntryId,
    pub disposition: Disposition,
    /// Read back and found as wanted.
    pub done: bool,
    /// Nothing that can be read tells whether it was done.
    pub unknown: bool,
    pub at: Utc,
}

/// The first line of reconciling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReconcileVerdict {
    NothingToReconcile,
    DecisionsNeeded,
    /// Neither syslog nor a snapshot covered the work, and nobody stated that the notes are complete.
    NotWatched,
    Reconciled,
}

impl ReconcileVerdict {
    /// The first line of the page.
    #[must_use]
    pub fn sentence(self, undecided: u32, unread: u32, outstanding: u32) -> String {
        let read = match unread {
            0 => String::new(),
            1 => "1 blind spot is to be read".to_owned(),
            n => format!("{n} blind spots are to be read"),
        };
        let and_read = if unread > 0 { format!(", {read}") } else { String::new() };
        match (self, undecided.saturating_sub(unread), outstanding) {
            (Self::NothingToReconcile, _, _) => "Nothing to reconcile".to_owned(),
            (Self::NotWatched, _, _) => "Nothing was watched".to_owned(),
            (Self::Reconciled, _, _) => "Reconciled".to_owned(),
            (Self::DecisionsNeeded, 0, 0) => read,
            (Self::DecisionsNeeded, 0, 1) => format!("1 is decided and not done yet{and_read}"),
            (Self::DecisionsNeeded, 0, n) => format!("{n} are decided and not done yet{and_read}"),
            (Self::DecisionsNeeded, 1, _) => format!("1 needs a decision{and_read}"),
            (Self::DecisionsNeeded, n, _) => format!("{n} need a decision{and_read}"),
        }
    }
}

/// What was found of a change on the returned primary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    Found,
    Missing,
    /// A later change has made something else of it.
    OverwrittenLater,
    /// The Configuration API does not show it, or its values are not known.
    NotObservable,
}

/// Where the ledger stood when it was last judged: the value the gate of the way back rests on (R4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciled {
    /// The last fact that was judged; 0: there is none.
    pub through: u64,
    /// The hash of that fact, hexadecimal.
    pub ledger_head: String,
    pub verdict: ReconcileVerdict,
    /// Syslog or a configuration covered the primary.
    pub watched: bool,
    /// Without a decision, blind spots that nobody has read counted.
    pub undecided: u32,
    /// Of these, blind spots.
    pub unread: u32,
    /// Decided to be put on the primary or taken back there, and not done yet.
    pub outstanding: u32,
    /// Changes, noise not counted.
    pub changes: u32,
}

impl Reconciled {
    /// What a person still has to decide or do.
    #[must_use]
    pub fn open(&self) -> u32 {
        self.undecided.saturating_add(self.outstanding)
    }
}

/// How far the ledger is decided when the way back is asked for: as it was judged just before.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reconciliation {
    /// The last fact that was judged; 0: there is no ledger.
    pub through: u64,
    /// Changes nobody has decided, and decided ones that are not done.
    pub undecided: u32,
    /// The hash of that fact, hexadecimal; empty: there is no ledger.
    pub ledger_head: String,
}

/// Entries in runs of numbers that follow one another.
#[must_use]
pub fn runs(entries: impl IntoIterator<Item = EntryId>) -> Vec<FirstToLast> {
    let mut runs: Vec<FirstToLast> = vec![];
    for entry in entries {
        match runs.last_mut() {
            Some((_, last)) if last.0.checked_add(1) == Some(entry.0) => *last = entry,
            _ => runs.push((entry, entry)),
        }
    }
    runs
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "C-{:04}", self.0)
    }
}

/// A text that is not the number of an entry.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not the number of an entry, such as C-0001")]
pub struct NotAnEntry(String);

impl FromStr for EntryId {
    type Err = NotAnEntry;

    fn from_str(text: &str) -> Result<Self, NotAnEntry> {
        let digits = text.strip_prefix("C-").or_else(|| text.strip_prefix("c-"));
        let number = digits.and_then(|digits| digits.parse().ok()).filter(|number| *number > 0);
        number.map(Self).ok_or_else(|| NotAnEntry(text.to_owned()))
    }
}

impl TryFrom<String> for EntryId {
    type Error = NotAnEntry;

    fn try_from(text: String) -> Result<Self, NotAnEntry> {
        text.parse()
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> Self {
        id.to_string()
    }
}
