//! What the ledger is judged from: everything the journal tells of roles, syncs, decisions and arrivals.

use std::collections::BTreeMap;

use domain::journal::{Entry, Event, SyncVerdict};
use domain::maintenance::Maintenance;
use domain::observation::Product;
use domain::plan::LegName;
use domain::role::{Both, Side};
use domain::time::Utc;
use ledger::arrival::Arrival;
use ledger::compare::Ignored;
use ledger::coverage::Window;
use ledger::reconcile::{Decision, Outcome};
use ledger::roles::{Hosts, RoleSpan, Sync};
use ledger::{Context, EntryId};

use crate::replay::round_of;

/// Logs are pulled on a schedule: so much at the end of a window is no gap. Milliseconds.
const NOT_YET_MS: i64 = 900_000;

/// What was decided of the changes, and what came of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    pub(crate) decisions: Vec<Decision>,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) ignored: Ignored,
    pub(crate) arrivals: BTreeMap<EntryId, Arrival>,
}

/// The decisions of a journal. No event of this version carries one.
pub(crate) fn standpoint(_journal: &[Entry]) -> Taken {
    Taken::default()
}

/// The standpoint at the end of the work: before the way back, or where it was ended.
pub(crate) struct Standpoint {
    pub(crate) product: Product,
    pub(crate) primary: Side,
    pub(crate) spans: Vec<RoleSpan>,
    pub(crate) syncs: Vec<Sync>,
    pub(crate) since: Both<Option<Utc>>,
    pub(crate) window: Window,
}

impl Standpoint {
    pub(crate) fn of(m: &Maintenance, entries: &[Entry]) -> Self {
        let last = entries.last().map_or(m.planned_at, |entry| entry.stamp.at);
        let away = m.outbound.done.as_ref().map(|(_, at)| *at).or(m.planned.taken_up.then_some(m.planned_at));
        let back = m.return_leg.attempts.last().map(|attempt| attempt.intended_at);
        let back = back.or(m.return_leg.done.as_ref().map(|(_, at)| *at));
        let told = m.outbound.attempts.last().map(|attempt| &attempt.intent.last_sync);
        let synced = told.and_then(|told| told.home.max(told.stand_in));
        Self {
            product: product(entries).unwrap_or(Product::Rs),
            primary: if away.is_some() { Side::StandIn } else { Side::Home },
            spans: spans(m),
            syncs: outbound_sync(m).into_iter().collect(),
            since: Both::new(Some(m.planned_at), Some(synced.map_or(m.planned_at, |at| at.min(m.planned_at)))),
            window: Window {
                from: away.unwrap_or(m.planned_at),
                to: back.or(m.ended_at).unwrap_or(last),
                not_yet_ms: NOT_YET_MS,
            },
        }
    }
}

/// The product that the appliances told.
pub(crate) fn product(entries: &[Entry]) -> Option<Product> {
    let rounds = entries.iter().filter_map(|entry| round_of(&entry.event));
    rounds.flat_map(|round| [&round.home, &round.stand_in]).find_map(|look| look.reading()?.product)
}

/// What the fold of the facts is told: the appliances' own names, and our own accounts.
pub(crate) fn context(m: &Maintenance, entries: &[Entry]) -> Context {
    let mut hosts: Hosts = m.planned.appliances.map(|_, appliance| vec![appliance.label.clone()]);
    let mut own_accounts: Vec<String> = vec![];
    for entry in entries {
        for look in round_of(&entry.event).into_iter().flat_map(|round| [&round.home, &round.stand_in]) {
            let Some(reading) = look.reading() else { continue };
            let known = reading
                .guid
                .as_ref()
                .is_some_and(|guid| [m.guids.of(look.side), &m.planned.appliances.of(look.side).guid].contains(&guid));
            let Some(host) = reading.hostname.as_ref().filter(|_| known) else { continue };
            let hosts = hosts.of_mut(look.side);
            if !hosts.contains(host) {
                hosts.push(host.clone());
            }
        }
        let account = entry.stamp.api_account.as_ref().filter(|account| !own_accounts.contains(account));
        own_accounts.extend(account.cloned());
    }
    Context { hosts, own_accounts }
}

/// The roles that this maintenance knows of: none while they change.
fn spans(m: &Maintenance) -> Vec<RoleSpan> {
    let mut spans = vec![];
    let mut from = m.planned_at;
    for leg in [LegName::Outbound, LegName::Return] {
        if leg == LegName::Outbound && m.planned.taken_up {
            continue;
        }
        let done = m.leg(leg).done.as_ref().map(|(_, at)| *at);
        let moved = moved(m, leg).or(done);
        for side in Side::BOTH {
            spans.push(RoleSpan { side, role: *leg.before().of(side), from, to: moved });
        }
        let Some(done) = done else { return spans };
        from = done;
    }
    for side in Side::BOTH {
        spans.push(RoleSpan { side, role: *LegName::Return.assigned().of(side), from, to: None });
    }
    spans
}

/// When the roles of a leg were first seen to change.
pub(crate) fn moved(m: &Maintenance, leg: LegName) -> Option<Utc> {
    let attempt = m.leg(leg).running().or(m.leg(leg).attempts.last())?;
    attempt.both_backup_since.or_else(|| {
        let settled = attempt.settled.filter(|(settlement, _)| *settlement == domain::journal::Settlement::Happened);
        settled.map(|(_, at)| at)
    })
}

fn outbound_sync(m: &Maintenance) -> Option<Sync> {
    let (done, done_at) = m.outbound.done.as_ref()?;
    let ran = done.sync != SyncVerdict::Unproven;
    ran.then(|| Sync { at: moved(m, LegName::Outbound).unwrap_or(*done_at), from: Side::Home })
}

/// Who stated that the notes are complete, and why.
pub(crate) fn notes_complete(entries: &[Entry]) -> Option<(String, String)> {
    entries.iter().rev().find_map(|entry| match &entry.event {
        Event::NotesComplete { reason } => Some((entry.stamp.by.clone(), reason.clone())),
        _ => None,
    })
}
