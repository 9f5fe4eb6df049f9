//! The list of changes: the newest first, filtered, page by page.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::role::Side;
use domain::time::Utc;
use engine::LedgerView;
use ledger::reconcile::{Item, Standing};
use ledger::text::Word;
use ledger::{Entry, EntryId, Group};

use super::change::{change, verdict};
use super::entry_id;
use crate::desk::Desk;
use crate::error::WireError;
use crate::input;
use crate::wire::{self, ChangeList, ListChanges};
use crate::words as contract;

/// Marks in the picture of a maintenance.
const MOST_TICKS: usize = 400;
/// People that are named in the list of who made changes.
const MOST_PEOPLE: usize = 20;

/// What a person asked to see, read once.
struct Asked {
    group: Option<Group>,
    pieces: Vec<String>,
    since: Option<Utc>,
    open: bool,
    who: Option<String>,
    class: Option<String>,
    only: Option<String>,
    appliance: Option<String>,
}

pub(crate) async fn list(desk: &Desk, request: ListChanges) -> Result<ChangeList, WireError> {
    let number = desk.number(&request.id)?;
    let after = request.after.as_deref().map(entry_id).transpose()?;
    let most = request.most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
    let asked = Asked::read(request)?;
    Ok(desk.engine.ledger(number, |view| page(view, &asked, after, most))?)
}

impl Asked {
    fn read(request: ListChanges) -> Result<Self, WireError> {
        let mut fields = input::Fields::default();
        let group = request.group.as_deref().map(input::group);
        let since = request.since.as_deref().map(|text| input::time(text, &jiff::tz::TimeZone::system()));
        let (group, since) = (
            group.and_then(|group| fields.take("--group", group)),
            since.and_then(|since| fields.take("--since", since)),
        );
        fields.end()?;
        let search = request.search.unwrap_or_default().to_lowercase();
        Ok(Self {
            group,
            pieces: search.split_whitespace().map(str::to_owned).collect(),
            since,
            open: request.open,
            who: request.who,
            class: request.class,
            only: request.only,
            appliance: request.appliance,
        })
    }

    fn fits(&self, view: &LedgerView<'_>, entry: &Entry, item: &Item) -> bool {
        let in_group = match self.group {
            Some(group) => item.group == group,
            None => item.group != Group::Noise,
        };
        let is_on = |label: &str| entry.side.is_some_and(|side| view.maintenance.label(side) == label);
        in_group
            && (!self.open || waits(item))
            && self.since.is_none_or(|since| entry.at.order_ms() >= since.millis())
            && self.who.as_deref().is_none_or(|who| entry.who.as_ref().is_some_and(|told| told.as_str() == who))
            && self.class.as_deref().is_none_or(|class| contract::change_class(entry.class) == class)
            && self.only.as_deref().is_none_or(|only| alone(entry) == Some(only))
            && self.appliance.as_deref().is_none_or(is_on)
            && self.found_in(entry)
    }

    fn found_in(&self, entry: &Entry) -> bool {
        if self.pieces.is_empty() {
            return true;
        }
        let text = text_of(entry);
        self.pieces.iter().all(|piece| text.contains(piece))
    }
}

/// Everything of an entry that a person may look for.
fn text_of(entry: &Entry) -> String {
    let id = entry.id.to_string();
    let mut parts = vec![id.as_str(), entry.place.as_str(), entry.event.as_str(), entry.object.kind.as_str()];
    let told = [entry.object.id.as_deref(), entry.object.name.as_deref(), entry.note.as_deref()];
    parts.extend(told.into_iter().flatten());
    parts.extend([entry.who.as_ref(), entry.who_ip.as_ref()].into_iter().flatten().map(Word::as_str));
    let mut text = parts.join(" ");
    for field in &entry.fields {
        text.push(' ');
        text.push_str(field.name.as_str());
        for value in [&field.before, &field.after].into_iter().flatten().filter(|_| !field.secret) {
            text.push(' ');
            text.push_str(&value.plain());
        }
    }
    text.to_lowercase()
}

fn waits(item: &Item) -> bool {
    matches!(item.standing, Standing::Undecided | Standing::Outstanding(_))
}

