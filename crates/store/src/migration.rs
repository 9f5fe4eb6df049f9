//! Schema versions: what a file is, and how it is brought up to date.
//!
//! `user_version` counts the steps a file has been through. The row of `schema` says which older programs must not
//! touch it (`min_program`, in the same count) and which version wrote it, so that the refusal can name it.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::error::StoreError;
use crate::table::{
    evidence, journal, ledger_fact, ledger_position, maintenance, pair, schema, seen, setting, snapshot,
};

/// "SWBK": tells our files from other SQLite databases.
const APPLICATION_ID: i64 = 0x5357_424b;

/// One step: its SQL, and the least step a program must know to use the file after it.
struct Step {
    sql: &'static [&'static str],
    min_program: u32,
}

const STEPS: &[Step] = &[
    Step { sql: &[schema::V1, setting::V1, pair::V1, maintenance::V1, journal::V1, evidence::V1], min_program: 1 },
    // An older program neither writes nor reads what was seen: it may go on.
    Step { sql: &[seen::V2], min_program: 1 },
    // An older program collects nothing, and leaves what was collected as it is: it may go on.
    Step { sql: &[ledger_fact::V3, ledger_position::V3, snapshot::V3], min_program: 1 },
];

/// The schema this program writes.
pub(crate) const SCHEMA: u32 = 3;
const _: () = assert!(STEPS.len() == SCHEMA as usize);

/// What a database file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// No table yet.
    Empty,
    /// Ours, of this schema, and this program may use it.
    Schema(u32),
}

/// Looks at a file without changing it.
pub(crate) fn look(connection: &Connection, path: &Path) -> Result<Found, StoreError> {
    let failed = |source: rusqlite::Error| match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotADatabase { path: path.to_owned() },
        _ => StoreError::sqlite("reading the schema", source),
    };
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(failed);
    let application = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    if application == 0 && version == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0 {
        return Ok(Found::Empty);
    }
    let (APPLICATION_ID, Ok(version @ 1..)) = (application, u32::try_from(version)) else {
        return Err(StoreError::NotADatabase { path: path.to_owned() });
    };
    if version > SCHEMA {
        let row = schema::read(connection).map_err(failed)?;
        if row.min_program > SCHEMA {
            return Err(StoreError::NewerProgram { written_by: row.written_by });
        }
    }
    Ok(Found::Schema(version))
}

/// Runs the steps that are missing, all or none. Gives the schema the file has then.
pub(crate) fn bring_up_to_date(connection: &mut Connection, found: Found) -> Result<u32, StoreError> {
    let have = match found {
        Found::Empty => 0,
        Found::Schema(version) => version,
    };
    if have >= SCHEMA {
        return Ok(have);
    }
    let run = |connection: &mut Connection| {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for missing in STEPS.iter().skip(have as usize) {
            for sql in missing.sql {
                step.execute_batch(sql)?;
            }
            schema::write(&step, missing.min_program, env!("CARGO_PKG_VERSION"))?;
        }
        step.pragma_update(None, "application_id", APPLICATION_ID)?;
        step.pragma_update(None, "user_version", SCHEMA)?;
        step.commit()
    };
    run(connection).map_err(|source| StoreError::sqlite("bringing the database up to date", source))?;
    Ok(SCHEMA)
}
