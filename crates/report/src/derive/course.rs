//! Steps, ways, commands and legs.

use std::collections::HashMap;

use domain::ids::CommandId;
use domain::journal::{Event, SwingProof, Way as JournalWay};
use domain::maintenance::{Attempt, Saved, Stage, TaskState, sync_proof, tasks};
use domain::plan::LegName;
use domain::time::Utc;

use super::{Told, checks, took};
use crate::document::{Changes, Check, CommandSent, LegResult, Step, StepState, Way};
use crate::words::count;

const WORDS: [(Stage, &str); 13] = [
    (Stage::Plan, "Plan"),
    (Stage::Check, "Check readiness"),
    (Stage::Save, "Save"),
    (Stage::FailOver, "Fail over"),
    (Stage::Swing, "Swing traffic"),
    (Stage::Observe, "Observe"),
    (Stage::Work, "Do the work"),
    (Stage::Reconcile, "Reconcile"),
    (Stage::CheckReturn, "Check readiness again"),
    (Stage::FailBack, "Fail back"),
    (Stage::SwingReturn, "Swing back"),
    (Stage::Verify, "Verify"),
    (Stage::SignOff, "Sign off"),
];

pub(super) fn steps(told: &Told<'_>, changes: &Changes, checks: &[Check]) -> Vec<Step> {
    let states = tasks(&told.replay.maintenance, told.as_of);
    let rows = WORDS.into_iter().zip(states).map(|((stage, words), task)| {
        let (from, to) = times(told, stage);
        let state = state(told, stage, task.state, from.is_some());
        let (from, to) = if state == StepState::NotExecuted { (None, None) } else { (from, to) };
        Step {
            task: stage.id(),
            words,
            state,
            from,
            to,
            took_ms: from.and_then(|from| took(from, to)),
            result: if state == StepState::NotExecuted { String::new() } else { result(told, stage, changes, checks) },
        }
    });
    rows.collect()
}

fn state(told: &Told<'_>, stage: Stage, state: TaskState, began: bool) -> StepState {
    let m = &told.replay.maintenance;
    let leg = match stage {
        Stage::FailOver => Some(LegName::Outbound),
        Stage::FailBack => Some(LegName::Return),
        _ => None,
    };
    let attempts = leg.map(|leg| m.leg(leg).attempts.as_slice()).unwrap_or_default();
    match state {
        // Nothing was checked before a leg that somebody else has made.
        TaskState::Done if stage == Stage::Check && !has_check(told, LegName::Outbound) => StepState::NotExecuted,
        TaskState::Done if stage == Stage::CheckReturn && !has_check(told, LegName::Return) => StepState::NotExecuted,
        TaskState::Done => StepState::Done,
        TaskState::Skipped => StepState::Skipped,
        TaskState::Now | TaskState::NeedsYou => StepState::UnderWay,
        // A command went out and its leg was never done.
        TaskState::Next | TaskState::Locked if !attempts.is_empty() => StepState::Failed,
        // A check that was made and did not come to ready is no step that was not executed.
        TaskState::Locked if stage == Stage::Check && has_check(told, LegName::Outbound) => StepState::Failed,
        TaskState::Locked if stage == Stage::CheckReturn && has_check(told, LegName::Return) => StepState::Failed,
        TaskState::Next | TaskState::Locked if began && m.stage.ended() => StepState::Unfinished,
        TaskState::Next | TaskState::Locked => StepState::NotExecuted,
    }
}

fn has_check(told: &Told<'_>, leg: LegName) -> bool {
    told.replay.entries.iter().any(|entry| matches!(&entry.event, Event::Checked(checked) if checked.leg == leg))
}

