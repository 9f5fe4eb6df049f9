//! Reading again the objects that new messages name: what a message says was done is seen in the configuration.

use std::collections::BTreeSet;

use domain::maintenance::Maintenance;
use domain::role::{Both, Side};
use ledger::Snapshot;
use ledger::compare::Taken;
use ledger::journalled::returned;

use super::configuration::{parent, read_object};
use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;

/// Objects that are read again at once; of more than these the next snapshot tells.
const MOST: usize = 200;

impl Engine {
    /// Reads the objects of entries that became known since there were `before`, on the appliance they were made on.
    pub(super) async fn reread(
        &self,
        m: &Maintenance,
        connection: &Connection,
        before: usize,
    ) -> Result<(), EngineError> {
        let named = self.named_since(m, before)?;
        if named.is_empty() || returned(m) {
            return Ok(());
        }
        let Some(baseline) = self.baseline(m)? else { return Ok(()) };
        let journalled = self.journalled(m, &connection.pair);
        let product = self.product(connection).await;
        let mut patched: Both<Option<(Snapshot, domain::time::Utc)>> = Both::new(None, None);
        let from = self.host.clock.now_utc();
        let mut kinds: BTreeSet<&str> = BTreeSet::new();
        for (_, side, kind, id) in named.into_iter().take(MOST) {
            // Without a whole snapshot of that side there is nothing to see it in.
            if patched.of(side).is_none() {
                // One from before the last sync shows what that has overwritten since.
                let last_sync = journalled.syncs().last().map(|sync| sync.at);
                let last = self.last_snapshot(m, side)?;
                *patched.of_mut(side) = last.filter(|(_, at)| last_sync.is_none_or(|sync| *at >= sync));
            }
            let (Ok(appliance), Some(_)) = (connection.appliances.of(side), patched.of(side)) else { continue };
            let above = parent(kind).and_then(|_| id.split_once('/').map(|(above, _)| above));
            match read_object(&appliance.configuration(), product, kind, &id).await {
                Ok(now) => {
                    kinds.insert(kind);
                    if let Some((snapshot, at)) = patched.of_mut(side).take() {
                        *patched.of_mut(side) = Some((snapshot.with(kind, &id, above, now.as_ref()), at));
                    }
                }
                // The message stands; what the object holds now is told by the next snapshot.
                Err(unread) => tracing::debug!(%unread, kind, "an object could not be read again"),
            }
        }
        if kinds.is_empty() {
            return Ok(());
        }
        let primary = m.current_primary();
        let only = |side: Side| patched.of(side).as_ref().map(|(snapshot, _)| snapshot.only(&kinds));
        let (on_primary, on_backup) = (only(primary), only(primary.other()));
        let since = Side::BOTH.into_iter().filter_map(|side| patched.of(side).as_ref().map(|(_, at)| *at)).min();
        let taken = Taken {
            primary,
            since: since.unwrap_or(from),
            from,
            to: self.host.clock.now_utc(),
            syncs: journalled.syncs(),
        };
        self.write_differences(m, &baseline.only(&kinds), [on_primary.as_ref(), on_backup.as_ref()], &taken)
    }
}
