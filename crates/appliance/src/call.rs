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
    /// `generate_report=Syslog` of the Reporting API (appliance-api section 5.1)
    SyslogReport,
    /// `GET` below `/api/config/v1`: a page of a list, or one object (appliance-api section 6)
    ReadConfiguration,
    /// `POST` below `/api/config/v1`
    AddConfiguration,
    /// `PATCH` below `/api/config/v1`
    ChangeConfiguration,
    /// `DELETE` below `/api/config/v1`
    RemoveConfiguration,
}

impl Call {
    pub const ALL: [Self; 19] = [
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
        Self::SyslogReport,
        Self::ReadConfiguration,
        Self::AddConfiguration,
        Self::ChangeConfiguration,
        Self::RemoveConfiguration,
    ];

    #[must_use]
    pub fn method(self) -> Method {
        match self {
            Self::Token | Self::SetRole | Self::AddConfiguration => Method::Post,
            Self::ChangeConfiguration => Method::Patch,
            Self::RemoveConfiguration => Method::Delete,
            _ if self.form().is_some() => Method::Post,
            _ => Method::Get,
        }
    }

    /// The path; of the Configuration API the one that all of its begin with.
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
            Self::SyslogReport => "/api/reporting",
            Self::ReadConfiguration
            | Self::AddConfiguration
            | Self::ChangeConfiguration
            | Self::RemoveConfiguration => "/api/config/v1",
        }
    }

    /// The form a call of v1 or of the Reporting API is made with, for the role command without its parameters.
    #[must_use]
    pub fn form(self) -> Option<&'static str> {
        match self {
            Self::InfoV1 => Some("action=get_api_info"),
            Self::HealthV1 => Some("action=check_health"),
            Self::AppliancesV1 => Some("action=get_appliances"),
            Self::ClientCountsV1 => Some("action=get_connected_client_list&summary_only=1"),
            Self::UsersV1 => Some("action=get_logged_in_reps"),
            Self::SetRoleV1 => Some("action=set_failover_role"),
            Self::SyslogReport => Some("generate_report=Syslog"),
            _ => None,
        }
    }

    /// Does it only look? A look may be repeated; anything else may not.
    #[must_use]
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Token | Self::SetRole | Self::SetRoleV1) && !self.changes_configuration()
    }

    /// Of the Configuration API?
    #[must_use]
    pub fn is_of_configuration(self) -> bool {
        self == Self::ReadConfiguration || self.changes_configuration()
    }

    fn changes_configuration(self) -> bool {
        matches!(self, Self::AddConfiguration | Self::ChangeConfiguration | Self::RemoveConfiguration)
    }
}
