use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use store::{Folder, Platform, StoreError, THIS_PLATFORM};

use crate::support::{Place, begun};

/// This platform, but every folder is on a network file system.
struct Far;

impl Platform for Far {
    fn default_path(&self, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
        THIS_PLATFORM.default_path(variable)
    }
    fn network_kind(&self, _folder: &Path) -> io::Result<Option<String>> {
        Ok(Some("NFS".into()))
    }
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        THIS_PLATFORM.create_folder(folder)
    }
    fn open_to_others(&self, folder: &Path) -> io::Result<Option<u32>> {
        THIS_PLATFORM.open_to_others(folder)
    }
    fn make_private(&self, folder: &Path) -> io::Result<()> {
        THIS_PLATFORM.make_private(folder)
    }
    fn create_file(&self, file: &Path) -> io::Result<File> {
        THIS_PLATFORM.create_file(file)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        THIS_PLATFORM.sync_folder(folder)
    }
}

#[test]
fn a_network_file_system_is_refused_with_a_hint_and_nothing_is_made_on_it() {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let path = temporary.path().join("share/switchback");
    let refused = Folder::open_on(&path, &Far).expect_err("refused");
    assert!(matches!(&refused, StoreError::NetworkFolder { kind, .. } if kind == "NFS"), "{refused:?}");
    assert!(refused.hint().is_some_and(|hint| hint.contains("a disk of this computer")));
    assert!(!temporary.path().join("share").exists());
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let file = temporary.path().join("data");
    std::fs::write(&file, b"").expect("written");
    assert!(matches!(Folder::open(&file), Err(StoreError::NotAFolder { .. })));
    assert!(matches!(Folder::open(&file.join("below")), Err(StoreError::NotAFolder { .. })));
}

#[cfg(unix)]
mod on_unix {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use sha2::{Digest, Sha256};
    use store::{Evidence, FILE_FROM_BYTES};

    use super::*;
    use crate::support::NOW;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).expect("there").permissions().mode() & 0o7777
    }

    #[test]
    fn folders_are_0700_and_every_file_in_them_0600() {
        let place = Place::new();
        let (store, _) = begun(&place);
        let bytes = vec![0; FILE_FROM_BYTES + 1];
        let sha256 = Sha256::digest(&bytes).into();
        let piece = Evidence { sha256, bytes, content_type: "x".into(), created_at: NOW };
        store.put_evidence(vec![piece]).expect("kept");
        let (mut folders, mut files) = (vec![place.folder.path().to_owned()], Vec::new());
        while let Some(folder) = folders.pop() {
            assert_eq!(mode(&folder), 0o700, "{}", folder.display());
            for entry in std::fs::read_dir(folder).expect("read") {
                let path = entry.expect("an entry").path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        for file in &files {
            assert_eq!(mode(file), 0o600, "{}", file.display());
        }
        // The database, its log, its index, the lock, the name, one piece of evidence.
        assert_eq!(files.len(), 6, "{files:?}");
    }

    #[test]
    fn an_empty_folder_or_our_own_is_made_private_and_any_other_is_left_alone() {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let path = temporary.path().join("data");
        let loosen = || std::fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("loosened");
        std::fs::create_dir(&path).expect("made");
        loosen();
        Folder::open(&path).expect("an empty folder is taken");
        assert_eq!(mode(&path), 0o700);

        loosen();
        std::fs::write(path.join("letter.txt"), b"").expect("written");
        assert!(matches!(Folder::open(&path), Err(StoreError::OpenToOthers { mode: 0o755, .. })));
        assert_eq!(mode(&path), 0o755);

        std::fs::write(path.join("driver.lock"), b"").expect("written");
        Folder::open(&path).expect("our own");
        assert_eq!(mode(&path), 0o700);
    }
}

#[test]
fn a_file_that_several_put_at_once_is_that_of_one_of_them_whole() {
    let place = Place::new();
    let put = |bytes: u8| {
        let whole = vec![bytes; 100_000];
        for _ in 0..20 {
            let file = place.folder.put_file("reports", "M-0001.html", &whole).expect("put");
            let read = std::fs::read(file).expect("read");
            assert!(read.len() == whole.len() && read.iter().all(|byte| *byte == read[0]));
        }
    };
    std::thread::scope(|scope| (1..=4).for_each(|bytes| drop(scope.spawn(move || put(bytes)))));
}

#[test]
fn a_file_is_put_whole_in_the_place_of_the_one_that_was_there() {
    let place = Place::new();
    let folder = &place.folder;
    let file = folder.put_file("reports", "M-0001.json", b"first").expect("put");
    assert_eq!(file, folder.place_of("reports", "M-0001.json"));
    // What a process of this number left when it died while it wrote.
    let left = file.with_file_name(format!(".M-0001.json.{}", std::process::id()));
    std::fs::write(&left, b"half").expect("written");
    folder.put_file("reports", "M-0001.json", b"second").expect("put");
    assert_eq!(std::fs::read(&file).expect("read"), b"second");
    assert!(!left.exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().expect("a folder"))), (0o600, 0o700));
    }
    // Where it cannot be put, the one that is there stays.
    std::fs::create_dir(&left).expect("a folder in its way");
    assert!(folder.put_file("reports", "M-0001.json", b"third").is_err());
    assert_eq!(std::fs::read(&file).expect("read"), b"second");
}
