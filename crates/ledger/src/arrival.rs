//! After the way back: whether each change that was meant to come through is on the returned primary.

use std::collections::HashMap;

pub use domain::change::Arrival;
use domain::role::Side;
use domain::time::Utc;

use crate::catalogue::ChangeKind;
use crate::entry::{Entry, EntryId, Field};
use crate::fold::Ledger;
use crate::lookup;
use crate::reconcile::{Disposition, Group, Item, Reconciliation, Standing};
use crate::roles::{Fate, Sync, is_during};
use crate::snapshot::Snapshot;
use crate::text::{Content, field_key};

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// What the change made.
    After,
    /// What was there before it: it was undone.
    Before,
}

/// What an entry is looked for as; nothing for one that was given up or asks for nothing.
#[must_use]
pub fn expected(item: &Item) -> Option<Expected> {
    let disposition = match &item.standing {
        Standing::Decided(decision) | Standing::Done(decision) | Standing::Outstanding(decision) => {
            Some(decision.disposition)
        }
        _ => None,
    };
    match (item.group, disposition) {
        (Group::NeverSynced | Group::Noise | Group::BlindSpot, _) | (_, Some(Disposition::Discard)) => None,
        (_, Some(Disposition::Undo)) => Some(Expected::Before),
        (_, Some(Disposition::Reapply)) => Some(Expected::After),
        (Group::Carried, _) => Some(Expected::After),
        // Put on the primary by hand, as a person has seen.
        (Group::Overwritten | Group::Conflict | Group::Secret, Some(Disposition::Confirm)) => Some(Expected::After),
        (Group::Overwritten | Group::Conflict | Group::Secret, _) => None,
    }
}

/// Looks for every entry that is expected, in a snapshot of the returned primary.
#[must_use]
pub fn arrivals(ledger: &Ledger, reconciled: &Reconciliation, returned: &Snapshot) -> Vec<(EntryId, Arrival)> {
    let carried = reconciled.items().iter().filter(|item| item.fate == Fate::Carried);
    let mut later = LaterWords::of(carried.filter_map(|item| ledger.entry(item.entry)));
    // What was put on the primary to settle a conflict came last, whether or not a log tells of it.
    for item in reconciled.items() {
        let (Standing::Done(decision) | Standing::Decided(decision)) = &item.standing else { continue };
        let wrote = matches!(decision.disposition, Disposition::Reapply | Disposition::Confirm);
        if let Some(entry) = ledger.entry(item.entry).filter(|_| wrote && item.fate != Fate::Carried) {
            later.keep_fields(entry, (decision.at.millis(), entry.id));
        }
    }
    let look = |item: &Item| {
        let (entry, expected) = (ledger.entry(item.entry)?, expected(item)?);
        Some((item.entry, look_for(entry, expected, returned, &later)))
    };
    reconciled.items().iter().filter_map(look).collect()
}

/// Entries of the backup that a snapshot of it, begun at `from`, does not show any more: a sync has overwritten them.
#[must_use]
pub fn overwritten(ledger: &Ledger, backup: Side, snapshot: &Snapshot, from: Utc) -> Vec<EntryId> {
    let is_older = |entry: &&Entry| entry.at.latest().is_some_and(|at| at < from);
    let made_there = || ledger.entries().iter().filter(|entry| entry.side == Some(backup)).filter(is_older);
    let later = LaterWords::of(made_there());
    let is_gone = |entry: &&Entry| look_for(entry, Expected::After, snapshot, &later) == Arrival::Missing;
    let asked = made_there().filter(|entry| entry.overwritten_at.is_none());
    asked.filter(is_gone).map(|entry| entry.id).collect()
}

/// Entries made on the backup while a sync from it ran that the primary, read at `from`, shows: it has copied them.
#[must_use]
pub fn copied(ledger: &Ledger, backup: Side, primary: &Snapshot, syncs: &[Sync], from: Utc) -> Vec<EntryId> {
    let is_during_a_sync = |entry: &&Entry| {
        let of_it = |at: Utc| syncs.iter().any(|sync| sync.from == backup && is_during(at, sync));
        entry.side == Some(backup) && entry.copied_at.is_none() && entry.at.latest().is_some_and(of_it)
    };
    let nothing_later = LaterWords::of(std::iter::empty());
    let has_it = |entry: &&Entry| look_for(entry, Expected::After, primary, &nothing_later) == Arrival::Found;
    let asked = ledger.entries().iter().filter(is_during_a_sync);
    asked.filter(|entry| entry.at.latest().is_some_and(|at| at < from)).filter(has_it).map(|entry| entry.id).collect()
}

