//! The words of the contract for the domain's values, in one place.

pub(crate) use domain::chain::hex;
use domain::journal::{RoleAnswer, Settlement, SyncVerdict, Way};
use domain::maintenance::{Phase, TaskState};
use domain::observation::{Api, Product, Trouble};
use domain::pair::{Guard, Network, Proxy, Trust};
use domain::pair_state::{PairStateName, Tone};
use domain::plan::{Kind, LegName};
use domain::readiness::{FindingResult, Severity, Verdict};
use engine::{CommandPermission, SecretState, UsualPhase};
use ledger::arrival::Arrival;
use ledger::catalogue::{ChangeKind, Class as ChangeClass};
use ledger::coverage::SeenBy;
use ledger::entry::WitnessKind as Witness;
use ledger::reconcile::{Disposition, Group, Verdict as ReconcileVerdict};
use report::document::{Band as ReportBand, Outcome as ReportOutcome, PhaseName as ReportPhaseName};

use crate::wire::TroubleTold;

macro_rules! words {
    ($($name:ident: $type:ty { $($value:pat => $word:literal),* $(,)? })*) => {
        $(pub(crate) fn $name(value: $type) -> &'static str {
            match value { $($value => $word,)* }
        })*

        /// Every word by the name of its type: the page's types are made from it.
        #[cfg(test)]
        pub(crate) const UNIONS: &[(&str, &[&str])] = &[$((stringify!($type), &[$($word,)*]),)*];
    };
}

words! {
    product: Product { Product::Rs => "rs", Product::Pra => "pra" }
    network: Network { Network::SharedIp => "shared-ip", Network::Dns => "dns", Network::Nat => "nat" }
    guard: Guard { Guard::Production => "production", Guard::Test => "test" }
    leg: LegName { LegName::Outbound => "outbound", LegName::Return => "return" }
    kind: Kind { Kind::Maintenance => "maintenance", Kind::Upgrade => "upgrade" }
    way: Way { Way::Planned => "planned", Way::ByHand => "by_hand" }
    sync: SyncVerdict {
        SyncVerdict::Proven => "proven", SyncVerdict::Implied => "implied", SyncVerdict::Unproven => "unproven",
    }
    answer: RoleAnswer {
        RoleAnswer::Started => "started", RoleAnswer::Refused => "refused", RoleAnswer::NotSent => "not_sent",
        RoleAnswer::Unknown => "unknown", RoleAnswer::ByHand => "by_hand",
    }
    settlement: Settlement {
        Settlement::Happened => "happened", Settlement::Refused => "refused", Settlement::NotSent => "not_sent",
        Settlement::NotHappened => "not_happened",
    }
    severity: Severity { Severity::Blocker => "blocker", Severity::Warning => "warning", Severity::Info => "info" }
    result: FindingResult {
        FindingResult::Pass => "pass", FindingResult::Warn => "warn", FindingResult::Fail => "fail",
        FindingResult::Unknown => "unknown", FindingResult::Skipped => "skipped",
    }
    verdict: Verdict { Verdict::Ready => "ready", Verdict::NotReady => "not_ready", Verdict::Unknown => "unknown" }
    task_state: TaskState {
        TaskState::Done => "done", TaskState::Now => "now", TaskState::NeedsYou => "needs_you",
        TaskState::Next => "next", TaskState::Locked => "locked", TaskState::Skipped => "skipped",
    }
    report_outcome: ReportOutcome {
        ReportOutcome::Complete => "complete", ReportOutcome::Incomplete => "incomplete",
        ReportOutcome::Abandoned => "abandoned", ReportOutcome::ClosedAway => "closed_away",
        ReportOutcome::HandedOn => "handed_on", ReportOutcome::Unsettled => "unsettled", ReportOutcome::Open => "open",
    }
    report_phase: ReportPhaseName {
        ReportPhaseName::UsersOut => "users_out", ReportPhaseName::Sync => "sync", ReportPhaseName::Swap => "swap",
        ReportPhaseName::Swing => "swing", ReportPhaseName::Observe => "observe",
        ReportPhaseName::OnTheStandIn => "on_the_stand_in",
        ReportPhaseName::WithoutRedundancy => "without_redundancy",
    }
    report_band: ReportBand {
        ReportBand::Shorter => "shorter", ReportBand::Inside => "inside", ReportBand::Longer => "longer",
        ReportBand::NoHistory => "no_history", ReportBand::Gap => "gap",
    }
    phase: Phase { Phase::Answering => "answering", Phase::Syncing => "syncing", Phase::Swapping => "swapping" }
    tone: Tone {
        Tone::Ready => "ready", Tone::Working => "working", Tone::Slow => "slow", Tone::NeedsYou => "needs_you",
        Tone::Stop => "stop",
    }
    state: PairStateName {
        PairStateName::Normal => "normal", PairStateName::FailedOver => "failed_over",
        PairStateName::Syncing => "syncing", PairStateName::Swapping => "swapping", PairStateName::Away => "away",
        PairStateName::BothBackup => "both_backup", PairStateName::TwoPrimaries => "two_primaries",
        PairStateName::Unknown => "unknown", PairStateName::Unrecognised => "unrecognised",
        PairStateName::Broken => "broken", PairStateName::VersionMismatch => "version_mismatch",
    }
    usual_phase: UsualPhase {
        UsualPhase::Sync => "sync", UsualPhase::Swap => "swap", UsualPhase::Swing => "swing",
    }
    group: Group {
        Group::Carried => "carried", Group::Overwritten => "overwritten", Group::Conflict => "conflict",
        Group::NeverSynced => "never_synced", Group::Secret => "secret", Group::BlindSpot => "blind_spot",
        Group::Noise => "noise",
    }
    disposition: Disposition {
        Disposition::Keep => "keep", Disposition::Reapply => "reapply", Disposition::Undo => "undo",
        Disposition::Discard => "discard", Disposition::Confirm => "confirm", Disposition::Waive => "waive",
    }
    change_class: ChangeClass {
        ChangeClass::Configuration => "configuration", ChangeClass::SelfService => "self_service",
        ChangeClass::Automatic => "automatic", ChangeClass::Appliance => "appliance",
        ChangeClass::Operational => "operational",
    }
    change_kind: ChangeKind {
        ChangeKind::Added => "added", ChangeKind::Changed => "changed", ChangeKind::Removed => "removed",
        ChangeKind::Reordered => "reordered", ChangeKind::Done => "done",
    }
    witness: Witness {
        Witness::Syslog => "syslog", Witness::Snapshot => "snapshot", Witness::Note => "note",
    }
    seen_by: SeenBy {
        SeenBy::SnapshotAndSyslog => "snapshot_and_syslog", SeenBy::Snapshot => "snapshot",
        SeenBy::Syslog => "syslog", SeenBy::Notes => "notes", SeenBy::Nothing => "nothing",
    }
    reconcile_verdict: ReconcileVerdict {
        ReconcileVerdict::NothingToReconcile => "nothing_to_reconcile",
        ReconcileVerdict::DecisionsNeeded => "decisions_needed", ReconcileVerdict::NotWatched => "not_watched",
        ReconcileVerdict::Reconciled => "reconciled",
    }
    arrival: Arrival {
        Arrival::Found => "found", Arrival::Missing => "missing",
        Arrival::OverwrittenLater => "overwritten_later", Arrival::NotObservable => "not_observable",
    }
    credential: SecretState {
        SecretState::Stored => "stored", SecretState::Missing => "missing", SecretState::Locked => "locked",
        SecretState::Absent => "absent", SecretState::Denied => "denied", SecretState::Failed => "failed",
    }
}

