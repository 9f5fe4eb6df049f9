//! `cargo xtask pictures`: the pictures of README and guide, taken anew from the real window by the journey that goes
//! through a whole maintenance.

use crate::run::Program;
use crate::{page, say, session, setup};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::ExitCode;

/// Where the journeys put their pictures.
pub const FOLDER: &str = "SWITCHBACK_SCREENS";

/// The journey, and the pictures of it that the guide shows, in its order.
const JOURNEY: &str = "a_whole_maintenance_both_ways_is_guided_to_its_sign_off";
pub const SHOWN: &[&str] = &[
    "pairs",
    "hub",
    "plan",
    "check",
    "fail-over",
    "live",
    "failed-over",
    "swing",
    "observe",
    "work",
    "reconcile",
    "fail-back",
    "verify",
    "sign-off",
    "end",
];

/// # Errors
/// The page or the program does not build, the journey fails, or a picture is missing.
pub fn pictures(root: &Path) -> Result<ExitCode> {
    setup::setup()?;
    page::build(root)?;
    let folder = tempfile::Builder::new().prefix("switchback-pictures-").tempdir()?;
    let filter = format!("test({JOURNEY})");
    let nextest = ["nextest", "run", "--workspace", "--profile", "ci", "-E", &filter];
    let plain = ["test", "--workspace", JOURNEY];
    let arguments: &[&str] = if setup::nextest_is_here() { &nextest } else { &plain };
    let program = Program::cargo().folder(root).args(arguments).args(page::FEATURES).env(FOLDER, folder.path());
    let private = tempfile::Builder::new().prefix("switchback-test-").tempdir()?;
    session::wrap(&program, &std::env::current_exe().context("find our own program")?, private.path())?.must()?;
    let kept = root.join("docs/guide/pictures");
    std::fs::create_dir_all(&kept).context("make the folder of the pictures")?;
    for name in SHOWN {
        let file = format!("{name}-light.png");
        std::fs::copy(folder.path().join(&file), kept.join(format!("{name}.png")))
            .with_context(|| format!("keep the picture {file}"))?;
    }
    say::line(&format!(
        "pictures: {} taken into docs/guide/pictures; look at each before it is committed",
        SHOWN.len()
    ));
    Ok(ExitCode::SUCCESS)
}
