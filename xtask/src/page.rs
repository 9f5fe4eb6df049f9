//! The page of the window: its dependencies, its build, its checks. Node does the work.

use crate::run::Program;
use anyhow::{Result, bail};
use std::path::Path;

/// The one feature set of the workspace: the page is inside the program.
pub const FEATURES: [&str; 2] = ["--features", "switchback/custom-protocol"];

fn npm(root: &Path, arguments: &[&str]) -> Program {
    Program::new(if cfg!(windows) { "npm.cmd" } else { "npm" }).folder(&root.join("ui")).args(arguments)
}

/// Brings what the lock file says, where it is not here, and builds the page into `ui/dist`.
///
/// # Errors
/// Node or its registry cannot be reached, or the page does not build.
pub fn build(root: &Path) -> Result<()> {
    let lock = root.join("ui/package-lock.json");
    let here = root.join("ui/node_modules/.package-lock.json");
    let newer = |a: &Path, b: &Path| Some(a.metadata().ok()?.modified().ok()? > b.metadata().ok()?.modified().ok()?);
    if newer(&lock, &here).unwrap_or(true) {
        npm(root, &["ci", "--no-audit", "--no-fund", "--loglevel=error"]).must()?;
    }
    npm(root, &["run", "--silent", "build"]).must()
}

/// Types, unit tests, every screen in a real browser with axe, in both themes, and the pages of reports, validated too.
///
/// # Errors
/// One of them failed.
pub fn check(root: &Path) -> Result<()> {
    let mut failed = vec![];
    for script in ["check", "test", "screens", "report"] {
        if npm(root, &["run", "--silent", script]).must().is_err() {
            failed.push(script);
        }
    }
    if !failed.is_empty() {
        bail!("the page's {} failed", failed.join(", "));
    }
    Ok(())
}
