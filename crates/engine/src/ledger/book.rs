//! The facts of a maintenance, folded, and kept while this process works with them.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use domain::ids::MaintenanceId;
use domain::maintenance::Maintenance;
use domain::time::Utc;
use ledger::chain::{self, GENESIS, Recorded, Written};
use ledger::journalled::context;
use ledger::{Context, Fact, Journalled, Judged, Ledger, Listing, Reconciliation, WitnessId};
use store::{Along, FactRow, Store, StoreError};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::long::beside_others;

/// Facts that are read at once.
const AT_ONCE: usize = 4_096;

/// How often facts are appended again because another process wrote first. More often is a fault, not a race.
const MAX_RACES: u32 = 20;

/// Ledgers that are kept folded: those of the maintenances a person works on. Another one is folded anew when it is asked for.
const MOST_FOLDED: usize = 4;

/// One ledger, folded up to a fact.
pub(crate) struct Book {
    pub(crate) ledger: Ledger,
    pub(crate) head: [u8; 32],
    /// What it was folded with: told by the journal, so it can grow.
    context: Context,
    /// As long as neither facts nor events come, entries stay as they were judged.
    stand: Option<Stand>,
}

/// The entries as they were judged last.
pub(super) struct Stand {
    by: StandBy,
    pub(super) entries: Arc<Judged>,
    /// Made when somebody reads it.
    listing: OnceCell<Listing>,
}

impl Stand {
    pub(super) fn listing(&self, ledger: &Ledger) -> &Listing {
        self.listing.get_or_init(|| Listing::new(ledger.entries(), &self.entries.items))
    }
}

/// What entries are judged by.
#[derive(Clone, Copy, PartialEq, Eq)]
struct StandBy {
    /// The last event of the journal, and the last fact.
    event: u64,
    fact: u64,
}

/// The ledgers this process has folded, and when it last tried to fill each by itself.
#[derive(Default)]
pub(crate) struct Books {
    /// The one used last stands last.
    folded: Vec<(MaintenanceId, Arc<Mutex<Book>>)>,
    tried: HashMap<MaintenanceId, Utc>,
    /// Whose calls are being sent.
    applying: HashSet<MaintenanceId>,
}

/// While it lives, calls of a maintenance are being sent.
pub(super) struct Applying<'a> {
    engine: &'a Engine,
    id: MaintenanceId,
}

impl Drop for Applying<'_> {
    fn drop(&mut self) {
        crate::connect::lock(&self.engine.books).applying.remove(&self.id);
    }
}

impl Books {
    /// The ledger of a maintenance; what was not used for longest is let go.
    fn of(&mut self, id: MaintenanceId, context: &Context) -> Arc<Mutex<Book>> {
        let known = self.folded.iter().position(|(known, _)| *known == id).map(|at| self.folded.remove(at).1);
        let book = known.unwrap_or_else(|| Arc::new(Mutex::new(Book::new(context.clone()))));
        self.folded.push((id, Arc::clone(&book)));
        let extra = self.folded.len().saturating_sub(MOST_FOLDED);
        self.folded.drain(..extra);
        book
    }
}

impl Book {
    fn new(context: Context) -> Self {
        Self { ledger: Ledger::new(context.clone()), head: GENESIS, context, stand: None }
    }

    /// Takes in what was appended since.
    fn catch_up(&mut self, store: &Store, id: MaintenanceId) -> Result<(), EngineError> {
        loop {
            let facts = store.facts(id, self.ledger.seq(), AT_ONCE)?;
            let all = facts.len() < AT_ONCE;
            for sealed in facts {
                chain::verify_link(id, self.ledger.seq() + 1, &self.head, sealed.link())
                    .map_err(|source| EngineError::Ledger { source })?;
                let Written { seq, fact, .. } =
                    chain::read(sealed.seq, &sealed.body).map_err(|source| EngineError::Ledger { source })?;
                self.ledger.take(seq, &fact);
                self.head = sealed.hash;
            }
            if all {
                return Ok(());
            }
        }
    }

    /// Where reconciling stands now.
    pub(crate) fn judge(&mut self, m: &Maintenance, journalled: &Journalled) -> Reconciliation {
        let (ledger, stand) = self.stand(m, journalled);
        journalled.reconcile_judged(m, ledger, Arc::clone(&stand.entries))
    }

    /// The entries as they are judged now; as before where nothing came.
    pub(super) fn stand(&mut self, m: &Maintenance, journalled: &Journalled) -> (&Ledger, &Stand) {
        let Self { ledger, stand, .. } = self;
        let by = StandBy { event: m.seq, fact: ledger.seq() };
        let now = stand.take().filter(|stand| stand.by == by).unwrap_or_else(|| Stand {
            by,
            entries: Arc::new(journalled.judge_entries(m, ledger)),
            listing: OnceCell::new(),
        });
        (ledger, stand.insert(now))
    }

    /// The event after the one they were judged by told of the judgement alone: the entries stand as they did.
    pub(super) fn still_stands(&mut self, event: u64) {
        if let Some(stand) = self.stand.as_mut().filter(|stand| stand.by.event + 1 == event) {
            stand.by.event = event;
        }
    }

    /// Whether this fact says something that is not known.
    fn is_news(&self, fact: &Fact) -> bool {
        witness(fact).is_none_or(|witness| !self.ledger.knows(witness))
    }
}

fn witness(fact: &Fact) -> Option<WitnessId> {
    match fact {
        Fact::Message(message) => Some(message.witness),
        Fact::Difference(difference) => Some(difference.witness),
        _ => None,
    }
}