/// When a task began and ended, as far as events tell.
fn times(told: &Told<'_>, stage: Stage) -> (Option<Utc>, Option<Utc>) {
    let m = &told.replay.maintenance;
    let first = |wanted: &dyn Fn(&Event) -> bool| at(told.replay.entries.iter().find(|entry| wanted(&entry.event)));
    let last =
        |wanted: &dyn Fn(&Event) -> bool| at(told.replay.entries.iter().rev().find(|entry| wanted(&entry.event)));
    let checked = |leg: LegName| move |event: &Event| matches!(event, Event::Checked(checked) if checked.leg == leg);
    let is_saved = |event: &Event| {
        matches!(event, Event::SaveSkipped { .. } | Event::BackupNamed { .. } | Event::BaselineTaken(_))
    };
    let is_decided = |event: &Event| {
        matches!(event, Event::NotesComplete { .. } | Event::ChangesDecided(_) | Event::ChangeApplied(_))
    };
    let done = |leg: LegName| m.leg(leg).done.as_ref().map(|(_, at)| *at);
    let intended = |leg: LegName| m.leg(leg).attempts.first().map(|attempt| attempt.intended_at);
    let swung = |leg: LegName| m.leg(leg).swing.as_ref().map(|(_, at)| *at);
    match stage {
        Stage::Plan => (Some(m.planned_at), Some(m.planned_at)),
        Stage::Check => (first(&checked(LegName::Outbound)), last(&checked(LegName::Outbound))),
        Stage::Save => (first(&is_saved), last(&is_saved)),
        Stage::FailOver => (intended(LegName::Outbound), done(LegName::Outbound)),
        Stage::Swing => (done(LegName::Outbound), swung(LegName::Outbound)),
        Stage::Observe => (swung(LegName::Outbound), m.outbound.signed_off_at),
        Stage::Work => {
            let from = m.outbound.signed_off_at.or(m.planned.taken_up.then_some(m.planned_at));
            let to = first(&checked(LegName::Return)).or(intended(LegName::Return)).or(done(LegName::Return));
            (from, to.or(m.ended_at.filter(|_| from.is_some())))
        }
        Stage::Reconcile => (first(&is_decided), last(&is_decided)),
        Stage::CheckReturn => (first(&checked(LegName::Return)), last(&checked(LegName::Return))),
        Stage::FailBack => (intended(LegName::Return), done(LegName::Return)),
        Stage::SwingReturn => (done(LegName::Return), swung(LegName::Return)),
        Stage::Verify => (swung(LegName::Return), m.verification.as_ref().map(|(_, at)| *at)),
        Stage::SignOff => (m.verification.as_ref().map(|(_, at)| *at), m.ended_at),
        Stage::SignedOff | Stage::Abandoned | Stage::ClosedAway => (None, None),
    }
}

fn at(entry: Option<&domain::journal::Entry>) -> Option<Utc> {
    entry.map(|entry| entry.stamp.at)
}

fn result(told: &Told<'_>, stage: Stage, changes: &Changes, checks: &[Check]) -> String {
    let m = &told.replay.maintenance;
    match stage {
        Stage::Plan => format!("planned by {}", m.planned_by),
        Stage::Check => checked(told, checks, LegName::Outbound),
        Stage::CheckReturn => checked(told, checks, LegName::Return),
        Stage::Save => {
            let baseline = m
                .baseline
                .as_ref()
                .map(|(baseline, _)| format!("baseline of {}", count(baseline.objects, "object", "objects")));
            m.saved.iter().map(Saved::words).chain(baseline).collect::<Vec<_>>().join("; ")
        }
        Stage::FailOver => leg_result(told, LegName::Outbound),
        Stage::FailBack => leg_result(told, LegName::Return),
        Stage::Swing => traffic(told, LegName::Outbound).unwrap_or_default(),
        Stage::SwingReturn => traffic(told, LegName::Return).unwrap_or_default(),
        Stage::Observe => {
            signed_off(told, LegName::Outbound).map_or_else(String::new, |by| format!("signed off by {by}"))
        }
        Stage::Work => {
            let real = changes.list.iter().filter(|change| change.group != ledger::Group::Noise).count() as u64;
            let notes = count(m.notes.len() as u64, "note", "notes");
            format!("{}, {notes}", count(real, "change recorded", "changes recorded"))
        }
        Stage::Reconcile => match &changes.notes_complete {
            Some(by) => format!("{}; notes stated complete by {by}", changes.sentence),
            None => changes.sentence.clone(),
        },
        Stage::Verify => m.verification.as_ref().map_or_else(String::new, |(verification, _)| {
            match verification.open_points.as_slice() {
                [] => "roles, traffic and health as they should be".to_owned(),
                points => format!("open: {}", points.join("; ")),
            }
        }),
        Stage::SignOff => {
            let by = told.replay.entries.iter().find(|entry| matches!(entry.event, Event::SignedOff { .. }));
            by.map_or_else(String::new, |entry| format!("signed off by {}", entry.stamp.by))
        }
        Stage::SignedOff | Stage::Abandoned | Stage::ClosedAway => String::new(),
    }
}

