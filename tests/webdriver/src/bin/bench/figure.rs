//! One figure as JSON: what the bench prints with `--json`, and a line that it reads from the benches of single crates.

use serde_json::{Value, json};

/// `beside` is what was measured in the same run, and what that is; `limit` is the most there may be, and who says so.
pub(crate) fn figure(
    name: &str,
    (value, unit): (f64, &str),
    beside: Option<(f64, &str)>,
    limit: Option<(f64, &str)>,
) -> Value {
    let (beside, limit) = (beside.unzip(), limit.unzip());
    json!({
        "name": name, "value": round(value), "unit": unit, "baseline": beside.0.map(round), "baseline_is": beside.1,
        "limit": limit.0.map(round), "limit_is": limit.1,
    })
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