impl Engine {
    /// The ledger of a maintenance, folded to its end.
    pub(crate) fn with_book<T>(
        &self,
        m: &Maintenance,
        use_it: impl FnOnce(&mut Book) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let context = context(m, &self.own_accounts(m)?);
        let book = crate::connect::lock(&self.books).of(m.id, &context);
        // A long ledger takes seconds to fold and to judge, and whoever comes second waits for it.
        beside_others(|| self.with(&mut crate::connect::lock(&book), m.id, context, use_it))
    }

    fn with<T>(
        &self,
        book: &mut Book,
        id: MaintenanceId,
        context: Context,
        use_it: impl FnOnce(&mut Book) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        // A name that was learned since may place what could not be placed before.
        if !same(&book.context, &context) {
            *book = Book::new(context);
        }
        if let Err(error) = book.catch_up(&self.store, id) {
            // Half a fold is none.
            *book = Book::new(book.context.clone());
            return Err(error);
        }
        use_it(book)
    }

    /// Appends what is not known yet, with what goes along, and folds it in. Gives the last fact that was written, if any.
    pub(crate) fn append_facts(
        &self,
        m: &Maintenance,
        facts: Vec<Fact>,
        along: &Along,
    ) -> Result<Option<u64>, EngineError> {
        let recorded =
            Recorded { at: self.host.clock.now_utc(), by: self.host.user.clone(), program: self.host.program.clone() };
        for _ in 0..MAX_RACES {
            let outcome = self.with_book(m, |book| {
                let mut seen = std::collections::HashSet::new();
                let (mut seq, mut previous, mut rows) = (book.ledger.seq(), book.head, vec![]);
                for fact in &facts {
                    let twice = witness(fact).is_some_and(|witness| !seen.insert(witness));
                    if twice || !book.is_news(fact) {
                        continue;
                    }
                    seq += 1;
                    let sealed = chain::seal(m.id, seq, previous, &recorded, fact)
                        .map_err(|source| EngineError::Ledger { source })?;
                    previous = sealed.hash;
                    rows.push(FactRow::new(sealed, fact));
                }
                let last = (!rows.is_empty()).then_some(seq);
                if rows.is_empty() && along.positions.is_empty() && along.snapshots.is_empty() {
                    return Ok(Ok(None));
                }
                crate::record::die(&self.host, crate::host::Moment::Before)?;
                match self.store.append_facts(m.id, book.ledger.seq(), rows, along.clone()) {
                    Ok(_) => {
                        crate::record::die(&self.host, crate::host::Moment::After)?;
                        book.catch_up(&self.store, m.id)?;
                        Ok(Ok(last))
                    }
                    // Another process was first: fold anew, and leave out what it knew.
                    Err(StoreError::FactGap { .. } | StoreError::KnownWitness { .. }) => Ok(Err(())),
                    Err(error) => Err(error.into()),
                }
            })?;
            if let Ok(last) = outcome {
                return Ok(last);
            }
        }
        Err(EngineError::Contended)
    }

    pub(super) fn applying(&self, id: MaintenanceId) -> Applying<'_> {
        crate::connect::lock(&self.books).applying.insert(id);
        Applying { engine: self, id }
    }

    pub(super) fn is_applying(&self, id: MaintenanceId) -> bool {
        crate::connect::lock(&self.books).applying.contains(&id)
    }

    /// Whether anything was ever written into the ledger of a maintenance, or its state into the journal.
    pub(crate) fn has_ledger(&self, m: &Maintenance) -> Result<bool, EngineError> {
        let told = m.reconciliation.is_some() || m.baseline.is_some();
        Ok(told || self.store.facts_head(m.id)?.is_some())
    }

    /// When this process last tried to fill a ledger by itself: one that does not answer is not asked without end.
    pub(super) fn tried_at(&self, id: MaintenanceId) -> Option<Utc> {
        crate::connect::lock(&self.books).tried.get(&id).copied()
    }

    pub(super) fn note_tried(&self, id: MaintenanceId, at: Utc) {
        crate::connect::lock(&self.books).tried.insert(id, at);
    }

    /// The API accounts of this pair: what they do is our own doing.
    pub(crate) fn own_accounts(&self, m: &Maintenance) -> Result<Vec<String>, EngineError> {
        let Some(pair) = self.store.pair(m.planned.pair)? else { return Ok(Vec::new()) };
        let of = |side| pair.appliance(side).client_id.clone();
        let accounts = [pair.client_id.clone(), of(domain::role::Side::Home), of(domain::role::Side::StandIn)];
        let mut accounts: Vec<String> = accounts.into_iter().flatten().collect();
        accounts.sort();
        accounts.dedup();
        Ok(accounts)
    }
}

fn same(a: &Context, b: &Context) -> bool {
    a.own_accounts == b.own_accounts && a.hosts.home == b.hosts.home && a.hosts.stand_in == b.hosts.stand_in
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledgers_used_last_are_kept_folded_and_no_more_than_a_few() {
        let mut books = Books::default();
        let id = |n| MaintenanceId(uuid::Uuid::from_u128(n));
        let first = books.of(id(0), &Context::default());
        for n in 1..20 {
            books.of(id(n), &Context::default());
            assert!(Arc::ptr_eq(&books.of(id(0), &Context::default()), &first), "it is used all the time");
            assert!(books.folded.len() <= MOST_FOLDED);
        }
        assert!(books.folded.iter().any(|(known, _)| *known == id(19)));
        assert!(!books.folded.iter().any(|(known, _)| *known == id(1)));
    }
}
