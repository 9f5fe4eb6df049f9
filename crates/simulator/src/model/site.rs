//! The front: who answers at the site name, and the users who find their way there.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::Model;
use crate::config::{Network, Role};
use crate::seed::Seeded;
use crate::switch::SiteDuringSwap;
use crate::time::later;
use crate::which::Which;

/// A user logged in at an appliance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct User {
    pub(crate) id: u32,
    pub(crate) username: String,
    pub(crate) display_name: String,
    pub(crate) invited: bool,
    pub(crate) session_count: u32,
    /// True time.
    pub(crate) since_ms: i64,
}

/// A client connected to an appliance, beside the consoles of its users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) hostname: String,
    pub(crate) platform: &'static str,
    pub(crate) lsid: String,
}

impl Model {
    /// Who answers at the site name now. `None`: nobody.
    #[must_use]
    pub fn site_answered_by(&self) -> Option<Which> {
        let which = match self.network {
            Network::SharedIp => self.ip_holder,
            Network::Dns | Network::Nat => Some(self.pointer),
        };
        which.filter(|which| self.appliances[*which].alive)
    }

    /// The A record of the site name: the shared IP, the address of the appliance DNS leads to, or NAT's public
    /// address. It does not tell whether anybody answers there.
    #[must_use]
    pub fn site_address(&self) -> Option<Ipv4Addr> {
        let settings = |which: Which| &self.appliances[which].settings;
        match self.network {
            Network::SharedIp => settings(self.pointer).shared_ips.iter().find_map(|ip| ip.parse().ok()),
            Network::Dns => Some(settings(self.pointer).address),
            Network::Nat => Some(self.settings.nat_address),
        }
    }

    /// Moves DNS or NAT by hand. With a shared IP there is nothing to move.
    ///
    /// # Errors
    /// [`NothingToMove`] with a shared IP.
    pub fn point_to(&mut self, now_ms: i64, which: Which) -> Result<(), NothingToMove> {
        if self.network == Network::SharedIp {
            return Err(NothingToMove);
        }
        self.change(now_ms, |model| model.pointer = which);
        Ok(())
    }

    /// The shared IP follows the primary; users follow the site name to an appliance that lets them in.
    pub(super) fn settle_site(&mut self) {
        let claims = |which: Which| self.appliances[which].alive && self.role(which) == Role::Primary;
        let stays = |which: Which| {
            let kept = self.switches.site_during_swap == SiteDuringSwap::LastPrimary;
            kept && self.appliances[which].alive && self.role(which) == Role::Backup
        };
        self.ip_holder = self
            .ip_holder
            .filter(|which| claims(*which))
            .or_else(|| Which::BOTH.into_iter().find(|which| claims(*which)))
            .or_else(|| self.ip_holder.filter(|which| stays(*which)));

        let let_in = !self.cuts_users_off();
        let serving = self.site_answered_by().filter(|which| let_in && self.role(*which) == Role::Primary);
        let short = serving.is_some_and(|which| self.appliances[which].users.len() != self.settings.users);
        if serving != self.serving {
            self.serving = serving;
            self.users_back_at_ms = serving.map(|_| later(self.now_ms, self.settings.reconnect_ms));
        } else if short && self.users_back_at_ms.is_none() {
            self.users_back_at_ms = Some(self.now_ms);
        }
        for which in Which::BOTH {
            if self.serving != Some(which) {
                self.appliances[which].users.clear();
                self.appliances[which].clients.clear();
            }
        }
    }

    /// Everybody is back at this appliance.
    pub(super) fn log_users_in(&mut self, which: Which) {
        let mut made = Seeded::new(self.seed, "people");
        let since_ms = self.now_ms;
        let users: Vec<User> =
            (1..).take(self.settings.users).map(|id| made_up_user(id, since_ms, &mut made)).collect();
        let clients = (1..=self.settings.clients).map(|number| made_up_client(number, &mut made)).collect();
        for user in &users {
            self.log_console(which, &user.display_name, &user.username);
        }
        self.appliances[which].users = users;
        self.appliances[which].clients = clients;
    }
}

fn made_up_user(id: u32, since_ms: i64, made: &mut Seeded) -> User {
    const FIRST: [&str; 8] = ["Robin", "Kim", "Sasha", "Noor", "Jules", "Mika", "Andrea", "Toni"];
    const LAST: [&str; 8] = ["Field", "Marsh", "Brook", "Heath", "Wood", "Hill", "Lake", "Moor"];
    User {
        id,
        username: format!("user{id}"),
        display_name: format!("{} {}", FIRST[made.below(8)], LAST[made.below(8)]),
        invited: made.below(10) == 0,
        session_count: if made.below(3) == 0 { 1 } else { 0 },
        since_ms,
    }
}

fn made_up_client(number: usize, made: &mut Seeded) -> Client {
    const PLATFORMS: [&str; 3] = ["Windows 11", "macOS 15", "Linux"];
    Client {
        id: made.hex32(),
        hostname: format!("asset-{number}"),
        platform: PLATFORMS[made.below(3)],
        lsid: made.hex32(),
    }
}

/// A shared IP follows the primary by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the pair shares an IP: it follows the primary by itself")]
pub struct NothingToMove;
