//! `setting`: the program's settings that differ from their default, as the text of their value.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

pub(crate) const V1: &str = "
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

pub(crate) fn all(connection: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut query = connection.prepare_cached("SELECT key, value FROM setting")?;
    query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

pub(crate) fn put(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![key, value],
    )?;
    Ok(())
}

/// Whether there was one.
pub(crate) fn remove(connection: &Connection, key: &str) -> rusqlite::Result<bool> {
    Ok(connection.execute("DELETE FROM setting WHERE key = ?1", [key])? > 0)
}
