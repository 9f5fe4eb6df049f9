//! `maintenance`: the register. A row is a cache of its journal's fold, kept in the same transaction as each append;
//! the journal stays the truth. Only the number and the ids are the row's own, and they never change.

use domain::ids::{MaintenanceId, MaintenanceNumber, PairId};
use domain::time::Utc;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;

// A pair may be removed and its ended maintenances stay: no foreign key on it.
pub(crate) const V1: &str = "
CREATE TABLE maintenance (
    id         TEXT    PRIMARY KEY,
    number     INTEGER NOT NULL UNIQUE CHECK (number >= 1),
    pair_id    TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'ended')),
    created_at INTEGER NOT NULL,
    ended_at   INTEGER CHECK ((ended_at IS NULL) = (state = 'open')),
    stage      TEXT    NOT NULL,
    title      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX maintenance_one_open_per_pair ON maintenance (pair_id) WHERE state = 'open';

CREATE TRIGGER maintenance_numbers_have_no_holes BEFORE INSERT ON maintenance
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM maintenance)
BEGIN SELECT RAISE(ABORT, 'the numbers of maintenances have no holes'); END;

CREATE TRIGGER maintenance_is_the_same_for_ever BEFORE UPDATE OF id, number, pair_id, created_at ON maintenance
BEGIN SELECT RAISE(ABORT, 'what names a maintenance never changes'); END;

CREATE TRIGGER maintenance_stays BEFORE DELETE ON maintenance
BEGIN SELECT RAISE(ABORT, 'a maintenance is never removed'); END;
";

const READING: &str = "reading the register";
pub(crate) const CREATING: &str = "beginning a maintenance";
const COLUMNS: &str = "id, number, pair_id, created_at, ended_at, stage, title";

/// Whether a maintenance still holds its pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexState {
    Open,
    Ended,
}

/// One row of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaintenanceRow {
    pub id: MaintenanceId,
    pub number: MaintenanceNumber,
    pub pair: PairId,
    pub state: IndexState,
    pub created_at: Utc,
    pub ended_at: Option<Utc>,
    /// The stage as the fold names it.
    pub stage: String,
    pub title: String,
}

/// A maintenance to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMaintenance {
    pub id: MaintenanceId,
    pub pair: PairId,
    pub created_at: Utc,
    pub stage: String,
    pub title: String,
}

/// What the fold says after an append; written to the register with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexUpdate {
    /// Some: ended then, and the pair is free again.
    pub ended_at: Option<Utc>,
    pub stage: String,
    pub title: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<MaintenanceRow> {
    let ended_at = row.get::<_, Option<i64>>(4)?.map(Utc::from_millis);
    Ok(MaintenanceRow {
        id: MaintenanceId(super::uuid(row, 0)?),
        number: MaintenanceNumber(row.get(1)?),
        pair: PairId(super::uuid(row, 2)?),
        state: if ended_at.is_some() { IndexState::Ended } else { IndexState::Open },
        created_at: Utc::from_millis(row.get(3)?),
        ended_at,
        stage: row.get(5)?,
        title: row.get(6)?,
    })
}

/// All by number.
pub(crate) fn all(connection: &Connection) -> Result<Vec<MaintenanceRow>, StoreError> {
    let failed = |source| StoreError::sqlite(READING, source);
    let sql = format!("SELECT {COLUMNS} FROM maintenance ORDER BY number");
    let mut query = connection.prepare_cached(&sql).map_err(failed)?;
    query.query_map([], read).and_then(Iterator::collect).map_err(failed)
}

fn one(
    connection: &Connection,
    condition: &str,
    value: impl rusqlite::ToSql,
) -> Result<Option<MaintenanceRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM maintenance WHERE {condition}");
    connection.query_row(&sql, [value], read).optional().map_err(|source| StoreError::sqlite(READING, source))
}

pub(crate) fn by_id(connection: &Connection, id: MaintenanceId) -> Result<Option<MaintenanceRow>, StoreError> {
    one(connection, "id = ?1", id.to_string())
}

pub(crate) fn by_number(
    connection: &Connection,
    number: MaintenanceNumber,
) -> Result<Option<MaintenanceRow>, StoreError> {
    one(connection, "number = ?1", number.0)
}

pub(crate) fn open_of(connection: &Connection, pair: PairId) -> Result<Option<MaintenanceRow>, StoreError> {
    one(connection, "pair_id = ?1 AND state = 'open'", pair.to_string())
}

/// The number under which the tables of the ledger keep a maintenance's rows.
pub(crate) fn number_of(connection: &Connection, id: MaintenanceId) -> Result<i64, StoreError> {
    let found = connection
        .prepare_cached("SELECT number FROM maintenance WHERE id = ?1")
        .and_then(|mut query| query.query_row([id.to_string()], |row| row.get(0)).optional());
    found.map_err(|source| StoreError::sqlite(READING, source))?.ok_or(StoreError::UnknownMaintenance { id })
}

/// Adds a row under the next number.
pub(crate) fn create(connection: &Connection, new: &NewMaintenance) -> Result<MaintenanceNumber, StoreError> {
    let failed = |source| StoreError::sqlite(CREATING, source);
    if let Some(open) = open_of(connection, new.pair)? {
        return Err(StoreError::OpenMaintenance { number: open.number });
    }
    if super::pair::by_id(connection, new.pair)?.is_none() {
        return Err(StoreError::UnknownPair { id: new.pair });
    }
    connection
        .query_row(
            "INSERT INTO maintenance (id, number, pair_id, state, created_at, stage, title)
             VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM maintenance), ?2, 'open', ?3, ?4, ?5)
             RETURNING number",
            params![new.id.to_string(), new.pair.to_string(), new.created_at.millis(), new.stage, new.title],
            |row| row.get(0).map(MaintenanceNumber),
        )
        .map_err(failed)
}

pub(crate) fn update(connection: &Connection, id: MaintenanceId, index: &IndexUpdate) -> Result<(), StoreError> {
    let state = if index.ended_at.is_some() { "ended" } else { "open" };
    connection
        .execute(
            "UPDATE maintenance SET state = ?2, ended_at = ?3, stage = ?4, title = ?5 WHERE id = ?1",
            params![id.to_string(), state, index.ended_at.map(Utc::millis), index.stage, index.title],
        )
        .map_err(|source| StoreError::sqlite("updating the register", source))?;
    Ok(())
}
