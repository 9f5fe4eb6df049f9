//! `evidence`: redacted answers of appliances, kept by the hash of their bytes. Bigger ones are files named by it.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use domain::time::Utc;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::folder::Folder;
use crate::store::Durability;

pub(crate) const V1: &str = "
CREATE TABLE evidence (
    sha256       BLOB    PRIMARY KEY CHECK (length(sha256) = 32),
    size         INTEGER NOT NULL,
    bytes        BLOB    CHECK (bytes IS NULL OR length(bytes) = size),
    content_type TEXT    NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER evidence_is_never_changed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;

CREATE TRIGGER evidence_is_never_removed BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never removed'); END;
";

/// Evidence of more bytes than this is a file `evidence/<hash>`; the row keeps everything but the bytes.
pub const FILE_FROM_BYTES: usize = 64 * 1024;

pub(crate) const KEEPING: &str = "keeping evidence";
const READING: &str = "reading evidence";
const FOLDER: &str = "evidence";

/// Bytes that show what an appliance said, redacted before they come here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub sha256: [u8; 32],
    pub bytes: Vec<u8>,
    pub content_type: String,
    pub created_at: Utc,
}

fn hash_of(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn hex(hash: &[u8; 32]) -> String {
    hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Refuses bytes that do not have the hash they come with.
pub(crate) fn check(evidence: &Evidence) -> Result<(), StoreError> {
    if hash_of(&evidence.bytes) == evidence.sha256 {
        return Ok(());
    }
    Err(StoreError::EvidenceMismatch { sha256: hex(&evidence.sha256) })
}

/// Writes the file of a bigger piece, before its row: a row never names a file that was not durable.
pub(crate) fn write_file(folder: &Folder, evidence: &Evidence, durability: Durability) -> Result<(), StoreError> {
    if evidence.bytes.len() <= FILE_FROM_BYTES {
        return Ok(());
    }
    write_named(folder, evidence, durability).map_err(|source| StoreError::io(KEEPING, source))
}

fn write_named(folder: &Folder, evidence: &Evidence, durability: Durability) -> io::Result<()> {
    let platform = folder.platform();
    let path = path_of(folder, &evidence.sha256);
    if std::fs::read(&path).is_ok_and(|kept| kept == evidence.bytes) {
        return Ok(());
    }
    let parent = folder.file(FOLDER);
    if !parent.exists() {
        platform.create_folder(&parent)?;
        platform.sync_folder(folder.path())?;
    }
    // Named by the process too: two may keep the same bytes at once, and either file is the right one.
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    remove_if_there(&draft)?;
    let mut file = platform.create_file(&draft)?;
    let written = file.write_all(&evidence.bytes).and_then(|()| match durability {
        Durability::Full => file.sync_all(),
        Durability::NoFsync => Ok(()),
    });
    drop(file);
    if let Err(error) = written.and_then(|()| std::fs::rename(&draft, &path)) {
        remove_if_there(&draft)?;
        return Err(error);
    }
    match durability {
        Durability::Full => platform.sync_folder(&parent),
        Durability::NoFsync => Ok(()),
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn path_of(folder: &Folder, sha256: &[u8; 32]) -> PathBuf {
    folder.file(FOLDER).join(hex(sha256))
}

/// Adds the row; the same bytes again change nothing.
pub(crate) fn put(connection: &Connection, evidence: &Evidence) -> Result<(), StoreError> {
    let failed = |source| StoreError::sqlite(KEEPING, source);
    let inline = (evidence.bytes.len() <= FILE_FROM_BYTES).then_some(&evidence.bytes);
    let size = i64::try_from(evidence.bytes.len()).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "INSERT INTO evidence (sha256, size, bytes, content_type, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (sha256) DO NOTHING",
        )
        .and_then(|mut insert| {
            insert.execute(params![evidence.sha256, size, inline, evidence.content_type, evidence.created_at.millis()])
        })
        .map_err(failed)?;
    Ok(())
}

/// Reads a piece and checks that its bytes still have their hash.
pub(crate) fn get(connection: &Connection, folder: &Folder, sha256: &[u8; 32]) -> Result<Option<Evidence>, StoreError> {
    let row = connection
        .query_row("SELECT bytes, content_type, created_at FROM evidence WHERE sha256 = ?1", [sha256], |row| {
            Ok((row.get::<_, Option<Vec<u8>>>(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()
        .map_err(|source| StoreError::sqlite(READING, source))?;
    let Some((inline, content_type, created_at_ms)) = row else { return Ok(None) };
    let bytes = match inline {
        Some(bytes) => bytes,
        None => std::fs::read(path_of(folder, sha256)).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => StoreError::EvidenceLost { sha256: hex(sha256) },
            _ => StoreError::io(READING, source),
        })?,
    };
    if hash_of(&bytes) != *sha256 {
        return Err(StoreError::EvidenceTampered { sha256: hex(sha256) });
    }
    Ok(Some(Evidence { sha256: *sha256, bytes, content_type, created_at: Utc::from_millis(created_at_ms) }))
}
