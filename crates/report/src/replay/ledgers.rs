//! What the journal says of the ledger, judged again from the ledger's facts.

use std::collections::BTreeSet;

use domain::change::{EntryId, Reconciled};
use domain::journal::{Entry, Event, RoleIntent, Verification};
use domain::maintenance::Maintenance;
use domain::observation::Product;
use domain::plan::LegName;
use domain::time::Utc;
use ledger::arrival::expected;
use ledger::chain::{GENESIS, Sealed, Written};
use ledger::{Context, Ledger};

use super::MOMENT_MS;
use crate::chains::hex;
use crate::standpoint::arrivals;
use crate::words::count;
use ledger::Journalled;
use ledger::journalled::context;

/// Each of a person's acts that rests on the ledger is a judgement of all of it. So many are made again: a journal that asks for
/// more was not written by people, and whoever checks it is not kept waiting.
const MOST_JUDGEMENTS: u32 = 200;

/// The facts of a maintenance.
pub(crate) struct Facts<'a> {
    pub(crate) sealed: &'a [Sealed],
    pub(crate) written: &'a [Written],
    pub(crate) own_accounts: &'a [String],
    pub(crate) product: Option<Product>,
}

/// The ledger as it stood at each event that speaks of it: folded once, and on from where it stood.
pub(super) struct Ledgers<'a> {
    facts: &'a Facts<'a>,
    ledger: Ledger,
    context: Context,
    taken: usize,
    /// The facts that the journal names, with the events that name them.
    named: Vec<(u64, u64)>,
    /// The last fact that was named so far.
    through: u64,
    that_count: BTreeSet<u64>,
    judgements: u32,
}

impl<'a> Ledgers<'a> {
    pub(super) fn new(facts: &'a Facts<'a>, entries: &[Entry]) -> Self {
        Self {
            facts,
            ledger: Ledger::default(),
            context: Context::default(),
            taken: 0,
            named: entries.iter().filter_map(|entry| Some((entry.seq, named(&entry.event)?))).collect(),
            through: 0,
            that_count: that_count(entries),
            judgements: 0,
        }
    }

    /// As many changes as there can be: a fact tells of one at most.
    pub(super) fn most(&self) -> usize {
        self.facts.written.len()
    }

    pub(super) fn counts(&self, seq: u64) -> bool {
        self.that_count.contains(&seq)
    }

    /// Whether one more judgement is made.
    fn judges(&mut self) -> Result<(), String> {
        self.judgements += 1;
        if self.judgements <= MOST_JUDGEMENTS {
            return Ok(());
        }
        Err(format!("the ledger is judged more than {MOST_JUDGEMENTS} times, so this was not judged again"))
    }

    /// The ledger of so many facts. A name of an appliance that was learned since may place what could not be placed before.
    fn folded(&mut self, m: &Maintenance, facts: usize) -> &Ledger {
        let context = context(m, self.facts.own_accounts);
        if facts < self.taken || context != self.context {
            (self.ledger, self.taken) = (Ledger::new(context.clone()), 0);
            self.context = context;
        }
        let fresh = self.facts.written.iter().take(facts).skip(self.taken);
        for written in fresh {
            self.ledger.take(written.seq, &written.fact);
        }
        self.taken = facts.min(self.facts.written.len());
        &self.ledger
    }

    /// The hash of this fact, hexadecimal; of none, the beginning of a chain.
    fn head(&self, through: u64) -> Option<String> {
        match usize::try_from(through).ok()?.checked_sub(1) {
            None => Some(hex(&GENESIS)),
            Some(place) => self.facts.sealed.get(place).map(|sealed| hex(&sealed.hash)),
        }
    }

    /// Whether the fact that the journal names is that fact of this ledger, and none before one that it named already.
    pub(super) fn names(&mut self, through: u64, ledger_head: &str) -> Option<String> {
        let Some(head) = self.head(through) else {
            return Some(format!("the ledger has no fact {through}: its end is cut off"));
        };
        let before = self.through;
        self.through = before.max(through);
        if head != ledger_head && (through > 0 || !ledger_head.is_empty()) {
            return Some(format!("fact {through} of the ledger is another one, {head}"));
        }
        (through < before).then(|| format!("fact {before} was there already, and it leaves it out"))
    }

