//! The fields of a payload: `field=value;field=value`, in no fixed order (failover-and-syslog section 4.4).
//!
//! A backslash before `=`, `;` or `\` takes its meaning away; before any other byte it is a byte like others. A field ends
//! at the first `;` that has its meaning, its key at the first such `=`. Keys keep their `:`; what comes twice comes twice;
//! a last `;` is optional; blanks after a `;` are not part of a key (one stands in a vendor's sample).
//!
//! Where a segment is missing, the text on either side of the gap is told as cut and never passes for a field: a value
//! that a user typed must not become another field because its beginning was lost.

use std::borrow::Cow;

use memchr::{memchr2, memchr3};

use crate::message::Gap;

/// Bytes as they stand in the payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text<'a> {
    pub raw: &'a [u8],
    /// A backslash is among them.
    pub escaped: bool,
}

/// A key and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    pub key: Text<'a>,
    pub value: Text<'a>,
    pub wholeness: Wholeness,
}

/// Whether a field is all there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wholeness {
    Whole,
    /// A key without `=`.
    Bare,
    /// A segment before it is missing: what is called the key is the end of one, or of a value where there is no value.
    NoBeginning,
    /// A segment after it is missing.
    NoEnd,
    /// Both.
    Middle,
}

/// The fields of a payload, in its order. See the module for what is told around a gap.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    /// What is left of this run of segments.
    run: &'a [u8],
    /// A segment before what is left is missing.
    no_beginning: bool,
    /// A segment after this run is missing.
    no_end: bool,
    /// The payload behind this run, which begins at this place of it.
    behind: &'a [u8],
    at: usize,
    gaps: &'a [Gap],
}

impl<'a> Text<'a> {
    /// Without escapes. Borrowed where there are none.
    #[must_use]
    pub fn bytes(self) -> Cow<'a, [u8]> {
        if self.escaped { Cow::Owned(unescaped(self.raw)) } else { Cow::Borrowed(self.raw) }
    }

    /// Without escapes, as text. Bytes that are no UTF-8 become U+FFFD; [`Text::bytes`] has them as they are.
    #[must_use]
    pub fn text(self) -> Cow<'a, str> {
        match self.bytes() {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
            }),
        }
    }

    /// Whether this is `word`, once without escapes.
    #[must_use]
    pub fn is(self, word: &[u8]) -> bool {
        if self.escaped { unescaped(self.raw) == word } else { self.raw == word }
    }
}

/// The bytes without the backslashes that only take a meaning away.
fn unescaped(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let (before, from) = rest.split_at(at);
        bytes.extend_from_slice(before);
        rest = match from {
            [_, meant @ (b'=' | b';' | b'\\'), rest @ ..] => {
                bytes.push(*meant);
                rest
            }
            [backslash, rest @ ..] => {
                bytes.push(*backslash);
                rest
            }
            [] => from,
        };
    }
    bytes.extend_from_slice(rest);
    bytes
}

impl<'a> Fields<'a> {
    /// The fields of a payload without gaps.
    #[must_use]
    pub fn of(payload: &'a [u8]) -> Self {
        Self::with_gaps(payload, &[])
    }

    /// The fields of a payload in which segments are missing at `gaps`, in their order.
    pub(crate) fn with_gaps(payload: &'a [u8], gaps: &'a [Gap]) -> Self {
        let mut fields = Self { run: &[], no_beginning: false, no_end: false, behind: payload, at: 0, gaps };
        fields.next_run();
        fields
    }

    /// Goes on to the next run of segments that are all there; whether there was one.
    fn next_run(&mut self) -> bool {
        self.no_beginning = self.no_end;
        // A gap at the very beginning comes before the first run.
        while let Some((gap, gaps)) = self.gaps.split_first() {
            let length = gap.at.saturating_sub(self.at).min(self.behind.len());
            self.gaps = gaps;
            if length > 0 {
                (self.run, self.behind) = self.behind.split_at(length);
                self.at += length;
                self.no_end = true;
                return true;
            }
            self.no_beginning = true;
        }
        self.run = std::mem::take(&mut self.behind);
        self.no_end = false;
        !self.run.is_empty()
    }

    /// The first field of what is left, which is not empty.
    fn cut_off(&mut self) -> Option<Field<'a>> {
        let no_beginning = std::mem::take(&mut self.no_beginning);
        let run = if no_beginning { self.run } else { without_blanks(self.run) };
        let found = Found::in_bytes(run, if no_beginning { after_unsure(run) } else { 0 });
        let (field, rest) = run.split_at(found.end);
        self.run = rest.strip_prefix(b";").unwrap_or(rest);
        let no_end = self.no_end && rest.is_empty();
        if field.is_empty() {
            return None;
        }
        let (key, value) = match found.equals {
            Some(at) => (field.get(..at).unwrap_or_default(), field.get(at + 1..).unwrap_or_default()),
            None => (field, &[][..]),
        };
        let wholeness = match (no_beginning, no_end, found.equals) {
            (true, true, _) => Wholeness::Middle,
            (true, false, _) => Wholeness::NoBeginning,
            (false, true, _) => Wholeness::NoEnd,
            (false, false, None) => Wholeness::Bare,
            (false, false, Some(_)) => Wholeness::Whole,
        };
        let key = Text { raw: key, escaped: found.key_escaped };
        Some(Field { key, value: Text { raw: value, escaped: found.value_escaped }, wholeness })
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    #[inline]
    fn next(&mut self) -> Option<Field<'a>> {
        loop {
            while !self.run.is_empty() {
                if let Some(field) = self.cut_off() {
                    return Some(field);
                }
            }
            if !self.next_run() {
                return None;
            }
        }
    }
}

/// Where a field ends, and its key.
struct Found {
    equals: Option<usize>,
    end: usize,
    key_escaped: bool,
    value_escaped: bool,
}

impl Found {
    /// Looks from `from` on. A backslash takes the next byte with it, whatever that is.
    #[inline]
    fn in_bytes(bytes: &[u8], from: usize) -> Self {
        let mut found = Self { equals: None, end: bytes.len(), key_escaped: from > 0, value_escaped: false };
        let mut at = from;
        while found.equals.is_none() {
            let Some(next) = bytes.get(at..).and_then(|rest| memchr3(b'=', b';', b'\\', rest)) else { return found };
            let stop = at + next;
            match bytes.get(stop) {
                Some(b'=') => found.equals = Some(stop),
                Some(b';') => return Self { end: stop, ..found },
                _ => found.key_escaped = true,
            }
            at = stop + if found.equals.is_some() { 1 } else { 2 };
        }
        while let Some(next) = bytes.get(at..).and_then(|rest| memchr2(b';', b'\\', rest)) {
            let stop = at + next;
            if bytes.get(stop) == Some(&b';') {
                return Self { end: stop, ..found };
            }
            found.value_escaped = true;
            at = stop + 2;
        }
        found
    }
}

/// How far it is unsure what is escaped, where the byte before is not known: over backslashes, and the byte they may or
/// may not belong to. From there on both ways of reading agree.
fn after_unsure(run: &[u8]) -> usize {
    run.iter().take_while(|&&byte| byte == b'\\').count() + 1
}

fn without_blanks(mut bytes: &[u8]) -> &[u8] {
    while let Some(rest) = bytes.strip_prefix(b" ") {
        bytes = rest;
    }
    bytes
}
