//! A disk that is full: told, nothing half written, no role command without its record, and the maintenance goes on once
//! there is room.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use scenarios::real::Real;
use simulator::Config;

use super::is_told;

/// A small file system in memory, mounted at one folder: the only way to a disk that is really full (`ENOSPC`). It takes
/// the right to mount; a process without it says loudly that it did not test. Unmounted when dropped.
pub(crate) struct Mounted {
    at: PathBuf,
}

impl Mounted {
    /// Mounts one of this size (as `mount` takes it) at a folder, which is made.
    pub(crate) fn new(at: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).expect("made");
        let options = format!("size={size},mode=0700");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "switchback-test"]).arg(at).output();
        match mount {
            Ok(output) if output.status.success() => Some(Self { at: at.to_owned() }),
            _ => {
                eprintln!("*** NOT TESTED: a small file system of its own. It takes the right to mount (root). ***");
                None
            }
        }
    }

    /// Makes it read-only, or writable again.
    pub(crate) fn read_only(&self, read_only: bool) {
        let way = if read_only { "remount,ro" } else { "remount,rw" };
        let done = Command::new("mount").args(["-o", way]).arg(&self.at).status().expect("mount runs");
        assert!(done.success(), "{way}");
    }

    fn filler(&self) -> PathBuf {
        self.at.join("filler")
    }

    /// Takes all room but this many bytes.
    fn leave_bytes(&self, bytes: u64) {
        self.free();
        let mut file = OpenOptions::new().create(true).append(true).open(self.filler()).expect("made");
        let page = [0_u8; 4096];
        while file.write_all(&page).is_ok() {}
        let taken = file.metadata().expect("there").len();
        file.set_len(taken.saturating_sub(bytes)).expect("given back");
    }

    fn free(&self) {
        // Nothing to free is fine.
        drop(std::fs::remove_file(self.filler()));
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(&self.at).status());
    }
}

#[test]
fn a_full_disk_is_told_and_the_record_stays_whole() {
    let real = Real::start(Config::seeded(7));
    let Some(disk) = Mounted::new(&real.data(), "4m") else { return };
    real.add_pair();
    let id = real.plan();
    let journal = || real.expect(0, &["maintenance", "journal", &id]);
    let before = journal();
    let note = "x".repeat(60_000);
    for left in [0, 4096, 48 * 1024] {
        disk.leave_bytes(left);
        for arguments in [
            &["maintenance", "note", &id, &note][..],
            &["maintenance", "failover", &id, "--wait"],
            &["settings", "set", "poll.rest", "20s"],
        ] {
            let ended = real.ctl(arguments);
            println!("{left} bytes left, {:?}:", arguments[1]);
            match (ended.code, ended.error_code()) {
                // It got as far as the rules: reading still works.
                (Some(3), "check-first") => continue,
                // A setting is small.
                (Some(0), _) if arguments[0] == "settings" && left > 40 * 1024 => continue,
                _ => {}
            }
            is_told(&ended, 1, "disk-full", &["disk is full"]);
        }
        disk.free();
        assert_eq!(journal(), before, "nothing was half written with {left} bytes left");
    }
    real.expect(0, &["maintenance", "note", &id, "there is room again"]);
    real.to_the_end(&id);
    real.truths(&id);
}

/// The disk fills up at one append or another of the outbound leg; freed, the maintenance goes on from what is recorded.
#[test]
fn a_disk_that_fills_up_inside_a_leg_loses_nothing_and_sends_nothing_unrecorded() {
    let mut met = Vec::new();
    for left_kib in [44, 108, 172, 236] {
        let real = Real::start(Config::seeded(7));
        let Some(disk) = Mounted::new(&real.data(), "4m") else { return };
        real.add_pair();
        let id = real.plan();
        real.check_and_acknowledge(&id, "outbound");
        real.save(&id);
        disk.leave_bytes(left_kib * 1024);
        let ended = real.ctl(&["maintenance", "failover", &id, "--wait"]);
        let commands = real.simulator.change(|model, _| model.record().role_commands.len());
        met.push((left_kib, ended.code, ended.error_code().to_owned(), commands));
        disk.free();
        real.to_the_end(&id);
        real.truths(&id);
    }
    println!("a disk that fills up inside a leg: {met:?}");
    assert!(met.iter().any(|(_, code, ..)| *code == Some(1)), "{met:?}");
}
