//! The settings of the program and of a pair: keys, defaults and how a value is written (cli contract, Global).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A span of time in milliseconds, written as `250ms`, `2s`, `15m`, `12h` or `30d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span(pub u64);

/// A text that is not a span of time.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("'{0}' is not a duration; write a number with ms, s, m, h or d, such as 250ms, 2s or 15m")]
pub struct NotASpan(String);

const UNITS: [(&str, u64); 5] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

impl Span {
    #[must_use]
    pub const fn seconds(s: u64) -> Self {
        Self(s * 1_000)
    }

    #[must_use]
    pub const fn minutes(m: u64) -> Self {
        Self(m * 60_000)
    }

    #[must_use]
    pub const fn ms(self) -> u64 {
        self.0
    }
}

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let trimmed = text.trim();
        let digits_end = trimmed.find(|c: char| !c.is_ascii_digit()).unwrap_or(trimmed.len());
        let (digits, unit) = trimmed.split_at(digits_end);
        let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor);
        match (digits.parse::<u64>().ok(), factor) {
            (Some(n), Some(factor)) => n.checked_mul(factor).map(Self).ok_or_else(|| NotASpan(text.to_owned())),
            _ => Err(NotASpan(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Span {
    type Error = NotASpan;

    fn try_from(text: String) -> Result<Self, NotASpan> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, factor) = UNITS
            .into_iter()
            .rev()
            .find(|(_, factor)| self.0 >= *factor && self.0.is_multiple_of(*factor))
            .unwrap_or(("ms", 1));
        write!(f, "{}{name}", self.0 / factor)
    }
}

/// Every setting with its value. A pair may have its own (product section 5, Time).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Time between two looks at rest.
    pub poll_rest: Span,
    /// Time between two looks while roles are changing.
    pub poll_swap: Span,
    /// How many consecutive samples settle an outcome.
    pub settle_samples: u32,
    pub timeout_command: Span,
    pub timeout_sync: Span,
    pub timeout_swap: Span,
    pub timeout_swing: Span,
    pub timeout_reconnect: Span,
    /// How long a leg can still be judged after its swing.
    pub observe_window: Span,
    /// How long a passed readiness check stays good.
    pub readiness_lifetime: Span,
    /// Where software backups go; empty: not chosen.
    pub backup_folder: String,
    pub backup_keep: Span,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            poll_rest: Span::seconds(30),
            poll_swap: Span::seconds(2),
            settle_samples: 3,
            timeout_command: Span::seconds(30),
            timeout_sync: Span::minutes(30),
            timeout_swap: Span::minutes(2),
            timeout_swing: Span::minutes(30),
            timeout_reconnect: Span::minutes(15),
            observe_window: Span::minutes(15),
            readiness_lifetime: Span::minutes(30),
            backup_folder: String::new(),
            backup_keep: Span(30 * 86_400_000),
        }
    }
}

/// A setting that cannot be set so.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadSetting {
    #[error("there is no setting '{0}'")]
    UnknownKey(String),
    #[error("{key} cannot be '{value}'")]
    NotADuration {
        key: String,
        value: String,
        #[source]
        source: NotASpan,
    },
    #[error("{key} cannot be '{value}': it takes {range}")]
    OutOfRange { key: String, value: String, range: &'static str },
}

impl Settings {
    /// Every key, in the order of the contract.
    pub const KEYS: [&'static str; 12] = [
        "poll.rest",
        "poll.swap",
        "settle.samples",
        "timeout.command",
        "timeout.sync",
        "timeout.swap",
        "timeout.swing",
        "timeout.reconnect",
        "observe.window",
        "readiness.lifetime",
        "backup.folder",
        "backup.keep",
    ];

