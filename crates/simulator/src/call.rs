//! The doors one can knock at and the calls one can make there.

use serde::Serialize;

use crate::face::{self, Request};
use crate::which::Which;

/// Where a request comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// An appliance's own address.
    Appliance(Which),
    /// The site name: whoever answers there.
    Site,
}

impl Door {
    pub const ALL: [Self; 3] = [Self::Appliance(Which::A), Self::Appliance(Which::B), Self::Site];

    /// `a`, `b` or `site`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Appliance(Which::A) => "a",
            Self::Appliance(Which::B) => "b",
            Self::Site => "site",
        }
    }
}

impl Serialize for Door {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One call of the documented APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Call {
    Token,
    Info,
    Health,
    Appliance,
    ClientCount,
    Client,
    User,
    FailoverRole,
    /// Anything of the Configuration API.
    Configuration,
    /// The Reporting API.
    Reporting,
    /// The plain probe, without sign-in.
    CheckHealth,
    /// Anything else.
    Other,
}

/// Each call, the name a fault rule uses, and its path.
const CALLS: [(Call, &str, &str); 11] = [
    (Call::Token, "token", "/oauth2/token"),
    (Call::Info, "info", "/api/command/v2/info"),
    (Call::Health, "health", "/api/command/v2/health"),
    (Call::Appliance, "appliance", "/api/command/v2/appliance"),
    (Call::ClientCount, "client-count", "/api/command/v2/appliance/client-count"),
    (Call::Client, "client", "/api/command/v2/client"),
    (Call::User, "user", "/api/command/v2/user"),
    (Call::FailoverRole, "failover-role", "/api/command/v2/failover-role"),
    (Call::Configuration, "configuration", "/api/config/v1"),
    (Call::Reporting, "reporting", "/api/reporting"),
    (Call::CheckHealth, "check_health", "/check_health"),
];

impl Call {
    /// The call a path stands for.
    #[must_use]
    pub fn at(path: &str) -> Self {
        if path.starts_with(face::CONFIGURATION) {
            return Self::Configuration;
        }
        CALLS.iter().find(|(_, _, at)| *at == path).map_or(Self::Other, |(call, _, _)| *call)
    }

    /// The call a request makes. A v1 action counts as the v2 call that asks for the same, so that a fault meets either.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        match face::v1_action(request) {
            Some((action, summary_only)) => match action.as_str() {
                "check_health" => Self::Health,
                "get_api_info" => Self::Info,
                "get_appliances" => Self::Appliance,
                "get_logged_in_reps" => Self::User,
                "get_connected_client_list" if summary_only => Self::ClientCount,
                "get_connected_client_list" => Self::Client,
                "set_failover_role" => Self::FailoverRole,
                _ => Self::Other,
            },
            None => Self::at(request.path()),
        }
    }

    /// The call with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        CALLS.iter().find(|(_, called, _)| *called == name).map(|(call, _, _)| *call)
    }

    /// Its name, as in a fault rule.
    #[must_use]
    pub fn name(self) -> &'static str {
        CALLS.iter().find(|(call, _, _)| *call == self).map_or("other", |(_, name, _)| *name)
    }

    /// The names of all calls, for messages.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        CALLS.iter().map(|(_, name, _)| *name).collect()
    }
}

impl Serialize for Call {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
