//! A maintenance as it crosses the border.

use domain::journal::{Entry, Event, PauseCause, SwingProof};
use domain::maintenance::{
    Acknowledgement, Action, Attempt, Leg, Maintenance, Saved, allowed_actions, may, progress, tasks,
};
use domain::plan::LegName;
use domain::role::{Role, Side};
use domain::seen::Seen;
use domain::time::Utc;

use crate::wire::{self, seconds};
use crate::words;

pub(super) fn maintenance(m: &Maintenance, entries: &[Entry], head: [u8; 32], now: Utc) -> wire::Maintenance {
    let intent = &m.planned.intent;
    let legs = [LegName::Outbound, LegName::Return].map(|name| (words::leg(name), leg(m, m.leg(name), entries)));
    let names = crate::steps::Names::of(m);
    let paused = m.pause.as_ref();
    wire::Maintenance {
        id: m.planned.number.to_string(),
        pair: m.planned.pair_name.clone(),
        kind: words::kind(intent.kind),
        stage: m.stage.id().to_owned(),
        title: intent.title.clone(),
        ticket: intent.ticket.clone(),
        reason: intent.reason.clone(),
        risk: intent.risk.clone(),
        back_out: intent.back_out.clone(),
        requester: intent.requester.clone(),
        approver: m.approval.clone().or_else(|| intent.approver.clone()),
        start: intent.window.as_ref().map(|window| window.start.to_string()),
        end: intent.window.as_ref().map(|window| window.end.to_string()),
        return_start: intent.return_window.as_ref().map(|window| window.start.to_string()),
        return_end: intent.return_window.as_ref().map(|window| window.end.to_string()),
        planned_at: m.planned_at.to_string(),
        planned_by: m.planned_by.clone(),
        ended_at: m.ended_at.map(|at| at.to_string()),
        taken_up: m.planned.taken_up,
        tasks: tasks(m, now)
            .into_iter()
            .map(|task| wire::Task { id: task.id.id().to_owned(), state: words::task_state(task.state) })
            .collect(),
        allowed_actions: allowed_actions(m, now).into_iter().map(|action| action.name()).collect(),
        legs: legs.into(),
        home_primary: m.label(Side::Home).to_owned(),
        current_primary: m.label(m.current_primary()).to_owned(),
        progress: progress(m, now).map(|progress| wire::Progress {
            phase: words::phase(progress.phase),
            since: progress.since.to_string(),
            elapsed_s: span_s(progress.elapsed_ms),
            slow_after_s: span_s(progress.slow_ms),
            limit_s: span_s(progress.limit_ms),
            tone: words::tone(progress.tone),
        }),
        paused: paused.map(|(cause, _)| crate::steps::sentence(&names, &domain::journal::Event::Paused(cause.clone()))),
        readiness: m.current_leg().and_then(|leg| m.readiness(leg)).map(words::verdict),
        notes: m
            .notes
            .iter()
            .map(|note| wire::Note { at: note.at.to_string(), by: note.by.clone(), text: note.text.clone() })
            .collect(),
        notes_complete: m.notes_complete.clone(),
        open_points: m.open_points(),
        seq: m.seq,
        head: words::hex(&head),
        guard: words::guard(m.planned.guard),
        site_name: m.planned.site_name.clone(),
        network: words::network(m.planned.network),
        zone: intent.zone.clone(),
        appliances: Side::BOTH.into_iter().map(|side| planned_appliance(m, side)).collect(),
        checks: checks(m, entries),
        acknowledged: m.acknowledgements.iter().map(acknowledged).collect(),
        saved: m.saved.iter().map(|saved| told_saved(m, saved)).collect(),
        pause: paused.map(|(cause, since)| pause(m, cause, *since)),
        needs_you: engine::why_a_person_is_needed(m, now).filter(|_| m.pause.is_none()),
        refused: Action::ALL.into_iter().filter_map(|action| refused(m, action, now)).collect(),
        limits: limits(&m.planned.limits),
        verified: m.verification.as_ref().map(|(found, at)| wire::Verified {
            at: at.to_string(),
            users: found.users,
            open_points: found.open_points.clone(),
        }),
        users_before: entries.iter().rev().find_map(|entry| match &entry.event {
            Event::Checked(checked) if checked.leg == LegName::Outbound => checked.users,
            _ => None,
        }),
        handed_on: m.handed_on,
        baseline_at: m.baseline.as_ref().map(|(_, at)| at.to_string()),
        ledger: m.reconciliation.as_ref().map(|(state, at)| short(state, *at)),
    }
}

fn planned_appliance(m: &Maintenance, side: Side) -> wire::PlannedAppliance {
    let planned = m.planned.appliances.of(side);
    wire::PlannedAppliance {
        label: planned.label.clone(),
        address: planned.address.clone(),
        home_primary: side == Side::Home,
        guid: m.guids.of(side).to_string(),
    }
}

fn checks(m: &Maintenance, entries: &[Entry]) -> std::collections::BTreeMap<&'static str, wire::Checked> {
    let told = entries.iter().filter_map(|entry| match &entry.event {
        Event::Checked(checked) => {
            let checked_told = crate::check::told(checked, entry.stamp.at, &m.planned.pair_name, Some(m));
            Some((words::leg(checked.leg), checked_told))
        }
        _ => None,
    });
    // The last one of each leg.
    told.collect()
}

fn acknowledged(ack: &Acknowledgement) -> wire::Acknowledged {
    wire::Acknowledged {
        leg: words::leg(ack.leg),
        code: ack.code.clone(),
        subject: ack.subject.clone(),
        reason: ack.reason.clone(),
        by: ack.by.clone(),
        at: ack.at.to_string(),
    }
}

