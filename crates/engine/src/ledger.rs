//! The ledger of a maintenance: filled from logs, configurations and notes, read, decided about, and put on the primary.
//!
//! What is known of it is in `book` (facts, folded) and `standpoint` (from where they are judged); `logs`, `configuration`
//! and `reread` are what is looked at; `collect` when, and in which order; `notes` what a person adds and decides; `plan`
//! how a change is put on the primary.

mod arrive;
mod book;
mod collect;
mod configuration;
mod logs;
mod notes;
mod plan;
mod reread;
mod standpoint;
mod view;

pub(crate) use book::Books;
pub use collect::{Collected, LogCollected, SnapshotCollected, What};
pub use notes::{Noted, ToDecide};
pub use plan::{Applied, AppliedAs, Planned};
pub use view::{LedgerView, Witnessed};
