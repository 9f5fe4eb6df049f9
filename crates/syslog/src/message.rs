//! What comes of records: messages, whole or not, and damage.

use crate::field::{Field, Fields, Text, Wholeness};
use crate::header::Header;
use crate::line::Fault;
use crate::segment::SiteId;

/// Where a line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Files in the order they were read, from 0.
    pub file: u32,
    /// From 1.
    pub line: u64,
}

/// What a reader tells. Everything is borrowed until the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    Message(Message<'a>),
    Damage(Damage<'a>),
}

/// A line that is in no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage<'a> {
    pub place: Place,
    pub fault: Fault,
    /// As it came; of one that is too long the beginning.
    pub line: &'a [u8],
}

/// One event, from one segment or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// Of the segment that came first. All of them carry the same host, process and second.
    pub header: Header<'a>,
    pub site_id: SiteId,
    /// How many segments the message has.
    pub segments: u16,
    pub end: End,
    pub arrival: Arrival,
    /// A line of it ended with its file, without a line feed: it may have been cut off there.
    pub unterminated: bool,
    /// The line that came first.
    pub place: Place,
    /// The raw bytes of the segments that are there, in the order of their numbers, joined without anything between.
    pub payload: &'a [u8],
    /// Where segments are missing, in order.
    pub gaps: &'a [Gap],
}

/// Segments that are missing between two bytes of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The byte of the payload before which they are missing.
    pub at: usize,
    pub first: u16,
    pub last: u16,
}

/// Why a message was told when it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All segments came.
    Whole,
    /// The bytes ended.
    InputEnded,
    /// It waited longer than [`Limits::open_lines`](crate::Limits::open_lines).
    TooOld,
    /// It was the oldest of more than [`Limits::open_messages`](crate::Limits::open_messages).
    TooMany,
    /// It was the oldest when there were more bytes than [`Limits::open_bytes`](crate::Limits::open_bytes).
    TooMuch,
}

/// How sure it is that the segments belong together. Nothing in them says so but host, process, site, second and total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// One after the other, as a process writes them.
    InOrder,
    /// Some came before others that precede them. Where the beginning of one message and the end of another were lost
    /// within one second of one process, they look like this.
    OutOfOrder,
    /// Another message of the same process, second and total was open at the same time: which segment belongs to
    /// which is a guess.
    Mixed,
}

impl<'a> Message<'a> {
    /// Whether all segments are there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Its fields in their order, also those that are cut.
    #[must_use]
    pub fn fields(&self) -> Fields<'a> {
        Fields::with_gaps(self.payload, self.gaps)
    }

    /// The value of the first whole field of this key. Keys may come twice: [`Message::fields`] has them all.
    #[must_use]
    pub fn value(&self, key: &[u8]) -> Option<Text<'a>> {
        let is_it = |field: &Field<'_>| field.wholeness == Wholeness::Whole && field.key.is(key);
        self.fields().find(is_it).map(|field| field.value)
    }

    /// The event's name, also of a message that is not complete where it is known.
    #[must_use]
    pub fn event(&self) -> Option<Text<'a>> {
        self.value(b"event")
    }

    /// `when`: Unix seconds. Old versions do not write it (failover-and-syslog section 4.4); [`stand`](crate::stand)
    /// then tells the time around it.
    #[must_use]
    pub fn when(&self) -> Option<i64> {
        let digits = self.value(b"when")?.raw;
        let are_digits = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
        are_digits.then(|| std::str::from_utf8(digits).ok()?.parse().ok())?
    }

    /// Whether it is the appliance's own rather than the site's, by `site=HOST/appliance`; unknown where no site is told.
    /// Not to be relied on alone: a sample of a network event carries the plain site (failover-and-syslog section 4.7).
    #[must_use]
    pub fn is_of_the_appliance(&self) -> Option<bool> {
        Some(self.value(b"site")?.raw.ends_with(b"/appliance"))
    }
}
