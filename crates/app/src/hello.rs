//! What a front end was opened on: the data folder, who drives it, and the keychain.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::desk::Desk;
use crate::error::WireError;
use crate::wire;
use crate::words;

pub(crate) async fn hello(desk: &Desk, _request: wire::SayHello) -> Result<wire::Hello, WireError> {
    told(desk, false).await
}

/// Lets a locked keychain ask the person who is there.
pub(crate) async fn open_keychain(desk: &Desk, _request: wire::SayHello) -> Result<wire::Hello, WireError> {
    told(desk, true).await
}

async fn told(desk: &Desk, ask: bool) -> Result<wire::Hello, WireError> {
    let host = desk.engine.host();
    let zone = TimeZone::system();
    Ok(wire::Hello {
        program: host.program.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_dir: desk.engine.data_dir().display().to_string(),
        driver: desk.engine.is_driver(),
        holder: desk.holder.clone(),
        keychain: words::keychain(host.secrets.open(ask).await),
        rehearsal: desk.rehearsal,
        user: host.user.clone(),
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        offsets: Timestamp::from_millisecond(host.clock.now_utc().millis())
            .map_or_else(|_| vec![], |now| offsets(&zone, now)),
    })
}

/// How long before and after now the offsets are told: whatever stands on a page of everyday work.
const BEFORE: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);
const AFTER: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);

/// The offsets of a zone around an instant, the first from [`BEFORE`] on. The last one holds for [`AFTER`] at least.
fn offsets(zone: &TimeZone, now: Timestamp) -> Vec<wire::ZoneOffset> {
    let (Ok(from), Ok(to)) = (now.checked_sub(BEFORE), now.checked_add(AFTER)) else { return vec![] };
    let told = |at: Timestamp| {
        let info = zone.to_offset_info(at);
        wire::ZoneOffset {
            from: at.to_string(),
            seconds: info.offset().seconds(),
            name: zone_name(info.abbreviation(), info.offset().seconds()),
        }
    };
    let changes = zone.following(from).map(|change| change.timestamp()).take_while(|at| *at < to);
    [from].into_iter().chain(changes).map(told).collect()
}

/// A zone without letters is named by its offset.
fn zone_name(abbreviation: &str, seconds: i32) -> String {
    if abbreviation.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return abbreviation.to_owned();
    }
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
    match (minutes / 60, minutes % 60) {
        (0, 0) => "GMT".to_owned(),
        (hours, 0) => format!("GMT{sign}{hours}"),
        (hours, minutes) => format!("GMT{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(zone: &str) -> Vec<(String, i32, String)> {
        let zone = TimeZone::get(zone).expect("a zone");
        let now = "2026-03-08T00:53:52Z".parse().expect("a time");
        offsets(&zone, now).into_iter().map(|told| (told.from, told.seconds, told.name)).collect()
    }

    #[test]
    fn the_clock_of_a_zone_is_told_two_years_around() {
        let berlin = around("Europe/Berlin");
        let now = berlin.iter().position(|(from, ..)| from == "2025-10-26T01:00:00Z").expect("the winter");
        assert_eq!(berlin[now].1, 3_600);
        assert_eq!(berlin[now].2, "CET");
        assert_eq!(berlin[now + 1], ("2026-03-29T01:00:00Z".to_owned(), 7_200, "CEST".to_owned()));
        assert_eq!(berlin.first().map(|first| first.0.as_str()), Some("2024-03-06T00:53:52Z"));
        assert!(berlin.len() > 8, "{berlin:?}");
    }

    #[test]
    fn a_zone_without_letters_or_changes_has_one_name() {
        assert_eq!(around("America/Sao_Paulo")[..], [("2024-03-06T00:53:52Z".to_owned(), -10_800, "GMT-3".to_owned())]);
        assert_eq!(around("Asia/Kathmandu")[0].2, "GMT+5:45");
        assert_eq!(around("Asia/Kolkata")[0].2, "IST");
        assert_eq!(around("UTC")[..], [("2024-03-06T00:53:52Z".to_owned(), 0, "UTC".to_owned())]);
    }
}
