//! A maintenance as values: observations, readiness, plan, journal events and their bytes, decisions.
//!
//! What it is not: it does no I/O, reads no clock, makes no randomness and is not async. Times and ids come in as
//! arguments, so that a replay gives the same state for ever.
//!
//! Invariant: the state of a maintenance is the fold of its journal and nothing else (R6).
//!
//! Map: [`time`], [`ids`], [`role`], [`settings`] the words · [`chain`] what binds permanent bodies · [`change`] the words of
//! decisions about changes · [`pair`] what the administrator described ·
//! [`observation`], [`seen`] what was seen · [`pair_state`] what it comes to · [`readiness`] the checks before a role
//! command · [`plan`], [`journal`] what is written down for ever · [`maintenance`] the state, the rules and the decisions

pub mod chain;
pub mod change;
pub mod ids;
pub mod journal;
pub mod maintenance;
pub mod observation;
pub mod pair;
pub mod pair_state;
pub mod plan;
pub mod readiness;
pub mod role;
pub mod seen;
pub mod settings;
pub mod time;
