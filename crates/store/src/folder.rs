//! The data folder: where it lies, that it is private, and which places are refused.
//!
//! A name typed by a person is never part of a path below it: files are named by us or by a hash.
//! What differs between operating systems stands behind [`Platform`], one small module each.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::error::StoreError;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

/// The operating system this program was built for.
#[cfg(target_os = "linux")]
pub const THIS_PLATFORM: &dyn Platform = &linux::Linux;
#[cfg(target_os = "macos")]
pub const THIS_PLATFORM: &dyn Platform = &macos::MacOs;
#[cfg(windows)]
pub const THIS_PLATFORM: &dyn Platform = &windows::Windows;

/// What differs between operating systems about folders and files.
pub trait Platform: Send + Sync {
    /// Where the data folder lies unless told otherwise. `variable` reads the environment.
    fn default_path(&self, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf>;
    /// The kind of network file system that holds this existing folder; none when it is a disk of this computer.
    fn network_kind(&self, folder: &Path) -> io::Result<Option<String>>;
    /// Makes the folder and those above it that are missing, for this user only (0700).
    fn create_folder(&self, folder: &Path) -> io::Result<()>;
    /// The permission bits of an existing folder when others than this user have any; none when it is private.
    fn open_to_others(&self, folder: &Path) -> io::Result<Option<u32>>;
    /// Takes every permission of others away from a folder (0700).
    fn make_private(&self, folder: &Path) -> io::Result<()>;
    /// Makes a new file for this user only (0600); fails where one exists.
    fn create_file(&self, file: &Path) -> io::Result<File>;
    /// Makes a rename or a new file in this folder durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// A data folder that exists, is private, and is on a disk of this computer.
#[derive(Clone)]
pub struct Folder {
    path: PathBuf,
    platform: &'static dyn Platform,
}

impl std::fmt::Debug for Folder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Folder").field(&self.path).finish()
    }
}

impl Folder {
    /// Where the data folder lies unless told otherwise: `$XDG_DATA_HOME/switchback` or `~/.local/share/switchback`,
    /// `~/Library/Application Support/Switchback`, `%LOCALAPPDATA%\Switchback`. None where the environment names no home.
    #[must_use]
    pub fn default_path() -> Option<PathBuf> {
        THIS_PLATFORM.default_path(&|name| std::env::var_os(name))
    }

    /// Opens the folder, making it where it is missing.
    ///
    /// # Errors
    /// [`StoreError::NetworkFolder`], [`StoreError::OpenToOthers`], [`StoreError::NotAFolder`], or why it cannot be made.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_on(path, THIS_PLATFORM)
    }

    /// [`Folder::open`] on a given platform.
    ///
    /// # Errors
    /// As [`Folder::open`].
    pub fn open_on(path: &Path, platform: &'static dyn Platform) -> Result<Self, StoreError> {
        const DOING: &str = "opening the data folder";
        let failed = |source| StoreError::io(DOING, source);
        let path = std::path::absolute(path).map_err(failed)?;
        // Asked before anything is made: a refused place is left without a trace.
        let above = path.ancestors().find(|folder| folder.exists()).unwrap_or(&path);
        if !above.is_dir() {
            return Err(StoreError::NotAFolder { path: above.to_owned() });
        }
        if let Some(kind) = platform.network_kind(above).map_err(failed)? {
            return Err(StoreError::NetworkFolder { path, kind });
        }
        if above != path {
            platform.create_folder(&path).map_err(failed)?;
        }
        if let Some(mode) = platform.open_to_others(&path).map_err(failed)? {
            // Only a folder that is ours, or that holds nothing, is changed: never somebody's Documents.
            if !is_ours_or_empty(&path).map_err(failed)? {
                return Err(StoreError::OpenToOthers { path, mode });
            }
            platform.make_private(&path).map_err(failed)?;
        }
        Ok(Self { path, platform })
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.path.join("switchback.db")
    }

    /// Leaves a mark that outlives this process. `what` is hashed: nothing a person typed is part of a path.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn mark(&self, what: &str) -> io::Result<()> {
        match self.platform.create_file(&self.marked(what)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }

    /// Is this mark there?
    #[must_use]
    pub fn is_marked(&self, what: &str) -> bool {
        self.marked(what).exists()
    }

    /// Takes a mark away.
    ///
    /// # Errors
    /// It is there and cannot be removed.
    pub fn unmark(&self, what: &str) -> io::Result<()> {
        match std::fs::remove_file(self.marked(what)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn marked(&self, what: &str) -> PathBuf {
        let digest = Sha256::digest(what.as_bytes());
        let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        self.file(&format!("mark-{name}"))
    }

    /// A new file anywhere, readable by this user alone; one that is there is never overwritten.
    ///
    /// # Errors
    /// It is there already, or cannot be made.
    pub fn create_private_file(&self, path: &Path) -> io::Result<File> {
        self.platform.create_file(path)
    }

    /// Puts a file of ours into a subfolder, whole: written beside its place, made durable, and only then put in place of the
    /// one that was there.
    ///
    /// # Errors
    /// The folder or the file cannot be made; the one that was there is as it was.
    pub fn put_file(&self, folder: &str, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let folder = self.file(folder);
        self.platform.create_folder(&folder)?;
        let (place, new) = (folder.join(name), folder.join(format!(".{name}.{}", std::process::id())));
        // Several threads may put the same file: one after the other.
        static PUTTING: Mutex<()> = Mutex::new(());
        let _turn = PUTTING.lock().unwrap_or_else(PoisonError::into_inner);
        // Left by a process of this number that died while it wrote.
        if let Err(error) = std::fs::remove_file(&new)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(error);
        }
        let mut file = self.platform.create_file(&new)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        drop(file);
        if let Err(error) = written.and_then(|()| std::fs::rename(&new, &place)) {
            drop(std::fs::remove_file(&new));
            return Err(error);
        }
        self.platform.sync_folder(&folder)?;
        Ok(place)
    }

    /// The place of a file that [`Folder::put_file`] puts.
    #[must_use]
    pub fn place_of(&self, folder: &str, name: &str) -> PathBuf {
        self.file(folder).join(name)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(crate) fn platform(&self) -> &'static dyn Platform {
        self.platform
    }
}

fn is_ours_or_empty(folder: &Path) -> io::Result<bool> {
    const OURS: [&str; 2] = [crate::driver::LOCK_FILE, "switchback.db"];
    Ok(OURS.iter().any(|name| folder.join(name).exists()) || std::fs::read_dir(folder)?.next().is_none())
}
