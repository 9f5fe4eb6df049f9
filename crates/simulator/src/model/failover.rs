//! Role commands: what an appliance takes, what it refuses (appliance-api section 2.3, failover-and-syslog sections
//! 1.3, 1.6 and 1.8).

use serde::{Deserialize, Serialize};

use super::Model;
use super::motion::{Motion, Sync};
use super::record::Cause;
use crate::config::Role;
use crate::switch::{CommandDuringSync, ForceWithSync, PromoteWithoutPeer, RoleInLog, SameRole, VersionMismatch};
use crate::which::Which;

/// A role one can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WantedRole {
    Primary,
    Backup,
}

impl WantedRole {
    /// As the role it becomes.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Self::Primary => Role::Primary,
            Self::Backup => Role::Backup,
        }
    }
}

/// The role to give to the appliance that receives the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleCommand {
    pub role: WantedRole,
    pub data_sync_first: bool,
    /// Only meaningful at the primary with `role=backup`: become backup even if the peer cannot be contacted.
    pub force: bool,
}

/// What a taken command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleTaken {
    /// A data sync runs; the roles change if it succeeds.
    SyncStarted,
    /// The roles change now.
    Changed,
}

/// Why a command was not taken. The texts and codes of a real appliance are UNKNOWN (appliance-api section 9, point 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RoleRefusal {
    #[error("Failover is not configured.")]
    NotConfigured,
    #[error("The appliance already has this role.")]
    AlreadyInRole,
    #[error("Another operation is in progress.")]
    Busy,
    #[error("The peer cannot be contacted. The operation was cancelled.")]
    PeerUnreachable,
    #[error("The versions of the two appliances differ. A data sync is not possible.")]
    VersionsDiffer,
    #[error("The two appliances are not primary and backup. A data sync is not possible.")]
    NothingToSync,
}

/// A command that waits for the end of a sync or a swap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Queued {
    which: Which,
    command: RoleCommand,
    cause: Cause,
}

impl RoleCommand {
    /// What a success answer to it says.
    fn promised(self) -> RoleTaken {
        if self.data_sync_first { RoleTaken::SyncStarted } else { RoleTaken::Changed }
    }
}

impl Model {
    /// A role command as an API client sends it.
    ///
    /// # Errors
    /// [`RoleRefusal`]: nothing was changed.
    pub fn command_role(&mut self, now_ms: i64, which: Which, command: RoleCommand) -> Result<RoleTaken, RoleRefusal> {
        self.change(now_ms, |model| model.take_role_command(which, command, Cause::Command))
    }

    /// Somebody uses the failover page of /login: the same swap, not an API command.
    ///
    /// # Errors
    /// [`RoleRefusal`]: nothing was changed.
    pub fn swap_by_hand(&mut self, now_ms: i64, which: Which, command: RoleCommand) -> Result<RoleTaken, RoleRefusal> {
        self.change(now_ms, |model| model.take_role_command(which, command, Cause::Foreign))
    }

    /// One appliance's role alone changes, for whatever reason: the way to two primaries, to both backup, to a broken
    /// relation.
    pub fn put_role(&mut self, now_ms: i64, which: Which, role: Role) {
        self.change(now_ms, |model| model.give_role(which, role, Cause::Foreign));
    }

    fn take_role_command(
        &mut self,
        which: Which,
        command: RoleCommand,
        cause: Cause,
    ) -> Result<RoleTaken, RoleRefusal> {
        let wanted = command.role.role();
        let peer_is_complement = self.role(which.peer()) == wanted;
        if self.role(which) == Role::None {
            return Err(RoleRefusal::NotConfigured);
        }
        if self.motion.as_ref().is_some_and(Motion::excludes_others) {
            return match self.switches.command_during_sync {
                CommandDuringSync::Error => Err(RoleRefusal::Busy),
                CommandDuringSync::Ignored => Ok(command.promised()),
                CommandDuringSync::Queued => {
                    self.queued.push_back(Queued { which, command, cause });
                    Ok(command.promised())
                }
            };
        }
        if self.role(which) == wanted {
            return match self.switches.same_role {
                SameRole::Error => Err(RoleRefusal::AlreadyInRole),
                SameRole::Success => Ok(command.promised()),
            };
        }
        let skips_sync = command.force && wanted == Role::Backup && !self.in_touch();
        if command.data_sync_first && !(skips_sync && self.switches.force_with_sync == ForceWithSync::StepsDown) {
            if !self.in_touch() {
                return Err(RoleRefusal::PeerUnreachable);
            }
            if !peer_is_complement {
                return Err(RoleRefusal::NothingToSync);
            }
            if self.versions_differ() && self.switches.version_mismatch == VersionMismatch::Refused {
                return Err(RoleRefusal::VersionsDiffer);
            }
            let primary = if wanted == Role::Backup { which } else { which.peer() };
            self.log_role(which, wanted, cause, RoleInLog::Receiver);
            self.start_sync(primary, Some(cause));
            return Ok(RoleTaken::SyncStarted);
        }
        if !self.in_touch() && !self.acts_alone(command) {
            return Err(RoleRefusal::PeerUnreachable);
        }
        self.stop_background_sync();
        self.log_role(which, wanted, cause, RoleInLog::Receiver);
        if self.in_touch() && peer_is_complement {
            let primary = if wanted == Role::Backup { which } else { which.peer() };
            self.begin_swap(primary, cause);
        } else {
            self.give_role(which, wanted, cause);
        }
        Ok(RoleTaken::Changed)
    }

    /// Commands that waited are taken once nothing excludes them; one that is refused then is forgotten.
    pub(super) fn settle_queue(&mut self) {
        while !self.motion.as_ref().is_some_and(Motion::excludes_others) {
            let Some(Queued { which, command, cause }) = self.queued.pop_front() else { return };
            if self.appliances[which].alive {
                let _ = self.take_role_command(which, command, cause);
            }
        }
    }

    /// Whether the command is carried out although the peer cannot be contacted.
    fn acts_alone(&self, command: RoleCommand) -> bool {
        match command.role {
            WantedRole::Backup => command.force,
            WantedRole::Primary => self.switches.promote_without_peer == PromoteWithoutPeer::Accept,
        }
    }

    fn start_sync(&mut self, primary: Which, then_swap: Option<Cause>) {
        self.stop_background_sync();
        let ends_ms = crate::time::later(self.now_ms, self.settings.sync_ms);
        self.motion = Some(Motion::Sync(Sync { primary, began_ms: self.now_ms, ends_ms, then_swap }));
    }

    /// The sync that runs on an interval; users stay.
    pub(super) fn start_background_sync(&mut self, primary: Which) {
        self.start_sync(primary, None);
    }

    /// Gives a role and writes it into the history.
    pub(super) fn give_role(&mut self, which: Which, role: Role, cause: Cause) {
        if self.appliances[which].role != role {
            self.appliances[which].role = role;
            self.log_role(which, role, cause, RoleInLog::Each);
            self.note_roles(cause);
            self.end_tokens_of_a_swap(which);
        }
    }
}