fn told_saved(m: &Maintenance, saved: &Saved) -> wire::Saved {
    match saved {
        Saved::Skipped { reason } => {
            wire::Saved { label: None, file_name: None, sha256: None, skipped: Some(reason.clone()) }
        }
        Saved::Named { side, file_name, sha256 } => wire::Saved {
            label: Some(m.label(*side).to_owned()),
            file_name: Some(file_name.clone()),
            sha256: Some(sha256.clone()),
            skipped: None,
        },
    }
}

fn pause(m: &Maintenance, cause: &PauseCause, since: Utc) -> wire::Pause {
    let (word, side, guid) = match cause {
        PauseCause::ForeignRoleChange { .. } => ("foreign_role_change", None, None),
        PauseCause::ChangedGuid { side, seen } => ("changed_guid", Some(*side), Some(seen.to_string())),
        PauseCause::ChangedPin { side } => ("changed_pin", Some(*side), None),
    };
    wire::Pause {
        cause: word,
        label: side.map(|side| m.label(side).to_owned()),
        guid,
        since: since.to_string(),
        sentence: engine::paused_sentence(m),
    }
}

fn refused(m: &Maintenance, action: Action, now: Utc) -> Option<wire::Refused> {
    may(m, action, now).err().map(|refusal| wire::Refused {
        action: action.name(),
        code: refusal.code.to_owned(),
        message: refusal.message,
        hint: refusal.hint,
    })
}

fn limits(limits: &domain::plan::Limits) -> wire::Limits {
    wire::Limits {
        settle_samples: limits.settle_samples,
        poll_swap_s: span_s(limits.poll_swap_ms),
        timeout_sync_s: span_s(limits.timeout_sync_ms),
        timeout_swap_s: span_s(limits.timeout_swap_ms),
        timeout_swing_s: span_s(limits.timeout_swing_ms),
        observe_window_s: span_s(limits.observe_window_ms),
    }
}

fn span_s(ms: u64) -> f64 {
    seconds(i64::try_from(ms).unwrap_or(i64::MAX))
}

/// When both appliances were first seen as backup in this attempt: the state forgets it once the swap is over.
fn both_backup_at(m: &Maintenance, attempt: &Attempt, entries: &[Entry]) -> Option<Utc> {
    let intended =
        |entry: &&Entry| matches!(&entry.event, Event::RoleIntended(i) if i.command == attempt.intent.command);
    let from = entries.iter().find(intended)?.seq;
    let backup = Role::Backup;
    entries
        .iter()
        .skip_while(|entry| entry.seq <= from)
        .take_while(|entry| !matches!(entry.event, Event::LegDone(_) | Event::RoleIntended(_)))
        .find(|entry| match &entry.event {
            Event::Observed(observed) => {
                let seen = Seen::of(&observed.round, &m.guids);
                Side::BOTH.into_iter().all(|side| seen.role(side) == Some(&backup))
            }
            _ => false,
        })
        .map(|entry| entry.stamp.at)
}

fn leg(m: &Maintenance, leg: &Leg, entries: &[Entry]) -> wire::Leg {
    let text = |at: Utc| at.to_string();
    let done = leg.done.as_ref();
    // The attempt that made the leg, or the last one.
    let attempt = match done {
        Some((done, _)) => leg.attempts.iter().find(|attempt| Some(attempt.intent.command) == done.command),
        None => leg.attempts.last(),
    };
    wire::Leg {
        intended_at: attempt.map(|attempt| text(attempt.intended_at)),
        answered_at: attempt.and_then(|attempt| attempt.answer).map(|(_, at)| text(at)),
        both_backup_at: attempt.and_then(|attempt| both_backup_at(m, attempt, entries)).map(text),
        settled_at: attempt.and_then(|attempt| attempt.settled).map(|(_, at)| text(at)),
        done_at: done.map(|(_, at)| text(*at)),
        swung_at: leg.swing.as_ref().map(|(_, at)| text(*at)),
        signed_off_at: leg.signed_off_at.map(text),
        sync: done.map(|(done, _)| words::sync(done.sync)),
        way: attempt.map(|attempt| words::way(attempt.intent.way)),
        answer: attempt.and_then(|attempt| attempt.answer).map(|(answer, _)| words::answer(answer)),
        answer_text: attempt.map(|attempt| attempt.answer_text.clone()).filter(|text| !text.is_empty()),
        settlement: attempt.and_then(|attempt| attempt.settled).map(|(settlement, _)| words::settlement(settlement)),
        attempts: leg.attempts.len(),
        second_hand: done
            .map(|(done, _)| done.second_hand.iter().map(|side| m.label(*side).to_owned()).collect())
            .unwrap_or_default(),
        two_primaries_excluded: done.map(|(done, _)| done.two_primaries_excluded),
        adopted: done.and_then(|(done, _)| done.adopted.clone()),
        swing: leg.swing.as_ref().map(|(proof, _)| match proof {
            SwingProof::Verified { .. } => "verified",
            SwingProof::Confirmed { .. } => "confirmed",
        }),
        confirmed_by: leg.swing.as_ref().and_then(|(proof, _)| match proof {
            SwingProof::Confirmed { name } => Some(name.clone()),
            SwingProof::Verified { .. } => None,
        }),
    }
}

/// Where the ledger stands, as the journal keeps it.
fn short(state: &domain::change::Reconciled, at: domain::time::Utc) -> wire::LedgerShort {
    wire::LedgerShort {
        changes: state.changes,
        verdict: wire::Verdict {
            verdict: words::reconcile_verdict(state.verdict),
            sentence: state.verdict.sentence(state.undecided, state.unread, state.outstanding),
            undecided: state.undecided,
            unread: state.unread,
            outstanding: state.outstanding,
        },
        at: at.to_string(),
    }
}
