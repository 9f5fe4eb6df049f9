//! Each entry into one group.

use std::collections::HashSet;

use domain::role::Side;

use super::sides::{Against, Sides};
use super::{Group, Item, Standing, Standpoint};
use crate::catalogue::{ChangeKind, Class};
use crate::entry::{Entry, EntryId, WitnessKind};
use crate::fold::Ledger;
use crate::place::is_synced;
use crate::roles::{Fate, fate, role_then};

/// Each entry's item, without its standing. `acted_on` are the objects that this program has written.
pub(super) fn items(ledger: &Ledger, standpoint: &Standpoint<'_>, acted_on: &HashSet<(&str, &str)>) -> Vec<Item> {
    let entries = ledger.entries();
    let fates: Vec<Fate> = entries.iter().map(|entry| fate_of(ledger, entry, standpoint)).collect();
    let by_us = |entry: &Entry| is_by_us(entry, acted_on);
    // What was there before the time that matters is what both sides began from: it says nothing against a change.
    let sides = Sides::new(entries, &fates, |entry| by_us(entry) || is_noise(entry, standpoint));
    let item = |(entry, fate): (&Entry, &Fate)| {
        let role_then = entry.side.and_then(|side| role_then(side, entry.at, standpoint.spans, ledger.role_marks()));
        let (group, against) = group(entry, *fate, &sides, standpoint);
        let others = against.iter().filter_map(|id| ledger.entry(*id)).map(|other| other.seq);
        let is_on_the_backup = standpoint.primary.is_some() && entry.side == standpoint.primary.map(Side::other);
        Item {
            entry: entry.id,
            group,
            fate: *fate,
            role_then,
            standing: Standing::Undecided,
            already_overwritten: *fate == Fate::AlreadyOverwritten
                || (*fate != Fate::Carried && is_on_the_backup && entry.overwritten_at.is_some()),
            seq: others.fold(entry.seq, u64::max),
            against,
        }
    };
    entries.iter().zip(&fates).map(item).collect()
}

/// Whether this program made it to carry out a decision.
pub(super) fn is_by_us(entry: &Entry, acted_on: &HashSet<(&str, &str)>) -> bool {
    let named = || entry.object.name.as_deref().map(|name| (entry.object.kind.as_str(), name));
    let added = || entry.kind == ChangeKind::Added && named().is_some_and(|named| acted_on.contains(&named));
    entry.ours && (acted_on.contains(&object_key(entry)) || added())
}

/// Kind and id of an entry's object; of settings there is one.
pub(super) fn object_key(entry: &Entry) -> (&str, &str) {
    let object = &entry.object;
    let id = match object.kind.as_str() {
        "setting" => "",
        _ => object.id.as_deref().or(object.name.as_deref()).unwrap_or_default(),
    };
    (object.kind.as_str(), id)
}

fn fate_of(ledger: &Ledger, entry: &Entry, standpoint: &Standpoint<'_>) -> Fate {
    let (Some(side), Some(primary)) = (entry.side, standpoint.primary) else { return Fate::NotPlaced };
    // A snapshot and a person say where it is; a message says where it was made, and then the role matters.
    let is_shown = entry.has(WitnessKind::Snapshot) || !entry.has(WitnessKind::Syslog);
    if !is_shown && role_then(side, entry.at, standpoint.spans, ledger.role_marks()).is_none() {
        return Fate::NotPlaced;
    }
    fate(side, entry.at, entry.copied_at.is_some(), standpoint.syncs, primary)
}

fn group(entry: &Entry, fate: Fate, sides: &Sides<'_>, standpoint: &Standpoint<'_>) -> (Group, Vec<EntryId>) {
    let only = |group| (group, vec![]);
    if is_noise(entry, standpoint) {
        return only(Group::Noise);
    }
    if entry.class == Class::Appliance || !is_synced(entry.place.as_str()) {
        return only(Group::NeverSynced);
    }
    let secret = entry.is_all_secret();
    match fate {
        Fate::NotPlaced => only(if secret { Group::Secret } else { Group::Overwritten }),
        // One's own password goes with the sync, and asks nobody.
        Fate::Carried if secret && entry.class != Class::SelfService => only(Group::Secret),
        Fate::Carried => only(Group::Carried),
        Fate::WouldBeOverwritten | Fate::AlreadyOverwritten | Fate::MayNotBeCarried => match sides.against(entry) {
            Against::Otherwise(others) => (Group::Conflict, others),
            Against::TheSame => only(Group::Carried),
            Against::Nothing if secret => only(Group::Secret),
            Against::Nothing => only(Group::Overwritten),
        },
    }
}

/// Whether there is nothing to see: no difference, only ignored ones, or before the time that matters.
fn is_noise(entry: &Entry, standpoint: &Standpoint<'_>) -> bool {
    if entry.class == Class::Operational {
        return true;
    }
    let since = entry.side.and_then(|side| *standpoint.since.of(side));
    if since.is_some_and(|since| entry.at.latest().is_some_and(|at| at < since)) {
        return true;
    }
    if entry.has(WitnessKind::Note) || entry.incomplete {
        return false;
    }
    let kind = entry.object.kind.as_str();
    let is_ignored = |name: &str| standpoint.ignored.has(kind, name);
    // Saved without a change.
    let is_empty = entry.kind == ChangeKind::Changed && entry.fields.is_empty();
    is_empty || (!entry.fields.is_empty() && entry.fields.iter().all(|field| is_ignored(field.name.as_str())))
}
