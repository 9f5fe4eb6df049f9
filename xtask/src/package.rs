//! `cargo xtask package`: the `.deb` and the `.rpm`, with the window, the command line and the typesetter in them. `--check`
//! installs the `.deb`, makes a PDF with the typesetter that it installed, and drives one journey through its window.

use crate::run::Program;
use crate::{page, say, session, setup};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Tells the journeys which program to open: the installed one.
pub const PROGRAM: &str = "SWITCHBACK_PROGRAM";

/// What the packages hold. The typesetter stands beside the other two, which start it.
const PROGRAMS: [&str; 3] = ["switchback", "switchbackctl", "switchback-typeset"];

/// A report as it is made, for the typesetter of the package.
const DOCUMENT: &str = "crates/report/tests/golden/slow.json";

/// # Errors
/// A step failed: the build, the bundler, the installation, or the journey.
pub fn package(root: &Path, check: bool) -> Result<ExitCode> {
    setup::setup()?;
    setup::install_for_packages()?;
    page::build(root)?;
    let target = crate::demo::target_folder(root)?;
    say::line("package: building for release (about ten minutes the first time)");
    let programs = PROGRAMS.iter().flat_map(|name| ["--bin", name]);
    let build = Program::cargo().folder(root).args(["build", "--release", "--workspace"]);
    build.args(programs).args(page::FEATURES).must()?;
    let bundler = root.join("ui/node_modules/.bin").join(if cfg!(windows) { "tauri.cmd" } else { "tauri" });
    Program::new(bundler).folder(root).args(["bundle", "--ci", "--bundles", "deb,rpm"]).args(page::FEATURES).must()?;
    let release = target.join("release");
    let deb = newest(&release.join("bundle/deb"), "deb")?;
    let rpm = newest(&release.join("bundle/rpm"), "rpm")?;
    for file in [deb.clone(), rpm].into_iter().chain(PROGRAMS.map(|name| release.join(name))) {
        let bytes = file.metadata().with_context(|| format!("look at {}", file.display()))?.len();
        let name = file.file_name().unwrap_or_default().display();
        let tenths = (bytes * 10) >> 20;
        say::line(&format!("package: {name}: {}.{} MiB", tenths / 10, tenths % 10));
    }
    if check {
        install_and_drive(root, &deb)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Installs the package as an administrator would, and runs one journey through the installed program.
fn install_and_drive(root: &Path, deb: &Path) -> Result<()> {
    setup::as_root(&Program::new("apt-get").args(["install", "-y", "-qq", "--reinstall"]).arg(deb))?;
    let document = std::fs::read_to_string(root.join(DOCUMENT)).with_context(|| format!("read {DOCUMENT}"))?;
    let pdf = Program::new("/usr/bin/switchback-typeset").must_answer(&document)?;
    if !pdf.starts_with("%PDF-") {
        bail!("the installed typesetter wrote no PDF");
    }
    say::line(&format!("package: the installed typesetter made a PDF of {DOCUMENT}"));
    let journey = ["nextest", "run", "--workspace", "--profile", "ci", "-E", "test(the_installed_program)"];
    let plain = ["test", "--workspace", "--package", "journeys", "the_installed_program"];
    let arguments: &[&str] = if setup::nextest_is_here() { &journey } else { &plain };
    let program =
        Program::cargo().folder(root).args(arguments).args(page::FEATURES).env(PROGRAM, "/usr/bin/switchback");
    let folder = tempfile::Builder::new().prefix("switchback-package-").tempdir()?;
    let us = std::env::current_exe().context("find our own program")?;
    session::wrap(&program, &us, folder.path())?.must()
}

fn newest(folder: &Path, ending: &str) -> Result<PathBuf> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("read the folder {}", folder.display()))?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == ending));
    files.sort_by_key(|path| path.metadata().and_then(|file| file.modified()).ok());
    match files.pop() {
        Some(file) => Ok(file),
        None => bail!("the bundler made no .{ending} in {}", folder.display()),
    }
}
