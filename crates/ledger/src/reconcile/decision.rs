//! What a person decides, what may be decided in which group, and whether a decision still counts.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub use domain::change::{Decision, Disposition, FirstToLast, Outcome, Target};

use super::groups::object_key;
use super::{Group, Item};
use crate::coverage::BlindSpot;
use crate::entry::EntryId;
use crate::fold::Ledger;

/// How far an entry is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is nothing to decide.
    Settled,
    Undecided,
    Decided(Arc<Decision>),
    /// Decided to be re-applied or undone, and not done.
    Outstanding(Arc<Decision>),
    /// Done, and read back.
    Done(Arc<Decision>),
    /// Made by this program to carry out a decision.
    ByThisProgram,
}

/// Why a decision is not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotAllowed {
    #[error("{disposition:?} is no answer in the group {group:?}")]
    NotHere { disposition: Disposition, group: Group },
    #[error("{0:?} needs a reason")]
    WithoutReason(Disposition),
    #[error("{0:?} needs a name")]
    WithoutName(Disposition),
    #[error("it is in the group {now:?} now, not in {then:?}")]
    MovedOn { then: Group, now: Group },
    #[error("there is something about it that had not been seen")]
    Newer,
}

/// The answers a group has.
#[must_use]
pub fn allowed(group: Group) -> &'static [Disposition] {
    use Disposition::{Confirm, Discard, Keep, Reapply, Undo, Waive};
    match group {
        Group::Carried => &[Keep, Undo, Waive],
        Group::Overwritten => &[Reapply, Discard, Confirm, Waive],
        Group::Conflict => &[Keep, Reapply, Confirm, Waive],
        Group::NeverSynced | Group::Secret => &[Confirm, Discard, Waive],
        Group::BlindSpot => &[Confirm, Waive],
        Group::Noise => &[],
    }
}

/// Whether a decision can be taken of an entry as it stands.
pub fn check(decision: &Decision, item: &Item) -> Result<(), NotAllowed> {
    if decision.group != item.group {
        return Err(NotAllowed::MovedOn { then: decision.group, now: item.group });
    }
    if item.seq > decision.through {
        return Err(NotAllowed::Newer);
    }
    is_an_answer(decision)
}

fn is_an_answer(decision: &Decision) -> Result<(), NotAllowed> {
    let Decision { disposition, group, name, reason, .. } = decision;
    if !allowed(*group).contains(disposition) {
        return Err(NotAllowed::NotHere { disposition: *disposition, group: *group });
    }
    if name.trim().is_empty() {
        return Err(NotAllowed::WithoutName(*disposition));
    }
    let needs_a_reason = matches!(disposition, Disposition::Discard | Disposition::Waive);
    if needs_a_reason && reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
        return Err(NotAllowed::WithoutReason(*disposition));
    }
    Ok(())
}

/// Whether an entry is in a list. It is in order.
#[must_use]
pub fn is_listed(entry: EntryId, entries: &[FirstToLast]) -> bool {
    let at = entries.partition_point(|(_, last)| *last < entry);
    entries.get(at).is_some_and(|(first, _)| *first <= entry)
}

/// Decisions by what they are about.
pub(super) struct Decided<'a> {
    entries: HashMap<EntryId, Arc<Decision>>,
    lists: Vec<(&'a [FirstToLast], Arc<Decision>)>,
    spots: Vec<(&'a BlindSpot, Arc<Decision>)>,
    outcomes: HashMap<EntryId, &'a Outcome>,
}

impl<'a> Decided<'a> {
    /// The last decision of an entry counts, and the last outcome.
    pub(super) fn new(decisions: &'a [Decision], outcomes: &'a [Outcome]) -> Self {
        let mut decided = Self {
            entries: HashMap::new(),
            lists: vec![],
            spots: vec![],
            outcomes: outcomes.iter().map(|outcome| (outcome.entry, outcome)).collect(),
        };
        for decision in decisions.iter().filter(|decision| is_an_answer(decision).is_ok()) {
            // Many entries may share one.
            let shared = Arc::new(decision.clone());
            match &decision.target {
                Target::Entry(entry) => drop(decided.entries.insert(*entry, shared)),
                Target::Listed(entries) => decided.lists.push((entries, shared)),
                Target::BlindSpot(spot) => decided.spots.push((spot, shared)),
            }
        }
        decided
    }

    /// How far an entry is decided. A decision that was made of less, or in another group, does not count any more.
    pub(super) fn standing(&self, item: &Item) -> Standing {
        if item.group == Group::Noise {
            return Standing::Settled;
        }
        let counts = |decision: &&Arc<Decision>| check(decision, item).is_ok();
        let own = self.entries.get(&item.entry).filter(|decision| counts(decision));
        let listed = self.lists.iter().rev().filter(|(entries, _)| is_listed(item.entry, entries));
        let Some(decision) = own.or_else(|| listed.map(|(_, decision)| decision).find(counts)) else {
            return Standing::Undecided;
        };
        let decision = Arc::clone(decision);
        if !matches!(decision.disposition, Disposition::Reapply | Disposition::Undo) {
            return Standing::Decided(decision);
        }
        let outcome = self.outcomes.get(&item.entry);
        let outcome =
            outcome.filter(|outcome| outcome.disposition == decision.disposition && outcome.at >= decision.at);
        if outcome.is_some_and(|outcome| outcome.done) {
            Standing::Done(decision)
        } else {
            Standing::Outstanding(decision)
        }
    }

    pub(super) fn blind(&self, spot: &BlindSpot) -> Standing {
        let decision = self.spots.iter().rev().find(|(acknowledged, _)| acknowledged.includes(spot));
        decision.map_or(Standing::Undecided, |(_, decision)| Standing::Decided(Arc::clone(decision)))
    }

    /// The objects that outcomes say this program has written, by their ids and by their names: one that was added got an id
    /// of its own.
    pub(super) fn acted_on(&self, ledger: &'a Ledger) -> HashSet<(&'a str, &'a str)> {
        let entries: Vec<_> = self.outcomes.keys().filter_map(|id| ledger.entry(*id)).collect();
        let named =
            entries.iter().filter_map(|entry| Some((entry.object.kind.as_str(), entry.object.name.as_deref()?)));
        entries.iter().map(|entry| object_key(entry)).chain(named).collect()
    }
}
