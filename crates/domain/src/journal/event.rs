//! The events of a journal, version 1. A change of meaning is a new kind or a new version with an upcaster; a field is
//! only ever added as optional.

use serde::{Deserialize, Serialize};

use crate::change::{Arrival, Disposition, EntryId, FirstToLast, Group, Reconciled, Reconciliation, Target};
use crate::ids::{CommandId, Guid};
use crate::observation::Round;
use crate::plan::{LegName, Planned};
use crate::readiness::{Checked, FindingResult};
use crate::role::{AssignedRole, Both, Side};
use crate::time::Utc;

/// How a role is changed (product section 5). The guarded ways come with their own issue; a journal that holds one is
/// refused by this program as written by a newer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// To the current primary: become backup, data sync first, no force.
    Planned,
    /// A person presses the button in /login; nothing is sent.
    ByHand,
}

/// The intent of one role command, durable before anything leaves (R1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleIntent {
    pub command: CommandId,
    pub leg: LegName,
    pub way: Way,
    /// The appliance that receives the command: the current primary.
    pub target: Side,
    pub role: AssignedRole,
    pub data_sync_first: bool,
    pub force: bool,
    /// The roles seen just before.
    pub before: Both<AssignedRole>,
    /// The roles this decision assigns.
    pub assigned: Both<AssignedRole>,
    /// The last data sync each appliance told just before, in its own clock.
    pub last_sync: Both<Option<Utc>>,
    /// Each appliance's clock minus this computer's, milliseconds, where it was told.
    pub clock_offset_ms: Both<Option<i64>>,
    /// Users signed in just before, where they could be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<u32>,
    /// Of the return leg: what the ledger came to at the gate (R4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reconciliation: Option<Reconciliation>,
}

/// What the appliance answered to a role command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleAnswer {
    /// A success answer: with a data sync it means started, never done (appliance-api section 2.3).
    Started,
    /// An error answer: the appliance said no.
    Refused,
    /// The command surely never left this computer: no connection was made.
    NotSent,
    /// No answer, or one that cannot be read. It may have started.
    Unknown,
    /// By hand: nothing was sent by this program.
    ByHand,
}

/// How a role command came out, by observation or by a person's statement. Never by the clock (R2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    Happened,
    Refused,
    NotSent,
    /// A person who has looked stated by name that it did not happen.
    NotHappened,
}

/// What is known of the data sync of a leg (product section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncVerdict {
    /// A last-sync stamp moved past its value before the command.
    Proven,
    /// The roles changed after a command with sync: the appliance swaps only after a completed one.
    Implied,
    Unproven,
}

/// The end of a leg: both roles as assigned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegDone {
    pub leg: LegName,
    /// The decision that made it so; absent: adopted, somebody else's doing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<CommandId>,
    pub sync: SyncVerdict,
    /// Sides whose role was told by the other appliance only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub second_hand: Vec<Side>,
    /// False where one appliance's role was told by nobody: the new primary's own word and the site name counted.
    pub two_primaries_excluded: bool,
    /// Consecutive samples that agreed.
    pub samples: u32,
    /// Why somebody else's role change was taken as this leg's outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted: Option<String>,
}

/// Why a maintenance stands still until a person decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "cause")]
pub enum PauseCause {
    /// A role changed without a command of ours.
    ForeignRoleChange { home: Option<String>, stand_in: Option<String> },
    /// An appliance told another GUID than the one this pair remembers.
    ChangedGuid { side: Side, seen: Guid },
    /// An appliance's public key is not the pinned one.
    ChangedPin { side: Side },
}

/// How traffic was found to reach the new primary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum SwingProof {
    /// The site name was answered by the new primary's GUID.
    Verified { guid: Guid },
    /// A person states that traffic reaches the new primary; this computer could not see it.
    Confirmed { name: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    Slept,
    ClockChanged,
    Stalled,
}

/// What the verification found on the returned primary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub roles_as_planned: bool,
    pub traffic: Option<bool>,
    pub healthy: Both<Option<bool>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<u32>,
    /// Changes looked for and found; absent: nothing was watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrivals: Option<u32>,
    /// What was found of each change that was looked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looked_for: Vec<(Arrival, Vec<FirstToLast>)>,
    pub open_points: Vec<String>,
}

/// The configuration before the work, and up to where the logs were read then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// When reading it was begun: from then on changes are looked for.
    pub from: Utc,
    /// The last fact of it in the ledger.
    pub through: u64,
    /// Whose configuration was read, whole or in part.
    pub configurations: Vec<Side>,
    /// Whose log was read.
    pub logs: Vec<Side>,
    pub objects: u64,
}

/// One decision on changes; who and when stand on the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesDecided {
    pub target: Target,
    /// The group they were in.
    pub group: Group,
    pub disposition: Disposition,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The last fact of the ledger that was there to be read.
    pub through: u64,
}

/// One call that re-applies or undoes a change, durable before it leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeIntent {
    pub entry: EntryId,
    pub disposition: Disposition,
    /// The appliance it goes to: the current primary.
    pub target: Side,
    /// `POST`, `PATCH` or `DELETE`
    pub method: String,
    pub path: String,
    /// Canonical JSON. It holds no secret: a plan has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// What came of that call, or of what a person did by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeApplied {
    pub entry: EntryId,
    pub disposition: Disposition,
    /// Read back and found as wanted.
    pub done: bool,
    /// Nothing that can be read tells whether it was done: it is not sent again by itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unknown: bool,
    /// What the appliance answered and what was read back, in words.
    pub answer: String,
}

