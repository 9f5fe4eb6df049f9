//! Reading logs: pulled from an appliance, or given by a person as a file.
//!
//! The whole log comes each time. What is known already is recognised by what it says and left out, so nothing is lost and
//! nothing comes twice, whatever a rotation, a killed program or a clock that was set did in between.

use std::collections::HashMap;
use std::fs::File;

use domain::ids::ApplianceId;
use domain::maintenance::Maintenance;
use domain::role::{Both, Side};
use domain::time::Utc;
use ledger::Journalled;
use ledger::WitnessId;
use ledger::fact::{Fact, LogRead, MessageFact, Source};
use ledger::roles::{Hosts, made_on};
use ledger::witness::{Occurrences, Pulled, from_message};
use serde::{Deserialize, Serialize};
use store::{Along, Position};
use syslog::{Item, Limits, Moment, Reader};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::log_file::{Piece, pieces};

/// Messages that are appended at once.
const AT_ONCE: usize = 16_384;

/// A log is read from this long before the time that matters. Milliseconds.
const MARGIN_MS: i64 = 3_600_000;

/// Where the last reading of an appliance's log ended, as the store keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReadTo {
    /// The last message there was.
    last: Option<WitnessId>,
    /// Unix seconds it said.
    when: Option<i64>,
    /// Lines that could not be read, of the whole log as it was then.
    damaged: u64,
}

/// What a reading of a log came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LogTold {
    pub(crate) messages: u64,
    pub(crate) fresh: u64,
    pub(crate) incomplete: u64,
    pub(crate) damaged: u64,
}

/// What is to be read, and how it is told.
pub(crate) struct Reading<'a> {
    pub(crate) source: Source,
    /// Whose log it is; none: whoever wrote most of it.
    pub(crate) side: Option<Side>,
    pub(crate) pulled_at: Utc,
    pub(crate) journalled: &'a Journalled,
    /// Of a pulled log: where the last reading ended, and when that was.
    pub(crate) before: Option<(ReadTo, Utc)>,
    pub(crate) appliance: Option<ApplianceId>,
}

impl Engine {
    /// Takes a log into the ledger.
    pub(crate) fn read_into(
        &self,
        m: &Maintenance,
        file: File,
        reading: &Reading<'_>,
        unusable: &dyn Fn(std::io::Error) -> EngineError,
    ) -> Result<LogTold, EngineError> {
        let hosts = ledger::journalled::context(m, &[]).hosts;
        let mut taking = Taking::new(reading, hosts, m.history.clock_offset_ms.clone());
        let mut reader = Reader::new(Limits::default());
        let mut failed = None;
        let mut told = LogTold::default();
        pieces(file, |piece| {
            let take = |item: Item<'_>| taking.take(&item);
            match piece {
                Piece::Bytes(bytes) => reader.read(bytes, take),
                Piece::FileEnded => reader.end_file(take),
            }
            if taking.facts.len() >= AT_ONCE
                && let Err(error) = self.keep_batch(m, &mut taking, &mut told)
            {
                failed = Some(error);
            }
            failed.is_none()
        })
        .map_err(unusable)?;
        if let Some(error) = failed {
            return Err(error);
        }
        let tally = reader.finish(|item| taking.take(&item));
        self.keep_batch(m, &mut taking, &mut told)?;
        told.messages = tally.messages;
        let damaged_before = reading.before.as_ref().map_or(0, |(read_to, _)| read_to.damaged);
        told.damaged = tally.damaged.saturating_sub(damaged_before);
        // Of a file whose hosts are neither appliance nothing is known to be covered.
        let read = taking.side().map(|side| {
            Fact::LogRead(LogRead {
                source: reading.source.clone(),
                side,
                from: taking.from(side),
                to: taking.to(side),
                messages: told.messages,
                incomplete: told.incomplete,
                damaged: told.damaged,
            })
        });
        let read_to = ReadTo { last: taking.last, when: taking.last_when, damaged: tally.damaged };
        let position = reading.appliance.and_then(|appliance| {
            let body = serde_json::to_string(&read_to).ok()?;
            Some(Position { appliance, pulled_at: reading.pulled_at, body })
        });
        let along = Along { positions: position.into_iter().collect(), snapshots: vec![] };
        self.append_facts(m, read.into_iter().collect(), &along)?;
        Ok(told)
    }

    fn keep_batch(&self, m: &Maintenance, taking: &mut Taking<'_>, told: &mut LogTold) -> Result<(), EngineError> {
        taking.place();
        let facts = std::mem::take(&mut taking.facts);
        let fresh = self.with_book(m, |book| {
            let news = facts.iter().filter(|fact| !book.ledger.knows(fact.witness));
            Ok((news.clone().count() as u64, news.filter(|fact| !fact.complete).count() as u64))
        })?;
        told.fresh += fresh.0;
        told.incomplete += fresh.1;
        let facts = facts.into_iter().map(|fact| Fact::Message(Box::new(fact))).collect::<Vec<_>>();
        if !facts.is_empty() {
            self.append_facts(m, facts, &Along::default())?;
        }
        Ok(())
    }
}

