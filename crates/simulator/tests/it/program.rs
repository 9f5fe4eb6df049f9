//! The program: one line, then it serves until it is told to stop.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_switchback-sim"))
}

#[test]
fn it_prints_one_json_line_with_the_documented_keys_and_serves() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = program()
        .args(["--state-dir", folder.path().to_str().unwrap(), "--network", "dns", "--seed", "7"])
        .args([
            "--product",
            "pra",
            "--api",
            "both",
            "--objects",
            "40",
            "--backup-during-sync",
            "503",
            "--certificate",
            "valid",
        ])
        .args([
            "--sync-ms",
            "1500",
            "--b-version",
            "25.9.9",
            "--a-clock-offset-ms",
            "-2000",
            "--automatic-sync",
            "false",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let banner: Value = serde_json::from_str(&line).unwrap();
    let keys: Vec<&String> = banner.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["a", "b", "site", "dns", "control", "ca", "client_id", "client_secret"]);
    assert_eq!(banner["site"]["name"], "support.example.test");
    assert_eq!(banner["ca"], folder.path().join("ca.pem").to_str().unwrap());

    let control = banner["control"].as_str().unwrap().trim_start_matches("http://").to_owned();
    let mut stream = std::net::TcpStream::connect(&control).unwrap();
    std::io::Write::write_all(&mut stream, format!("GET /state HTTP/1.1\r\nHost: {control}\r\n\r\n").as_bytes())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let state: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(
        (&state["settings"]["sync_ms"], &state["settings"]["automatic_sync"]),
        (&Value::from(1500), &Value::from(false))
    );
    assert_eq!(
        (&state["appliances"]["b"]["version"], &state["network"]),
        (&Value::from("25.9.9"), &Value::from("dns"))
    );
    assert_eq!(state["appliances"]["a"]["clock_offset_ms"], -2000);
    assert!(state["appliances"]["a"]["objects"].as_u64().unwrap() > 80, "40 objects more than it begins with");
    assert_eq!(
        (&state["product"], &state["switches"]["api"], &state["switches"]["backup_during_sync"]),
        (&Value::from("pra"), &Value::from("both"), &Value::from("503"))
    );

    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "exactly one line");
}

#[test]
fn it_ends_well_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["TERM", "INT"] {
        let mut child = program().arg("--state-dir").arg(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
        assert!(told.success());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn what_is_not_right_is_refused_as_wrong_usage() {
    for args in [
        &["--product", "pam"][..],
        &["--api", "v3"],
        &["--certificate", "old"],
        &["--objects", "many"],
        &["--sync-ms", "soon"],
        &["--time-scale", "0"],
        &["--promote-without-peer", "maybe"],
        &["--no-such-switch", "1"],
    ] {
        let output = program().args(args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(args[0].trim_start_matches('-')), "{args:?}: {said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn help_lists_every_setting_and_names_the_open_questions() {
    let output = program().arg("--help").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for expected in ["--both-backup-ms", "--a-guid", "--b-role-text", "--product", "--certificate", "UNKNOWN"] {
        assert!(said.contains(expected), "{expected} is missing");
    }
    let in_one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for switch in simulator::switch::all() {
        let option = format!("--{} <VALUE> {}", switch.name.replace('_', "-"), switch.stands_for);
        assert!(in_one_line.contains(&option), "{option} is missing");
        assert!(in_one_line.contains(&switch.settings.join(", ")), "the settings of {} are missing", switch.name);
    }
}
