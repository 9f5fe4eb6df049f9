//! The pair as one appliance sees it: its own row as it is, its peer's as far as it can see.

use super::Model;
use crate::which::Which;

/// One row of the list of appliances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub guid: String,
    pub hostname: String,
    pub role_said: String,
    pub timezone_offset_s: i32,
}

/// Connections of one appliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub guid: String,
    pub consoles: usize,
    pub clients: usize,
    pub gateways: usize,
}

/// Gateways connected to a serving appliance.
pub(crate) const GATEWAYS: usize = 2;

impl Model {
    /// Both rows, its own first. A peer out of sight is listed as it was last seen; whether a real appliance lists it
    /// is UNKNOWN (appliance-api section 2.4).
    #[must_use]
    pub fn rows(&self, which: Which) -> Vec<Row> {
        let own = &self.appliances[which];
        let peer = self.peer_known(which);
        vec![
            Row {
                guid: own.settings.guid.clone(),
                hostname: own.settings.hostname.clone(),
                role_said: own.role_said().to_owned(),
                timezone_offset_s: own.settings.timezone_offset_s,
            },
            Row {
                guid: peer.guid,
                hostname: peer.hostname,
                role_said: peer.role_said,
                timezone_offset_s: peer.timezone_offset_s,
            },
        ]
    }

    /// Connections of the appliances it can see, its own first.
    #[must_use]
    pub fn counts(&self, which: Which) -> Vec<Count> {
        let peer = self.in_touch().then_some(which.peer());
        [Some(which), peer]
            .into_iter()
            .flatten()
            .map(|which| {
                let appliance = &self.appliances[which];
                Count {
                    guid: appliance.settings.guid.clone(),
                    consoles: appliance.users.len(),
                    clients: appliance.clients.len(),
                    gateways: if appliance.users.is_empty() { 0 } else { GATEWAYS },
                }
            })
            .collect()
    }
}
