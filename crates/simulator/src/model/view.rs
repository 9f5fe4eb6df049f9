//! The pair as one appliance sees it: its own row as it is, its peer's as far as it can see.

use super::Model;
use crate::config::Role;
use crate::switch::{ClusterRole, LostPeerRow};
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
    /// Customers in a session with a user.
    pub sessions: usize,
    pub clients: usize,
    pub gateways: usize,
}

/// Gateways connected to a serving appliance.
pub(crate) const GATEWAYS: usize = 2;

impl Model {
    /// Both rows, its own first. Of a peer out of sight there is what the switch `lost_peer_row` says.
    #[must_use]
    pub fn rows(&self, which: Which) -> Vec<Row> {
        let own = &self.appliances[which];
        let own = Row {
            guid: own.settings.guid.clone(),
            hostname: own.settings.hostname.clone(),
            role_said: own.role_said().to_owned(),
            timezone_offset_s: own.settings.timezone_offset_s,
        };
        let peer = self.peer_known(which);
        let mut peer = Row {
            guid: peer.guid,
            hostname: peer.hostname,
            role_said: peer.role_said,
            timezone_offset_s: peer.timezone_offset_s,
        };
        match self.switches.lost_peer_row {
            _ if self.in_touch() => {}
            LostPeerRow::LastSeen => {}
            LostPeerRow::RoleNone => Role::None.text().clone_into(&mut peer.role_said),
            LostPeerRow::Absent => return vec![own],
        }
        vec![own, peer]
    }

    /// What `cluster_role` says in v2; in v1 one setting has an older name.
    pub(crate) fn cluster_role_said(&self) -> &'static str {
        match self.switches.cluster_role {
            ClusterRole::Single => "single",
            ClusterRole::Primary | ClusterRole::Master => "primary",
        }
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
                    sessions: appliance.users.iter().map(|user| user.session_count as usize).sum(),
                    clients: appliance.clients.len(),
                    gateways: if appliance.users.is_empty() { 0 } else { GATEWAYS },
                }
            })
            .collect()
    }
}
