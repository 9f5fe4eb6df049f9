//! The search of the list: entries that have every piece of what was typed somewhere.

use ledger::EntryId;
use ledger::reconcile::Group;
use rusqlite::{Connection, OptionalExtension, Row, Statement, params};

use super::{EntryRow, by_id, failed, row};
use crate::error::StoreError;
use crate::table::ledger_fact::ids;

/// Fewer characters are no trigram.
const TRIGRAM: usize = 3;

/// A search looks at so many lines before it says where to go on.
pub const LOOKED_AT: usize = 20_000;

/// FTS5 is asked for so many trigrams, or one of each piece: it walks through the lists of all of them, however long, and the
/// lines are looked at anyway.
const ASKED: usize = 6;

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

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub rows: Vec<EntryRow>,
    /// The entry to go on behind; none: all of the list was looked through.
    pub next: Option<EntryId>,
}

/// The entries that have every piece, those that became known last first.
pub(crate) fn search(connection: &Connection, number: i64, search: &Search) -> Result<Found, StoreError> {
    let sieve = Sieve::new(search);
    if sieve.pieces.is_empty() || search.most == 0 {
        return Ok(Found::default());
    }
    let (first, last) = ids(number);
    let last = search.after.map_or(last, |after| first + i64::from(after.0) - 1);
    let columns = row::COLUMNS;
    let found = || -> rusqlite::Result<Found> {
        if let Some(group) = search.group.map(row::group_text)
            && let Some(members) = members_of_a_small(connection, number, group, last)?
        {
            let mut by_id = connection.prepare_cached(&by_id())?;
            return sieve.each(&mut by_id, members);
        }
        let trigrams = trigrams(&search.text);
        if trigrams.is_empty() {
            let sql = format!(
                "SELECT {columns} FROM ledger_entry AS e WHERE e.id BETWEEN ?1 AND ?2 ORDER BY e.id DESC LIMIT ?3"
            );
            return sieve.all(connection.prepare_cached(&sql)?.query(params![first, last, LIMIT])?);
        }
        let sql = format!(
            "SELECT {columns} FROM ledger_text CROSS JOIN ledger_entry AS e ON e.id = ledger_text.rowid
             WHERE ledger_text.rowid BETWEEN ?1 AND ?2 AND ledger_text MATCH ?4 ORDER BY ledger_text.rowid DESC LIMIT ?3"
        );
        sieve.all(connection.prepare_cached(&sql)?.query(params![first, last, LIMIT, trigrams])?)
    };
    found().map_err(failed)
}

const LIMIT: i64 = LOOKED_AT as i64;

/// The ids of a group's entries, the last known first, where they are fewer than a search looks at: then nothing else has to
/// be looked at.
fn members_of_a_small(
    connection: &Connection,
    number: i64,
    group: &str,
    last: i64,
) -> rusqlite::Result<Option<Vec<i64>>> {
    let sql = "SELECT id FROM ledger_entry INDEXED BY ledger_entry_by_group
               WHERE maintenance = ?1 AND in_group = ?2 LIMIT ?3";
    let mut query = connection.prepare_cached(sql)?;
    let members: Vec<i64> =
        query.query_map(params![number, group, LIMIT], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if members.len() == LOOKED_AT {
        return Ok(None);
    }
    let mut members: Vec<i64> = members.into_iter().filter(|id| *id <= last).collect();
    members.sort_unstable_by(|one, other| other.cmp(one));
    Ok(Some(members))
}

/// What FTS5 is asked: trigrams of each piece, spread over it.
fn trigrams(text: &str) -> String {
    let each = (ASKED / pieces(text).count().max(1)).max(1);
    let mut asked: Vec<String> = Vec::new();
    for piece in pieces(text) {
        let characters: Vec<char> = piece.chars().collect();
        let Some(last) = characters.len().checked_sub(TRIGRAM) else { continue };
        // No more than together are all of the piece.
        let count = each.min(characters.len().div_ceil(TRIGRAM));
        for at in (0..count).map(|nth| if count > 1 { last * nth / (count - 1) } else { last / 2 }) {
            let trigram: String = characters.iter().skip(at).take(TRIGRAM).collect();
            let quoted = format!("\"{}\"", trigram.replace('"', "\"\""));
            if !asked.contains(&quoted) {
                asked.push(quoted);
            }
        }
    }
    asked.join(" AND ")
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|piece| !piece.is_empty())
}

/// Lets through the lines that have every piece.
struct Sieve {
    pieces: Vec<String>,
    group: Option<&'static str>,
    most: usize,
    line: String,
    looked_at: usize,
    found: Found,
}

impl Sieve {
    fn new(search: &Search) -> Self {
        let pieces = pieces(&search.text).map(|piece| {
            let mut folded = String::new();
            fold(piece, &mut folded);
            folded
        });
        Self {
            pieces: pieces.collect(),
            group: search.group.map(row::group_text),
            most: search.most,
            line: String::new(),
            looked_at: 0,
            found: Found::default(),
        }
    }

    fn all(mut self, mut rows: rusqlite::Rows<'_>) -> rusqlite::Result<Found> {
        while let Some(row) = rows.next()? {
            if self.look_at(row)? {
                break;
            }
        }
        Ok(self.found)
    }

    fn each(mut self, by_id: &mut Statement<'_>, ids: Vec<i64>) -> rusqlite::Result<Found> {
        for id in ids {
            if by_id.query_row([id], |row| self.look_at(row)).optional()? == Some(true) {
                break;
            }
        }
        Ok(self.found)
    }

    /// Takes a line where it has every piece. True: enough was found or looked at.
    fn look_at(&mut self, row: &Row<'_>) -> rusqlite::Result<bool> {
        self.looked_at += 1;
        let is_of_the_group = match self.group {
            Some(group) => row.get_ref(2)?.as_str()? == group,
            None => true,
        };
        if is_of_the_group && self.has_every_piece(row)? {
            self.found.rows.push(row::read(row)?);
        }
        let is_enough = self.found.rows.len() >= self.most || self.looked_at >= LOOKED_AT;
        if is_enough {
            self.found.next = Some(EntryId(row.get(0)?));
        }
        Ok(is_enough)
    }

    fn has_every_piece(&mut self, row: &Row<'_>) -> rusqlite::Result<bool> {
        self.line.clear();
        for column in 4..row::COUNT {
            fold(row.get_ref(column)?.as_str_or_null()?.unwrap_or_default(), &mut self.line);
            // No piece has it: none is found across two columns.
            self.line.push('\n');
        }
        Ok(self.pieces.iter().all(|piece| self.line.contains(piece.as_str())))
    }
}

/// Adds a text with small letters.
fn fold(text: &str, folded: &mut String) {
    if text.is_ascii() {
        folded.extend(text.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        folded.extend(text.chars().flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_trigrams_are_asked_for_and_each_piece_has_one() {
        for (text, asked) in [
            ("ab", ""),
            ("abc", r#""abc""#),
            ("abcd xy", r#""abc" AND "bcd""#),
            ("333333", r#""333""#),
            ("abcdefghijklmnopqrstuvwxyz", r#""abc" AND "efg" AND "jkl" AND "nop" AND "stu" AND "xyz""#),
            ("user carter 192.0.2.77", r#""use" AND "ser" AND "car" AND "ter" AND "192" AND ".77""#),
            ("a\"b OR\u{0}", r#""a""b""#),
        ] {
            assert_eq!(trigrams(text), asked, "{text}");
        }
        let many = vec!["piece"; 20].join(" ") + " other";
        assert_eq!(trigrams(&many), r#""iec" AND "the""#);
    }
}
