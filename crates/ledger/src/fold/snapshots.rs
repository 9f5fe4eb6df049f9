//! Differences between snapshots to entries.

use std::collections::{BTreeMap, HashSet};

use domain::role::Side;
use domain::time::Utc;

use super::messages::SLACK_MS;
use super::{Folded, Ledger, Shown};
use crate::catalogue::{ChangeKind, Class, Known};
use crate::entry::{Entry, EntryId, Field, Object, When, Witness, WitnessKind};
use crate::fact::{Compared, DifferenceFact};
use crate::place::UNKNOWN;
use crate::resource::resource;
use crate::text::{Content, field_key};

impl Ledger {
    pub(super) fn take_difference(&mut self, seq: u64, fact: &DifferenceFact) -> Folded {
        if !self.known.insert(fact.witness) {
            return Folded::Known;
        }
        let shown = self.shown.entry((fact.side, fact.resource.clone(), fact.id.clone())).or_default();
        let mut fields = vec![];
        for field in &fact.fields {
            let content = |value: &Option<serde_json::Value>| value.as_ref().map(Content::of);
            let (before, after) = (content(&field.before), content(&field.after));
            // What was shown last is what it was before this: then both go back to the same baseline.
            let known = shown.get(&field.name).filter(|shown| shown.value == before);
            let baseline = known.map_or_else(|| before.clone(), |shown| shown.baseline.clone());
            shown.insert(field.name.clone(), Shown { baseline, value: after.clone(), at: fact.to });
            fields.push((field.name.as_str(), before, after));
        }
        let fields: Vec<Field> = fields
            .into_iter()
            .map(|(name, before, after)| Field { name: self.word(name), before, after, secret: false })
            .collect();
        let witness = Witness { kind: WitnessKind::Snapshot, fact: seq };
        if let Some(id) = self.told_by_messages(fact) {
            let beyond = self.beyond(fact, &fields);
            let fields = self.untold(fact, fields);
            if let Some(entry) = self.entry_mut(id) {
                entry.join(witness, fields);
            }
            let Some((from, fields)) = beyond else { return Folded::Joined(id) };
            return Folded::New(self.add_shown(seq, fact, ChangeKind::Changed, from, fields));
        }
        Folded::New(self.add_shown(seq, fact, fact.change, fact.from, fields))
    }

    /// A change that a snapshot shows, and no message tells.
    fn add_shown(
        &mut self,
        seq: u64,
        fact: &DifferenceFact,
        kind: ChangeKind,
        from: Utc,
        fields: Vec<Field>,
    ) -> EntryId {
        let place = resource(&fact.resource).map_or(UNKNOWN, |resource| resource.place);
        let entry = Entry {
            id: EntryId(0),
            at: When::Between(Some(from), Some(fact.to)),
            who: None,
            who_ip: None,
            host: None,
            side: Some(fact.side),
            place: self.word(place),
            event: self.word(""),
            kind,
            class: Class::Configuration,
            known: Known::Catalogue,
            object: Object {
                kind: self.word(&fact.resource),
                id: Some(fact.id.as_str().into()),
                name: fact.name.as_deref().map(Into::into),
            },
            fields,
            witnesses: vec![Witness { kind: WitnessKind::Snapshot, fact: seq }],
            incomplete: false,
            ours: false,
            note: None,
            overwritten_at: None,
            copied_at: None,
            seq,
        };
        self.add(entry)
    }

    /// The last change of the object that a message told of between the two snapshots: the difference is the sum of all of
    /// them.
    fn told_by_messages(&self, fact: &DifferenceFact) -> Option<EntryId> {
        let (from, to) = (fact.from.plus_ms(-SLACK_MS), fact.to.plus_ms(SLACK_MS));
        let last = self.index.last_within(fact.side, (&fact.resource, &fact.id), from, to)?;
        self.entry(last).filter(|entry| entry.has(WitnessKind::Syslog)).map(|entry| entry.id)
    }

