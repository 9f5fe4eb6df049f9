//! The ledger as a front end lists, shows and adds to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Outcome;
use crate::error::Exit;

/// What is asked of the list of changes. Everything but the maintenance may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(default)]
pub struct ListChanges {
    pub id: String,
    /// One group; none: all but noise.
    #[cfg_attr(test, ts(optional, type = "Group"))]
    pub group: Option<String>,
    /// Pieces of text; a change has to have all of them.
    pub search: Option<String>,
    /// RFC 3339, or `2026-11-22T22:00` in this computer's zone.
    pub since: Option<String>,
    /// Only what waits for a person.
    pub open: bool,
    /// Who made it, as told.
    pub who: Option<String>,
    /// Only one class.
    #[cfg_attr(test, ts(optional, type = "ChangeClass"))]
    pub class: Option<String>,
    /// Seen by this witness and no other.
    #[cfg_attr(test, ts(optional, type = "Witness"))]
    pub only: Option<String>,
    /// The label of the appliance it was made on.
    pub appliance: Option<String>,
    /// What the page before said comes next.
    pub after: Option<String>,
    /// At most so many; none: all.
    pub most: Option<u32>,
}

/// One change of a maintenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShowChange {
    pub id: String,
    pub entry: String,
}

/// Reads the logs of both appliances from where they were read to, and on request their configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CollectLedger {
    pub id: String,
    /// Their configuration too: it may take minutes.
    pub snapshot: bool,
}

/// A log file a person has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ImportLog {
    pub id: String,
    pub file: String,
}

/// A change a person tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(default)]
pub struct AddChange {
    pub id: String,
    /// `menu > tab` of /login.
    pub place: String,
    pub object: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub note: String,
    /// The label of the appliance it was done on; none: not known.
    pub appliance: Option<String>,
    /// The change it is about, where it is in the ledger already.
    pub entry: Option<String>,
}

/// Takes a field out of sight, or lets it be seen again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct IgnoreField {
    pub id: String,
    pub kind: String,
    pub field: String,
    pub ignore: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChangedObject {
    pub kind: String,
    pub id: Option<String>,
    pub name: Option<String>,
}

/// One field before and after. A secret one has no values.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChangedField {
    pub name: String,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub before: Option<Value>,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub after: Option<Value>,
    pub secret: bool,
}

/// One change, in its group, with what was decided of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Change {
    /// `C-0001`
    pub entry: String,
    /// When it was made; where that is known roughly, the latest it can have been.
    pub at: Option<String>,
    /// The earliest it can have been, where the time is known roughly.
    pub at_earliest: Option<String>,
    pub who: Option<String>,
    pub who_ip: Option<String>,
    pub appliance: Option<String>,
    #[cfg_attr(test, ts(type = "\"primary\" | \"backup\" | \"unknown\""))]
    pub role_then: &'static str,
    pub place: String,
    /// Empty where no message tells of it.
    pub event: String,
    #[cfg_attr(test, ts(type = "ChangeKind"))]
    pub kind: &'static str,
    pub object: ChangedObject,
    pub fields: Vec<ChangedField>,
    #[cfg_attr(test, ts(type = "Witness[]"))]
    pub witnesses: Vec<&'static str>,
    #[cfg_attr(test, ts(type = "ChangeClass"))]
    pub class: &'static str,
    #[cfg_attr(test, ts(type = "Group"))]
    pub group: &'static str,
    #[cfg_attr(test, ts(type = "Disposition | null"))]
    pub disposition: Option<&'static str>,
    /// `found`, `missing` or `not_observable`, once it was looked for.
    #[cfg_attr(test, ts(type = "Arrival | null"))]
    pub arrival: Option<&'static str>,
    #[cfg_attr(test, ts(type = "Standing"))]
    pub standing: &'static str,
    pub decided_by: Option<String>,
    pub decided_at: Option<String>,
    pub reason: Option<String>,
    /// What may be decided of it now.
    #[cfg_attr(test, ts(type = "Disposition[]"))]
    pub answers: Vec<&'static str>,
    /// A segment of its message is missing: there may be more to it.
    pub incomplete: bool,
    /// Made with this pair's API account.
    pub ours: bool,
    pub note: Option<String>,
    /// Both sides were seen to read the same since: a sync has overwritten it.
    pub already_overwritten: bool,
    /// Why it is not known whether a data sync has carried it, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub doubt: Option<&'static str>,
    /// Of a conflict: the changes on the other side.
    pub against: Vec<String>,
    /// Its event is in no list: what it means is told by its name alone.
    pub unknown_event: bool,
}

impl Outcome for Change {}

/// An event that is no change, and how often it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Noise {
    pub event: String,
    pub count: u64,
}

/// Who made changes, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Person {
    pub who: String,
    pub count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct IgnoredField {
    pub kind: String,
    pub field: String,
}

/// How the ledger was filled at one appliance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Filled {
    pub appliance: String,
    /// When its log was read last.
    pub log_at: Option<String>,
    /// When its configuration was read first and last.
    pub baseline_at: Option<String>,
    pub snapshot_at: Option<String>,
}

