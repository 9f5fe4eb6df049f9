//! Runs `switchbackctl` without the real home folder and without a keychain.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// One data folder, and what was run on it.
pub(crate) struct Ctl {
    folder: tempfile::TempDir,
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The one JSON document on standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    pub(crate) fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_else(|| panic!("no code in {self:?}")).to_owned()
    }
}

impl Ctl {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub(crate) fn data_dir(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// Beside the data folder: for files of the test.
    pub(crate) fn beside(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Ran {
        let mut all = vec!["--json"];
        all.extend(arguments);
        self.run(&all)
    }

    /// With something on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_switchbackctl"))
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("SWITCHBACK_DATA_DIR", self.data_dir())
            .env("TMPDIR", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // A program that refuses its arguments does not read its input.
        drop(child.stdin.take().expect("standard input").write_all(input.as_bytes()));
        let output = child.wait_with_output().expect("the program ends");
        Ran {
            exit: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("text"),
            err: String::from_utf8(output.stderr).expect("text"),
        }
    }

    /// A pair whose addresses nobody answers at.
    pub(crate) fn add_pair(&self, name: &str) -> Ran {
        self.json(&[
            "pairs",
            "add",
            name,
            "--site-name",
            "support.example.test",
            "--site-address",
            "127.0.0.1:1",
            "--appliance",
            "atl-1=127.0.0.1:1",
            "--appliance",
            "atl-2=127.0.0.1:2",
        ])
    }
}
