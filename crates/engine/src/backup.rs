//! A software backup saved by hand in /login: named, and its hash kept.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use domain::ids::MaintenanceNumber;
use domain::maintenance::{Command, Maintenance};
use domain::role::Side;
use sha2::{Digest, Sha256};

use crate::engine::Engine;
use crate::error::EngineError;

/// How much of a file is held in memory at once. Bytes.
const PIECE_BYTES: usize = 1 << 20;

impl Engine {
    /// Names a backup file of one appliance: its name, size and SHA-256 go into the journal, the file stays where it is.
    pub fn name_backup(&self, number: MaintenanceNumber, label: &str, file: &Path) -> Result<Maintenance, EngineError> {
        let maintenance = self.maintenance(number)?;
        let side = Side::BOTH.into_iter().find(|side| maintenance.label(*side) == label).ok_or_else(|| {
            EngineError::NoSuchAppliance { pair: maintenance.planned.pair_name.clone(), label: label.to_owned() }
        })?;
        let unusable = |what: String| EngineError::File { file: file.display().to_string(), what };
        let file_name = file.file_name().ok_or_else(|| unusable("it is not a file".to_owned()))?;
        let file_name = file_name.to_string_lossy().into_owned();
        let (bytes, sha256) = hash(file).map_err(|error| unusable(error.to_string()))?;
        if bytes == 0 {
            return Err(unusable("it is empty".to_owned()));
        }
        let (maintenance, _) = self.decide(number, &Command::NameBackup { side, file_name, bytes, sha256 })?;
        Ok(maintenance)
    }
}

/// Size in bytes and SHA-256 in hexadecimal, read piece by piece: a backup may be larger than memory.
fn hash(file: &Path) -> std::io::Result<(u64, String)> {
    let mut file = File::open(file)?;
    if !file.metadata()?.is_file() {
        return Err(std::io::Error::other("it is not a file"));
    }
    let (mut digest, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; PIECE_BYTES]);
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        digest.update(&piece[..read]);
        bytes += read as u64;
    }
    Ok((bytes, digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_hashed_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup.nsb");
        std::fs::write(&file, b"abc").expect("a file");
        let (bytes, sha256) = hash(&file).expect("a hash");
        assert_eq!(bytes, 3);
        assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(hash(folder.path()).is_err());
    }
}
