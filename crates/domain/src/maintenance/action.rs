//! What may be done now. The page and the command line show it; the core refuses the rest (R7).

use super::{Maintenance, Stage, look};
use crate::journal::{RoleAnswer, Way};
use crate::maintenance::apply::answer_of;
use crate::plan::LegName;
use crate::readiness::Verdict;
use crate::time::Utc;

/// An act a person can ask for, named as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Approve,
    Check,
    Acknowledge,
    Save,
    FailOver,
    Swing,
    Settle,
    FailBack,
    Verify,
    SignOff,
    Observe,
    NotHappened,
    Adopt,
    StateNotesComplete,
    Collect,
    Decide,
    Apply,
    CloseAway,
    Abandon,
    Note,
    Export,
}

impl Action {
    pub const ALL: [Self; 21] = [
        Self::Approve,
        Self::Check,
        Self::Acknowledge,
        Self::Save,
        Self::FailOver,
        Self::Swing,
        Self::Settle,
        Self::FailBack,
        Self::Verify,
        Self::SignOff,
        Self::Observe,
        Self::NotHappened,
        Self::Adopt,
        Self::StateNotesComplete,
        Self::Collect,
        Self::Decide,
        Self::Apply,
        Self::CloseAway,
        Self::Abandon,
        Self::Note,
        Self::Export,
    ];

    /// The sub-command (cli contract).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Check => "check",
            Self::Acknowledge => "acknowledge",
            Self::Save => "save",
            Self::FailOver => "failover",
            Self::Swing => "swing",
            Self::Settle => "settle",
            Self::FailBack => "failback",
            Self::Verify => "verify",
            Self::SignOff => "signoff",
            Self::Observe => "observe",
            Self::NotHappened => "not-happened",
            Self::Adopt => "adopt",
            Self::StateNotesComplete => "reconcile state",
            Self::Collect => "ledger collect",
            Self::Decide => "reconcile decide",
            Self::Apply => "reconcile apply",
            Self::CloseAway => "close",
            Self::Abandon => "abandon",
            Self::Note => "note",
            Self::Export => "export",
        }
    }
}

impl Action {
    /// The act as a sentence about it begins.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Approve => "Approving",
            Self::Check => "Checking readiness",
            Self::Acknowledge => "Acknowledging",
            Self::Save => "Saving",
            Self::FailOver => "Failing over",
            Self::Swing => "Verifying the swing",
            Self::Settle => "Signing off the leg",
            Self::FailBack => "Failing back",
            Self::Verify => "Verifying",
            Self::SignOff => "Signing off",
            Self::Observe => "Observing",
            Self::NotHappened => "Stating that it did not happen",
            Self::Adopt => "Adopting",
            Self::StateNotesComplete => "Stating that the notes are complete",
            Self::Collect => "Collecting changes",
            Self::Decide => "Deciding about changes",
            Self::Apply => "Re-applying changes",
            Self::CloseAway => "Closing away",
            Self::Abandon => "Abandoning",
            Self::Note => "Adding a note",
            Self::Export => "Handing on",
        }
    }
}

/// An act that is not allowed now: what, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Stable; each has a page in docs/errors.
    pub code: &'static str,
    pub message: String,
    pub hint: String,
}

impl Refusal {
    pub(super) fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }
}

/// Every code a refusal can carry.
pub const REFUSAL_CODES: [&str; 16] = [
    "bad-input",
    "ended",
    "handed-on",
    "paused",
    "command-unsettled",
    "not-now",
    "check-first",
    "check-again",
    "not-ready",
    "sync-unproven",
    "look-first",
    "wait-longer",
    "traffic-not-moved",
    "nothing-to-adopt",
    "bad-acknowledgement",
    "change-under-way",
];

/// The acts allowed now.
#[must_use]
pub fn allowed_actions(m: &Maintenance, now: Utc) -> Vec<Action> {
    Action::ALL.into_iter().filter(|action| may(m, *action, now).is_ok()).collect()
}

