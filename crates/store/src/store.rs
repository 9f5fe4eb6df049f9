//! The store: opening it, and every call on it.

mod ledger;

pub use self::ledger::Along;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use domain::ids::{MaintenanceId, MaintenanceNumber, PairId};
use domain::pair::Pair;
use rusqlite::{Connection, Transaction};

use crate::connection;
use crate::driver::{DriverLock, Holder};
use crate::error::StoreError;
use crate::folder::Folder;
use crate::migration::{self, Found, SCHEMA};
use crate::table::evidence::{self, Evidence};
use crate::table::journal::{self, Head, SealedRow};
use crate::table::maintenance::{self, IndexUpdate, MaintenanceRow, NewMaintenance};
use crate::table::seen::{self, RoleSpan, Seen};
use crate::table::{pair, setting};
use crate::writer::Writer;

/// How a process uses a data folder.
#[derive(Debug)]
pub enum Access {
    /// The one that migrates, sends and writes. The lock is held until the store is dropped.
    Driver(DriverLock),
    /// Reads, and may append to a journal and to a ledger and keep evidence.
    Reader,
}

/// What a returned write has survived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A power cut.
    Full,
    /// The end of the process only: for tests with thousands of stores.
    NoFsync,
}

/// An open data folder. Share it by reference or `Arc`; calls block.
pub struct Store {
    // Dropped in this order: the writer ends before the lock is given back.
    reading: Mutex<Connection>,
    writer: OnceLock<Writer>,
    starting: Mutex<()>,
    schema: u32,
    folder: Folder,
    durability: Durability,
    lock: Option<DriverLock>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("folder", &self.folder).field("lock", &self.lock).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database of a folder. A driver makes it where it is missing, checks it, and brings it up to date;
    /// a reader does none of these.
    ///
    /// # Errors
    /// [`StoreError::Absent`] and [`StoreError::NotMigrated`] for a reader; [`StoreError::NewerProgram`],
    /// [`StoreError::NotADatabase`] and [`StoreError::Damaged`] with the file left as it was.
    pub fn open(folder: &Folder, access: Access, durability: Durability) -> Result<Self, StoreError> {
        let path = folder.database();
        let (writer, reading, schema, lock) = match access {
            Access::Driver(lock) => {
                if lock.folder() != folder.path() {
                    return Err(StoreError::OtherFolder { locked: lock.folder().to_owned() });
                }
                let (connection, schema) = connection::open_driver(folder, durability)?;
                let writer = OnceLock::from(Writer::start(connection)?);
                (writer, connection::open_reader(&path)?, schema, Some(lock))
            }
            Access::Reader => {
                if !path.exists() {
                    return Err(StoreError::Absent { path });
                }
                let reading = connection::open_reader(&path)?;
                let schema = match migration::look(&reading, &path)? {
                    Found::Empty => return Err(StoreError::Absent { path }),
                    Found::Schema(found) if found < SCHEMA => {
                        return Err(StoreError::NotMigrated { found, needed: SCHEMA });
                    }
                    Found::Schema(found) => found,
                };
                (OnceLock::new(), reading, schema, None)
            }
        };
        Ok(Self {
            reading: Mutex::new(reading),
            writer,
            starting: Mutex::new(()),
            schema,
            folder: folder.clone(),
            durability,
            lock,
        })
    }

    /// Whether this process drives the data folder.
    #[must_use]
    pub fn is_driver(&self) -> bool {
        self.lock.is_some()
    }

    /// This process as it named itself when it took the driver lock.
    #[must_use]
    pub fn holder(&self) -> Option<&Holder> {
        self.lock.as_ref().map(DriverLock::holder)
    }

