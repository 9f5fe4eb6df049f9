//! One module per table: the SQL that makes it, its row, its queries.

pub(crate) mod evidence;
pub(crate) mod journal;
pub(crate) mod maintenance;
pub(crate) mod pair;
pub(crate) mod schema;
pub(crate) mod seen;
pub(crate) mod setting;

use rusqlite::Row;
use uuid::Uuid;

/// Reads a uuid column; a text that is none is a conversion error of that column.
fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    let text: String = row.get(column)?;
    text.parse().map_err(|source: uuid::Error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(source))
    })
}
