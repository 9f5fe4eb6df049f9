//! Switches: answers to the questions the papers leave open.

use super::{Kind, Setting, line};
use crate::config::Switches;

/// The table of [`Switches`].
pub const SWITCHES: &[Setting<Switches>] = &[line!(
    promote_without_peer,
    Kind::Choice(&["refuse", "accept"]),
    "UNKNOWN: role=primary at a backup that cannot reach its peer (appliance-api section 9, point 7)"
)];
