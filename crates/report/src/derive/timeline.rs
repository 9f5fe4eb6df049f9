//! Roles over time, users out, and the times in which nobody looked.

use domain::journal::{Event, GapReason};
use domain::plan::LegName;
use domain::role::Side;
use domain::time::Utc;

use super::{Told, took};
use crate::document::{Away, Gap, RoleSpan, Timeline};

/// Looks further apart than this are a gap in observation. Milliseconds. At rest equal looks are written down every ten minutes.
const GAP_MS: i64 = 15 * 60_000;

pub(super) fn timeline(told: &Told<'_>) -> Timeline {
    let m = &told.replay.maintenance;
    let mut roles: Vec<RoleSpan> = vec![];
    for side in Side::BOTH {
        let mut open: Option<RoleSpan> = None;
        for look in &told.replay.looks {
            let (role, second_hand) = look.roles.of(side);
            let same = |span: &RoleSpan| span.role == *role && span.second_hand == *second_hand;
            match open.as_mut().filter(|span| same(span)) {
                Some(span) => (span.to, span.looks) = (look.at, span.looks + 1),
                None => {
                    let next = RoleSpan {
                        side,
                        role: role.clone(),
                        second_hand: *second_hand,
                        from: look.at,
                        to: look.at,
                        looks: 1,
                    };
                    roles.extend(open.replace(next).map(|span| RoleSpan { to: look.at, ..span }));
                }
            }
        }
        roles.extend(open);
    }
    roles.sort_by_key(|span| (span.from, span.side));
    Timeline { from: m.planned_at, to: told.as_of, roles, users_out: users_out(told) }
}

/// From each role command that did something until its leg was done, or until it was settled as not done.
fn users_out(told: &Told<'_>) -> Vec<Away> {
    use domain::journal::Settlement;
    let m = &told.replay.maintenance;
    let mut out = vec![];
    for leg in [LegName::Outbound, LegName::Return] {
        let state = m.leg(leg);
        for attempt in &state.attempts {
            let of_this = state.done.as_ref().filter(|(done, _)| done.command == Some(attempt.intent.command));
            let away = match (of_this, attempt.settled) {
                (Some((_, at)), _) => Away { leg, from: attempt.intended_at, to: *at, ended: true },
                (None, Some((Settlement::Refused | Settlement::NotSent | Settlement::NotHappened, _))) => continue,
                (None, _) => Away { leg, from: attempt.intended_at, to: told.as_of, ended: false },
            };
            out.push(away);
        }
    }
    out
}

/// Since when looks far apart are told, and what that begins with.
fn looked_for_since(told: &Told<'_>) -> Option<(Utc, &'static str)> {
    let m = &told.replay.maintenance;
    let command = m.outbound.attempts.first().map(|attempt| (attempt.intended_at, "the first role command"));
    let taken_up = m.planned.taken_up.then_some((m.planned_at, "it was taken up"));
    let adopted = m.outbound.done.as_ref().map(|(_, at)| (*at, "the outbound leg was done"));
    command.or(taken_up).or(adopted)
}

/// Gaps the program noticed itself, and looks far apart from the first role command on; before them how they were looked for.
pub(super) fn gaps(told: &Told<'_>) -> (String, Vec<Gap>) {
    let m = &told.replay.maintenance;
    let gap =
        |from: Utc, to: Utc, words: &str| Gap { from, to, took_ms: took(from, Some(to)), words: words.to_owned() };
    let mut gaps: Vec<Gap> = vec![];
    for entry in &told.replay.entries {
        let Event::WatchGap { from, to, reason } = &entry.event else { continue };
        let words = match reason {
            GapReason::Slept => "The computer slept.",
            GapReason::ClockChanged => "The computer's clock was changed.",
            GapReason::Stalled => "The program was held up.",
        };
        gaps.push(gap(*from, *to, words));
    }
    let Some((begin, since)) = looked_for_since(told) else {
        let noticed = if gaps.is_empty() { "" } else { " These the program noticed itself." };
        return (format!("Not looked for: there was no role command.{noticed}"), gaps);
    };
    let known = apart(gaps.iter().map(|gap| (gap.from, gap.to)).collect());
    let end = m.ended_at.unwrap_or(told.as_of);
    let looks = told.replay.looks.iter().map(|look| look.at).filter(|at| *at > begin && *at < end);
    let mut last = begin;
    for at in looks.chain([end]) {
        let unseen = if at.since_ms(last) > GAP_MS { outside(last, at, &known) } else { vec![] };
        let unseen_ms: i64 = unseen.iter().map(|(from, to)| to.since_ms(*from)).sum();
        if unseen_ms > GAP_MS {
            gaps.extend(unseen.into_iter().map(|(from, to)| gap(from, to, "No look was written down.")));
        }
        last = last.max(at);
    }
    gaps.sort_by_key(|gap| (gap.from, gap.to));
    let minutes = GAP_MS / 60_000;
    let sentence = if gaps.is_empty() {
        format!("None longer than {minutes} minutes since {since}.")
    } else {
        format!("What the program noticed itself, and more than {minutes} minutes without a look since {since}.")
    };
    (sentence, gaps)
}

/// These times in order, those that meet as one. One that ends before it begins is none.
fn apart(mut times: Vec<(Utc, Utc)>) -> Vec<(Utc, Utc)> {
    times.retain(|(from, to)| to > from);
    times.sort_unstable();
    let mut apart: Vec<(Utc, Utc)> = vec![];
    for (from, to) in times {
        match apart.last_mut().filter(|(_, end)| *end >= from) {
            Some((_, end)) => *end = to.max(*end),
            None => apart.push((from, to)),
        }
    }
    apart
}

/// What of a time lies outside of times that are in order and apart.
fn outside(from: Utc, to: Utc, known: &[(Utc, Utc)]) -> Vec<(Utc, Utc)> {
    let first = known.partition_point(|(_, end)| *end <= from);
    let mut outside = vec![];
    let mut at = from;
    for (begin, end) in known[first..].iter().take_while(|(begin, _)| *begin < to) {
        outside.push((at, *begin));
        at = at.max(*end);
    }
    outside.push((at, to));
    outside.retain(|(from, to)| to > from);
    outside
}
