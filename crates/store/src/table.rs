//! One module per table: the SQL that makes it, its row, its queries.

pub(crate) mod evidence;
pub(crate) mod journal;
pub(crate) mod ledger_fact;
pub(crate) mod ledger_position;
pub(crate) mod maintenance;
pub(crate) mod pair;
pub(crate) mod schema;
pub(crate) mod seen;
pub(crate) mod setting;
pub(crate) mod snapshot;

use rusqlite::Row;
use uuid::Uuid;

/// Reads a uuid column; a text that is none is a conversion error of that column.
fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    let text: String = row.get(column)?;
    text.parse().map_err(|source: uuid::Error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(source))
    })
}

/// Reads the place of an event or a fact in its chain.
fn seq(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let stored: i64 = row.get(column)?;
    u64::try_from(stored).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, stored))
}

/// A seq as it is kept; one that cannot be kept is behind all that are.
fn stored(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}
