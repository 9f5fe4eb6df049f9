//! What has arrived: traffic at the new primary, and everything at the returned pair.

use super::decide::required;
use super::{Action, Maintenance, Refusal, look, may};
use crate::change::{Arrival, EntryId, FirstToLast, runs};
use crate::journal::{Event, SwingProof, Verification};
use crate::observation::{Round, SiteAnswer};
use crate::pair::Network;
use crate::plan::LegName;
use crate::role::Side;
use crate::seen::Seen;
use crate::time::Utc;

pub(super) fn swing(m: &Maintenance, confirm_by: Option<String>, now: Utc) -> Result<Vec<Event>, Refusal> {
    may(m, Action::Swing, now)?;
    let Some(leg) = [LegName::Return, LegName::Outbound].into_iter().find(|leg| m.leg(*leg).done.is_some()) else {
        return Err(super::action::not_now(m, Action::Swing));
    };
    let primary = leg.new_primary();
    let seen = m.seen();
    if seen.as_ref().and_then(|seen| seen.site) == Some(primary) {
        let guid = m.guids.of(primary).clone();
        return Ok(vec![Event::Swung { leg, proof: SwingProof::Verified { guid } }]);
    }
    if let Some(name) = confirm_by {
        let name = required("the name of the person who confirms", name)?;
        // What this computer sees to be wrong is not confirmed away, be it the other appliance or a stranger that
        // answers; what it cannot see may be.
        if m.sight.as_ref().is_none_or(|sight| sight.observed.round.site_guid().is_none()) {
            return Ok(vec![Event::Swung { leg, proof: SwingProof::Confirmed { name } }]);
        }
    }
    let answered_by = match seen.and_then(|seen| seen.site) {
        Some(side) => format!("{} still answers there", m.label(side)),
        None => match m.sight.as_ref().and_then(|sight| sight.observed.round.site.as_ref()).map(|site| &site.answer) {
            Some(SiteAnswer::Guid(guid)) => format!("{guid} answers there, which is neither appliance of this pair"),
            Some(SiteAnswer::Trouble(trouble)) => format!("it could not be seen who answers there: {}", trouble.detail),
            None => "nobody was asked there".to_owned(),
        },
    };
    Err(Refusal::new(
        "traffic-not-moved",
        format!("the site name {} is not answered by {}: {answered_by}", m.planned.site_name, m.label(primary)),
        move_traffic(m, primary),
    ))
}

/// What moves traffic to the new primary in this pair's network.
fn move_traffic(m: &Maintenance, primary: Side) -> String {
    let (from, to) = (m.label(primary.other()), m.label(primary));
    let site = &m.planned.site_name;
    let how = match m.planned.network {
        Network::SharedIp => format!(
            "The shared IP follows the primary by itself: wait a moment and look again. If it stays, see that the shared IP is ticked for {to} in /login."
        ),
        Network::Dns => format!(
            "Change the address record of {site} from {from} to {to}, and look again; old answers live as long as their TTL."
        ),
        Network::Nat => format!("Change the firewall's mapping for {site} from {from} to {to}, and look again."),
    };
    format!("{how} What this computer cannot see a person may confirm by name.")
}

pub(super) fn verify(
    m: &Maintenance,
    round: &Round,
    users: Option<u32>,
    arrivals: Option<Vec<(EntryId, Arrival)>>,
    now: Utc,
) -> Result<Vec<Event>, Refusal> {
    may(m, Action::Verify, now)?;
    let seen = Seen::of(round, &m.guids);
    let expected = m.expected_roles();
    let mut events = look::look_judged_by(m, round, now);
    // Something changed that was not this maintenance's doing: it is recorded, and nothing is verified.
    if events.iter().any(|event| matches!(event, Event::Paused(_))) {
        return Ok(events);
    }
    let healthy = crate::role::Both::new(
        round.home.reading().and_then(|r| r.healthy),
        round.stand_in.reading().and_then(|r| r.healthy),
    );
    let roles_as_planned = seen.matches(&expected) || seen.matches_by_site_name(&expected);
    let traffic = round.site_guid().map(|guid| guid == m.guids.of(Side::Home));
    let mut open_points = Vec::new();
    if !roles_as_planned {
        open_points.push("not both roles could be read".to_owned());
    }
    match traffic {
        Some(true) => {}
        Some(false) => open_points.push(format!("{} is not answered by {}", m.planned.site_name, m.label(Side::Home))),
        None => open_points.push(format!("it could not be seen who answers at {}", m.planned.site_name)),
    }
    for side in Side::BOTH {
        if !seen.answers.of(side) {
            open_points.push(format!("{} was not reached", m.label(side)));
        }
        match healthy.of(side) {
            Some(true) => {}
            Some(false) => open_points.push(format!("{} says that it is not healthy", m.label(side))),
            None if *seen.answers.of(side) => {
                open_points.push(format!("the health of {} was not told", m.label(side)));
            }
            None => {}
        }
    }
    let found = arrivals.as_ref().map(|all| all.iter().filter(|(_, arrival)| *arrival == Arrival::Found).count());
    let looked_for = by_arrival(arrivals.unwrap_or_default());
    open_points.extend(looked_for.iter().filter_map(|(arrival, entries)| arrival_point(*arrival, entries)));
    events.push(Event::Verified(Verification {
        roles_as_planned,
        traffic,
        healthy,
        users,
        arrivals: found.map(|found| u32::try_from(found).unwrap_or(u32::MAX)),
        looked_for,
        open_points,
    }));
    Ok(events)
}

/// What was looked for, by what was found.
fn by_arrival(arrivals: Vec<(EntryId, Arrival)>) -> Vec<(Arrival, Vec<FirstToLast>)> {
    let kinds = [Arrival::Found, Arrival::Missing, Arrival::OverwrittenLater, Arrival::NotObservable];
    let of = |kind| runs(arrivals.iter().filter(|(_, arrival)| *arrival == kind).map(|(entry, _)| *entry));
    kinds.into_iter().map(|kind| (kind, of(kind))).filter(|(_, entries)| !entries.is_empty()).collect()
}

/// A change that did not come through stays open until a person has dealt with it.
fn arrival_point(arrival: Arrival, entries: &[FirstToLast]) -> Option<String> {
    if arrival != Arrival::Missing {
        return None;
    }
    let run =
        |(first, last): &FirstToLast| if first == last { first.to_string() } else { format!("{first} to {last}") };
    let named: Vec<String> = entries.iter().take(20).map(run).collect();
    let count: u64 = entries.iter().map(|(first, last)| u64::from(last.0.saturating_sub(first.0)) + 1).sum();
    let more = if entries.len() > named.len() { " and more" } else { "" };
    let changes = if count == 1 { "1 change was".to_owned() } else { format!("{count} changes were") };
    Some(format!("{changes} not found on the returned primary: {}{more}", named.join(", ")))
}
