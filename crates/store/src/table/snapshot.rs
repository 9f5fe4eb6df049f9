//! `snapshot`: which snapshots of a maintenance there are. What they hold is evidence, kept once by its hash: canonical JSON
//! of an unchanged configuration is the same bytes each time it is taken.

use domain::role::Side;
use domain::time::Utc;
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

use crate::error::StoreError;

pub(crate) const V3: &str = "
CREATE TABLE snapshot (
    maintenance INTEGER NOT NULL REFERENCES maintenance (number),
    taken_at    INTEGER NOT NULL,
    side        TEXT    NOT NULL CHECK (side IN ('home', 'stand_in')),
    what        TEXT    NOT NULL,
    sha256      BLOB    NOT NULL REFERENCES evidence (sha256),
    PRIMARY KEY (maintenance, taken_at, side, what, sha256)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER snapshot_is_never_changed BEFORE UPDATE ON snapshot
BEGIN SELECT RAISE(ABORT, 'a snapshot is never changed'); END;

CREATE TRIGGER snapshot_is_never_removed BEFORE DELETE ON snapshot
BEGIN SELECT RAISE(ABORT, 'a snapshot is never removed'); END;
";

const HOME: &str = "home";
const STAND_IN: &str = "stand_in";

/// A snapshot that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRow {
    /// When it was begun.
    pub taken_at: Utc,
    pub side: Side,
    /// What it is for, or which object it is of, in the words of whoever takes snapshots.
    pub what: String,
    /// Of its canonical JSON, kept as evidence.
    pub sha256: [u8; 32],
}

fn read(row: &Row<'_>) -> rusqlite::Result<SnapshotRow> {
    let side = match row.get_ref(1)?.as_str()? {
        HOME => Side::Home,
        STAND_IN => Side::StandIn,
        other => {
            let what = format!("'{other}' is no side of a pair");
            return Err(rusqlite::Error::FromSqlConversionFailure(1, Type::Text, what.into()));
        }
    };
    Ok(SnapshotRow { taken_at: Utc::from_millis(row.get(0)?), side, what: row.get(2)?, sha256: row.get(3)? })
}

/// Adds a snapshot whose evidence is kept already; the same once more changes nothing.
pub(crate) fn put(connection: &Connection, number: i64, row: &SnapshotRow) -> Result<(), StoreError> {
    let side = match row.side {
        Side::Home => HOME,
        Side::StandIn => STAND_IN,
    };
    connection
        .execute(
            "INSERT INTO snapshot (maintenance, taken_at, side, what, sha256) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
            params![number, row.taken_at.millis(), side, row.what, row.sha256],
        )
        .map_err(|source| StoreError::sqlite(super::ledger_fact::APPENDING, source))?;
    Ok(())
}

/// All of a maintenance, the oldest first.
pub(crate) fn of(connection: &Connection, number: i64) -> Result<Vec<SnapshotRow>, StoreError> {
    let sql = "SELECT taken_at, side, what, sha256 FROM snapshot WHERE maintenance = ?1 ORDER BY taken_at, side, what";
    let rows = connection.prepare_cached(sql).and_then(|mut query| query.query_map([number], read)?.collect());
    rows.map_err(|source| StoreError::sqlite("reading which snapshots there are", source))
}
