//! Reading: pairs, maintenances and journals, for any process.

use domain::ids::MaintenanceNumber;
use domain::journal::{Entry, Sealed, format};
use domain::maintenance::Maintenance;
use domain::pair::Pair;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::record::to_sealed;

/// One line of the list of maintenances.
#[derive(Clone, Debug)]
pub struct Listed {
    pub number: MaintenanceNumber,
    pub pair_name: String,
    pub stage: String,
    pub title: String,
    pub open: bool,
    pub created_at: domain::time::Utc,
    pub ended_at: Option<domain::time::Utc>,
}

/// A journal as stored and as read.
#[derive(Clone, Debug)]
pub struct Journal {
    pub maintenance: Maintenance,
    pub events: Vec<(Sealed, Entry)>,
}

impl Engine {
    pub fn pairs(&self) -> Result<Vec<Pair>, EngineError> {
        Ok(self.store.pairs()?)
    }

    pub fn pair(&self, name: &str) -> Result<Pair, EngineError> {
        self.pair_named(name)
    }

    pub fn maintenances(&self) -> Result<Vec<Listed>, EngineError> {
        let mut list = Vec::new();
        for row in self.store.maintenances()? {
            let pair_name = match self.store.pair(row.pair)? {
                Some(pair) => pair.name,
                // The pair was removed; its name then stands in the journal.
                None => self.record(row.number)?.0.maintenance.planned.pair_name,
            };
            list.push(Listed {
                number: row.number,
                pair_name,
                open: row.state == store::IndexState::Open,
                stage: row.stage,
                title: row.title,
                created_at: row.created_at,
                ended_at: row.ended_at,
            });
        }
        Ok(list)
    }

    /// The fold of one journal, its chain verified.
    pub fn maintenance(&self, number: MaintenanceNumber) -> Result<Maintenance, EngineError> {
        Ok(self.record(number)?.0.maintenance)
    }

    /// The id of a maintenance, also of one whose journal cannot be read.
    pub fn maintenance_id(&self, number: MaintenanceNumber) -> Result<domain::ids::MaintenanceId, EngineError> {
        let row = self.store.find(number)?;
        row.map(|row| row.id).ok_or_else(|| EngineError::NoSuchMaintenance { id: number.to_string() })
    }

    /// Writes a file of this user alone. It is made anew, never overwritten; half of one is taken away again.
    pub fn write_private_file(&self, out: &std::path::Path, bytes: &[u8]) -> Result<(), EngineError> {
        use std::io::Write as _;
        let failed =
            |error: std::io::Error| EngineError::File { file: out.display().to_string(), what: error.to_string() };
        let mut file = self.store.folder().create_private_file(out).map_err(failed)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if written.is_err() {
            drop(std::fs::remove_file(out));
        }
        written.map_err(failed)
    }

    /// The open maintenance of a pair.
    pub fn open_maintenance(&self, pair: &Pair) -> Result<Option<Maintenance>, EngineError> {
        Ok(self.open_record(pair.id)?.map(|record| record.maintenance))
    }

    /// The events of one journal after `seq`, as they are. A front end that follows a journal reads the rest of it; the
    /// chain is verified where the whole is read.
    pub fn entries_after(&self, number: MaintenanceNumber, seq: u64) -> Result<Vec<Entry>, EngineError> {
        let row = self.store.find(number)?.ok_or_else(|| EngineError::NoSuchMaintenance { id: number.to_string() })?;
        let rows = self.store.read_journal(row.id, seq)?;
        let read = |row: store::SealedRow| format::read(row.seq, &row.body);
        rows.into_iter().map(read).collect::<Result<_, _>>().map_err(|source| EngineError::Journal { number, source })
    }

    /// Every event of one journal, its chain verified.
    pub fn journal(&self, number: MaintenanceNumber) -> Result<Journal, EngineError> {
        let (record, entries) = self.record(number)?;
        let sealed = self.store.read_journal(record.maintenance.id, 0)?.into_iter().map(to_sealed);
        Ok(Journal { events: sealed.zip(entries).collect(), maintenance: record.maintenance })
    }
}
