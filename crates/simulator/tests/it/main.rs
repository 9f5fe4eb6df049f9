//! The simulator held to the papers: the model as sentences, its answers against the documented shapes, its sockets
//! against a raw client.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod bench;
mod control;
mod dns;
mod failover;
mod faults;
mod fixtures;
mod https;
mod manual;
mod program;
mod schema;
mod sign_in;
mod site;
mod steps;
mod v2;
mod wire;
