//! The ledger of a maintenance: filled from logs, configurations and notes, read, decided about, and put on the primary.
//!
//! What is known of it is in `book` (facts, folded), and they are judged from
//! [`ledger::Journalled`]; `logs`, `configuration`,
//! `snapshots` and `reread` are what is looked at; `collect` when, and in which order; `notes` what a person adds and decides; `plan`
//! how a change is put on the primary.

mod arrive;
mod book;
mod collect;
mod configuration;
mod logs;
mod notes;
mod plan;
mod reread;
mod snapshots;
mod view;

pub(crate) use book::Books;
pub use collect::{Collected, LogCollected, What};
pub use notes::{Noted, ToDecide};
pub use plan::{Applied, AppliedAs, Planned, ReadStep};
pub use snapshots::SnapshotCollected;
pub use view::{LedgerView, Witnessed};
