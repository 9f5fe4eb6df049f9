//! `cargo xtask <verb>`: reads the command line and hands on to the library.

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The tasks of the Switchback workspace", disable_version_flag = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Install what building and testing need and this machine lacks (Debian; elsewhere it is only told)
    Setup,
    /// Set up, then run a whole maintenance against a simulated pair, told as a story
    Demo {
        /// Tell the story in the terminal, without a window
        #[arg(long)]
        headless: bool,
        /// Keep the demo's maintenance in this folder instead of a new temporary one
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Set up, then every check: house rules, format, tests, lints
    Test {
        /// Also run the full products of the third ring of scenarios
        #[arg(long)]
        exhaustive: bool,
    },
    /// Write the page's types, the shell's commands and its capability from the wire types
    Types,
    /// Check the house rules: arrows, names, sizes, papers
    Tidy,
    /// Take the pictures of README and guide anew, from the real window
    Pictures,
    /// Make the .deb and the .rpm, and print their sizes
    Package {
        /// Install the .deb and drive one journey through the installed program
        #[arg(long)]
        check: bool,
    },
    /// Measure what the product promises, each figure beside its baseline, in one run (release build)
    Bench {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
        /// Measure these parts only
        #[arg(value_name = "PART", value_parser = xtask::bench::PARTS)]
        parts: Vec<String>,
    },
    /// Run a command with an unlocked keyring, inside a session bus that is already private
    #[command(hide = true)]
    InSession {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        command: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let root = xtask::workspace_root();
    let outcome = match Arguments::parse().verb {
        Verb::Setup => xtask::setup::setup().map(|()| ExitCode::SUCCESS),
        Verb::Demo { headless, data_dir } => xtask::demo::demo(&root, headless, data_dir),
        Verb::Test { exhaustive } => xtask::checks::test(&root, exhaustive),
        Verb::Types => xtask::types::types(&root),
        Verb::Tidy => xtask::tidy::tidy(&root),
        Verb::Pictures => xtask::pictures::pictures(&root),
        Verb::Package { check } => xtask::package::package(&root, check),
        Verb::Bench { json, parts } => xtask::bench::bench(&root, json, &parts),
        Verb::InSession { command } => xtask::session::inside(&command),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            xtask::say::problem(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
