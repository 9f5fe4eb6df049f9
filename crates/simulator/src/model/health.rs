//! What a health check finds, and the minute for which v2 `/health` repeats it (appliance-api sections 2.1 and 3).

use super::Model;
use crate::config::{Network, Role};
use crate::switch::{SyncFields, SyncStatusText};
use crate::time::later;
use crate::which::Which;

/// One reading of an appliance's health, in its own clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub version: String,
    pub build: String,
    pub hostname: String,
    pub guid: String,
    pub role_said: String,
    /// Enabled on the primary only.
    pub shared_ips: Vec<String>,
    /// Whether it is the primary.
    pub primary: bool,
    /// Unix milliseconds in the appliance's own clock. Who tells it is a switch of each API: [`Reading::sync_told`].
    pub sync_stamp_ms: Option<i64>,
    /// Free text; told as the stamp is.
    pub sync_text: Option<String>,
    /// What is wrong, if anything is.
    pub problem: Option<String>,
}

impl Reading {
    /// Stamp and text of the last sync, where this appliance tells them.
    #[must_use]
    pub fn sync_told(&self, by: SyncFields) -> (Option<i64>, Option<String>) {
        if self.primary || by == SyncFields::BothRoles {
            (self.sync_stamp_ms, self.sync_text.clone())
        } else {
            (None, None)
        }
    }
}

impl Model {
    /// A fresh reading.
    #[must_use]
    pub fn reading(&self, which: Which) -> Reading {
        let appliance = &self.appliances[which];
        let primary = appliance.role == Role::Primary;
        let shares_ip = primary && self.network == Network::SharedIp;
        Reading {
            version: appliance.settings.version.clone(),
            build: appliance.settings.build.clone(),
            hostname: appliance.settings.hostname.clone(),
            guid: appliance.settings.guid.clone(),
            role_said: appliance.role_said().to_owned(),
            shared_ips: if shares_ip { appliance.settings.shared_ips.clone() } else { Vec::new() },
            primary,
            sync_stamp_ms: appliance.sync_stamp_ms.filter(|_| appliance.role != Role::None),
            sync_text: self.sync_text_said(which).filter(|_| appliance.role != Role::None),
            problem: (!appliance.settings.healthy).then(|| appliance.settings.error_text.clone()),
        }
    }

    fn sync_text_said(&self, which: Which) -> Option<String> {
        match self.switches.sync_status_text {
            SyncStatusText::Running if self.syncs() => Some("Data sync is running.".to_owned()),
            SyncStatusText::Words | SyncStatusText::Running => self.appliances[which].sync_text.clone(),
            SyncStatusText::Empty => Some(String::new()),
            SyncStatusText::Absent => None,
        }
    }

    /// The reading of v2 `/health`: asked again within the minute, it is the same one.
    pub(crate) fn repeated_reading(&mut self, which: Which) -> Reading {
        let now_ms = self.now_ms;
        let fresh_until = |taken_ms: i64| later(taken_ms, self.settings.health_cache_ms);
        if let Some((taken_ms, reading)) = &self.appliances[which].health_cache
            && now_ms < fresh_until(*taken_ms)
        {
            return reading.clone();
        }
        let reading = self.reading(which);
        self.appliances[which].health_cache = Some((now_ms, reading.clone()));
        reading
    }
}
