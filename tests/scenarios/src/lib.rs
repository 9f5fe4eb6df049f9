//! Engine x simulator: worlds, operators and truths for the scenarios in `tests/it` and for the benches.
//!
//! What it is not: no part of the product depends on it.
//!
//! Invariant: engine and simulator live on one virtual clock in the in-process ring; nothing waits for real time there.
//!
//! Map: [`covering`] tables of switches · [`virtual_time`] the clock and its executor · [`in_process`] a wire into the simulator's model · [`world`] a
//! pair, a data folder and engines over them · [`operator`] an administrator who takes a maintenance to its end ·
//! [`truth`] what the simulator's own history must never show · [`hostile`] a server that is not what it should be ·
//! `keyring` a real keychain for one test
#![expect(clippy::expect_used, clippy::panic, reason = "a scenario that cannot go on fails its test")]

pub mod covering;
pub mod hostile;
pub mod in_process;
#[cfg(unix)]
pub mod keyring;
pub mod operator;
pub mod profile;
pub mod real;
pub mod truth;
pub mod virtual_time;
pub mod world;
