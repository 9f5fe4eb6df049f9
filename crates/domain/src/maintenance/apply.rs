//! From one state to the next by one event. The only place where the state changes.

use super::{Acknowledgement, Attempt, History, Leg, Maintenance, Note, Saved, Sight, Stage};
use crate::change::{Decision, Disposition, Outcome, Target};
use crate::ids::MaintenanceId;
use crate::journal::{
    ChangeApplied, ChangeIntent, Entry, Event, LegDone, PauseCause, RoleAnswer, Settlement, Stamp, SyncVerdict,
};
use crate::observation::Round;
use crate::plan::LegName;
use crate::readiness::Verdict;
use crate::role::{Both, Role, Side};
use crate::time::Utc;

/// An event that cannot stand where it stands: the journal was not written by this program's rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {seq} ({kind}) cannot stand in stage {stage}")]
pub struct IllegalEvent {
    pub seq: u64,
    pub stage: &'static str,
    pub kind: &'static str,
}

/// The first event makes a maintenance.
pub fn begin(id: MaintenanceId, entry: &Entry) -> Result<Maintenance, IllegalEvent> {
    let Event::Planned(planned) = &entry.event else {
        return Err(IllegalEvent { seq: entry.seq, stage: "nothing", kind: entry.event.kind() });
    };
    let mut history = History::default();
    history.written_by(&entry.stamp);
    Ok(Maintenance {
        id,
        seq: entry.seq,
        planned: (**planned).clone(),
        planned_at: entry.stamp.at,
        planned_by: entry.stamp.by.clone(),
        stage: if planned.taken_up { Stage::Work } else { Stage::Check },
        ended_at: None,
        approval: None,
        outbound: Leg::default(),
        return_leg: Leg::default(),
        check: None,
        acknowledgements: Vec::new(),
        saved: Vec::new(),
        guids: planned.appliances.map(|_, appliance| appliance.guid.clone()),
        sight: None,
        told_as_backup: Both::new(false, false),
        as_expected_at: None,
        pause: None,
        notes: Vec::new(),
        notes_complete: None,
        verification: None,
        baseline: None,
        decisions: Vec::new(),
        ignored: Default::default(),
        outcomes: Vec::new(),
        change_under_way: None,
        history,
        reconciliation: None,
        handed_on: false,
    })
}

/// Folds a whole journal.
pub fn fold(id: MaintenanceId, entries: &[Entry]) -> Result<Maintenance, IllegalEvent> {
    let (first, rest) =
        entries.split_first().ok_or(IllegalEvent { seq: 0, stage: "nothing", kind: "an empty journal" })?;
    rest.iter().try_fold(begin(id, first)?, apply)
}

/// The next state. An event that cannot stand here is an error, never skipped.
pub fn apply(mut m: Maintenance, entry: &Entry) -> Result<Maintenance, IllegalEvent> {
    let Entry { seq, stamp, event } = entry;
    if *seq != m.seq + 1 || !may_stand(&m, event) {
        return Err(IllegalEvent { seq: *seq, stage: m.stage.id(), kind: event.kind() });
    }
    m.seq = *seq;
    m.history.written_by(stamp);
    change(&mut m, stamp, event);
    m.stage = next_stage(&m, event);
    Ok(m)
}

