//! What a window needs beside the commands: what it was opened on, and what happens while it is open.

use serde::{Deserialize, Serialize};

use super::{Outcome, PairStatus, Step};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SayHello {}

/// What a front end was opened on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Hello {
    /// The program's name and version, as the journal names it.
    pub program: String,
    pub version: String,
    pub data_dir: String,
    /// This process drives the data folder: it reads appliances on a schedule and sends commands.
    pub driver: bool,
    /// Who drives it where this process does not.
    pub holder: Option<String>,
    /// `usable`, `locked`, `absent`, `denied` or `failed`
    #[cfg_attr(test, ts(type = "KeychainState"))]
    pub keychain: &'static str,
    /// Everything here is simulated.
    pub rehearsal: bool,
    /// The operating system's user and computer, `user@host`.
    pub user: String,
    /// This computer's IANA zone.
    pub zone: String,
    /// What its clocks show around now, in order: a page need not ask the web view, which reads megabytes to tell it.
    pub offsets: Vec<ZoneOffset>,
}

/// A zone's offset from an instant on, until the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ZoneOffset {
    pub from: String,
    /// Seconds east of UTC.
    pub seconds: i32,
    /// `CET`; where the zone has no letters, `GMT-3`.
    pub name: String,
}

impl Outcome for Hello {}

/// What a window wants to hear: everything about pairs, and the journal of one maintenance from a place on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Subscribe {
    pub maintenance: Option<String>,
    /// The last event the page has; 0: none.
    pub after_seq: u64,
}

/// An act that is under way in this process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Act {
    pub maintenance: String,
    /// The command's name.
    pub command: String,
}

/// What is told to a window. A step is never lost; a status may be: the next one tells more.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Update {
    /// A reading of a pair.
    Status { status: Box<PairStatus> },
    /// An event of the maintenance that was subscribed to.
    Step { maintenance: String, step: Step },
    /// Something was recorded, planned or described: what is shown may be old.
    Changed,
    /// Every two seconds. `holder`: who drives the data folder where this process does not.
    Beat { at: String, driver: bool, holder: Option<String>, acts: Vec<Act> },
    /// How far an act is, in one sentence. It may be lost.
    Progress { act: Act, sentence: String },
    /// An act has ended, also one whose caller is gone.
    Ended { act: Act, sentence: String, needs_you: bool },
}