    /// The value of `key` as its canonical text.
    pub fn get(&self, key: &str) -> Result<String, BadSetting> {
        Ok(match key {
            "settle.samples" => self.settle_samples.to_string(),
            "backup.folder" => self.backup_folder.clone(),
            _ => self.span(key).ok_or_else(|| BadSetting::UnknownKey(key.to_owned()))?.to_string(),
        })
    }

    fn span(&self, key: &str) -> Option<Span> {
        Some(match key {
            "poll.rest" => self.poll_rest,
            "poll.swap" => self.poll_swap,
            "timeout.command" => self.timeout_command,
            "timeout.sync" => self.timeout_sync,
            "timeout.swap" => self.timeout_swap,
            "timeout.swing" => self.timeout_swing,
            "timeout.reconnect" => self.timeout_reconnect,
            "observe.window" => self.observe_window,
            "readiness.lifetime" => self.readiness_lifetime,
            "backup.keep" => self.backup_keep,
            _ => return None,
        })
    }

    /// Sets `key` from a text and returns the value's canonical text.
    pub fn set(&mut self, key: &str, value: &str) -> Result<String, BadSetting> {
        let out_of_range = |range| BadSetting::OutOfRange { key: key.to_owned(), value: value.to_owned(), range };
        match key {
            "settle.samples" => {
                let samples = value.trim().parse().ok().filter(|n| (1..=20).contains(n));
                self.settle_samples = samples.ok_or_else(|| out_of_range("a whole number from 1 to 20"))?;
            }
            "backup.folder" => value.trim().clone_into(&mut self.backup_folder),
            _ => {
                let slot = match key {
                    "poll.rest" => &mut self.poll_rest,
                    "poll.swap" => &mut self.poll_swap,
                    "timeout.command" => &mut self.timeout_command,
                    "timeout.sync" => &mut self.timeout_sync,
                    "timeout.swap" => &mut self.timeout_swap,
                    "timeout.swing" => &mut self.timeout_swing,
                    "timeout.reconnect" => &mut self.timeout_reconnect,
                    "observe.window" => &mut self.observe_window,
                    "readiness.lifetime" => &mut self.readiness_lifetime,
                    "backup.keep" => &mut self.backup_keep,
                    _ => return Err(BadSetting::UnknownKey(key.to_owned())),
                };
                let span: Span = value.parse().map_err(|source| BadSetting::NotADuration {
                    key: key.to_owned(),
                    value: value.to_owned(),
                    source,
                })?;
                let (least, most, range) = if key == "timeout.command" {
                    // A call has a limit that a person can wait for.
                    (100, 600_000, "100ms to 10m")
                } else if key.starts_with("poll.") {
                    (50, 3_600_000, "50ms to 1h")
                } else {
                    (100, 365 * 86_400_000, "100ms to 365d")
                };
                if !(least..=most).contains(&span.0) {
                    return Err(out_of_range(range));
                }
                *slot = span;
            }
        }
        self.get(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_written_in_its_largest_whole_unit() {
        for text in ["250ms", "2s", "15m", "12h", "30d", "90s", "0ms"] {
            assert_eq!(text.parse::<Span>().expect("a span").to_string(), text);
        }
        assert_eq!("60s".parse::<Span>().expect("a span").to_string(), "1m");
        for text in ["", "2", "s", "-1s", "1.5s", "2 s", "99999999999999999999s", "18446744073709551615d"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_key_can_be_read_and_set_to_what_it_reads() {
        let mut settings = Settings::default();
        for key in Settings::KEYS {
            let value = settings.get(key).expect(key);
            assert_eq!(settings.set(key, &value).expect(key), value);
        }
        assert_eq!(settings, Settings::default());
        assert!(matches!(settings.set("poll.sawp", "2s"), Err(BadSetting::UnknownKey(_))));
        assert!(matches!(settings.set("poll.swap", "0ms"), Err(BadSetting::OutOfRange { .. })));
        assert!(matches!(settings.set("settle.samples", "0"), Err(BadSetting::OutOfRange { .. })));
    }
}
