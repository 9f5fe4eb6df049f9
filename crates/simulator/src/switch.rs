//! Switches: each is a question the papers leave open and a client can meet, with every answer it may have.
//!
//! The first setting of each is the default: the plainest reading of the papers. [`all`] lists them as data, so that a
//! covering table can be made of them; [`crate::Config::set_switch`] sets one by name.

use serde::{Deserialize, Serialize};

use crate::setting::{Kind, Setting, SettingError, line, write_all};

mod choice;
mod data;
mod settings;

pub use data::*;
pub use settings::*;

use choice::choice;

/// One switch as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SwitchInfo {
    /// As the control face spells it; on the command line with `-` for `_`.
    pub name: &'static str,
    /// Every setting; the first is the default.
    pub settings: &'static [&'static str],
    /// What each setting means, in the same order.
    pub meanings: &'static [&'static str],
    /// The UNKNOWN it stands for.
    pub stands_for: &'static str,
}

macro_rules! switches {
    ($($name:ident: $choice:ident, $stands_for:literal;)+) => {
        /// How every open question is answered.
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        pub struct Switches {
            $(#[doc = $stands_for] pub $name: $choice,)+
        }

        /// The table of [`Switches`] as settings.
        pub const SWITCHES: &[Setting<Switches>] =
            &[$(line!($name, Kind::Choice($choice::SETTINGS), $stands_for)),+];

        const ALL: &[SwitchInfo] = &[$(SwitchInfo {
            name: stringify!($name),
            settings: $choice::SETTINGS,
            meanings: $choice::MEANINGS,
            stands_for: $stands_for,
        }),+];
    };
}

switches! {
    api: Api, "UNKNOWN: from which version on v2 exists, and whether v1 stays beside it (appliance-api sections 3 and 8)";
    v1_namespace: V1Namespace, "UNKNOWN: the namespace of v1 answers (appliance-api sections 2 and 9, point 3)";
    v1_info_root: V1InfoRoot, "contradiction: the root of `get_api_info`, documented or seen (appliance-api sections 2 and 10)";
    v1_error: V1Place, "UNKNOWN: whether `<error>` is the root or a child of the usual root (appliance-api section 2)";
    v1_success: V1Place, "UNKNOWN: whether `<success>` is the root (appliance-api sections 2.3 and 9, point 3)";
    v1_unhealthy_status: V1Status, "UNKNOWN: the HTTP status of v1 check_health with success=0 (appliance-api section 9, point 4)";
    v1_refusal_status: V1Status, "UNKNOWN: the HTTP status of a refused set_failover_role in v1 (appliance-api section 9, point 2)";
    v1_denied: V1Denied, "UNKNOWN: how v1 says that the account may not do this; 403 is a client's word (appliance-api section 2)";
    v1_health: V1Health, "UNKNOWN: whether v1 check_health repeats its reading for a while (appliance-api section 9, point 4)";
    v1_sync_fields: SyncFields, "UNKNOWN: whether the backup tells the last sync in v1 (appliance-api section 2.1)";
    v2_sync_fields: SyncFields, "whether the backup tells the last sync in v2; the file of PRA says no, RS has none (appliance-api section 3)";
    v2_no_shared_ips: V2NoSharedIps, "contradiction: enabled_shared_ips required, nullable, and not returned (appliance-api sections 3 and 10)";
    v2_unhealthy_fields: V2UnhealthyFields, "UNKNOWN: which fields of an unhealthy v2 /health are null (appliance-api section 3)";
    v2_refusal_status: V2RefusalStatus, "UNKNOWN: the HTTP status of a refused role command in v2 (appliance-api section 9, point 2)";
    v1_sync_default: V1SyncDefault, "UNKNOWN: whether v1 syncs first where data_sync_first is not said (appliance-api section 2.3)";
    v2_client_names: V2ClientNames, "UNKNOWN: the client types of Remote Support in v2 (appliance-api section 9, point 8)";
    pra_v1_users: PraV1Users, "PRA in v1: get_logged_in_reps and get_connected_client_list came late (appliance-api section 8)";
    cluster_role: ClusterRole, "version difference: what cluster_role says, and its old name master in v1 (appliance-api sections 2.4 and 8)";
    sync_status_text: SyncStatusText, "UNKNOWN: the values of last_data_sync_status (appliance-api section 9, point 1)";
    failed_sync_told: FailedSyncTold, "UNKNOWN: how a failed sync is reported (appliance-api sections 2.3 and 9, point 1)";
    version_mismatch: VersionMismatch, "UNKNOWN: whether a sync is refused on a version mismatch (failover-and-syslog sections 2 and 7)";
    primary_during_sync: DuringSync, "UNKNOWN: whether the primary's API answers during a sync (appliance-api section 9, point 5)";
    backup_during_sync: DuringSync, "UNKNOWN: whether the backup's API answers during a sync (appliance-api section 9, point 5)";
    role_command_connection: RoleCommandConnection, "UNKNOWN: whether the connection is dropped by the sync it starts (appliance-api section 2.3)";
    backup_answers: BackupAnswers, "UNKNOWN: which APIs a backup answers, and whether it knows the account (appliance-api section 9, point 5)";
    unanswered_status: UnansweredStatus, "UNKNOWN: how a backup says that it does not answer (appliance-api section 9, point 5)";
    token_after_swap: TokenAfterSwap, "UNKNOWN: whether a token survives a role swap (appliance-api sections 1 and 9, point 6)";
    token_at_peer: TokenAtPeer, "UNKNOWN: whether a token is valid on the peer (appliance-api sections 1 and 9, point 6)";
    kept_connection: KeptConnection, "UNKNOWN: what happens to a connection that is kept (appliance-api sections 0 and 9, point 6)";
    rate_counted: RateCounted, "UNKNOWN: whether the rate is counted per appliance (appliance-api section 0)";
    over_rate_status: OverRateStatus, "UNKNOWN: the HTTP status of a request over the rate (appliance-api sections 0 and 9, point 6)";
    retry_after: RetryAfter, "UNKNOWN: whether a refusal over the rate says Retry-After (appliance-api sections 0 and 9, point 6)";
    same_role: SameRole, "UNKNOWN: the answer when the role is already the wanted one (appliance-api section 9, point 2)";
    command_during_sync: CommandDuringSync, "UNKNOWN: the answer to a role command while a sync is running (appliance-api section 9, point 2)";
    promote_without_peer: PromoteWithoutPeer, "UNKNOWN: role=primary at a backup that cannot reach its peer (appliance-api section 9, point 7)";
    force_with_sync: ForceWithSync, "UNKNOWN: force together with data_sync_first at an unreachable peer (appliance-api section 9, point 2)";
    lost_peer_row: LostPeerRow, "UNKNOWN: whether an unreachable peer is listed, and with which role (appliance-api section 2.4)";
    site_during_swap: SiteDuringSwap, "UNKNOWN: who answers at a shared IP while both are backup (failover-and-syslog sections 1.5 and 7)";
    backup_data_apis: BackupDataApis, "UNKNOWN: whether a backup serves the Configuration and the Reporting API, and takes writes (appliance-api sections 6 and 9, point 5)";
    syslog_header: SyslogHeader, "version difference: the header of a line of the log (failover-and-syslog section 4.2)";
    log_history: LogHistory, "UNKNOWN: whether a data sync carries the log (failover-and-syslog section 1.9)";
    role_in_log: RoleInLog, "UNKNOWN: which log tells a change of roles (failover-and-syslog section 4.6)";
}

/// Every switch with all its settings.
#[must_use]
pub fn all() -> &'static [SwitchInfo] {
    ALL
}

impl Switches {
    /// Sets one by name.
    ///
    /// # Errors
    /// [`SettingError`]: there is no such switch, or it has no such setting.
    pub fn set(&mut self, name: &str, setting: &str) -> Result<(), SettingError> {
        write_all(SWITCHES, self, &[(name.to_owned(), setting.into())].into_iter().collect())
    }
}
