//! Legs: asked for, swung, observed; and how each ends for a program that called.

use domain::ids::MaintenanceNumber;
use domain::journal::{RoleAnswer, SwingProof, SyncVerdict};
use domain::maintenance::{Attempt, Maintenance};
use domain::plan::LegName;
use engine::{EngineError, LegOrder, WatchEnd};

use crate::desk::Desk;
use crate::error::{Exit, WireError};
use crate::steps::{Names, step};
use crate::wire::{self, End, Heard};
use crate::words;

const CHANGING: &str =
    "The roles are changing and the leg is not done yet. Nothing watches now: observe again, and wait.";

pub(crate) async fn fail_over(desk: &Desk, request: wire::FailOver) -> Result<End, WireError> {
    run(desk, LegName::Outbound, request).await
}

pub(crate) async fn fail_back(desk: &Desk, request: wire::FailOver) -> Result<End, WireError> {
    run(desk, LegName::Return, request).await
}

async fn run(desk: &Desk, leg: LegName, request: wire::FailOver) -> Result<End, WireError> {
    let (number, before) = desk.maintenance(&request.id)?;
    let order = LegOrder { leg, by_hand: request.by_hand, wait: request.wait };
    let names = Names::of(&before);
    let end = desk
        .engine
        .run_leg(number, order, &desk.stop, &mut |entry| desk.hear(Heard::Step(step(&names, entry))))
        .await
        .map_err(|error| unwatched(desk, number, error))?;
    told(desk, number, past_limits(desk, number, &names, end).await?)
}

/// Waiting is the default (product, section 5): behind a window a leg is watched on past its limit, and a person is told
/// once that it is past it. A program that called is told by the end.
async fn past_limits(
    desk: &Desk,
    number: MaintenanceNumber,
    names: &Names,
    mut end: WatchEnd,
) -> Result<WatchEnd, WireError> {
    let Some(needed) = &desk.needed else { return Ok(end) };
    while let WatchEnd::NeedsPerson { sentence } = &end {
        let m = desk.engine.maintenance(number)?;
        if !engine::is_only_overdue(&m, desk.engine.host().clock.now_utc()) {
            break;
        }
        needed(sentence);
        let mut listen = |entry: &domain::journal::Entry| desk.hear(Heard::Step(step(names, entry)));
        let watched = desk.engine.observe(number, true, &desk.stop, &mut listen).await;
        end = watched.map_err(|error| unwatched(desk, number, error))?;
    }
    Ok(end)
}

/// An error that ended the watching is not the outcome of a role command that is under way: that one is unknown.
fn unwatched(desk: &Desk, number: MaintenanceNumber, error: EngineError) -> WireError {
    let error = WireError::from(error);
    let under_way = desk.engine.maintenance(number).is_ok_and(|m| m.running().is_some());
    if error.exit != Exit::Failed || !under_way {
        return error;
    }
    let hint = format!(
        "{} Then observe again: a role command is recorded, it may have started, and nothing watches it now.",
        error.hint
    );
    WireError { hint, exit: Exit::Unknown, ..error }
}

pub(crate) async fn swing(desk: &Desk, request: wire::Swing) -> Result<End, WireError> {
    let (number, before) = desk.maintenance(&request.id)?;
    let names = Names::of(&before);
    let mut listen = |entry: &domain::journal::Entry| desk.hear(Heard::Step(step(&names, entry)));
    let end = desk.engine.swing(number, request.wait, request.confirm_by, &desk.stop, &mut listen).await?;
    told(desk, number, end)
}

pub(crate) async fn observe(desk: &Desk, request: wire::Observe) -> Result<End, WireError> {
    let (number, before) = desk.maintenance(&request.id)?;
    let names = Names::of(&before);
    let mut listen = |entry: &domain::journal::Entry| desk.hear(Heard::Step(step(&names, entry)));
    let end = desk.engine.observe(number, request.wait, &desk.stop, &mut listen).await;
    let mut end = end.map_err(|error| unwatched(desk, number, error))?;
    if request.wait {
        end = past_limits(desk, number, &names, end).await?;
    }
    // With nothing under way there is no outcome to wait for: it was looked at, and that is all.
    let looked = before.running().is_none() && !matches!(end, WatchEnd::Stopped);
    let after = desk.engine.maintenance(number)?;
    if looked && after.pause.is_none() {
        let mut told = end_of(&after, "looked", Exit::Done);
        told.sentence = match after.seen() {
            Some(_) => "Looked again; no role command is under way.".to_owned(),
            None => "Nothing could be seen.".to_owned(),
        };
        return Ok(told);
    }
    told(desk, number, end)
}

