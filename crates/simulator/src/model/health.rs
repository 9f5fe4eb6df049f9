//! What a health check finds, and the minute for which v2 `/health` repeats it (appliance-api sections 2.1 and 3).

use super::Model;
use crate::config::{Network, Role};
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
    /// Unix milliseconds in the appliance's own clock; filled on the primary only.
    pub sync_stamp_ms: Option<i64>,
    /// Free text; filled on the primary only.
    pub sync_text: Option<String>,
    /// What is wrong, if anything is.
    pub problem: Option<String>,
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
            sync_stamp_ms: appliance.sync_stamp_ms.filter(|_| primary),
            sync_text: appliance.sync_text.clone().filter(|_| primary),
            problem: (!appliance.settings.healthy).then(|| appliance.settings.error_text.clone()),
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
