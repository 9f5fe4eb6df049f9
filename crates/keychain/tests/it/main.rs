//! The operating system's own keychain, where there is one to test with.
#![expect(clippy::expect_used, reason = "what a test cannot go on without")]

#[cfg(target_os = "linux")]
mod real;
#[cfg(target_os = "linux")]
mod without_a_bus;
