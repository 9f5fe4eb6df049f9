//! A data folder, or a database in it, that cannot be used: told, and left byte for byte as it was.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use scenarios::hostile::Says;
use scenarios::real::{PAIR, Real};
use scenarios::world::files;
use simulator::Config;

use super::full_disk::Mounted;
use super::{Planned, is_told, run, spawn};

/// Every file of a folder with its bytes.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(folder).into_iter().map(|file| (file.clone(), std::fs::read(&file).expect("read"))).collect()
}

fn database(planned: &Planned) -> PathBuf {
    planned.real.data().join("switchback.db")
}

/// Leaves nothing in the log beside the database.
fn settle(database: &Path) {
    let connection = rusqlite::Connection::open(database).expect("it opens");
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("settled");
}

/// Commands that drive, read and add to a record.
fn all_kinds(id: &str) -> [Vec<&str>; 6] {
    [
        vec!["settings", "set", "poll.rest", "20s"],
        vec!["pairs", "list"],
        vec!["maintenance", "note", id, "looked at the racks"],
        vec!["maintenance", "journal", id],
        vec!["status", PAIR],
        vec!["maintenance", "failover", id, "--wait"],
    ]
}

#[test]
fn a_database_of_a_newer_version_is_named_and_not_touched() {
    let planned = Planned::new();
    let database = database(&planned);
    let kept = std::fs::read(&database).expect("read");
    {
        let connection = rusqlite::Connection::open(&database).expect("it opens");
        connection.pragma_update(None, "user_version", 99).expect("set");
        connection.execute("UPDATE schema SET min_program = 99, written_by = '9.9.9'", []).expect("set");
    }
    settle(&database);
    let before = std::fs::read(&database).expect("read");
    for arguments in all_kinds(&planned.id) {
        is_told(&planned.real.ctl(&arguments), 1, "database-newer", &["9.9.9"]);
        assert_eq!(std::fs::read(&database).expect("read"), before, "{arguments:?} changed the database");
    }
    assert_eq!(planned.role_commands(), 0);
    std::fs::write(&database, kept).expect("put back");
    planned.goes_on();
}

#[test]
fn a_damaged_database_is_told_kept_and_served_again_once_it_was_put_back() {
    let planned = Planned::new();
    let database = database(&planned);
    settle(&database);
    let kept = std::fs::read(&database).expect("read");
    let mut damaged = kept.clone();
    for page in damaged.chunks_mut(4096).skip(1) {
        page[..64].fill(0xff);
    }
    for (bytes, code) in [
        (damaged, "database-damaged"),
        (kept[..kept.len() / 2].to_vec(), "database-damaged"),
        (b"a letter, not a database, and long enough to have a header of its own".repeat(20), "not-a-database"),
    ] {
        std::fs::write(&database, &bytes).expect("written");
        for arguments in all_kinds(&planned.id) {
            let ended = planned.real.ctl(&arguments);
            is_told(&ended, 1, code, &["database"]);
            assert!(std::fs::read(&database).expect("read") == bytes, "{code} {arguments:?} changed the database");
        }
    }
    assert_eq!(planned.role_commands(), 0);
    std::fs::write(&database, kept).expect("put back");
    planned.goes_on();
}

