//! The only place that writes to the terminal.
//!
//! A closed pipe (`cargo xtask tidy | head`) is no reason to fail a task, so a line that cannot be written is dropped.

use std::io::Write;

/// One line for the person who started the task.
pub fn line(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// One line that says what went wrong.
pub fn problem(text: &str) {
    drop(writeln!(std::io::stderr(), "xtask: {text}"));
}
