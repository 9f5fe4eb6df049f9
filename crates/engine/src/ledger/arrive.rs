//! The gate of the way back, and what came through it.

use domain::change::{Arrival, EntryId};
use domain::maintenance::Reconciliation;
use domain::role::Side;
use ledger::arrival::arrivals;

use super::collect::What;
use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::record::Record;

impl Engine {
    /// What the ledger comes to now (R4). A maintenance whose ledger was never begun has none.
    pub(crate) fn gate(&self, record: &Record) -> Result<Reconciliation, EngineError> {
        let m = &record.maintenance;
        if !self.has_ledger(m)? {
            return Ok(Reconciliation::default());
        }
        let pair = self.pair_of(record)?;
        let journalled = self.journalled(m, &pair);
        self.with_book(m, |book| Ok(journalled.judge(m, &book.ledger).gate(book.head)))
    }

    /// Looks for every change that was to come through in the configuration of the returned primary. None: there is no
    /// ledger.
    pub(crate) async fn look_for_arrivals(
        &self,
        record: &mut Record,
        connection: &Connection,
    ) -> Result<Option<Vec<(EntryId, Arrival)>>, EngineError> {
        let Some(collected) = self.catch_up_ledger(record, connection, What::Everything).await? else {
            return Ok(None);
        };
        let read = collected.snapshots.iter().any(|one| one.side == Side::Home && one.trouble.is_none());
        let m = &record.maintenance;
        // What cannot be read is looked for in nothing: none of it can be observed.
        let returned =
            self.last_snapshot(m, Side::Home)?.filter(|_| read).map(|(snapshot, _)| snapshot).unwrap_or_default();
        let journalled = self.journalled(m, &connection.pair);
        self.with_book(m, |book| {
            let judged = journalled.judge_returned(m, &book.ledger);
            Ok(Some(arrivals(&book.ledger, &judged, &returned)))
        })
    }
}
