//! `ledger_fact`: the sealed facts of every maintenance's ledger. Appended, never changed: triggers of the database refuse
//! it too.
//!
//! A row's id is the maintenance's number and the fact's seq in one integer, so that a ledger lies in one piece in the order
//! of its chain and is read without an index.

use std::collections::HashSet;

use domain::chain::Link;
use domain::ids::MaintenanceId;
use ledger::chain::{GENESIS, Sealed, verify_link};
use ledger::{Fact, WitnessId};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};

use super::journal::Head;
use crate::error::StoreError;

// The insert triggers also stop INSERT OR REPLACE, which would get past a trigger on DELETE.
pub(crate) const V3: &str = "
CREATE TABLE ledger_fact (
    id          INTEGER PRIMARY KEY,
    maintenance INTEGER NOT NULL REFERENCES maintenance (number),
    seq         INTEGER NOT NULL CHECK (seq BETWEEN 1 AND 0xffffffff AND id = (maintenance << 32 | seq)),
    witness     BLOB    CHECK (witness IS NULL OR length(witness) = 16),
    body        BLOB    NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    previous    BLOB    NOT NULL CHECK (length(previous) = 32)
) STRICT;

CREATE UNIQUE INDEX ledger_fact_one_of_a_witness ON ledger_fact (maintenance, witness) WHERE witness IS NOT NULL;

CREATE TRIGGER ledger_fact_has_no_gap BEFORE INSERT ON ledger_fact
WHEN NEW.seq IS NOT 1 + coalesce(
    (SELECT seq FROM ledger_fact WHERE id BETWEEN NEW.maintenance << 32 AND (NEW.maintenance << 32 | 0xffffffff)
     ORDER BY id DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'a ledger has no gap'); END;

CREATE TRIGGER ledger_fact_is_a_chain BEFORE INSERT ON ledger_fact
WHEN NEW.previous IS NOT coalesce((SELECT hash FROM ledger_fact WHERE id = NEW.id - 1 AND NEW.seq > 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'a fact names the hash of the one before it'); END;

CREATE TRIGGER ledger_fact_tells_a_witness_once BEFORE INSERT ON ledger_fact
WHEN EXISTS (SELECT 1 FROM ledger_fact WHERE maintenance = NEW.maintenance AND witness = NEW.witness)
BEGIN SELECT RAISE(ABORT, 'a witness is told of once'); END;

CREATE TRIGGER ledger_fact_is_never_changed BEFORE UPDATE ON ledger_fact
BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;

CREATE TRIGGER ledger_fact_is_never_removed BEFORE DELETE ON ledger_fact
BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
";

pub(crate) const APPENDING: &str = "appending to the ledger";
const READING: &str = "reading the ledger";

/// A fact to append: its permanent bytes, and what its witness is recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRow {
    pub sealed: Sealed,
    /// A copy of what the body says: one ledger has no two facts of one witness. None: it is no witness that can be met again.
    pub witness: Option<WitnessId>,
}

impl FactRow {
    /// `fact` is what the sealed bytes say.
    #[must_use]
    pub fn new(sealed: Sealed, fact: &Fact) -> Self {
        let witness = match fact {
            Fact::Message(message) => Some(message.witness),
            Fact::Difference(difference) => Some(difference.witness),
            Fact::Note(_) | Fact::LogRead(_) | Fact::SnapshotTaken(_) | Fact::Compared(_) => None,
        };
        Self { sealed, witness }
    }
}

/// The ids that rows of a maintenance can have: of its first possible seq and its last.
fn ids(number: i64) -> (i64, i64) {
    (number << 32, number << 32 | 0xffff_ffff)
}

fn failed(doing: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
    move |source| StoreError::sqlite(doing, source)
}

pub(crate) fn head(connection: &Connection, number: i64) -> Result<Option<Head>, StoreError> {
    let sql = "SELECT seq, hash FROM ledger_fact WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1";
    let found = connection.prepare_cached(sql).and_then(|mut query| {
        query.query_row(ids(number), |row| Ok(Head { seq: super::seq(row, 0)?, hash: row.get(1)? })).optional()
    });
    found.map_err(failed(READING))
}

/// At most `most` facts after `after_seq` (0: from the first), in order.
pub(crate) fn after(
    connection: &Connection,
    number: i64,
    after_seq: u64,
    most: usize,
) -> Result<Vec<Sealed>, StoreError> {
    let row = |row: &Row<'_>| {
        Ok(Sealed { seq: super::seq(row, 0)?, body: row.get(1)?, hash: row.get(2)?, previous: row.get(3)? })
    };
    let rows = connection
        .prepare_cached(AFTER)
        .and_then(|mut query| query.query_map(range_after(number, after_seq, most), row)?.collect());
    rows.map_err(failed(READING))
}

