//! The program from outside: documents in, PDFs out, read back with other people's tools.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on stops; one that is skipped says so aloud"
)]

mod hostile;
mod printed;
mod program;
mod scale;
mod tools;
