//! Journeys through the real window: the program as it is built, on a display, a session bus and a keyring of their own
//! for each journey, against a simulated pair over HTTPS.
//!
//! What it is not: a way round the window. A journey sees what a person sees and presses what a person presses; the
//! simulator and `switchbackctl` stand for the world outside.
//!
//! Invariant: nobody's own keychain, display or data folder is touched, and nothing that was started outlives its
//! journey.
//!
//! Map: [`desktop`] display, bus and keyring · [`pair`] the simulated pair · [`window`] the program and what is done in it · [`hand`] mouse or keyboard alone · [`walk`] a maintenance step by step · [`shots`] pictures kept
//! as artefacts · `until` waiting for a condition, with a limit
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "all of it is for tests, which stop at the first surprise"
)]

pub mod desktop;
pub mod hand;
pub mod pair;
pub mod shots;
pub mod walk;
pub mod window;

mod until;

pub use until::until;
