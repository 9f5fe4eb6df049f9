//! The clock this crate waits and ages by. It has no clock of its own: a token, a limiter or a retry under a virtual
//! clock behaves as under the real one.

use domain::time::Utc;
use futures::future::BoxFuture;

/// Time, as the program's host gives it.
pub trait Clock: Send + Sync {
    /// The wall clock.
    fn now_utc(&self) -> Utc;

    /// Milliseconds since any fixed moment; never runs backwards.
    fn monotonic_ms(&self) -> u64;

    /// Ends once [`Clock::monotonic_ms`] has moved on by `ms`.
    fn sleep_ms(&self, ms: u64) -> BoxFuture<'static, ()>;
}
