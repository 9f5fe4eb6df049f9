//! The tables of all kinds.

use super::kind::Kind;

mod item;
mod jump;
mod people;
mod policy;
pub(super) mod typed;
mod vault;

/// Every kind, by area.
pub(super) const ALL: [&[Kind]; 5] = [people::KINDS, policy::KINDS, jump::KINDS, item::KINDS, vault::KINDS];