fn checked(told: &Told<'_>, all: &[Check], leg: LegName) -> String {
    let acknowledged = checks::acknowledgements(told);
    let of_leg: Vec<_> = all.iter().filter(|check| check.leg == leg).collect();
    let Some(last) = of_leg.last() else { return String::new() };
    let runs = match of_leg.len() {
        1 => String::new(),
        runs => format!(" (the last of {runs} checks)"),
    };
    format!("{}{runs}", checks::results(last, &acknowledged))
}

fn leg_result(told: &Told<'_>, leg: LegName) -> String {
    let m = &told.replay.maintenance;
    let state = m.leg(leg);
    let Some((done, _)) = &state.done else {
        return match state.attempts.last() {
            Some(attempt) if attempt.is_open() => settled(attempt).to_owned(),
            Some(attempt) => format!("not done; {}", settled(attempt)),
            None => String::new(),
        };
    };
    let sync = match done.sync {
        domain::journal::SyncVerdict::Proven => "data sync proven",
        domain::journal::SyncVerdict::Implied => "data sync implied",
        domain::journal::SyncVerdict::Unproven => "data sync not proven",
    };
    let samples = count(u64::from(done.samples), "sample", "samples");
    let adopted = if done.adopted.is_some() { "; adopted, somebody else's doing" } else { "" };
    let excluded = if done.two_primaries_excluded { "" } else { "; two primaries not excluded" };
    let tries = match state.attempts.len() {
        0 | 1 => String::new(),
        tries => format!("; {tries} commands"),
    };
    format!("{} primary in {samples}; {sync}{adopted}{excluded}{tries}", told.label(leg.new_primary()))
}

/// What came of a role command.
pub(super) fn settled(attempt: &Attempt) -> &'static str {
    use domain::journal::Settlement;
    match attempt.settled {
        None => "its outcome is unknown",
        Some((Settlement::Happened, _)) => "the roles began to change, the end was not seen",
        Some((Settlement::Refused, _)) => "refused by the appliance",
        Some((Settlement::NotSent, _)) => "not sent",
        Some((Settlement::NotHappened, _)) => "stated by a person that it did not happen",
    }
}

fn traffic(told: &Told<'_>, leg: LegName) -> Option<String> {
    let (proof, _) = told.replay.maintenance.leg(leg).swing.as_ref()?;
    Some(match proof {
        SwingProof::Verified { .. } => {
            format!("the site name is answered by {}, by its GUID", told.label(leg.new_primary()))
        }
        SwingProof::Confirmed { name } => format!("confirmed by {name}; this computer could not see it"),
    })
}

fn signed_off(told: &Told<'_>, wanted: LegName) -> Option<String> {
    told.replay.entries.iter().find_map(|entry| match &entry.event {
        Event::ObservationSignedOff { leg } if *leg == wanted => Some(entry.stamp.by.clone()),
        _ => None,
    })
}

/// Every way there is, the ones that were not gone too.
pub(super) fn ways(told: &Told<'_>) -> Vec<Way> {
    let m = &told.replay.maintenance;
    let attempts = || m.outbound.attempts.iter().chain(&m.return_leg.attempts);
    let gone = |way: &str| attempts().filter(|attempt| way_id(attempt.intent.way) == way).count() as u64;
    let adopted = [&m.outbound, &m.return_leg].into_iter().filter_map(|leg| leg.done.as_ref());
    let adopted = adopted.filter(|(done, _)| done.adopted.is_some()).count() as u64;
    let row = |(way, words, guarded): (&'static str, &'static str, bool)| {
        let executed = if way == "adopted" { adopted } else { gone(way) };
        Way { way, words, guarded, executed }
    };
    let all = [
        ("planned", "Planned: data sync first", false),
        ("by_hand", "By hand in /login", false),
        ("adopted", "Adopted: somebody else's doing", false),
        ("without_sync", "Without sync", true),
        ("finish", "Finish", true),
        ("emergency", "Emergency", true),
        ("demote", "Demote", true),
    ];
    all.into_iter().map(row).collect()
}

