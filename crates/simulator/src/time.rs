//! Instants as numbers and as text. An instant is Unix milliseconds of the simulation's true time.

use jiff::Timestamp;

/// `now_ms` and a span after it.
#[must_use]
pub fn later(now_ms: i64, span_ms: u64) -> i64 {
    now_ms.saturating_add(i64::try_from(span_ms).unwrap_or(i64::MAX))
}

/// RFC 3339 with whole seconds, always ending in `+00:00` as the JSON APIs answer (appliance-api section 0).
#[must_use]
pub fn rfc3339(at_ms: i64) -> String {
    stamp(at_ms).strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

/// RFC 3339 with milliseconds and `Z`, for records.
#[must_use]
pub fn precise(at_ms: i64) -> String {
    stamp(at_ms).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// The `Date` header of an HTTP answer (RFC 9110 section 5.6.7).
#[must_use]
pub fn http_date(at_ms: i64) -> String {
    stamp(at_ms).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Month, day and time of day, as in a syslog line (RFC 3164 section 4.1.2).
#[must_use]
pub fn bsd(at_ms: i64) -> String {
    stamp(at_ms).strftime("%b %e %H:%M:%S").to_string()
}

/// RFC 3339 with whole seconds and `Z`.
#[must_use]
pub fn zulu(at_ms: i64) -> String {
    stamp(at_ms).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn stamp(at_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH)
}
