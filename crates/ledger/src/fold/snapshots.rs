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
            let fields = self.untold(fact, fields);
            if let Some(entry) = self.entry_mut(id) {
                entry.join(witness, fields);
            }
            return Folded::Joined(id);
        }
        let place = resource(&fact.resource).map_or(UNKNOWN, |resource| resource.place);
        let entry = Entry {
            id: EntryId(0),
            at: When::Between(Some(fact.from), Some(fact.to)),
            who: None,
            who_ip: None,
            host: None,
            side: Some(fact.side),
            place: self.word(place),
            event: self.word(""),
            kind: fact.change,
            class: Class::Configuration,
            known: Known::Catalogue,
            object: Object {
                kind: self.word(&fact.resource),
                id: Some(fact.id.as_str().into()),
                name: fact.name.as_deref().map(Into::into),
            },
            fields,
            witnesses: vec![witness],
            incomplete: false,
            ours: false,
            note: None,
            overwritten_at: None,
            seq,
        };
        Folded::New(self.add(entry))
    }

    /// The last change of the object that a message told of between the two snapshots: the difference is the sum of all of
    /// them.
    fn told_by_messages(&self, fact: &DifferenceFact) -> Option<EntryId> {
        let (from, to) = (fact.from.plus_ms(-SLACK_MS), fact.to.plus_ms(SLACK_MS));
        let last = self.index.last_within(fact.side, (&fact.resource, &fact.id), from, to)?;
        self.entry(last).filter(|entry| entry.has(WitnessKind::Syslog)).map(|entry| entry.id)
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

    /// What was made on the backup and is not there any more stays, marked. Where the backup has nothing of its own, what
    /// its snapshots have shown before is no longer so.
    pub(super) fn take_overwritten(&mut self, compared: &Compared) {
        for id in &compared.overwritten {
            if let Some(entry) = self.entry_mut(*id) {
                entry.overwritten_at.get_or_insert(compared.to);
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
