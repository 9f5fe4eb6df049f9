//! Opening the database file: the pragmas of every connection, and the look at a file before it is opened for writing.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::StoreError;
use crate::folder::Folder;
use crate::migration::{self, Found};
use crate::store::Durability;

const OPENING: &str = "opening the database";
/// How long a statement waits for another process's write.
const BUSY_LIMIT: Duration = Duration::from_secs(5);

/// A connection that can only read.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, Durability::Full)
}

/// A connection that can write an existing database.
pub(crate) fn open_writer(path: &Path, durability: Durability) -> Result<Connection, StoreError> {
    open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, durability)
}

/// The driver's connection: makes the file where it is missing, looks at it before anything could change it,
/// and brings it up to date.
pub(crate) fn open_driver(folder: &Folder, durability: Durability) -> Result<(Connection, u32), StoreError> {
    let path = folder.database();
    let empty = match path.metadata() {
        Ok(file) => file.len() == 0,
        Err(_) => {
            folder.platform().create_file(&path).map_err(|source| StoreError::io("making the database", source))?;
            true
        }
    };
    let found = if empty { Found::Empty } else { inspect(&path)? };
    let mut connection = open_writer(&path, durability)?;
    if matches!(found, Found::Empty) {
        let mode: String = connection
            .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
            .map_err(|source| StoreError::sqlite(OPENING, source))?;
        if mode != "wal" {
            return Err(StoreError::Damaged {
                doing: OPENING,
                what: format!("journal mode '{mode}' instead of 'wal'"),
            });
        }
    }
    let schema = migration::bring_up_to_date(&mut connection, found)?;
    Ok((connection, schema))
}

/// Which schema an existing file has, and whether it is whole. The file and its log are only read, so that a damaged
/// one stays byte for byte as it was found.
fn inspect(path: &Path) -> Result<Found, StoreError> {
    const CHECKING: &str = "checking the database";
    let connection = open_reader(path)?;
    let failed = |source| StoreError::sqlite(CHECKING, source);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(failed)?;
    let found = migration::look(&connection, path)?;
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failed)?;
    if verdict != "ok" {
        return Err(StoreError::Damaged { doing: CHECKING, what: verdict });
    }
    Ok(found)
}

fn open(path: &Path, access: OpenFlags, durability: Durability) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .and_then(|connection| set_pragmas(&connection, durability).map(|()| connection));
    connection.map_err(|source| match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotADatabase { path: path.to_owned() },
        _ => StoreError::sqlite(OPENING, source),
    })
}

fn set_pragmas(connection: &Connection, durability: Durability) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_LIMIT)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // recursive_triggers: otherwise INSERT OR REPLACE would remove a row past the trigger that refuses DELETE.
    connection.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA recursive_triggers = ON;
         PRAGMA cell_size_check = ON;",
    )?;
    connection.execute_batch(match durability {
        Durability::Full => "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;",
        Durability::NoFsync => "PRAGMA synchronous = OFF;",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pragmas(durability: Durability) -> Vec<i64> {
        let connection = Connection::open_in_memory().expect("a connection");
        set_pragmas(&connection, durability).expect("set");
        [
            "synchronous",
            "fullfsync",
            "checkpoint_fullfsync",
            "foreign_keys",
            "trusted_schema",
            "recursive_triggers",
            "busy_timeout",
        ]
        .map(|name| connection.pragma_query_value(None, name, |row| row.get(0)).expect(name))
        .to_vec()
    }

    #[test]
    fn a_connection_loses_nothing_in_a_power_cut_and_trusts_no_schema() {
        assert_eq!(pragmas(Durability::Full), [2, 1, 1, 1, 0, 1, 5_000]);
    }

    #[test]
    fn only_the_waiting_for_the_disk_is_left_out_without_fsync() {
        assert_eq!(pragmas(Durability::NoFsync), [0, 0, 0, 1, 0, 1, 5_000]);
    }
}
