//! What the looks of a maintenance tell together: which role each appliance had when, when data syncs ended, and by which
//! names each appliance goes. The ledger places changes by it.

use std::collections::BTreeSet;

use crate::ids::Guid;
use crate::journal::Stamp;
use crate::observation::Round;
use crate::role::{AssignedRole, Both, Role, Side};
use crate::time::Utc;

/// A stamp this close to a sync that is known already is that sync's. Milliseconds.
const SAME_SYNC_MS: i64 = 60_000;

/// A time in which an appliance was seen to have one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleRun {
    pub role: AssignedRole,
    pub from: Utc,
    /// When it was last seen so.
    pub to: Utc,
}

/// A data sync that was completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyncDone {
    /// Before this it had not begun. What was changed since on its primary may not have been copied any more.
    pub begun: Utc,
    /// When it ended.
    pub at: Utc,
    /// The primary then: its settings win.
    pub from: Side,
}

/// Told together by all looks so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub hostnames: Both<BTreeSet<String>>,
    pub roles: Both<Vec<RoleRun>>,
    /// In order.
    pub syncs: Vec<SyncDone>,
    /// The last data sync before this maintenance, as it was first told.
    pub synced_before: Option<Utc>,
    /// The API accounts that were used, as the stamps of the events tell them.
    pub accounts: BTreeSet<String>,
    /// Each appliance's clock minus this computer's, milliseconds, as it was last told.
    pub clock_offset_ms: Both<Option<i64>>,
    /// The last sync's stamp, and when it was last told.
    stamp: Option<(Utc, Utc)>,
    /// When roles were first seen to move since the last role command.
    moved_at: Option<Utc>,
}

impl Default for History {
    fn default() -> Self {
        Self {
            hostnames: Both::new(BTreeSet::new(), BTreeSet::new()),
            roles: Both::new(Vec::new(), Vec::new()),
            syncs: Vec::new(),
            synced_before: None,
            accounts: BTreeSet::new(),
            clock_offset_ms: Both::new(None, None),
            stamp: None,
            moved_at: None,
        }
    }
}

impl History {
    /// Who wrote an event: a client id, or two with a comma between where each appliance has its own.
    pub(crate) fn written_by(&mut self, stamp: &Stamp) {
        let told = stamp.api_account.iter().flat_map(|accounts| accounts.split(", "));
        for account in told {
            if !self.accounts.contains(account) {
                self.accounts.insert(account.to_owned());
            }
        }
    }

    /// The role an appliance was seen in at both ends of a time, and all through it as far as anybody looked.
    #[must_use]
    pub fn last_seen(&self, side: Side) -> Option<&RoleRun> {
        self.roles.of(side).last()
    }

    pub(super) fn look(&mut self, round: &Round, guids: &Both<Guid>) {
        for side in Side::BOTH {
            let look = round.of(side);
            let Some(reading) = look.reading() else { continue };
            if reading.guid.as_ref().is_some_and(|guid| guid != guids.of(side)) {
                continue;
            }
            self.hostnames.of_mut(side).extend(reading.hostname.clone());
            for row in &reading.rows {
                let of = Side::BOTH.into_iter().find(|side| guids.of(*side) == &row.guid);
                if let (Some(of), Some(name)) = (of, &row.name) {
                    self.hostnames.of_mut(of).insert(name.clone());
                }
            }
            if let Some(offset) = reading.clock_offset_ms {
                *self.clock_offset_ms.of_mut(side) = Some(offset);
            }
            let role = match &reading.role {
                Some(Role::Primary) => AssignedRole::Primary,
                Some(Role::Backup) => AssignedRole::Backup,
                _ => continue,
            };
            self.seen(side, role, look.at);
            if let (AssignedRole::Primary, Some(stamp)) = (role, reading.last_sync) {
                self.stamped(side, stamp, look.at);
            }
        }
    }

    fn seen(&mut self, side: Side, role: AssignedRole, at: Utc) {
        match self.roles.of_mut(side).last_mut() {
            Some(run) if run.role == role => run.to = run.to.max(at),
            before => {
                if before.is_some() {
                    self.moved_at.get_or_insert(at);
                }
                self.roles.of_mut(side).push(RoleRun { role, from: at, to: at });
            }
        }
    }

    /// A last-sync stamp, in the appliance's own clock. Only the primary tells one.
    fn stamped(&mut self, primary: Side, stamp: Utc, seen_at: Utc) {
        let offset = self.clock_offset_ms.of(primary).unwrap_or(0);
        let at = Utc::from_millis(stamp.millis().saturating_sub(offset)).min(seen_at);
        let before = self.stamp.replace((stamp, seen_at));
        let Some((before, told_at)) = before else {
            self.synced_before.get_or_insert(at);
            return;
        };
        let last = self.syncs.last().map(|sync| sync.at);
        let is_known = last.is_some_and(|last| at.since_ms(last) <= SAME_SYNC_MS);
        if stamp > before && !is_known {
            // Told by the new primary after a swap, it is of a sync that ended while the other one was primary.
            let from = if self.was_backup(primary, at) { primary.other() } else { primary };
            self.syncs.push(SyncDone { begun: told_at.min(at), at, from });
        }
    }

    /// Whether the last look before this moment saw this side as backup.
    fn was_backup(&self, side: Side, at: Utc) -> bool {
        let before = self.roles.of(side).iter().rev().find(|run| run.from <= at);
        before.is_some_and(|run| run.role == AssignedRole::Backup)
    }

    pub(super) fn intended(&mut self) {
        self.moved_at = None;
    }

    /// A leg is done, and its sync was proven or is implied: it ended before the roles were seen to move. `begun`: when its
    /// role command was decided on; of a leg that was not ours nobody knows when, but not before the sync before it.
    pub(super) fn leg_done(&mut self, from: Side, begun: Option<Utc>, both_backup_since: Option<Utc>, at: Utc) {
        let ended = both_backup_since.into_iter().chain(self.moved_at).fold(at, Utc::min);
        self.leg_synced(from, begun, ended);
    }

    /// The stamp of a leg's sync came late.
    pub(super) fn leg_proven(&mut self, from: Side, begun: Option<Utc>, (side, stamp): (Side, Utc), done_at: Utc) {
        let offset = self.clock_offset_ms.of(side).unwrap_or(0);
        self.leg_synced(from, begun, Utc::from_millis(stamp.millis().saturating_sub(offset)).min(done_at));
    }

    /// Where its stamp was told before, that sync is the leg's: it began no later than the leg's role command.
    fn leg_synced(&mut self, from: Side, begun: Option<Utc>, ended: Utc) {
        let before = self.syncs.iter().rev().map(|sync| sync.at).find(|at| ended.since_ms(*at) > SAME_SYNC_MS);
        let begun = begun.or(before).or(self.synced_before).unwrap_or(Utc::from_millis(0)).min(ended);
        let stamped = self.syncs.iter_mut().rev().find(|sync| sync.from == from && sync.at >= begun);
        match stamped {
            Some(sync) => sync.begun = sync.begun.min(begun),
            None => {
                self.syncs.push(SyncDone { begun, at: ended, from });
                self.syncs.sort_by_key(|sync| sync.at);
            }
        }
    }
}
