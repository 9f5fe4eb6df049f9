//! `pair`: each pair as the administrator described it, as JSON; names are unique whatever their case.

use domain::ids::PairId;
use domain::pair::Pair;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;

// SQLite folds only ASCII; the folded name is made here, so that Ä and ä are one name too.
pub(crate) const V1: &str = "
CREATE TABLE pair (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    folded_name TEXT NOT NULL UNIQUE,
    body        TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
";

const DOING: &str = "reading the pairs";
pub(crate) const CHANGING: &str = "changing the pairs";

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

fn read((id, body): (String, String)) -> Result<Pair, StoreError> {
    serde_json::from_str(&body).map_err(|source| StoreError::unreadable(format!("pair {id}"), source))
}

fn columns(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

/// All pairs by name.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Pair>, StoreError> {
    let failed = |source| StoreError::sqlite(DOING, source);
    let mut query = connection.prepare_cached("SELECT id, body FROM pair ORDER BY folded_name").map_err(failed)?;
    let rows: Vec<_> = query.query_map([], columns).and_then(Iterator::collect).map_err(failed)?;
    rows.into_iter().map(read).collect()
}

pub(crate) fn by_id(connection: &Connection, id: PairId) -> Result<Option<Pair>, StoreError> {
    one(connection, "SELECT id, body FROM pair WHERE id = ?1", &id.to_string())
}

pub(crate) fn by_name(connection: &Connection, name: &str) -> Result<Option<Pair>, StoreError> {
    one(connection, "SELECT id, body FROM pair WHERE folded_name = ?1", &folded(name))
}

fn one(connection: &Connection, sql: &str, value: &str) -> Result<Option<Pair>, StoreError> {
    let found = connection.query_row(sql, [value], columns).optional();
    found.map_err(|source| StoreError::sqlite(DOING, source))?.map(read).transpose()
}

fn refuse_taken_name(connection: &Connection, pair: &Pair) -> Result<(), StoreError> {
    let taken: Option<String> = connection
        .query_row(
            "SELECT name FROM pair WHERE folded_name = ?1 AND id <> ?2",
            params![folded(&pair.name), pair.id.to_string()],
            |row| row.get(0),
        )
        .optional()
        .map_err(|source| StoreError::sqlite(CHANGING, source))?;
    taken.map_or(Ok(()), |name| Err(StoreError::NameTaken { name }))
}

fn body_of(pair: &Pair) -> Result<String, StoreError> {
    serde_json::to_string(pair).map_err(|source| StoreError::unreadable(format!("pair {}", pair.id), source))
}

pub(crate) fn add(connection: &Connection, pair: &Pair) -> Result<(), StoreError> {
    refuse_taken_name(connection, pair)?;
    connection
        .execute(
            "INSERT INTO pair (id, name, folded_name, body) VALUES (?1, ?2, ?3, ?4)",
            params![pair.id.to_string(), pair.name, folded(&pair.name), body_of(pair)?],
        )
        .map_err(|source| StoreError::sqlite(CHANGING, source))?;
    Ok(())
}

pub(crate) fn change(connection: &Connection, pair: &Pair) -> Result<(), StoreError> {
    refuse_taken_name(connection, pair)?;
    let changed = connection
        .execute(
            "UPDATE pair SET name = ?2, folded_name = ?3, body = ?4 WHERE id = ?1",
            params![pair.id.to_string(), pair.name, folded(&pair.name), body_of(pair)?],
        )
        .map_err(|source| StoreError::sqlite(CHANGING, source))?;
    if changed == 0 { Err(StoreError::UnknownPair { id: pair.id }) } else { Ok(()) }
}

/// Removes a pair that has no open maintenance. The journals of its ended ones stay.
pub(crate) fn remove(connection: &Connection, id: PairId) -> Result<(), StoreError> {
    if let Some(open) = super::maintenance::open_of(connection, id)? {
        return Err(StoreError::OpenMaintenance { number: open.number });
    }
    let removed = connection
        .execute("DELETE FROM pair WHERE id = ?1", [id.to_string()])
        .map_err(|source| StoreError::sqlite(CHANGING, source))?;
    if removed == 0 { Err(StoreError::UnknownPair { id }) } else { super::seen::forget(connection, id) }
}