fn way_id(way: JournalWay) -> &'static str {
    match way {
        JournalWay::Planned => "planned",
        JournalWay::ByHand => "by_hand",
    }
}

/// Every role command, by its id.
pub(super) fn attempts<'a>(told: &'a Told<'_>) -> HashMap<CommandId, &'a Attempt> {
    let m = &told.replay.maintenance;
    let all = m.outbound.attempts.iter().chain(&m.return_leg.attempts);
    all.map(|attempt| (attempt.intent.command, attempt)).collect()
}

pub(super) fn commands(told: &Told<'_>) -> Vec<CommandSent> {
    let attempts = attempts(told);
    let mut reasons: HashMap<CommandId, &Option<String>> = HashMap::new();
    for entry in &told.replay.entries {
        if let Event::RoleSettled { command, reason, .. } = &entry.event {
            reasons.entry(*command).or_insert(reason);
        }
    }
    let mut sent = vec![];
    for entry in &told.replay.entries {
        let Event::RoleIntended(intent) = &entry.event else { continue };
        let Some(attempt) = attempts.get(&intent.command) else { continue };
        let reason = reasons.get(&intent.command).and_then(|reason| (*reason).clone());
        sent.push(CommandSent {
            seq: entry.seq,
            leg: intent.leg,
            way: way_id(intent.way),
            at: entry.stamp.at,
            target: intent.target,
            role: intent.role.text().to_owned(),
            data_sync_first: intent.data_sync_first,
            force: intent.force,
            users: intent.users,
            answer: attempt.answer.map(|(answer, _)| answer),
            answered_at: attempt.answer.map(|(_, at)| at),
            answer_text: attempt.answer_text.clone(),
            settlement: attempt.settled.map(|(settlement, _)| settlement),
            settled_at: attempt.settled.map(|(_, at)| at),
            reason,
        });
    }
    sent
}

pub(super) fn legs(told: &Told<'_>) -> Vec<LegResult> {
    let m = &told.replay.maintenance;
    let stamps = |wanted: LegName| {
        told.replay.entries.iter().find_map(|entry| match &entry.event {
            Event::SyncProven { leg, stamp, .. } if *leg == wanted => Some(*stamp),
            _ => None,
        })
    };
    let rows = [LegName::Outbound, LegName::Return].into_iter().filter_map(|leg| {
        let state = m.leg(leg);
        let (done, done_at) = state.done.as_ref()?;
        Some(LegResult {
            leg,
            done_at: *done_at,
            new_primary: leg.new_primary(),
            sync: done.sync,
            sync_stamp: stamps(leg)
                .or_else(|| proving(told, leg).filter(|_| done.sync == domain::journal::SyncVerdict::Proven)),
            samples: done.samples,
            second_hand: done.second_hand.clone(),
            two_primaries_excluded: done.two_primaries_excluded,
            adopted: done.adopted.clone(),
            traffic: traffic(told, leg),
            traffic_at: state.swing.as_ref().map(|(_, at)| *at),
            signed_off_at: state.signed_off_at,
            signed_off_by: signed_off(told, leg),
        })
    });
    rows.collect()
}

/// The stamp that proved the sync of a leg when it was done. Of a leg that is somebody else's doing none is named.
fn proving(told: &Told<'_>, leg: LegName) -> Option<Utc> {
    let mut round = None;
    for entry in &told.replay.entries {
        match &entry.event {
            Event::LegDone(done) if done.leg == leg => {
                let attempts = attempts(told);
                let attempt = attempts.get(&done.command?)?;
                return sync_proof(&attempt.intent, attempt.intended_at, round?).map(|(_, stamp)| stamp);
            }
            event => round = crate::replay::round_of(event).or(round),
        }
    }
    None
}
