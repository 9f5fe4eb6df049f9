//! A private desktop session for one command: its own home, its own D-Bus session bus, and a gnome-keyring that is
//! unlocked with an empty password, so that the keychain tests meet a real Secret Service and nobody's own keychain.
//!
//! Two steps, because the bus lives as long as the program under `dbus-run-session`: [`wrap`] makes the folders and
//! starts us once more inside the bus; [`inside`] unlocks the keyring there and runs the command.

use crate::run::{self, Program};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Tells the keychain tests that a real, unlocked keyring of their own is there.
pub const KEYRING_HERE: &str = "SWITCHBACK_TEST_KEYRING";

/// Whether this machine has what a private session takes.
pub fn is_possible() -> bool {
    let found = |program: &str, argument: &str| Program::new(program).arg(argument).works();
    found("dbus-run-session", "--version") && found("gnome-keyring-daemon", "--version")
}

/// `program`, to be run in a private session whose folders are under `folder`. `us` is our own program file, which is
/// started inside the session.
///
/// # Errors
/// A folder cannot be made.
pub fn wrap(program: &Program, us: &Path, folder: &Path) -> Result<Program> {
    let outer: Vec<OsString> = ["dbus-run-session".into(), "--".into(), us.into(), "in-session".into()].into();
    let mut wrapped = program.inside(&outer);
    for (key, name) in [
        ("HOME", "home"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "runtime"),
    ] {
        // A temporary folder is closed to others from its first moment, as a runtime folder has to be.
        let private = tempfile::Builder::new().prefix(name).tempdir_in(folder).context("make a private folder")?;
        wrapped = wrapped.env(key, private.keep());
    }
    // Cargo and rustup look under HOME: they keep their own folders.
    for (key, name) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        if let Some(path) = std::env::var_os(key).map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(name)))
        {
            wrapped = wrapped.env(key, path);
        }
    }
    // Without a display the keyring cannot put a question on somebody's screen: it says "locked", as a test expects.
    for key in ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK"] {
        wrapped = wrapped.without_env(key);
    }
    Ok(wrapped)
}

/// Runs inside the private bus: unlocks the keyring, runs the command with [`KEYRING_HERE`] set, passes its exit code.
///
/// # Errors
/// The keyring does not start or does not keep a secret, or the command cannot be started.
pub fn inside(command: &[OsString]) -> Result<ExitCode> {
    // `--unlock` reads the password of the login keyring from standard input and makes that keyring where there is
    // none; the daemon goes to the background when it listens and prints its environment.
    let daemon = Program::new("gnome-keyring-daemon").args(["--unlock", "--components=secrets"]);
    let (status, said) = daemon.ask("\n")?;
    if !status.success() {
        bail!("gnome-keyring-daemon ended with {status}");
    }
    let environment: Vec<(&str, &str)> = said.lines().filter_map(|line| line.split_once('=')).collect();
    prove_it_keeps_a_secret()?;

    let Some((name, arguments)) = command.split_first() else { bail!("no command to run") };
    let mut program = Program::new(name).args(arguments).env(KEYRING_HERE, "1");
    for (key, value) in environment {
        program = program.env(key, value);
    }
    Ok(run::code_of(program.status()?))
}

/// A keyring that is up but locked would let every test below fail in its own way: ask once, here, in one sentence.
fn prove_it_keeps_a_secret() -> Result<()> {
    let entry = ["service", "xtask-keyring-probe"];
    let store = Program::new("secret-tool").args(["store", "--label", "xtask keyring probe"]).args(entry);
    let (status, _) = store.ask("probe").context("store a probe in the private keyring")?;
    let found = Program::new("secret-tool").arg("lookup").args(entry).capture().unwrap_or_default();
    if !status.success() || found != "probe" {
        bail!("the private keyring does not keep a secret");
    }
    Program::new("secret-tool").arg("clear").args(entry).must()
}
