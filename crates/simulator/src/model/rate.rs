//! The two rate limits of an API account (appliance-api section 0), counted over both appliances together or for each
//! on its own, as the switch `rate_counted` says.

use std::collections::VecDeque;

use super::Model;
use crate::switch::RateCounted;
use crate::which::Which;

const SECOND_MS: i64 = 1_000;
const HOUR_MS: i64 = 3_600_000;

/// The instants of the last hour's requests and the appliance each went to, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rate {
    requests: VecDeque<(i64, Which)>,
}

/// Which limit a request went over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverRate {
    Second,
    Hour,
}

impl Model {
    /// Counts one request of the account to this appliance at the model's instant.
    ///
    /// # Errors
    /// [`OverRate`] if it is one too many; such a request is not counted.
    pub(crate) fn spend(&mut self, which: Which) -> Result<(), OverRate> {
        let now_ms = self.now_ms;
        while self.rate.requests.front().is_some_and(|(at_ms, _)| now_ms - at_ms >= HOUR_MS) {
            self.rate.requests.pop_front();
        }
        if self.counted(which).count() >= self.settings.rate_per_hour {
            return Err(OverRate::Hour);
        }
        let recent = self.counted(which).rev().take_while(|at_ms| now_ms - at_ms < SECOND_MS).count();
        if recent >= self.settings.rate_per_second {
            return Err(OverRate::Second);
        }
        self.rate.requests.push_back((now_ms, which));
        Ok(())
    }

    /// The instants that count at this appliance.
    fn counted(&self, which: Which) -> impl DoubleEndedIterator<Item = i64> + '_ {
        let together = self.switches.rate_counted == RateCounted::Pair;
        self.rate.requests.iter().filter(move |(_, at)| together || *at == which).map(|(at_ms, _)| *at_ms)
    }

    /// What `X-RateLimit-Remaining` says.
    pub(crate) fn rate_remaining(&self, which: Which) -> usize {
        self.settings.rate_per_hour.saturating_sub(self.counted(which).count())
    }

    /// Whole seconds until a request that went over this limit is possible again, at least one.
    pub(crate) fn retry_after_s(&self, which: Which, over: OverRate) -> i64 {
        let (limit, span_ms) = match over {
            OverRate::Second => (self.settings.rate_per_second, SECOND_MS),
            OverRate::Hour => (self.settings.rate_per_hour, HOUR_MS),
        };
        let frees = self
            .counted(which)
            .rev()
            .nth(limit.saturating_sub(1))
            .map_or(span_ms, |at_ms| at_ms + span_ms - self.now_ms);
        (frees.max(1) + 999) / 1000
    }
}
