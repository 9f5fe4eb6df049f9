//! From where the ledger is judged: what the fold of the journal tells of roles, syncs and times.
//!
//! It is the standpoint the program itself judges from, so that a group here is the group a person saw when they decided.

use std::collections::BTreeMap;

use domain::change::{EntryId, FirstToLast};
use domain::journal::{Entry, Event, Verification};
use domain::maintenance::Maintenance;
use domain::observation::Product;
use domain::role::{Both, Side};
use domain::time::Utc;
use ledger::arrival::Arrival;
use ledger::compare::Ignored;
use ledger::coverage::Window;
use ledger::roles::{RoleSpan, Sync};
use ledger::{Context, Ledger, Reconciliation, reconcile};

use crate::replay::round_of;

/// Logs are read on a schedule: time at the end that is not read yet is no gap up to this. Milliseconds.
const NOT_YET_MS: i64 = 900_000;

/// What the journal tells, in the words of the ledger.
pub(crate) struct Standpoint {
    product: Product,
    primary: Side,
    spans: Vec<RoleSpan>,
    syncs: Vec<Sync>,
    since: Both<Option<Utc>>,
    pub(crate) window: Window,
    ignored: Ignored,
}

/// What the fold of the facts is told: the appliances' own names, and our own accounts.
pub(crate) fn context(m: &Maintenance, own_accounts: &[String]) -> Context {
    let names = |side: Side| m.history.hostnames.of(side).iter().cloned().collect::<Vec<_>>();
    Context { hosts: Both::new(names(Side::Home), names(Side::StandIn)), own_accounts: own_accounts.to_vec() }
}

impl Standpoint {
    /// At this moment.
    pub(crate) fn of(m: &Maintenance, product: Option<Product>, now: Utc) -> Self {
        let begun = begun_at(m);
        let to = return_at(m).or(m.ended_at).unwrap_or(now);
        // What the stand-in was given since the last sync is overwritten by the outbound one.
        let stand_in =
            if m.planned.taken_up { begun } else { m.history.synced_before.map_or(begun, |at| at.min(begun)) };
        Self {
            product: product.unwrap_or(Product::Rs),
            primary: m.current_primary(),
            spans: spans(m),
            syncs: m.history.syncs.iter().map(|sync| Sync { at: sync.at, from: sync.from }).collect(),
            since: Both::new(Some(begun), Some(stand_in)),
            window: Window { from: begun, to: to.max(begun), work_from: work_from(m, begun), not_yet_ms: NOT_YET_MS },
            ignored: Ignored(m.ignored.clone()),
        }
    }

    pub(crate) fn judge(&self, m: &Maintenance, ledger: &Ledger) -> Reconciliation {
        reconcile(
            ledger,
            &ledger::Standpoint {
                product: self.product,
                primary: Some(self.primary),
                spans: &self.spans,
                syncs: &self.syncs,
                since: self.since.clone(),
                window: self.window,
                ignored: &self.ignored,
                decisions: &m.decisions,
                outcomes: &m.outcomes,
                notes_complete: m.statement(),
            },
        )
    }
}

/// When the maintenance began to matter: its baseline, else its first role command, else its plan.
fn begun_at(m: &Maintenance) -> Utc {
    let intended = m.outbound.attempts.first().map(|attempt| attempt.intended_at);
    let baseline = m.baseline.as_ref().map(|(baseline, _)| baseline.from);
    baseline.into_iter().chain(intended).min().unwrap_or(m.planned_at)
}

/// When the stand-in became the primary; before that there is nothing but the baseline.
fn work_from(m: &Maintenance, begun: Utc) -> Utc {
    m.outbound.done.as_ref().map_or(begun, |(_, at)| (*at).max(begun))
}

/// When the way back was begun the last time.
fn return_at(m: &Maintenance) -> Option<Utc> {
    let last = m.return_leg.attempts.last().map(|attempt| attempt.intended_at);
    m.return_leg.done.as_ref().map(|(_, at)| last.unwrap_or(*at))
}

/// Runs of looks, the last of each appliance open: it lasts as far as is known.
fn spans(m: &Maintenance) -> Vec<RoleSpan> {
    let mut spans = vec![];
    for side in Side::BOTH {
        let runs = m.history.roles.of(side);
        for (at, run) in runs.iter().enumerate() {
            let to = (at + 1 < runs.len()).then_some(run.to);
            spans.push(RoleSpan { side, role: run.role, from: run.from, to });
        }
    }
    spans
}

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
