//! The stage of a maintenance: the task that is due now, or how it ended.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Plan,
    Check,
    Save,
    FailOver,
    Swing,
    Observe,
    Work,
    Reconcile,
    CheckReturn,
    FailBack,
    SwingReturn,
    Verify,
    SignOff,
    SignedOff,
    Abandoned,
    ClosedAway,
}

impl Stage {
    /// Every stage, the thirteen tasks first, in order.
    pub const ALL: [Self; 16] = [
        Self::Plan,
        Self::Check,
        Self::Save,
        Self::FailOver,
        Self::Swing,
        Self::Observe,
        Self::Work,
        Self::Reconcile,
        Self::CheckReturn,
        Self::FailBack,
        Self::SwingReturn,
        Self::Verify,
        Self::SignOff,
        Self::SignedOff,
        Self::Abandoned,
        Self::ClosedAway,
    ];

    /// The tasks in order (cli contract).
    pub const TASKS: [Self; 13] = [
        Self::Plan,
        Self::Check,
        Self::Save,
        Self::FailOver,
        Self::Swing,
        Self::Observe,
        Self::Work,
        Self::Reconcile,
        Self::CheckReturn,
        Self::FailBack,
        Self::SwingReturn,
        Self::Verify,
        Self::SignOff,
    ];

    #[must_use]
    pub fn ended(self) -> bool {
        matches!(self, Self::SignedOff | Self::Abandoned | Self::ClosedAway)
    }

    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Check => "check",
            Self::Save => "save",
            Self::FailOver => "fail_over",
            Self::Swing => "swing",
            Self::Observe => "observe",
            Self::Work => "work",
            Self::Reconcile => "reconcile",
            Self::CheckReturn => "check_return",
            Self::FailBack => "fail_back",
            Self::SwingReturn => "swing_return",
            Self::Verify => "verify",
            Self::SignOff => "sign_off",
            Self::SignedOff => "signed_off",
            Self::Abandoned => "abandoned",
            Self::ClosedAway => "closed_away",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
