//! What one round of looks makes of a maintenance.

use super::{Attempt, Maintenance, Stage, apply, sync};
use crate::journal::{Event, LegDone, Observed, PauseCause, RoleAnswer, Settlement};
use crate::observation::Round;
use crate::plan::{Kind, LegName};
use crate::role::{AssignedRole, Both, Role, Side};
use crate::seen::Seen;
use crate::time::Utc;

/// After the first samples of a run of equal looks, one is recorded in this many milliseconds.
const HEARTBEAT_MS: i64 = 60_000;

/// Takes a round in: what is recorded of it, and what follows.
///
/// The first samples of a run are all recorded, because they count; then one a minute, because a journal of equal
/// lines hides the lines that matter. Whatever differs is always recorded.
pub(super) fn look(m: &Maintenance, round: &Round, now: Utc) -> Vec<Event> {
    taken(m, round, false, now)
}

/// The same of a round that something is judged by: it is recorded whatever it tells.
pub(super) fn look_judged_by(m: &Maintenance, round: &Round, now: Utc) -> Vec<Event> {
    taken(m, round, true, now)
}

fn taken(m: &Maintenance, round: &Round, is_judged_by: bool, now: Utc) -> Vec<Event> {
    let seen = Seen::of(round, &m.guids);
    let run = match (&m.sight, m.seen()) {
        (Some(sight), Some(before)) if same_roles((&sight.observed.round, &before), (round, &seen)) => {
            sight.observed.run.saturating_add(1)
        }
        _ => 1,
    };
    let samples = m.planned.limits.settle_samples;
    let recorded = match (&m.sight, m.seen()) {
        (Some(sight), Some(before)) => {
            is_judged_by
                || run <= samples
                || before != seen
                || told_differs(&sight.observed.round, round)
                || now.since_ms(sight.at) >= HEARTBEAT_MS
        }
        _ => true,
    };
    let mut events = Vec::new();
    if recorded {
        events.push(Event::Observed(Box::new(Observed { run, round: round.clone() })));
    }
    match m.running() {
        Some(attempt) => events.extend(follow(m, attempt, &seen, round, run, now)),
        None => events.extend(watch(m, &seen, run)),
    }
    if let Some((leg, side, stamp)) = sync::late_proof(m, round) {
        events.push(Event::SyncProven { leg, side, stamp });
    }
    events
}

/// The roles, whose word they are, and whether a stranger answered. Where a role is told by nobody, what stands for it
/// has to stay the same too: that the appliance is read at all, and who answers at the site name.
fn same_roles((before, a): (&Round, &Seen), (now, b): (&Round, &Seen)) -> bool {
    let stands_for_it = |side: Side| {
        b.role(side).is_some()
            || (a.site == b.site && before.of(side).reading().is_some() == now.of(side).reading().is_some())
    };
    a.roles == b.roles
        && a.changed_guid == b.changed_guid
        && a.changed_pin == b.changed_pin
        && Side::BOTH.into_iter().all(stands_for_it)
}

/// Something an appliance tells beside its role has changed: health, version, last sync.
fn told_differs(before: &Round, now: &Round) -> bool {
    Side::BOTH.into_iter().any(|side| match (before.of(side).reading(), now.of(side).reading()) {
        (Some(a), Some(b)) => {
            (b.healthy.is_some() && a.healthy != b.healthy)
                || (b.version.is_some() && a.version != b.version)
                || (b.build.is_some() && a.build != b.build)
                || (b.last_sync.is_some() && a.last_sync != b.last_sync)
        }
        (None, None) => false,
        _ => true,
    })
}

