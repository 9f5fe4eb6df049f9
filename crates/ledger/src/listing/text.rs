//! The texts of a list: everything of an entry that a person may look for, in lower case.

use memchr::memmem::Finder;

use crate::entry::{Entry, Field};

/// One behind the other, in the order of the lines.
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

/// What is looked for: what stands between blanks, in lower case.
pub(super) fn pieces(text: &str) -> Vec<String> {
    text.split_whitespace().map(|piece| piece.chars().flat_map(char::to_lowercase).collect()).collect()
}

impl Texts {
    pub(super) fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let (mut all, mut ends) = (String::new(), vec![]);
        for entry in entries {
            let begin = all.len();
            tell(entry, &mut |piece| {
                all.push_str(piece);
                // A piece of what is looked for has no blank: it is never found across two.
                all.push('\n');
            });
            lower(&mut all, begin);
            ends.push(all.len());
        }
        Self { all, ends }
    }

    /// Tells of each text that has every piece, by its place, in order.
    pub(super) fn each_with(&self, pieces: &[String], found: &mut impl FnMut(usize)) {
        // The longest is the rarest, as a rule.
        let Some(rarest) = (0..pieces.len()).max_by_key(|at| pieces[*at].len()) else { return };
        let finders: Vec<Finder<'_>> = pieces.iter().map(Finder::new).collect();
        let others = || finders.iter().enumerate().filter(|(at, _)| *at != rarest).map(|(_, finder)| finder);
        let (all, mut from, mut text) = (self.all.as_bytes(), 0, 0);
        while let Some(hit) = finders[rarest].find(&all[from..]) {
            text += passed(&self.ends[text..], from + hit);
            let begin = text.checked_sub(1).map_or(0, |before| self.ends[before]);
            from = self.ends[text];
            if others().all(|finder| finder.find(&all[begin..from]).is_some()) {
                found(text);
            }
            text += 1;
        }
    }
}

/// How many of the ends a place is behind: few steps where it is near.
fn passed(ends: &[usize], place: usize) -> usize {
    let mut near = 1;
    while ends.get(near - 1).is_some_and(|end| *end <= place) {
        near *= 2;
    }
    let from = near / 2;
    from + ends[from..near.min(ends.len())].partition_point(|end| *end <= place)
}

/// Tells the parts of an entry; of a secret only that there is one.
fn tell(entry: &Entry, part: &mut impl FnMut(&str)) {
    part(&entry.id.to_string());
    for word in [&entry.who, &entry.who_ip, &entry.host].into_iter().flatten() {
        part(word.as_str());
    }
    for word in [&entry.place, &entry.event, &entry.object.kind] {
        part(word.as_str());
    }
    for text in [&entry.object.id, &entry.object.name, &entry.note].into_iter().flatten() {
        part(text);
    }
    for Field { name, before, after, secret } in &entry.fields {
        part(name.as_str());
        for value in [before, after].into_iter().flatten().filter(|_| !secret) {
            part(&value.plain());
        }
    }
}

fn lower(all: &mut String, from: usize) {
    let told = &mut all[from..];
    if told.is_ascii() {
        told.make_ascii_lowercase();
    } else {
        // Letter by letter: what a letter becomes does not depend on those around it, so that a part of a word is found.
        let told: String = told.chars().flat_map(char::to_lowercase).collect();
        all.truncate(from);
        all.push_str(&told);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_from_the_ends_before_it() {
        let ends = [2, 5, 5, 9, 12, 40];
        for place in 0..40 {
            for from in 0..ends.len() {
                let expected = ends[from..].iter().filter(|end| **end <= place).count();
                assert_eq!(passed(&ends[from..], place), expected, "{place} from {from}");
            }
        }
    }
}
