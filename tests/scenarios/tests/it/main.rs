//! Engine x simulator.
#![cfg(test)]

mod clean;
mod crash_ring;
mod fault_ring;
mod over_https;
mod stories;
