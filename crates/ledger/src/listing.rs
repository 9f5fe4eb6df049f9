//! The ledger as it is read: the newest first, filtered, searched, counted, page by page.
//!
//! A list is made of entries and where they stand. It proves nothing and can be made again at any time. A line is small, so
//! that a filter is one walk over few bytes; the texts stand one behind the other in the order of the lines, so that a search is
//! one walk over bytes.

mod text;

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::num::NonZero;
use std::ops::Range;

use domain::role::Side;
use domain::time::Utc;

use crate::catalogue::Class;
use crate::entry::{Entry, EntryId, WitnessKind, place_of};
use crate::reconcile::{Group, Item, Standing};
use crate::text::Word;
use text::Texts;

/// What a person asked to see. All of it has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// One group; none: all but noise.
    pub group: Option<Group>,
    /// Only what waits for a person.
    pub open: bool,
    pub since: Option<Utc>,
    pub who: Option<String>,
    pub class: Option<Class>,
    /// Seen by this witness and no other.
    pub only: Option<WitnessKind>,
    /// Made on this appliance.
    pub side: Option<Side>,
    /// Pieces between blanks; each has to be there, whatever its case.
    pub text: String,
}

/// A page of what fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub entries: Vec<EntryId>,
    /// How many fit in all.
    pub fitting: usize,
    /// Whether more come after this page.
    pub more: bool,
}

/// How many there are, noise left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub total: usize,
    /// That wait for a person.
    pub open: usize,
    pub groups: BTreeMap<Group, usize>,
    pub classes: BTreeMap<Class, usize>,
    /// By the witness that is the only one.
    pub only: BTreeMap<WitnessKind, usize>,
    /// Who made them, whoever made most first.
    pub people: Vec<(Word, usize)>,
}

/// The list of a ledger.
pub struct Listing {
    /// The newest first; what became known later of the same moment before.
    lines: Vec<Line>,
    /// When each was made, milliseconds.
    times: Vec<i64>,
    people: HashMap<Word, Person>,
    counts: Counts,
    /// Made when somebody searches.
    texts: OnceCell<Texts>,
}

/// Whoever made changes, by a number.
type Person = NonZero<u32>;

/// What an entry is filtered by, in few bytes.
struct Line {
    entry: EntryId,
    who: Option<Person>,
    group: Group,
    class: Class,
    only: Option<WitnessKind>,
    side: Option<Side>,
    open: bool,
}

impl Listing {
    /// `items`: where the entries stand, one each, in their order.
    #[must_use]
    pub fn new(entries: &[Entry], items: &[Item]) -> Self {
        let mut people: HashMap<Word, Person> = HashMap::new();
        let mut line = |(entry, item): (&Entry, &Item)| {
            let who = entry.who.as_ref().and_then(|who| match people.get(who) {
                Some(known) => Some(*known),
                None => {
                    let number = Person::new(u32::try_from(people.len() + 1).ok()?)?;
                    Some(*people.entry(who.clone()).or_insert(number))
                }
            });
            let line = Line {
                entry: entry.id,
                who,
                group: item.group,
                class: entry.class,
                only: alone(entry),
                side: entry.side,
                open: matches!(item.standing, Standing::Undecided | Standing::Outstanding(_)),
            };
            (entry.at.order_ms(), line)
        };
        let mut lines: Vec<(i64, Line)> = entries.iter().zip(items).rev().map(&mut line).collect();
        lines.sort_by_key(|(ms, line)| Reverse((*ms, line.entry)));
        let (times, lines): (Vec<i64>, Vec<Line>) = lines.into_iter().unzip();
        let counts = counts(&lines, &people);
        Self { lines, times, people, counts, texts: OnceCell::new() }
    }

    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// At most `most` of what fits, behind `after`. `entries` are those the list was made of.
    #[must_use]
    pub fn page(&self, entries: &[Entry], wanted: &Wanted, after: Option<EntryId>, most: usize) -> Page {
        let Some(filter) = self.filter(wanted) else { return Page::default() };
        let within = self.within(wanted, entries, after);
        let pieces = text::pieces(&wanted.text);
        if !pieces.is_empty() {
            return self.search(entries, &filter, &pieces, &within, most);
        }
        let fits = |line: &&Line| filter.fits(line);
        let fitting = match self.counted(wanted) {
            Some(counted) => counted,
            None => self.lines[..within.end].iter().filter(fits).count(),
        };
        let behind = &self.lines[within];
        let mut page: Vec<EntryId> =
            behind.iter().filter(fits).take(most.saturating_add(1)).map(|line| line.entry).collect();
        let more = page.len() > most;
        page.truncate(most);
        Page { entries: page, fitting, more }
    }

