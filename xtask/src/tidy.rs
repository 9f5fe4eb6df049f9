//! The rules of the house that a program can check, read from `cargo metadata` and the sources. Offline.
//!
//! Each rule is a function from the [`House`] to its findings, with a test that shows it finding something. A rule
//! that needs an exception carries it in a table with the reason beside it, never in the code it looks at.
//!
//! - [`house`]: what the rules look at; the only part that reads files
//! - [`lexer`]: Rust source into code, comments and string literals
//! - [`arrows`]: who may depend on whom among ours; [`homes`]: where a foreign crate may be used
//! - [`manifests`]: shared versions and lints, purposes, the decision log
//! - [`licences`]: licences and bans of everything that is linked
//! - [`layout`], [`names`], [`platform`], [`purity`]: shape and words of the sources
//! - [`proofs`]: how tests are written; [`lints`]: exceptions from the lints
//! - [`codes`]: error codes and their pages; [`papers`]: documents and what they point at

pub mod arrows;
pub mod codes;
pub mod homes;
pub mod house;
pub mod layout;
pub mod lexer;
pub mod licences;
pub mod lints;
pub mod manifests;
pub mod names;
pub mod papers;
pub mod platform;
pub mod proofs;
pub mod purity;

use crate::run::Program;
use crate::say;
use anyhow::{Context, Result};
use house::House;
use std::fmt;
use std::path::Path;
use std::process::ExitCode;

/// One place that does not keep one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub rule: &'static str,
    /// A file (`path:line`) or a crate.
    pub place: String,
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: [{}] {}", self.place, self.rule, self.message)
    }
}

/// A rule: everything in the house that does not keep it.
pub type Rule = fn(&House) -> Vec<Finding>;

/// Every rule there is.
pub const RULES: &[Rule] = &[
    arrows::only_allowed_arrows,
    arrows::front_ends_name_nothing_below_the_engine,
    homes::foreign_crates_stay_at_home,
    homes::the_page_reaches_the_shell_in_one_folder,
    manifests::versions_and_lints_are_shared,
    manifests::members_say_their_purpose,
    manifests::xtask_stays_small,
    manifests::dependencies_are_in_the_decision_log,
    licences::licences_are_allowed,
    licences::banned_crates_are_absent,
    licences::heavy_crates_are_linked_once,
    layout::no_mod_rs,
    layout::one_test_binary_a_crate,
    layout::crates_have_a_header,
    layout::files_have_one_idea,
    lints::exceptions_are_expected_with_a_reason,
    names::types_have_names_of_their_own,
    names::nothing_is_left_for_later,
    platform::platform_code_has_its_place,
    purity::pure_crates_do_nothing,
    proofs::no_test_is_switched_off,
    proofs::no_test_sleeps,
    proofs::no_test_judges_by_the_watch,
    proofs::no_test_is_repeated,
    codes::each_code_has_a_page_and_each_page_a_code,
    papers::invariants_name_tests_that_exist,
    papers::fixtures_are_explained,
    papers::the_build_server_runs_the_same_checks,
    papers::no_path_of_a_machine,
];

/// Every finding of every rule.
///
/// # Errors
/// The sources or cargo's metadata cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let house = House::read(root)?;
    Ok(RULES.iter().flat_map(|rule| rule(&house)).collect())
}

/// `cargo xtask tidy`: prints the findings, and the files that are on the way to being too long.
///
/// # Errors
/// As [`check`].
pub fn tidy(root: &Path) -> Result<ExitCode> {
    let house = House::read(root)?;
    let long = layout::long_files(&house);
    if !long.is_empty() {
        say::line(&format!("Over {} lines, still allowed:", layout::LONG_LINES));
        long.iter().for_each(|(path, lines)| say::line(&format!("  {lines:4} {path}")));
    }
    let findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&house)).collect();
    findings.iter().for_each(|finding| say::line(&finding.to_string()));
    say::line(&match findings.len() {
        0 => format!("tidy: {} rules kept by {} files of Rust", RULES.len(), house.rust.len()),
        count => format!("tidy: {count} findings"),
    });
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `cargo metadata` without network.
///
/// # Errors
/// Cargo fails, for instance because a dependency was never fetched.
pub fn metadata(root: &Path, options: &[&str]) -> Result<serde_json::Value> {
    let command = ["metadata", "--offline", "--format-version", "1"];
    let text = Program::cargo().folder(root).args(command).args(options).capture()?;
    serde_json::from_str(&text).context("read cargo's metadata")
}

/// Everything that is linked on this platform, a package a line: what cargo resolves but no feature asks for, and what
/// only runs while building, is not among it.
///
/// # Errors
/// Cargo fails, for instance because a dependency was never fetched.
pub fn linked(root: &Path) -> Result<String> {
    let tree = ["tree", "--offline", "--workspace", "--edges", "normal,no-proc-macro", "--prefix", "none"];
    let format = ["--format", "{p}|{l}", "--target", &host_triple()?];
    Program::cargo().folder(root).args(tree).args(format).args(crate::page::FEATURES).capture()
}

/// The triple of the platform we build for and on, as rustc names it.
///
/// # Errors
/// rustc cannot be asked.
pub fn host_triple() -> Result<String> {
    let said = Program::new("rustc").arg("-vV").capture()?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc names no host")
}
