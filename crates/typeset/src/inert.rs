//! Text of others, made printable and kept whole: what would not be seen, would move what stands beside it, or has no glyph is
//! written as its code point, and counted. Nothing here escapes markup: no text is ever part of any.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many characters of one value are printed. What is cut off says so in its place.
pub(crate) const LONGEST_VALUE: usize = 4_000;

/// And how many, once so many characters are printed of all values together: a report is not made endless by what it prints.
const LONGEST_OF_MANY: usize = 200;
const MANY: usize = 4_000_000;

/// Zero width: a line may end here.
const BREAK: char = '\u{200b}';

/// What was met in the texts of one document.
pub(crate) struct Inert<'a> {
    /// How wide a character is, in ems of the widest face that may be taken; nothing where no face has it.
    width: &'a dyn Fn(char) -> Option<f64>,
    /// Characters without a glyph, and how often.
    pub(crate) missing: BTreeMap<char, u64>,
    /// Values that were cut, and the characters that were cut off.
    pub(crate) cut: (u64, u64),
    /// Characters so far.
    printed: usize,
}

/// Characters that are not seen, or that move what stands beside them: the ones of `tests/fixtures/text`, in `report` too.
fn is_unseen(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' => true,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' => true,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_control() || u32::from(c) & 0xfffe == 0xfffe,
    }
}

impl<'a> Inert<'a> {
    pub(crate) fn new(width: &'a dyn Fn(char) -> Option<f64>) -> Self {
        Self { width, missing: BTreeMap::new(), cut: (0, 0), printed: 0 }
    }

    /// The text with only what can be printed in it.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 16);
        let longest = if self.printed > MANY { LONGEST_OF_MANY } else { LONGEST_VALUE };
        for (at, c) in text.chars().enumerate() {
            if at == longest {
                let rest = text.chars().count() - longest;
                self.cut = (self.cut.0 + 1, self.cut.1.saturating_add(rest as u64));
                // Writing to a text does not fail.
                let _ = write!(out, " … [{rest} more characters, whole in the HTML]");
                break;
            }
            match c {
                '\n' => out.push(c),
                '\t' => out.push(' '),
                c if is_unseen(c) => {
                    let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
                }
                c if (self.width)(c).is_none() => {
                    *self.missing.entry(c).or_default() += 1;
                    let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
                }
                c => out.push(c),
            }
        }
        self.printed += out.len();
        out
    }

    /// With places to break in words that are wider than `ems`: after their punctuation, and where the room ends. What has room is
    /// left alone, so that it is found and copied as it is.
    pub(crate) fn fit(&self, text: &mut String, ems: f64) {
        let is_wide = |word: &str| word.len() as f64 > ems / 2.0 && self.ems(word) > ems;
        if !text.split([' ', '\n']).any(is_wide) {
            return;
        }
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        for word in text.split_inclusive([' ', '\n']) {
            if !is_wide(word.trim_end()) {
                out.push_str(word);
                continue;
            }
            let mut run = 0.0;
            for c in word.chars() {
                let wide = self.ems(c.encode_utf8(&mut [0; 4]));
                if run + wide > ems {
                    out.push(BREAK);
                    run = 0.0;
                }
                out.push(c);
                run += wide;
                if run > ems / 3.0 && c.is_ascii_punctuation() {
                    out.push(BREAK);
                    run = 0.0;
                }
            }
        }
        *text = out;
    }

    fn ems(&self, word: &str) -> f64 {
        word.chars().map(|c| (self.width)(c).unwrap_or(1.0)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latin(text: &str) -> (String, Vec<(char, u64)>) {
        let width = |c: char| (u32::from(c) < 0x250).then_some(0.5);
        let mut inert = Inert::new(&width);
        let text = inert.text(text);
        (text, inert.missing.into_iter().collect())
    }

    #[test]
    fn what_is_not_seen_is_written_as_what_it_is() {
        assert_eq!(latin("a\u{202e}b\0c\u{200b}").0, "a⟨U+202E⟩b⟨U+0000⟩c⟨U+200B⟩");
        assert_eq!(latin("a\r\nb").0, "a⟨U+000D⟩\nb");
        assert_eq!(latin("a\u{202e}b").1, []);
    }

    #[test]
    fn the_unseen_are_the_ones_of_the_fixture_and_no_other() {
        let fixture = include_str!("../../../tests/fixtures/text/unseen.txt");
        let ranges: Vec<(u32, u32)> = fixture
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| {
                let (from, to) = line.split_once("..").unwrap_or((line, line));
                let number = |digits| u32::from_str_radix(digits, 16).unwrap_or(u32::MAX);
                (number(from), number(to))
            })
            .collect();
        for c in '\0'..=char::MAX {
            let listed = ranges.iter().any(|(from, to)| (*from..=*to).contains(&u32::from(c)));
            assert_eq!(is_unseen(c), listed, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn a_character_without_a_glyph_is_written_as_its_number_and_counted() {
        let (text, missing) = latin("Grüße, 東京東");
        assert_eq!(text, "Grüße, ⟨U+6771⟩⟨U+4EAC⟩⟨U+6771⟩");
        assert_eq!(missing, [('京', 1), ('東', 2)]);
    }

    #[test]
    fn a_word_wider_than_its_room_can_be_broken_and_no_other() {
        let width = |_: char| Some(0.5);
        let inert = Inert::new(&width);
        let fit = |text: &str, ems: f64| {
            let mut text = text.to_owned();
            inert.fit(&mut text, ems);
            text.replace(BREAK, "|")
        };
        assert_eq!(fit("reachable_commanded now", 10.0), "reachable_commanded now");
        assert_eq!(fit("reachable_commanded now", 8.0), "reachable_|commanded now");
        assert_eq!(fit(&"0123456789".repeat(2), 4.0), "01234567|89012345|6789");
    }

    #[test]
    fn a_long_value_is_cut_where_it_says_so() {
        let width = |_: char| Some(0.5);
        let mut inert = Inert::new(&width);
        let text = inert.text(&"é".repeat(LONGEST_VALUE + 7));
        assert!(text.ends_with("[7 more characters, whole in the HTML]"));
        assert_eq!(inert.cut, (1, 7));
    }
}
