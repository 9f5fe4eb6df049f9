//! The calls this program makes, by name. Nothing else is ever sent to an appliance.

use crate::wire::Method;

/// One call (appliance-api sections 1, 2.2 and 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Call {
    /// `POST /oauth2/token`
    Token,
    /// `GET /api/command/v2/info`
    Info,
    /// `GET /api/command/v2/health`
    Health,
    /// `GET /api/command/v2/appliance`
    Appliances,
    /// `GET /api/command/v2/appliance/client-count`
    ClientCounts,
    /// `GET /api/command/v2/user`
    Users,
    /// `GET /check_health`, without signing in
    PlainHealth,
    /// `POST /api/command/v2/failover-role`: the role command
    SetRole,
}

impl Call {
    pub const ALL: [Self; 8] = [
        Self::Token,
        Self::Info,
        Self::Health,
        Self::Appliances,
        Self::ClientCounts,
        Self::Users,
        Self::PlainHealth,
        Self::SetRole,
    ];

    #[must_use]
    pub fn method(self) -> Method {
        match self {
            Self::Token | Self::SetRole => Method::Post,
            _ => Method::Get,
        }
    }

    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Token => "/oauth2/token",
            Self::Info => "/api/command/v2/info",
            Self::Health => "/api/command/v2/health",
            Self::Appliances => "/api/command/v2/appliance",
            Self::ClientCounts => "/api/command/v2/appliance/client-count",
            Self::Users => "/api/command/v2/user",
            Self::PlainHealth => "/check_health",
            Self::SetRole => "/api/command/v2/failover-role",
        }
    }

    /// Does it only look? A look may be repeated; anything else may not.
    #[must_use]
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Token | Self::SetRole)
    }
}
