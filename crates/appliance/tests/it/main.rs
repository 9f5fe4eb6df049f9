//! The crate over a scripted wire under a clock moved by hand, and over real TLS on the loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod codec;
mod fixture;
mod limiter;
mod look;
mod retry;
mod role;
mod script;
mod server;
mod site;
mod tls;
mod token;
mod trace;
mod trust;
