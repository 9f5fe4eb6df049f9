//! Times as the journal writes them: RFC 3339 UTC with milliseconds. No clock is read here; a time comes in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant of the wall clock: milliseconds since 1970-01-01T00:00:00Z.
///
/// Text form (RFC 3339): `2026-11-22T09:44:01.123Z`, always UTC, always three decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Utc(i64);

/// A text that is not an RFC 3339 time.
#[derive(Debug, thiserror::Error)]
#[error("'{text}' is not a time of the form 2026-11-22T09:44:01Z")]
pub struct NotATime {
    text: String,
    #[source]
    source: jiff::Error,
}

impl Utc {
    #[must_use]
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This instant moved by `ms` milliseconds (negative: earlier).
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to `self`; negative when `self` is the earlier one.
    #[must_use]
    pub const fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(instant) => write!(f, "{instant:.3}"),
            Err(_) => write!(f, "{} ms", self.0),
        }
    }
}

impl FromStr for Utc {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let instant: jiff::Timestamp = text.parse().map_err(|source| NotATime { text: text.to_owned(), source })?;
        Ok(Self(instant.as_millisecond()))
    }
}

impl Serialize for Utc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // What could not be read back is not written.
        jiff::Timestamp::from_millisecond(self.0).map_err(serde::ser::Error::custom)?;
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Utc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_utc_with_three_decimals() {
        assert_eq!(Utc::from_millis(1_795_340_641_120).to_string(), "2026-11-22T09:44:01.120Z");
        assert_eq!(Utc::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn a_written_time_reads_back_the_same() {
        for ms in [0, 1, 999, 1_795_340_641_123] {
            let time = Utc::from_millis(ms);
            assert_eq!(time.to_string().parse::<Utc>().expect("own text"), time);
        }
        assert_eq!("2024-11-28T16:18:24+00:00".parse::<Utc>().expect("offset form").millis(), 1_732_810_704_000);
    }
}
