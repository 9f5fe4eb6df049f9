//! How it came out, in one line and one sentence.

use domain::journal::{Event, PauseCause};
use domain::maintenance::{Attempt, Stage};
use domain::plan::LegName;
use domain::role::Side;
use ledger::Group;
use ledger::arrival::Arrival;
use ledger::reconcile::{Disposition, Verdict};

use super::{Told, course};
use crate::document::{Change, Changes, Outcome};
use crate::words::count;

pub(super) fn outcome(told: &Told<'_>, changes: &Changes) -> Outcome {
    let m = &told.replay.maintenance;
    match m.stage {
        Stage::SignedOff if open_points(told, changes).is_empty() => Outcome::Complete,
        Stage::SignedOff => Outcome::Incomplete,
        Stage::Abandoned => Outcome::Abandoned,
        Stage::ClosedAway => Outcome::ClosedAway,
        _ if m.handed_on => Outcome::HandedOn,
        _ if m.running().is_some_and(domain::maintenance::Attempt::is_open) => Outcome::Unsettled,
        _ => Outcome::Open,
    }
}

/// What stays open, by the journal and by the ledger.
pub(super) fn open_points(told: &Told<'_>, changes: &Changes) -> Vec<String> {
    let m = &told.replay.maintenance;
    let mut points = m.open_points();
    let acted = m.acted();
    let open = changes.list.iter().filter(|change| change.standing == "undecided").count() as u64;
    if acted && open > 0 {
        points.push(format!("{} without a decision", count(open, "change is", "changes are")));
    }
    if acted && changes.outstanding > 0 {
        let open = u64::from(changes.outstanding);
        points.push(format!("{} decided and not done", count(open, "change is", "changes are")));
    }
    points
}

pub(super) fn sentences(told: &Told<'_>, outcome: Outcome, open: &[String], changes: &Changes) -> (String, String) {
    let m = &told.replay.maintenance;
    let title = &m.planned.intent.title;
    let open = || format!("Open: {}.", open.join("; "));
    let (how, sentence) = match outcome {
        Outcome::Complete => ("complete", format!("{}{}", of_changes(told, changes), of_blind_spots(changes))),
        Outcome::Incomplete => ("done, incomplete", open()),
        Outcome::Abandoned => {
            let (how, sentence) = abandoned(told);
            (how, format!("{sentence} {}", reason(told)).trim().to_owned())
        }
        Outcome::ClosedAway => {
            let (how, sentence) = closed(told);
            (how, format!("{sentence} {}", reason(told)).trim().to_owned())
        }
        Outcome::HandedOn => {
            ("handed on", "It goes on with another Switchback; this copy is closed to acts.".to_owned())
        }
        Outcome::Unsettled => (
            "outcome unknown",
            "A role command may have started. Both appliances are to be observed before anything else.".to_owned(),
        ),
        Outcome::Open => {
            ("under way", format!("It goes on. The task that is due is {}.", m.stage.id().replace('_', " ")))
        }
    };
    (format!("{title}: {how}"), sentence)
}

/// Ended before a role was changed: without a role command, or after some that did nothing.
fn abandoned(told: &Told<'_>) -> (&'static str, String) {
    match told.replay.maintenance.outbound.attempts.as_slice() {
        [] => ("abandoned before a role command", "This maintenance changed no role.".to_owned()),
        attempts => {
            let commands = count(attempts.len() as u64, "role command", "role commands");
            ("abandoned, no role command took effect", format!("{commands}: {}.", came_of(attempts)))
        }
    }
}

