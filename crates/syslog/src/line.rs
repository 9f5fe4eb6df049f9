//! One line to a record, a line of another program, or a fault. Nothing of a line depends on another.

use memchr::memmem;

use crate::cursor::Cursor;
use crate::header::{self, Form, Front, Header, Tail};
use crate::segment::{Segment, SiteId};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    Record(Record<'a>),
    /// Another program's: the file may hold them (failover-and-syslog section 4.2).
    Other,
    Blank,
    Damaged(Fault),
}

/// One line of an appliance: a message, or a segment of one. Everything is borrowed from the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    pub header: Header<'a>,
    pub site_id: SiteId,
    pub segment: Segment,
    /// Raw bytes, which may begin and end inside a key, a value, an escape or a UTF-8 sequence.
    pub payload: &'a [u8],
}

/// Why a line is in no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No header in any form. The rest of a value with a line break in it looks like this too.
    Header,
    /// Tagged `BG`, and what follows is no site id with a segment.
    Segment,
    /// Shaped like an appliance's line, with another tag.
    Tag,
    /// Longer than [`Limits::line_bytes`](crate::Limits::line_bytes).
    TooLong,
    /// The same bytes of the same segment of the same message came before: a line sent or kept twice.
    Repeated,
}

/// How far into a line of no known form its tag is looked for, bytes.
const TAG_WITHIN: usize = 512;

/// Reads one line, without its line feed; one carriage return at the end is not part of it.
#[must_use]
pub fn read(line: &[u8]) -> Line<'_> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let mut cursor = Cursor::new(line);
    if let Some(front) = header::front(&mut cursor) {
        return if header::tag(&mut cursor) {
            header::tail(cursor).map_or(Line::Damaged(Fault::Segment), |tail| record(front, tail))
        } else if has_a_segment(cursor.rest()) {
            Line::Damaged(Fault::Tag)
        } else {
            Line::Other
        };
    }
    if line.trim_ascii().is_empty() {
        return Line::Blank;
    }
    by_its_tag(line).unwrap_or(Line::Damaged(Fault::Header))
}

/// A line in no known form that has the tag and a segment all the same.
fn by_its_tag(line: &[u8]) -> Option<Line<'_>> {
    let start = line.get(..TAG_WITHIN).unwrap_or(line);
    memmem::find_iter(start, b"BG").find_map(|at| {
        let (before, from) = line.split_at_checked(at)?;
        if !(before.is_empty() || before.ends_with(b" ")) {
            return None;
        }
        let mut cursor = Cursor::new(from);
        header::tag(&mut cursor).then_some(())?;
        Some(record(header::front_by_its_end(before), header::tail(cursor)?))
    })
}

fn record<'a>(front: Front<'a>, tail: Tail<'a>) -> Line<'a> {
    let Front { form, priority, time, host } = front;
    Line::Record(Record {
        header: Header { form, priority, time, host, pid: tail.pid },
        site_id: tail.site_id,
        segment: tail.segment,
        payload: tail.payload,
    })
}

/// Whether a site id and a segment stand where the tag should be, or behind another one as they do behind `BG`: an
/// appliance's line with a damaged tag must not pass for another program's.
fn has_a_segment(from_tag: &[u8]) -> bool {
    let word = from_tag.split(|&byte| byte == b' ').next().unwrap_or_default();
    let name = word.iter().position(|byte| matches!(byte, b'[' | b':')).unwrap_or(word.len());
    let pid = memchr::memchr(b']', word).map_or(0, |at| at + 1);
    let behind = |at| header::tail(Cursor::new(from_tag.get(at..).unwrap_or_default())).is_some();
    behind(0) || behind(name) || behind(pid)
}

impl Record<'_> {
    /// Whether the header was in a form that is known.
    #[must_use]
    pub fn has_a_known_form(&self) -> bool {
        self.header.form != Form::Unrecognised
    }
}