/// One thing that happened to a maintenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    Planned(Box<Planned>),
    Approved {
        name: String,
        after_the_fact: bool,
    },
    Checked(Box<Checked>),
    Acknowledged {
        leg: LegName,
        code: String,
        subject: String,
        result: FindingResult,
        reason: String,
    },
    SaveSkipped {
        reason: String,
    },
    BackupNamed {
        side: Side,
        file_name: String,
        bytes: u64,
        sha256: String,
    },
    RoleIntended(Box<RoleIntent>),
    RoleAnswered {
        command: CommandId,
        answer: RoleAnswer,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
        message: String,
    },
    Observed(Box<Observed>),
    RoleSettled {
        command: CommandId,
        settlement: Settlement,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    LegDone(LegDone),
    SyncProven {
        leg: LegName,
        side: Side,
        stamp: Utc,
    },
    Swung {
        leg: LegName,
        proof: SwingProof,
    },
    ObservationSignedOff {
        leg: LegName,
    },
    Paused(PauseCause),
    Resumed {
        reason: String,
    },
    ApplianceAccepted {
        side: Side,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        guid: Option<Guid>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pin: Option<String>,
    },
    WatchGap {
        from: Utc,
        to: Utc,
        reason: GapReason,
    },
    Noted {
        text: String,
    },
    /// A person states that the notes of what was changed are complete, where nothing was watched.
    NotesComplete {
        reason: String,
    },
    Verified(Verification),
    SignedOff {
        open_points: Vec<String>,
    },
    Abandoned {
        reason: String,
    },
    ClosedAway {
        new_home: bool,
        reason: String,
        open_points: Vec<String>,
    },
    BaselineTaken(Baseline),
    ChangesDecided(ChangesDecided),
    /// A field is taken out of sight, or seen again.
    FieldIgnored {
        object_kind: String,
        field: String,
        ignored: bool,
    },
    ChangeIntended(ChangeIntent),
    ChangeApplied(ChangeApplied),
    /// The ledger was judged anew, and it stands elsewhere than before.
    ReconciliationChanged(Reconciled),
    /// This copy was handed on: acts go on elsewhere.
    Exported {
        file_name: String,
    },
    /// The record was taken over from an export of another computer, or taken back.
    Imported {
        from: String,
        head: String,
    },
}

/// One recorded round: every one of the first samples of a run of equal ones, then one a minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// How many consecutive rounds have looked the same, this one counted.
    pub run: u32,
    pub round: Round,
}

/// The name of an event's kind, as the journal writes it.
pub const KINDS: [&str; 32] = [
    "planned",
    "approved",
    "checked",
    "acknowledged",
    "save_skipped",
    "backup_named",
    "role_intended",
    "role_answered",
    "observed",
    "role_settled",
    "leg_done",
    "sync_proven",
    "swung",
    "observation_signed_off",
    "paused",
    "resumed",
    "appliance_accepted",
    "watch_gap",
    "noted",
    "notes_complete",
    "verified",
    "signed_off",
    "abandoned",
    "closed_away",
    "exported",
    "imported",
    "baseline_taken",
    "changes_decided",
    "field_ignored",
    "change_intended",
    "change_applied",
    "reconciliation_changed",
];

impl Event {
    /// The kind as the journal writes it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Planned(_) => "planned",
            Self::Approved { .. } => "approved",
            Self::Checked(_) => "checked",
            Self::Acknowledged { .. } => "acknowledged",
            Self::SaveSkipped { .. } => "save_skipped",
            Self::BackupNamed { .. } => "backup_named",
            Self::RoleIntended(_) => "role_intended",
            Self::RoleAnswered { .. } => "role_answered",
            Self::Observed(_) => "observed",
            Self::RoleSettled { .. } => "role_settled",
            Self::LegDone(_) => "leg_done",
            Self::SyncProven { .. } => "sync_proven",
            Self::Swung { .. } => "swung",
            Self::ObservationSignedOff { .. } => "observation_signed_off",
            Self::Paused(_) => "paused",
            Self::Resumed { .. } => "resumed",
            Self::ApplianceAccepted { .. } => "appliance_accepted",
            Self::WatchGap { .. } => "watch_gap",
            Self::Noted { .. } => "noted",
            Self::NotesComplete { .. } => "notes_complete",
            Self::Verified(_) => "verified",
            Self::SignedOff { .. } => "signed_off",
            Self::Abandoned { .. } => "abandoned",
            Self::ClosedAway { .. } => "closed_away",
            Self::Exported { .. } => "exported",
            Self::Imported { .. } => "imported",
            Self::BaselineTaken(_) => "baseline_taken",
            Self::ChangesDecided(_) => "changes_decided",
            Self::FieldIgnored { .. } => "field_ignored",
            Self::ChangeIntended(_) => "change_intended",
            Self::ChangeApplied(_) => "change_applied",
            Self::ReconciliationChanged(_) => "reconciliation_changed",
        }
    }
}
