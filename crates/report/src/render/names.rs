//! What values are called.

use domain::readiness::{FindingResult, Severity};
use domain::role::Side;
use ledger::Group;
use ledger::arrival::Arrival;
use ledger::catalogue::ChangeKind;
use ledger::coverage::SeenBy;
use ledger::entry::WitnessKind;
use ledger::reconcile::Disposition;

use crate::document::{Band, Blind, Change, Document, StepState, Zone};

/// What an auditor asks for and no journal holds.
pub(super) const NOT_RECORDED: &str =
    "whether the back-out was tested; a rehearsal before it; the hash of the program that was run";

pub(super) fn label(document: &Document, side: Option<Side>) -> &str {
    let found = document.report.what.appliances.iter().find(|appliance| Some(appliance.side) == side);
    found.map_or("not known", |appliance| &appliance.label)
}

pub(super) fn step(state: StepState) -> &'static str {
    match state {
        StepState::Done => "done",
        StepState::Skipped => "skipped",
        StepState::Failed => "failed",
        StepState::UnderWay => "under way",
        StepState::Unfinished => "begun, not finished",
        StepState::NotExecuted => "not executed",
    }
}

pub(super) fn band(band: Band) -> &'static str {
    match band {
        Band::Shorter => "shorter than usual",
        Band::Inside => "usual",
        Band::Longer => "longer than usual",
        Band::NoHistory => "no history",
        Band::Gap => "a gap in observation lies in it",
    }
}

pub(super) fn result(result: FindingResult) -> &'static str {
    match result {
        FindingResult::Pass => "pass",
        FindingResult::Warn => "warn",
        FindingResult::Fail => "fail",
        FindingResult::Unknown => "unknown",
        FindingResult::Skipped => "skipped",
    }
}

pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocker => "blocker",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

pub(super) fn group(group: Group) -> &'static str {
    match group {
        Group::Carried => "carried by the sync",
        Group::Overwritten => "would be overwritten",
        Group::Conflict => "conflict",
        Group::NeverSynced => "never synced",
        Group::Secret => "secret",
        Group::BlindSpot => "blind spot",
        Group::Noise => "no difference",
    }
}

pub(super) fn disposition(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Keep => "keep",
        Disposition::Reapply => "reapply",
        Disposition::Undo => "undo",
        Disposition::Discard => "discard",
        Disposition::Confirm => "confirm",
        Disposition::Waive => "waive",
    }
}

pub(super) fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Changed => "changed",
        ChangeKind::Removed => "removed",
        ChangeKind::Reordered => "reordered",
        ChangeKind::Done => "done",
    }
}

pub(super) fn arrival(arrival: Arrival) -> &'static str {
    match arrival {
        Arrival::Found => "found",
        Arrival::Missing => "missing",
        Arrival::OverwrittenLater => "changed again later",
        Arrival::NotObservable => "not observable",
    }
}

pub(super) fn witness(witness: WitnessKind) -> &'static str {
    match witness {
        WitnessKind::Syslog => "syslog",
        WitnessKind::Snapshot => "snapshot",
        WitnessKind::Note => "note",
    }
}

pub(super) fn seen_by(seen: SeenBy) -> &'static str {
    match seen {
        SeenBy::SnapshotAndSyslog => "snapshot and syslog",
        SeenBy::Snapshot => "snapshot",
        SeenBy::Syslog => "syslog",
        SeenBy::Notes => "notes only",
        SeenBy::Nothing => "nothing",
    }
}

/// What became of a change.
pub(super) fn standing(change: &Change) -> String {
    let decided = change.decided.as_ref().map_or("", |decided| disposition(decided.disposition));
    match change.standing {
        "decided" => decided.to_owned(),
        "done" => format!("{decided}, done"),
        "outstanding" => format!("{decided}, not done yet"),
        "by_switchback" => "by Switchback, to carry out a decision".to_owned(),
        "settled" => "nothing to decide".to_owned(),
        _ => "no decision".to_owned(),
    }
}

/// When a change was made that tells no time of its own.
pub(super) fn made(change: &Change, zone: &Zone) -> Option<String> {
    let words = match (change.at, change.after, change.before) {
        (Some(_), _, _) => return None,
        (None, Some(after), Some(before)) => format!("between {} and {}", zone.both(after), zone.both(before)),
        (None, Some(after), None) => format!("after {}", zone.both(after)),
        (None, None, Some(before)) => format!("before {}", zone.both(before)),
        (None, None, None) => "at a time that is not known".to_owned(),
    };
    Some(format!("made {words}"))
}

/// Who answered for what nobody looked at, when and why.
pub(super) fn answered_for(spot: &Blind, zone: &Zone) -> String {
    let Some(decided) = &spot.decided else { return "not acknowledged".to_owned() };
    let reason = decided.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    format!("acknowledged by {}, {}{reason}", decided.name, zone.both(decided.at))
}

/// `jump group Europe (7)`.
pub(super) fn object(change: &Change) -> String {
    let mut text = change.object_kind.replace(['-', '_', '/'], " ");
    if let Some(name) = &change.object_name {
        text.push(' ');
        text.push_str(name);
    }
    if let Some(id) = &change.object_id {
        text.push_str(&format!(" ({id})"));
    }
    text
}

/// The kinds of witnesses, each once.
pub(super) fn witnesses(change: &Change) -> String {
    let mut kinds: Vec<WitnessKind> = change.seen.iter().map(|seen| seen.by).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().map(witness).collect::<Vec<_>>().join(" and ")
}
