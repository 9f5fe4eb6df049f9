//! Waiting for a condition, with a limit.

use std::time::{Duration, Instant};

/// Asks until the answer comes, or fails with `what` after the limit.
///
/// # Panics
/// The limit has passed.
pub async fn until<T>(what: &str, limit: Duration, ask: impl AsyncFnMut() -> Option<T>) -> T {
    let answer = until_or(limit, ask).await;
    answer.unwrap_or_else(|| panic!("not within {limit:?}: {what}"))
}

/// Asks until the answer comes; none after the limit.
pub(crate) async fn until_or<T>(limit: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let begun = now();
    loop {
        if let Some(answer) = ask().await {
            return Some(answer);
        }
        if now() >= begun + limit {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

#[expect(clippy::disallowed_methods, reason = "the limit of a wait in a test; no product code runs on this clock")]
fn now() -> Instant {
    Instant::now()
}
