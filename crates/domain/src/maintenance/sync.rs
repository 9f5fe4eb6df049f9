//! The verdict of a leg's data sync. Status texts decide nothing: only stamps and roles do.

use super::apply::answer_of;
use super::{Attempt, Maintenance};
use crate::journal::{RoleAnswer, RoleIntent, SyncVerdict, Way};
use crate::observation::Round;
use crate::plan::LegName;
use crate::role::Side;
use crate::time::Utc;

/// Stamps are whole seconds and clock offsets are measured over a network: what lies this close before an instant, in
/// milliseconds, is not told apart from it.
const STAMP_SLACK_MS: i64 = 2_000;

/// A last-sync stamp that proves a sync after the command, with the appliance that tells it.
///
/// Compared in the appliance's own clock: against the same appliance's stamp before the command, and against the
/// instant of the command moved by that appliance's clock offset.
#[must_use]
pub fn proof(intent: &RoleIntent, intended_at: Utc, round: &Round) -> Option<(Side, Utc)> {
    Side::BOTH.into_iter().find_map(|side| {
        let reading = round.of(side).reading()?;
        let stamp = reading.last_sync?;
        let offset = reading.clock_offset_ms.or(*intent.clock_offset_ms.of(side));
        let after_command = offset.map(|offset| stamp >= intended_at.plus_ms(offset.saturating_sub(STAMP_SLACK_MS)));
        let proven = match (*intent.last_sync.of(side), after_command) {
            (Some(before), Some(after)) => stamp > before && after,
            (Some(before), None) => stamp > before,
            (None, Some(after)) => {
                after && [Side::Home, Side::StandIn].into_iter().all(|s| *intent.last_sync.of(s) != Some(stamp))
            }
            (None, None) => false,
        };
        proven.then_some((side, stamp))
    })
}

/// The verdict when both roles are as assigned, first seen so at `changed_at`. A stamp after that is of a sync that ran
/// the other way. A command that was refused, or never left, implies nothing: whoever changed the roles then may have
/// done so without a sync.
#[must_use]
pub(super) fn verdict(attempt: &Attempt, changed_at: Utc, round: &Round) -> SyncVerdict {
    let (intent, intended_at) = (&attempt.intent, attempt.intended_at);
    let in_time = |side: Side, stamp: Utc| {
        let told = round.of(side).reading().and_then(|reading| reading.clock_offset_ms);
        told.or(*intent.clock_offset_ms.of(side)).is_none_or(|offset| !is_after(stamp, changed_at, offset))
    };
    if proof(intent, intended_at, round).is_some_and(|(side, stamp)| in_time(side, stamp)) {
        SyncVerdict::Proven
    } else if intent.way == Way::Planned && intent.data_sync_first && !refused(attempt) {
        SyncVerdict::Implied
    } else {
        SyncVerdict::Unproven
    }
}

fn refused(attempt: &Attempt) -> bool {
    matches!(answer_of(attempt), Some(RoleAnswer::Refused | RoleAnswer::NotSent))
}

/// The verdict of a role change that was not ours: proven only by a stamp later than the last look at which the roles
/// were still as before, and no later than the first one at which they had changed. A sync after the change ran the
/// other way: it proves nothing of what was to be carried.
#[must_use]
pub(super) fn adopted_verdict(as_expected_at: Option<Utc>, changed_at: Utc, round: &Round) -> SyncVerdict {
    let Some(last_look) = as_expected_at else { return SyncVerdict::Unproven };
    let proven = Side::BOTH.into_iter().any(|side| {
        round.of(side).reading().is_some_and(|reading| {
            reading.last_sync.zip(reading.clock_offset_ms).is_some_and(|(stamp, offset)| {
                stamp > last_look.plus_ms(offset) && !is_after(stamp, changed_at, offset)
            })
        })
    });
    if proven { SyncVerdict::Proven } else { SyncVerdict::Unproven }
}

/// Does a stamp lie after an instant of this computer's clock, by more than can be told apart?
fn is_after(stamp: Utc, instant: Utc, offset_ms: i64) -> bool {
    stamp > instant.plus_ms(offset_ms.saturating_add(STAMP_SLACK_MS))
}

/// A later look may still prove the sync of the last leg done: by a stamp no later than the leg's end. A later one is of
/// another sync, one that ran the other way or belongs to the next leg.
#[must_use]
pub(super) fn late_proof(m: &Maintenance, round: &Round) -> Option<(LegName, Side, Utc)> {
    let leg = [LegName::Return, LegName::Outbound].into_iter().find(|leg| m.leg(*leg).done.is_some())?;
    let (done, done_at) = m.leg(leg).done.as_ref()?;
    if done.sync == SyncVerdict::Proven {
        return None;
    }
    let command = done.command?;
    let attempt = m.leg(leg).attempts.iter().find(|attempt| attempt.intent.command == command)?;
    let (side, stamp) = proof(&attempt.intent, attempt.intended_at, round)?;
    let told = round.of(side).reading().and_then(|reading| reading.clock_offset_ms);
    let offset = told.or(*attempt.intent.clock_offset_ms.of(side))?;
    (!is_after(stamp, *done_at, offset)).then_some((leg, side, stamp))
}
