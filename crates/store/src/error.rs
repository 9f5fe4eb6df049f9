//! Every way a call of this crate can fail. A variant is what happened; the source is kept and not repeated.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use domain::ids::{MaintenanceId, MaintenanceNumber, PairId};
use ledger::WitnessId;
use ledger::chain::ChainError;
use rusqlite::ErrorCode;

use crate::driver::Holder;

type Source = Box<dyn Error + Send + Sync>;

/// Why the store did not do what was asked. `doing` is what it was at, as part of a sentence.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    // The folder.
    #[error("the data folder {} is on a network file system ({kind})", path.display())]
    NetworkFolder { path: PathBuf, kind: String },
    #[error("the folder {} may be read by other users of this computer (mode {mode:04o})", path.display())]
    OpenToOthers { path: PathBuf, mode: u32 },
    #[error("{} is not a folder", path.display())]
    NotAFolder { path: PathBuf },

    // The driver.
    #[error("the data folder is driven by {0}")]
    HeldBy(Holder),
    #[error("the data folder is driven by another process that has not told its name")]
    HeldByUnknown,
    #[error("{doing} is for the process that drives the data folder")]
    NeedsDriver { doing: &'static str },
    #[error("the lock is of the data folder {}, not of this one", locked.display())]
    OtherFolder { locked: PathBuf },

    // The file.
    #[error("there is no database at {}", path.display())]
    Absent { path: PathBuf },
    #[error("the database has schema {found}, older than the {needed} this program reads")]
    NotMigrated { found: u32, needed: u32 },
    #[error("the database was written by Switchback {written_by}, which this older program must not touch")]
    NewerProgram { written_by: String },
    #[error("{} is not a database of Switchback", path.display())]
    NotADatabase { path: PathBuf },
    #[error("the database is damaged, found while {doing}: {what}")]
    Damaged { doing: &'static str, what: String },

    // The computer.
    #[error("the disk is full while {doing}")]
    DiskFull {
        doing: &'static str,
        #[source]
        source: Source,
    },
    #[error("the database stayed busy while {doing}")]
    Busy {
        doing: &'static str,
        #[source]
        source: rusqlite::Error,
    },
    #[error("the data folder cannot be written while {doing}")]
    ReadOnly {
        doing: &'static str,
        #[source]
        source: Source,
    },
    #[error("the computer reported a file error while {doing}")]
    Io {
        doing: &'static str,
        #[source]
        source: Source,
    },
    #[error("the database refused a statement while {doing}")]
    Sqlite {
        doing: &'static str,
        #[source]
        source: rusqlite::Error,
    },
    #[error("the writing thread ended while {doing}")]
    WriterGone { doing: &'static str },

    // What was asked.
    #[error("a pair is already named '{name}'")]
    NameTaken { name: String },
    #[error("there is no pair {id}")]
    UnknownPair { id: PairId },
    #[error("there is no maintenance {id}")]
    UnknownMaintenance { id: MaintenanceId },
    #[error("{number} of this pair is open")]
    OpenMaintenance { number: MaintenanceNumber },
    #[error("the journal has moved on to event {found_seq}")]
    Gap { found_seq: u64 },
    #[error("event {seq} does not follow the one before it")]
    Unlinked { seq: u64 },
    #[error("no event was given")]
    NoEvents,
    #[error("the ledger has moved on to fact {found_seq}")]
    FactGap { found_seq: u64 },
    #[error("fact {seq} tells of a witness that fact {known_seq} has told of already ({witness})")]
    KnownWitness { seq: u64, known_seq: u64, witness: WitnessId },
    #[error("the given facts are no continuation of the ledger's chain")]
    UnlinkedFact {
        #[source]
        source: ChainError,
    },
    #[error("the chain of the ledger's facts is broken")]
    BrokenFacts {
        #[source]
        source: ChainError,
    },
    #[error("the bytes given as evidence {sha256} have another hash")]
    EvidenceMismatch { sha256: String },
    #[error("the kept bytes of evidence {sha256} were changed after they were written")]
    EvidenceTampered { sha256: String },
    #[error("the file of evidence {sha256} is gone")]
    EvidenceLost { sha256: String },
    #[error("{what} in the database cannot be read")]
    Unreadable {
        what: String,
        #[source]
        source: Source,
    },
}

impl StoreError {
    /// What a person can do about it, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::NetworkFolder { .. } => {
                "Choose a folder on a disk of this computer: file locks and durable writes cannot be relied on over a network."
            }
            Self::OpenToOthers { .. } => {
                "Choose a folder of its own, or make this one private first (chmod 700). It was left as it is."
            }
            Self::NotAFolder { .. } => "Choose another data folder.",
            Self::HeldBy(_) | Self::HeldByUnknown => {
                "One process drives a data folder at a time. Close that one, or ask it; reading, notes, decisions and acknowledgements work beside it."
            }
            Self::NeedsDriver { .. } => {
                "Run it in the process that drives the data folder, or close that process first."
            }
            Self::Absent { .. } => "Nothing is recorded here yet. Check the data folder, or add a pair first.",
            Self::NotMigrated { .. } => {
                "Start the program once as the driver of this data folder: it brings the database up to date."
            }
            Self::NewerProgram { .. } => "Use that version or a newer one. The file was left as it is.",
            Self::NotADatabase { .. } => {
                "Another file lies where the database belongs. Check the data folder; the file was left as it is."
            }
            Self::Damaged { .. } => {
                "The file was left as it is and is never repaired in place. Copy the data folder away, then restore a backup of it or begin with a new folder."
            }
            Self::DiskFull { .. } => "Free some space and try again. Nothing was half written.",
            Self::Busy { .. } => "Another process is writing. Try again.",
            Self::ReadOnly { .. } => {
                "Check that this user may write the data folder and that the disk is not mounted read-only."
            }
            Self::EvidenceTampered { .. } | Self::EvidenceLost { .. } => {
                "The journal still names its hash. Restore the file from a backup of the data folder."
            }
            Self::BrokenFacts { .. } => {
                "What the ledger says from there on is not proven. Copy the data folder away, then restore a backup of it."
            }
            Self::Unreadable { .. } => "It may have been written by a newer version, or changed by hand.",
            Self::NameTaken { .. } => "Choose another name; capital and small letters make no difference.",
            Self::OpenMaintenance { .. } => "Finish, abandon or close away that maintenance first.",
            _ => return None,
        })
    }

    /// The variant for an error of the database.
    pub(crate) fn sqlite(doing: &'static str, source: rusqlite::Error) -> Self {
        // On a full disk the shared memory beside the database cannot grow: SQLite has a code of its own for that.
        let extended = source.sqlite_error().map(|error| error.extended_code);
        if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) {
            return Self::DiskFull { doing, source: source.into() };
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { doing, source: source.into() },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { doing, source },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { doing, source: source.into() },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { doing, what: source.to_string() }
            }
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Self::Io { doing, source: source.into() },
            _ => Self::Sqlite { doing, source },
        }
    }

    /// The variant for an error of the file system.
    pub(crate) fn io(doing: &'static str, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { doing, source: source.into() }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { doing, source: source.into() }
            }
            _ => Self::Io { doing, source: source.into() },
        }
    }

    /// A value of a row that this program cannot read.
    pub(crate) fn unreadable(what: impl Into<String>, source: impl Into<Source>) -> Self {
        Self::Unreadable { what: what.into(), source: source.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn each_trouble_of_the_database_has_its_own_variant() {
        let of = |code: i32| StoreError::sqlite("testing", rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        assert!(matches!(of(ffi::SQLITE_FULL), StoreError::DiskFull { doing: "testing", .. }));
        assert!(matches!(of(ffi::SQLITE_BUSY), StoreError::Busy { .. }));
        assert!(matches!(of(ffi::SQLITE_READONLY), StoreError::ReadOnly { .. }));
        assert!(matches!(of(ffi::SQLITE_CORRUPT), StoreError::Damaged { .. }));
        assert!(matches!(of(ffi::SQLITE_IOERR), StoreError::Io { .. }));
        assert!(matches!(of(ffi::SQLITE_CONSTRAINT), StoreError::Sqlite { .. }));
    }

    #[test]
    fn each_trouble_of_the_file_system_has_its_own_variant() {
        let of = |kind: io::ErrorKind| StoreError::io("testing", kind.into());
        assert!(matches!(of(io::ErrorKind::StorageFull), StoreError::DiskFull { .. }));
        assert!(matches!(of(io::ErrorKind::ReadOnlyFilesystem), StoreError::ReadOnly { .. }));
        assert!(matches!(of(io::ErrorKind::TimedOut), StoreError::Io { .. }));
    }

    #[test]
    fn an_error_does_not_repeat_its_source() {
        let error = StoreError::io("writing", io::Error::other("the cable was cut"));
        assert!(!error.to_string().contains("cable"));
        assert!(error.source().is_some_and(|source| source.to_string().contains("cable")));
    }
}
