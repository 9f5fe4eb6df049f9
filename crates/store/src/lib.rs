//! What Switchback keeps on disk: settings, pairs, the journal and the ledger of every maintenance, evidence, and who
//! drives.
//!
//! What it is not: it folds no journal and no ledger, seals no event and no fact, and judges nothing. It reads no clock and makes no
//! ids: both come in. It knows no secret. Every call is synchronous, and a write returns when it is durable.
//!
//! Invariants:
//! - what was appended to a journal or a ledger is never changed or removed, and neither has a gap (triggers, not only this
//!   code); facts and the position up to which a log was read are written together;
//! - the numbers of maintenances have no holes;
//! - one process drives a data folder; any other may read it and append to a journal or a ledger;
//! - a damaged file is kept as it is.
//!
//! Map: [`Folder`] where it lies and which folders are refused · [`DriverLock`], [`Holder`] who drives ·
//! [`Store`], [`Access`], [`Durability`] opening · `connection` pragmas and the look at a file before it is opened ·
//! `migration` schema versions · `writer` the one writing thread · `table` one module per table: its SQL, its row,
//! its queries · [`Tally`] what all programs here sent in the last second · [`StoreError`] every way a call can fail

mod connection;
mod driver;
mod error;
mod folder;
mod migration;
mod store;
mod table;
mod tally;
mod writer;

pub use driver::{DriverLock, Holder};
pub use error::StoreError;
pub use folder::{Folder, Platform, THIS_PLATFORM};
pub use store::{Access, Along, Durability, Store};
pub use table::evidence::{Evidence, FILE_FROM_BYTES};
pub use table::journal::{Head, SealedRow};
pub use table::ledger_fact::FactRow;
pub use table::ledger_position::Position;
pub use table::maintenance::{IndexState, IndexUpdate, MaintenanceRow, NewMaintenance};
pub use table::seen::{MOST_KEPT, RoleSpan, SHOWN_DAYS, Seen};
pub use table::snapshot::SnapshotRow;
pub use tally::Tally;
