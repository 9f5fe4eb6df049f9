//! `ledger_entry`, `ledger_text`, `ledger_listing`: the list of a ledger's entries, to page through and to search. A cache:
//! the facts and the journal are the truth, the list says up to which of them it was made, and it can be made again.
//!
//! Text is searched by trigrams (FTS5), because people look for a part: of a host's name, of an address, of `DOMAIN\ann`, of
//! `jump_group_12`, of a language without blanks. Words (unicode61) would find beginnings only. The index says which lines
//! have the trigrams of a piece (detail none: a fifth of the size with their places, and half the work); each line is then
//! looked at itself. A piece of one or two characters is no trigram: line after line is looked at.
//!
//! The index is kept from here and not by triggers: within a trigger FTS5 writes its part of a transaction row by row.

mod row;
mod search;

use domain::time::Utc;
use ledger::EntryId;
use ledger::reconcile::Group;
use rusqlite::{Connection, OptionalExtension, params};

use super::ledger_fact::ids;
use crate::error::StoreError;

pub use row::{EntryRow, LONGEST_TEXT};
pub(crate) use search::search;
pub use search::{Found, LOOKED_AT, Search};

// Left out: the text's own copy of the columns (content), sizes nobody ranks by (columnsize), where in a line (detail).
pub(crate) const V3: &str = "
CREATE TABLE ledger_entry (
    id          INTEGER PRIMARY KEY,
    maintenance INTEGER NOT NULL REFERENCES maintenance (number),
    entry       INTEGER NOT NULL CHECK (entry BETWEEN 1 AND 0xffffffff AND id = (maintenance << 32 | entry)),
    at_ms       INTEGER NOT NULL,
    in_group    TEXT    NOT NULL,
    class       TEXT    NOT NULL,
    who         TEXT,
    place       TEXT    NOT NULL,
    object      TEXT    NOT NULL,
    text        TEXT    NOT NULL
) STRICT;

CREATE INDEX ledger_entry_by_time ON ledger_entry (maintenance, at_ms, entry);

CREATE INDEX ledger_entry_by_group ON ledger_entry (maintenance, in_group, at_ms, entry);

CREATE VIRTUAL TABLE ledger_text USING fts5 (
    who, place, object, text,
    content = 'ledger_entry', content_rowid = 'id', columnsize = 0, detail = none, tokenize = 'trigram'
);

CREATE TABLE ledger_listing (
    maintenance INTEGER PRIMARY KEY REFERENCES maintenance (number),
    form        INTEGER NOT NULL,
    fact_seq    INTEGER NOT NULL,
    event_seq   INTEGER NOT NULL
) STRICT;
";

pub(crate) const LISTING: &str = "listing the ledger";

/// What [`EntryRow::new`] makes of an entry. Another number makes every list anew.
const FORM: i64 = 1;

/// Up to where a list was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Through {
    /// The last fact that was folded.
    pub fact_seq: u64,
    /// The last event of the journal that was judged by.
    pub event_seq: u64,
}

/// What to write of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// New entries and those that may have changed; the others stay as they are.
    pub entries: Vec<EntryRow>,
    /// Some: the list is whole then, up to there. None: more is to come.
    pub through: Option<Through>,
}

/// In which order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOrder {
    OldestFirst,
    NewestFirst,
}

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageOf {
    pub group: Option<Group>,
    pub order: PageOrder,
    /// The entry it goes on behind, and that entry's time; none: from the first.
    pub after: Option<(Utc, EntryId)>,
    pub most: usize,
}

fn failed(source: rusqlite::Error) -> StoreError {
    StoreError::sqlite(LISTING, source)
}

