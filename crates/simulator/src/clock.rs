//! The simulation's true time. It can be jumped forward and run faster than real time; nothing below the server reads
//! it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::time::later;

/// Where the server gets the simulation's true time from.
pub trait Clock: Send + Sync {
    /// The true time, Unix milliseconds.
    fn now_ms(&self) -> i64;

    /// Moves the true time forward.
    fn jump_ms(&self, span_ms: u64);

    /// How long a span of the simulation lasts in real time.
    fn real(&self, span_ms: u64) -> Duration;
}

/// Real time, with a rate and an offset.
#[derive(Debug)]
pub struct RunningClock {
    began: Instant,
    began_ms: i64,
    rate: f64,
    jumped_ms: AtomicI64,
}

impl RunningClock {
    /// A clock that shows the machine's time now and runs `rate` times as fast as it. A rate that is not a positive
    /// number counts as 1.
    #[must_use]
    pub fn starting_now(rate: f64) -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "the simulator's own clock: the one place that reads the machine's"
        )]
        let (began, wall) = (Instant::now(), SystemTime::now());
        let began_ms =
            wall.duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        let rate = if rate.is_finite() && rate > 0.0 { rate } else { 1.0 };
        Self { began, began_ms, rate, jumped_ms: AtomicI64::new(0) }
    }
}

impl Clock for RunningClock {
    fn now_ms(&self) -> i64 {
        let run = self.began.elapsed().mul_f64(self.rate);
        let run_ms = u64::try_from(run.as_millis()).unwrap_or(u64::MAX);
        later(self.began_ms, run_ms).saturating_add(self.jumped_ms.load(Ordering::SeqCst))
    }

    fn jump_ms(&self, span_ms: u64) {
        self.jumped_ms.fetch_add(later(0, span_ms), Ordering::SeqCst);
    }

    fn real(&self, span_ms: u64) -> Duration {
        Duration::from_millis(span_ms).div_f64(self.rate)
    }
}
