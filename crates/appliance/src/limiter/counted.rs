//! What has been counted, and how long the next call has to wait by it.

use std::collections::VecDeque;

use super::{Errand, HOUR_MS, LOOKS_PER_HOUR, PER_HOUR, PER_SECOND, SECOND_MS, Share};

/// Below this many remaining calls, as the appliance counts them, looks stop for [`HOLD_MS`].
const REMAINING_KEPT: u32 = 100;
/// The same for collecting, which stops before the looks do.
const REMAINING_KEPT_BY_COLLECTING: u32 = 500;
/// How long they stop, in milliseconds, when the appliance said that few calls are left.
const HOLD_MS: u64 = 60_000;

#[derive(Default)]
pub(super) struct Counted {
    /// When each call of the last hour was admitted.
    sent_ms: VecDeque<u64>,
    /// Those of them that collect.
    collected_ms: VecDeque<u64>,
    /// What the appliance last said is left, and when.
    pub(super) remaining: Option<(u32, u64)>,
    /// Until when everything is held back after a 429.
    pub(super) held_until_ms: u64,
}

impl Counted {
    pub(super) fn count(&mut self, now_ms: u64, errand: Errand) {
        self.sent_ms.push_back(now_ms);
        if errand == Errand::Collect {
            self.collected_ms.push_back(now_ms);
        }
    }

    pub(super) fn used_in_the_hour(&mut self, now_ms: u64) -> usize {
        self.forget_old(now_ms);
        self.sent_ms.len()
    }

    fn forget_old(&mut self, now_ms: u64) {
        for counted in [&mut self.sent_ms, &mut self.collected_ms] {
            while counted.front().is_some_and(|sent| now_ms.saturating_sub(*sent) >= HOUR_MS) {
                counted.pop_front();
            }
        }
    }

    /// Milliseconds until this call may be made; 0: now.
    pub(super) fn wait_ms(&mut self, now_ms: u64, errand: Errand, share: Share) -> u64 {
        self.forget_old(now_ms);
        let (hour, kept) = match errand {
            Errand::Look => (LOOKS_PER_HOUR, REMAINING_KEPT),
            Errand::Collect => (LOOKS_PER_HOUR, REMAINING_KEPT_BY_COLLECTING),
            Errand::Command => (PER_HOUR, 0),
        };
        let scarce = match self.remaining {
            Some((remaining, at_ms)) if remaining < kept => at_ms.saturating_add(HOLD_MS).saturating_sub(now_ms),
            _ => 0,
        };
        let held = self.held_until_ms.saturating_sub(now_ms);
        let sent = &self.sent_ms;
        let free = free_in(sent, now_ms, PER_SECOND, SECOND_MS).max(free_in(sent, now_ms, hour, HOUR_MS));
        let shared = if errand == Errand::Collect { self.share_waits_ms(now_ms, share) } else { 0 };
        free.max(shared).max(scarce).max(held)
    }

    /// Within the share: never more than it holds in any second and hour, and spread over the second, because calls that
    /// leave at once arrive at the appliance in another second than they left in. They are spread over four fifths of it:
    /// what a late timer loses between two calls is made up within the same second.
    fn share_waits_ms(&self, now_ms: u64, share: Share) -> u64 {
        let collected = &self.collected_ms;
        let per_second = share.per_second.max(1);
        let spread_ms = SECOND_MS * 4 / 5 / per_second as u64;
        let apart = collected.back().map_or(0, |last| last.saturating_add(spread_ms).saturating_sub(now_ms));
        let second = free_in(collected, now_ms, per_second, SECOND_MS);
        second.max(free_in(collected, now_ms, share.per_hour.max(1), HOUR_MS)).max(apart)
    }
}

/// Milliseconds until a window holds less than `limit` of these calls.
fn free_in(calls: &VecDeque<u64>, now_ms: u64, limit: usize, window_ms: u64) -> u64 {
    let nth_last = calls.len().checked_sub(limit).and_then(|index| calls.get(index));
    nth_last.map_or(0, |sent| sent.saturating_add(window_ms).saturating_sub(now_ms))
}
