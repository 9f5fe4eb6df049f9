//! How a running leg goes: its phase, how long it has lasted, what is usual, and what the engine has to do meanwhile.

use serde::{Deserialize, Serialize};

use super::{Maintenance, Stage, apply::answer_of};
use crate::journal::RoleAnswer;
use crate::pair_state::Tone;
use crate::time::Utc;

/// What a role command is doing, as far as it can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Sent; the appliance has not answered yet.
    Answering,
    /// Roles as before: the data sync runs, or nothing has begun.
    Syncing,
    /// Both appliances say backup, or one has changed: the serial swap.
    Swapping,
}

/// A phase against the clock. Durations in milliseconds, by the wall clock of two events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub phase: Phase,
    pub since: Utc,
    pub elapsed_ms: u64,
    /// Slow begins here.
    pub slow_ms: u64,
    /// Past this it needs a person.
    pub limit_ms: u64,
    pub tone: Tone,
    pub answer: Option<RoleAnswer>,
}

/// What the engine has to do while the state is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Look at both appliances every so many milliseconds, and at the site name too.
    Watch { every_ms: u64 },
    /// Ask the operating system not to sleep.
    StayAwake,
}

/// The progress of the running leg. None: nothing runs.
#[must_use]
pub fn progress(m: &Maintenance, now: Utc) -> Option<Progress> {
    let attempt = m.running()?;
    let limits = &m.planned.limits;
    let seen = m.seen();
    let answer = answer_of(attempt);
    let swapping_since = attempt.both_backup_since.or_else(|| {
        let moved =
            seen.as_ref().is_some_and(|seen| seen.moved_towards(&attempt.intent.before, &attempt.intent.assigned));
        // Since it was first seen: a look that differs again does not begin the wait anew.
        let first_seen = attempt.settled.map(|(_, at)| at).or_else(|| m.sight.as_ref().map(|sight| sight.since));
        moved.then_some(first_seen).flatten()
    });
    let (phase, since, limit_ms) = match (answer, swapping_since) {
        // Roles that are seen to change tell more than an answer that has not come.
        (_, Some(since)) => (Phase::Swapping, since, limits.timeout_swap_ms),
        (None, None) => (Phase::Answering, attempt.intended_at, limits.timeout_sync_ms),
        _ => (Phase::Syncing, attempt.intended_at, limits.timeout_sync_ms),
    };
    let elapsed_ms = u64::try_from(now.since_ms(since)).unwrap_or(0);
    let learned = if phase == Phase::Swapping { limits.slow_swap_ms } else { limits.slow_sync_ms };
    // Where it usually takes longer than the limit, the limit is what a person is asked at.
    let slow_ms = learned.unwrap_or(limit_ms / 3).min(limit_ms);
    // The roles are as assigned and only the samples are still counted.
    let arriving = seen.as_ref().is_some_and(|seen| {
        seen.matches(&attempt.intent.assigned) || seen.matches_by_site_name(&attempt.intent.assigned)
    });
    // No timeout fires before one fresh reading of both appliances.
    let tone = if arriving {
        Tone::Working
    } else if m.sight.is_some() && elapsed_ms >= limit_ms {
        Tone::NeedsYou
    } else if elapsed_ms >= slow_ms {
        Tone::Slow
    } else {
        Tone::Working
    };
    Some(Progress { phase, since, elapsed_ms, slow_ms, limit_ms, tone, answer })
}

/// What is to be done for this state. A role command is never among it: it is sent once, by the act that intended it,
/// and after a restart nothing is armed (R8).
#[must_use]
pub fn effects(m: &Maintenance) -> Vec<Effect> {
    if m.stage.ended() || m.handed_on {
        return Vec::new();
    }
    let swinging = matches!(m.stage, Stage::Swing | Stage::SwingReturn);
    match m.running() {
        Some(_) => vec![Effect::Watch { every_ms: m.planned.limits.poll_swap_ms }, Effect::StayAwake],
        None if swinging => vec![Effect::Watch { every_ms: m.planned.limits.poll_swap_ms }],
        None => Vec::new(),
    }
}
