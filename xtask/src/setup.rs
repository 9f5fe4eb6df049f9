//! What building and testing need beside Rust. On Debian it is installed where missing; elsewhere it is told.
//!
//! Nothing is asked of the network while everything is there: the local package database answers in milliseconds.

use crate::run::Program;
use crate::say;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// A Debian package and what it is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    pub package: &'static str,
    pub purpose: &'static str,
}

/// Everything building and testing need on Debian 12, beside a Rust toolchain and Node.
pub const NEEDS: &[Need] = &[
    Need { package: "build-essential", purpose: "C compiler and linker: the bundled SQLite, ring" },
    Need { package: "pkg-config", purpose: "finds system libraries at build time" },
    Need { package: "dbus", purpose: "a private session bus for the keychain tests" },
    Need { package: "gnome-keyring", purpose: "a real Secret Service for the keychain tests" },
    Need { package: "libsecret-tools", purpose: "secret-tool: looks into that keyring from outside" },
    Need { package: "libwebkit2gtk-4.1-dev", purpose: "the web view that the window is made of" },
    Need { package: "librsvg2-dev", purpose: "icons of the window" },
    Need { package: "xvfb", purpose: "a display of their own for the window's journeys" },
    Need { package: "openbox", purpose: "a window manager on that display" },
    Need { package: "x11-utils", purpose: "tells when that display is ready" },
    Need { package: "at-spi2-core", purpose: "the accessibility bus a GTK window looks for" },
    Need { package: "webkit2gtk-driver", purpose: "WebDriver: drives the real window" },
    Need { package: "chromium", purpose: "the page's component tests, with axe" },
    Need { package: "poppler-utils", purpose: "pdftotext, pdfinfo, pdffonts: read a report's PDF back" },
    Need { package: "qpdf", purpose: "checks the structure of a report's PDF" },
    Need { package: "fonts-dejavu-core", purpose: "letters the bundled fonts lack, the same on every machine" },
];

/// Installs what is missing, or says what is needed.
///
/// # Errors
/// On Debian: a package is missing and could not be installed. Elsewhere it never fails.
pub fn setup() -> Result<()> {
    if !Program::cargo().args(["clippy", "--version"]).works() || !Program::cargo().args(["fmt", "--version"]).works() {
        say::line("set-up: clippy or rustfmt is missing; `rustup component add clippy rustfmt` installs both");
    }
    if !Program::new("npm").arg("--version").works() {
        bail!(
            "npm is missing: the page is built with Node 20 or later; install Debian's nodejs and npm, or from nodejs.org"
        );
    }
    if !nextest_is_here() {
        say::line("set-up: cargo-nextest is not installed; plain `cargo test` runs the same tests, only slower");
    }
    if !is_debian(&std::fs::read_to_string("/etc/os-release").unwrap_or_default()) {
        say::line("set-up: this is not Debian or one of its kind, so nothing is installed. Needed beside Rust:");
        for need in NEEDS {
            say::line(&format!("  (Debian's name) {:16} {}", need.package, need.purpose));
        }
        return Ok(());
    }
    let missing = missing(&installed_packages()?);
    if missing.is_empty() {
        say::line(&format!("set-up: all {} system packages are here", NEEDS.len()));
        return Ok(());
    }
    say::line("set-up: this will be installed with apt-get, without recommended extras:");
    for need in &missing {
        say::line(&format!("  {:16} {}", need.package, need.purpose));
    }
    install(&missing)
}

/// Whether `cargo nextest` can be used.
pub fn nextest_is_here() -> bool {
    Program::cargo().args(["nextest", "--version"]).works()
}

fn is_debian(os_release: &str) -> bool {
    let value = |key: &str| {
        let line = os_release.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        line.unwrap_or_default().trim_matches('"').to_owned()
    };
    let kin = format!("{} {}", value("ID"), value("ID_LIKE"));
    kin.split_whitespace().any(|name| name == "debian") && Path::new("/usr/bin/dpkg-query").exists()
}

/// The local database's answer, one `package status` a line. It knows nothing of some: that is an answer too.
fn installed_packages() -> Result<String> {
    let query = Program::new("dpkg-query")
        .args(["-W", "-f=${Package} ${db:Status-Status}\n"])
        .args(NEEDS.iter().map(|need| need.package));
    Ok(query.ask("").context("ask which packages are installed")?.1)
}

fn missing(installed: &str) -> Vec<Need> {
    let is_here = |need: &&Need| installed.lines().any(|line| line == format!("{} installed", need.package));
    NEEDS.iter().filter(|need| !is_here(need)).copied().collect()
}

fn install(missing: &[Need]) -> Result<()> {
    let packages = missing.iter().map(|need| need.package);
    as_root(&Program::new("apt-get").args(["update", "-qq"]))?;
    let quiet = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends"];
    as_root(&Program::new("env").args(quiet).args(packages))
}

/// What only making packages needs.
///
/// # Errors
/// As [`setup`].
pub fn install_for_packages() -> Result<()> {
    let needs = [
        Need { package: "rpm", purpose: "makes the .rpm" },
        Need { package: "file", purpose: "tells file types to the bundler" },
    ];
    let there = |need: &Need| Program::new("dpkg").args(["-s", need.package]).works();
    let missing: Vec<_> = needs.into_iter().filter(|need| !there(need)).collect();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

/// Runs a program as root: as it is, or by sudo.
///
/// # Errors
/// There is neither, or the program failed.
pub fn as_root(program: &Program) -> Result<()> {
    let prefix: &[std::ffi::OsString] = if Program::new("id").arg("-u").capture()?.trim() == "0" {
        &[]
    } else if Program::new("sudo").arg("--version").works() {
        say::line("set-up: not root, so sudo is used and may ask for your password");
        &["sudo".into()]
    } else {
        bail!("neither root nor sudo here. Have an administrator run: {}", program.as_typed());
    };
    let step = program.inside(prefix);
    say::line(&format!("set-up: {}", step.as_typed()));
    step.must()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_installed_is_missing() {
        let state = |need: &Need| match need.package {
            "dbus" => "dbus config-files\n".to_owned(),
            "libsecret-tools" => String::new(),
            package => format!("{package} installed\n"),
        };
        let installed: String = NEEDS.iter().map(state).collect();
        let names: Vec<_> = missing(&installed).iter().map(|need| need.package).collect();
        assert_eq!(names, ["dbus", "libsecret-tools"]);
    }

    #[test]
    fn nothing_is_missing_where_all_are_installed() {
        let installed: String = NEEDS.iter().map(|need| format!("{} installed\n", need.package)).collect();
        assert_eq!(missing(&installed), []);
    }

    #[test]
    fn another_system_is_not_taken_for_debian() {
        assert!(!is_debian("ID=fedora\nID_LIKE=\"rhel centos\"\n"));
        assert!(!is_debian(""));
    }
}