/// The witness that is the only one.
fn alone(entry: &Entry) -> Option<&'static str> {
    use ledger::entry::WitnessKind::{Note, Snapshot, Syslog};
    let mut kinds = [Syslog, Snapshot, Note].into_iter().filter(|kind| entry.has(*kind));
    match (kinds.next(), kinds.next()) {
        (Some(only), None) => Some(contract::witness(only)),
        _ => None,
    }
}

/// The newest first; what became known later of the same moment before.
fn turn(entry: &Entry) -> Reverse<(i64, EntryId)> {
    Reverse((entry.at.order_ms(), entry.id))
}

fn page(view: &LedgerView<'_>, asked: &Asked, after: Option<EntryId>, most: usize) -> ChangeList {
    let all = || view.ledger.entries().iter().zip(&view.judged.items);
    let mut fitting: Vec<(&Entry, &Item)> = all().filter(|(entry, item)| asked.fits(view, entry, item)).collect();
    fitting.sort_by_key(|(entry, _)| turn(entry));
    let begin = after.and_then(|after| view.ledger.entry(after)).map_or(0, |last| {
        let last = turn(last);
        fitting.partition_point(|(entry, _)| turn(entry) <= last)
    });
    let rest = &fitting[begin.min(fitting.len())..];
    let shown = &rest[..most.min(rest.len())];
    let more = shown.len() < rest.len();
    let told = || all().filter(|(_, item)| item.group != Group::Noise);
    let mut counts = counted(told().map(|(_, item)| contract::group(item.group)));
    if !view.judged.blind_spots.is_empty() {
        counts.insert(contract::group(Group::BlindSpot), view.judged.blind_spots.len());
    }
    let people = counted(told().filter_map(|(entry, _)| entry.who.as_ref().map(Word::as_str)));
    let mut people: Vec<wire::Person> =
        people.into_iter().map(|(who, count)| wire::Person { who: who.to_owned(), count }).collect();
    people.sort_by_key(|person| Reverse(person.count));
    people.truncate(MOST_PEOPLE);
    let ignored = view.maintenance.ignored.iter();
    let ignored = ignored.map(|(kind, field)| wire::IgnoredField { kind: kind.clone(), field: field.clone() });
    ChangeList {
        changes: shown.iter().map(|(entry, item)| change(view, entry, item)).collect(),
        next: shown.last().filter(|_| more).map(|(entry, _)| entry.id.to_string()),
        fitting: fitting.len(),
        total: told().count(),
        counts,
        classes: counted(told().map(|(entry, _)| contract::change_class(entry.class))),
        only: counted(told().filter_map(|(entry, _)| alone(entry))),
        people,
        open: told().filter(|(_, item)| waits(item)).count(),
        noise: noise(view),
        ignored: ignored.collect(),
        filled: Side::BOTH.map(|side| filled(view, side)).to_vec(),
        from: view.from.to_string(),
        ticks: ticks(view, told()),
        verdict: verdict(view),
        through: view.judged.through,
    }
}

fn counted<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
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

fn ticks<'a>(view: &LedgerView<'_>, told: impl Iterator<Item = (&'a Entry, &'a Item)>) -> Vec<wire::Tick> {
    let mut ticks: Vec<(Utc, wire::Tick)> = told
        .filter_map(|(entry, item)| {
            let at = entry.at.latest()?;
            let appliance = entry.side.map(|side| view.maintenance.label(side).to_owned());
            Some((at, wire::Tick { at: at.to_string(), appliance, open: waits(item) }))
        })
        .collect();
    ticks.sort_by_key(|(at, _)| *at);
    newest(ticks.into_iter().map(|(_, tick)| tick).collect())
}

/// Of very many the last ones, in their order: the picture says that there are more.
fn newest<T>(mut ticks: Vec<T>) -> Vec<T> {
    ticks.split_off(ticks.len().saturating_sub(MOST_TICKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_too_many_marks_the_newest_stay() {
        assert_eq!(newest(vec![1, 2, 3]), [1, 2, 3]);
        let many: Vec<usize> = (0..MOST_TICKS + 7).collect();
        assert_eq!(newest(many), (7..MOST_TICKS + 7).collect::<Vec<_>>());
    }
}
