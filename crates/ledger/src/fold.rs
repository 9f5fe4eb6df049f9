//! The fold: facts to entries, one at a time, in the order of the chain.
//!
//! Each fact costs the same however many there are before it. Folding again, or folding a fact twice, gives the same
//! ledger; an entry keeps its number for ever, because facts are only ever added at the end.

mod index;
mod messages;
mod snapshots;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::role::{Both, Side};
use domain::time::Utc;

use crate::catalogue::{ChangeKind, Class, Known};
use crate::entry::{Entry, EntryId, Field, Object, When, Witness, WitnessKind, place_of};
use crate::fact::{Compared, Fact, LogRead, NoteFact, SnapshotTaken, WitnessId};
use crate::roles::{Hosts, RoleMarks};
use crate::text::{Content, Word};
use index::Index;

/// What the fold has to be told beside the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    pub hosts: Hosts,
    /// Client ids of our own API accounts.
    pub own_accounts: Vec<String>,
}

/// What came of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// A change that was not known.
    New(EntryId),
    /// Another witness of a known one.
    Joined(EntryId),
    /// No change: counted.
    Noise,
    /// What was looked at.
    Watched,
    /// The same witness once more: nothing was done.
    Known,
}

/// All that is known of what was changed.
#[derive(Default)]
pub struct Ledger {
    context: Context,
    entries: Vec<Entry>,
    known: HashSet<WitnessId>,
    index: Index,
    words: HashSet<Word>,
    noise: BTreeMap<Word, u64>,
    /// Entries of which a person told, in the order of the first note.
    noted: Vec<EntryId>,
    messages: u64,
    marks: RoleMarks,
    logins: HashMap<(Word, Word), BTreeSet<i64>>,
    /// Messages of several segments: whether all were there, and their entry.
    stems: HashMap<WitnessId, (bool, EntryId)>,
    logs: Vec<LogRead>,
    snapshots: Vec<SnapshotTaken>,
    comparisons: Vec<Comparison>,
    /// What the snapshots last showed of a field, by side, kind and id, for telling news from what is known.
    shown: BTreeMap<(Side, String, String), BTreeMap<String, Shown>>,
    seq: u64,
}

/// What a snapshot has shown of a field, and when.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    pub(crate) baseline: Option<Content>,
    pub(crate) value: Option<Content>,
    pub(crate) at: Utc,
}

/// When both sides were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub primary: Side,
    pub from: Utc,
    pub to: Utc,
}

impl Ledger {
    #[must_use]
    pub fn new(context: Context) -> Self {
        Self { context, ..Self::default() }
    }

    /// Whether a witness is in it: what is known is not written down again.
    #[must_use]
    pub fn knows(&self, witness: WitnessId) -> bool {
        self.known.contains(&witness)
    }

    /// Takes the fact of this place in the chain.
    pub fn take(&mut self, seq: u64, fact: &Fact) -> Folded {
        self.seq = self.seq.max(seq);
        match fact {
            Fact::Message(message) => self.take_message(seq, message),
            Fact::Difference(difference) => self.take_difference(seq, difference),
            Fact::Note(note) => self.take_note(seq, note),
            Fact::LogRead(log) => self.watched(|ledger| ledger.logs.push(log.clone())),
            Fact::SnapshotTaken(taken) => self.watched(|ledger| ledger.snapshots.push(taken.clone())),
            Fact::Compared(compared) => self.take_compared(compared),
        }
    }