#[test]
fn another_process_that_drives_is_named_and_reading_goes_on_beside_it() {
    let planned = Planned::new();
    let banner = &planned.real.simulator.banner;
    let (at, ca) = (
        format!("atl-1=127.0.0.1:{}", banner.a.port),
        format!("atl-1=ca:{}", planned.real.simulator.ca_pem_path.display()),
    );
    let hostile = planned.hostile(false, Says::HoldsTheFirst);
    let secret = format!("{}\n", planned.real.secret);
    let mut driver = spawn(&planned.real.data(), &["pairs", "test", PAIR, "--secret-stdin"], &secret);
    println!("the driver is asking: {}", hostile.met());
    let pid = format!("process {}", driver.id());
    for arguments in [
        &["settings", "set", "poll.rest", "20s"][..],
        &["pairs", "edit", PAIR, "--note", "x"],
        &["pairs", "remove", PAIR],
        &["maintenance", "failover", &planned.id, "--wait"],
        &["maintenance", "save", &planned.id],
        &["maintenance", "abandon", &planned.id, "--reason", "x"],
        &["check", PAIR],
    ] {
        planned.refused(arguments, 3, "held", &["switchbackctl", &pid]);
    }
    for arguments in [
        &["status", PAIR][..],
        &["pairs", "list"],
        &["pairs", "show", PAIR],
        &["settings", "get", "poll.rest"],
        &["maintenance", "list"],
        &["maintenance", "show", &planned.id],
        &["maintenance", "journal", &planned.id],
        &["maintenance", "note", &planned.id, "looked at the racks"],
        &["maintenance", "approve", &planned.id, "--as", "Grace"],
    ] {
        planned.real.expect(0, arguments);
    }
    let journal = planned.real.expect(0, &["maintenance", "journal", &planned.id]).to_string();
    assert!(journal.contains("looked at the racks") && journal.contains("Grace"), "{journal}");
    assert!(driver.try_wait().expect("asked").is_none(), "the driver drove all the while");
    driver.kill().and_then(|()| driver.wait()).expect("killed");
    planned.edit(&["--appliance", &at, "--trust", &ca]);
    planned.goes_on();
}

#[test]
fn a_folder_that_others_may_read_or_that_is_none_is_left_alone() {
    let real = Real::start(Config::seeded(7));
    let place = real.folder.path().join("documents");
    std::fs::create_dir(&place).expect("made");
    std::fs::write(place.join("letter.txt"), "dear").expect("written");
    std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o755)).expect("opened");
    let before = bytes(&place);
    is_told(&run(&place, &["pairs", "list"], ""), 1, "data-folder", &["documents", "0755"]);
    is_told(&run(&place.join("letter.txt"), &["pairs", "list"], ""), 1, "data-folder", &["letter.txt"]);
    is_told(&run(&place.join("letter.txt/below"), &["pairs", "list"], ""), 1, "data-folder", &["letter.txt"]);
    assert_eq!(bytes(&place), before);
    assert_eq!(std::fs::metadata(&place).expect("there").permissions().mode() & 0o777, 0o755);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let real = Real::start(Config::seeded(7));
    let Some(mounted) = Mounted::new(&real.data(), "16m") else { return };
    real.add_pair();
    let id = real.plan();
    mounted.read_only(true);
    let before = bytes(&real.data());
    for arguments in [
        &["settings", "set", "poll.rest", "20s"][..],
        &["maintenance", "note", &id, "x"],
        &["maintenance", "failover", &id, "--wait"],
    ] {
        let ended = real.ctl(arguments);
        // A command that only adds a word opens no lock file; there SQLite cannot open its log.
        match ended.error_code() {
            "data-folder" => is_told(&ended, 1, "data-folder", &["opening the database", "unable to open"]),
            _ => is_told(&ended, 1, "database-read-only", &["cannot be written"]),
        }
    }
    is_told(&run(&real.data().join("new"), &["pairs", "list"], ""), 1, "database-read-only", &["cannot be written"]);
    assert_eq!(bytes(&real.data()), before);
    mounted.read_only(false);
    real.to_the_end(&id);
    real.truths(&id);
}

/// A network file system cannot be made here; the store asks the platform for its kind, and its own test gives it one.
#[test]
fn a_network_folder_is_proven_where_the_platform_can_be_told_to_be_one() {
    let test = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/store/tests/it/folder.rs");
    let text = std::fs::read_to_string(test).expect("the store's tests of its folder");
    assert!(text.contains("fn a_network_file_system_is_refused_with_a_hint_and_nothing_is_made_on_it"));
    let code = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors/network-folder.md");
    assert!(code.is_file());
    println!("bad input: network-folder is proven by the store's own test; no such file system is mounted here");
}
