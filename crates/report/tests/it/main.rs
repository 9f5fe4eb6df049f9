//! Reports of whole stories: their bytes, what is rendered of them, and what a verifier says when a byte is not theirs.

#![expect(clippy::expect_used, clippy::panic, reason = "what a test cannot go on without")]

mod export;
mod forged;
mod goldens;
mod holds;
mod hostile;
mod page;
mod register;
mod schema;
mod story;
mod tamper;
mod told;
