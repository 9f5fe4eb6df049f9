//! [`SecretStore`]: the operating system's keychain, or memory.
//!
//! What it is not: it keeps no secret of its own (but in memory mode), writes no file, logs nothing, and knows nothing of
//! pairs but the ids that name an entry.
//!
//! Invariants:
//! - a secret comes and goes as [`secrecy::SecretString`]; no type here prints one, and no error carries one;
//! - no call waits longer than its limit, however long the operating system takes;
//! - what a person can act on (missing, locked, absent, denied) is told from the type and code of an error, never
//!   from its text: one table per platform, with a test per row.
//!
//! Map: [`SecretStore`] the calls · [`Entry`] what names a secret · [`SecretError`], [`SecretState`] what comes back ·
//! `calls` the two threads and the limits · `keeper` one call on the operating system's keychain ·
//! `platform` what differs between operating systems, and their tables · `memory` the keychain of one run

mod calls;
mod entry;
mod error;
mod keeper;
mod memory;
mod platform;
mod store;

pub use entry::{Entry, SERVICE};
pub use error::{LONGEST_SECRET, SecretError, SecretState};
pub use store::{Ask, SecretStore};
