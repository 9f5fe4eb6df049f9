//! After a restart: nothing is armed, and what began and has no answer is unknown, never failed (R2, R8).

use super::Maintenance;
use crate::journal::{Event, RoleAnswer, Way};

/// What a restart finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// To be written before anything else: an intent without an answer becomes an unknown outcome.
    pub events: Vec<Event>,
    /// A role command is unsettled: the one thing to do is to observe again.
    pub observe_again: bool,
}

/// Reads the fold of a journal as a restart finds it.
#[must_use]
pub fn recover(m: &Maintenance) -> Recovery {
    let Some(attempt) = m.running() else { return Recovery { events: Vec::new(), observe_again: false } };
    let mut events = Vec::new();
    if attempt.answer.is_none() {
        let (answer, message) = match attempt.intent.way {
            Way::Planned => (RoleAnswer::Unknown, "the program ended before an answer was recorded"),
            Way::ByHand => (RoleAnswer::ByHand, "the roles are changed by hand"),
        };
        events.push(Event::RoleAnswered {
            command: attempt.intent.command,
            answer,
            status: None,
            message: message.to_owned(),
        });
    }
    Recovery { events, observe_again: true }
}