/// May this event stand in this state? The table of stages and kinds is a snapshot of the tests.
pub(crate) fn may_stand(m: &Maintenance, event: &Event) -> bool {
    use Stage as S;
    if m.stage.ended() {
        return false;
    }
    let running = m.running();
    let open = running.is_some_and(Attempt::is_open);
    let runs = |command| running.is_some_and(|attempt| &attempt.intent.command == command);
    let before_leg = |leg: LegName| {
        running.is_none()
            && match leg {
                LegName::Outbound => matches!(m.stage, S::Check | S::Save | S::FailOver),
                LegName::Return => matches!(m.stage, S::Work | S::Reconcile | S::CheckReturn | S::FailBack),
            }
    };
    match event {
        Event::Planned(_) => false,
        Event::Approved { .. }
        | Event::Acknowledged { .. }
        | Event::Observed(_)
        | Event::ApplianceAccepted { .. }
        | Event::WatchGap { .. }
        | Event::Noted { .. }
        | Event::BaselineTaken(_)
        | Event::ChangesDecided(_)
        | Event::FieldIgnored { .. }
        | Event::ReconciliationChanged(_)
        | Event::Exported { .. }
        | Event::Imported { .. } => true,
        Event::ChangeIntended(_) => {
            m.change_under_way.is_none() && (before_leg(LegName::Outbound) || before_leg(LegName::Return))
        }
        Event::ChangeApplied(applied) => {
            m.change_under_way.as_ref().is_none_or(|under_way| under_way.entry == applied.entry)
        }
        Event::Checked(checked) => before_leg(checked.leg),
        Event::SaveSkipped { .. } | Event::BackupNamed { .. } => before_leg(LegName::Outbound),
        Event::RoleIntended(intent) => before_leg(intent.leg) && m.pause.is_none() && m.change_under_way.is_none(),
        Event::RoleAnswered { command, .. } => runs(command) && running.is_some_and(|attempt| attempt.answer.is_none()),
        Event::RoleSettled { command, .. } => runs(command) && open,
        Event::LegDone(done) => {
            Some(done.leg) == m.current_leg()
                && match &done.command {
                    Some(command) => runs(command) && !open,
                    None => before_leg(done.leg) && done.adopted.is_some(),
                }
        }
        Event::SyncProven { leg, .. } => m.leg(*leg).done.is_some(),
        Event::Swung { leg, .. } => match leg {
            LegName::Outbound => m.stage == S::Swing,
            LegName::Return => m.stage == S::SwingReturn,
        },
        Event::ObservationSignedOff { leg } => {
            m.leg(*leg).signed_off_at.is_none()
                && match leg {
                    LegName::Outbound => m.stage == S::Observe,
                    LegName::Return => matches!(m.stage, S::Verify | S::SignOff),
                }
        }
        Event::Paused(_) => m.pause.is_none(),
        Event::Resumed { .. } => m.pause.is_some(),
        Event::NotesComplete { .. } => before_leg(LegName::Return),
        Event::Verified(_) => matches!(m.stage, S::Verify | S::SignOff),
        Event::SignedOff { .. } => m.stage == S::SignOff,
        Event::Abandoned { .. } => !m.acted(),
        Event::ClosedAway { .. } => m.acted() && !open,
    }
}