/// Writes entries; one that is as it was costs a look.
pub(crate) fn put(connection: &Connection, number: i64, listing: &Listing) -> Result<(), StoreError> {
    let written = || -> rusqlite::Result<()> {
        let mut kept = connection.prepare_cached(&by_id())?;
        let mut insert = connection.prepare_cached(
            "INSERT INTO ledger_entry (id, maintenance, entry, at_ms, in_group, class, who, place, object, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (id) DO UPDATE SET at_ms = ?4, in_group = ?5, class = ?6, who = ?7, place = ?8, object = ?9, text = ?10",
        )?;
        let (first, _) = ids(number);
        let mut found_anew: Vec<(i64, Option<EntryRow>, &EntryRow)> = Vec::new();
        for row in &listing.entries {
            let id = first + i64::from(row.entry.0);
            let before = kept.query_row([id], row::read).optional()?;
            if before.as_ref() == Some(row) {
                continue;
            }
            let (group, class) = (row::group_text(row.group), row::class_text(row.class));
            let EntryRow { entry, at, who, place, object, text, .. } = row;
            insert.execute(params![id, number, entry.0, at.millis(), group, class, who, place, object, text])?;
            if before.as_ref().is_none_or(|before| before.columns() != row.columns()) {
                found_anew.push((id, before, row));
            }
        }
        for (id, before, row) in found_anew {
            if let Some(before) = before {
                unindex(connection, id, before.columns())?;
            }
            let [who, place, object, text] = row.columns();
            connection
                .prepare_cached(
                    "INSERT INTO ledger_text (rowid, who, place, object, text) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![id, who, place, object, text])?;
        }
        if let Some(Through { fact_seq, event_seq }) = listing.through {
            connection.execute(
                "INSERT INTO ledger_listing (maintenance, form, fact_seq, event_seq) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET form = ?2, fact_seq = ?3, event_seq = ?4",
                params![number, FORM, super::stored(fact_seq), super::stored(event_seq)],
            )?;
        }
        Ok(())
    };
    written().map_err(failed)
}

fn by_id() -> String {
    format!("SELECT {} FROM ledger_entry AS e WHERE e.id = ?1", row::COLUMNS)
}

/// Takes a line as it was out of the index of its text.
fn unindex(connection: &Connection, id: i64, [who, place, object, text]: [&str; 4]) -> rusqlite::Result<()> {
    let sql = "INSERT INTO ledger_text (ledger_text, rowid, who, place, object, text)
               VALUES ('delete', ?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(sql)?.execute(params![id, who, place, object, text]).map(drop)
}

/// Up to where the list was made; none: there is no whole list in the form this program writes.
pub(crate) fn through(connection: &Connection, number: i64) -> Result<Option<Through>, StoreError> {
    let sql = "SELECT fact_seq, event_seq FROM ledger_listing WHERE maintenance = ?1 AND form = ?2";
    let found = connection.prepare_cached(sql).and_then(|mut query| {
        let row =
            |row: &rusqlite::Row<'_>| Ok(Through { fact_seq: super::seq(row, 0)?, event_seq: super::seq(row, 1)? });
        query.query_row([number, FORM], row).optional()
    });
    found.map_err(failed)
}

/// Removes a list.
pub(crate) fn forget(connection: &Connection, number: i64) -> Result<(), StoreError> {
    let forgotten = || -> rusqlite::Result<()> {
        connection.execute("DELETE FROM ledger_listing WHERE maintenance = ?1", [number])?;
        // Only what the index was told: another program may have written groups that are not known here.
        let sql = "SELECT id, coalesce(who, ''), place, object, text FROM ledger_entry WHERE id BETWEEN ?1 AND ?2";
        let mut query = connection.prepare(sql)?;
        let mut rows = query.query(ids(number))?;
        while let Some(row) = rows.next()? {
            let column = |at: usize| Ok::<_, rusqlite::Error>(row.get_ref(at)?.as_str()?);
            unindex(connection, row.get(0)?, [column(1)?, column(2)?, column(3)?, column(4)?])?;
        }
        connection.execute("DELETE FROM ledger_entry WHERE id BETWEEN ?1 AND ?2", ids(number))?;
        Ok(())
    };
    forgotten().map_err(failed)
}

/// One page.
pub(crate) fn page(connection: &Connection, number: i64, page: &PageOf) -> Result<Vec<EntryRow>, StoreError> {
    let (direction, comparison, edge) = match page.order {
        PageOrder::OldestFirst => ("ASC", ">", (i64::MIN, 0)),
        PageOrder::NewestFirst => ("DESC", "<", (i64::MAX, u32::MAX)),
    };
    let (at_ms, entry) = page.after.map_or(edge, |(at, entry)| (at.millis(), entry.0));
    let group = if page.group.is_some() { "AND in_group = ?5" } else { "AND ?5 IS NULL" };
    let sql = format!(
        "SELECT {} FROM ledger_entry AS e WHERE maintenance = ?1 {group} AND (at_ms, entry) {comparison} (?2, ?3)
         ORDER BY at_ms {direction}, entry {direction} LIMIT ?4",
        row::COLUMNS
    );
    let most = i64::try_from(page.most).unwrap_or(i64::MAX);
    let group = page.group.map(row::group_text);
    let rows = connection
        .prepare_cached(&sql)
        .and_then(|mut query| query.query_map(params![number, at_ms, entry, most, group], row::read)?.collect());
    rows.map_err(failed)
}
