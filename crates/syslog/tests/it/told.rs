//! What a reader told, kept.

use syslog::{Arrival, End, Fault, Form, Item, Limits, Message, Place, Reader, Tally, Wholeness};

/// A message that outlives the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) form: Form,
    pub(crate) priority: Option<u16>,
    pub(crate) time: String,
    pub(crate) host: String,
    pub(crate) pid: Option<u32>,
    pub(crate) site_id: String,
    pub(crate) segments: u16,
    pub(crate) missing: Vec<(u16, u16)>,
    pub(crate) end: End,
    pub(crate) arrival: Arrival,
    pub(crate) unterminated: bool,
    pub(crate) place: Place,
    pub(crate) when: Option<i64>,
    pub(crate) event: Option<String>,
    pub(crate) payload: Vec<u8>,
    pub(crate) fields: Vec<(String, String, Wholeness)>,
}

/// Everything a reader told, in its order, and what is left when it has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Log {
    pub(crate) messages: Vec<Told>,
    pub(crate) damage: Vec<(Place, Fault, Vec<u8>)>,
    pub(crate) tally: Tally,
}

impl Told {
    fn of(message: &Message<'_>) -> Self {
        let header = message.header;
        let fields = message.fields();
        Self {
            form: header.form,
            priority: header.priority,
            time: header.time.to_owned(),
            host: header.host.to_owned(),
            pid: header.pid,
            site_id: message.site_id.to_string(),
            segments: message.segments,
            missing: message.gaps.iter().map(|gap| (gap.first, gap.last)).collect(),
            end: message.end,
            arrival: message.arrival,
            unterminated: message.unterminated,
            place: message.place,
            when: message.when(),
            event: message.event().map(|event| event.text().into_owned()),
            payload: message.payload.to_vec(),
            fields: fields
                .map(|field| (field.key.text().into_owned(), field.value.text().into_owned(), field.wholeness))
                .collect(),
        }
    }

    pub(crate) fn whole_fields(&self) -> Vec<(String, String)> {
        let whole = self.fields.iter().filter(|(_, _, wholeness)| *wholeness == Wholeness::Whole);
        whole.map(|(key, value, _)| (key.clone(), value.clone())).collect()
    }
}

impl Log {
    pub(crate) fn hear(&mut self, item: Item<'_>) {
        match item {
            Item::Message(message) => self.messages.push(Told::of(&message)),
            Item::Damage(damage) => self.damage.push((damage.place, damage.fault, damage.line.to_vec())),
        }
    }

    pub(crate) fn faults(&self) -> Vec<(u64, Fault)> {
        self.damage.iter().map(|(place, fault, _)| (place.line, *fault)).collect()
    }
}

/// Files, each in pieces, the oldest first.
pub(crate) fn read_pieces(files: &[Vec<&[u8]>], limits: Limits) -> Log {
    let mut log = Log::default();
    let mut reader = Reader::new(limits);
    for file in files {
        file.iter().for_each(|piece| reader.read(piece, |item| log.hear(item)));
        reader.end_file(|item| log.hear(item));
    }
    log.tally = reader.finish(|item| log.hear(item));
    log
}

pub(crate) fn read_with(limits: Limits, bytes: &[u8]) -> Log {
    read_pieces(&[vec![bytes]], limits)
}

pub(crate) fn read(bytes: impl AsRef<[u8]>) -> Log {
    read_with(Limits::default(), bytes.as_ref())
}

/// Lines, each with its line feed.
pub(crate) fn text(lines: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut bytes = vec![];
    for line in lines {
        bytes.extend_from_slice(line.as_ref());
        bytes.push(b'\n');
    }
    bytes
}
