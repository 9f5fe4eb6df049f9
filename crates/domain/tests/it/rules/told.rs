//! What a round says, read here a second time and independently of the code under test.

use super::*;

/// The role an appliance says of itself, unless it is another box.
pub(super) fn own(round: &Round, expected: &Both<Guid>, side: Side) -> Option<Role> {
    let reading = round.of(side).reading()?;
    match &reading.guid {
        Some(guid) if guid != expected.of(side) => None,
        _ => reading.role.clone(),
    }
}

/// Its role by its own word, else by the other one's list.
pub(super) fn told(round: &Round, expected: &Both<Guid>, side: Side) -> Option<Role> {
    own(round, expected, side).or_else(|| {
        let witness = round.of(side.other()).reading()?;
        let is_known = witness.guid.as_ref().is_none_or(|guid| guid == expected.of(side.other()));
        let row = witness.rows.iter().find(|row| &row.guid == expected.of(side)).filter(|_| is_known)?;
        Some(row.role.clone())
    })
}

pub(super) fn told_as(round: &Round, expected: &Both<Guid>, roles: &Both<AssignedRole>) -> bool {
    Side::BOTH.into_iter().all(|side| told(round, expected, side) == Some(Role::from(*roles.of(side))))
}

pub(super) fn told_by_site(round: &Round, expected: &Both<Guid>, new_primary: Side) -> bool {
    own(round, expected, new_primary) == Some(Role::Primary)
        && told(round, expected, new_primary.other()).is_none()
        && round.site_guid() == Some(expected.of(new_primary))
}

/// Nobody else answers at this appliance's address.
pub(super) fn is_who_it_should_be(round: &Round, expected: &Both<Guid>, side: Side) -> bool {
    let guid = round.of(side).reading().and_then(|reading| reading.guid.as_ref());
    guid.is_none_or(|guid| guid == expected.of(side))
}

pub(super) fn unchanged(round: &Round, expected: &Both<Guid>, attempt: &Attempt) -> bool {
    let (target, before) = (attempt.intent.target, &attempt.intent.before);
    let other = target.other();
    own(round, expected, target) == Some(Role::from(*before.of(target)))
        && match told(round, expected, other) {
            Some(role) => role == Role::from(*before.of(other)),
            None => round.of(other).reading().is_some(),
        }
}
