//! Times as a person reads them: local first, with its zone, UTC beside it. The zone's offsets come with the document.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, de};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A time as the document writes it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Utc(Timestamp);

impl<'de> Deserialize<'de> for Utc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| de::Error::custom(format_args!("{text:?} is no time")))
    }
}

impl Utc {
    /// Milliseconds since 1970.
    pub(crate) fn millis(self) -> i64 {
        self.0.as_millisecond()
    }

    /// The time so many milliseconds after 1970, or the last one there is.
    pub(crate) fn from_millis(millis: i64) -> Self {
        Self(Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX))
    }

    pub(crate) fn civil(self) -> DateTime {
        Offset::UTC.to_datetime(self.0)
    }
}

/// The zone of the maintenance.
#[derive(Deserialize)]
pub(crate) struct Zone {
    pub(crate) name: String,
    offsets: Vec<Row>,
}

/// From when on which offset counts.
#[derive(Deserialize)]
struct Row {
    from: Utc,
    offset_s: i32,
    abbreviation: String,
}

impl Zone {
    /// The last row that begins no later; before the first row, the first.
    fn row(&self, at: Utc) -> Option<&Row> {
        self.offsets.iter().rev().find(|row| row.from <= at).or_else(|| self.offsets.first())
    }

    pub(crate) fn local(&self, at: Utc) -> DateTime {
        let offset = self.row(at).and_then(|row| Offset::from_seconds(row.offset_s).ok());
        offset.unwrap_or(Offset::UTC).to_datetime(at.0)
    }

    /// How far the local clock is ahead of UTC, in milliseconds.
    pub(crate) fn ahead_ms(&self, at: Utc) -> i64 {
        self.row(at).map_or(0, |row| i64::from(row.offset_s) * 1_000)
    }

    pub(crate) fn abbreviation(&self, at: Utc) -> &str {
        self.row(at).map_or("UTC", |row| &row.abbreviation)
    }

    /// `01:31:08`
    pub(crate) fn time(&self, at: Utc) -> String {
        time(self.local(at))
    }

    /// `01:31`
    pub(crate) fn minute(&self, at: Utc) -> String {
        let local = self.local(at);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// `8 Mar 2026`
    pub(crate) fn date(&self, at: Utc) -> String {
        date(self.local(at))
    }

    /// `8 Mar 2026, 01:31:08 CET (00:31:08 UTC)`; with the date of UTC where that is another day.
    pub(crate) fn both(&self, at: Utc) -> String {
        format!("{}, {} {} ({} UTC)", self.date(at), self.time(at), self.abbreviation(at), self.utc(at))
    }

    /// `00:31:08`, or `7 Mar 2026, 23:31:08` where it is another day than here.
    pub(crate) fn utc(&self, at: Utc) -> String {
        let civil = at.civil();
        if civil.date() == self.local(at).date() { time(civil) } else { format!("{}, {}", date(civil), time(civil)) }
    }
}

fn time(at: DateTime) -> String {
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

fn date(at: DateTime) -> String {
    let month = usize::try_from(at.month()).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!("{} {} {}", at.day(), month.copied().unwrap_or_default(), at.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> Zone {
        serde_json::from_str(
            r#"{"name":"Europe/Berlin","offsets":[
                {"from":"2026-03-08T00:30:00.000Z","offset_s":3600,"abbreviation":"CET"},
                {"from":"2026-03-29T01:00:00.000Z","offset_s":7200,"abbreviation":"CEST"}]}"#,
        )
        .unwrap()
    }

    fn at(text: &str) -> Utc {
        serde_json::from_str(&format!("{text:?}")).unwrap()
    }

    #[test]
    fn local_time_stands_first_and_utc_beside_it() {
        assert_eq!(zone().both(at("2026-03-08T00:31:08.120Z")), "8 Mar 2026, 01:31:08 CET (00:31:08 UTC)");
        let night = "8 Mar 2026, 00:30:00 CET (7 Mar 2026, 23:30:00 UTC)";
        assert_eq!(zone().both(at("2026-03-07T23:30:00.000Z")), night);
    }

    #[test]
    fn the_offset_changes_with_the_row() {
        assert_eq!(zone().time(at("2026-03-29T00:59:59.000Z")), "01:59:59");
        assert_eq!(zone().time(at("2026-03-29T01:00:00.000Z")), "03:00:00");
        assert_eq!(zone().time(at("2020-01-01T00:00:00.000Z")), "01:00:00");
    }

    #[test]
    fn what_is_no_time_is_named() {
        let why = serde_json::from_str::<Utc>("\"yesterday\"").err().unwrap().to_string();
        assert!(why.starts_with("\"yesterday\" is no time"), "{why}");
    }
}
