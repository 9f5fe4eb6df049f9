//! Who listens and what is served: off, in a data sync, or as a backup (the switches `primary_during_sync`,
//! `backup_during_sync`, `backup_answers`).

use super::Model;
use super::motion::{Motion, Sync};
use crate::call::Door;
use crate::config::Role;
use crate::switch::{BackupAnswers, BackupDataApis, DuringSync};
use crate::which::Which;

/// One of the APIs that need a sign-in, and the sign-in itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    SignIn,
    CommandV1,
    CommandV2,
    Configuration,
    Reporting,
}

impl Model {
    /// Whether connections to this appliance are taken.
    #[must_use]
    pub fn listens(&self, which: Which) -> bool {
        self.appliances[which].alive && self.during_sync(which) != DuringSync::Refused
    }

    /// Who takes a connection at this door. `None`: it is refused.
    #[must_use]
    pub fn behind(&self, door: Door) -> Option<Which> {
        let which = match door {
            Door::Appliance(which) => Some(which),
            Door::Site => self.site_answered_by(),
        };
        which.filter(|which| self.listens(*which))
    }

    /// Whether this appliance has run without a break since it had been switched off so many times.
    #[must_use]
    pub fn still_there(&self, which: Which, times_killed: u32) -> bool {
        let appliance = &self.appliances[which];
        appliance.alive && appliance.times_killed == times_killed
    }

    /// How it answers now, with the data sync that cuts users off; outside of one it answers.
    pub(crate) fn during_sync(&self, which: Which) -> DuringSync {
        match &self.motion {
            Some(Motion::Sync(Sync { primary, then_swap: Some(_), .. })) if *primary == which => {
                self.switches.primary_during_sync
            }
            Some(Motion::Sync(Sync { then_swap: Some(_), .. })) => self.switches.backup_during_sync,
            _ => DuringSync::Answers,
        }
    }

    /// Whether users are cut off by a data sync now.
    pub(crate) fn cuts_users_off(&self) -> bool {
        self.motion.as_ref().is_some_and(Motion::cuts_users_off)
    }

    /// Whether a data sync runs, of whatever kind.
    pub(crate) fn syncs(&self) -> bool {
        matches!(self.motion, Some(Motion::Sync(_)))
    }

    /// Whether this appliance, in its role, serves this face.
    pub(crate) fn serves(&self, which: Which, face: Face) -> bool {
        if self.role(which) != Role::Backup {
            return true;
        }
        let without: &[BackupDataApis] = match face {
            Face::Configuration => &[BackupDataApis::NoConfiguration, BackupDataApis::Neither],
            Face::Reporting => &[BackupDataApis::NoReporting, BackupDataApis::Neither],
            Face::SignIn | Face::CommandV1 | Face::CommandV2 => &[],
        };
        if without.contains(&self.switches.backup_data_apis) {
            return false;
        }
        match self.switches.backup_answers {
            BackupAnswers::Everything | BackupAnswers::NoAccount => true,
            BackupAnswers::NoV2 => face != Face::CommandV2,
            BackupAnswers::NoV1 => face != Face::CommandV1,
            BackupAnswers::NoCommand => !matches!(face, Face::CommandV1 | Face::CommandV2),
            BackupAnswers::NoSignIn => false,
        }
    }

    /// Whether this appliance, in its role, knows the API account.
    pub(crate) fn knows_account(&self, which: Which) -> bool {
        self.role(which) != Role::Backup || self.switches.backup_answers != BackupAnswers::NoAccount
    }
}
