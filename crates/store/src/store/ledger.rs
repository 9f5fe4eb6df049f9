//! Every call on the ledger of a maintenance.

use std::collections::HashSet;

use domain::ids::MaintenanceId;
use ledger::WitnessId;
use ledger::chain::Sealed;

use super::Store;
use crate::error::StoreError;
use crate::table::journal::Head;
use crate::table::ledger_fact::{self, FactRow};
use crate::table::ledger_position::{self, Position};
use crate::table::maintenance::number_of;
use crate::table::snapshot::{self, SnapshotRow};

/// Facts that are verified before another call gets its turn.
const VERIFIED_AT_ONCE: usize = 4_096;

/// What is written with facts or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Along {
    pub positions: Vec<Position>,
    /// Their evidence is kept before.
    pub snapshots: Vec<SnapshotRow>,
}

impl Along {
    fn is_empty(&self) -> bool {
        self.positions.is_empty() && self.snapshots.is_empty()
    }
}

impl Store {
    /// Appends facts behind `expected_seq`, the last one the caller has folded (0: none), with what goes along, all or none.
    /// There may be no facts where something goes along. Gives the last fact there is then, once it is durable. Any process
    /// may append facts; positions and snapshots are the driver's.
    ///
    /// # Errors
    /// [`StoreError::FactGap`] when another process was first: fold anew. [`StoreError::KnownWitness`]: leave out what
    /// [`Store::known_witnesses`] says. [`StoreError::UnlinkedFact`], [`StoreError::NoEvents`],
    /// [`StoreError::UnknownMaintenance`], [`StoreError::NeedsDriver`], or the database could not be written. Nothing was
    /// written then.
    pub fn append_facts(
        &self,
        maintenance: MaintenanceId,
        expected_seq: u64,
        facts: Vec<FactRow>,
        along: Along,
    ) -> Result<Head, StoreError> {
        if facts.is_empty() && along.is_empty() {
            return Err(StoreError::NoEvents);
        }
        if !along.is_empty() && !self.is_driver() {
            return Err(StoreError::NeedsDriver { doing: ledger_fact::APPENDING });
        }
        self.write(ledger_fact::APPENDING, move |on| {
            let number = number_of(on, maintenance)?;
            let head = ledger_fact::append(on, maintenance, number, expected_seq, &facts)?;
            along.positions.iter().try_for_each(|position| ledger_position::put(on, number, position))?;
            along.snapshots.iter().try_for_each(|row| snapshot::put(on, number, row))?;
            Ok(head)
        })
    }

    /// At most `most` facts after `after_seq` (0: from the first), in order, byte for byte as they were appended.
    ///
    /// # Errors
    /// [`StoreError::UnknownMaintenance`], or the database could not be read.
    pub fn facts(&self, maintenance: MaintenanceId, after_seq: u64, most: usize) -> Result<Vec<Sealed>, StoreError> {
        let on = self.read();
        ledger_fact::after(&on, number_of(&on, maintenance)?, after_seq, most)
    }

    /// The last fact's seq and hash.
    ///
    /// # Errors
    /// As [`Store::facts`].
    pub fn facts_head(&self, maintenance: MaintenanceId) -> Result<Option<Head>, StoreError> {
        let on = self.read();
        ledger_fact::head(&on, number_of(&on, maintenance)?)
    }

    /// Verifies the whole chain of facts. Gives the last one; what was cut off behind it does not show. Other reads get
    /// their turn in between.
    ///
    /// # Errors
    /// [`StoreError::BrokenFacts`], or as [`Store::facts`].
    pub fn verify_facts(&self, maintenance: MaintenanceId) -> Result<Option<Head>, StoreError> {
        let number = number_of(&self.read(), maintenance)?;
        let (mut last, mut more) = (ledger_fact::START, true);
        while more {
            (last, more) = ledger_fact::verify_after(&self.read(), maintenance, number, last, VERIFIED_AT_ONCE)?;
        }
        Ok((last.seq > 0).then_some(last))
    }

    /// Those of the witnesses of which a fact tells already: they are not written down again.
    ///
    /// # Errors
    /// As [`Store::facts`].
    pub fn known_witnesses(
        &self,
        maintenance: MaintenanceId,
        witnesses: &[WitnessId],
    ) -> Result<HashSet<WitnessId>, StoreError> {
        let on = self.read();
        ledger_fact::known(&on, number_of(&on, maintenance)?, witnesses)
    }

    /// Up to where the log of each appliance was read.
    ///
    /// # Errors
    /// As [`Store::facts`].
    pub fn positions(&self, maintenance: MaintenanceId) -> Result<Vec<Position>, StoreError> {
        let on = self.read();
        ledger_position::of(&on, number_of(&on, maintenance)?)
    }

    /// Which snapshots there are, the oldest first; what one holds is evidence.
    ///
    /// # Errors
    /// As [`Store::facts`].
    pub fn snapshots(&self, maintenance: MaintenanceId) -> Result<Vec<SnapshotRow>, StoreError> {
        let on = self.read();
        snapshot::of(&on, number_of(&on, maintenance)?)
    }
}