/// Ended without a sign-off, and where that leaves the pair, as far as it was seen.
fn closed(told: &Told<'_>) -> (&'static str, String) {
    let m = &told.replay.maintenance;
    // Whatever was under way when it was closed, nobody saw the end of.
    let legs = [LegName::Return, LegName::Outbound];
    if let Some(leg) = legs.into_iter().find(|leg| m.leg(*leg).running().is_some()) {
        let sentence = format!("The {} leg changed a role, and its end was never seen.", leg.words());
        return ("closed while the roles were changing", sentence);
    }
    let how = match (&m.return_leg.done, &m.verification) {
        (None, _) => "closed without the way back",
        (Some(_), None) => "closed after the way back, before it was verified",
        (Some(_), Some(_)) => "closed after the way back, not signed off",
    };
    let (home, stand_in) = (told.label(Side::Home), told.label(Side::StandIn));
    if let Some((PauseCause::ForeignRoleChange { home: one, stand_in: other }, _)) = &m.pause {
        let role = |role: &Option<String>| role.clone().unwrap_or_else(|| "not told".to_owned());
        let seen = format!("{home} {}, {stand_in} {}", role(one), role(other));
        return (how, format!("A role changed without a command of this maintenance: {seen}."));
    }
    if m.return_leg.done.is_some() {
        return (how, format!("{home} is primary."));
    }
    let primary = if m.current_primary() == Side::Home { home } else { stand_in };
    let is_new_home = |entry: &domain::journal::Entry| matches!(entry.event, Event::ClosedAway { new_home: true, .. });
    let new_home = if told.replay.entries.iter().any(is_new_home) { " and becomes the home primary" } else { "" };
    let tried = match m.return_leg.attempts.as_slice() {
        [] => String::new(),
        attempts => format!(" The way back was tried: {}.", came_of(attempts)),
    };
    (how, format!("{primary} stays primary{new_home}.{tried}"))
}

/// `refused by the appliance; not sent`.
fn came_of(attempts: &[Attempt]) -> String {
    attempts.iter().map(course::settled).collect::<Vec<_>>().join("; ")
}

fn of_changes(told: &Told<'_>, changes: &Changes) -> String {
    let real = changes.list.iter().filter(|change| change.group != Group::Noise);
    let number = real.clone().count() as u64;
    if number == 0 {
        return match (changes.verdict, &changes.notes_complete) {
            (_, Some(by)) => format!("No change is recorded. {by} stated that the notes are complete."),
            (Verdict::NotWatched, None) => "Nothing was watched.".to_owned(),
            _ => "No change was seen meanwhile.".to_owned(),
        };
    }
    let is_found = |change: &Change| change.arrival == Some(Arrival::Found);
    let decided = |change: &Change, as_what: Disposition| {
        !is_found(change) && change.decided.as_ref().is_some_and(|decided| decided.disposition == as_what)
    };
    let home = told.label(Side::Home);
    let of = |wanted: &dyn Fn(&Change) -> bool| real.clone().filter(|change| wanted(change)).count() as u64;
    let parts = [
        (of(&|change| is_found(change)), format!("found on {home}")),
        (of(&|change| change.arrival == Some(Arrival::OverwrittenLater)), "changed again later".to_owned()),
        (of(&|change| decided(change, Disposition::Confirm)), "confirmed by hand".to_owned()),
        (of(&|change| decided(change, Disposition::Discard)), "discarded with a reason".to_owned()),
        (of(&|change| decided(change, Disposition::Waive)), "waived".to_owned()),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, words)| format!("{} {words}", crate::words::grouped(count))).collect();
    let parts = if parts.is_empty() { "every one decided".to_owned() } else { parts.join(", ") };
    format!("{}: {parts}.", count(number, "change", "changes"))
}

/// Blind spots that nobody has acknowledged: of what is undecided, all that is no change.
fn of_blind_spots(changes: &Changes) -> String {
    let undecided = changes.list.iter().filter(|change| change.standing == "undecided").count() as u64;
    match u64::from(changes.undecided).saturating_sub(undecided) {
        0 => String::new(),
        spots => format!(" {} not acknowledged.", count(spots, "blind spot is", "blind spots are")),
    }
}

/// Why it ended before its time.
fn reason(told: &Told<'_>) -> String {
    let found = told.replay.entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Abandoned { reason } | Event::ClosedAway { reason, .. } => Some(reason.trim_end_matches('.')),
        _ => None,
    });
    found.map_or_else(String::new, |reason| format!("Reason: {reason}."))
}