/// A role command is under way.
fn follow(m: &Maintenance, attempt: &Attempt, seen: &Seen, round: &Round, run: u32, now: Utc) -> Vec<Event> {
    let mut events = Vec::new();
    // Since when the roles have looked as they do in this round.
    let since = m.sight.as_ref().filter(|_| run > 1).map_or(now, |sight| sight.since);
    if let Some(cause) = stranger(seen)
        && m.pause.is_none()
    {
        events.push(Event::Paused(cause));
    }
    let intent = &attempt.intent;
    let enough = run >= m.planned.limits.settle_samples;
    let by_both = seen.matches(&intent.assigned);
    let by_site_name = !by_both && seen.matches_by_site_name(&intent.assigned);
    let settle = |settlement| Event::RoleSettled { command: intent.command, settlement, reason: None };
    // A stranger at an appliance's address is no silent appliance: what the other one lists does not stand for it.
    let alone = stranger(seen).is_none();
    if enough && alone && (by_both || by_site_name) && !seen.two_primaries() {
        if attempt.is_open() {
            events.push(settle(Settlement::Happened));
        }
        events.push(Event::LegDone(LegDone {
            leg: intent.leg,
            command: Some(intent.command),
            sync: sync::verdict(attempt, since, round),
            second_hand: second_hand(seen),
            two_primaries_excluded: by_both,
            samples: run,
            adopted: None,
        }));
    } else if attempt.is_open() && seen.moved_towards(&intent.before, &intent.assigned) {
        events.push(settle(Settlement::Happened));
    } else if attempt.is_open()
        && enough
        && apply::answer_of(attempt) == Some(RoleAnswer::Refused)
        && unchanged(seen, round, intent.target, &intent.before)
    {
        events.push(settle(Settlement::Refused));
    }
    if m.pause.is_some() && alone && enough {
        events.push(Event::Resumed {
            reason: "both addresses are answered by the appliances of this pair again".to_owned(),
        });
    }
    events
}

/// Both roles are read and as before; of an appliance that answers only the plain probe, nothing contradicts it.
pub(super) fn unchanged(seen: &Seen, round: &Round, target: Side, before: &Both<AssignedRole>) -> bool {
    let other = target.other();
    seen.own_word(target) == Some(&Role::from(*before.of(target)))
        && match seen.role(other) {
            Some(role) => role == &Role::from(*before.of(other)),
            None => round.of(other).reading().is_some(),
        }
}

/// No role command is under way: is anything as it should not be?
fn watch(m: &Maintenance, seen: &Seen, run: u32) -> Vec<Event> {
    let expected = m.expected_roles();
    if let Some(cause) = stranger(seen) {
        return if m.pause.is_none() { vec![Event::Paused(cause)] } else { Vec::new() };
    }
    // The vendor's upgrade guide breaks the relation for the time of the installation: `none` is as planned then.
    let relation_may_be_broken = m.planned.intent.kind == Kind::Upgrade && m.stage == Stage::Work;
    let contradicted = Side::BOTH.into_iter().any(|side| match seen.own_word(side) {
        Some(Role::None) if relation_may_be_broken => false,
        Some(role) => role != &Role::from(*expected.of(side)),
        None => false,
    });
    let text = |side| seen.role(side).map(|role| role.text().to_owned());
    match (&m.pause, contradicted) {
        (None, true) => {
            vec![Event::Paused(PauseCause::ForeignRoleChange { home: text(Side::Home), stand_in: text(Side::StandIn) })]
        }
        (Some(_), false) if as_assigned(seen, &expected) && run >= m.planned.limits.settle_samples => {
            vec![Event::Resumed { reason: "the appliances are seen as expected again".to_owned() }]
        }
        _ => Vec::new(),
    }
}

/// Both roles are as assigned, or as much of it as can be known where one appliance's role is told by nobody.
fn as_assigned(seen: &Seen, assigned: &Both<AssignedRole>) -> bool {
    seen.matches(assigned) || seen.matches_by_site_name(assigned)
}

fn stranger(seen: &Seen) -> Option<PauseCause> {
    if let Some((side, guid)) = &seen.changed_guid {
        return Some(PauseCause::ChangedGuid { side: *side, seen: guid.clone() });
    }
    seen.changed_pin.map(|side| PauseCause::ChangedPin { side })
}

pub(super) fn second_hand(seen: &Seen) -> Vec<Side> {
    Side::BOTH.into_iter().filter(|side| seen.roles.of(*side).as_ref().is_some_and(|role| role.second_hand)).collect()
}

/// The leg whose outcome is what is seen now, where somebody else's role change may be adopted as one.
pub(super) fn adoptable(m: &Maintenance) -> Option<LegName> {
    let seen = m.seen()?;
    let leg = m.current_leg()?;
    (m.settled_look() && stranger(&seen).is_none() && as_assigned(&seen, &leg.assigned())).then_some(leg)
}
