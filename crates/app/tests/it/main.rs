//! Handlers on a data folder of their own, through the router, without an appliance.
#![expect(clippy::expect_used, clippy::panic, reason = "what a test cannot go on without")]

mod desk;
mod handlers;
mod session;
