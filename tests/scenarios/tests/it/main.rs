//! Engine x simulator.
#![cfg(test)]

#[cfg(target_os = "linux")]
mod awake;
mod bad_input;
mod clean;
mod crash_ring;
mod data_apis;
mod fault_ring;
#[cfg(unix)]
mod keychain;
mod ledger;
mod over_https;
mod past_limit;
mod rest;
mod stories;
mod switch_ring;
