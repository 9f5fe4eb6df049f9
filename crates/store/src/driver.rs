//! Who drives the data folder: `driver.lock`, held by the operating system, and `driver.json`, which names the holder.
//!
//! The lock is the truth. It is gone with the process, however that ended; a name without a lock means nothing.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use domain::time::Utc;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::folder::Folder;

pub(crate) const LOCK_FILE: &str = "driver.lock";
const NAME_FILE: &str = "driver.json";
const NAME_FILE_NEW: &str = "driver.json.new";

/// The process that drives a data folder, as it told of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// `switchbackctl` or `switchback`.
    pub program: String,
    /// `user@host`.
    pub who: String,
    pub pid: u32,
    pub started_at: Utc,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} (process {}, started {})", self.program, self.who, self.pid, self.started_at)
    }
}

/// The right to drive one data folder, until dropped or until the process ends.
#[derive(Debug)]
pub struct DriverLock {
    // Held open for its lock.
    file: File,
    folder: PathBuf,
    holder: Holder,
}

impl DriverLock {
    /// Takes the lock and writes who holds it.
    ///
    /// # Errors
    /// [`StoreError::HeldBy`] when another process, or another lock of this one, drives the folder.
    pub fn take(folder: &Folder, holder: Holder) -> Result<Self, StoreError> {
        const DOING: &str = "taking the driver lock";
        let failed = |source| StoreError::io(DOING, source);
        let file = open_lock_file(folder).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(folder)),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let lock = Self { file, folder: folder.path().to_owned(), holder };
        lock.write_name(folder).map_err(failed)?;
        Ok(lock)
    }

    #[must_use]
    pub fn holder(&self) -> &Holder {
        &self.holder
    }

    /// The data folder it is the lock of.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn write_name(&self, folder: &Folder) -> io::Result<()> {
        // The name left behind by a process that was killed goes first, so that it is not taken for ours.
        remove(&folder.file(NAME_FILE))?;
        remove(&folder.file(NAME_FILE_NEW))?;
        let mut file = folder.platform().create_file(&folder.file(NAME_FILE_NEW))?;
        file.write_all(&serde_json::to_vec_pretty(&self.holder)?)?;
        drop(file);
        std::fs::rename(folder.file(NAME_FILE_NEW), folder.file(NAME_FILE))
    }
}

impl Drop for DriverLock {
    fn drop(&mut self) {
        // A name that stays behind is harmless: without the lock it means nothing.
        let _ = std::fs::remove_file(self.folder.join(NAME_FILE));
        // Said, not only closed: a child that is being started at this moment still has a copy of the file, and would hold
        // the lock until its program begins.
        let _ = self.file.unlock();
    }
}

fn open_lock_file(folder: &Folder) -> io::Result<File> {
    let path = folder.file(LOCK_FILE);
    match folder.platform().create_file(&path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            File::options().read(true).write(true).open(&path)
        }
        made => made,
    }
}

fn held(folder: &Folder) -> StoreError {
    let holder = std::fs::read(folder.file(NAME_FILE)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    holder.map_or(StoreError::HeldByUnknown, StoreError::HeldBy)
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
