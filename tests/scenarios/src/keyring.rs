//! A real keychain for one test: a session bus of its own with an unlocked gnome-keyring behind it, so that no test meets
//! another's and nobody's own keychain is touched.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What it takes.
pub const NEEDS: [&str; 4] = ["dbus-run-session", "dbus-send", "gnome-keyring-daemon", "secret-tool"];

/// Variables that would lead to the desktop this test was started on.
const OF_A_DESKTOP: [&str; 6] =
    ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK", "XAUTHORITY"];

/// Folders a desktop program keeps things in, and their name below the test's folder.
const FOLDERS: [(&str, &str); 6] = [
    ("HOME", "home"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_STATE_HOME", "state"),
    ("XDG_RUNTIME_DIR", "runtime"),
];

/// Starts the keyring with an empty password, tells the bus's address, and stays until its input ends. Without a display it
/// never puts a question anywhere: a locked keyring says that it is locked.
const BEGIN: &str = "echo | gnome-keyring-daemon --unlock --components=secrets >/dev/null \
                     && echo \"$DBUS_SESSION_BUS_ADDRESS\" && exec cat >/dev/null";

/// The first of these programs that this computer lacks.
#[must_use]
pub fn lacking<'a>(needs: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    needs.into_iter().find(|name| {
        let found = Command::new("sh").args(["-c", "command -v \"$0\" >/dev/null", name]).status();
        !found.is_ok_and(|status| status.success())
    })
}

/// A program with folders of its own below `folder`, and nothing of a desktop.
///
/// # Panics
/// The folders cannot be made.
pub fn apart(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    use std::os::unix::fs::PermissionsExt as _;
    let mut command = Command::new(program);
    for key in OF_A_DESKTOP {
        command.env_remove(key);
    }
    for (key, name) in FOLDERS {
        let path = folder.join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("a folder closed to others");
        command.env(key, path);
    }
    command
}

/// The bus and the keyring behind it; both end when it is dropped.
pub struct Keyring {
    child: Child,
    address: String,
}

impl Keyring {
    /// Starts both, with their files below `folder`.
    ///
    /// # Panics
    /// One does not start.
    #[must_use]
    pub fn start(folder: &Path) -> Self {
        let mut command = apart("dbus-run-session", folder);
        command.args(["--", "sh", "-c", BEGIN]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("a session bus");
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut address).expect("an address");
        let keyring = Self { child, address: address.trim().to_owned() };
        assert!(!keyring.address.is_empty(), "the keyring starts");
        keyring
    }

    /// The bus's address, for `DBUS_SESSION_BUS_ADDRESS`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Locks it, as a screen lock may.
    ///
    /// # Panics
    /// It does not lock.
    pub fn lock(&self) {
        let call = [
            "--print-reply",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ];
        let bus = format!("--bus={}", self.address);
        let done = Command::new("dbus-send").arg(bus).args(call).stdout(Stdio::null()).status();
        assert!(done.expect("dbus-send runs").success(), "the keyring locks");
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        // Its input ends, and so does it.
        drop(self.child.stdin.take());
        drop(self.child.wait());
    }
}
