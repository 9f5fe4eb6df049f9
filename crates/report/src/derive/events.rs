//! Every event of the journal in words.

use domain::change::{EntryId, Target};
use domain::journal::{Event, GapReason, PauseCause, RoleAnswer, Settlement, SwingProof, SyncVerdict, Way};
use domain::plan::LegName;
use domain::role::Side;

use super::Told;
use crate::document::EventLine;
use crate::words::{count, duration, plain};

pub(super) fn events(told: &Told<'_>) -> Vec<EventLine> {
    let lines = told.replay.entries.iter().map(|entry| EventLine {
        seq: entry.seq,
        at: entry.stamp.at,
        kind: entry.event.kind(),
        by: entry.stamp.by.clone(),
        words: words(told, entry),
    });
    lines.collect()
}

fn words(told: &Told<'_>, entry: &domain::journal::Entry) -> String {
    let label = |side: Side| told.label(side);
    match &entry.event {
        Event::Planned(planned) if planned.taken_up => format!("{} taken up: {}", planned.number, planned.intent.title),
        Event::Planned(planned) => format!("{} planned: {}", planned.number, planned.intent.title),
        Event::Approved { name, after_the_fact: false } => format!("Approval by {name} entered"),
        Event::Approved { name, .. } => format!("Approval by {name} entered after the fact"),
        Event::Checked(checked) => {
            let asks = checked.findings.iter().filter(|finding| finding.blocks() || finding.asks()).count() as u64;
            let of = count(checked.findings.len() as u64, "finding", "findings");
            format!("Readiness of the {} leg checked: {of}, {asks} to mend or acknowledge", checked.leg.words())
        }
        Event::Acknowledged { code, subject, result, reason, .. } => {
            format!("{code} of {subject} ({}) acknowledged: {reason}", plain(result))
        }
        Event::SaveSkipped { reason } => format!("Save skipped: {reason}"),
        Event::BackupNamed { side, file_name, bytes, sha256 } => format!(
            "Backup of {} named: {file_name}, {}, SHA-256 {sha256}",
            label(*side),
            count(*bytes, "byte", "bytes")
        ),
        Event::RoleIntended(intent) => {
            let sync = if intent.data_sync_first { ", data sync first" } else { ", no data sync" };
            let force = if intent.force { ", with force" } else { "" };
            let way = match intent.way {
                Way::Planned => "Role command about to be sent",
                Way::ByHand => "Role change by hand begun",
            };
            format!(
                "{way} for the {} leg: {} to become {}{sync}{force}",
                intent.leg.words(),
                label(intent.target),
                intent.role
            )
        }
        Event::RoleAnswered { answer, status, message, .. } => {
            let status = status.map_or_else(String::new, |status| format!(" (status {status})"));
            let text = if message.is_empty() { String::new() } else { format!(": {message}") };
            format!("{}{status}{text}", answered(*answer))
        }
        Event::Observed(observed) => {
            // As it was judged then: an appliance that was accepted later has another GUID.
            let looks = &told.replay.looks;
            let Ok(place) = looks.binary_search_by_key(&entry.seq, |look| look.seq) else { return String::new() };
            let look = &looks[place];
            let side = |side: Side| {
                let (role, second_hand) = look.roles.of(side);
                format!("{} {role}{}", label(side), if *second_hand { " (second hand)" } else { "" })
            };
            format!("Seen: {}, {}; equal look {}", side(Side::Home), side(Side::StandIn), observed.run)
        }
        Event::RoleSettled { settlement, reason, .. } => {
            let reason = reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
            format!("{}{reason}", settled(*settlement))
        }
        Event::LegDone(done) => {
            let sync = match done.sync {
                SyncVerdict::Proven => "data sync proven",
                SyncVerdict::Implied => "data sync implied",
                SyncVerdict::Unproven => "data sync not proven",
            };
            let adopted = done.adopted.as_ref().map_or_else(String::new, |reason| format!("; adopted: {reason}"));
            let samples = count(u64::from(done.samples), "sample", "samples");
            format!(
                "The {} leg is done: {} primary in {samples}, {sync}{adopted}",
                done.leg.words(),
                label(done.leg.new_primary())
            )
        }
        Event::SyncProven { leg, side, stamp } => {
            format!("{} tells a last sync at {stamp}: the data sync of the {} leg is proven", label(*side), leg.words())
        }
        Event::Swung { leg, proof } => swung(told, *leg, proof),
        Event::ObservationSignedOff { leg } => format!("The {} leg is signed off", leg.words()),
        Event::Paused(cause) => match cause {
            PauseCause::ForeignRoleChange { home, stand_in } => {
                let text = |role: &Option<String>| role.clone().unwrap_or_else(|| "not told".to_owned());
                format!(
                    "Paused: a role changed without our command ({} {}, {} {})",
                    label(Side::Home),
                    text(home),
                    label(Side::StandIn),
                    text(stand_in)
                )
            }
            PauseCause::ChangedGuid { side, seen } => format!("Paused: {} tells another GUID, {seen}", label(*side)),
            PauseCause::ChangedPin { side } => {
                format!("Paused: {} shows another key than the pinned one", label(*side))
            }
        },
        Event::Resumed { reason } => format!("Goes on: {reason}"),
        Event::ApplianceAccepted { side, guid, pin } => {
            let guid = guid.as_ref().map_or_else(String::new, |guid| format!(", GUID {guid}"));
            let pin = pin.as_ref().map_or_else(String::new, |pin| format!(", key {pin}"));
            format!("{} accepted as it is now{guid}{pin}", label(*side))
        }
        Event::WatchGap { from, to, reason } => {
            let why = match reason {
                GapReason::Slept => "the computer slept",
                GapReason::ClockChanged => "its clock was changed",
                GapReason::Stalled => "the program was held up",
            };
            let took = super::took(*from, Some(*to)).map_or_else(|| "a time that is not known".to_owned(), duration);
            format!("Nothing observed for {took}: {why}")
        }
        Event::Noted { text } => format!("Note: {text}"),
        Event::NotesComplete { reason } => format!("Notes stated complete: {reason}"),
        Event::Verified(verification) => match verification.open_points.as_slice() {
            [] => "Verified: roles, traffic and health as they should be".to_owned(),
            points => format!("Verified, open: {}", points.join("; ")),
        },
        Event::SignedOff { open_points } if open_points.is_empty() => "Signed off, nothing open".to_owned(),
        Event::SignedOff { open_points } => format!("Signed off, open: {}", open_points.join("; ")),
        Event::Abandoned { reason } => format!("Abandoned: {reason}"),
        Event::ClosedAway { new_home, reason, .. } => {
            let home =
                if *new_home { format!("; {} becomes the home primary", label(Side::StandIn)) } else { String::new() };
            format!("Closed away{home}: {reason}")
        }
        Event::BaselineTaken(baseline) => {
            let sides = |sides: &[Side]| match sides {
                [] => "neither appliance".to_owned(),
                sides => sides.iter().map(|side| label(*side)).collect::<Vec<_>>().join(" and "),
            };
            let objects = count(baseline.objects, "object", "objects");
            let (configurations, logs) = (sides(&baseline.configurations), sides(&baseline.logs));
            format!("Baseline taken: configuration of {configurations}, {objects}; log of {logs}")
        }
        Event::ChangesDecided(decided) => {
            let reason = decided.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
            format!(
                "Decided, {} ({}): {}{reason}",
                target(&decided.target),
                plain(&decided.group),
                plain(&decided.disposition)
            )
        }
        Event::FieldIgnored { object_kind, field, ignored: true } => {
            format!("{field} of {object_kind} taken out of sight")
        }
        Event::FieldIgnored { object_kind, field, .. } => format!("{field} of {object_kind} seen again"),
        Event::ChangeIntended(intent) => format!(
            "Call about to be sent to {} for {} ({}): {} {}",
            label(intent.target),
            intent.entry,
            plain(&intent.disposition),
            intent.method,
            intent.path
        ),
        Event::ChangeApplied(applied) => {
            let done = match (applied.unknown, applied.done) {
                (true, _) => "outcome unknown",
                (false, true) => "done, read back",
                (false, false) => "not done",
            };
            format!("{} ({}) {done}: {}", applied.entry, plain(&applied.disposition), applied.answer)
        }
        Event::ReconciliationChanged(state) => {
            let sentence = state.verdict.sentence(state.undecided, state.unread, state.outstanding);
            format!(
                "The ledger stands at fact {}: {sentence}, {}",
                state.through,
                count(u64::from(state.changes), "change", "changes")
            )
        }
        Event::Exported { file_name } => format!("Handed on in {file_name}"),
        Event::Imported { from, head } => format!("Taken over from {from}, head {head}"),
    }
}

