//! Keeps the calls of one API account under the vendor's limits: 20 a second and 15,000 an hour, over all appliances
//! and endpoints together (appliance-api section 0).

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::observation::{Trouble, TroubleKind};

use crate::clock::Clock;

/// Calls in any one second. The vendor allows 20; two are left for jitter on the way.
pub const PER_SECOND: usize = 18;
/// Looks in any one hour. The vendor allows 15,000; the rest is kept for role commands and for others on the account.
pub const LOOKS_PER_HOUR: usize = 14_500;
/// Calls of any kind in any one hour.
pub const PER_HOUR: usize = 14_900;
/// The longest a call waits for its turn, in milliseconds. Past it the caller is told instead.
pub const PATIENCE_MS: u64 = 5_000;

/// Below this many remaining calls, as the appliance counts them, looks stop for [`HOLD_MS`].
const REMAINING_KEPT: u32 = 100;
/// How long looks stop, in milliseconds, when the appliance said that few calls are left.
const HOLD_MS: u64 = 60_000;
/// How long everything stops after a 429 that names no time, in milliseconds.
const REFUSED_HOLD_MS: u64 = 1_000;
/// The longest hold a 429 can ask for, in milliseconds.
const LONGEST_HOLD_MS: u64 = 600_000;
const SECOND_MS: u64 = 1_000;
const HOUR_MS: u64 = 3_600_000;

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Looking.
    Look,
    /// A role command and the checks just before it.
    Command,
}

/// Counts the calls of every program on this computer that uses the account: the appliance counts them together.
pub trait Tally: Send + Sync {
    /// Counts a call at this instant of the wall clock (Unix, milliseconds) and returns 0, or how long to wait, in
    /// milliseconds, so that no `window_ms` holds more than `limit` calls of all programs.
    fn reserve(&self, now_ms: i64, limit: usize, window_ms: u64) -> u64;
}

#[derive(Default)]
struct Counted {
    /// When each call of the last hour was admitted.
    sent_ms: VecDeque<u64>,
    /// What the appliance last said is left, and when.
    remaining: Option<(u32, u64)>,
    /// Until when everything is held back after a 429.
    held_until_ms: u64,
}

/// The calls of one API account. Share it (`Arc`) between everything that uses that account.
#[derive(Default)]
pub struct Limiter {
    counted: Mutex<Counted>,
    tally: Option<Arc<dyn Tally>>,
}

impl Limiter {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A limiter that counts the account's calls of other programs too.
    #[must_use]
    pub fn beside(tally: Arc<dyn Tally>) -> Self {
        Self { counted: Mutex::default(), tally: Some(tally) }
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for this call's turn and counts it; an error where the turn is further away than [`PATIENCE_MS`].
    pub async fn admit(&self, clock: &dyn Clock, errand: Errand) -> Result<(), Trouble> {
        let began_ms = clock.monotonic_ms();
        loop {
            let now_ms = clock.monotonic_ms();
            let wait_ms = {
                let mut counted = self.counted();
                let wait_ms = match (counted.wait_ms(now_ms, errand), &self.tally) {
                    (0, Some(tally)) => tally.reserve(clock.now_utc().millis(), PER_SECOND, SECOND_MS),
                    (wait_ms, _) => wait_ms,
                };
                if wait_ms == 0 {
                    counted.sent_ms.push_back(now_ms);
                    return Ok(());
                }
                wait_ms
            };
            if now_ms.saturating_sub(began_ms).saturating_add(wait_ms) > PATIENCE_MS {
                let detail = format!(
                    "the API account's rate limit is used up; the next call can be made in {} s",
                    wait_ms / 1_000 + 1
                );
                return Err(Trouble { kind: TroubleKind::RateLimited, detail });
            }
            clock.sleep_ms(wait_ms).await;
        }
    }

    /// Takes in what an answer said of the limit: `X-RateLimit-Remaining`, and on a 429 `Retry-After` in seconds.
    pub fn told(&self, now_ms: u64, status: u16, remaining: Option<&str>, retry_after: Option<&str>) {
        let mut counted = self.counted();
        if let Some(remaining) = remaining.and_then(|text| text.trim().parse().ok()) {
            counted.remaining = Some((remaining, now_ms));
        }
        if status == 429 {
            let asked_ms =
                retry_after.and_then(|text| text.trim().parse::<u64>().ok()).map(|s| s.saturating_mul(1_000));
            let hold_ms = asked_ms.unwrap_or(REFUSED_HOLD_MS).clamp(1, LONGEST_HOLD_MS);
            counted.held_until_ms = counted.held_until_ms.max(now_ms.saturating_add(hold_ms));
        }
    }

    /// How many calls the appliance last said are left in the hour.
    #[must_use]
    pub fn remaining(&self) -> Option<u32> {
        self.counted().remaining.map(|(remaining, _)| remaining)
    }

    /// How many calls this program has made in the hour up to `now_ms` of the monotonic clock.
    #[must_use]
    pub fn used_in_the_hour(&self, now_ms: u64) -> usize {
        let mut counted = self.counted();
        counted.forget_old(now_ms);
        counted.sent_ms.len()
    }
}

impl Counted {
    fn forget_old(&mut self, now_ms: u64) {
        while self.sent_ms.front().is_some_and(|sent| now_ms.saturating_sub(*sent) >= HOUR_MS) {
            self.sent_ms.pop_front();
        }
    }

    /// Milliseconds until this call may be made; 0: now.
    fn wait_ms(&mut self, now_ms: u64, errand: Errand) -> u64 {
        self.forget_old(now_ms);
        let free_at = |limit: usize, window_ms: u64| {
            let nth_last = self.sent_ms.len().checked_sub(limit).and_then(|index| self.sent_ms.get(index));
            nth_last.map_or(0, |sent| sent.saturating_add(window_ms).saturating_sub(now_ms))
        };
        let hour = match errand {
            Errand::Look => LOOKS_PER_HOUR,
            Errand::Command => PER_HOUR,
        };
        let scarce = match (errand, self.remaining) {
            (Errand::Look, Some((remaining, at_ms))) if remaining < REMAINING_KEPT => {
                at_ms.saturating_add(HOLD_MS).saturating_sub(now_ms)
            }
            _ => 0,
        };
        let held = self.held_until_ms.saturating_sub(now_ms);
        free_at(PER_SECOND, SECOND_MS).max(free_at(hour, HOUR_MS)).max(scarce).max(held)
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("remaining", &self.remaining()).finish_non_exhaustive()
    }
}
