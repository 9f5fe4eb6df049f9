//! Drives maintenances: asks the domain, writes the intent, acts, writes the outcome, observes, recovers.
//!
//! What it is not: it decides nothing about a maintenance (the domain does), shows nothing, and knows no wire type.
//!
//! Invariants: a role command leaves only after its intent is durable (R1), at most once for one decision (R2), and
//! nothing is sent by itself after a restart (R8). Every state it acts on is the fold of a journal (R6).
//!
//! Map: [`Engine`] one data folder, opened to drive or to read · [`host`] what comes from outside · `connect`, `secrets`
//! the ways to a pair · `looks` one round · `check` what readiness judges · `drive` the verbs · `watch` until a leg is
//! done · `record` one journal in this process · `rest` watching
//! while nothing is done · `ledger` what was changed: collected, decided, put on the
//! primary · `long` work beside other tasks · `log_file` an appliance's log as a file · `pairs`, `status`, `read`, `transfer`, `usual` · [`error`] every failure and its code

mod backup;
mod check;
mod connect;
mod drive;
mod engine;
pub mod error;
pub mod host;
mod kept;
mod ledger;
mod log_file;
mod long;
mod looks;
mod pairs;
mod quiet;
mod read;
mod record;
mod rest;
mod secrets;
mod status;
mod transfer;
mod usual;
mod watch;

pub use crate::ledger::{
    Applied, AppliedAs, Collected, LedgerView, LogCollected, Noted, Planned, ReadStep, SnapshotCollected, ToDecide,
    What, Witnessed,
};
pub use appliance::{
    Capabilities, Clock, CommandPermission, Permission, PresentedCertificate, Request, Response, Sent, SpkiPin,
    TransportError, Wire,
};
pub use drive::LegOrder;
pub use engine::{Engine, Purpose};
pub use error::{Class, EngineError};
pub use host::{Awake, DieHook, Host, Https, LookedHook, MaySleep, Moment, Progress, ProgressHook, SystemClock, Ways};
pub use kept::{Kept, KeptEvidence};
pub use keychain::SecretState;
pub use log_file::{LogItem, LogMessage, read_log};
pub use pairs::ApplianceTest;
pub use read::{Journal, Listed};
pub use record::Record;
pub use secrets::Secrets;
pub use status::{ApplianceStatus, PairStatus};
pub use usual::{Learned, Usual, UsualPhase};
pub use watch::{Listener, Stop, WatchEnd, is_only_overdue, paused_sentence, why_a_person_is_needed};
