//! `cargo xtask demo`: set up, build, and show a whole maintenance of a simulated pair: in the window, or told in the
//! terminal.

use crate::run::{self, Program};
use crate::{page, say, setup};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the demo and passes its exit code.
///
/// With a display it opens the window on a simulated pair. With `headless`, or without a display, `switchbackctl` tells
/// the story. The maintenance is kept in `data_dir`, or in a new temporary folder, and afterwards it is said where.
///
/// # Errors
/// Set-up or the build failed, or the program could not be started.
pub fn demo(root: &Path, headless: bool, data_dir: Option<PathBuf>) -> Result<ExitCode> {
    setup::setup()?;
    let display = cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|key| std::env::var_os(key).is_some_and(|value| !value.is_empty()));
    if !headless && !display {
        say::line("demo: no display here, so the story is told in the terminal");
    }
    let window = display && !headless;
    say::line("demo: building (a few minutes the first time)");
    if window {
        page::build(root)?;
        // The same features as the test build, so that neither makes the other build again.
        Program::cargo().folder(root).args(["build", "--workspace", "--bins"]).args(page::FEATURES).must()?;
    } else {
        Program::cargo().folder(root).args(["build", "--package", "cli", "--bin", "switchbackctl"]).must()?;
    }
    let data_dir = match data_dir {
        Some(folder) => folder,
        None => tempfile::Builder::new().prefix("switchback-demo-").tempdir().context("make a data folder")?.keep(),
    };
    let debug = target_folder(root)?.join("debug");
    let program = |name: &str| debug.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let shown = if window {
        say::line("demo: the window opens on a simulated pair; close it to end the demo");
        Program::new(program("switchback")).args(["--demo", "--data-dir"]).arg(&data_dir)
    } else {
        Program::new(program("switchbackctl")).arg("--data-dir").arg(&data_dir).arg("demo")
    };
    let status = shown.status()?;
    say::line(&format!("\nThe demo's maintenance is kept in {}. Read it again with:", data_dir.display()));
    let list = short(root, &program("switchbackctl"));
    say::line(&format!("  {list} --data-dir {} maintenance list", data_dir.display()));
    Ok(run::code_of(status))
}

pub(crate) fn target_folder(root: &Path) -> Result<PathBuf> {
    let metadata = crate::tidy::metadata(root, &["--no-deps"])?;
    let folder = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
    Ok(folder.into())
}

fn short(root: &Path, program: &Path) -> String {
    program.strip_prefix(root).unwrap_or(program).display().to_string()
}
