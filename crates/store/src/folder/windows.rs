//! Windows: the local (never roaming) application data, whose inherited access list names this user alone.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf, Prefix};

use super::Platform;

pub(super) struct Windows;

impl Platform for Windows {
    fn default_path(&self, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
        Some(PathBuf::from(variable("LOCALAPPDATA")?).join("Switchback"))
    }

    fn network_kind(&self, folder: &Path) -> io::Result<Option<String>> {
        // The final name of a folder on a mapped drive is its share: \\?\UNC\server\share.
        let network = match folder.canonicalize()?.components().next() {
            Some(Component::Prefix(prefix)) => matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)),
            _ => false,
        };
        Ok(network.then(|| "a network share".to_owned()))
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)
    }

    fn open_to_others(&self, _folder: &Path) -> io::Result<Option<u32>> {
        Ok(None)
    }

    fn make_private(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn create_file(&self, file: &Path) -> io::Result<File> {
        File::options().read(true).write(true).create_new(true).open(file)
    }

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        // A rename is made durable by the file system's own journal; a folder cannot be flushed.
        Ok(())
    }
}
