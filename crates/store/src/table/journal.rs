//! `journal`: the sealed events of every maintenance. Appended, never changed: triggers of the database refuse it too.

use domain::ids::MaintenanceId;
use domain::time::Utc;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;

// The insert trigger also stops INSERT OR REPLACE, which would get past a trigger on DELETE.
pub(crate) const V1: &str = "
CREATE TABLE journal (
    maintenance TEXT    NOT NULL REFERENCES maintenance (id),
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    at_ms       INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    body        BLOB    NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    previous    BLOB    NOT NULL CHECK (length(previous) = 32),
    UNIQUE (maintenance, seq)
) STRICT;

CREATE TRIGGER journal_has_no_gap BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE maintenance = NEW.maintenance)
BEGIN SELECT RAISE(ABORT, 'a journal has no gap'); END;

CREATE TRIGGER journal_is_a_chain BEFORE INSERT ON journal
WHEN NEW.previous IS NOT coalesce(
    (SELECT hash FROM journal WHERE maintenance = NEW.maintenance AND seq = NEW.seq - 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'an event names the hash of the one before it'); END;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal event is never changed'); END;

CREATE TRIGGER journal_is_never_removed BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal event is never removed'); END;
";

pub(crate) const APPENDING: &str = "appending to the journal";
const READING: &str = "reading the journal";

/// `previous` of the first event of a journal.
const NOTHING_BEFORE: [u8; 32] = [0; 32];

/// One event as it is kept. The body is stored and given back byte for byte; the hash is not recomputed here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow {
    /// From 1.
    pub seq: u64,
    /// A copy of what the body says, for queries.
    pub at: Utc,
    /// A copy of what the body says, for queries.
    pub kind: String,
    /// UTF-8 JSON.
    pub body: Vec<u8>,
    pub hash: [u8; 32],
    /// The hash of the event before; zero bytes for the first.
    pub previous: [u8; 32],
}

/// The last event of a journal, or the last fact of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: u64,
    pub hash: [u8; 32],
}

pub(crate) fn head(connection: &Connection, maintenance: MaintenanceId) -> Result<Option<Head>, StoreError> {
    let sql = "SELECT seq, hash FROM journal WHERE maintenance = ?1 ORDER BY seq DESC LIMIT 1";
    let found = connection.prepare_cached(sql).and_then(|mut query| {
        query
            .query_row([maintenance.to_string()], |row| Ok(Head { seq: super::seq(row, 0)?, hash: row.get(1)? }))
            .optional()
    });
    found.map_err(|source| StoreError::sqlite(READING, source))
}

/// Events after `after_seq` (0: from the first), in order.
pub(crate) fn after(
    connection: &Connection,
    maintenance: MaintenanceId,
    after_seq: u64,
) -> Result<Vec<SealedRow>, StoreError> {
    let sql =
        "SELECT seq, at_ms, kind, body, hash, previous FROM journal WHERE maintenance = ?1 AND seq > ?2 ORDER BY seq";
    let row = |row: &Row<'_>| {
        Ok(SealedRow {
            seq: super::seq(row, 0)?,
            at: Utc::from_millis(row.get(1)?),
            kind: row.get(2)?,
            body: row.get(3)?,
            hash: row.get(4)?,
            previous: row.get(5)?,
        })
    };
    let after = i64::try_from(after_seq).unwrap_or(i64::MAX);
    let rows = connection
        .prepare_cached(sql)
        .and_then(|mut query| query.query_map(params![maintenance.to_string(), after], row)?.collect());
    rows.map_err(|source| StoreError::sqlite(READING, source))
}

/// Adds events behind `expected_seq`, the last one the caller has folded (0: none).
pub(crate) fn append(
    connection: &Connection,
    maintenance: MaintenanceId,
    expected_seq: u64,
    events: &[SealedRow],
) -> Result<(), StoreError> {
    let failed = |source| StoreError::sqlite(APPENDING, source);
    if events.is_empty() {
        return Err(StoreError::NoEvents);
    }
    let mut last = head(connection, maintenance)?.unwrap_or(Head { seq: 0, hash: NOTHING_BEFORE });
    if last.seq != expected_seq {
        return Err(StoreError::Gap { found_seq: last.seq });
    }
    let sql =
        "INSERT INTO journal (maintenance, seq, at_ms, kind, body, hash, previous) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut insert = connection.prepare_cached(sql).map_err(failed)?;
    let id = maintenance.to_string();
    for event in events {
        let stored_seq = i64::try_from(event.seq).map_err(|_| StoreError::Unlinked { seq: event.seq })?;
        if event.seq != last.seq + 1 || event.previous != last.hash {
            return Err(StoreError::Unlinked { seq: event.seq });
        }
        let row = params![id, stored_seq, event.at.millis(), event.kind, event.body, event.hash, event.previous];
        insert.execute(row).map_err(failed)?;
        last = Head { seq: event.seq, hash: event.hash };
    }
    Ok(())
}
