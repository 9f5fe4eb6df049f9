//! The simulator held to the papers: the model as sentences, its answers against the documented shapes, its sockets
//! against a raw client.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod bench;
mod certificate;
mod changes;
mod configuration;
mod configuration_file;
mod control;
mod delivery;
mod dns;
mod failover;
mod faults;
mod fixtures;
mod https;
mod manual;
mod openapi;
mod pra;
mod program;
mod reporting;
mod schema;
mod sign_in;
mod site;
mod steps;
mod switches;
mod switches_data;
mod switches_met;
mod v1;
mod v1_fixtures;
mod v2;
mod wire;
mod xml;
