//! What the journal says of the ledger, judged again from the ledger's facts.

use std::collections::BTreeSet;

use domain::change::{EntryId, Reconciled};
use domain::journal::{Entry, Event, Verification};
use domain::maintenance::Maintenance;
use domain::observation::Product;
use domain::plan::LegName;
use domain::time::Utc;
use ledger::Ledger;
use ledger::arrival::expected;
use ledger::chain::{GENESIS, Sealed, Written};

use super::MOMENT_MS;
use crate::chains::hex;
use crate::standpoint::arrivals;
use crate::words::count;
use ledger::Journalled;
use ledger::journalled::context;

/// The facts of a maintenance, as far as they are there to be read.
pub(crate) struct Facts<'a> {
    pub(crate) sealed: &'a [Sealed],
    pub(crate) written: &'a [Written],
    pub(crate) own_accounts: &'a [String],
    pub(crate) product: Option<Product>,
}

impl Facts<'_> {
    /// The ledger of so many facts.
    fn ledger(&self, m: &Maintenance, facts: usize) -> Ledger {
        let mut ledger = Ledger::new(context(m, self.own_accounts));
        for written in self.written.iter().take(facts) {
            ledger.take(written.seq, &written.fact);
        }
        ledger
    }

    /// The hash of this fact, hexadecimal; of none, the beginning of a chain.
    fn head(&self, through: u64) -> Option<String> {
        match usize::try_from(through).ok()?.checked_sub(1) {
            None => Some(hex(&GENESIS)),
            Some(place) => self.sealed.get(place).map(|sealed| hex(&sealed.hash)),
        }
    }

    /// Whether the fact that the journal names is that fact of this ledger.
    pub(super) fn names(&self, through: u64, ledger_head: &str) -> Option<String> {
        match self.head(through) {
            None => Some(format!("the ledger has no fact {through}: its end is cut off")),
            Some(head) if head == ledger_head || (through == 0 && ledger_head.is_empty()) => None,
            Some(head) => Some(format!("fact {through} of the ledger is another one, {head}")),
        }
    }

    /// What is different when the ledger is judged again as of an event.
    pub(super) fn reconciled(&self, m: &Maintenance, said: &Reconciled, at: Utc) -> Option<String> {
        let through = usize::try_from(said.through).unwrap_or(usize::MAX);
        let mut found = None;
        let ledger = self.ledger(m, through);
        for now in [at, at.plus_ms(-MOMENT_MS)] {
            let judged = Journalled::of(m, self.product, now).judge(m, &ledger);
            let state = judged.state(self.sealed.get(through.wrapping_sub(1)).map_or(GENESIS, |sealed| sealed.hash));
            let state = Reconciled { ledger_head: said.ledger_head.clone(), ..state };
            if state == *said {
                return None;
            }
            found.get_or_insert_with(|| words(&state));
        }
        found
    }

    /// Whether every change that was to come through was looked for, and no other.
    pub(super) fn looked_for(&self, m: &Maintenance, said: &Verification, at: Utc) -> Option<String> {
        said.arrivals?;
        let facts = self.written.partition_point(|written| written.recorded.at <= at);
        let ledger = self.ledger(m, facts);
        let judged = Journalled::of(m, self.product, at).judge_returned(m, &ledger);
        let Some(found) = arrivals(said, ledger.entries().len()) else {
            return Some("changes are named that are not in the ledger".to_owned());
        };
        let looked_for: BTreeSet<EntryId> = found.into_keys().collect();
        let wanted: BTreeSet<EntryId> =
            judged.items.iter().filter(|item| expected(item).is_some()).map(|item| item.entry).collect();
        let missing = wanted.difference(&looked_for).count() as u64;
        let more = looked_for.difference(&wanted).count() as u64;
        match (missing, more) {
            (0, 0) => None,
            (0, more) => {
                Some(format!("{} looked for that nothing asks for", count(more, "change was", "changes were")))
            }
            (missing, _) => Some(format!("{} not looked for", count(missing, "change was", "changes were"))),
        }
    }
}

/// Where a ledger stands, in words.
pub(super) fn words(state: &Reconciled) -> String {
    format!(
        "up to fact {}: {}, {}",
        state.through,
        count(u64::from(state.changes), "change", "changes"),
        state.verdict.sentence(state.undecided, state.unread, state.outstanding).to_lowercase()
    )
}

/// The judgements that count: the last one, and the last one before each way back. Each costs a fold of the ledger.
pub(super) fn that_count(entries: &[Entry]) -> BTreeSet<u64> {
    let (mut last, mut count) = (None, BTreeSet::new());
    for entry in entries {
        match &entry.event {
            Event::ReconciliationChanged(_) => last = Some(entry.seq),
            Event::RoleIntended(intent) if intent.leg == LegName::Return => count.extend(last),
            _ => {}
        }
    }
    count.extend(last);
    count
}
