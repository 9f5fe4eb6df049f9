//! What a person decided for many changes in one act: one decision, printed once, with the numbers of all it was given to.

use std::collections::HashMap;

use super::{Cell, Page, column};
use crate::document::{Change, Decided};
use crate::words;

/// So many changes that are still open, or were not found, stand one by one, also where they are alike: somebody works them off.
const MOST_OPEN: usize = 200;

/// How long one text of numbers becomes, in bytes: shorter than a value that is cut.
const LONGEST_LINE: usize = 3_000;

/// What makes changes one decision: who gave it, when, why, and what became of it.
type Key<'a> = (&'a str, Option<&'a Decided>, Option<&'a str>);

/// Parts what stands one by one, in its order, from what stands together, in the order of the first of each.
pub(super) fn apart<'a>(changes: &[&'a Change]) -> (Vec<&'a Change>, Vec<Vec<&'a Change>>) {
    let mut acts: Vec<Vec<&Change>> = vec![];
    let mut known: HashMap<Key<'_>, usize> = HashMap::new();
    let mut place_of = vec![];
    for change in changes {
        let key = (change.standing.as_str(), change.decided.as_ref(), change.arrival.as_deref());
        let place = (!is_conflict(change)).then(|| {
            *known.entry(key).or_insert_with(|| {
                acts.push(vec![]);
                acts.len() - 1
            })
        });
        if let Some(act) = place.and_then(|place| acts.get_mut(place)) {
            act.push(change);
        }
        place_of.push(place);
    }
    let together = |act: &Vec<&Change>| match act.as_slice() {
        [] | [_] => false,
        [first, ..] => act.len() > MOST_OPEN || !is_open(first),
    };
    let is_single = |place: &Option<usize>| place.is_none_or(|place| !acts.get(place).is_some_and(together));
    let single =
        changes.iter().zip(&place_of).filter(|(_, place)| is_single(place)).map(|(change, _)| *change).collect();
    acts.retain(together);
    (single, acts)
}

fn is_conflict(change: &Change) -> bool {
    change.group == "conflict" || !change.against.is_empty()
}

fn is_open(change: &Change) -> bool {
    matches!(change.standing.as_str(), "undecided" | "outstanding") || change.arrival.as_deref() == Some("missing")
}

pub(super) fn table(page: &mut Page<'_>, acts: &[Vec<&Change>]) {
    if acts.is_empty() {
        return;
    }
    page.paragraph("For many changes at once, each row in one act:");
    let mut rows = vec![];
    for act in acts {
        let Some(first) = act.first() else { continue };
        let mut numbers = vec![page.strong(&words::count(act.len() as u64, "change", "changes"))];
        for line in lines(&ranges(act.iter().map(|change| change.id.as_str()))) {
            numbers.push(page.cell(&line));
        }
        rows.push(vec![Cell::Lines(numbers), super::changes::decision(page, first)]);
    }
    page.whole_table(vec![column("Changes", 1), column("Decision, found after the return", 1)], rows);
}

/// `C-0001 to C-0098, C-0100`.
fn ranges<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut runs: Vec<(&str, &str, usize)> = vec![];
    for id in ids {
        match runs.last_mut() {
            Some((_, last, n)) if follows(last, id) => (*last, *n) = (id, *n + 1),
            _ => runs.push((id, id, 1)),
        }
    }
    let text = |(first, last, n)| match n {
        1 => String::from(first),
        2 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    };
    runs.into_iter().map(text).collect()
}

/// Whether the second has the number after the first's.
fn follows(first: &str, second: &str) -> bool {
    let parted = |id: &str| {
        let at = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (name, digits) = id.split_at_checked(at)?;
        Some((name.to_owned(), digits.parse::<u64>().ok()?))
    };
    match (parted(first), parted(second)) {
        (Some((a, n)), Some((b, m))) => a == b && n.checked_add(1) == Some(m),
        _ => false,
    }
}

/// As few texts as there may be, none of them so long that it would be cut.
fn lines(ranges: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for range in ranges {
        match lines.last_mut() {
            Some(line) if line.len() + range.len() < LONGEST_LINE => {
                line.push_str(", ");
                line.push_str(range);
            }
            _ => lines.push(range.clone()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(ids: &[&str]) -> String {
        ranges(ids.iter().copied()).join(", ")
    }

    #[test]
    fn numbers_that_follow_each_other_are_a_range() {
        assert_eq!(
            said(&["C-0001", "C-0002", "C-0003", "C-0005", "C-0007", "C-0008"]),
            "C-0001 to C-0003, C-0005, C-0007, C-0008"
        );
        assert_eq!(said(&["C-9998", "C-9999", "C-10000"]), "C-9998 to C-10000");
    }

    #[test]
    fn what_is_no_number_or_goes_back_is_in_no_range() {
        assert_eq!(said(&["a", "b", "C-2", "C-1", "D-2", ""]), "a, b, C-2, C-1, D-2, ");
        assert_eq!(
            said(&["C-18446744073709551615", "C-18446744073709551616"]),
            "C-18446744073709551615, C-18446744073709551616"
        );
    }

    #[test]
    fn no_line_of_numbers_is_so_long_that_it_would_be_cut() {
        let all: Vec<String> = (0..9_000).map(|n| format!("C-{:05}", n * 2)).collect();
        let lines = lines(&all);
        assert!(lines.len() > 10 && lines.iter().all(|line| line.len() <= LONGEST_LINE));
        assert_eq!(lines.join(", "), all.join(", "));
    }
}
