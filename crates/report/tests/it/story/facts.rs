//! A ledger, sealed fact by fact.

use domain::role::Side;
use domain::time::Utc;
use ledger::chain::{GENESIS, Recorded, Sealed, seal};
use ledger::fact::{Fact, LogRead, MessageFact, NoteFact, SnapshotTaken, Source, WitnessId};

use super::{label, maintenance_id};

type Times = (Option<i64>, Option<i64>, Option<i64>);

#[derive(Clone, Default)]
pub(crate) struct Book {
    pub(crate) facts: Vec<Sealed>,
}

impl Book {
    pub(crate) fn take(&mut self, at: Utc, fact: &Fact) {
        let seq = self.facts.len() as u64 + 1;
        let previous = self.facts.last().map_or(GENESIS, |sealed| sealed.hash);
        let recorded = Recorded { at, by: "alex@admin-1".to_owned(), program: "switchbackctl 0.1.0".to_owned() };
        self.facts.push(seal(maintenance_id(), seq, previous, &recorded, fact).expect("a fact seals"));
    }

    /// A message of this appliance's log: `key=value` pairs.
    pub(crate) fn message(&mut self, side: Side, at: Utc, fields: &[(&str, &str)]) {
        self.message_between(side, at, (Some(at.millis() / 1_000), None, None), fields);
    }

    /// A message that tells its time, or after which one it was written and before which. Seconds.
    pub(crate) fn message_between(
        &mut self,
        side: Side,
        read_at: Utc,
        (when, after, before): Times,
        fields: &[(&str, &str)],
    ) {
        let line = self.facts.len() as u64 + 1;
        let common = [("site", "support.example.com"), ("who", "Ann Admin (ann)"), ("who_ip", "192.0.2.77")];
        let fields = common.iter().chain(fields).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let message = MessageFact {
            witness: WitnessId::of(&[&line.to_be_bytes()]),
            stem: None,
            source: Source::Appliance(side),
            file: 1,
            line,
            host: label(side).to_owned(),
            pid: Some(4711),
            site_id: 1,
            header_time: "Mar  8 01:30:00".to_owned(),
            when,
            after,
            before,
            clock_offset_ms: Some(0),
            complete: true,
            fields: fields.collect(),
        };
        self.take(read_at, &Fact::Message(Box::new(message)));
    }

    pub(crate) fn log_read(&mut self, side: Side, from: Utc, to: Utc) {
        self.take(
            to,
            &Fact::LogRead(LogRead {
                source: Source::Appliance(side),
                side,
                from: Some(from),
                to,
                messages: 120,
                incomplete: 0,
                damaged: 0,
            }),
        );
    }

    /// The whole configuration was read, and what it held is kept under this hash.
    pub(crate) fn snapshot(&mut self, side: Side, at: Utc, sha256: &str) {
        self.take(
            at,
            &Fact::SnapshotTaken(SnapshotTaken {
                side,
                from: at,
                to: at,
                read: vec!["team".to_owned()],
                failed: vec![],
                objects: 1,
                sha256: Some(sha256.to_owned()),
            }),
        );
    }

    pub(crate) fn note(&mut self, side: Side, at: Utc, place: &str, object: &str, text: &str) {
        let note = NoteFact {
            entry: None,
            side: Some(side),
            place: place.to_owned(),
            object: object.to_owned(),
            before: Some("20".to_owned()),
            after: Some("30".to_owned()),
            text: text.to_owned(),
            name: "Alex Moreno".to_owned(),
            done_at: at,
        };
        self.take(at, &Fact::Note(Box::new(note)));
    }
}
