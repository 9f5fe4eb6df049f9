//! `cargo xtask test`: set up, then every check there is, in one build with one set of features.

use crate::run::Program;
use crate::stage::Stages;
use crate::{page, say, session, setup, tidy};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::ExitCode;

/// Asks the third ring of scenarios for its full products.
pub const EXHAUSTIVE: &str = "SWITCHBACK_EXHAUSTIVE";

/// Runs every stage, also after one failed, and closes with a table.
///
/// # Errors
/// None so far: a failed stage is part of the table and of the exit code.
pub fn test(root: &Path, exhaustive: bool) -> Result<ExitCode> {
    let mut stages = Stages::default();
    stages.stage("set-up", setup::setup);
    stages.stage("fetch", || fetch(root));
    stages.stage("tidy", || match tidy::check(root)?.as_slice() {
        [] => Ok(()),
        findings => {
            findings.iter().for_each(|finding| say::line(&finding.to_string()));
            bail!("{} findings", findings.len())
        }
    });
    stages.stage("format", || Program::cargo().folder(root).args(["fmt", "--all", "--check"]).must());
    // The page first: the program carries it.
    stages.stage("page", || page::build(root));
    stages.stage("page checks", || page::check(root));
    stages.stage("tests", || tests(root, exhaustive));
    stages.stage("lints", || {
        let clippy = ["clippy", "--workspace", "--all-targets", "--quiet"];
        Program::cargo().folder(root).args(clippy).args(page::FEATURES).args(["--", "-D", "warnings"]).must()
    });
    say::line(&format!("\n{}", stages.summary()));
    Ok(if stages.all_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Brings the sources of the locked dependencies for this platform; without network it succeeds when they are here.
fn fetch(root: &Path) -> Result<()> {
    Program::cargo().folder(root).args(["fetch", "--quiet", "--locked", "--target", &tidy::host_triple()?]).must()
}

fn tests(root: &Path, exhaustive: bool) -> Result<()> {
    let runner: &[&str] = match (setup::nextest_is_here(), exhaustive) {
        (true, false) => &["nextest", "run", "--workspace", "--profile", "ci"],
        (true, true) => &["nextest", "run", "--workspace", "--profile", "exhaustive"],
        (false, _) => &["test", "--workspace", "--no-fail-fast"],
    };
    let mut program = Program::cargo().folder(root).args(runner).args(page::FEATURES);
    if exhaustive {
        program = program.env(EXHAUSTIVE, "1");
    }
    if !session::is_possible() {
        say::line("no D-Bus session or gnome-keyring here: the tests that need a real keyring do not run");
        return program.must();
    }
    let folder = tempfile::Builder::new().prefix("switchback-test-").tempdir()?;
    let us = std::env::current_exe().context("find our own program")?;
    session::wrap(&program, &us, folder.path())?.must()
}