fn end_of(m: &Maintenance, end: &'static str, exit: Exit) -> End {
    End {
        end,
        settled: m.running().is_none(),
        id: m.planned.number.to_string(),
        stage: m.stage.id().to_owned(),
        sentence: String::new(),
        leg: None,
        sync: None,
        answer: None,
        message: None,
        exit,
    }
}

fn told(desk: &Desk, number: MaintenanceNumber, end: WatchEnd) -> Result<End, WireError> {
    let m = desk.engine.maintenance(number)?;
    let sentence;
    let mut told;
    match end {
        WatchEnd::LegDone { leg, sync } => {
            let exit = if sync == SyncVerdict::Unproven { Exit::Incomplete } else { Exit::Done };
            told = end_of(&m, "leg_done", exit);
            told.leg = Some(words::leg(leg));
            told.sync = Some(words::sync(sync));
            sentence = format!(
                "The {} leg is done: {} is primary. Data sync: {}.",
                leg.words(),
                m.label(leg.new_primary()),
                words::sync(sync)
            );
        }
        WatchEnd::Refused { message } => {
            told = end_of(&m, "refused", Exit::Failed);
            let answer = last_attempt(&m).and_then(|attempt| attempt.answer).map(|(answer, _)| answer);
            told.answer = answer.map(words::answer);
            sentence = match answer {
                Some(RoleAnswer::NotSent) => {
                    "The role command never left this computer: it changed nothing.".to_owned()
                }
                _ => "The role command was refused; the roles are unchanged.".to_owned(),
            };
            told.message = Some(message);
        }
        WatchEnd::NotHappened => {
            told = end_of(&m, "not_happened", Exit::Failed);
            sentence = "It is stated that the role command did not do its work.".to_owned();
        }
        WatchEnd::Answered { answer, message } => {
            let changing = m.running().is_some_and(|attempt| !attempt.is_open());
            let exit = match answer {
                // Roles that are seen to change tell more than any answer.
                _ if changing => Exit::Done,
                RoleAnswer::Started | RoleAnswer::ByHand => Exit::Done,
                RoleAnswer::Unknown => Exit::Unknown,
                RoleAnswer::Refused | RoleAnswer::NotSent => Exit::Failed,
            };
            told = end_of(&m, "answered", exit);
            told.answer = Some(words::answer(answer));
            // By hand nothing was asked, so nobody answered.
            told.message = Some(message).filter(|text| !text.is_empty() && answer != RoleAnswer::ByHand);
            sentence = if changing { CHANGING.to_owned() } else { answered(answer).to_owned() };
        }
        WatchEnd::Swung { leg } => {
            told = end_of(&m, "swung", Exit::Done);
            told.leg = Some(words::leg(leg));
            let primary = m.label(leg.new_primary());
            sentence = match m.leg(leg).swing.as_ref().map(|(proof, _)| proof) {
                Some(SwingProof::Confirmed { name }) => format!("{name} states that traffic reaches {primary}."),
                _ => format!("{primary} answers at the site name."),
            };
        }
        WatchEnd::NeedsPerson { sentence: why } => {
            told = end_of(&m, "needs_person", Exit::Unknown);
            sentence = why;
        }
        WatchEnd::Stopped => {
            told = end_of(&m, "stopped", Exit::Unknown);
            sentence = if m.stage.ended() || m.handed_on {
                format!("Stopped watching: {} has ended or was handed on.", m.planned.number)
            } else if m.running().is_some() {
                "Stopped watching. What the appliance has begun goes on; observe again to see it end.".to_owned()
            } else {
                "Stopped. No role command is under way.".to_owned()
            };
        }
    }
    told.sentence = sentence;
    Ok(told)
}

/// The role command that was intended last.
fn last_attempt(m: &Maintenance) -> Option<&Attempt> {
    m.return_leg.attempts.last().or(m.outbound.attempts.last())
}

fn answered(answer: RoleAnswer) -> &'static str {
    match answer {
        RoleAnswer::Started => "The appliance took the command. Nothing watches now: observe again, and wait.",
        RoleAnswer::ByHand => {
            "The intent is recorded and nothing was sent. In /login of the current primary: Management > Failover, tick \
             the data-sync box, then Become Backup. Then observe again."
        }
        RoleAnswer::Unknown => "No answer came that can be relied on. It may have started: observe again.",
        RoleAnswer::Refused => "The appliance refused; it is not sent again. Observe again to settle it.",
        RoleAnswer::NotSent => "The command never left this computer. Observe again to settle it.",
    }
}
