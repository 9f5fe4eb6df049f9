//! Local times: the maintenance's own zone, from the bundled database, as rows of offsets.

use domain::time::Utc;
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::document::{Offset, Zone};

/// More changes of an offset than this in one document, and only the first ones are shown.
const MOST_OFFSETS: usize = 64;

/// The offsets of a zone from one time to another. A name that nobody knows is UTC, and says so.
pub(crate) fn zone(name: Option<&str>, from: Utc, to: Utc) -> Zone {
    let utc = |name: &str| Zone {
        name: name.to_owned(),
        offsets: vec![Offset { from, offset_s: 0, abbreviation: "UTC".to_owned() }],
    };
    let Some(name) = name else { return utc("UTC") };
    let known = TimeZoneDatabase::bundled().get(name).ok();
    let times = known.zip(Timestamp::from_millisecond(from.millis()).ok());
    let Some((known, begin)) = times else { return utc("UTC") };
    let mut offsets = vec![offset(&known, begin, from)];
    let changes = known.following(begin).map(|change| change.timestamp());
    for at in changes.take_while(|at| at.as_millisecond() <= to.millis()).take(MOST_OFFSETS) {
        offsets.push(offset(&known, at, Utc::from_millis(at.as_millisecond())));
    }
    Zone { name: known.iana_name().unwrap_or(name).to_owned(), offsets }
}

fn offset(zone: &TimeZone, at: Timestamp, from: Utc) -> Offset {
    let info = zone.to_offset_info(at);
    Offset { from, offset_s: info.offset().seconds(), abbreviation: info.abbreviation().to_owned() }
}

/// No zone is further from UTC. Seconds.
const FURTHEST_S: i32 = 18 * 3_600;
/// No abbreviation is longer.
const LONGEST_ABBREVIATION: usize = 8;

impl Zone {
    /// Whether another database of zones may tell these rows of the same zone over the same time.
    pub(crate) fn could_be(&self, known: &Self) -> bool {
        let is_one = |row: &Offset| {
            let is_short = (1..=LONGEST_ABBREVIATION).contains(&row.abbreviation.len());
            let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '+' || c == '-';
            (-FURTHEST_S..=FURTHEST_S).contains(&row.offset_s) && is_short && row.abbreviation.chars().all(is_plain)
        };
        self.name == known.name
            && self.offsets.len() <= MOST_OFFSETS + 1
            && self.offsets.first().map(|row| row.from) == known.offsets.first().map(|row| row.from)
            && self.offsets.is_sorted_by(|a, b| a.from < b.from)
            && self.offsets.iter().all(is_one)
    }

    fn row(&self, at: Utc) -> Option<&Offset> {
        self.offsets.iter().rev().find(|row| row.from <= at).or(self.offsets.first())
    }

    /// The clock on the wall there, as if it were UTC.
    #[must_use]
    pub fn local(&self, at: Utc) -> Utc {
        at.plus_ms(self.row(at).map_or(0, |row| i64::from(row.offset_s) * 1_000))
    }

    /// `CET`, `UTC`.
    #[must_use]
    pub fn abbreviation(&self, at: Utc) -> &str {
        self.row(at).map_or("UTC", |row| &row.abbreviation)
    }
}