    /// What the snapshot shows beyond the last message of a field: it was changed once more, and no log says so. Since when,
    /// and from what to what.
    fn beyond(&self, fact: &DifferenceFact, fields: &[Field]) -> Option<(Utc, Vec<Field>)> {
        let (from, to) = (fact.from.plus_ms(-SLACK_MS), fact.to.plus_ms(SLACK_MS));
        let told = self.index.since(fact.side, (&fact.resource, &fact.id), from).take_while(|(at, _)| *at <= to);
        let told: Vec<(Utc, &Entry)> = told.filter_map(|(at, id)| Some((at, self.entry(id)?))).collect();
        // What was told while it was read may not be in it.
        let read = self.snapshots.iter().rev().find(|taken| taken.side == fact.side && taken.from > fact.from);
        let mut since = None;
        let mut beyond = vec![];
        for shown in fields {
            let words: Vec<(Utc, &Field)> =
                told.iter().filter_map(|(at, entry)| Some((*at, entry.field(shown.name.as_str())?))).collect();
            let Some((at, last)) = words.last().filter(|(_, last)| !last.secret) else { continue };
            let (Some(is), Some(was)) = (&shown.after, &last.after) else { continue };
            // Syslog has its own way to write a list.
            if matches!(is.value(), serde_json::Value::Array(_) | serde_json::Value::Object(_)) {
                continue;
            }
            let is_before = read.is_some_and(|read| at.plus_ms(SLACK_MS) < read.from);
            let earlier = || words.iter().flat_map(|(_, field)| [&field.before, &field.after]).flatten();
            if is.means(was) || (!is_before && earlier().any(|told| is.means(told))) {
                continue;
            }
            since = since.max(Some(*at));
            beyond.push(Field { before: Some(was.clone()), ..shown.clone() });
        }
        since.map(|since| (since, beyond))
    }

    /// The fields that no message between the two snapshots has told.
    fn untold(&self, fact: &DifferenceFact, fields: Vec<Field>) -> Vec<Field> {
        let (from, to) = (fact.from.plus_ms(-SLACK_MS), fact.to.plus_ms(SLACK_MS));
        let told = self.index.since(fact.side, (&fact.resource, &fact.id), from);
        let told = told.take_while(|(at, _)| *at <= to).filter_map(|(_, id)| self.entry(id));
        let told: HashSet<String> =
            told.flat_map(|entry| &entry.fields).map(|field| field_key(field.name.as_str()).into_owned()).collect();
        fields.into_iter().filter(|field| !told.contains(&*field_key(field.name.as_str()))).collect()
    }

    /// What was made on the backup and is not there any more stays, marked; so does what was made while a sync ran and was
    /// copied by it. Where the backup has nothing of its own, what
    /// its snapshots have shown before is no longer so.
    pub(super) fn take_overwritten(&mut self, compared: &Compared) {
        for id in &compared.overwritten {
            if let Some(entry) = self.entry_mut(*id) {
                entry.overwritten_at.get_or_insert(compared.to);
            }
        }
        for id in &compared.copied {
            if let Some(entry) = self.entry_mut(*id) {
                entry.copied_at.get_or_insert(compared.to);
            }
        }
        let differs: HashSet<(&str, &str)> =
            compared.backup_differs.iter().map(|(kind, id)| (kind.as_str(), id.as_str())).collect();
        let read: HashSet<&str> = compared.resources.iter().map(String::as_str).collect();
        let backup = compared.primary.other();
        let is_level = |kind: &str, id: &str| read.contains(kind) && !differs.contains(&(kind, id));
        self.shown.retain(|(side, kind, id), _| *side != backup || !is_level(kind, id));
    }

    /// What the snapshots of a side have last shown of an object, where it was not what the baseline had.
    pub(crate) fn shown(&self, side: Side, resource: &str, id: &str) -> Option<&BTreeMap<String, Shown>> {
        self.shown.get(&(side, resource.to_owned(), id.to_owned()))
    }

    /// Every object of a side of which the snapshots have shown something.
    pub(crate) fn all_shown(&self, side: Side) -> impl Iterator<Item = (&str, &str, &BTreeMap<String, Shown>)> {
        let of_side = self.shown.iter().filter(move |((shown, _, _), _)| *shown == side);
        of_side.map(|((_, kind, id), fields)| (kind.as_str(), id.as_str(), fields))
    }

    /// Whether an entry of this side, made before `until`, has left a field like this.
    pub(crate) fn has_told(
        &self,
        side: Side,
        object: (&str, &str),
        until: Utc,
        field: &str,
        after: Option<&Content>,
    ) -> bool {
        let key = field_key(field);
        let entries = self.index.since(side, object, Utc::from_millis(i64::MIN));
        let mut entries = entries.take_while(|(at, _)| *at <= until).filter_map(|(_, id)| self.entry(id));
        entries.any(|entry| match (entry.field(&key), after) {
            (Some(told), Some(after)) => told.after.as_ref().is_some_and(|told| told.means(after)),
            // An object that was added or removed tells its fields in other words than the snapshot.
            (Some(told), None) => told.after.is_none(),
            (None, _) => entry.kind != ChangeKind::Changed,
        })
    }
}