/// The keychain itself: an entry that is missing shows that it could be read.
pub(crate) fn keychain(state: SecretState) -> &'static str {
    match state {
        SecretState::Stored | SecretState::Missing => "usable",
        other => credential(other),
    }
}

/// The interface, where one answered.
pub(crate) fn api(value: Api) -> Option<&'static str> {
    match value {
        Api::V1 => Some("v1"),
        Api::V2 => Some("v2"),
        Api::Plain => None,
    }
}

pub(crate) fn trust(value: &Trust) -> String {
    match value {
        Trust::System => "system".to_owned(),
        Trust::CaFile(file) => format!("ca:{file}"),
        Trust::Pin(pin) => format!("pin:{pin}"),
    }
}

pub(crate) fn proxy(value: &Proxy) -> String {
    match value {
        Proxy::Direct => "direct".to_owned(),
        Proxy::System => "system".to_owned(),
        Proxy::Url(url) => url.clone(),
    }
}

pub(crate) fn permission(value: &CommandPermission) -> Option<String> {
    match value {
        CommandPermission::Full => Some("full_access".to_owned()),
        CommandPermission::ReadOnly => Some("read_only".to_owned()),
        CommandPermission::Deny => Some("deny".to_owned()),
        CommandPermission::Unrecognised(text) => Some(text.clone()),
        CommandPermission::Untold => None,
    }
}

pub(crate) fn trouble(value: &Trouble) -> TroubleTold {
    TroubleTold {
        code: engine::error::trouble_code(value.kind).to_owned(),
        message: value.detail.clone(),
        hint: engine::error::trouble_hint(value.kind).to_owned(),
    }
}
