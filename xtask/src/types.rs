//! `cargo xtask types`: writes the page's types, the shell's list of commands and its capability from the wire types.
//! The test of `app` that compares them does the writing.

use crate::run::Program;
use anyhow::Result;
use std::path::Path;
use std::process::ExitCode;

/// Asks that test to write instead of to compare.
const WRITE: &str = "SWITCHBACK_WRITE_TYPES";

/// # Errors
/// The wire types do not compile.
pub fn types(root: &Path) -> Result<ExitCode> {
    let test = ["test", "--quiet", "--package", "app", "--lib", "typescript"];
    Program::cargo().folder(root).args(test).env(WRITE, "1").must()?;
    Ok(ExitCode::SUCCESS)
}
