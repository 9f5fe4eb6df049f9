//! The tasks of this workspace: `cargo xtask setup | demo | test | tidy | types | pictures |
//! package | bench`.
//!
//! What it is: a small program that starts other programs (cargo, apt-get, dbus-run-session) and reads the sources.
//! What it is not: part of the product. Nothing in `crates/` depends on it, and it links none of our crates, so that
//! the first `cargo xtask` of a fresh clone is ready in seconds.
//!
//! Invariant: a task that says it succeeded ran everything it names; a part that could not run is said by name.
//!
//! - [`run`]: the only place that starts a process
//! - [`say`]: the only place that writes to the terminal
//! - [`stage`]: named stages with their durations and the closing table
//! - [`setup`]: what the machine needs, installed on Debian, told elsewhere
//! - [`session`]: a private home, D-Bus session and unlocked keyring for a command
//! - [`checks`]: `cargo xtask test`
//! - [`demo`]: `cargo xtask demo`
//! - [`page`]: the page of the window, built and checked by Node; [`types`]: its types, made from the wire types
//! - [`package`]: the installers
//! - [`pictures`]: the pictures of README and guide, taken from the real window
//! - [`bench`]: `cargo xtask bench`
//! - [`tidy`]: the rules of the house, read from the metadata and the sources

pub mod bench;
pub mod checks;
pub mod demo;
pub mod package;
pub mod page;
pub mod pictures;
pub mod run;
pub mod say;
pub mod session;
pub mod setup;
pub mod stage;
pub mod tidy;
pub mod types;

use std::path::PathBuf;

/// The root folder of the workspace.
///
/// Cargo and nextest tell the package's folder when they start us; the folder known at build time is the fallback for
/// a binary that is started by hand.
pub fn workspace_root() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    match package.parent() {
        Some(root) => root.to_path_buf(),
        None => package,
    }
}
