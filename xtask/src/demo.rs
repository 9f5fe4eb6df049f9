//! `cargo xtask demo`: set up, build `switchbackctl`, and let it tell a whole maintenance of a simulated pair.

use crate::run::{self, Program};
use crate::{say, setup};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the demo and passes its exit code.
///
/// The story is told in the terminal, with `headless` or without it: there is no window yet. The maintenance is kept
/// in `data_dir`, or in a new temporary folder, and afterwards it is said where.
///
/// # Errors
/// Set-up or the build failed, or the program could not be started.
pub fn demo(root: &Path, headless: bool, data_dir: Option<PathBuf>) -> Result<ExitCode> {
    setup::setup()?;
    if !headless {
        say::line("demo: in the terminal (the window is not part of this version)");
    }
    say::line("demo: building switchbackctl (a few minutes the first time)");
    // The same features as the test build, so that neither makes the other build again.
    Program::cargo().folder(root).args(["build", "--workspace", "--bin", "switchbackctl"]).must()?;
    let data_dir = match data_dir {
        Some(folder) => folder,
        None => tempfile::Builder::new().prefix("switchback-demo-").tempdir().context("make a data folder")?.keep(),
    };
    let program = target_folder(root)?.join("debug").join(format!("switchbackctl{}", std::env::consts::EXE_SUFFIX));
    let status = Program::new(&program).arg("--data-dir").arg(&data_dir).arg("demo").status()?;
    say::line(&format!("\nThe demo's maintenance is kept in {}. Read it again with:", data_dir.display()));
    say::line(&format!("  {} --data-dir {} maintenance list", shown(root, &program), data_dir.display()));
    Ok(run::code_of(status))
}

pub(crate) fn target_folder(root: &Path) -> Result<PathBuf> {
    let metadata = crate::tidy::metadata(root, &["--no-deps"])?;
    let folder = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
    Ok(folder.into())
}

fn shown(root: &Path, program: &Path) -> String {
    program.strip_prefix(root).unwrap_or(program).display().to_string()
}
