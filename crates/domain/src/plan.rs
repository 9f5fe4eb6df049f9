//! What was planned: the first event of a journal.

use serde::{Deserialize, Serialize};

use crate::ids::{ApplianceId, Guid, MaintenanceNumber, PairId};
use crate::pair::{Guard, Network};
use crate::role::{AssignedRole, Both, Side};
use crate::settings::Settings;
use crate::time::Utc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Maintenance,
    Upgrade,
}

/// One of the two ways of a maintenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegName {
    Outbound,
    Return,
}

impl LegName {
    /// The side that is primary after this leg.
    #[must_use]
    pub fn new_primary(self) -> Side {
        match self {
            Self::Outbound => Side::StandIn,
            Self::Return => Side::Home,
        }
    }

    /// The roles after this leg.
    #[must_use]
    pub fn assigned(self) -> Both<AssignedRole> {
        roles_with_primary(self.new_primary())
    }

    /// The roles before this leg.
    #[must_use]
    pub fn before(self) -> Both<AssignedRole> {
        roles_with_primary(self.new_primary().other())
    }
}

/// One primary, one backup.
#[must_use]
pub fn roles_with_primary(primary: Side) -> Both<AssignedRole> {
    let mut roles = Both::new(AssignedRole::Backup, AssignedRole::Backup);
    *roles.of_mut(primary) = AssignedRole::Primary;
    roles
}

/// A planned window: from, to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub start: Utc,
    pub end: Utc,
}

/// An appliance as it was when the maintenance was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedAppliance {
    pub id: ApplianceId,
    pub label: String,
    pub address: String,
    pub server_name: String,
    pub guid: Guid,
}

/// The settings a maintenance runs under, taken when it is planned, so that a replay judges as the day itself did.
/// Milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    pub settle_samples: u32,
    pub poll_swap_ms: u64,
    pub timeout_sync_ms: u64,
    pub timeout_swap_ms: u64,
    pub timeout_swing_ms: u64,
    pub observe_window_ms: u64,
    pub readiness_lifetime_ms: u64,
    /// Slow begins here: the p90 of this pair's own history. None: too little of it, and a third of the timeout counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_sync_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_swap_ms: Option<u64>,
}

impl From<&Settings> for Limits {
    fn from(settings: &Settings) -> Self {
        Self {
            settle_samples: settings.settle_samples,
            poll_swap_ms: settings.poll_swap.ms(),
            timeout_sync_ms: settings.timeout_sync.ms(),
            timeout_swap_ms: settings.timeout_swap.ms(),
            timeout_swing_ms: settings.timeout_swing.ms(),
            observe_window_ms: settings.observe_window.ms(),
            readiness_lifetime_ms: settings.readiness_lifetime.ms(),
            slow_sync_ms: None,
            slow_swap_ms: None,
        }
    }
}

/// What a person enters for a maintenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    pub title: String,
    #[serde(rename = "maintenance_kind")]
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_out: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_window: Option<Window>,
    /// The IANA zone the windows were entered in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// The body of the first event of every journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    pub number: MaintenanceNumber,
    pub pair: PairId,
    pub pair_name: String,
    pub site_name: String,
    pub network: Network,
    pub guard: Guard,
    pub appliances: Both<PlannedAppliance>,
    #[serde(flatten)]
    pub intent: Intent,
    pub limits: Limits,
    /// The pair was found failed over: the maintenance begins at `work`, the outbound leg is not ours.
    #[serde(default)]
    pub taken_up: bool,
}

/// A plan that cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPlan {
    #[error("the title is empty")]
    NoTitle,
    #[error("the {which} window ends before it begins")]
    Backwards { which: &'static str },
    #[error("the return window begins before the outbound window does")]
    ReturnFirst,
}

impl Intent {
    /// The plan must be able to stand by itself; who approved it is judged by readiness.
    pub fn check(&self) -> Result<(), BadPlan> {
        if self.title.trim().is_empty() {
            return Err(BadPlan::NoTitle);
        }
        for (which, window) in [("outbound", &self.window), ("return", &self.return_window)] {
            if window.as_ref().is_some_and(|window| window.end <= window.start) {
                return Err(BadPlan::Backwards { which });
            }
        }
        match (&self.window, &self.return_window) {
            (Some(out), Some(back)) if back.start < out.start => Err(BadPlan::ReturnFirst),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intent(window: Option<(i64, i64)>, return_window: Option<(i64, i64)>) -> Intent {
        let window_of = |(start, end)| Window { start: Utc::from_millis(start), end: Utc::from_millis(end) };
        Intent {
            title: "Replace the power supply".to_owned(),
            kind: Kind::Maintenance,
            ticket: None,
            reason: None,
            risk: None,
            back_out: None,
            requester: None,
            approver: None,
            window: window.map(window_of),
            return_window: return_window.map(window_of),
            zone: None,
        }
    }

    #[test]
    fn a_plan_has_a_title_and_windows_in_their_order() {
        for (window, return_window) in
            [(None, None), (Some((0, 1)), None), (Some((0, 9)), Some((0, 1))), (None, Some((0, 1)))]
        {
            assert_eq!(intent(window, return_window).check(), Ok(()));
        }
        assert_eq!(intent(Some((1, 1)), None).check(), Err(BadPlan::Backwards { which: "outbound" }));
        assert_eq!(intent(None, Some((2, 1))).check(), Err(BadPlan::Backwards { which: "return" }));
        assert_eq!(intent(Some((5, 9)), Some((4, 6))).check(), Err(BadPlan::ReturnFirst));
        assert_eq!(Intent { title: " ".to_owned(), ..intent(None, None) }.check(), Err(BadPlan::NoTitle));
    }

    #[test]
    fn a_leg_swaps_exactly_one_primary_and_one_backup() {
        for leg in [LegName::Outbound, LegName::Return] {
            let (before, after) = (leg.before(), leg.assigned());
            for side in Side::BOTH {
                assert_eq!(*after.of(side), before.of(side).other());
            }
            assert_eq!(*after.of(leg.new_primary()), AssignedRole::Primary);
        }
    }
}