/// Is this act allowed now?
pub fn may(m: &Maintenance, action: Action, now: Utc) -> Result<(), Refusal> {
    if m.stage.ended() {
        return Err(Refusal::new(
            "ended",
            format!("{} has ended ({})", m.planned.number, m.stage),
            "Plan a new maintenance.",
        ));
    }
    if m.handed_on {
        return Err(Refusal::new(
            "handed-on",
            format!("{} was exported: it goes on elsewhere", m.planned.number),
            "Take it back by importing the file it was exported to.",
        ));
    }
    match action {
        Action::Approve | Action::Note | Action::Observe | Action::Decide => Ok(()),
        Action::Collect => settled(m),
        Action::Apply => appliable(m),
        Action::Export => on_its_way(m),
        Action::Acknowledge => acknowledgeable(m),
        Action::Check => checkable(m).map(|_| ()),
        Action::Save => in_stage(m, action, &[Stage::Check, Stage::Save, Stage::FailOver]).and_then(|()| settled(m)),
        Action::FailOver => role_command(m, LegName::Outbound, action, now),
        Action::FailBack => role_command(m, LegName::Return, action, now),
        Action::Swing => {
            in_stage(m, action, &[Stage::Swing, Stage::SwingReturn])?;
            not_paused(m)
        }
        Action::Settle => {
            in_stage(m, action, &[Stage::Observe, Stage::Verify, Stage::SignOff])?;
            let leg = observed_leg(m);
            if m.leg(leg).signed_off_at.is_some() {
                return Err(not_now(m, action));
            }
            not_paused(m)?;
            sync_answered(m, leg)
        }
        Action::Verify => {
            in_stage(m, action, &[Stage::Verify, Stage::SignOff])?;
            not_paused(m)
        }
        Action::SignOff => {
            in_stage(m, action, &[Stage::SignOff])?;
            not_paused(m)?;
            sync_answered(m, LegName::Return)
        }
        Action::NotHappened => not_happened(m, now),
        Action::Adopt => adopt(m, now),
        Action::StateNotesComplete => {
            in_stage(m, action, &[Stage::Work, Stage::Reconcile, Stage::CheckReturn, Stage::FailBack])?;
            settled(m)?;
            if m.notes_complete.is_some() { Err(not_now(m, action)) } else { Ok(()) }
        }
        Action::CloseAway => {
            // A swap that began and never ends must not hold the maintenance for ever. A command that is open, or
            // whose answer may still come, does (R2).
            if m.running().is_some_and(|attempt| attempt.is_open() || attempt.answer.is_none()) {
                settled(m)?;
            }
            if m.acted() { Ok(()) } else { Err(not_now(m, action)) }
        }
        Action::Abandon => {
            settled(m)?;
            if m.acted() { Err(not_now(m, action)) } else { Ok(()) }
        }
    }
}

/// The leg whose observation window is signed off in this stage.
pub(super) fn observed_leg(m: &Maintenance) -> LegName {
    if m.stage == Stage::Observe { LegName::Outbound } else { LegName::Return }
}

/// The leg a check is for now.
pub(super) fn checkable(m: &Maintenance) -> Result<LegName, Refusal> {
    settled(m)?;
    match m.stage {
        Stage::Check | Stage::Save | Stage::FailOver => Ok(LegName::Outbound),
        Stage::Work | Stage::Reconcile | Stage::CheckReturn | Stage::FailBack => Ok(LegName::Return),
        _ => Err(not_now(m, Action::Check)),
    }
}

/// Changes are put on the primary before a leg, never while one is under way: the sync takes them along.
fn appliable(m: &Maintenance) -> Result<(), Refusal> {
    settled(m)?;
    let stages = [
        Stage::Check,
        Stage::Save,
        Stage::FailOver,
        Stage::Work,
        Stage::Reconcile,
        Stage::CheckReturn,
        Stage::FailBack,
    ];
    in_stage(m, Action::Apply, &stages)?;
    not_paused(m)
}

