//! macOS: Application Support, and the flag that a file system is local.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::{Platform, unix};

pub(super) struct MacOs;

/// `MNT_LOCAL` of `sys/mount.h`: the file system is stored on this computer.
const STORED_LOCALLY: u32 = 0x1000;

impl Platform for MacOs {
    fn default_path(&self, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
        Some(PathBuf::from(variable("HOME")?).join("Library/Application Support/Switchback"))
    }

    fn network_kind(&self, folder: &Path) -> io::Result<Option<String>> {
        let known = rustix::fs::statfs(folder)?;
        if known.f_flags & STORED_LOCALLY != 0 {
            return Ok(None);
        }
        let name = known.f_fstypename.iter().take_while(|c| **c != 0).map(|c| char::from(c.to_ne_bytes()[0]));
        Ok(Some(name.collect()))
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        unix::create_folder(folder)
    }

    fn open_to_others(&self, folder: &Path) -> io::Result<Option<u32>> {
        unix::open_to_others(folder)
    }

    fn make_private(&self, folder: &Path) -> io::Result<()> {
        unix::make_private(folder)
    }

    fn create_file(&self, file: &Path) -> io::Result<File> {
        unix::create_file(file)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        unix::sync_folder(folder)
    }
}
