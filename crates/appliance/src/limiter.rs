//! Keeps the calls of one API account under the vendor's limits: 20 a second and 15,000 an hour, over all appliances
//! and endpoints together (appliance-api section 0).
//!
//! Looking at roles and commanding them come first. What collects (the configuration, the log) has a [`Share`] of its own
//! that leaves room for them in every second and every hour, and it stands still while a role command is under way.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::observation::{Trouble, TroubleKind};

use crate::clock::Clock;

mod counted;

use counted::Counted;

/// Calls in any one second. The vendor allows 20; two are left for jitter on the way.
pub const PER_SECOND: usize = 18;
/// Looks in any one hour. The vendor allows 15,000; the rest is kept for role commands and for others on the account.
pub const LOOKS_PER_HOUR: usize = 14_500;
/// Calls of any kind in any one hour.
pub const PER_HOUR: usize = 14_900;
/// The longest a look or a command waits for its turn, in milliseconds. Past it the caller is told instead. Collecting
/// waits as long as it takes.
pub const PATIENCE_MS: u64 = 5_000;

/// How long everything stops after a 429 that names no time, in milliseconds.
const REFUSED_HOLD_MS: u64 = 1_000;
/// The longest hold a 429 can ask for, in milliseconds.
const LONGEST_HOLD_MS: u64 = 600_000;
const SECOND_MS: u64 = 1_000;
const HOUR_MS: u64 = 3_600_000;
/// Calls a second that no program's collecting takes from the others, where programs share the account.
const LEFT_TO_OTHERS: usize = 3;
/// How often collecting that stands still looks whether it may go on, in milliseconds.
const QUIET_STEP_MS: u64 = 250;
/// The longest single wait of collecting, in milliseconds: what it waits for may have changed.
const LONGEST_STEP_MS: u64 = 5_000;

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Looking.
    Look,
    /// A role command and the checks just before it.
    Command,
    /// Reading a configuration or a log: nobody waits for it by the second.
    Collect,
}

/// What collecting may take of the account's rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Calls in any one second; spread over it.
    pub per_second: usize,
    /// Calls in any one hour.
    pub per_hour: usize,
}

impl Share {
    /// Leaves six calls in every second, and in every hour enough to look at both appliances of a pair every other second.
    pub const COLLECTING: Self = Self { per_second: 12, per_hour: 7_200 };
}

/// Counts the calls of every program on this computer that uses the account: the appliance counts them together.
pub trait Tally: Send + Sync {
    /// Counts a call at this instant of the wall clock (Unix, milliseconds) and returns 0, or how long to wait, in
    /// milliseconds, so that no `window_ms` holds more than `limit` calls of all programs.
    fn reserve(&self, now_ms: i64, limit: usize, window_ms: u64) -> u64;
}

/// The calls of one API account. Share it (`Arc`) between everything that uses that account.
pub struct Limiter {
    counted: Mutex<Counted>,
    share: Share,
    tally: Option<Arc<dyn Tally>>,
    /// How many hold collecting back.
    quiet: Arc<AtomicUsize>,
}

impl Default for Limiter {
    fn default() -> Self {
        Self::new()
    }
}

/// While it lives, nothing is collected with the account: what is on its way comes to its end, and no call begins.
#[derive(Debug)]
pub struct Quiet(Arc<AtomicUsize>);

impl Drop for Quiet {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Release);
    }
}

impl Limiter {
    #[must_use]
    pub fn new() -> Self {
        Self { counted: Mutex::default(), share: Share::COLLECTING, tally: None, quiet: Arc::default() }
    }

    /// A limiter that counts the account's calls of other programs too.
    #[must_use]
    pub fn beside(tally: Arc<dyn Tally>) -> Self {
        Self { tally: Some(tally), ..Self::new() }
    }

    /// The same with another share for collecting.
    #[must_use]
    pub fn with_share(self, share: Share) -> Self {
        Self { share, ..self }
    }

    /// What collecting may take.
    #[must_use]
    pub fn share(&self) -> Share {
        self.share
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds collecting back for as long as the value lives: from before a role command until the roles are settled.
    #[must_use]
    pub fn quiet(&self) -> Quiet {
        self.quiet.fetch_add(1, Ordering::Acquire);
        Quiet(Arc::clone(&self.quiet))
    }

    /// Waits for this call's turn and counts it; an error where the turn is further away than [`PATIENCE_MS`]. Collecting
    /// gets no error: it waits, and its caller gives it up by dropping the future.
    pub async fn admit(&self, clock: &dyn Clock, errand: Errand) -> Result<(), Trouble> {
        let began_ms = clock.monotonic_ms();
        loop {
            let now_ms = clock.monotonic_ms();
            let wait_ms = self.take_turn(clock, now_ms, errand);
            if wait_ms == 0 {
                return Ok(());
            }
            if errand == Errand::Collect {
                clock.sleep_ms(wait_ms.min(LONGEST_STEP_MS)).await;
                continue;
            }
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

    /// Counts a call whose turn it is, or tells how long it is not, in milliseconds.
    fn take_turn(&self, clock: &dyn Clock, now_ms: u64, errand: Errand) -> u64 {
        if errand == Errand::Collect && self.quiet.load(Ordering::Acquire) > 0 {
            return QUIET_STEP_MS;
        }
        let most = if errand == Errand::Collect { PER_SECOND - LEFT_TO_OTHERS } else { PER_SECOND };
        let mut counted = self.counted();
        let wait_ms = match (counted.wait_ms(now_ms, errand, self.share), &self.tally) {
            (0, Some(tally)) => tally.reserve(clock.now_utc().millis(), most, SECOND_MS),
            (wait_ms, _) => wait_ms,
        };
        if wait_ms == 0 {
            counted.count(now_ms, errand);
        }
        wait_ms
    }

    /// How long the next call that collects has to wait at `now_ms` of the monotonic clock, in milliseconds; nothing while
    /// collecting is held back for a role command.
    #[must_use]
    pub fn collecting_waits_ms(&self, now_ms: u64) -> Option<u64> {
        let is_held = self.quiet.load(Ordering::Acquire) > 0;
        (!is_held).then(|| self.counted().wait_ms(now_ms, Errand::Collect, self.share))
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
        self.counted().used_in_the_hour(now_ms)
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("remaining", &self.remaining()).finish_non_exhaustive()
    }
}
