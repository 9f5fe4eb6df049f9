//! The calls this program makes, by name. Nothing else is ever sent to an appliance.

use crate::wire::Method;

/// One call (appliance-api sections 1, 2 and 3). Where both versions of the Command API have it, the one of v1 says so in
/// its name.
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
    /// `get_api_info` of v1
    InfoV1,
    /// `check_health` of v1
    HealthV1,
    /// `get_appliances` of v1: Remote Support alone
    AppliancesV1,
    /// `get_connected_client_list` of v1, its summary alone
    ClientCountsV1,
    /// `get_logged_in_reps` of v1
    UsersV1,
    /// `set_failover_role` of v1: the role command
    SetRoleV1,
}

impl Call {
    pub const ALL: [Self; 14] = [
        Self::Token,
        Self::Info,
        Self::Health,
        Self::Appliances,
        Self::ClientCounts,
        Self::Users,
        Self::PlainHealth,
        Self::SetRole,
        Self::InfoV1,
        Self::HealthV1,
        Self::AppliancesV1,
        Self::ClientCountsV1,
        Self::UsersV1,
        Self::SetRoleV1,
    ];

    #[must_use]
    pub fn method(self) -> Method {
        match self {
            Self::Token | Self::SetRole => Method::Post,
            _ if self.form().is_some() => Method::Post,
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
            Self::InfoV1
            | Self::HealthV1
            | Self::AppliancesV1
            | Self::ClientCountsV1
            | Self::UsersV1
            | Self::SetRoleV1 => "/api/command",
        }
    }

    /// The form a call of v1 is made with, for the role command without its parameters.
    #[must_use]
    pub fn form(self) -> Option<&'static str> {
        match self {
            Self::InfoV1 => Some("action=get_api_info"),
            Self::HealthV1 => Some("action=check_health"),
            Self::AppliancesV1 => Some("action=get_appliances"),
            Self::ClientCountsV1 => Some("action=get_connected_client_list&summary_only=1"),
            Self::UsersV1 => Some("action=get_logged_in_reps"),
            Self::SetRoleV1 => Some("action=set_failover_role"),
            _ => None,
        }
    }

    /// Does it only look? A look may be repeated; anything else may not.
    #[must_use]
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Token | Self::SetRole | Self::SetRoleV1)
    }
}
