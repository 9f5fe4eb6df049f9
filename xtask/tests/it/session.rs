//! The private session in which the tests run.

use std::path::Path;
use xtask::run::Program;
use xtask::session;

/// Runs a line of shell in a private session; its exit code and what it said.
fn in_session(line: &str, folder: &Path) -> (Option<i32>, String) {
    let us = Path::new(env!("CARGO_BIN_EXE_xtask"));
    let program = Program::new("sh").args(["-c", line]);
    let wrapped = session::wrap(&program, us, folder).expect("the folders can be made");
    let (status, said) = wrapped.ask("").expect("dbus-run-session starts");
    (status.code(), said)
}

#[test]
fn a_private_session_has_its_own_home_and_an_unlocked_keyring() {
    if !session::is_possible() {
        return; // Nothing to see on a system without a session bus; `cargo xtask setup` says what it takes.
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = "echo \"home=$HOME\"; echo \"keyring=$SWITCHBACK_TEST_KEYRING\"; \
                printf hush | secret-tool store --label one service Two && secret-tool lookup service Two";
    let (code, said) = in_session(line, folder.path());
    assert_eq!(code, Some(0), "{said}");
    let home = said.lines().find_map(|line| line.strip_prefix("home=")).expect("the home is told");
    assert!(Path::new(home).starts_with(folder.path()), "{home}");
    assert!(said.contains("keyring=1\nhush"), "{said}");
}

#[test]
fn the_exit_code_of_the_command_comes_through_the_session() {
    if !session::is_possible() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(in_session("exit 7", folder.path()).0, Some(7));
}

#[test]
fn cargo_and_rustup_keep_their_folders_in_a_private_session() {
    if !session::is_possible() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (code, said) = in_session("cargo --version && rustc --version", folder.path());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("cargo 1."), "{said}");
}
