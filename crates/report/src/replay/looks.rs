//! Looks, as the roles they tell.

use domain::journal::{Entry, Event};
use domain::maintenance::Maintenance;
use domain::observation::Round;
use domain::role::{Both, Side};
use domain::seen::Seen;
use domain::time::Utc;

/// One look that was written down.
pub(crate) struct Look {
    pub(crate) seq: u64,
    pub(crate) at: Utc,
    /// What each side is seen as, and whether the other one said so.
    pub(crate) roles: Both<(String, bool)>,
    pub(crate) two_primaries: bool,
}

/// An appliance that does not answer.
pub(crate) const NO_ANSWER: &str = "no answer";
/// One that answers and does not tell its role.
pub(crate) const NOT_TOLD: &str = "not told";

impl Look {
    pub(super) fn both_told(&self) -> bool {
        Side::BOTH.into_iter().all(|side| ![NO_ANSWER, NOT_TOLD].contains(&self.roles.of(side).0.as_str()))
    }
}

/// The round of an event, where it has one.
pub(crate) fn round_of(event: &Event) -> Option<&Round> {
    match event {
        Event::Observed(observed) => Some(&observed.round),
        Event::Checked(checked) => Some(&checked.round),
        _ => None,
    }
}

/// The look of an event, by the GUIDs that are expected then.
pub(crate) fn look_of(m: &Maintenance, entry: &Entry) -> Option<Look> {
    let round = round_of(&entry.event)?;
    let seen = Seen::of(round, &m.guids);
    let roles = seen.roles.map(|side, role| match role {
        Some(role) => (role.role.text().to_owned(), role.second_hand),
        None if *seen.answers.of(side) => (NOT_TOLD.to_owned(), false),
        None => (NO_ANSWER.to_owned(), false),
    });
    Some(Look { seq: entry.seq, at: entry.stamp.at, roles, two_primaries: seen.two_primaries() })
}
