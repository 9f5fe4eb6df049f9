//! Reports of whole stories: their bytes, what is rendered of them, and what a verifier says when a byte is not theirs.

mod goldens;
mod holds;
mod story;
