//! Settings of the pair as a whole.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::{Kind, Setting, line};

/// The account's right to the Command API (appliance-api section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    Deny,
    ReadOnly,
    FullAccess,
}

impl Permission {
    /// As the APIs spell it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::ReadOnly => "read_only",
            Self::FullAccess => "full_access",
        }
    }
}

/// Values of the pair that may be set while it runs. Times are in the simulation's own time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub sync_ms: u64,
    pub sync_fails: bool,
    pub sync_ok_text: String,
    pub sync_failed_text: String,
    pub both_backup_ms: u64,
    pub swap_sticks: bool,
    pub reconnect_ms: u64,
    pub api_latency_ms: u64,
    pub automatic_sync: bool,
    pub automatic_sync_interval_ms: u64,
    pub automatic_failover: bool,
    pub automatic_failover_after_ms: u64,
    pub link_up: bool,
    pub health_cache_ms: u64,
    pub token_lifetime_s: u64,
    pub tokens_at_once: usize,
    pub failed_login_attempts: u32,
    pub lock_out_ms: u64,
    pub account_enabled: bool,
    pub perm_command: Permission,
    pub perm_configuration: bool,
    pub perm_configuration_vault_account: bool,
    pub perm_reporting_syslog: bool,
    pub log_file_bytes: usize,
    pub log_files_kept: usize,
    pub rate_per_second: usize,
    pub rate_per_hour: usize,
    pub dns_ttl_s: u32,
    pub nat_address: Ipv4Addr,
    pub users: usize,
    pub clients: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sync_ms: 10_000,
            sync_fails: false,
            sync_ok_text: "Data sync completed.".to_owned(),
            sync_failed_text: "Data sync failed.".to_owned(),
            both_backup_ms: 2_000,
            swap_sticks: false,
            reconnect_ms: 5_000,
            api_latency_ms: 5,
            automatic_sync: true,
            automatic_sync_interval_ms: 6 * 60 * 60 * 1000,
            automatic_failover: false,
            automatic_failover_after_ms: 120_000,
            link_up: true,
            health_cache_ms: 60_000,
            token_lifetime_s: 3600,
            tokens_at_once: 30,
            failed_login_attempts: 5,
            lock_out_ms: 30 * 60 * 1000,
            account_enabled: true,
            perm_command: Permission::FullAccess,
            perm_configuration: true,
            perm_configuration_vault_account: false,
            perm_reporting_syslog: true,
            log_file_bytes: 1024 * 1024,
            log_files_kept: 30,
            rate_per_second: 20,
            rate_per_hour: 15_000,
            dns_ttl_s: 60,
            nat_address: Ipv4Addr::new(192, 0, 2, 20),
            users: 12,
            clients: 40,
        }
    }
}

/// The table of [`Settings`].
pub const PAIR_SETTINGS: &[Setting<Settings>] = &[
    line!(sync_ms, Kind::Ms, "how long a data sync lasts"),
    line!(sync_fails, Kind::Flag, "every data sync fails at its end; roles and stamp stay"),
    line!(sync_ok_text, Kind::Text, "last_data_sync_status after a good sync"),
    line!(sync_failed_text, Kind::Text, "last_data_sync_status after a failed sync"),
    line!(both_backup_ms, Kind::Ms, "how long both are backup during a swap"),
    line!(swap_sticks, Kind::Flag, "a swap stops half way, with both backup"),
    line!(reconnect_ms, Kind::Ms, "how long users take to come back"),
    line!(api_latency_ms, Kind::Ms, "how long every answer takes"),
    line!(automatic_sync, Kind::Flag, "backup operations: data sync on an interval"),
    line!(automatic_sync_interval_ms, Kind::Ms, "that interval; at least one second"),
    line!(automatic_failover, Kind::Flag, "a backup that misses its peer makes itself primary"),
    line!(automatic_failover_after_ms, Kind::Ms, "how long the peer must be missed"),
    line!(link_up, Kind::Flag, "the two appliances see each other"),
    line!(health_cache_ms, Kind::Ms, "how long v2 /health repeats a reading"),
    line!(token_lifetime_s, Kind::S, "expires_in of a token"),
    line!(tokens_at_once, Kind::Count, "tokens valid at once per account; one more kills the oldest"),
    line!(failed_login_attempts, Kind::Count, "wrong secrets in a row that lock the account out"),
    line!(lock_out_ms, Kind::Ms, "how long a lock-out lasts"),
    line!(account_enabled, Kind::Flag, "the API account works; switching it off kills its tokens"),
    line!(perm_command, Kind::Choice(&["deny", "read_only", "full_access"]), "the account's right to the Command API"),
    line!(perm_configuration, Kind::Flag, "the account's right to the Configuration API"),
    line!(perm_configuration_vault_account, Kind::Flag, "and to the Vault in it"),
    line!(perm_reporting_syslog, Kind::Flag, "the account's right to download the log"),
    line!(log_file_bytes, Kind::Count, "how large a file of the log grows before it is rotated"),
    line!(log_files_kept, Kind::Count, "how many rotated files of the log are kept"),
    line!(rate_per_second, Kind::Count, "requests per second and account"),
    line!(rate_per_hour, Kind::Count, "requests per hour and account"),
    line!(dns_ttl_s, Kind::S, "how long a resolver may keep the site's A record"),
    line!(nat_address, Kind::Ipv4, "the public address in front of both, with NAT"),
    line!(users, Kind::Count, "users logged in at the serving appliance"),
    line!(clients, Kind::Count, "clients connected to the serving appliance"),
];
