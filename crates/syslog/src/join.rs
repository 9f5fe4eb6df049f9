//! Segments to messages: out of order, interleaved, over files; never more than the limits allow.

use std::collections::VecDeque;

use crate::limits::Limits;
use crate::line::Record;
use crate::message::{End, Message, Place};
use crate::open::{self, Open, Room};

/// The messages that wait for a segment, the oldest first.
pub(crate) struct Join {
    open: VecDeque<Open>,
    bytes: usize,
    room: Room,
}

/// What became of a record.
#[derive(PartialEq, Eq)]
pub(crate) enum Taken {
    New,
    /// The same bytes were there already.
    Repeated,
}

impl Join {
    pub(crate) fn new() -> Self {
        Self { open: VecDeque::new(), bytes: 0, room: Room::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Tells the messages that began more than `limits.open_lines` before line `now`, counted from the start.
    pub(crate) fn expire(&mut self, now: u64, limits: &Limits, tell: &mut impl FnMut(Message<'_>)) {
        while self.open.front().is_some_and(|oldest| now - oldest.since > limits.open_lines) {
            self.tell_oldest(End::TooOld, tell);
        }
    }

    /// Takes a segment of a message that has more than one.
    pub(crate) fn take(
        &mut self,
        record: &Record<'_>,
        (place, now, unterminated): (Place, u64, bool),
        limits: &Limits,
        tell: &mut impl FnMut(Message<'_>),
    ) -> Taken {
        let number = record.segment.number;
        let at = match self.home_of(record) {
            Home::Repeated => return Taken::Repeated,
            Home::Open(at) => at,
            Home::New { mixed } => {
                let mut message = Open::new(record, place, now);
                message.mixed = mixed;
                self.bytes += message.size();
                self.open.push_back(message);
                self.open.len() - 1
            }
        };
        let Some(message) = self.open.get_mut(at) else { return Taken::New };
        let before = message.size();
        message.take(number, record.payload, unterminated);
        self.bytes += message.size() - before;
        if message.is_complete() {
            self.tell(at, End::Whole, tell);
        }
        while self.open.len() > limits.open_messages {
            self.tell_oldest(End::TooMany, tell);
        }
        while self.bytes > limits.open_bytes && !self.open.is_empty() {
            self.tell_oldest(End::TooMuch, tell);
        }
        Taken::New
    }

    /// Tells everything that is open, the oldest first.
    pub(crate) fn finish(&mut self, tell: &mut impl FnMut(Message<'_>)) {
        while !self.open.is_empty() {
            self.tell_oldest(End::InputEnded, tell);
        }
    }

    /// Which open message a segment belongs to.
    ///
    /// A process writes one message after the other, so there is one candidate, or none. Where a segment comes that is
    /// there already with other bytes, something was lost and a second message has begun; from then on both are marked
    /// [`Arrival::Mixed`](crate::Arrival::Mixed). A segment then goes to the message whose last segment it follows, the
    /// newest first, because the older one is the one that lost something.
    fn home_of(&mut self, record: &Record<'_>) -> Home {
        let hash = open::hash(record);
        let number = record.segment.number;
        let (mut lacking, mut following, mut conflict) = (None, None, false);
        for (at, open) in self.open.iter().enumerate().filter(|(_, open)| open.is_of(record, hash)) {
            match open.segment(number) {
                Some(payload) if payload == record.payload => return Home::Repeated,
                Some(_) => conflict = true,
                None => {
                    lacking = Some(at);
                    if open.last().checked_add(1) == Some(number) {
                        following = Some(at);
                    }
                }
            }
        }
        if let Some(at) = following.or(lacking) {
            return Home::Open(at);
        }
        if conflict {
            let same = self.open.iter_mut().filter(|open| open.is_of(record, hash));
            same.for_each(|open| open.mixed = true);
        }
        Home::New { mixed: conflict }
    }

    fn tell_oldest(&mut self, end: End, tell: &mut impl FnMut(Message<'_>)) {
        self.tell(0, end, tell);
    }

    fn tell(&mut self, at: usize, end: End, tell: &mut impl FnMut(Message<'_>)) {
        let Some(open) = self.open.remove(at) else { return };
        self.bytes -= open.size();
        tell(open.message(end, &mut self.room));
    }
}

enum Home {
    Open(usize),
    New { mixed: bool },
    Repeated,
}
