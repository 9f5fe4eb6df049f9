//! On which appliance a change was made, which role it had then, and what the data syncs since have done to it.

use std::collections::BTreeMap;

use domain::role::{AssignedRole, Both, Side};
use domain::time::Utc;
use serde::{Deserialize, Serialize};

use crate::entry::When;

/// The names each appliance has of its own, as the header of its messages may write them.
pub type Hosts = Both<Vec<String>>;

/// The appliance that a message's header names: its own name, with or without a domain, whatever the case. A name that both
/// have, or none, places nothing.
#[must_use]
pub fn made_on(host: &str, hosts: &Hosts) -> Option<Side> {
    let short = |name: &str| name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let is = |side: Side| {
        let same = |name: &String| name.eq_ignore_ascii_case(host) || (!name.is_empty() && short(name) == short(host));
        !host.is_empty() && hosts.of(side).iter().any(same)
    };
    match (is(Side::Home), is(Side::StandIn)) {
        (true, false) => Some(Side::Home),
        (false, true) => Some(Side::StandIn),
        // Two names of one domain may differ in their domain only.
        (true, true) => {
            let exactly = |side: Side| hosts.of(side).iter().any(|name| name.eq_ignore_ascii_case(host));
            match (exactly(Side::Home), exactly(Side::StandIn)) {
                (true, false) => Some(Side::Home),
                (false, true) => Some(Side::StandIn),
                _ => None,
            }
        }
        (false, false) => None,
    }
}

/// A time in which an appliance had one role, from the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSpan {
    pub side: Side,
    pub role: AssignedRole,
    pub from: Utc,
    /// Absent: it lasts.
    pub to: Option<Utc>,
}

/// Roles that users gave an appliance, by its own log.
pub type RoleMarks = Both<BTreeMap<Utc, AssignedRole>>;

/// The role an appliance had when a change was made: from the journal where that knows it, else from the `become_*` events
/// around it, else not known. Where the time is known roughly, it has to be the same role all the time.
#[must_use]
pub fn role_then(side: Side, at: When, spans: &[RoleSpan], marks: &RoleMarks) -> Option<AssignedRole> {
    let (from, to) = (at.earliest()?, at.latest()?);
    let covers = |span: &&RoleSpan| span.side == side && span.from <= from && span.to.is_none_or(|end| to < end);
    if let Some(span) = spans.iter().find(covers) {
        return Some(span.role);
    }
    // The journal knows of a change of roles within this time.
    let touches = |span: &RoleSpan| span.side == side && span.from <= to && span.to.is_none_or(|end| from < end);
    if spans.iter().any(touches) {
        return None;
    }
    by_marks(from, to, marks.of(side))
}

/// `become_primary` before it, `become_backup` after it, or both.
fn by_marks(from: Utc, to: Utc, marks: &BTreeMap<Utc, AssignedRole>) -> Option<AssignedRole> {
    let inside = from < to && marks.range(from..=to).any(|(at, _)| from < *at);
    let before = marks.range(..=from).next_back().map(|(_, role)| *role);
    let after = marks.range(to..).find(|(at, _)| **at > to).map(|(_, role)| role.other());
    match (before, after) {
        _ if inside => None,
        // Changed in between without a user's doing.
        (Some(before), Some(after)) if before != after => None,
        (before, after) => before.or(after),
    }
}

/// A data sync that is known to have been completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sync {
    /// Before this it had not begun: what was changed on its primary since may not have been copied.
    pub begun: Utc,
    /// When it ended.
    pub at: Utc,
    /// The primary then: its settings win.
    pub from: Side,
}

/// Where a change is after the syncs that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// On the current primary: the next sync takes it along.
    Carried,
    /// On the appliance that is backup now, and nowhere else: the next sync overwrites it.
    WouldBeOverwritten,
    /// On neither: a sync has overwritten it.
    AlreadyOverwritten,
    /// Made on the appliance that is backup now while a sync took the rest of it along: it may not have been copied, and no
    /// snapshot tells.
    MayNotBeCarried,
    /// Nobody knows where it was made, or which role that had then.
    NotPlaced,
}

/// Whether a change made at this time on a sync's primary may have come too late for it.
#[must_use]
pub fn is_during(at: Utc, sync: &Sync) -> bool {
    sync.begun < at && at <= sync.at
}

/// Follows a change made on one side through the syncs after it. A sync copies all of the primary: what the primary has is on
/// both then, and what it has not is on neither. `came_through`: a snapshot has shown the other side with what was changed
/// while a sync ran.
#[must_use]
pub fn fate(made_on: Side, at: When, came_through: bool, syncs: &[Sync], primary: Side) -> Fate {
    let Some(at) = at.latest() else { return Fate::NotPlaced };
    // Nothing: it is not known.
    let mut on = Both::new(Some(made_on == Side::Home), Some(made_on == Side::StandIn));
    for sync in syncs.iter().filter(|sync| sync.at >= at) {
        let is_unsure = sync.from == made_on && is_during(at, sync) && !came_through;
        *on.of_mut(sync.from.other()) = if is_unsure { None } else { *on.of(sync.from) };
    }
    match (on.of(primary), on.of(primary.other())) {
        (Some(true), _) => Fate::Carried,
        (None, _) => Fate::MayNotBeCarried,
        (Some(false), Some(false)) => Fate::AlreadyOverwritten,
        (Some(false), _) => Fate::WouldBeOverwritten,
    }
}
