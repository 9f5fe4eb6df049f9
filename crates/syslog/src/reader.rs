//! Any pieces of any number of files to items.

use memchr::memchr;

use crate::join::{Join, Taken};
use crate::limits::Limits;
use crate::line::{self, Fault, Line, Record};
use crate::message::{Arrival, Damage, End, Item, Message, Place};
use crate::tally::Tally;

/// Reads logs, the oldest file first: `read` each piece, `end_file` after each file, `finish` after the last.
///
/// Where a piece ends makes no difference. A message is told when its last segment has come, so one that was cut is told
/// after others that began later; [`Message::place`] has the order of the log.
pub struct Reader {
    limits: Limits,
    join: Join,
    tally: Tally,
    /// Of the line that is being read.
    place: Place,
    /// The beginning of a line whose end has not come, one byte over the limit at most.
    begun: Vec<u8>,
}

impl Reader {
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, join: Join::new(), tally: Tally::default(), place: Place { file: 0, line: 1 }, begun: vec![] }
    }

    /// What was seen so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Messages that wait for a segment, and their bytes as [`Limits::open_bytes`] counts them.
    #[must_use]
    pub fn open(&self) -> (usize, usize) {
        (self.join.len(), self.join.bytes())
    }

    /// Reads a piece of a file.
    pub fn read(&mut self, piece: &[u8], mut tell: impl FnMut(Item<'_>)) {
        let mut rest = piece;
        if !self.begun.is_empty() {
            let Some(end) = memchr(b'\n', rest) else { return self.keep(rest) };
            let (line, after) = rest.split_at(end);
            self.keep(line);
            rest = after.get(1..).unwrap_or_default();
            self.end_line(false, &mut tell);
        }
        while let Some(end) = memchr(b'\n', rest) {
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            self.line(line, false, &mut tell);
        }
        self.keep(rest);
    }

    /// Ends a file. A last line without a line feed is read, and what comes of it is marked.
    pub fn end_file(&mut self, mut tell: impl FnMut(Item<'_>)) {
        if !self.begun.is_empty() {
            self.end_line(true, &mut tell);
        }
        self.place = Place { file: self.place.file.saturating_add(1), line: 1 };
    }

    /// Ends the last file where that was not done, and tells what is still open.
    pub fn finish(mut self, mut tell: impl FnMut(Item<'_>)) -> Tally {
        self.end_file(&mut tell);
        let tally = &mut self.tally;
        self.join.finish(&mut |message| tell_message(message, tally, &mut tell));
        self.tally
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = (self.limits.line_bytes + 1).saturating_sub(self.begun.len());
        self.begun.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }

    fn end_line(&mut self, unterminated: bool, tell: &mut impl FnMut(Item<'_>)) {
        let line = std::mem::take(&mut self.begun);
        self.line(&line, unterminated, tell);
        self.begun = line;
        self.begun.clear();
    }

    #[inline]
    fn line(&mut self, line: &[u8], unterminated: bool, tell: &mut impl FnMut(Item<'_>)) {
        let place = self.place;
        self.place.line += 1;
        self.tally.lines += 1;
        let (limits, tally) = (&self.limits, &mut self.tally);
        self.join.expire(tally.lines, limits, &mut |message| tell_message(message, tally, tell));
        let fault = match line.get(..limits.line_bytes).filter(|_| line.len() > limits.line_bytes) {
            Some(beginning) => {
                self.tally.damaged += 1;
                return tell(Item::Damage(Damage { place, fault: Fault::TooLong, line: beginning }));
            }
            None => match line::read(line) {
                Line::Record(record) => return self.record(&record, (place, unterminated), line, tell),
                Line::Other => return self.tally.other += 1,
                Line::Blank => return self.tally.blank += 1,
                Line::Damaged(fault) => fault,
            },
        };
        self.tally.damaged += 1;
        tell(Item::Damage(Damage { place, fault, line }));
    }

    #[inline]
    fn record(
        &mut self,
        record: &Record<'_>,
        (place, unterminated): (Place, bool),
        line: &[u8],
        tell: &mut impl FnMut(Item<'_>),
    ) {
        let tally = &mut self.tally;
        tally.records += 1;
        if record.segment.total == 1 {
            return tell_message(whole(record, place, unterminated), tally, tell);
        }
        let now = (place, tally.lines, unterminated);
        let taken = self.join.take(record, now, &self.limits, &mut |message| tell_message(message, tally, tell));
        if taken == Taken::Repeated {
            self.tally.repeated += 1;
            tell(Item::Damage(Damage { place, fault: Fault::Repeated, line }));
        }
    }
}

impl Default for Reader {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

/// A message of one segment: nothing is copied.
fn whole<'a>(record: &Record<'a>, place: Place, unterminated: bool) -> Message<'a> {
    Message {
        header: record.header,
        site_id: record.site_id,
        segments: 1,
        end: End::Whole,
        arrival: Arrival::InOrder,
        unterminated,
        place,
        payload: record.payload,
        gaps: &[],
    }
}

#[inline]
fn tell_message(message: Message<'_>, tally: &mut Tally, tell: &mut impl FnMut(Item<'_>)) {
    tally.messages += 1;
    tally.incomplete += u64::from(!message.is_complete());
    tell(Item::Message(message));
}