fn acknowledgeable(m: &Maintenance) -> Result<(), Refusal> {
    let asks = m.check.as_ref().is_some_and(|(checked, _)| {
        checked.findings.iter().any(|finding| finding.asks() && !m.is_acknowledged(checked.leg, finding))
    });
    let sync = [LegName::Outbound, LegName::Return].into_iter().any(|leg| m.sync_asks(leg));
    match (asks || sync, &m.check) {
        (true, _) => Ok(()),
        (false, Some(_)) => Err(Refusal::new(
            "bad-acknowledgement",
            "there is nothing to acknowledge: nothing of the last check asks for it",
            "A check lists what asks for an acknowledgement.",
        )),
        (false, None) => Err(Refusal::new(
            "check-first",
            "there is nothing to acknowledge: no check of readiness counts now",
            "Check readiness first; acknowledge what it lists, one by one.",
        )),
    }
}

fn role_command(m: &Maintenance, leg: LegName, action: Action, now: Utc) -> Result<(), Refusal> {
    settled(m)?;
    let stages: &[Stage] = match leg {
        LegName::Outbound => &[Stage::Check, Stage::Save, Stage::FailOver],
        LegName::Return => &[Stage::Work, Stage::Reconcile, Stage::CheckReturn, Stage::FailBack],
    };
    in_stage(m, action, stages)?;
    not_paused(m)?;
    if leg == LegName::Return {
        sync_answered(m, LegName::Outbound)?;
    }
    let Some((checked, _)) = m.check.as_ref().filter(|(checked, _)| checked.leg == leg) else {
        return Err(Refusal::new(
            "check-first",
            format!("readiness for the {} leg has not been checked, or what it rested on has changed", leg.words()),
            "Check readiness, and acknowledge what asks for it.",
        ));
    };
    if now > checked.valid_until {
        return Err(Refusal::new(
            "check-again",
            format!("the readiness check is older than its lifetime (good until {})", checked.valid_until),
            "Check readiness again.",
        ));
    }
    match m.readiness(leg) {
        Some(Verdict::Ready) => Ok(()),
        _ => Err(not_ready(m, leg)),
    }
}

/// Names what stands in the way.
fn not_ready(m: &Maintenance, leg: LegName) -> Refusal {
    let findings = m.check.as_ref().map(|(checked, _)| checked.findings.as_slice()).unwrap_or_default();
    let mut blocking = Vec::new();
    let mut open = Vec::new();
    for finding in findings {
        if finding.blocks() {
            blocking.push(format!("{} ({}): {}", finding.code, finding.subject, finding.evidence));
        } else if finding.asks() && !m.is_acknowledged(leg, finding) {
            open.push(format!("{} ({}): {}", finding.code, finding.subject, finding.evidence));
        }
    }
    let remedy = findings.iter().find(|finding| finding.blocks()).map(|finding| finding.remedy.clone());
    if blocking.is_empty() {
        Refusal::new(
            "not-ready",
            format!("a warning is open: {}", open.join("; ")),
            "Acknowledge each by its code, with a reason, or mend it and check again.",
        )
    } else {
        Refusal::new(
            "not-ready",
            format!("readiness refuses: {}", blocking.join("; ")),
            remedy.unwrap_or_else(|| "Mend it and check again.".to_owned()),
        )
    }
}

fn not_happened(m: &Maintenance, now: Utc) -> Result<(), Refusal> {
    let Some(attempt) = m.running().filter(|attempt| attempt.is_open()) else {
        return Err(not_now(m, Action::NotHappened));
    };
    on_its_way(m)?;
    let unchanged = m.sight.as_ref().zip(m.seen()).is_some_and(|(sight, seen)| {
        look::unchanged(&seen, &sight.observed.round, attempt.intent.target, &attempt.intent.before)
    });
    if !unchanged || !m.settled_look() || !looked_just_now(m, now) {
        return Err(Refusal::new(
            "look-first",
            format!(
                "both appliances must have been read with unchanged roles {} times since the command, the last time just now",
                m.planned.limits.settle_samples
            ),
            "Observe again. Unchanged roles prove nothing by themselves: look at /login > Management > Failover too.",
        ));
    }
    let waited_ms = now.since_ms(attempt.intended_at);
    let limit_ms = i64::try_from(m.planned.limits.timeout_sync_ms).unwrap_or(i64::MAX);
    let may_have_started = matches!(answer_of(attempt), Some(RoleAnswer::Started | RoleAnswer::Unknown));
    if may_have_started && waited_ms < limit_ms {
        return Err(Refusal::new(
            "wait-longer",
            format!(
                "it has started or may have; a data sync may take up to its time limit of {} s, {} s have passed",
                limit_ms / 1000,
                waited_ms / 1000
            ),
            "Keep waiting: a failed and a running sync look alike from outside.",
        ));
    }
    Ok(())
}

