//! The two rate limits of an API account, counted over both appliances together (appliance-api section 0).
//!
//! Whether the counter is per appliance is UNKNOWN; counting both together is the stricter reading, so a client that
//! passes here passes either way.

use std::collections::VecDeque;

use super::Model;

const SECOND_MS: i64 = 1_000;
const HOUR_MS: i64 = 3_600_000;

/// The instants of the last hour's requests, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rate {
    instants: VecDeque<i64>,
}

/// Which limit a request went over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverRate {
    Second,
    Hour,
}

impl Model {
    /// Counts one request of the account at the model's instant. Returns how many of the hour remain.
    ///
    /// # Errors
    /// [`OverRate`] if it is one too many; such a request is not counted.
    pub(crate) fn spend(&mut self) -> Result<usize, OverRate> {
        let now_ms = self.now_ms;
        let instants = &mut self.rate.instants;
        while instants.front().is_some_and(|at_ms| now_ms - at_ms >= HOUR_MS) {
            instants.pop_front();
        }
        if instants.len() >= self.settings.rate_per_hour {
            return Err(OverRate::Hour);
        }
        if instants.iter().rev().take_while(|at_ms| now_ms - **at_ms < SECOND_MS).count()
            >= self.settings.rate_per_second
        {
            return Err(OverRate::Second);
        }
        instants.push_back(now_ms);
        Ok(self.rate_remaining())
    }

    /// What `X-RateLimit-Remaining` says.
    pub(crate) fn rate_remaining(&self) -> usize {
        self.settings.rate_per_hour.saturating_sub(self.rate.instants.len())
    }
}
