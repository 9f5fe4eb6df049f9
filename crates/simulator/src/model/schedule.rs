//! What is due next, and bringing the model to an instant.

use super::Model;
use super::record::Cause;
use crate::config::Role;
use crate::time::later;
use crate::which::Which;

/// A transition that waits for its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    /// A sync ends, or the second half of a swap.
    Motion,
    /// A backup has missed its peer long enough.
    AutomaticFailover(Which),
    AutomaticSync,
    UsersBack,
}

impl Model {
    /// Applies everything due up to `now_ms`, each at its own instant.
    pub fn advance(&mut self, now_ms: i64) {
        let until_ms = now_ms.max(self.now_ms);
        while let Some((at_ms, due)) = self.next_due().filter(|(at_ms, _)| *at_ms <= until_ms) {
            self.now_ms = at_ms;
            self.note_peers();
            self.apply(due);
            self.settle();
        }
        self.now_ms = until_ms;
    }

    /// The instant of the next transition, if any waits; never before the model's own instant.
    #[must_use]
    pub fn next_due_ms(&self) -> Option<i64> {
        self.next_due().map(|(at_ms, _)| at_ms)
    }

    /// The earliest; of several at one instant the first in this list.
    fn next_due(&self) -> Option<(i64, Due)> {
        let motion = self.motion.as_ref().map(|motion| (motion.due_ms(), Due::Motion));
        let failover =
            Which::BOTH.map(|which| self.failover_due_ms(which).map(|at_ms| (at_ms, Due::AutomaticFailover(which))));
        let sync = self.settings.automatic_sync.then_some((self.next_automatic_sync_ms, Due::AutomaticSync));
        let users = self.users_back_at_ms.map(|at_ms| (at_ms, Due::UsersBack));
        let [failover_a, failover_b] = failover;
        [motion, failover_a, failover_b, sync, users]
            .into_iter()
            .flatten()
            .map(|(at_ms, due)| (at_ms.max(self.now_ms), due))
            .min_by_key(|(at_ms, _)| *at_ms)
    }

    fn failover_due_ms(&self, which: Which) -> Option<i64> {
        let appliance = &self.appliances[which];
        let waits = self.settings.automatic_failover && appliance.role == Role::Backup;
        appliance.peer_lost_at_ms.filter(|_| waits).map(|at_ms| later(at_ms, self.settings.automatic_failover_after_ms))
    }

    fn apply(&mut self, due: Due) {
        match due {
            Due::Motion => self.step_motion(),
            Due::AutomaticFailover(which) => self.give_role(which, Role::Primary, Cause::AutomaticFailover),
            Due::AutomaticSync => self.automatic_sync(),
            Due::UsersBack => {
                self.users_back_at_ms = None;
                if let Some(which) = self.serving {
                    self.log_users_in(which);
                }
            }
        }
    }

    /// The backup pulls on an interval, if there is one primary, one backup, and nothing else moves.
    fn automatic_sync(&mut self) {
        self.next_automatic_sync_ms = later(self.now_ms, self.settings.automatic_sync_interval_ms.max(1_000));
        let primary = Which::BOTH
            .into_iter()
            .find(|which| self.role(*which) == Role::Primary && self.role(which.peer()) == Role::Backup);
        if let (None, Some(primary)) = (&self.motion, primary) {
            if self.in_touch() {
                self.start_background_sync(primary);
            } else {
                self.tell_failed_sync(primary);
            }
        }
    }
}
