//! The search of the list: entries that have every piece of what was typed somewhere.

use ledger::EntryId;
use ledger::reconcile::Group;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{EntryRow, failed, row};
use crate::error::StoreError;
use crate::table::ledger_fact::ids;

/// Fewer characters are no trigram.
const TRIGRAM: usize = 3;

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Pieces between blanks; each has to be there, whatever its case. Without a piece nothing is found.
    pub text: String,
    pub group: Option<Group>,
    /// The entry it goes on behind.
    pub after: Option<EntryId>,
    pub most: usize,
}

/// The entries that have every piece, those that became known last first.
pub(crate) fn search(connection: &Connection, number: i64, search: &Search) -> Result<Vec<EntryRow>, StoreError> {
    let text: String = search.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let (long, short): (Vec<&str>, Vec<&str>) =
        text.split_whitespace().partition(|piece| piece.chars().count() >= TRIGRAM);
    if long.is_empty() && short.is_empty() {
        return Ok(Vec::new());
    }
    let (first, last) = ids(number);
    let last = search.after.map_or(last, |after| first + i64::from(after.0) - 1);
    let most = i64::try_from(search.most).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![first.into(), last.into(), most.into()];
    let mut conditions = String::new();
    let mut condition = |sql: &str, value: String| {
        values.push(value.into());
        conditions.push_str(&sql.replace("??", &format!("?{}", values.len())));
    };
    if let Some(group) = search.group {
        condition(" AND e.in_group = ??", row::group_text(group).to_owned());
    }
    for piece in short {
        // Between the columns stands a character that no piece has.
        condition(
            r" AND coalesce(e.who, '') || char(10) || e.place || char(10) || e.object || char(10) || e.text LIKE ?? ESCAPE '\'",
            format!("%{}%", piece.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")),
        );
    }
    let (from, id) = if long.is_empty() {
        ("ledger_entry AS e", "e.id")
    } else {
        let quoted: Vec<String> = long.iter().map(|piece| format!("\"{}\"", piece.replace('"', "\"\""))).collect();
        condition(" AND ledger_text MATCH ??", quoted.join(" AND "));
        ("ledger_text CROSS JOIN ledger_entry AS e ON e.id = ledger_text.rowid", "ledger_text.rowid")
    };
    let columns = row::COLUMNS;
    let sql =
        format!("SELECT {columns} FROM {from} WHERE {id} BETWEEN ?1 AND ?2{conditions} ORDER BY {id} DESC LIMIT ?3");
    let rows = connection
        .prepare_cached(&sql)
        .and_then(|mut query| query.query_map(params_from_iter(values), row::read)?.collect());
    rows.map_err(failed)
}