    #[must_use]
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    fn read(&self) -> MutexGuard<'_, Connection> {
        // A reader that panicked leaves a connection that can still read.
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A write that any process may make.
    fn write<T: Send + 'static>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer()?.run(doing, self.schema, work)
    }

    /// A write that only the driver makes.
    fn drive<T: Send + 'static>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        if self.lock.is_none() {
            return Err(StoreError::NeedsDriver { doing });
        }
        self.write(doing, work)
    }

    fn writer(&self) -> Result<&Writer, StoreError> {
        let _one_at_a_time = self.starting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = self.writer.get() {
            return Ok(writer);
        }
        let connection = connection::open_writer(&self.folder.database(), self.durability)?;
        let writer = Writer::start(connection)?;
        Ok(self.writer.get_or_init(|| writer))
    }

    /// The settings that differ from their default: the text of each value by key.
    ///
    /// # Errors
    /// The database could not be read.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, StoreError> {
        setting::all(&self.read()).map_err(|source| StoreError::sqlite("reading the settings", source))
    }

    /// Sets a setting. Driver only.
    ///
    /// # Errors
    /// [`StoreError::NeedsDriver`], or the database could not be written.
    pub fn put_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        const DOING: &str = "changing a setting";
        let (key, value) = (key.to_owned(), value.to_owned());
        self.drive(DOING, move |on| setting::put(on, &key, &value).map_err(|source| StoreError::sqlite(DOING, source)))
    }

    /// Puts a setting back to its default; false when it was there already. Driver only.
    ///
    /// # Errors
    /// [`StoreError::NeedsDriver`], or the database could not be written.
    pub fn remove_setting(&self, key: &str) -> Result<bool, StoreError> {
        const DOING: &str = "changing a setting";
        let key = key.to_owned();
        self.drive(DOING, move |on| setting::remove(on, &key).map_err(|source| StoreError::sqlite(DOING, source)))
    }

    /// All pairs, by name.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`], or the database could not be read.
    pub fn pairs(&self) -> Result<Vec<Pair>, StoreError> {
        pair::all(&self.read())
    }

    /// # Errors
    /// As [`Store::pairs`].
    pub fn pair(&self, id: PairId) -> Result<Option<Pair>, StoreError> {
        pair::by_id(&self.read(), id)
    }

    /// The pair of this name, whatever its case.
    ///
    /// # Errors
    /// As [`Store::pairs`].
    pub fn pair_named(&self, name: &str) -> Result<Option<Pair>, StoreError> {
        pair::by_name(&self.read(), name)
    }

    /// Adds a pair. Driver only.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`], [`StoreError::NeedsDriver`], or the database could not be written.
    pub fn add_pair(&self, pair: &Pair) -> Result<(), StoreError> {
        let pair = pair.clone();
        self.drive(pair::CHANGING, move |on| pair::add(on, &pair))
    }

    /// Writes a changed pair. Driver only.
    ///
    /// # Errors
    /// [`StoreError::UnknownPair`], [`StoreError::NameTaken`], [`StoreError::NeedsDriver`], or the database could not be written.
    pub fn change_pair(&self, pair: &Pair) -> Result<(), StoreError> {
        let pair = pair.clone();
        self.drive(pair::CHANGING, move |on| pair::change(on, &pair))
    }

    /// Changes a pair as it is now, whatever was written since it was read; gives it as it is then. Driver only.
    ///
    /// # Errors
    /// As [`Store::change_pair`].
    pub fn alter_pair(&self, id: PairId, change: impl FnOnce(&mut Pair) + Send + 'static) -> Result<Pair, StoreError> {
        self.drive(pair::CHANGING, move |on| {
            let mut altered = pair::by_id(on, id)?.ok_or(StoreError::UnknownPair { id })?;
            change(&mut altered);
            pair::change(on, &altered)?;
            Ok(altered)
        })
    }

    /// Notes what a look saw of a pair. A role that is as it was at the last note goes on, where that note is not older
    /// than `unwatched_ms`. Driver only.
    ///
    /// # Errors
    /// [`StoreError::NeedsDriver`], or the database could not be written.
    pub fn note_seen(&self, pair: PairId, seen: Seen, unwatched_ms: i64) -> Result<(), StoreError> {
        self.drive(seen::NOTING, move |on| seen::note(on, pair, &seen, unwatched_ms))
    }

    /// The roles of a pair's appliances as they were seen while it was watched, and its data syncs; the oldest first, and
    /// none older than [`crate::SHOWN_DAYS`] at `now`, or ahead of it.
    ///
    /// # Errors
    /// The database could not be read.
    pub fn seen(
        &self,
        pair: PairId,
        now: domain::time::Utc,
    ) -> Result<(Vec<RoleSpan>, Vec<domain::time::Utc>), StoreError> {
        seen::of(&self.read(), pair, now)
    }

    /// Removes a pair that has no open maintenance; its ended ones stay. Driver only.
    ///
    /// # Errors
    /// [`StoreError::UnknownPair`], [`StoreError::OpenMaintenance`], [`StoreError::NeedsDriver`], or the database could not be written.
    pub fn remove_pair(&self, id: PairId) -> Result<(), StoreError> {
        self.drive(pair::CHANGING, move |on| pair::remove(on, id))
    }

    /// Begins a maintenance: the next number, the row of the register and the first events, all or none. Driver only.
    ///
    /// `first` gets the number and gives the events from seq 1. It runs on the writing thread inside the transaction:
    /// it must not call the store.
    ///
    /// # Errors
    /// [`StoreError::OpenMaintenance`], [`StoreError::UnknownPair`], [`StoreError::NoEvents`], [`StoreError::Unlinked`],
    /// [`StoreError::NeedsDriver`], or the database could not be written. The number is then free again.
    pub fn create_maintenance(
        &self,
        new: NewMaintenance,
        first: impl FnOnce(MaintenanceNumber) -> Vec<SealedRow> + Send + 'static,
    ) -> Result<MaintenanceNumber, StoreError> {
        self.drive(maintenance::CREATING, move |on| {
            let number = maintenance::create(on, &new)?;
            journal::append(on, new.id, 0, &first(number))?;
            Ok(number)
        })
    }

    /// The register, by number.
    ///
    /// # Errors
    /// The database could not be read.
    pub fn maintenances(&self) -> Result<Vec<MaintenanceRow>, StoreError> {
        maintenance::all(&self.read())
    }

    /// # Errors
    /// As [`Store::maintenances`].
    pub fn find(&self, number: MaintenanceNumber) -> Result<Option<MaintenanceRow>, StoreError> {
        maintenance::by_number(&self.read(), number)
    }

    /// # Errors
    /// As [`Store::maintenances`].
    pub fn maintenance(&self, id: MaintenanceId) -> Result<Option<MaintenanceRow>, StoreError> {
        maintenance::by_id(&self.read(), id)
    }

    /// The open maintenance of a pair; there is at most one.
    ///
    /// # Errors
    /// As [`Store::maintenances`].
    pub fn open_maintenance(&self, pair: PairId) -> Result<Option<MaintenanceRow>, StoreError> {
        maintenance::open_of(&self.read(), pair)
    }

    /// Appends events behind `expected_seq`, the last one the caller has folded (0: none), with the register's row.
    /// Returns when they are durable. Any process may.
    ///
    /// # Errors
    /// [`StoreError::Gap`] when another process was first: fold anew and decide anew. [`StoreError::UnknownMaintenance`],
    /// [`StoreError::Unlinked`], [`StoreError::NoEvents`], or the database could not be written. Nothing was appended then.
    pub fn append(
        &self,
        maintenance: MaintenanceId,
        expected_seq: u64,
        events: &[SealedRow],
        index: Option<IndexUpdate>,
    ) -> Result<(), StoreError> {
        self.append_with(maintenance, expected_seq, events, index, None)
    }

    /// As [`Store::append`], and changes a pair in the same transaction: what an event says of a pair and the pair itself
    /// never part.
    ///
    /// # Errors
    /// As [`Store::append`] and [`Store::change_pair`].
    pub fn append_with(
        &self,
        maintenance: MaintenanceId,
        expected_seq: u64,
        events: &[SealedRow],
        index: Option<IndexUpdate>,
        pair: Option<Pair>,
    ) -> Result<(), StoreError> {
        if pair.is_some() && !self.is_driver() {
            return Err(StoreError::NeedsDriver { doing: journal::APPENDING });
        }
        let events = events.to_vec();
        self.write(journal::APPENDING, move |on| {
            if let Some(pair) = &pair {
                pair::change(on, pair)?;
            }
            if maintenance::by_id(on, maintenance)?.is_none() {
                return Err(StoreError::UnknownMaintenance { id: maintenance });
            }
            journal::append(on, maintenance, expected_seq, &events)?;
            index.map_or(Ok(()), |index| maintenance::update(on, maintenance, &index))
        })
    }

    /// The events after `after_seq` (0: from the first), in order, byte for byte as they were appended.
    ///
    /// # Errors
    /// The database could not be read.
    pub fn read_journal(&self, maintenance: MaintenanceId, after_seq: u64) -> Result<Vec<SealedRow>, StoreError> {
        journal::after(&self.read(), maintenance, after_seq)
    }

    /// The last event's seq and hash: whether there is something new, without reading it.
    ///
    /// # Errors
    /// The database could not be read.
    pub fn journal_head(&self, maintenance: MaintenanceId) -> Result<Option<Head>, StoreError> {
        journal::head(&self.read(), maintenance)
    }

    /// Keeps evidence, all or none; what is kept already stays as it is. Any process may.
    ///
    /// # Errors
    /// [`StoreError::EvidenceMismatch`], [`StoreError::DiskFull`], or it could not be written.
    pub fn put_evidence(&self, pieces: Vec<Evidence>) -> Result<(), StoreError> {
        pieces.iter().try_for_each(evidence::check)?;
        pieces.iter().try_for_each(|piece| evidence::write_file(&self.folder, piece, self.durability))?;
        self.write(evidence::KEEPING, move |on| pieces.iter().try_for_each(|piece| evidence::put(on, piece)))
    }

    /// Evidence by its hash, checked against it.
    ///
    /// # Errors
    /// [`StoreError::EvidenceTampered`], [`StoreError::EvidenceLost`], or it could not be read.
    pub fn evidence(&self, sha256: &[u8; 32]) -> Result<Option<Evidence>, StoreError> {
        evidence::get(&self.read(), &self.folder, sha256)
    }

    /// Lets the database grow to this many pages (4 KiB each) and no further: a full disk, for a test.
    ///
    /// # Errors
    /// The database refused it.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.writer()?.run_plain("limiting the database", move |on| {
            on.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
        })
    }
}
