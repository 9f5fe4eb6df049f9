//! What a front end can do: one handler for each command over an open data folder, and the wire types it speaks.
//!
//! What it is not: it decides nothing about a maintenance (the domain does) and drives nothing (the engine does); it
//! prints nothing and knows no window. It names nothing below the engine.
//!
//! Invariants: domain types never cross the border, wire types never go below it; a secret is in no wire type; every
//! error that crosses has a code of [`codes::CODES`], and each code a page in docs/errors.
//!
//! Map: [`commands`] the one list of commands, the router · [`desk`] a data folder opened for one · [`session`] one
//! opened for a window · [`wire`] requests and
//! responses · [`error`], [`codes`] failures and exits · `typed` secrets from standard input · `input` reading what was
//! typed · `words`, `steps` the contract's words and sentences · `settings`, `pairs`, `status`, `check`, `plan`,
//! `maintenance`, `legs`, `recover` the handlers · [`syslog`] a log file read, without a data folder · `typesetter` the PDF, made by a program beside this one · `rehearsal` the demo, the one place that knows the simulator

pub mod codes;
pub mod commands;
pub mod desk;
pub mod error;
pub mod session;
pub mod syslog;
pub mod wire;

mod awake;
mod check;
#[cfg(debug_assertions)]
mod die;
mod hello;
mod host;
mod input;
mod ledger;
mod legs;
mod maintenance;
mod pairs;
mod plan;
mod reconcile;
mod recover;
mod rehearsal;
mod report;
mod settings;
mod status;
mod steps;
mod typed;
#[cfg(test)]
mod typescript;
mod typesetter;
mod words;

pub use commands::{COMMANDS, Request, Response, dispatch};
pub use desk::{Desk, Halt, Hear, Needs};
pub use error::{Exit, WireError};
pub use host::Opening;
pub use report::verify_file;
pub use session::Session;
pub use typed::Typed;
