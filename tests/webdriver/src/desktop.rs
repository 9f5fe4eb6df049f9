//! A desktop for one journey: a home folder, a display, a session bus, an unlocked keyring, and a window manager.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use scenarios::keyring::{self, Keyring};

use crate::until;

/// What a journey cannot do without, beside a keyring.
const NEEDS: [&str; 4] = ["Xvfb", "openbox", "xprop", "WebKitWebDriver"];

/// A desktop of its own; everything in it ends when it is dropped.
pub struct Desktop {
    // Dropped in this order: the bus after what is on it, the folder last.
    started: Vec<Child>,
    keyring: Option<Keyring>,
    display: String,
    folder: tempfile::TempDir,
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
        if let Some(name) = keyring::lacking(keyring::NEEDS.into_iter().chain(NEEDS)) {
            eprintln!("*** NOT TESTED: the window. There is no {name} on this computer. ***");
            return None;
        }
        let folder = tempfile::Builder::new().prefix("switchback-desktop-").tempdir().expect("a folder");
        let keyring = keyring.then(|| Keyring::start(folder.path()));
        let mut desktop = Self { started: Vec::new(), keyring, display: String::new(), folder };
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
        let mut command = keyring::apart(name, self.folder.path());
        command.env("NO_AT_BRIDGE", "1").env("TZ", "Europe/Vienna").env("LANG", "C.UTF-8");
        let none = || format!("unix:path={}/no-bus", self.folder.path().display());
        let address = self.keyring.as_ref().map_or_else(none, |keyring| keyring.address().to_owned());
        command.env("DBUS_SESSION_BUS_ADDRESS", address);
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
    /// There is none, or it does not lock.
    pub fn lock(&self) {
        self.keyring.as_ref().expect("a keyring").lock();
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
        // A process that is gone already cannot be ended.
        for mut child in self.started.drain(..).rev() {
            drop(child.kill());
            drop(child.wait());
        }
    }
}