fn target(target: &Target) -> String {
    let run = |(first, last): &(EntryId, EntryId)| {
        if first == last { first.to_string() } else { format!("{first} to {last}") }
    };
    match target {
        Target::Entry(entry) => entry.to_string(),
        Target::Listed(runs) => runs.iter().map(run).collect::<Vec<_>>().join(", "),
        Target::BlindSpot(_) => "a blind spot".to_owned(),
    }
}

fn answered(answer: RoleAnswer) -> &'static str {
    match answer {
        RoleAnswer::Started => "Answer: started",
        RoleAnswer::Refused => "Answer: refused",
        RoleAnswer::NotSent => "Not sent: no connection was made",
        RoleAnswer::Unknown => "No answer that can be read: it may have started",
        RoleAnswer::ByHand => "By hand: nothing was sent",
    }
}

fn settled(settlement: Settlement) -> &'static str {
    match settlement {
        Settlement::Happened => "Settled: the roles change as commanded",
        Settlement::Refused => "Settled: refused, roles unchanged",
        Settlement::NotSent => "Settled: it never left",
        Settlement::NotHappened => "Stated by a person who has looked that it did not happen",
    }
}

fn swung(told: &Told<'_>, leg: LegName, proof: &SwingProof) -> String {
    let primary = told.label(leg.new_primary());
    match proof {
        SwingProof::Verified { guid } => format!("Traffic reaches {primary}: the site name is answered by {guid}"),
        SwingProof::Confirmed { name } => format!("{name} confirms that traffic reaches {primary}"),
    }
}
