//! What was changed on a pair during a maintenance: from syslog, snapshots and notes, joined, compared and decided.
//!
//! What it is not: it does no I/O, reads no clock, makes no randomness and is not async. Where the messages and objects come
//! from is the engine's; where facts are kept is the store's; decisions are events of the journal and come in as values.
//!
//! Invariant: nothing that was seen is dropped, and nothing looks more complete than it is. A fact is written once and never
//! altered; the ledger is the fold of its facts; what cannot be placed needs a decision and is never called carried; the
//! value of a secret is in no fact.
//!
//! Map: [`place`], [`resource`], [`catalogue`], [`secret`], [`text`] what is known beforehand · [`witness`] a message to a
//! fact · [`snapshot`], [`compare`] configurations to facts · [`fact`], [`chain`] what is written down, and its permanent
//! bytes · [`entry`] one change · [`fold`] facts to entries · [`roles`] where it was made and what syncs did to it ·
//! [`coverage`] what was not looked at · [`journalled`] from where
//! they are judged · [`mod@reconcile`] groups, decisions, the verdict · [`listing`] how it is read · [`plan`] how it is put on the primary
//! · [`arrival`] whether it came through

pub mod arrival;
pub mod catalogue;
pub mod chain;
pub mod compare;
pub mod coverage;
pub mod entry;
pub mod fact;
pub mod fold;
pub mod journalled;
pub mod listing;
mod lookup;
pub mod place;
pub mod plan;
pub mod reconcile;
pub mod resource;
pub mod roles;
pub mod secret;
pub mod snapshot;
pub mod text;
pub mod witness;

pub use compare::{Differences, Ignored, three_way, two_way};
pub use entry::{Entry, EntryId};
pub use fact::{Fact, WitnessId};
pub use fold::{Context, Folded, Ledger};
pub use journalled::Journalled;
pub use listing::Listing;
pub use reconcile::{Group, Judged, Reconciliation, Standpoint, reconcile};
pub use snapshot::{Snapshot, Taking};