fn change(m: &mut Maintenance, stamp: &Stamp, event: &Event) {
    let at = stamp.at;
    match event {
        Event::Planned(_) | Event::Imported { .. } => {}
        Event::Approved { name, .. } => m.approval = Some(name.clone()),
        Event::Checked(checked) => {
            note_told(m, &checked.round);
            m.history.look(&checked.round, &m.guids);
            m.check = Some(((**checked).clone(), at));
        }
        Event::Acknowledged { leg, code, subject, result, reason } => m.acknowledgements.push(Acknowledgement {
            leg: *leg,
            code: code.clone(),
            subject: subject.clone(),
            result: *result,
            reason: reason.clone(),
            by: stamp.by.clone(),
            at,
        }),
        Event::SaveSkipped { reason } => m.saved.push(Saved::Skipped { reason: reason.clone() }),
        Event::BackupNamed { side, file_name, sha256, .. } => {
            m.saved.push(Saved::Named { side: *side, file_name: file_name.clone(), sha256: sha256.clone() })
        }
        Event::RoleIntended(intent) => {
            m.sight = None;
            m.history.intended();
            m.leg_mut(intent.leg).attempts.push(Attempt {
                intent: (**intent).clone(),
                intended_at: at,
                answer: None,
                answer_text: String::new(),
                settled: None,
                both_backup_since: None,
            });
        }
        Event::RoleAnswered { answer, message, .. } => {
            // Samples count from the answer on: what was read before it says nothing about its effect.
            m.sight = None;
            if let Some(attempt) = running_mut(m) {
                attempt.answer = Some((*answer, at));
                attempt.answer_text.clone_from(message);
            }
        }
        Event::Observed(observed) => {
            let since = match &m.sight {
                Some(sight) if observed.run > 1 => sight.since,
                _ => at,
            };
            if m.check.as_ref().is_some_and(|(checked, _)| other_than(&checked.round, &observed.round)) {
                m.check = None;
            }
            note_told(m, &observed.round);
            m.history.look(&observed.round, &m.guids);
            m.sight = Some(Sight { observed: (**observed).clone(), at, since });
            note_roles(m, at);
        }
        Event::RoleSettled { settlement, .. } => {
            if let Some(attempt) = running_mut(m) {
                attempt.settled = Some((*settlement, at));
            }
            if *settlement != Settlement::Happened {
                m.check = None;
            }
        }
        Event::LegDone(done) => {
            if done.sync != SyncVerdict::Unproven {
                let both_backup = m.leg(done.leg).attempts.last().and_then(|attempt| attempt.both_backup_since);
                let begun = begun_at(m, done);
                m.history.leg_done(done.leg.new_primary().other(), begun, both_backup, at);
            }
            m.leg_mut(done.leg).done = Some((done.clone(), at));
            m.check = None;
            if done.adopted.is_some() {
                m.pause = None;
            }
        }
        Event::SyncProven { leg, side, stamp } => {
            if let Some((done, done_at)) = m.leg(*leg).done.clone() {
                if done.sync == SyncVerdict::Unproven {
                    let begun = begun_at(m, &done);
                    m.history.leg_proven(leg.new_primary().other(), begun, (*side, *stamp), done_at);
                }
                m.leg_mut(*leg).done = Some((LegDone { sync: SyncVerdict::Proven, ..done }, done_at));
            }
        }
        Event::Swung { leg, proof } => m.leg_mut(*leg).swing = Some((proof.clone(), at)),
        Event::ObservationSignedOff { leg } => m.leg_mut(*leg).signed_off_at = Some(at),
        Event::Paused(cause) => {
            m.pause = Some((cause.clone(), at));
            m.check = None;
        }
        Event::Resumed { .. } => m.pause = None,
        Event::ApplianceAccepted { side, guid, .. } => {
            if let Some(guid) = guid {
                *m.guids.of_mut(*side) = guid.clone();
            }
            m.sight = None;
            m.check = None;
            // Accepting a box answers for that box, not for a role that somebody else changed.
            let answered = match &m.pause {
                Some((
                    PauseCause::ChangedGuid { side: stranger, .. } | PauseCause::ChangedPin { side: stranger },
                    _,
                )) => stranger == side,
                _ => false,
            };
            if answered {
                m.pause = None;
            }
        }
        Event::WatchGap { .. } => {
            m.sight = None;
            m.check = None;
        }
        Event::Noted { text } => m.notes.push(Note { at, by: stamp.by.clone(), text: text.clone() }),
        Event::NotesComplete { .. } => m.notes_complete = Some(stamp.by.clone()),
        Event::Verified(verification) => m.verification = Some((verification.clone(), at)),
        Event::BaselineTaken(baseline) => m.baseline = Some((baseline.clone(), at)),
        Event::ChangesDecided(decided) => {
            // Whoever answers for it otherwise has looked: what cannot be read back holds nothing any more.
            let answered = |under_way: &mut ChangeIntent| {
                let sends = matches!(decided.disposition, Disposition::Reapply | Disposition::Undo);
                decided.target == Target::Entry(under_way.entry) && !sends
            };
            m.change_under_way.take_if(answered);
            m.decisions.push(Decision {
                target: decided.target.clone(),
                group: decided.group,
                disposition: decided.disposition,
                name: stamp.by.clone(),
                reason: decided.reason.clone(),
                through: decided.through,
                at,
            });
        }
        Event::FieldIgnored { object_kind, field, ignored } => {
            let field = (object_kind.clone(), field.clone());
            let _ = if *ignored { m.ignored.insert(field) } else { m.ignored.remove(&field) };
        }
        Event::ChangeIntended(intent) => m.change_under_way = Some(intent.clone()),
        Event::ChangeApplied(applied) => {
            m.change_under_way = None;
            let ChangeApplied { entry, disposition, done, unknown, .. } = *applied;
            m.outcomes.push(Outcome { entry, disposition, done, unknown, at });
        }
        Event::ReconciliationChanged(state) => {
            // What the check of the way back found of the ledger is no longer so.
            let was = m.ledger();
            m.reconciliation = Some((state.clone(), at));
            if m.ledger() != was && m.check.as_ref().is_some_and(|(checked, _)| checked.leg == LegName::Return) {
                m.check = None;
            }
        }
        Event::Exported { .. } => m.handed_on = true,
        Event::SignedOff { .. } | Event::Abandoned { .. } | Event::ClosedAway { .. } => m.ended_at = Some(at),
    }
    if matches!(event, Event::Imported { .. }) {
        m.handed_on = false;
        m.sight = None;
        m.check = None;
    }
}

