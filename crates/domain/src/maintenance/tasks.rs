//! The task list: thirteen tasks, a state each.

use serde::{Deserialize, Serialize};

use super::{Maintenance, Saved, Stage, progress};
use crate::pair_state::Tone;
use crate::plan::LegName;
use crate::readiness::Verdict;
use crate::time::Utc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    Done,
    Now,
    NeedsYou,
    Next,
    Locked,
    Skipped,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub id: Stage,
    pub state: TaskState,
}

/// The tasks in order. After an end, what was not done is locked.
#[must_use]
pub fn tasks(m: &Maintenance, now: Utc) -> Vec<Task> {
    let at = if m.stage.ended() { None } else { Stage::TASKS.iter().position(|task| *task == m.stage) };
    Stage::TASKS
        .into_iter()
        .enumerate()
        .map(|(index, id)| {
            let state = match at {
                Some(at) if index == at => now_state(m, now),
                Some(at) if index == at + 1 => TaskState::Next,
                Some(at) if index > at => TaskState::Locked,
                _ => behind(m, id),
            };
            Task { id, state }
        })
        .collect()
}

fn now_state(m: &Maintenance, now: Utc) -> TaskState {
    let stuck = progress(m, now).is_some_and(|progress| progress.tone == Tone::NeedsYou);
    let unknown = m.running().is_some_and(|attempt| {
        attempt.is_open() && attempt.answer.is_some_and(|(answer, _)| answer == crate::journal::RoleAnswer::Unknown)
    });
    if m.pause.is_some() || stuck || unknown { TaskState::NeedsYou } else { TaskState::Now }
}

/// A task that lies behind: done, skipped, or never reached before the end.
fn behind(m: &Maintenance, id: Stage) -> TaskState {
    let done = |yes: bool| if yes { TaskState::Done } else { TaskState::Locked };
    let taken_up = m.planned.taken_up;
    let saved = m.saved.iter().any(|saved| matches!(saved, Saved::Named { .. }));
    match id {
        Stage::Plan => TaskState::Done,
        Stage::Check | Stage::FailOver | Stage::Swing | Stage::Observe if taken_up => TaskState::Skipped,
        Stage::Save if saved => TaskState::Done,
        Stage::Save if taken_up || !m.saved.is_empty() || m.outbound.done.is_some() => TaskState::Skipped,
        Stage::Save => TaskState::Locked,
        Stage::Check => {
            let ready = m.readiness(LegName::Outbound) == Some(Verdict::Ready);
            done(ready || m.outbound.done.is_some() || !m.outbound.attempts.is_empty())
        }
        Stage::FailOver => done(m.outbound.done.is_some()),
        Stage::Swing => done(m.outbound.swing.is_some()),
        Stage::Observe => done(m.outbound.signed_off_at.is_some()),
        Stage::Work => done(!m.return_leg.attempts.is_empty() || m.return_leg.done.is_some() || past_work(m.stage)),
        Stage::Reconcile => done(m.reconciled()),
        Stage::CheckReturn => {
            done(!m.return_leg.attempts.is_empty() || m.return_leg.done.is_some() || m.stage == Stage::FailBack)
        }
        Stage::FailBack => done(m.return_leg.done.is_some()),
        Stage::SwingReturn => done(m.return_leg.swing.is_some()),
        Stage::Verify => done(m.verification.is_some()),
        Stage::SignOff => done(m.stage == Stage::SignedOff),
        Stage::SignedOff | Stage::Abandoned | Stage::ClosedAway => TaskState::Locked,
    }
}

fn past_work(stage: Stage) -> bool {
    !stage.ended() && stage > Stage::Work
}
