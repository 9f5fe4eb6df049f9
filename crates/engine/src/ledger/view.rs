//! The ledger as it is read: entries with where they stand, and the facts they rest on.

use std::sync::Arc;

use domain::change::{Arrival, EntryId};
use domain::ids::MaintenanceNumber;
use domain::maintenance::Maintenance;
use domain::observation::Product;
use domain::role::Both;
use domain::time::Utc;
use ledger::chain::{self, Written};
use ledger::journalled::begun_at;
use ledger::reconcile::is_listed;
use ledger::{Ledger, Listing, Reconciliation};
use store::Position;

use super::book::Stand;
use crate::engine::Engine;
use crate::error::EngineError;

/// Everything a front end shows of a ledger, judged now.
pub struct LedgerView<'a> {
    pub maintenance: &'a Maintenance,
    pub ledger: &'a Ledger,
    stand: &'a Stand,
    pub judged: &'a Reconciliation,
    pub product: Product,
    pub head: [u8; 32],
    /// From when on changes matter to this maintenance.
    pub from: Utc,
    /// The end of what has to be covered.
    pub to: Utc,
    /// When the log of each appliance was read last.
    pub log_at: Both<Option<Utc>>,
}

impl LedgerView<'_> {
    /// The list of the changes as they are judged here.
    #[must_use]
    pub fn listing(&self) -> &Listing {
        self.stand.listing(self.ledger)
    }

    /// What was found of a change on the returned primary, once it was looked for.
    #[must_use]
    pub fn arrival(&self, entry: EntryId) -> Option<Arrival> {
        let (verification, _) = self.maintenance.verification.as_ref()?;
        verification.looked_for.iter().find(|(_, runs)| is_listed(entry, runs)).map(|(arrival, _)| *arrival)
    }
}

/// One witness of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Witnessed(pub Written);

impl Engine {
    /// Shows the ledger of a maintenance. Any process may.
    pub fn ledger<T>(
        &self,
        number: MaintenanceNumber,
        show: impl FnOnce(&LedgerView<'_>) -> T,
    ) -> Result<T, EngineError> {
        let (record, _) = self.record(number)?;
        let m = &record.maintenance;
        let pair = self.store.pair(m.planned.pair)?;
        let now = self.host.clock.now_utc();
        let product = pair.as_ref().and_then(|pair| pair.product);
        let journalled = ledger::journalled::Journalled::of(m, product, now);
        let positions = self.store.positions(m.id)?;
        let log_at =
            |appliance| positions.iter().find(|at: &&Position| at.appliance == appliance).map(|at| at.pulled_at);
        let log_at = m.planned.appliances.map(|_, appliance| log_at(appliance.id));
        self.with_book(m, |book| {
            let head = book.head;
            let (ledger, stand) = book.stand(m, &journalled);
            let judged = journalled.reconcile_judged(m, ledger, Arc::clone(&stand.entries));
            Ok(show(&LedgerView {
                maintenance: m,
                ledger,
                stand,
                judged: &judged,
                product: journalled.product(),
                head,
                from: begun_at(m),
                to: journalled.window().to,
                log_at,
            }))
        })
    }

    /// The facts an entry rests on, in the order in which they were written.
    pub fn witnesses(&self, number: MaintenanceNumber, entry: EntryId) -> Result<Vec<Witnessed>, EngineError> {
        let (record, _) = self.record(number)?;
        let m = &record.maintenance;
        let facts = self.with_book(m, |book| {
            let found = book.ledger.entry(entry);
            let found = found.ok_or(EngineError::NoSuchChange { number, entry: entry.to_string() })?;
            Ok(found.witnesses.iter().map(|witness| witness.fact).collect::<Vec<u64>>())
        })?;
        let mut shown = vec![];
        for seq in facts {
            let sealed = self.store.facts(m.id, seq.saturating_sub(1), 1)?;
            for sealed in sealed.into_iter().filter(|sealed| sealed.seq == seq) {
                let written = chain::read(sealed.seq, &sealed.body).map_err(|source| EngineError::Ledger { source })?;
                shown.push(Witnessed(written));
            }
        }
        Ok(shown)
    }
}
