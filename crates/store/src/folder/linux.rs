//! Linux: XDG folders, and the file system's own magic number.
//!
//! 9p and virtiofs are taken: they are how a virtual machine or a sandbox is handed a folder of the same computer.
//! A FUSE file system tells only that it is FUSE; its kind stands in the mount table. Those known to lie on a disk of
//! this computer are taken, every other one is refused, because a file lock there may bind nobody.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::{Platform, unix};

pub(super) struct Linux;

/// `statfs(2)`, section "f_type".
const NETWORK: [(u32, &str); 11] = [
    (0x0000_6969, "NFS"),
    (0x0000_517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB2"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x0000_564c, "NCP"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
    (0x0116_1970, "GFS2"),
];
const FUSE: u32 = 0x6573_5546;
/// Kinds of FUSE whose bytes lie on a disk of this computer, or of the host that lends it.
const LOCAL_FUSE: [&str; 9] = [
    "fuseblk",
    "virtiofs",
    "fuse.virtiofs",
    "fuse.ext2",
    "fuse.gocryptfs",
    "fuse.cryfs",
    "fuse.encfs",
    "fuse.bindfs",
    "fuse.fuse-overlayfs",
];

impl Platform for Linux {
    fn default_path(&self, variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
        // A relative XDG_DATA_HOME is to be ignored (XDG Base Directory Specification).
        let named = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let data = named("XDG_DATA_HOME").or_else(|| named("HOME").map(|home| home.join(".local/share")))?;
        Some(data.join("switchback"))
    }

    fn network_kind(&self, folder: &Path) -> io::Result<Option<String>> {
        // The magic number is 32 bits wide; the field that holds it differs in width and sign between processors.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number is 32 bits wide")]
        let magic = rustix::fs::statfs(folder)?.f_type as u32;
        if magic != FUSE {
            return Ok(network_of(magic).map(str::to_owned));
        }
        let mounts = std::fs::read_to_string("/proc/self/mountinfo")?;
        Ok(remote_fuse(&mounts, folder.metadata()?.dev()))
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

fn network_of(magic: u32) -> Option<&'static str> {
    NETWORK.iter().find(|(number, _)| *number == magic).map(|(_, name)| *name)
}

/// The kind of a FUSE mount with this device number, unless it is known to be local (`proc_pid_mountinfo(5)`:
/// field 3 is `major:minor`, the field after the lone dash is the kind).
fn remote_fuse(mounts: &str, device: u64) -> Option<String> {
    let device = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    let kind = mounts.lines().find_map(|line| {
        let (mount, source) = line.split_once(" - ")?;
        (mount.split(' ').nth(2)? == device).then(|| source.split(' ').next())?
    });
    match kind {
        Some(kind) if LOCAL_FUSE.contains(&kind) => None,
        Some(kind) => Some(kind.to_owned()),
        None => Some("FUSE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_known_by_their_number() {
        assert_eq!(network_of(0x6969), Some("NFS"));
        assert_eq!(network_of(0xfe53_4d42), Some("SMB2"));
        assert_eq!(network_of(0xef53), None, "ext4");
        assert_eq!(network_of(0x0102_1997), None, "9p is lent by the same computer");
    }

    #[test]
    fn sshfs_is_refused_and_an_encrypted_home_is_not() {
        let mounts = "36 35 0:50 / /mnt/far rw,nosuid - fuse.sshfs anna@far: rw\n\
                      37 35 0:51 / /home/anna rw - fuse.gocryptfs /home/.anna rw\n";
        let device = |minor| rustix::fs::makedev(0, minor);
        assert_eq!(remote_fuse(mounts, device(50)).as_deref(), Some("fuse.sshfs"));
        assert_eq!(remote_fuse(mounts, device(51)), None);
        assert_eq!(remote_fuse(mounts, device(52)).as_deref(), Some("FUSE"), "what cannot be told is refused");
    }

    #[test]
    fn the_data_folder_follows_xdg() {
        let of = |pairs: &'static [(&str, &str)]| {
            Linux.default_path(&|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into()))
        };
        assert_eq!(of(&[("XDG_DATA_HOME", "/d"), ("HOME", "/h")]), Some("/d/switchback".into()));
        assert_eq!(of(&[("XDG_DATA_HOME", "d"), ("HOME", "/h")]), Some("/h/.local/share/switchback".into()));
        assert_eq!(of(&[]), None);
    }
}