/// What a check rested on has changed: role, version, build or shared IPs of an appliance, as far as both rounds tell.
fn other_than(checked: &Round, now: &Round) -> bool {
    fn changed<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.zip(b).is_some_and(|(a, b)| a != b)
    }
    Side::BOTH.into_iter().any(|side| match (checked.of(side).reading(), now.of(side).reading()) {
        (Some(a), Some(b)) => {
            changed(a.role.as_ref(), b.role.as_ref())
                || changed(a.version.as_ref(), b.version.as_ref())
                || changed(a.build.as_ref(), b.build.as_ref())
                || changed(a.shared_ips.as_ref(), b.shared_ips.as_ref())
        }
        _ => false,
    })
}

fn running_mut(m: &mut Maintenance) -> Option<&mut Attempt> {
    let leg = m.current_leg()?;
    m.leg(leg).running()?;
    m.leg_mut(leg).attempts.last_mut()
}

/// When the role command that a leg was done by was decided on.
fn begun_at(m: &Maintenance, done: &LegDone) -> Option<Utc> {
    let attempts = m.leg(done.leg).attempts.iter();
    attempts.filter(|attempt| Some(attempt.intent.command) == done.command).map(|attempt| attempt.intended_at).next()
}

/// What a look tells of the way: both backup, and roles as expected.
fn note_roles(m: &mut Maintenance, at: Utc) {
    let Some(seen) = m.seen() else { return };
    let both_backup = Side::BOTH.into_iter().all(|side| seen.role(side) == Some(&Role::Backup));
    if let Some(attempt) = running_mut(m) {
        if both_backup {
            attempt.both_backup_since.get_or_insert(at);
        } else {
            attempt.both_backup_since = None;
        }
    } else if seen.matches(&m.expected_roles()) {
        m.as_expected_at = Some(at);
    }
}

/// An appliance that tells its version while it says that it is backup is not one that tells nothing then.
fn note_told(m: &mut Maintenance, round: &Round) {
    for side in Side::BOTH {
        let told = round.of(side).reading().filter(|reading| reading.role == Some(Role::Backup));
        if told.is_some_and(|reading| reading.version.is_some()) {
            *m.told_as_backup.of_mut(side) = true;
        }
    }
}

/// The stage after an event.
fn next_stage(m: &Maintenance, event: &Event) -> Stage {
    match event {
        Event::SignedOff { .. } => return Stage::SignedOff,
        Event::Abandoned { .. } => return Stage::Abandoned,
        Event::ClosedAway { .. } => return Stage::ClosedAway,
        Event::Swung { leg: LegName::Outbound, .. } => return Stage::Observe,
        Event::Swung { leg: LegName::Return, .. } => return Stage::Verify,
        Event::ObservationSignedOff { leg: LegName::Outbound } => return Stage::Work,
        Event::Verified(_) => return Stage::SignOff,
        Event::LegDone(done) => {
            return match done.leg {
                LegName::Outbound => Stage::Swing,
                LegName::Return => Stage::SwingReturn,
            };
        }
        _ => {}
    }
    let ready = |leg| m.readiness(leg) == Some(Verdict::Ready);
    let running = m.running().is_some();
    match m.stage {
        Stage::Check | Stage::Save | Stage::FailOver => {
            if running {
                Stage::FailOver
            } else if !ready(LegName::Outbound) {
                Stage::Check
            } else if m.saved.is_empty() {
                Stage::Save
            } else {
                Stage::FailOver
            }
        }
        // The work ends when the way back is checked for the first time.
        Stage::Work if !running && m.check.is_none() => Stage::Work,
        Stage::Work | Stage::Reconcile | Stage::CheckReturn | Stage::FailBack => {
            if running {
                Stage::FailBack
            } else if !m.reconciled() {
                Stage::Reconcile
            } else if !ready(LegName::Return) {
                Stage::CheckReturn
            } else {
                Stage::FailBack
            }
        }
        stage => stage,
    }
}

/// The answer of the running command, where it has come.
#[must_use]
pub(crate) fn answer_of(attempt: &Attempt) -> Option<RoleAnswer> {
    attempt.answer.map(|(answer, _)| answer)
}
