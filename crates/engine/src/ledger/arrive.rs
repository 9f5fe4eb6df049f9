//! The gate of the way back, and what came through it.

use domain::change::{Arrival, EntryId};
use domain::maintenance::Reconciliation;
use domain::role::Side;
use futures::future::{Either, select};
use ledger::arrival::arrivals;

use super::collect::What;
use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::host::Progress;
use crate::record::Record;
use crate::watch::Stop;

/// A leg waits this long for what was changed in the last minutes. Two logs are read in seconds; one that takes longer keeps
/// nobody from the way back: what it would have told is a gap in time, and as such for a person to read. Milliseconds.
const LEDGER_WAIT_MS: u64 = 90_000;

impl Engine {
    /// Fills the ledger before a leg, for as long as a leg may wait for it and until it is told to stop.
    pub(crate) async fn catch_up_in_time(
        &self,
        record: &mut Record,
        connection: &Connection,
        stop: &Stop,
    ) -> Result<(), EngineError> {
        if !self.has_ledger(&record.maintenance)? {
            return Ok(());
        }
        if let Some(hook) = &self.host.progress {
            let sentence = format!(
                "Waiting for both logs, for what was changed in the last minutes: at most {} s.",
                LEDGER_WAIT_MS / 1_000
            );
            hook(Progress { maintenance: record.number, collecting: false, sentence });
        }
        let enough = select(self.host.clock.sleep_ms(LEDGER_WAIT_MS), Box::pin(stop.stopped()));
        let came = {
            let collecting = Box::pin(self.catch_up_ledger(record, connection, What::Logs));
            match select(collecting, enough).await {
                Either::Left((collected, _)) => Some(collected?),
                Either::Right(_) => None,
            }
        };
        if came.is_none() && !stop.is_stopped() {
            tracing::warn!("the ledger was not filled in the time a leg waits for it");
            // What came of it counts all the same.
            self.rejudge(record)?;
        }
        Ok(())
    }

    /// What the ledger comes to now (R4). A maintenance whose ledger was never begun has none.
    pub(crate) fn gate(&self, record: &Record) -> Result<Reconciliation, EngineError> {
        let m = &record.maintenance;
        if !self.has_ledger(m)? {
            return Ok(Reconciliation::default());
        }
        let pair = self.pair_of(record)?;
        let journalled = self.journalled(m, &pair);
        self.with_book(m, |book| Ok(book.judge(m, &journalled).gate(book.head)))
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
