//! Times for people: UTC, and local time beside it where that differs.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2026-11-22 10:34:37Z (11:34:37 CET)`; a text that is no time is shown as it is.
pub(super) fn when(text: &str) -> String {
    let Ok(instant) = text.parse::<Timestamp>() else { return text.to_owned() };
    let utc = instant.strftime("%Y-%m-%d %H:%M:%SZ");
    let local = instant.to_zoned(TimeZone::system());
    if local.offset().is_zero() {
        return utc.to_string();
    }
    let day = if local.date() == instant.to_zoned(TimeZone::UTC).date() { "" } else { "%Y-%m-%d " };
    format!("{utc} ({})", local.strftime(&format!("{day}%H:%M:%S %Z")))
}

pub(super) fn when_or_dash(text: Option<&str>) -> String {
    text.map_or_else(|| "-".to_owned(), when)
}

/// The time of day in UTC, for lines that follow each other.
pub(super) fn clock(text: &str) -> String {
    text.parse::<Timestamp>().map_or_else(|_| text.to_owned(), |at| at.strftime("%H:%M:%SZ").to_string())
}

/// A span in its largest fitting unit.
pub(super) fn span(seconds: f64) -> String {
    let s = seconds.abs();
    let sign = if seconds < 0.0 { "-" } else { "" };
    if s < 10.0 {
        format!("{sign}{s:.1} s")
    } else if s < 120.0 {
        format!("{sign}{s:.0} s")
    } else if s < 7_200.0 {
        format!("{sign}{:.0} min", s / 60.0)
    } else if s < 172_800.0 {
        format!("{sign}{:.0} h", s / 3_600.0)
    } else {
        format!("{sign}{:.0} d", s / 86_400.0)
    }
}

/// How long before `now` an instant lies, the clock at which it was told being `offset_s` ahead of ours.
pub(super) fn age(instant: &str, now: &str, offset_s: f64) -> Option<String> {
    let (then, now) = (instant.parse::<Timestamp>().ok()?, now.parse::<Timestamp>().ok()?);
    Some(span(now.duration_since(then).as_secs_f64() + offset_s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_largest_fitting_unit() {
        let told: Vec<_> = [0.4, 12.0, 600.0, 7_300.0, 400_000.0, -3.0].map(span).into();
        assert_eq!(told, ["0.4 s", "12 s", "10 min", "2 h", "5 d", "-3.0 s"]);
    }

    #[test]
    fn an_age_is_taken_in_the_clock_that_told_it() {
        let age = age("2026-11-22T10:00:00Z", "2026-11-22T10:00:30Z", 60.0);
        assert_eq!(age.as_deref(), Some("90 s"));
    }
}