/// One page of changes, the newest first, and what is true of all of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChangeList {
    pub changes: Vec<Change>,
    /// Asked for as `after` it gives the next page; none: this is the last.
    pub next: Option<String>,
    /// How many fit what was asked, on all pages.
    pub fitting: usize,
    /// How many there are, noise not counted.
    pub total: usize,
    #[cfg_attr(test, ts(type = "Partial<Record<Group, number>>"))]
    pub counts: BTreeMap<&'static str, usize>,
    #[cfg_attr(test, ts(type = "Partial<Record<ChangeClass, number>>"))]
    pub classes: BTreeMap<&'static str, usize>,
    /// Seen by one witness alone.
    #[cfg_attr(test, ts(type = "Partial<Record<Witness, number>>"))]
    pub only: BTreeMap<&'static str, usize>,
    /// Those with most changes first.
    pub people: Vec<Person>,
    /// Waiting for a person.
    pub open: usize,
    pub noise: Vec<Noise>,
    pub ignored: Vec<IgnoredField>,
    /// The home primary first.
    pub filled: Vec<Filled>,
    /// From when on changes matter to this maintenance.
    pub from: String,
    /// The times at which changes were made, for the picture: time, label of the appliance, and whether it waits for a
    /// person; the last 400, the oldest of them first.
    pub ticks: Vec<Tick>,
    pub verdict: Verdict,
    /// The last fact that was judged: a decision names it.
    pub through: u64,
}

impl Outcome for ChangeList {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Tick {
    pub at: String,
    pub appliance: Option<String>,
    pub open: bool,
}

/// The first line of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "LedgerVerdict"))]
pub struct Verdict {
    #[cfg_attr(test, ts(type = "ReconcileVerdict"))]
    pub verdict: &'static str,
    pub sentence: String,
    /// Without a decision, blind spots that nobody has read counted.
    pub undecided: u32,
    /// Of these, blind spots.
    pub unread: u32,
    /// Decided to be put on the primary or taken back there, and not done.
    pub outstanding: u32,
}

/// One witness of a change, as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WitnessShown {
    #[cfg_attr(test, ts(type = "Witness"))]
    pub kind: &'static str,
    /// Its place in the ledger's chain.
    pub fact: u64,
    pub recorded_at: String,
    pub recorded_by: String,
    /// The appliance or file it was read from, or who noted it.
    pub source: String,
    /// What it says, as keys and values in their order.
    pub raw: Vec<(String, String)>,
}

/// A change with all its witnesses.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChangeShown {
    #[serde(flatten)]
    pub change: Change,
    pub evidence: Vec<WitnessShown>,
}

impl Outcome for ChangeShown {}

/// What came of reading one appliance's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LogCollected {
    /// The appliance it was pulled from, or the file.
    pub source: String,
    pub messages: u64,
    /// Messages that were not known.
    pub fresh: u64,
    pub incomplete: u64,
    pub damaged: u64,
    /// Why it could not be read.
    pub trouble: Option<String>,
}

/// What came of reading one appliance's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SnapshotCollected {
    pub appliance: String,
    pub objects: u64,
    /// Kinds that could not be read, and why.
    pub failed: Vec<(String, String)>,
    pub trouble: Option<String>,
}

/// What came of collecting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Collected {
    pub id: String,
    pub sentence: String,
    pub logs: Vec<LogCollected>,
    pub snapshots: Vec<SnapshotCollected>,
    /// Changes that were not known before.
    pub fresh: usize,
    pub total: usize,
    pub verdict: Verdict,
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub exit: Exit,
}

impl Outcome for Collected {
    fn exit(&self) -> Exit {
        self.exit
    }
}

/// One page of /login or /appliance, and how it is seen on each appliance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AreaSeen {
    pub menu: String,
    pub tab: String,
    /// By the label of the appliance.
    #[cfg_attr(test, ts(type = "Record<string, SeenBy>"))]
    pub seen: BTreeMap<String, &'static str>,
    /// A data sync takes it to the backup.
    pub synced: bool,
}

/// Something that nobody looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "BlindSpotShown"))]
pub struct BlindSpot {
    /// What a decision names it by.
    pub key: String,
    #[cfg_attr(test, ts(type = "\"time\" | \"segments\" | \"lines\" | \"kind\" | \"areas\""))]
    pub blind: &'static str,
    pub appliance: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub sentence: String,
    #[cfg_attr(test, ts(type = "Standing"))]
    pub standing: &'static str,
    pub decided_by: Option<String>,
    pub decided_at: Option<String>,
    pub reason: Option<String>,
}

/// A log that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LogSeen {
    pub appliance: String,
    /// The file it was read from, where it was not pulled.
    pub file: Option<String>,
    pub from: Option<String>,
    pub to: String,
    pub messages: u64,
    pub incomplete: u64,
    pub damaged: u64,
}

/// A configuration that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SnapshotSeen {
    pub appliance: String,
    pub from: String,
    pub to: String,
    pub kinds: usize,
    pub objects: u64,
    pub failed: Vec<(String, String)>,
    pub sha256: Option<String>,
}

/// How much of both appliances was looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Coverage {
    /// Syslog or a configuration covered the primary.
    pub watched: bool,
    pub from: String,
    pub to: String,
    pub areas: Vec<AreaSeen>,
    pub blind_spots: Vec<BlindSpot>,
    pub logs: Vec<LogSeen>,
    pub snapshots: Vec<SnapshotSeen>,
}

impl Outcome for Coverage {}

/// One page of the menu, to pick a place from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Place {
    pub menu: String,
    pub tab: String,
    /// As a note names it.
    pub place: String,
    pub synced: bool,
}

/// The menus of /login and /appliance of this pair's product, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlaceList(pub Vec<Place>);

impl Outcome for PlaceList {}