    fn search(
        &self,
        entries: &[Entry],
        filter: &Filter<'_>,
        pieces: &[String],
        within: &Range<usize>,
        most: usize,
    ) -> Page {
        let texts = self.texts.get_or_init(|| Texts::of(self.lines.iter().filter_map(|line| of(entries, line.entry))));
        let mut page = Page::default();
        texts.each_with(pieces, &mut |at| {
            let Some(line) = self.lines[..within.end].get(at).filter(|line| filter.fits(line)) else { return };
            page.fitting += 1;
            if at < within.start {
                return;
            }
            if page.entries.len() < most {
                page.entries.push(line.entry);
            } else {
                page.more = true;
            }
        });
        page
    }

    /// The lines behind `after`, up to the last one that is new enough.
    fn within(&self, wanted: &Wanted, entries: &[Entry], after: Option<EntryId>) -> Range<usize> {
        let end = wanted.since.map_or(self.times.len(), |since| self.times.partition_point(|ms| *ms >= since.millis()));
        let begin = after.and_then(|after| of(entries, after)).map_or(0, |last| {
            let ms = last.at.order_ms();
            let (of_then, older) =
                (self.times.partition_point(|time| *time > ms), self.times.partition_point(|time| *time >= ms));
            of_then + self.lines[of_then..older].partition_point(|line| line.entry >= last.id)
        });
        begin.min(end)..end
    }

    /// How many fit, where that is counted already.
    fn counted(&self, wanted: &Wanted) -> Option<usize> {
        let only_of = Wanted { group: wanted.group, ..Wanted::default() };
        match wanted.group {
            _ if *wanted != only_of => None,
            Some(Group::Noise) => None,
            Some(group) => Some(self.counts.groups.get(&group).copied().unwrap_or(0)),
            None => Some(self.counts.total),
        }
    }

    /// At most `most` of the newest, noise left out: when each was made, where that is known, on which appliance, and whether
    /// it waits for a person. The oldest of them first.
    #[must_use]
    pub fn newest(&self, entries: &[Entry], most: usize) -> Vec<(Utc, Option<Side>, bool)> {
        let told = self.lines.iter().filter(|line| line.group != Group::Noise);
        let mark = |line: &Line| Some((of(entries, line.entry)?.at.latest()?, line.side, line.open));
        let mut newest: Vec<_> = told.filter_map(mark).take(most).collect();
        newest.reverse();
        newest
    }

    /// None: nothing can fit.
    fn filter<'a>(&self, wanted: &'a Wanted) -> Option<Filter<'a>> {
        let who = match wanted.who.as_deref() {
            Some(who) => Some(*self.people.get(who)?),
            None => None,
        };
        Some(Filter { wanted, who })
    }
}

/// Which lines fit; how new they are is told by their place.
struct Filter<'a> {
    wanted: &'a Wanted,
    who: Option<Person>,
}

impl Filter<'_> {
    fn fits(&self, line: &Line) -> bool {
        let Wanted { group, open, class, only, side, .. } = self.wanted;
        group.map_or(line.group != Group::Noise, |group| line.group == group)
            && (!open || line.open)
            && (self.who.is_none() || line.who == self.who)
            && class.is_none_or(|class| line.class == class)
            && (only.is_none() || line.only == *only)
            && (side.is_none() || line.side == *side)
    }
}

fn of(entries: &[Entry], id: EntryId) -> Option<&Entry> {
    entries.get(place_of(id)?)
}

/// The witness that is the only one.
fn alone(entry: &Entry) -> Option<WitnessKind> {
    let (first, rest) = entry.witnesses.split_first()?;
    rest.iter().all(|witness| witness.kind == first.kind).then_some(first.kind)
}

fn counts(lines: &[Line], people: &HashMap<Word, Person>) -> Counts {
    let mut counts = Counts::default();
    let mut made = vec![0; people.len() + 1];
    let at = |person: Person| usize::try_from(person.get()).unwrap_or(0);
    for line in lines.iter().filter(|line| line.group != Group::Noise) {
        counts.total += 1;
        counts.open += usize::from(line.open);
        *counts.groups.entry(line.group).or_default() += 1;
        *counts.classes.entry(line.class).or_default() += 1;
        if let Some(only) = line.only {
            *counts.only.entry(only).or_default() += 1;
        }
        if let Some(made) = line.who.and_then(|who| made.get_mut(at(who))) {
            *made += 1;
        }
    }
    let made_by = |(who, person): (&Word, &Person)| (who.clone(), made.get(at(*person)).copied().unwrap_or(0));
    counts.people = people.iter().map(made_by).filter(|(_, made)| *made > 0).collect();
    counts.people.sort_unstable_by(|(one, ones), (other, others)| others.cmp(ones).then_with(|| one.cmp(other)));
    counts
}
