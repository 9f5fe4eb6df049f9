//! What the journal tells of the ledger beside where it is judged from, which is [`ledger::Journalled`] for the program and for
//! its report alike.

use std::collections::BTreeMap;

use domain::change::{EntryId, FirstToLast};
use domain::journal::{Entry, Event, Verification};
use domain::observation::Product;
use ledger::arrival::Arrival;

use crate::replay::round_of;

/// The product that the appliances told.
pub(crate) fn product(entries: &[Entry]) -> Option<Product> {
    let rounds = entries.iter().filter_map(|entry| round_of(&entry.event));
    rounds.flat_map(|round| [&round.home, &round.stand_in]).find_map(|look| look.reading()?.product)
}

/// Who stated that the notes are complete, and why.
pub(crate) fn notes_complete(entries: &[Entry]) -> Option<(String, String)> {
    entries.iter().rev().find_map(|entry| match &entry.event {
        Event::NotesComplete { reason } => Some((entry.stamp.by.clone(), reason.clone())),
        _ => None,
    })
}

/// What the last verification found of each change, of as many as there are.
pub(crate) fn arrivals(verification: &Verification, entries: usize) -> Option<BTreeMap<EntryId, Arrival>> {
    let mut found = BTreeMap::new();
    let runs = || verification.looked_for.iter().flat_map(|(_, runs)| runs);
    let all: u64 = runs().map(|(first, last)| u64::from(last.0.saturating_sub(first.0)) + 1).sum();
    if all > entries as u64 {
        return None;
    }
    for (arrival, runs) in &verification.looked_for {
        for (first, last) in runs {
            for number in numbers((*first, *last), entries)? {
                found.insert(EntryId(number), *arrival);
            }
        }
    }
    Some(found)
}

/// The numbers of a run, which are numbers of entries.
fn numbers((first, last): FirstToLast, entries: usize) -> Option<std::ops::RangeInclusive<u32>> {
    let is_there = usize::try_from(last.0).is_ok_and(|last| last <= entries) && first.0 > 0 && first <= last;
    is_there.then_some(first.0..=last.0)
}
