//! The tests of the pure core, told as stories of one pair: `atl-1`, the home primary, and `atl-2`, the stand-in.

#![expect(clippy::expect_used, clippy::panic, reason = "a helper of tests ends the test that it is called from")]

mod format;
mod legs;
mod pair_state;
mod readiness;
mod rules;
mod story;
mod transitions;