    /// What is different when the ledger is judged again as of an event.
    pub(super) fn reconciled(&mut self, m: &Maintenance, said: &Reconciled, at: Utc) -> Option<String> {
        if let Err(enough) = self.judges() {
            return Some(enough);
        }
        let (product, mut found) = (self.facts.product, None);
        let ledger = self.folded(m, usize::try_from(said.through).unwrap_or(usize::MAX));
        for now in moments(at) {
            let state = Journalled::of(m, product, now).judge(m, ledger).state(GENESIS);
            let state = Reconciled { ledger_head: said.ledger_head.clone(), ..state };
            if state == *said {
                return None;
            }
            found.get_or_insert_with(|| words(&state));
        }
        found
    }

    /// What the gate of the way back was told, and the ledger does not come to.
    pub(super) fn gate(&mut self, m: &Maintenance, intent: &RoleIntent, at: Utc) -> Option<String> {
        let Some(gate) = &intent.reconciliation else {
            let is_back = intent.leg == LegName::Return && self.through > 0;
            return is_back.then(|| "it says nothing of the ledger, which had facts".to_owned());
        };
        if let Some(found) = self.names(gate.through, &gate.ledger_head).or_else(|| self.judges().err()) {
            return Some(found);
        }
        let (product, mut found) = (self.facts.product, None);
        let ledger = self.folded(m, usize::try_from(gate.through).unwrap_or(usize::MAX));
        for now in moments(at) {
            let open = Journalled::of(m, product, now).judge(m, ledger).gate(GENESIS).undecided;
            if open == gate.undecided {
                return None;
            }
            let open = count(u64::from(open), "change waits", "changes wait");
            found.get_or_insert_with(|| format!("{open} in the ledger, {} by what it says", gate.undecided));
        }
        found
    }

    /// Whether every change that was to come through was looked for, and no other.
    pub(super) fn looked_for(&mut self, m: &Maintenance, said: &Verification, entry: &Entry) -> Option<String> {
        said.arrivals?;
        if let Err(enough) = self.judges() {
            return Some(enough);
        }
        let (product, at, facts) = (self.facts.product, entry.stamp.at, self.there_at(entry));
        let ledger = self.folded(m, facts);
        let judged = Journalled::of(m, product, at).judge_returned(m, ledger);
        let Some(found) = arrivals(said, ledger.entries().len()) else {
            return Some("changes are named that are not in the ledger".to_owned());
        };
        let looked_for: BTreeSet<EntryId> = found.into_keys().collect();
        let wanted: BTreeSet<EntryId> =
            judged.items().iter().filter(|item| expected(item).is_some()).map(|item| item.entry).collect();
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

    /// How many facts there were at an event: those that are not younger, by a clock that can be set back; but all that the
    /// journal named before, and none after the next that it names.
    fn there_at(&self, entry: &Entry) -> usize {
        let is_there = |written: &Written| written.recorded.at <= entry.stamp.at;
        let by_clock = self.facts.written.iter().rposition(is_there).map_or(0, |place| place + 1);
        let next = self.named.iter().find(|(seq, _)| *seq > entry.seq).map(|(_, through)| *through);
        let size = |fact: u64| usize::try_from(fact).unwrap_or(usize::MAX);
        by_clock.min(next.map_or(usize::MAX, size)).max(size(self.through))
    }
}

/// When it may have been judged.
fn moments(at: Utc) -> [Utc; 2] {
    [at, at.plus_ms(-MOMENT_MS)]
}

/// The fact up to which an event has judged the ledger.
fn named(event: &Event) -> Option<u64> {
    match event {
        Event::ReconciliationChanged(state) => Some(state.through),
        Event::RoleIntended(intent) => intent.reconciliation.as_ref().map(|gate| gate.through),
        _ => None,
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

/// The judgements that count: the last one, and the last one before each way back. Each costs a look at the whole ledger.
fn that_count(entries: &[Entry]) -> BTreeSet<u64> {
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
