//! What was seen and done: the truth a test or a story is held against.

use serde::Serialize;
use serde_json::Value;

use super::Model;
use super::fault::FaultKind;
use crate::call::{Call, Door};
use crate::config::Role;
use crate::which::{Both, Which};

/// Why roles changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The simulation began.
    Start,
    /// A role command of an API client.
    Command,
    /// Somebody or something else.
    Foreign,
    AutomaticFailover,
}

/// The roles from one instant on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RolesAt {
    pub at_ms: i64,
    #[serde(flatten)]
    pub roles: Both<Role>,
    pub cause: Cause,
}

/// How a data sync ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncOutcome {
    Done,
    Failed,
    /// An automatic sync stopped because a role command came.
    GaveWay,
}

/// One data sync.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyncRecord {
    pub began_ms: i64,
    pub ended_ms: i64,
    pub primary: Which,
    /// Asked for by a role command: users were cut off.
    pub before_swap: bool,
    pub outcome: SyncOutcome,
}

/// One role command that reached a living appliance, handled or not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleCommandRecord {
    pub at_ms: i64,
    pub door: Door,
    pub appliance: Which,
    /// The parameters as they came; `null` if they could not be read.
    pub parameters: Value,
    /// `false`: a fault stood in the way before the appliance looked at it.
    pub handled: bool,
    /// The status that was decided on, sent or not.
    pub status: Option<u16>,
    /// The message that was decided on, sent or not.
    pub message: Option<String>,
    pub fault: Option<FaultKind>,
}

/// One request that came to a door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestRecord {
    pub at_ms: i64,
    pub door: Door,
    /// `None`: nobody was there.
    pub answered_by: Option<Which>,
    pub method: String,
    /// Without its query.
    pub path: String,
    pub call: Call,
    /// `None`: no whole answer was sent.
    pub status: Option<u16>,
    pub fault: Option<FaultKind>,
}

/// A rule of the vendor that a client broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The connection must be closed after each call: the request did not say `Connection: close`.
    ConnectionClose,
    /// A second request came on one connection.
    OneRequestPerConnection,
    /// 20 requests per second.
    RatePerSecond,
    /// 15,000 requests per hour.
    RatePerHour,
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    pub at_ms: i64,
    pub door: Door,
    pub rule: Rule,
    pub path: String,
}

/// Everything recorded since the simulation began, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Record {
    pub history: Vec<RolesAt>,
    pub syncs: Vec<SyncRecord>,
    pub role_commands: Vec<RoleCommandRecord>,
    pub requests: Vec<RequestRecord>,
    pub violations: Vec<Violation>,
}

impl Record {
    /// The first instant with two primaries, if there ever was one.
    #[must_use]
    pub fn two_primaries_at_ms(&self) -> Option<i64> {
        let two = |entry: &&RolesAt| entry.roles.a == Role::Primary && entry.roles.b == Role::Primary;
        self.history.iter().find(two).map(|entry| entry.at_ms)
    }
}

impl Model {
    /// Writes the roles of this instant into the history.
    pub(super) fn note_roles(&mut self, cause: Cause) {
        let roles = Both::each(|which| self.role(which));
        self.record.history.push(RolesAt { at_ms: self.now_ms, roles, cause });
    }

    /// Writes down a rule that was broken at the model's instant.
    pub fn note_violation(&mut self, door: Door, rule: Rule, path: &str) {
        self.record.violations.push(Violation { at_ms: self.now_ms, door, rule, path: path.to_owned() });
    }
}
