//! The crate over a scripted wire under a clock moved by hand, and over real TLS on the loopback.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod codec;
mod codec_data;
mod codec_v1;
mod collecting;
mod configuration;
mod declared;
mod fixture;
mod fixture_data;
mod fixture_v1;
mod limiter;
mod look;
mod look_v1;
mod reporting;
mod retry;
mod role;
mod role_v1;
mod script;
mod server;
mod site;
mod steps;
mod tls;
mod token;
mod trace;
mod trust;
