//! The program from outside: documents in, PDFs out, read back with other people's tools.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod hostile;
mod printed;
mod program;
mod scale;
mod tools;
