//! The ledger as it is read: the newest first, filtered, searched, counted, page by page.
//!
//! A list is made of entries and where they stand. It proves nothing and can be made again at any time. A line is small, so
//! that a filter is one walk over numbers; the texts stand one behind the other in the order of the lines, so that a search is
//! one walk over bytes.

mod text;

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use domain::role::Side;
use domain::time::Utc;

use crate::catalogue::Class;
use crate::entry::{Entry, EntryId, WitnessKind};
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
    /// The newest first.
    lines: Vec<Line>,
    people: HashMap<Word, u32>,
    counts: Counts,
    /// Made when somebody searches.
    texts: OnceCell<Texts>,
}

/// What an entry is filtered by.
struct Line {
    order_ms: i64,
    entry: EntryId,
    who: Option<u32>,
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
        let mut people: HashMap<Word, u32> = HashMap::new();
        let mut line = |(entry, item): (&Entry, &Item)| {
            let who = entry.who.as_ref().map(|who| match people.get(who) {
                Some(known) => *known,
                None => {
                    let number = u32::try_from(people.len()).unwrap_or(u32::MAX);
                    *people.entry(who.clone()).or_insert(number)
                }
            });
            Line {
                order_ms: entry.at.order_ms(),
                entry: entry.id,
                who,
                group: item.group,
                class: entry.class,
                only: alone(entry),
                side: entry.side,
                open: matches!(item.standing, Standing::Undecided | Standing::Outstanding(_)),
            }
        };
        let mut lines: Vec<Line> = entries.iter().zip(items).rev().map(&mut line).collect();
        lines.sort_by_key(Line::turn);
        let counts = counts(&lines, &people);
        Self { lines, people, counts, texts: OnceCell::new() }
    }

    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// At most `most` of what fits, behind `after`. `entries` are those the list was made of.
    #[must_use]
    pub fn page(&self, entries: &[Entry], wanted: &Wanted, after: Option<EntryId>, most: usize) -> Page {
        let mut page = Page::default();
        let Some(filter) = self.filter(wanted) else { return page };
        let behind = after.and_then(|after| of(entries, after)).map(|last| Reverse((last.at.order_ms(), last.id)));
        let begin = behind.map_or(0, |behind| self.lines.partition_point(|line| line.turn() <= behind));
        let mut look = |at: usize| {
            let Some(line) = self.lines.get(at).filter(|line| filter.fits(line)) else { return };
            page.fitting += 1;
            if at < begin {
                return;
            }
            if page.entries.len() < most {
                page.entries.push(line.entry);
            } else {
                page.more = true;
            }
        };
        let pieces = text::pieces(&wanted.text);
        if pieces.is_empty() {
            (0..self.lines.len()).for_each(look);
        } else {
            let texts = || Texts::of(self.lines.iter().filter_map(|line| of(entries, line.entry)));
            self.texts.get_or_init(texts).each_with(&pieces, &mut look);
        }
        page
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

struct Filter<'a> {
    wanted: &'a Wanted,
    who: Option<u32>,
}

impl Filter<'_> {
    fn fits(&self, line: &Line) -> bool {
        let Wanted { group, open, since, class, only, side, .. } = self.wanted;
        group.map_or(line.group != Group::Noise, |group| line.group == group)
            && (!open || line.open)
            && since.is_none_or(|since| line.order_ms >= since.millis())
            && (self.who.is_none() || line.who == self.who)
            && class.is_none_or(|class| line.class == class)
            && (only.is_none() || line.only == *only)
            && (side.is_none() || line.side == *side)
    }
}

impl Line {
    /// The newest first; what became known later of the same moment before.
    fn turn(&self) -> Reverse<(i64, EntryId)> {
        Reverse((self.order_ms, self.entry))
    }
}

fn of(entries: &[Entry], id: EntryId) -> Option<&Entry> {
    entries.get(usize::try_from(id.0).ok()?.checked_sub(1)?)
}

/// The witness that is the only one.
fn alone(entry: &Entry) -> Option<WitnessKind> {
    let (first, rest) = entry.witnesses.split_first()?;
    rest.iter().all(|witness| witness.kind == first.kind).then_some(first.kind)
}

fn counts(lines: &[Line], people: &HashMap<Word, u32>) -> Counts {
    let mut counts = Counts::default();
    let mut made = vec![0; people.len()];
    for line in lines.iter().filter(|line| line.group != Group::Noise) {
        counts.total += 1;
        counts.open += usize::from(line.open);
        *counts.groups.entry(line.group).or_default() += 1;
        *counts.classes.entry(line.class).or_default() += 1;
        if let Some(only) = line.only {
            *counts.only.entry(only).or_default() += 1;
        }
        if let Some(made) = line.who.and_then(|who| made.get_mut(who as usize)) {
            *made += 1;
        }
    }
    let made_by = |(who, number): (&Word, &u32)| (who.clone(), made.get(*number as usize).copied().unwrap_or(0));
    counts.people = people.iter().map(made_by).filter(|(_, made)| *made > 0).collect();
    counts.people.sort_unstable_by(|(one, ones), (other, others)| others.cmp(ones).then_with(|| one.cmp(other)));
    counts
}
