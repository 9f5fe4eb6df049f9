//! `schema`: which programs may use the file, and which wrote it. One row.

use rusqlite::{Connection, params};

pub(crate) const V1: &str = "
CREATE TABLE schema (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    min_program INTEGER NOT NULL,
    written_by  TEXT    NOT NULL
) STRICT;
";

pub(crate) struct SchemaRow {
    /// The least schema number a program must know to use the file.
    pub(crate) min_program: u32,
    /// The program's version, as in `0.1.0`.
    pub(crate) written_by: String,
}

pub(crate) fn read(connection: &Connection) -> rusqlite::Result<SchemaRow> {
    connection.query_row("SELECT min_program, written_by FROM schema WHERE id = 1", [], |row| {
        Ok(SchemaRow { min_program: row.get(0)?, written_by: row.get(1)? })
    })
}

pub(crate) fn write(connection: &Connection, min_program: u32, written_by: &str) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO schema (id, min_program, written_by) VALUES (1, ?1, ?2)
         ON CONFLICT (id) DO UPDATE SET min_program = excluded.min_program, written_by = excluded.written_by",
        params![min_program, written_by],
    )?;
    Ok(())
}