fn look_for(entry: &Entry, expected: Expected, returned: &Snapshot, later: &LaterWords<'_>) -> Arrival {
    if returned.objects(entry.object.kind.as_str()).is_none()
        || (entry.object.id.is_none() && entry.object.name.is_none())
    {
        return Arrival::NotObservable;
    }
    let there = lookup::object(returned, entry).filter(|object| !lookup::is_named_otherwise(entry, object));
    let is_wanted_there = match (entry.kind, expected) {
        (ChangeKind::Removed, Expected::After) | (ChangeKind::Added, Expected::Before) => false,
        (ChangeKind::Added | ChangeKind::Changed | ChangeKind::Removed, _) => true,
        (ChangeKind::Reordered | ChangeKind::Done, _) => return Arrival::NotObservable,
    };
    let by_a_later_one = |arrival| if later.made_or_removed(entry) { Arrival::OverwrittenLater } else { arrival };
    // A renamed object is found by its id.
    let there = there.or_else(|| lookup::object(returned, entry).filter(|_| later.has_renamed(entry)));
    let Some(object) = there else {
        return if is_wanted_there { by_a_later_one(Arrival::Missing) } else { Arrival::Found };
    };
    if !is_wanted_there {
        return by_a_later_one(Arrival::Missing);
    }
    let held = lookup::fields(object);
    let (mut looked_at, mut overwritten) = (false, false);
    // An id may be another one on the other appliance.
    for field in entry.fields.iter().filter(|field| !field.secret && field.name.as_str() != "id") {
        let Some((_, value)) = lookup::field(&held, field.name.as_str()) else { continue };
        let wanted = match expected {
            Expected::After => &field.after,
            Expected::Before => &field.before,
        };
        looked_at = true;
        let is_there = wanted.as_ref().map_or(value.is_null(), |wanted| wanted.means(&Content::of(value)));
        match (is_there, later.changed(entry, field)) {
            (true, _) => {}
            (false, true) => overwritten = true,
            (false, false) => return Arrival::Missing,
        }
    }
    match (overwritten, looked_at, entry.kind) {
        (true, _, _) => Arrival::OverwrittenLater,
        (false, true, _) | (false, false, ChangeKind::Added | ChangeKind::Removed) => Arrival::Found,
        (false, false, _) => Arrival::NotObservable,
    }
}

/// Which entry of the primary said the last word on an object and its fields.
struct LaterWords<'a> {
    fields: HashMap<(&'a str, &'a str, String), (i64, EntryId)>,
    objects: HashMap<(&'a str, &'a str), (i64, EntryId)>,
}

impl<'a> LaterWords<'a> {
    fn of(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut words = Self { fields: HashMap::new(), objects: HashMap::new() };
        for entry in entries {
            let Some(id) = entry.object.id.as_deref() else { continue };
            let turn = turn(entry);
            if entry.kind != ChangeKind::Changed {
                keep_later(words.objects.entry((entry.object.kind.as_str(), id)).or_insert(turn), turn);
            }
            words.keep_fields(entry, turn);
        }
        words
    }

    fn keep_fields(&mut self, entry: &'a Entry, turn: (i64, EntryId)) {
        let Some(id) = entry.object.id.as_deref() else { return };
        for field in &entry.fields {
            let key = (entry.object.kind.as_str(), id, field_key(field.name.as_str()).into_owned());
            keep_later(self.fields.entry(key).or_insert(turn), turn);
        }
    }

    /// Whether a later entry has changed this field.
    fn changed(&self, entry: &Entry, field: &Field) -> bool {
        let Some(id) = entry.object.id.as_deref() else { return false };
        let key = (entry.object.kind.as_str(), id, field_key(field.name.as_str()).into_owned());
        self.fields.get(&key).is_some_and(|last| *last > turn(entry) && last.1 != entry.id)
    }

    /// Whether a later entry has made or removed this object.
    fn made_or_removed(&self, entry: &Entry) -> bool {
        let Some(id) = entry.object.id.as_deref() else { return false };
        self.objects.get(&(entry.object.kind.as_str(), id)).is_some_and(|last| *last > turn(entry))
    }

    /// Whether a later entry has given the object another name.
    fn has_renamed(&self, entry: &Entry) -> bool {
        let Some(id) = entry.object.id.as_deref() else { return false };
        let key = |name: &str| (entry.object.kind.as_str(), id, name.to_owned());
        let is_later = |name: &&str| self.fields.get(&key(name)).is_some_and(|last| *last > turn(entry));
        crate::resource::NAMES.iter().any(is_later)
    }
}

fn keep_later(known: &mut (i64, EntryId), turn: (i64, EntryId)) {
    *known = (*known).max(turn);
}

fn turn(entry: &Entry) -> (i64, EntryId) {
    (entry.at.order_ms(), entry.id)
}