    /// Every change, in the order in which they became known.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    #[must_use]
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(place_of(id)?)
    }

    /// The change that rests on this fact.
    #[must_use]
    pub fn of_fact(&self, seq: u64) -> Option<EntryId> {
        let found = self.entries.iter().rev().find(|entry| entry.witnesses.iter().any(|witness| witness.fact == seq));
        found.map(|entry| entry.id)
    }

    /// Events that are no change, with how many of each.
    #[must_use]
    pub fn noise(&self) -> &BTreeMap<Word, u64> {
        &self.noise
    }

    /// The changes of which a person told.
    #[must_use]
    pub fn noted(&self) -> &[EntryId] {
        &self.noted
    }

    /// How many messages were folded, noise counted.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.messages
    }

    /// The place in the chain up to which it is folded.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Roles that users gave the appliances, by their logs.
    #[must_use]
    pub fn role_marks(&self) -> &RoleMarks {
        &self.marks
    }

    #[must_use]
    pub fn logs(&self) -> &[LogRead] {
        &self.logs
    }

    #[must_use]
    pub fn snapshots(&self) -> &[SnapshotTaken] {
        &self.snapshots
    }

    #[must_use]
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// Notes are witnesses of what a person says; one that names an entry joins it.
    fn take_note(&mut self, seq: u64, note: &NoteFact) -> Folded {
        let witness = Witness { kind: WitnessKind::Note, fact: seq };
        let content = |text: &Option<String>| text.as_deref().map(Content::of_text);
        let named = note.entry.and_then(|id| self.entry_mut(id));
        if let Some(entry) = named {
            let is_first = !entry.has(WitnessKind::Note);
            let text = match &entry.note {
                Some(known) => format!("{known}\n{}", note.text),
                None => note.text.clone(),
            };
            entry.note = Some(text.into());
            entry.witnesses.push(witness);
            let id = entry.id;
            if is_first {
                self.noted.push(id);
            }
            return Folded::Joined(id);
        }
        let fields = if note.before.is_some() || note.after.is_some() {
            let name = self.word("value");
            vec![Field { name, before: content(&note.before), after: content(&note.after), secret: false }]
        } else {
            vec![]
        };
        let entry = Entry {
            id: EntryId(0),
            at: When::Said(note.done_at),
            who: Some(self.word(&note.name)),
            who_ip: None,
            host: None,
            side: note.side,
            place: self.word(&note.place),
            event: self.word(""),
            kind: ChangeKind::Changed,
            class: if crate::place::is_synced(&note.place) { Class::Configuration } else { Class::Appliance },
            known: Known::Catalogue,
            object: Object { kind: self.word("note"), id: None, name: Some(note.object.as_str().into()) },
            fields,
            witnesses: vec![witness],
            incomplete: false,
            ours: false,
            note: Some(note.text.as_str().into()),
            overwritten_at: None,
            copied_at: None,
            seq,
        };
        let id = self.add(entry);
        self.noted.push(id);
        Folded::New(id)
    }

    fn take_compared(&mut self, compared: &Compared) -> Folded {
        self.comparisons.push(Comparison { primary: compared.primary, from: compared.from, to: compared.to });
        self.take_overwritten(compared);
        Folded::Watched
    }

    fn watched(&mut self, keep: impl FnOnce(&mut Self)) -> Folded {
        keep(self);
        Folded::Watched
    }

    /// Gives a new entry its number.
    fn add(&mut self, mut entry: Entry) -> EntryId {
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX).saturating_add(1);
        entry.id = EntryId(number);
        self.index.add(&entry);
        self.entries.push(entry);
        EntryId(number)
    }

    fn entry_mut(&mut self, id: EntryId) -> Option<&mut Entry> {
        self.entries.get_mut(place_of(id)?)
    }

    fn word(&mut self, text: &str) -> Word {
        if let Some(known) = self.words.get(text) {
            return known.clone();
        }
        let word = Word::from(text);
        self.words.insert(word.clone());
        word
    }

    /// Whether a message was made with one of our own API accounts: `name (client id)`.
    fn is_ours(&self, who: &str) -> bool {
        let account = crate::entry::account_of(who);
        self.context.own_accounts.iter().any(|own| own == account)
    }
}

impl Ledger {
    /// The time of the last snapshot of each side.
    #[must_use]
    pub fn last_snapshots(&self) -> Both<Option<Utc>> {
        let last = |side: Side| self.snapshots.iter().filter(|taken| taken.side == side).map(|taken| taken.to).max();
        Both::new(last(Side::Home), last(Side::StandIn))
    }
}
