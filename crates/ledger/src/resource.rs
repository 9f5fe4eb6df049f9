//! The kinds of objects the Configuration API tells: where they stand in /login, what identifies one, and which of its
//! fields move by themselves (appliance-api section 6).

/// One kind of object. Its name is its path without ids: `jump-group/user` is what `/jump-group/{id}/user` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    pub name: &'static str,
    pub place: &'static str,
    /// The field that tells one object from the others of its list.
    pub id: &'static str,
    /// Fields that move without anybody changing the configuration.
    pub volatile: &'static [&'static str],
    pub rs: bool,
    pub pra: bool,
}

const fn kind(name: &'static str, place: &'static str) -> Resource {
    Resource { name, place, id: "id", volatile: &[], rs: true, pra: true }
}

/// An object of a list below another object.
const fn below(name: &'static str, place: &'static str, id: &'static str) -> Resource {
    Resource { id, ..kind(name, place) }
}

const fn pra(resource: Resource) -> Resource {
    Resource { rs: false, ..resource }
}

const fn rs(resource: Resource) -> Resource {
    Resource { pra: false, ..resource }
}

const fn volatile(resource: Resource, volatile: &'static [&'static str]) -> Resource {
    Resource { volatile, ..resource }
}

const USERS: &str = "Users & Security > Users";
const GROUP_POLICIES: &str = "Users & Security > Group Policies";
const VENDORS: &str = "Users & Security > Vendors";
const TEAMS: &str = "Configuration > Support Teams";
const GROUPS: &str = "Jump > Jump Groups";
const POLICIES: &str = "Jump > Jump Policies";
const JUMPOINT: &str = "Jump > Jumpoint";
const ITEMS: &str = "Jump > Jump Items";
const CLIENTS: &str = "Jump > Jump Clients";
const ACCOUNTS: &str = "Vault > Accounts";
const ACCOUNT_GROUPS: &str = "Vault > Account Groups";
const AUTOMATION: &str = "Jump > Endpoint Automation";

/// Every kind, those first that others refer to: in this order they can be added.
///
/// Not `user/group-policies`: it tells `group-policy/member` once more, as the appliance works it out for each user, and nothing
/// can be set there. It would cost a call for each user: an hour of what collecting may ask, for 5,000 of them.
pub const RESOURCES: &[Resource] = &[
    kind("security-provider", "Users & Security > Security Providers"),
    kind("session-policy", "Users & Security > Session Policies"),
    volatile(
        kind("user", USERS),
        &["last_authentication", "failed_logins", "fido2_last_used_date", "fido2_credential_count"],
    ),
    kind("jump-item-role", "Jump > Jump Item Roles"),
    kind("jump-policy", POLICIES),
    below("jump-policy/schedule", POLICIES, ""),
    kind("team", TEAMS),
    below("team/user", TEAMS, "user_id"),
    kind("jump-group", GROUPS),
    below("jump-group/user", GROUPS, "user_id"),
    volatile(kind("jumpoint", JUMPOINT), &["connected"]),
    volatile(
        below("jumpoint/node", JUMPOINT, "id"),
        &[
            "connected",
            "last_connect_timestamp",
            "last_disconnect_timestamp",
            "last_connected",
            "last_disconnected",
            "connected_timestamp",
            "disconnected_timestamp",
            "public_ip",
            "private_ip",
            "needs_update",
        ],
    ),
    below("jumpoint/user", JUMPOINT, "user_id"),
    volatile(
        kind("jump-client", CLIENTS),
        &[
            "last_connect_timestamp",
            "last_disconnect_timestamp",
            "last_access_timestamp",
            "is_lost",
            "needs_update",
            "console_user",
            "public_ip",
            "private_ip",
            "operating_system",
            "connection_type",
            "expiration_timestamp",
        ],
    ),
    volatile(kind("jump-client/installer", CLIENTS), &["expiration_timestamp", "filename", "installerPath"]),
    kind("jump-item/shell-jump", ITEMS),
    kind("jump-item/remote-rdp", ITEMS),
    kind("jump-item/remote-vnc", ITEMS),
    pra(kind("jump-item/web-jump", ITEMS)),
    pra(kind("jump-item/protocol-tunnel-jump", ITEMS)),
    pra(kind("jump-item/mysql-tunnel-jump", ITEMS)),
    pra(kind("jump-item/psql-tunnel-jump", ITEMS)),
    pra(kind("jump-item/network-tunnel-jump", ITEMS)),
    kind("vault/account-policy", "Vault > Account Policies"),
    kind("vault/account-group", ACCOUNT_GROUPS),
    below("vault/account-group/user", ACCOUNT_GROUPS, "user_id"),
    below("vault/account-group/account", ACCOUNT_GROUPS, "account_id"),
    below("vault/account-group/jump-item-association", ACCOUNT_GROUPS, ""),
    volatile(kind("vault/account", ACCOUNTS), &["last_checkout_timestamp"]),
    below("vault/account/user", ACCOUNTS, "user_id"),
    below("vault/account/jump-item-association", ACCOUNTS, ""),
    volatile(kind("vault/endpoint", "Vault > Endpoints"), &["operating_system"]),
    kind("group-policy", GROUP_POLICIES),
    below("group-policy/member", GROUP_POLICIES, "id"),
    below("group-policy/jumpoint", GROUP_POLICIES, "jumpoint_id"),
    below("group-policy/team", GROUP_POLICIES, "team_id"),
    below("group-policy/jump-group", GROUP_POLICIES, "jump_group_id"),
    below("group-policy/vault-account", GROUP_POLICIES, "account_id"),
    below("group-policy/vault-account-group", GROUP_POLICIES, "account_group_id"),
    pra(kind("vendor", VENDORS)),
    pra(volatile(
        below("vendor/user", VENDORS, "id"),
        &["last_authenticated_date", "fido2_last_used_date", "fido2_credential_count", "is_expired"],
    )),
    rs(kind("public-portal", "Public Portals > Public Sites")),
    rs(kind("rep-status", "Console Settings > Representative Status")),
    kind("endpoint-automation/resource", AUTOMATION),
    kind("endpoint-automation/script", AUTOMATION),
    volatile(
        kind("endpoint-automation/endpoint", AUTOMATION),
        &["is_active", "public_ip", "private_ip", "operating_system"],
    ),
    volatile(
        kind("api-account", "Management > API Configuration"),
        &["failed_login_attempts", "failed_login_expiration"],
    ),
];

/// Fields that name an object to a person, and find it again where ids differ.
pub const NAMES: &[&str] = &["name", "username", "code_name", "display_name", "common_name", "group_name"];

/// Runtime data: told by the API and no configuration (appliance-api section 6, "Diffing").
pub const NOT_CONFIGURATION: &[&str] =
    &["endpoint-automation/job", "endpoint-automation/job/execution", "jump-approval"];

/// What is known of a kind by its name.
#[must_use]
pub fn resource(name: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|resource| resource.name == name)
}

/// Its place in the order of [`RESOURCES`]; what is not known comes last.
#[must_use]
pub fn rank(name: &str) -> usize {
    RESOURCES.iter().position(|resource| resource.name == name).unwrap_or(RESOURCES.len())
}
