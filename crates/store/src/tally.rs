//! What every program on this computer has sent with one API account in the last second: the vendor's limit counts them
//! together, and two command lines in a row are two programs.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::folder::Folder;

/// Instants further ahead than this were written before the clock was set back; they count for nothing. Milliseconds.
const AHEAD_MS: i64 = 5_000;

/// How long to wait while another program counts. Milliseconds.
const BUSY_MS: u64 = 2;

/// A small file of instants, one for each call of the last window, shared under a lock of the operating system.
#[derive(Debug)]
pub struct Tally {
    path: PathBuf,
    folder: Folder,
    /// One call of this process at a time: the lock is on the file, and a process shares its own.
    turn: Mutex<()>,
}

impl Tally {
    /// The tally of one account. `account` is hashed: nothing a person typed is part of a path.
    #[must_use]
    pub fn new(folder: &Folder, account: &str) -> Self {
        let digest = Sha256::digest(account.as_bytes());
        let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { path: folder.file(&format!("rate-{name}.bin")), folder: folder.clone(), turn: Mutex::new(()) }
    }

    /// Counts a call at `now_ms` (Unix, milliseconds) and returns 0, or returns how long to wait, in milliseconds, so that no
    /// window of `window_ms` holds more than `limit` calls.
    ///
    /// # Errors
    /// The file could not be read or written; nothing was counted.
    pub fn reserve(&self, now_ms: i64, limit: usize, window_ms: u64) -> std::io::Result<u64> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut file = self.open()?;
        // Nobody holds it longer than a moment; where one does, this call is not held up with it.
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(BUSY_MS),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let window_ms = i64::try_from(window_ms).unwrap_or(i64::MAX);
        let mut sent: Vec<i64> = bytes
            .chunks_exact(8)
            .filter_map(|chunk| chunk.try_into().ok().map(i64::from_le_bytes))
            .filter(|at| now_ms.saturating_sub(*at) < window_ms && at.saturating_sub(now_ms) < AHEAD_MS)
            .collect();
        sent.sort_unstable();
        if let Some(nth_last) = sent.len().checked_sub(limit).and_then(|index| sent.get(index)) {
            let wait = nth_last.saturating_add(window_ms).saturating_sub(now_ms).max(1);
            return Ok(u64::try_from(wait).unwrap_or(1));
        }
        sent.push(now_ms);
        let written: Vec<u8> = sent.iter().flat_map(|at| at.to_le_bytes()).collect();
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&written)?;
        file.set_len(written.len() as u64)?;
        Ok(0)
    }

    fn open(&self) -> std::io::Result<File> {
        match self.folder.platform().create_file(&self.path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                OpenOptions::new().read(true).write(true).open(&self.path)
            }
            outcome => outcome,
        }
    }
}