/// The answer of a role command that is being sent will be written: nothing is stated about it and nothing handed on
/// meanwhile.
fn on_its_way(m: &Maintenance) -> Result<(), Refusal> {
    if m.running().is_some_and(|attempt| attempt.answer.is_none() && attempt.intent.way == Way::Planned) {
        return Err(Refusal::new(
            "wait-longer",
            "the role command is on its way: its answer has not come, and its time is not over",
            "Wait for the answer or the time limit of the call; nothing can be stated about a command that is being sent.",
        ));
    }
    Ok(())
}

/// A statement about the roles rests on a look that is not old: the world goes on while nobody watches.
fn looked_just_now(m: &Maintenance, now: Utc) -> bool {
    m.sight.as_ref().is_some_and(|sight| now.since_ms(sight.at) <= super::decide::MOMENT_MS)
}

fn adopt(m: &Maintenance, now: Utc) -> Result<(), Refusal> {
    settled(m)?;
    // A leg is adopted from where it would begin: between two legs the outcome of the one before is still being judged.
    let stages = [
        Stage::Check,
        Stage::Save,
        Stage::FailOver,
        Stage::Work,
        Stage::Reconcile,
        Stage::CheckReturn,
        Stage::FailBack,
    ];
    in_stage(m, Action::Adopt, &stages)?;
    if look::adoptable(m).is_some() && looked_just_now(m, now) {
        return Ok(());
    }
    Err(Refusal::new(
        "nothing-to-adopt",
        "the roles seen are not the outcome of the leg that comes next, or not seen often enough just now",
        "Observe again; adopt what is seen once both appliances show it.",
    ))
}

/// R2: no other act while a role command is unsettled.
fn settled(m: &Maintenance) -> Result<(), Refusal> {
    match m.running() {
        Some(attempt) if attempt.is_open() => Err(Refusal::new(
            "command-unsettled",
            "a role command is under way or its outcome is unknown: it may have started",
            "Observe again. Only when both appliances were read and a person who has looked states that it did not \
             happen may another follow.",
        )),
        Some(_) => Err(Refusal::new(
            "command-unsettled",
            "the roles are changing: this leg is not done yet",
            "Observe again, and wait until both appliances show their new role.",
        )),
        None => Ok(()),
    }
}

fn not_paused(m: &Maintenance) -> Result<(), Refusal> {
    if m.pause.is_none() {
        return Ok(());
    }
    Err(Refusal::new(
        "paused",
        "the maintenance stands still: something changed that was not its doing",
        "Observe again. Where what is seen is the outcome of the leg that comes next, adopt it; else wait \
         until it is as before, accept a replaced appliance for the pair, or end the maintenance.",
    ))
}

fn sync_answered(m: &Maintenance, leg: LegName) -> Result<(), Refusal> {
    if !m.sync_asks(leg) {
        return Ok(());
    }
    Err(Refusal::new(
        "sync-unproven",
        format!("the data sync of the {} leg is not proven", leg.words()),
        "Look at the last sync in /login > Management > Failover, then acknowledge sync_unproven with a reason.",
    ))
}

fn in_stage(m: &Maintenance, action: Action, stages: &[Stage]) -> Result<(), Refusal> {
    if stages.contains(&m.stage) { Ok(()) } else { Err(not_now(m, action)) }
}

pub(super) fn not_now(m: &Maintenance, action: Action) -> Refusal {
    Refusal::new(
        "not-now",
        format!(
            "{} is not possible now: {} stands at '{}'",
            action.words(),
            m.planned.number,
            m.stage.id().replace('_', " ")
        ),
        "The maintenance lists what is possible now.",
    )
}
