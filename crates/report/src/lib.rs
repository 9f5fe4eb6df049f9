//! The report of a maintenance: one canonical document that proves itself, what is made of it, and its verifier.
//!
//! What it is not: it does no I/O, reads no clock, makes no randomness and is not async. It keeps no key: whoever signs brings
//! one, and it is forgotten with the [`SigningKey`].
//!
//! Invariant: the same material gives the same bytes, for ever; everything the document says beside its material is made from
//! it again by whoever checks, and compared byte by byte. What cannot be proved is said beside what is.
//!
//! Map: [`Material`] what a report is made of · [`make`] the document · [`document`] its members and its bytes · `replay` the
//! journal judged again · `derive` the members made from it · `standpoint` what the ledger is judged from · [`html`], [`csv`],
//! [`markdown`] what a person reads · [`mod@verify`] the check, offline · [`register`] all maintenances of a computer

mod chains;
mod derive;
pub mod document;
mod material;
mod read;
pub mod register;
mod render;
mod replay;
mod signing;
mod standpoint;
pub mod verify;
mod words;
mod zone;

pub use document::{Document, Signature};
pub use material::{Evidence, Material, Usual, UsualPhase};
pub use read::{ReportError, make};
pub use register::Register;
pub use render::csv::csv;
pub use render::html::html;
pub use render::markdown::markdown;
pub use signing::SigningKey;
pub use verify::{Verified, verify};
