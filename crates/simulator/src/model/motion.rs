//! What moves: a data sync, then the serial swap with both appliances backup for a while (failover-and-syslog section
//! 1.6).

use serde::Serialize;

use super::Model;
use super::record::{Cause, SyncOutcome, SyncRecord};
use crate::config::Role;
use crate::switch::{FailedSyncTold, VersionMismatch};
use crate::time::later;
use crate::which::Which;

/// A data sync or the second half of a swap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "motion", rename_all = "snake_case")]
pub enum Motion {
    Sync(Sync),
    BothBackup(BothBackup),
}

/// The backup pulls the primary's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sync {
    pub primary: Which,
    pub began_ms: i64,
    pub ends_ms: i64,
    /// `Some`: users are cut off, nothing else is possible, and the roles swap when it succeeds. `None`: the automatic
    /// sync.
    pub then_swap: Option<Cause>,
}

/// The old primary is backup already, the new one not yet primary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BothBackup {
    pub promote: Which,
    pub at_ms: i64,
    pub cause: Cause,
}

impl Motion {
    /// The instant its next step is due.
    pub(super) fn due_ms(&self) -> i64 {
        match self {
            Self::Sync(sync) => sync.ends_ms,
            Self::BothBackup(swap) => swap.at_ms,
        }
    }

    /// Whether no other operation is possible. The automatic sync gives way to a command.
    pub(super) fn excludes_others(&self) -> bool {
        !matches!(self, Self::Sync(Sync { then_swap: None, .. }))
    }

    /// Whether users are disconnected and cannot log in.
    pub(super) fn cuts_users_off(&self) -> bool {
        matches!(self, Self::Sync(Sync { then_swap: Some(_), .. }))
    }
}

impl Model {
    /// The motion's next step is due now.
    pub(super) fn step_motion(&mut self) {
        match self.motion.take() {
            Some(Motion::Sync(sync)) if self.sync_will_fail() => self.close_sync(&sync, SyncOutcome::Failed),
            Some(Motion::Sync(sync)) => {
                self.close_sync(&sync, SyncOutcome::Done);
                self.carry_over(sync.primary);
                if let Some(cause) = sync.then_swap {
                    self.begin_swap(sync.primary, cause);
                }
            }
            // The one that stepped down tells the other to step up. If it cannot, both stay backup.
            Some(Motion::BothBackup(swap)) if self.in_touch() => {
                self.give_role(swap.promote, Role::Primary, swap.cause)
            }
            Some(Motion::BothBackup(_)) | None => {}
        }
    }

    /// First half of the serial swap: the old primary becomes backup.
    pub(super) fn begin_swap(&mut self, old_primary: Which, cause: Cause) {
        self.give_role(old_primary, Role::Backup, cause);
        if !self.settings.swap_sticks {
            let at_ms = later(self.now_ms, self.settings.both_backup_ms);
            self.motion = Some(Motion::BothBackup(BothBackup { promote: old_primary.peer(), at_ms, cause }));
        }
    }

    /// A sync ends early because the two lost sight of each other: roles stay, the stamp does not move.
    pub(super) fn break_sync(&mut self) {
        match self.motion.take() {
            Some(Motion::Sync(sync)) => self.close_sync(&sync, SyncOutcome::Failed),
            other => self.motion = other,
        }
    }

    /// The automatic sync gives way: no stamp, no text.
    pub(super) fn stop_background_sync(&mut self) {
        match self.motion.take() {
            Some(Motion::Sync(sync)) if sync.then_swap.is_none() => self.record_sync(&sync, SyncOutcome::GaveWay),
            other => self.motion = other,
        }
    }

    fn close_sync(&mut self, sync: &Sync, outcome: SyncOutcome) {
        let now_ms = self.now_ms;
        for which in Which::BOTH {
            if outcome != SyncOutcome::Done {
                self.tell_failed_sync(which);
            } else if self.appliances[which].alive {
                let text = self.settings.sync_ok_text.clone();
                let appliance = &mut self.appliances[which];
                appliance.sync_text = Some(text);
                appliance.sync_stamp_ms = Some(appliance.clock_ms(now_ms));
            }
        }
        self.record_sync(sync, outcome);
    }

    /// What an appliance that lives shows of a sync that failed now.
    pub(super) fn tell_failed_sync(&mut self, which: Which) {
        let (now_ms, told) = (self.now_ms, self.switches.failed_sync_told);
        let text = self.settings.sync_failed_text.clone();
        let appliance = &mut self.appliances[which];
        if !appliance.alive {
            return;
        }
        if matches!(told, FailedSyncTold::Text | FailedSyncTold::TextAndStamp) {
            appliance.sync_text = Some(text);
        }
        if matches!(told, FailedSyncTold::Stamp | FailedSyncTold::TextAndStamp) {
            appliance.sync_stamp_ms = Some(appliance.clock_ms(now_ms));
        }
    }

    fn sync_will_fail(&self) -> bool {
        let stopped = self.switches.version_mismatch != VersionMismatch::Syncs;
        self.settings.sync_fails || (stopped && self.versions_differ())
    }

    /// Whether the two run another version or build.
    pub(super) fn versions_differ(&self) -> bool {
        let of = |which: Which| (&self.appliances[which].settings.version, &self.appliances[which].settings.build);
        of(Which::A) != of(Which::B)
    }

    fn record_sync(&mut self, sync: &Sync, outcome: SyncOutcome) {
        self.record.syncs.push(SyncRecord {
            began_ms: sync.began_ms,
            ended_ms: self.now_ms,
            primary: sync.primary,
            before_swap: sync.then_swap.is_some(),
            outcome,
        });
    }
}
