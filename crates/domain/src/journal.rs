//! The journal of a maintenance: its events, and the permanent bytes they are written as.

pub mod event;
pub mod format;

pub use event::{
    Baseline, ChangeApplied, ChangeIntent, ChangesDecided, Event, GapReason, LegDone, Observed, PauseCause, RoleAnswer,
    RoleIntent, Settlement, SwingProof, SyncVerdict, Verification, Way,
};
pub use format::{Entry, FormatError, SIMULATED, Sealed, Stamp};
