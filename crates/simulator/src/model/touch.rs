//! Who can see whom: the link between the two, switching one off and on, and what each remembers of the other.

use serde::Serialize;

use super::Model;
use crate::which::Which;

/// What an appliance last saw of its peer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct PeerSeen {
    pub(crate) guid: String,
    pub(crate) hostname: String,
    pub(crate) role_said: String,
    pub(crate) timezone_offset_s: i32,
}

impl Model {
    /// Whether the two appliances see each other.
    #[must_use]
    pub fn in_touch(&self) -> bool {
        self.settings.link_up && self.appliances.a.alive && self.appliances.b.alive
    }

    /// Switches an appliance off. What it was doing with its peer fails; what it knows stays on its disk.
    pub fn kill(&mut self, now_ms: i64, which: Which) {
        self.change(now_ms, |model| {
            let appliance = &mut model.appliances[which];
            appliance.times_killed += u32::from(appliance.alive);
            appliance.alive = false;
        });
    }

    /// Switches it on again, with the role it had: it does not know what happened meanwhile.
    pub fn revive(&mut self, now_ms: i64, which: Which) {
        self.change(now_ms, |model| {
            model.appliances[which].alive = true;
            model.appliances[which].health_cache = None;
        });
    }

    /// Each remembers the other as it is now, if it can see it.
    pub(super) fn note_peers(&mut self) {
        if self.in_touch() {
            for which in Which::BOTH {
                let seen = self.peer_now(which);
                self.appliances[which].peer_seen = seen;
            }
        }
    }

    /// The peer as an appliance knows it: as it is, or as it was last seen.
    pub(crate) fn peer_known(&self, which: Which) -> PeerSeen {
        if self.in_touch() { self.peer_now(which) } else { self.appliances[which].peer_seen.clone() }
    }

    fn peer_now(&self, which: Which) -> PeerSeen {
        let peer = &self.appliances[which.peer()];
        PeerSeen {
            guid: peer.settings.guid.clone(),
            hostname: peer.settings.hostname.clone(),
            role_said: peer.role_said().to_owned(),
            timezone_offset_s: peer.settings.timezone_offset_s,
        }
    }

    /// A lost peer ends a sync; each counts from the instant it lost the other.
    pub(super) fn settle_touch(&mut self) {
        let in_touch = self.in_touch();
        if !in_touch {
            self.break_sync();
        }
        let now_ms = self.now_ms;
        for which in Which::BOTH {
            let appliance = &mut self.appliances[which];
            appliance.peer_lost_at_ms =
                if in_touch || !appliance.alive { None } else { appliance.peer_lost_at_ms.or(Some(now_ms)) };
        }
    }
}
