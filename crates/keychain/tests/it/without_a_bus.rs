//! A computer without a desktop session. The environment is set for a second process: this test program itself.

use std::process::Command;

use futures::executor::block_on;
use keychain::{Ask, Entry, SecretStore};
use uuid::Uuid;

const PLAY: &str = "SWITCHBACK_KEYCHAIN_TEST_PLAY";

fn told_with(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "without_a_bus::second_process", "--nocapture", "--test-threads=1"]);
    command.env_remove("DBUS_SESSION_BUS_ADDRESS").env(PLAY, "1").envs(variables.iter().copied());
    let output = command.output().expect("a second process");
    let text = String::from_utf8(output.stdout).expect("its words");
    text.lines().filter_map(|line| line.split_once("told: ")).map(|(_, word)| word.to_owned()).collect()
}

#[test]
fn without_a_bus_the_keychain_is_absent() {
    let empty = tempfile::tempdir().expect("an empty folder");
    let runtime = empty.path().to_str().expect("a text");
    let nowhere = format!("unix:path={runtime}/bus");
    let absent = "Absent Absent Absent Absent";
    assert_eq!(told_with(&[("XDG_RUNTIME_DIR", runtime)]), absent);
    assert_eq!(told_with(&[("DBUS_SESSION_BUS_ADDRESS", &nowhere)]), absent);
    assert_eq!(told_with(&[("DBUS_SESSION_BUS_ADDRESS", "gibberish")]), absent);
}

#[test]
fn second_process() {
    if std::env::var_os(PLAY).is_none() {
        return;
    }
    let (store, entry) = (SecretStore::system(), Entry::of_pair(Uuid::from_u128(1)));
    block_on(async {
        let state = store.state(entry).await;
        let got = store.get(entry, Ask::Person).await.expect_err("absent");
        let set = store.set(entry, "s".into(), Ask::Person).await.expect_err("absent");
        let deleted = store.delete(entry, Ask::Nobody).await.expect_err("absent");
        println!("told: {state:?} {got:?} {set:?} {deleted:?}");
    });
}
