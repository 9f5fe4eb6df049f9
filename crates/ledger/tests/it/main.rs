//! The ledger, sentence by sentence, and what holds for any of them.
#![expect(clippy::expect_used, clippy::panic, reason = "what a test cannot go on without")]

mod arrival;
mod catalogue;
mod chain;
mod during_a_sync;
mod journalled;
mod listing;
mod plan;
mod reconcile;
mod sides;
mod snapshots;
mod story;
mod whole_story;
mod witnesses;
