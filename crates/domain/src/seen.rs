//! What one round of looks says about the roles of a pair: whose word it is, and what contradicts it.

use serde::{Deserialize, Serialize};

use crate::ids::Guid;
use crate::observation::{Round, TroubleKind};
use crate::role::{AssignedRole, Both, Role, Side};

/// The role of one side as far as a round tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenRole {
    pub role: Role,
    /// Told by the other appliance's list, not by the appliance itself.
    pub second_hand: bool,
}

/// The roles of a pair in one round, and what is wrong with who answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub roles: Both<Option<SeenRole>>,
    /// Something at the appliance's own address answered or accepted a connection.
    pub answers: Both<bool>,
    /// An appliance told a GUID that is not the one expected of it.
    pub changed_guid: Option<(Side, Guid)>,
    /// An appliance's public key is not the pinned one.
    pub changed_pin: Option<Side>,
    /// The side whose GUID answered at the site name.
    pub site: Option<Side>,
}

impl Seen {
    /// Reads a round. `expected` are the GUIDs that this pair remembers.
    ///
    /// The word of an appliance that tells another GUID than the expected one counts for nothing: it is another box.
    /// Where an appliance does not say its role itself, the other one's row for it counts as second hand.
    #[must_use]
    pub fn of(round: &Round, expected: &Both<Guid>) -> Self {
        let mut changed_guid = None;
        let mut changed_pin = None;
        let mut own = Both::new(None, None);
        for side in Side::BOTH {
            let look = round.of(side);
            if look.trouble().is_some_and(|trouble| trouble.kind == TroubleKind::PinChanged) {
                changed_pin = Some(side);
            }
            let Some(reading) = look.reading() else { continue };
            match &reading.guid {
                Some(guid) if guid != expected.of(side) => changed_guid = Some((side, guid.clone())),
                _ => *own.of_mut(side) = reading.role.clone(),
            }
        }
        let roles = own.map(|side, role| match role {
            Some(role) => Some(SeenRole { role: role.clone(), second_hand: false }),
            None => second_hand(round, expected, side),
        });
        let answers = Both::new(connected(round, Side::Home), connected(round, Side::StandIn));
        let site = round.site_guid().and_then(|guid| Side::BOTH.into_iter().find(|side| expected.of(*side) == guid));
        Self { roles, answers, changed_guid, changed_pin, site }
    }

    #[must_use]
    pub fn role(&self, side: Side) -> Option<&Role> {
        self.roles.of(side).as_ref().map(|seen| &seen.role)
    }

    /// The role the appliance says of itself, at its own address.
    #[must_use]
    pub fn own_word(&self, side: Side) -> Option<&Role> {
        self.roles.of(side).as_ref().filter(|seen| !seen.second_hand).map(|seen| &seen.role)
    }

    /// Both roles are known and are as assigned.
    #[must_use]
    pub fn matches(&self, assigned: &Both<AssignedRole>) -> bool {
        Side::BOTH.into_iter().all(|side| self.role(side) == Some(&Role::from(*assigned.of(side))))
    }

    /// The new primary says so itself, the other one's role is told by nobody, and the site name is answered by the new
    /// primary: as much as can be known of a pair whose backup answers no Command API and whose list is not told
    /// (PRA, Command API v1). Two primaries cannot be excluded then.
    #[must_use]
    pub fn matches_by_site_name(&self, assigned: &Both<AssignedRole>) -> bool {
        let Some(primary) = primary_of(assigned) else { return false };
        self.own_word(primary) == Some(&Role::Primary)
            && self.roles.of(primary.other()).is_none()
            && self.site == Some(primary)
    }

    /// At least one appliance says the role it was commanded to, having had another one before.
    #[must_use]
    pub fn moved_towards(&self, before: &Both<AssignedRole>, assigned: &Both<AssignedRole>) -> bool {
        Side::BOTH.into_iter().any(|side| {
            before.of(side) != assigned.of(side) && self.own_word(side) == Some(&Role::from(*assigned.of(side)))
        })
    }

    #[must_use]
    pub fn two_primaries(&self) -> bool {
        Side::BOTH.into_iter().all(|side| self.role(side) == Some(&Role::Primary))
    }
}

/// The side that a pair of assigned roles makes primary.
#[must_use]
pub fn primary_of(assigned: &Both<AssignedRole>) -> Option<Side> {
    Side::BOTH.into_iter().find(|side| *assigned.of(*side) == AssignedRole::Primary)
}

fn connected(round: &Round, side: Side) -> bool {
    let look = round.of(side);
    look.reading().is_some() || look.trouble().is_some_and(|trouble| trouble.kind.connected())
}

/// The other appliance's row for this side, unless the other one is itself a stranger.
fn second_hand(round: &Round, expected: &Both<Guid>, side: Side) -> Option<SeenRole> {
    let witness = round.of(side.other()).reading()?;
    if witness.guid.as_ref().is_some_and(|guid| guid != expected.of(side.other())) {
        return None;
    }
    let row = witness.rows.iter().find(|row| &row.guid == expected.of(side))?;
    Some(SeenRole { role: row.role.clone(), second_hand: true })
}
