//! The list of changes: the newest first, filtered, page by page.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::change::EntryId;
use domain::role::Side;
use engine::LedgerView;
use ledger::Group;
use ledger::listing::{Counts, Page, Wanted};

use super::change::{change, verdict};
use super::entry_id;
use crate::desk::Desk;
use crate::error::WireError;
use crate::input;
use crate::wire::{self, ChangeList, ListChanges};
use crate::words as contract;

/// Marks in the picture of a maintenance. Of more the newest: the picture says that there are more.
const MOST_TICKS: usize = 400;
/// People that are named in the list of who made changes.
const MOST_PEOPLE: usize = 20;

pub(crate) async fn list(desk: &Desk, request: ListChanges) -> Result<ChangeList, WireError> {
    let number = desk.number(&request.id)?;
    let after = request.after.as_deref().map(entry_id).transpose()?;
    let most = request.most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
    let (wanted, appliance) = read(request)?;
    desk.engine.ledger(number, |view| page(view, wanted, appliance.as_deref(), after, most))?
}

/// What a person asked to see, and the label of the appliance they named.
fn read(request: ListChanges) -> Result<(Wanted, Option<String>), WireError> {
    let mut fields = input::Fields::default();
    let zone = jiff::tz::TimeZone::system();
    let wanted = Wanted {
        group: request.group.as_deref().and_then(|group| fields.take("--group", input::group(group))),
        open: request.open,
        since: request.since.as_deref().and_then(|since| fields.take("--since", input::time(since, &zone))),
        who: request.who,
        class: request.class.as_deref().and_then(|class| fields.take("class", input::change_class(class))),
        only: request.only.as_deref().and_then(|only| fields.take("only", input::witness(only))),
        side: None,
        text: request.search.unwrap_or_default(),
    };
    fields.end()?;
    Ok((wanted, request.appliance))
}

fn page(
    view: &LedgerView<'_>,
    mut wanted: Wanted,
    appliance: Option<&str>,
    after: Option<EntryId>,
    most: usize,
) -> Result<ChangeList, WireError> {
    let label = |side: Side| view.maintenance.label(side);
    if let Some(named) = appliance {
        let side = Side::BOTH.into_iter().find(|side| label(*side) == named);
        wanted.side = Some(side.ok_or_else(|| {
            let [home, stand_in] = Side::BOTH.map(label);
            WireError::bad_input(
                format!("'{named}' is neither appliance of this maintenance"),
                format!("They are {home} and {stand_in}."),
            )
        })?);
    }
    let listing = view.listing();
    let Page { entries, fitting, more } = listing.page(view.ledger.entries(), &wanted, after, most);
    let shown = entries.iter().filter_map(|id| view.ledger.entry(*id).zip(view.judged.item(*id)));
    let Counts { total, open, groups, classes, only, people } = listing.counts();
    let mut counts = worded(groups, contract::group);
    if !view.judged.blind_spots.is_empty() {
        counts.insert(contract::group(Group::BlindSpot), view.judged.blind_spots.len());
    }
    let people = people.iter().take(MOST_PEOPLE);
    let ticks = listing.newest(view.ledger.entries(), MOST_TICKS).into_iter().map(|(at, side, open)| wire::Tick {
        at: at.to_string(),
        appliance: side.map(|side| label(side).to_owned()),
        open,
    });
    let ignored = view.maintenance.ignored.iter();
    let ignored = ignored.map(|(kind, field)| wire::IgnoredField { kind: kind.clone(), field: field.clone() });
    Ok(ChangeList {
        changes: shown.map(|(entry, item)| change(view, entry, item)).collect(),
        next: entries.last().filter(|_| more).map(ToString::to_string),
        fitting,
        total: *total,
        counts,
        classes: worded(classes, contract::change_class),
        only: worded(only, contract::witness),
        people: people.map(|(who, count)| wire::Person { who: who.as_str().to_owned(), count: *count }).collect(),
        open: *open,
        noise: noise(view),
        ignored: ignored.collect(),
        filled: Side::BOTH.map(|side| filled(view, side)).to_vec(),
        from: view.from.to_string(),
        ticks: ticks.collect(),
        verdict: verdict(view),
        through: view.judged.through,
    })
}

fn worded<K: Copy>(counts: &BTreeMap<K, usize>, word: fn(K) -> &'static str) -> BTreeMap<&'static str, usize> {
    counts.iter().map(|(of, count)| (word(*of), *count)).collect()
}

fn noise(view: &LedgerView<'_>) -> Vec<wire::Noise> {
    let noise = view.ledger.noise().iter();
    let mut noise: Vec<wire::Noise> =
        noise.map(|(event, count)| wire::Noise { event: event.as_str().to_owned(), count: *count }).collect();
    noise.sort_by_key(|noise| Reverse(noise.count));
    noise
}

fn filled(view: &LedgerView<'_>, side: Side) -> wire::Filled {
    let taken = || view.ledger.snapshots().iter().filter(move |taken| taken.side == side).map(|taken| taken.from);
    wire::Filled {
        appliance: view.maintenance.label(side).to_owned(),
        log_at: view.log_at.of(side).map(|at| at.to_string()),
        baseline_at: taken().min().map(|at| at.to_string()),
        snapshot_at: taken().max().map(|at| at.to_string()),
    }
}