/// A log being taken in.
struct Taking<'a> {
    reading: &'a Reading<'a>,
    hosts: Hosts,
    offsets: Both<Option<i64>>,
    occurrences: Occurrences,
    /// Messages before this are no matter of the maintenance, until the first that is; Unix seconds.
    start: i64,
    begun: bool,
    facts: Vec<MessageFact>,
    /// The last time each host said, in the part that was kept already.
    said: HashMap<String, i64>,
    /// Unix seconds of the first message there is, whatever it tells.
    first: Option<i64>,
    last: Option<WitnessId>,
    last_when: Option<i64>,
    /// How many messages each appliance wrote itself.
    written: Both<u64>,
    /// The message at which the last reading ended was met again.
    goes_on: bool,
    /// The first message of this appliance itself after the one at which the last reading ended.
    first_after: Option<i64>,
}

impl<'a> Taking<'a> {
    fn new(reading: &'a Reading<'a>, hosts: Hosts, offsets: Both<Option<i64>>) -> Self {
        let since = Side::BOTH.into_iter().filter_map(|side| reading.journalled.since(side)).min();
        let start = since.map_or(i64::MIN, |since| since.millis().saturating_sub(MARGIN_MS).div_euclid(1_000));
        Self {
            reading,
            hosts,
            offsets,
            occurrences: Occurrences::default(),
            start,
            begun: false,
            facts: vec![],
            said: HashMap::new(),
            first: None,
            last: None,
            last_when: None,
            written: Both::new(0, 0),
            goes_on: false,
            first_after: None,
        }
    }

    fn take(&mut self, item: &Item<'_>) {
        let Item::Message(message) = item else { return };
        let when = message.when();
        self.first = self.first.or(when);
        // Only the part before the time that matters is left out: a clock that was set back later hides nothing.
        self.begun |= when.is_some_and(|when| when >= self.start);
        let made = made_on(message.header.host, &self.hosts);
        let offset = made.and_then(|side| *self.offsets.of(side));
        let pulled = Pulled { source: self.reading.source.clone(), clock_offset_ms: offset };
        let moment = when.map_or(Moment::Between { from: None, to: None }, Moment::Said);
        let fact = from_message(message, moment, &pulled, &mut self.occurrences);
        let before = self.reading.before.as_ref().map(|(read_to, _)| read_to);
        self.goes_on |= before.is_some_and(|read_to| read_to.last == Some(fact.witness));
        let last = before.and_then(|read_to| read_to.when);
        if let Some(side) = made {
            *self.written.of_mut(side) += 1;
        }
        if made.is_some()
            && made == self.reading.side
            && let Some(when) = when.filter(|when| last.is_none_or(|last| *when > last))
        {
            self.first_after.get_or_insert(when);
        }
        self.last = Some(fact.witness);
        self.last_when = when.or(self.last_when);
        if self.begun {
            self.facts.push(fact);
        }
    }

    /// Gives each message that does not say when it was written the time around it: what its neighbours of the same host
    /// say, else the last pull and this one.
    fn place(&mut self) {
        let pulled = self.reading.before.as_ref().map(|(_, at)| at.millis().div_euclid(1_000));
        let now = self.reading.pulled_at.millis().div_euclid(1_000);
        let mut next: HashMap<String, i64> = HashMap::new();
        let after: Vec<Option<i64>> = self
            .facts
            .iter()
            .rev()
            .map(|fact| match fact.when {
                Some(when) => {
                    next.insert(fact.host.clone(), when);
                    None
                }
                None => next.get(&fact.host).copied(),
            })
            .collect();
        for (fact, after) in self.facts.iter_mut().zip(after.into_iter().rev()) {
            match fact.when {
                Some(when) => drop(self.said.insert(fact.host.clone(), when)),
                None => {
                    let before = self.said.get(&fact.host).copied().or(pulled);
                    let after = after.unwrap_or(now);
                    // A log is in order to a second or so: the two may stand the other way round.
                    fact.after = before.map(|before| before.min(after));
                    fact.before = Some(before.map_or(after, |before| before.max(after)));
                }
            }
        }
    }

    /// Whose log it is.
    fn side(&self) -> Option<Side> {
        let most = Side::BOTH.into_iter().max_by_key(|side| *self.written.of(*side));
        self.reading.side.or(most.filter(|side| *self.written.of(*side) > 0))
    }

    fn in_our_clock(&self, side: Side, when: i64) -> Utc {
        let offset = self.offsets.of(side).unwrap_or(0);
        Utc::from_millis(when.saturating_mul(1_000).saturating_sub(offset))
    }

    /// The oldest it can tell of.
    fn from(&self, side: Side) -> Option<Utc> {
        let first = self.first.map(|when| self.in_our_clock(side, when));
        let Some((_, pulled_at)) = &self.reading.before else { return first };
        if self.goes_on {
            return Some(*pulled_at);
        }
        // It is not the log that was read: it was emptied, it rotated away, or a sync put another in its place. What was
        // written between the last reading and the first message after it is not known; nor is what was written earlier in
        // the second of that message, because a message says no more than its second.
        let now = self.reading.pulled_at;
        let after =
            self.first_after.map(|when| self.in_our_clock(side, when.saturating_add(1)).max(*pulled_at).min(now));
        after.or(first.map(|_| now))
    }

    /// Up to when it tells: a pulled log until it was pulled, a file until its last message.
    fn to(&self, side: Side) -> Utc {
        match self.reading.source {
            Source::Appliance(_) => self.reading.pulled_at,
            Source::File(_) => self.last_when.map_or(self.reading.pulled_at, |when| self.in_our_clock(side, when)),
        }
    }
}
