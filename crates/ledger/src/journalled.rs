//! From where changes are judged: what the fold of the journal tells of roles, syncs and times. The program and whoever
//! verifies its report judge from here, so that a group there is the group a person saw when they decided.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::change::NOT_YET_MS;
use domain::maintenance::Maintenance;
use domain::observation::Product;
use domain::plan::LegName;
use domain::role::{Both, Side};
use domain::time::Utc;

use crate::compare::Ignored;
use crate::coverage::Window;
use crate::fold::{Context, Ledger};
use crate::reconcile::{Judged, Reconciliation, Standpoint, judge_entries, reconcile, reconcile_judged};
use crate::roles::{RoleSpan, Sync};

/// Stamps and messages tell whole seconds, and offsets are measured over a network: a change this close before a sync, in
/// milliseconds, is not told apart from one after it, and is rather shown.
const STAMP_SLACK_MS: i64 = 2_000;

/// What the journal tells, in the words of the ledger.
pub struct Journalled {
    product: Product,
    primary: Side,
    spans: Vec<RoleSpan>,
    syncs: Vec<Sync>,
    /// The same, with the way back taken as having carried what it was to carry.
    to_come_through: Vec<Sync>,
    since: Both<Option<Utc>>,
    window: Window,
    ignored: Ignored,
}

/// What the fold of the facts is told: the appliances' own names, and our own accounts: those of now, and those that were used.
#[must_use]
pub fn context(m: &Maintenance, own_accounts: &[String]) -> Context {
    let names = |side: Side| m.history.hostnames.of(side).iter().cloned().collect::<Vec<_>>();
    let own: BTreeSet<String> = own_accounts.iter().chain(&m.history.accounts).cloned().collect();
    Context { hosts: Both::new(names(Side::Home), names(Side::StandIn)), own_accounts: own.into_iter().collect() }
}

/// When the maintenance began to matter: its baseline, else its first role command, else its plan.
#[must_use]
pub fn begun_at(m: &Maintenance) -> Utc {
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

impl Journalled {
    /// At this moment.
    #[must_use]
    pub fn of(m: &Maintenance, product: Option<Product>, now: Utc) -> Self {
        let begun = begun_at(m);
        let to = return_at(m).or(m.ended_at).unwrap_or(now);
        // What the stand-in was given since the last sync is overwritten by the outbound one.
        let stand_in = if m.planned.taken_up {
            begun
        } else {
            m.history.synced_before.map_or(begun, |at| at.plus_ms(-STAMP_SLACK_MS).min(begun))
        };
        let syncs: Vec<Sync> =
            m.history.syncs.iter().map(|sync| Sync { begun: sync.begun, at: sync.at, from: sync.from }).collect();
        Self {
            product: product.unwrap_or(Product::Rs),
            primary: m.current_primary(),
            spans: spans(m),
            to_come_through: with_the_way_back(m, &syncs),
            syncs,
            since: Both::new(Some(begun), Some(stand_in)),
            window: Window { from: begun, to: to.max(begun), work_from: work_from(m, begun), not_yet_ms: NOT_YET_MS },
            ignored: Ignored(m.ignored.clone()),
        }
    }

    #[must_use]
    pub fn product(&self) -> Product {
        self.product
    }

    #[must_use]
    pub fn since(&self, side: Side) -> Option<Utc> {
        *self.since.of(side)
    }

    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// The data syncs that are known, in order.
    #[must_use]
    pub fn syncs(&self) -> &[Sync] {
        &self.syncs
    }

    #[must_use]
    pub fn judge(&self, m: &Maintenance, ledger: &Ledger) -> Reconciliation {
        reconcile(ledger, &self.standpoint(m, &self.syncs))
    }

    /// The entries alone: they stay as they are judged until a fact or an event comes.
    #[must_use]
    pub fn judge_entries(&self, m: &Maintenance, ledger: &Ledger) -> Judged {
        judge_entries(ledger, &self.standpoint(m, &self.syncs))
    }

    /// As [`Journalled::judge`], with the entries judged before.
    #[must_use]
    pub fn reconcile_judged(&self, m: &Maintenance, ledger: &Ledger, judged: Arc<Judged>) -> Reconciliation {
        reconcile_judged(judged, ledger, &self.standpoint(m, &self.syncs))
    }

    /// What was to come through the way back, whether or not its sync is proven: a change that an unproven one was to carry is
    /// looked for like any other.
    #[must_use]
    pub fn judge_returned(&self, m: &Maintenance, ledger: &Ledger) -> Reconciliation {
        reconcile(ledger, &self.standpoint(m, &self.to_come_through))
    }

    fn standpoint<'a>(&'a self, m: &'a Maintenance, syncs: &'a [Sync]) -> Standpoint<'a> {
        Standpoint {
            product: self.product,
            primary: Some(self.primary),
            spans: &self.spans,
            syncs,
            since: self.since.clone(),
            window: self.window,
            ignored: &self.ignored,
            decisions: &m.decisions,
            outcomes: &m.outcomes,
            notes_complete: m.statement(),
        }
    }
}

/// The syncs, and the one of the way back as it was meant to be: with all that was there when it ended.
fn with_the_way_back(m: &Maintenance, syncs: &[Sync]) -> Vec<Sync> {
    let (mut all, from) = (syncs.to_vec(), Side::StandIn);
    if let (Some(begun), Some((_, done_at))) = (return_at(m), &m.return_leg.done) {
        let known = syncs.iter().rev().find(|sync| sync.from == from && sync.at >= begun);
        let at = known.map_or(*done_at, |sync| sync.at);
        all.push(Sync { begun: at, at, from });
        all.sort_by_key(|sync| sync.at);
    }
    all
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

/// The side that is to be returned to, once it was.
#[must_use]
pub fn returned(m: &Maintenance) -> bool {
    m.leg(LegName::Return).done.is_some()
}
