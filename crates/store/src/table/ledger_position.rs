//! `ledger_position`: up to where the log of each appliance was read for a maintenance. Written with the facts that come of
//! the reading, so that after a kill neither is ahead of the other.

use domain::ids::ApplianceId;
use domain::time::Utc;
use rusqlite::{Connection, params};

use crate::error::StoreError;

pub(crate) const V3: &str = "
CREATE TABLE ledger_position (
    maintenance  INTEGER NOT NULL REFERENCES maintenance (number),
    appliance_id TEXT    NOT NULL,
    pulled_at    INTEGER NOT NULL,
    body         TEXT    NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (maintenance, appliance_id)
) STRICT, WITHOUT ROWID;
";

/// Where the last reading of an appliance's log ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub appliance: ApplianceId,
    /// When the log was pulled, in this computer's clock.
    pub pulled_at: Utc,
    /// JSON, in the words of whoever reads logs.
    pub body: String,
}

/// Moves a position.
pub(crate) fn put(connection: &Connection, number: i64, position: &Position) -> Result<(), StoreError> {
    let appliance = position.appliance.to_string();
    connection
        .execute(
            "INSERT INTO ledger_position (maintenance, appliance_id, pulled_at, body) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET pulled_at = excluded.pulled_at, body = excluded.body",
            params![number, appliance, position.pulled_at.millis(), position.body],
        )
        .map_err(|source| StoreError::sqlite(super::ledger_fact::APPENDING, source))?;
    Ok(())
}

pub(crate) fn of(connection: &Connection, number: i64) -> Result<Vec<Position>, StoreError> {
    let read = || -> rusqlite::Result<_> {
        let sql =
            "SELECT appliance_id, pulled_at, body FROM ledger_position WHERE maintenance = ?1 ORDER BY appliance_id";
        let mut query = connection.prepare_cached(sql)?;
        let rows = query.query_map([number], |row| {
            Ok(Position {
                appliance: ApplianceId(super::uuid(row, 0)?),
                pulled_at: Utc::from_millis(row.get(1)?),
                body: row.get(2)?,
            })
        })?;
        rows.collect()
    };
    read().map_err(|source| StoreError::sqlite("reading where logs were read to", source))
}
