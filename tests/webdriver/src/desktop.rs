//! A desktop for one journey: a home folder, a display, a session bus, an unlocked keyring, and a window manager.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::until;

/// What a journey cannot do without.
const NEEDS: [&str; 7] =
    ["dbus-run-session", "dbus-send", "gnome-keyring-daemon", "secret-tool", "Xvfb", "openbox", "WebKitWebDriver"];

/// Starts the keyring with an empty password, tells the bus's address, and stays until its input ends. It starts before
/// there is a display, so that it never puts a question there: a locked keyring says that it is locked.
const BEGIN: &str = "echo | gnome-keyring-daemon --unlock --components=secrets >/dev/null \
                     && echo \"$DBUS_SESSION_BUS_ADDRESS\" && exec cat >/dev/null";

/// Variables that would lead to the desktop this test was started on.
const OF_A_DESKTOP: [&str; 6] =
    ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK", "XAUTHORITY"];

/// A desktop of its own; everything in it ends when it is dropped.
pub struct Desktop {
    folder: tempfile::TempDir,
    address: String,
    display: String,
    started: Vec<Child>,
}

impl Desktop {
    /// None, said loudly, where this computer lacks what it takes.
    ///
    /// # Panics
    /// A part of it does not start.
    pub async fn start() -> Option<Self> {
        Self::start_with(true).await
    }

    /// The same without a session bus, and so without a keychain, as on a bare X server.
    ///
    /// # Panics
    /// A part of it does not start.
    pub async fn start_without_keyring() -> Option<Self> {
        Self::start_with(false).await
    }

    async fn start_with(keyring: bool) -> Option<Self> {
        for name in NEEDS {
            let found = Command::new("sh").args(["-c", "command -v \"$0\" >/dev/null", name]).status();
            if !found.is_ok_and(|status| status.success()) {
                eprintln!("*** NOT TESTED: the window. There is no {name} on this computer. ***");
                return None;
            }
        }
        let folder = tempfile::Builder::new().prefix("switchback-desktop-").tempdir().expect("a folder");
        let mut desktop = Self { folder, address: String::new(), display: String::new(), started: Vec::new() };
        if keyring {
            let mut bus = desktop.command("dbus-run-session");
            bus.args(["--", "sh", "-c", BEGIN]).stdin(Stdio::piped());
            desktop.address = desktop.first_line(&mut bus);
        } else {
            desktop.address = format!("unix:path={}/no-bus", desktop.folder().display());
        }
        let mut screen = desktop.command("Xvfb");
        screen.args(["-displayfd", "1", "-screen", "0", "1440x1000x24", "-nolisten", "tcp", "-noreset"]);
        desktop.display = format!(":{}", desktop.first_line(&mut screen));
        let mut manager = desktop.command("openbox");
        desktop.started.push(manager.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("openbox starts"));
        until("the window manager is there", Duration::from_secs(10), async || {
            let told = desktop.command("xprop").args(["-root", "_NET_SUPPORTING_WM_CHECK"]).output().ok()?;
            String::from_utf8_lossy(&told.stdout).contains("window id").then_some(())
        })
        .await;
        Some(desktop)
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the window keeps its data on this desktop.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data").join("switchback")
    }

    /// A program on this desktop.
    #[must_use]
    pub fn command(&self, name: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(name);
        for key in OF_A_DESKTOP {
            command.env_remove(key);
        }
        for (key, name) in [
            ("HOME", "home"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "runtime"),
        ] {
            let path = self.folder.path().join(name);
            private(&path);
            command.env(key, path);
        }
        command.env("NO_AT_BRIDGE", "1").env("TZ", "Europe/Vienna").env("LANG", "C.UTF-8");
        if !self.address.is_empty() {
            command.env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        }
        if !self.display.is_empty() {
            command.env("DISPLAY", &self.display);
        }
        command
    }

    /// What is kept for a user of the service, as `secret-tool` finds it.
    ///
    /// # Panics
    /// `secret-tool` does not start.
    #[must_use]
    pub fn secrets(&self) -> String {
        let arguments = ["search", "--all", "--unlock", "service", "Switchback"];
        let told = self.command("secret-tool").args(arguments).output().expect("secret-tool runs");
        [told.stdout, told.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat()
    }

    /// Locks the keyring, as a screen lock may.
    ///
    /// # Panics
    /// The keyring does not lock.
    pub fn lock(&self) {
        let call = [
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ];
        let done = self.command("dbus-send").args(call).stdout(Stdio::null()).status();
        assert!(done.expect("dbus-send runs").success(), "the keyring locks");
    }

    fn first_line(&mut self, command: &mut Command) -> String {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("its first line");
        self.started.push(child);
        line.trim().to_owned()
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // The bus last: what is on it ends first. A process that is gone already cannot be ended.
        for mut child in self.started.drain(..).rev() {
            drop(child.stdin.take());
            drop(child.kill());
            drop(child.wait());
        }
    }
}

fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).expect("a folder closed to others");
}
