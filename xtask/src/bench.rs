//! `cargo xtask bench`: builds for release and measures, each figure beside its baseline, in one run.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use crate::page;
use crate::run::{self, Program};

/// The window that the product's is held against, and the benches of single crates.
const EXAMPLES: [&str; 5] = ["empty", "syslog_bench", "ledger_bench", "store_bench", "report_bench"];

/// What can be measured by itself: the names that the bench has for its parts.
pub const PARTS: [&str; 6] = ["window", "append", "replay", "status", "pdf", "crates"];

/// Builds the programs the figures are about and runs the bench, all of it where no part is named. With `json`, standard output is one document.
///
/// # Errors
/// The build failed, or the bench could not be started.
pub fn bench(root: &Path, json: bool, parts: &[String]) -> Result<ExitCode> {
    page::build(root)?;
    let programs =
        ["switchback", "switchbackctl", "switchback-typeset", "bench"].into_iter().flat_map(|name| ["--bin", name]);
    let build = Program::cargo().folder(root).args(["build", "--release", "--workspace"]);
    let examples = EXAMPLES.into_iter().flat_map(|name| ["--example", name]);
    build.args(programs).args(examples).args(page::FEATURES).must()?;
    let program =
        crate::demo::target_folder(root)?.join("release").join(format!("bench{}", std::env::consts::EXE_SUFFIX));
    let mut bench = Program::new(&program).args(parts);
    if json {
        bench = bench.arg("--json");
    }
    Ok(run::code_of(bench.status()?))
}