const AFTER: &str = "SELECT seq, body, hash, previous FROM ledger_fact WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT ?3";

fn range_after(number: i64, after_seq: u64, most: usize) -> (i64, i64, i64) {
    let (first, last) = ids(number);
    let after = first.saturating_add(super::stored(after_seq)).min(last);
    (after, last, i64::try_from(most).unwrap_or(i64::MAX))
}

/// Verifies at most `most` facts behind `last`. Gives the last one verified, and whether there may be more. Bodies are
/// hashed where they lie: nothing is copied.
pub(crate) fn verify_after(
    connection: &Connection,
    maintenance: MaintenanceId,
    number: i64,
    last: Head,
    most: usize,
) -> Result<(Head, bool), StoreError> {
    let broken = |source| StoreError::BrokenFacts { source };
    let mut query = connection.prepare_cached(AFTER).map_err(failed(READING))?;
    let mut rows = query.query(range_after(number, last.seq, most)).map_err(failed(READING))?;
    let (mut last, mut count) = (last, 0);
    while let Some(row) = rows.next().map_err(failed(READING))? {
        let expected = last.seq + 1;
        let read = || -> rusqlite::Result<_> {
            let own: [u8; 32] = row.get(2)?;
            let previous: [u8; 32] = row.get(3)?;
            Ok((super::seq(row, 0)?, row.get_ref(1)?.as_blob()?, own, previous))
        };
        let (seq, body, own, previous) = read().map_err(failed(READING))?;
        let link = Link { seq, body, hash: own, previous };
        verify_link(maintenance, expected, &last.hash, link).map_err(broken)?;
        last = Head { seq, hash: own };
        count += 1;
    }
    Ok((last, count == most))
}

/// Where the chain of a ledger without facts ends.
pub(crate) const START: Head = Head { seq: 0, hash: GENESIS };

/// Adds facts behind `expected_seq`, the last one the caller has folded (0: none). Gives the last fact there is then.
pub(crate) fn append(
    connection: &Connection,
    maintenance: MaintenanceId,
    number: i64,
    expected_seq: u64,
    facts: &[FactRow],
) -> Result<Head, StoreError> {
    let mut last = head(connection, number)?.unwrap_or(START);
    if last.seq != expected_seq {
        return Err(StoreError::FactGap { found_seq: last.seq });
    }
    let sql = "INSERT INTO ledger_fact (id, maintenance, seq, witness, body, hash, previous)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut insert = connection.prepare_cached(sql).map_err(failed(APPENDING))?;
    let (first, _) = ids(number);
    for FactRow { sealed, witness } in facts {
        // They stay for ever: their hash is looked at here once more.
        verify_link(maintenance, last.seq + 1, &last.hash, sealed.link())
            .map_err(|source| StoreError::UnlinkedFact { source })?;
        let seq = sealed.seq;
        let id = super::stored(seq).saturating_add(first);
        let witness_bytes = witness.map(|witness| witness.0);
        let row = params![id, number, super::stored(seq), witness_bytes, sealed.body, sealed.hash, sealed.previous];
        if let Err(source) = insert.execute(row) {
            let is_refused = source.sqlite_error_code() == Some(ErrorCode::ConstraintViolation);
            if let (true, Some(witness)) = (is_refused, *witness)
                && let Some(known_seq) = seq_of(connection, number, witness)?
            {
                return Err(StoreError::KnownWitness { seq, known_seq, witness });
            }
            return Err(failed(APPENDING)(source));
        }
        last = Head { seq, hash: sealed.hash };
    }
    Ok(last)
}

fn seq_of(connection: &Connection, number: i64, witness: WitnessId) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT seq FROM ledger_fact WHERE maintenance = ?1 AND witness = ?2";
    let found = connection
        .prepare_cached(sql)
        .and_then(|mut query| query.query_row(params![number, witness.0], |row| super::seq(row, 0)).optional());
    found.map_err(failed(READING))
}

/// Those of the witnesses of which a fact tells already.
pub(crate) fn known(
    connection: &Connection,
    number: i64,
    witnesses: &[WitnessId],
) -> Result<HashSet<WitnessId>, StoreError> {
    let mut known = HashSet::new();
    for witness in witnesses {
        if seq_of(connection, number, *witness)?.is_some() {
            known.insert(*witness);
        }
    }
    Ok(known)
}
