//! What was looked at, and what was not: the ledger never looks more complete than it is.

use std::collections::BTreeSet;

pub use domain::change::BlindSpot;
use domain::observation::Product;
use domain::role::{Both, Side};
use domain::time::Utc;
use serde::{Deserialize, Serialize};

use crate::fold::Ledger;
use crate::place::{AREAS, Area, Logged};
use crate::resource::RESOURCES;

/// The time that has to be covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: Utc,
    pub to: Utc,
    /// From when on the primary has to have been watched: what was read before it is no watching of the work.
    pub work_from: Utc,
    /// Logs are pulled on a schedule: time at the end that is not read yet is no gap up to this, milliseconds.
    pub not_yet_ms: i64,
}

/// How an area is seen on one appliance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenBy {
    SnapshotAndSyslog,
    Snapshot,
    Syslog,
    Notes,
    Nothing,
}

/// One row of the coverage map.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaCoverage {
    pub area: &'static Area,
    pub seen: Both<SeenBy>,
}

/// The coverage map.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    pub areas: Vec<AreaCoverage>,
    pub blind_spots: Vec<BlindSpot>,
    /// Whether syslog or a snapshot covered the primary at all.
    pub watched: bool,
}

/// What was looked at within a time. `primary` is the appliance that was the primary then.
#[must_use]
pub fn coverage(ledger: &Ledger, product: Product, primary: Option<Side>, window: &Window) -> Coverage {
    let logged = Both::new(read_times(ledger, Side::Home), read_times(ledger, Side::StandIn));
    let kinds = Both::new(read_kinds(ledger, Side::Home, window), read_kinds(ledger, Side::StandIn, window));
    let noted: BTreeSet<&str> =
        ledger.noted().iter().filter_map(|id| ledger.entry(*id)).map(|entry| entry.place.as_str()).collect();
    let has_a_log = |side: Side| logged.of(side).iter().any(|(from, to)| *from < window.to && *to > window.from);
    let seen = |area: &Area, side: Side| {
        let syslog = area.logged != Logged::No && has_a_log(side);
        let is_here =
            |place: &str| place == area.path || (area.path == "Configuration > Teams" && place == TEAMS_OF_RS);
        let snapshot = RESOURCES.iter().any(|kind| is_here(kind.place) && kinds.of(side).contains(kind.name));
        match (snapshot, syslog) {
            (true, true) => SeenBy::SnapshotAndSyslog,
            (true, false) => SeenBy::Snapshot,
            (false, true) => SeenBy::Syslog,
            (false, false) if noted.contains(area.path) => SeenBy::Notes,
            (false, false) => SeenBy::Nothing,
        }
    };
    let areas: Vec<AreaCoverage> = AREAS
        .iter()
        .filter(|area| area.is_of(product) && area.is_a_page())
        .map(|area| AreaCoverage { area, seen: Both::new(seen(area, Side::Home), seen(area, Side::StandIn)) })
        .collect();
    let work = Window { from: window.work_from, ..*window };
    let was_watched = |side: Side| {
        let by_log = logged.of(side).iter().any(|(from, to)| *from < work.to && *to > work.from);
        by_log || !read_kinds(ledger, side, &work).is_empty()
    };
    let watched = primary.is_some_and(was_watched);
    let mut blind_spots = vec![];
    for side in Side::BOTH {
        let gaps = gaps(logged.of(side), window).into_iter();
        blind_spots.extend(gaps.map(|(from, to)| BlindSpot::Time { side, from, to }));
        let logs = ledger.logs().iter().filter(|log| log.side == side);
        let (messages, lines) = logs.fold((0, 0), |sum, log| (sum.0 + log.incomplete, sum.1 + log.damaged));
        if messages > 0 {
            blind_spots.push(BlindSpot::Segments { side, messages });
        }
        if lines > 0 {
            blind_spots.push(BlindSpot::Lines { side, lines });
        }
        blind_spots.extend(unread(ledger, side).into_iter().map(|kind| BlindSpot::Kind { side, kind }));
    }
    let only_noted = |row: &&AreaCoverage| {
        let by_primary = primary.map_or(SeenBy::Nothing, |side| *row.seen.of(side));
        by_primary >= SeenBy::Notes
    };
    let paths: Vec<String> = areas.iter().filter(only_noted).map(|row| row.area.path.to_owned()).collect();
    if !paths.is_empty() {
        blind_spots.push(BlindSpot::Areas { paths });
    }
    Coverage { areas, blind_spots, watched }
}

/// Teams stand on a page of another name in Privileged Remote Access.
const TEAMS_OF_RS: &str = "Configuration > Support Teams";

/// The times a side's logs speak of, in order.
fn read_times(ledger: &Ledger, side: Side) -> Vec<(Utc, Utc)> {
    let logs = ledger.logs().iter().filter(|log| log.side == side);
    let mut times: Vec<(Utc, Utc)> = logs.filter_map(|log| Some((log.from?, log.to))).collect();
    times.sort_unstable();
    times
}

/// The kinds of objects that a snapshot of a side within the time has read.
fn read_kinds<'a>(ledger: &'a Ledger, side: Side, window: &Window) -> BTreeSet<&'a str> {
    let taken = ledger.snapshots().iter().filter(|taken| taken.side == side && taken.to > window.from);
    taken.flat_map(|taken| &taken.read).map(String::as_str).collect()
}

/// What the first or the last snapshot of a side could not read: what the first has not is compared with nothing.
fn unread(ledger: &Ledger, side: Side) -> BTreeSet<String> {
    let taken = || ledger.snapshots().iter().filter(|taken| taken.side == side);
    let (first, last) = (taken().min_by_key(|taken| taken.to), taken().max_by_key(|taken| taken.to));
    first.into_iter().chain(last).flat_map(|taken| &taken.failed).map(|(kind, _)| kind.clone()).collect()
}

/// Times of the window that no log speaks of.
fn gaps(read: &[(Utc, Utc)], window: &Window) -> Vec<(Utc, Utc)> {
    let mut gaps = vec![];
    let mut at = window.from;
    for (from, to) in read {
        if *from > at && at < window.to {
            gaps.push((at, (*from).min(window.to)));
        }
        at = at.max(*to);
    }
    if window.to.since_ms(at) > window.not_yet_ms {
        gaps.push((at, window.to));
    }
    gaps
}
