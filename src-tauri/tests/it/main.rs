//! The program's arguments, by the program itself. That it is built for these tests is also what puts it beside the
//! journeys, which open its window.
#![cfg(test)]

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_switchback")).args(arguments).output().expect("the program starts")
}

#[test]
fn it_tells_its_version_and_its_arguments_without_a_display() {
    let version = run(&["--version"]);
    assert!(version.status.success());
    assert_eq!(String::from_utf8_lossy(&version.stdout).trim(), format!("switchback {}", env!("CARGO_PKG_VERSION")));
    let help = run(&["--help"]);
    assert!(help.status.success());
    for argument in ["--data-dir DIR", "--demo", "SWITCHBACK_DATA_DIR"] {
        assert!(String::from_utf8_lossy(&help.stdout).contains(argument), "{argument}");
    }
}

#[test]
fn an_argument_that_is_not_known_is_named_and_nothing_opens() {
    let refused = run(&["--dmeo"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("'--dmeo' is not known"));
}
