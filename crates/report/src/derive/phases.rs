//! Phases: what was planned, how long each took, and what is usual here.

use domain::journal::{RoleAnswer, Settlement};
use domain::maintenance::Maintenance;
use domain::plan::LegName;
use domain::time::Utc;

use super::{Told, took};
use crate::document::{Band, Gap, Phase, PhaseName, Timeline};
use crate::material::{Usual, UsualPhase};
use crate::replay::NO_ANSWER;

pub(super) fn phases(told: &Told<'_>, timeline: &Timeline, gaps: &[Gap]) -> Vec<Phase> {
    let m = &told.replay.maintenance;
    let mut phases = vec![];
    for leg in [LegName::Outbound, LegName::Return] {
        phases.extend(of_leg(told, leg, gaps));
        if leg == LegName::Outbound
            && let Some(from) =
                m.outbound.done.as_ref().map(|(_, at)| *at).or(m.planned.taken_up.then_some(m.planned_at))
        {
            let to = m.return_leg.done.as_ref().map(|(_, at)| *at);
            let windows = m.planned.intent.window.as_ref().zip(m.planned.intent.return_window.as_ref());
            let planned = windows.and_then(|(out, back)| took(out.start, Some(back.end)));
            phases.push(Phase {
                planned_ms: planned,
                ..plain(
                    PhaseName::OnTheStandIn,
                    None,
                    format!("On {}", told.label(domain::role::Side::StandIn)),
                    from,
                    to,
                )
            });
        }
    }
    phases.extend(without_redundancy(timeline, m.ended_at.unwrap_or(told.as_of)));
    phases
}

/// When the roles of a leg were first seen to change.
fn moved(m: &Maintenance, leg: LegName) -> Option<Utc> {
    let attempt = m.leg(leg).running().or(m.leg(leg).attempts.last())?;
    attempt.both_backup_since.or_else(|| {
        let settled = attempt.settled.filter(|(settlement, _)| *settlement == Settlement::Happened);
        settled.map(|(_, at)| at)
    })
}

fn plain(phase: PhaseName, leg: Option<LegName>, words: String, from: Utc, to: Option<Utc>) -> Phase {
    Phase { phase, leg, words, from, to, took_ms: took(from, to), planned_ms: None, usual: None, band: None }
}

fn of_leg(told: &Told<'_>, leg: LegName, gaps: &[Gap]) -> Vec<Phase> {
    let m = &told.replay.maintenance;
    let state = m.leg(leg);
    let done = state.done.as_ref().map(|(_, at)| *at);
    let swung = state.swing.as_ref().map(|(_, at)| *at);
    let name = leg.words();
    let mut phases = vec![];
    let learned = |phase: Phase, of: UsualPhase| {
        let usual = told.material.usual.iter().find(|usual| usual.phase == of).cloned();
        let gap = gaps.iter().any(|gap| gap.from < phase.to.unwrap_or(told.as_of) && gap.to > phase.from);
        let band = phase.took_ms.map(|took_ms| band(took_ms, usual.as_ref(), gap));
        Phase { usual, band, ..phase }
    };
    let attempt = match &state.done {
        Some((done, _)) => state.attempts.iter().find(|attempt| Some(attempt.intent.command) == done.command),
        None => state.running(),
    };
    if let Some(attempt) = attempt {
        let from = attempt.intended_at;
        let started = matches!(attempt.answer, Some((RoleAnswer::Started, _)));
        let doubt = if attempt.is_open() && !started { ", if it started" } else { "" };
        phases.push(plain(PhaseName::UsersOut, Some(leg), format!("Users out, {name}{doubt}"), from, done));
        let changed = moved(m, leg).or(done);
        phases.push(learned(
            plain(PhaseName::Sync, Some(leg), format!("Data sync, {name}{doubt}"), from, changed),
            UsualPhase::Sync,
        ));
        if let Some(changed) = changed {
            let swap = plain(PhaseName::Swap, Some(leg), format!("Roles changing, {name}"), changed, done);
            phases.push(learned(swap, UsualPhase::Swap));
        }
    }
    if let Some(done) = done {
        let swing = plain(PhaseName::Swing, Some(leg), format!("Swing, {name}"), done, swung);
        phases.push(learned(swing, UsualPhase::Swing));
    }
    if let Some(swung) = swung {
        let observe = plain(PhaseName::Observe, Some(leg), format!("Observe, {name}"), swung, state.signed_off_at);
        phases.push(Phase { planned_ms: Some(m.planned.limits.observe_window_ms), ..observe });
    }
    phases
}

fn band(took_ms: u64, usual: Option<&Usual>, gap: bool) -> Band {
    match usual {
        _ if gap => Band::Gap,
        None => Band::NoHistory,
        Some(usual) if took_ms < usual.shortest_ms => Band::Shorter,
        Some(usual) if took_ms > usual.p90_ms => Band::Longer,
        Some(_) => Band::Inside,
    }
}

/// The times, taken together, in which an appliance was not there to stand by, outside the swaps themselves.
fn without_redundancy(timeline: &Timeline, end: Utc) -> Option<Phase> {
    let is_away = |role: &str| role == NO_ANSWER || role == "none";
    let acted = timeline.users_out.first().map_or(timeline.from, |out| out.from);
    let mut times: Vec<(Utc, Utc)> = timeline
        .roles
        .iter()
        .filter(|span| is_away(&span.role) && span.to > acted)
        .map(|span| (span.from.max(acted), span.to.min(end)))
        .filter(|(from, to)| to > from)
        .collect();
    // While users are out both are restarting: that is told as such.
    for out in &timeline.users_out {
        times = times
            .into_iter()
            .flat_map(|(from, to)| [(from, to.min(out.from)), (from.max(out.to), to)])
            .filter(|(from, to)| to > from)
            .collect();
    }
    times.sort_unstable();
    let (from, to) = (times.first()?.0, times.iter().map(|(_, to)| *to).max()?);
    let mut total = 0;
    let mut at = from;
    for (from, to) in times {
        let from = from.max(at);
        total += u64::try_from(to.since_ms(from)).unwrap_or(0);
        at = at.max(to);
    }
    let phase = plain(PhaseName::WithoutRedundancy, None, "Without redundancy".to_owned(), from, Some(to));
    Some(Phase { took_ms: Some(total), ..phase })
}
