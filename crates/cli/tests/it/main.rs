//! The real program, run as a person runs it, on a data folder of its own.
#![expect(clippy::expect_used, clippy::panic, reason = "what a test cannot go on without")]

mod demo;
mod end_to_end_input;
mod exits;
mod journals;
mod logs;
mod program;
mod reports;
mod shapes;
