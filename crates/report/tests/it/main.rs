//! Reports of whole stories: their bytes, what is rendered of them, and what a verifier says when a byte is not theirs.

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
