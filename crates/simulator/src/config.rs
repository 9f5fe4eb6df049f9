//! What a simulation starts with.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::seed::Seeded;
use crate::setting::{ApplianceSettings, SettingError, Settings};
use crate::which::Both;

pub use crate::switch::{PromoteWithoutPeer, Switches};

/// How traffic for the site name finds an appliance (failover-and-syslog section 1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// The shared IP follows the primary by itself.
    SharedIp,
    /// The A record is moved by hand.
    Dns,
    /// The firewall's mapping is moved by hand.
    Nat,
}

/// The product both appliances run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Product {
    /// Remote Support.
    Rs,
    /// Privileged Remote Access.
    Pra,
}

impl Product {
    /// As v2 `/info` spells it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Rs => "rs",
            Self::Pra => "pra",
        }
    }
}

/// A role an appliance really has. What it *says* can be overridden by `role_text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Primary,
    Backup,
    /// Failover is not configured.
    None,
}

impl Role {
    /// The role as the APIs spell it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Backup => "backup",
            Self::None => "none",
        }
    }
}

/// The API account, replicated: the same client id and secret on both appliances.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountConfig {
    pub client_id: String,
    pub client_secret: String,
}

/// Even of a simulation a secret is not for logs: people copy habits.
impl std::fmt::Debug for AccountConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountConfig").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// Everything a [`crate::Model`] is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The true time at which the simulation begins, Unix milliseconds.
    pub start_ms: i64,
    /// Makes tokens and people.
    pub seed: u64,
    pub product: Product,
    pub network: Network,
    /// What users connect to, and what the certificate is made for.
    pub site_name: String,
    pub appliances: Both<ApplianceSettings>,
    pub roles: Both<Role>,
    pub account: AccountConfig,
    /// How old the last data sync is when the simulation begins.
    pub last_sync_age_ms: u64,
    /// Configuration objects beyond the small configuration every simulation begins with.
    pub objects: u64,
    pub settings: Settings,
    pub switches: Switches,
}

impl Config {
    /// A healthy pair, A primary and B backup, named and numbered by the seed. It begins on 2026-03-14 at 22:00 UTC.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let mut names = Seeded::new(seed, "names");
        let appliances = Both {
            a: ApplianceSettings::named("node-a", names.hex32(), Ipv4Addr::new(192, 0, 2, 1)),
            b: ApplianceSettings::named("node-b", names.hex32(), Ipv4Addr::new(192, 0, 2, 2)),
        };
        Self {
            start_ms: 1_773_525_600_000,
            seed,
            product: Product::Rs,
            network: Network::SharedIp,
            site_name: "support.example.test".to_owned(),
            appliances,
            roles: Both { a: Role::Primary, b: Role::Backup },
            account: AccountConfig { client_id: names.hex32(), client_secret: names.letters(40) },
            last_sync_age_ms: 20 * 60 * 1000,
            objects: 0,
            settings: Settings::default(),
            switches: Switches::default(),
        }
    }

    /// Sets a switch by name; [`crate::switch::all`] lists them.
    ///
    /// # Errors
    /// [`SettingError`]: there is no such switch, or it has no such setting.
    pub fn set_switch(&mut self, name: &str, setting: &str) -> Result<(), SettingError> {
        self.switches.set(name, setting)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::seeded(1)
    }
}
