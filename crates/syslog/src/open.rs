//! A message of which segments are still missing.

use crate::header::{Form, Header};
use crate::limits::Limits;
use crate::line::Record;
use crate::message::{Arrival, End, Gap, Message, Place};
use crate::segment::SiteId;

pub(crate) struct Open {
    /// Of what makes segments one message, to tell most others apart at once.
    hash: u64,
    form: Form,
    priority: Option<u16>,
    time: Box<str>,
    host: Box<str>,
    pid: Option<u32>,
    site_id: SiteId,
    total: u16,
    place: Place,
    /// How many lines had been read when it began.
    pub(crate) since: u64,
    /// Payloads in the order they came.
    bytes: Vec<u8>,
    /// By number.
    parts: Vec<Part>,
    last: u16,
    in_order: bool,
    pub(crate) mixed: bool,
    unterminated: bool,
}

#[derive(Clone, Copy)]
struct Part {
    number: u16,
    start: usize,
    length: usize,
}

/// Room for putting a message in order, used again for the next.
#[derive(Default)]
pub(crate) struct Room {
    payload: Vec<u8>,
    gaps: Vec<Gap>,
}

impl Open {
    pub(crate) fn new(record: &Record<'_>, place: Place, since: u64) -> Self {
        let header = &record.header;
        Self {
            hash: hash(record),
            form: header.form,
            priority: header.priority,
            time: header.time.into(),
            host: header.host.into(),
            pid: header.pid,
            site_id: record.site_id,
            total: record.segment.total,
            place,
            since,
            bytes: vec![],
            parts: vec![],
            last: 0,
            in_order: true,
            mixed: false,
            unterminated: false,
        }
    }

    /// Whether the record says it is of this message: host, process, site, total and second (failover-and-syslog
    /// section 4.3). `hash` is that of the record.
    pub(crate) fn is_of(&self, record: &Record<'_>, hash: u64) -> bool {
        let (own, header) = (self.header(), &record.header);
        self.hash == hash
            && self.total == record.segment.total
            && self.site_id == record.site_id
            && self.pid == header.pid
            && own.host == header.host
            && own.second() == header.second()
    }

    fn header(&self) -> Header<'_> {
        let (form, priority, pid) = (self.form, self.priority, self.pid);
        Header { form, priority, time: &self.time, host: &self.host, pid }
    }

    /// The payload of a segment that is there.
    pub(crate) fn segment(&self, number: u16) -> Option<&[u8]> {
        let at = self.parts.binary_search_by_key(&number, |part| part.number).ok()?;
        self.part(self.parts.get(at)?)
    }

    fn part(&self, part: &Part) -> Option<&[u8]> {
        self.bytes.get(part.start..part.start + part.length)
    }

    /// The segment that came last.
    pub(crate) fn last(&self) -> u16 {
        self.last
    }

    /// Takes a segment that is not there yet.
    pub(crate) fn take(&mut self, number: u16, payload: &[u8], unterminated: bool) {
        let at = self.parts.partition_point(|part| part.number < number);
        self.in_order &= at == self.parts.len();
        self.parts.insert(at, Part { number, start: self.bytes.len(), length: payload.len() });
        self.bytes.extend_from_slice(payload);
        self.last = number;
        self.unterminated |= unterminated;
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.parts.len() == usize::from(self.total)
    }

    /// What it counts for: see [`Limits::open_bytes`].
    pub(crate) fn size(&self) -> usize {
        self.host.len() + self.time.len() + self.bytes.len() + self.parts.len() * Limits::SEGMENT_BYTES
    }

    /// The message as far as it came, in order.
    pub(crate) fn message<'a>(&'a self, end: End, room: &'a mut Room) -> Message<'a> {
        room.gaps.clear();
        let (mut at, mut next) = (0, 1);
        for part in &self.parts {
            if part.number > next {
                room.gaps.push(Gap { at, first: next, last: part.number - 1 });
            }
            at += part.length;
            next = part.number + 1;
        }
        if next <= self.total {
            room.gaps.push(Gap { at, first: next, last: self.total });
        }
        let payload = if self.in_order {
            self.bytes.as_slice()
        } else {
            room.payload.clear();
            self.parts.iter().filter_map(|part| self.part(part)).for_each(|part| room.payload.extend_from_slice(part));
            room.payload.as_slice()
        };
        Message {
            header: self.header(),
            site_id: self.site_id,
            segments: self.total,
            end,
            arrival: match (self.mixed, self.in_order) {
                (true, _) => Arrival::Mixed,
                (false, true) => Arrival::InOrder,
                (false, false) => Arrival::OutOfOrder,
            },
            unterminated: self.unterminated,
            place: self.place,
            payload,
            gaps: &room.gaps,
        }
    }
}

/// FNV-1a over what makes segments one message.
pub(crate) fn hash(record: &Record<'_>) -> u64 {
    let (header, SiteId(site)) = (&record.header, record.site_id);
    let numbers = [header.pid.unwrap_or_default(), u32::from(site), u32::from(record.segment.total)];
    let numbers = numbers.iter().flat_map(|number| number.to_le_bytes());
    let bytes = numbers.chain(header.host.bytes()).chain(header.second().bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
