//! The parser, sentence by sentence; its fixtures; and what holds for any log.
#![expect(clippy::expect_used, reason = "what a test cannot go on without")]

mod damage;
mod fields;
mod fixtures;
mod forms;
mod joining;
mod limits;
mod mutate;
mod properties;
mod storm;
mod told;
mod when;
mod writer;
