//! One appliance: what it is, what it is doing, what it remembers.

use std::sync::Arc;

use serde::Serialize;

use super::account::Access;
use super::health::Reading;
use super::log::Log;
use super::site::{Client, User};
use super::touch::PeerSeen;
use crate::config::Role;
use crate::objects::Objects;
use crate::objects::seeded::of_its_own;
use crate::setting::ApplianceSettings;

/// The state of one appliance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Appliance {
    /// What it is and what it says of itself; may be set.
    #[serde(flatten)]
    pub settings: ApplianceSettings,
    pub role: Role,
    /// `false`: switched off; nothing listens.
    pub alive: bool,
    /// How often it was switched off.
    pub times_killed: u32,
    /// The last good data sync, in this appliance's own clock, Unix milliseconds.
    pub sync_stamp_ms: Option<i64>,
    pub sync_text: Option<String>,
    /// When it lost sight of its peer, true time.
    pub peer_lost_at_ms: Option<i64>,
    /// Its peer as it last saw it.
    pub(crate) peer_seen: PeerSeen,
    pub(crate) users: Vec<User>,
    pub(crate) clients: Vec<Client>,
    pub(crate) access: Access,
    /// What it is configured with, as far as a data sync carries it.
    #[serde(skip)]
    pub(crate) objects: Arc<Objects>,
    /// What belongs to it alone.
    #[serde(skip)]
    pub(crate) own: Arc<Objects>,
    #[serde(skip)]
    pub(crate) log: Log,
    /// The reading v2 `/health` repeats.
    #[serde(skip)]
    pub(crate) health_cache: Option<(i64, Reading)>,
}

impl Appliance {
    pub(crate) fn new(
        settings: ApplianceSettings,
        role: Role,
        synced_ms: i64,
        sync_text: &str,
        objects: Arc<Objects>,
    ) -> Self {
        let paired = role != Role::None;
        Self {
            role,
            sync_stamp_ms: paired.then(|| synced_ms.saturating_add(settings.clock_offset_ms)),
            sync_text: paired.then(|| sync_text.to_owned()),
            settings,
            alive: true,
            times_killed: 0,
            peer_lost_at_ms: None,
            peer_seen: PeerSeen::default(),
            users: Vec::new(),
            clients: Vec::new(),
            access: Access::default(),
            objects,
            own: Arc::new(of_its_own()),
            log: Log::default(),
            health_cache: None,
        }
    }

    /// The first two numbers of its product version; what is no number counts as the newest.
    pub(crate) fn release(&self) -> (u32, u32) {
        let mut parts = self.settings.version.split('.').map(|part| part.parse().unwrap_or(u32::MAX));
        (parts.next().unwrap_or(u32::MAX), parts.next().unwrap_or(0))
    }

    /// Its own clock at a true time.
    #[must_use]
    pub fn clock_ms(&self, true_ms: i64) -> i64 {
        true_ms.saturating_add(self.settings.clock_offset_ms)
    }

    /// What it says of its role.
    #[must_use]
    pub fn role_said(&self) -> &str {
        self.settings.role_text.as_deref().unwrap_or_else(|| self.role.text())
    }

    /// How many users are logged in here.
    #[must_use]
    pub fn user_count(&self) -> usize {
        self.users.len()
    }

    /// How many clients are connected here.
    #[must_use]
    pub fn client_count(&self) -> usize {
        self.clients.len()
    }

    /// Valid tokens issued by this appliance at a true time.
    #[must_use]
    pub fn token_count(&self, now_ms: i64) -> usize {
        self.access.valid_tokens(now_ms)
    }
}
