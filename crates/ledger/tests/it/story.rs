//! The pair of the stories, `atl-1` (home) and `atl-2` (stand-in), and what is said about it: lines of logs, objects, times.

use domain::role::{AssignedRole, Both, Side};
use domain::time::Utc;
use ledger::fact::{Fact, LogRead, MessageFact, Source};
use ledger::roles::{RoleSpan, Sync};
use ledger::witness::{Occurrences, Pulled, from_message};
use ledger::{Context, Folded, Ledger};
use syslog::{Item, Moment, Reader};

/// 2026-03-10T12:00:00Z, when the outbound leg was done: from then on the stand-in is the primary.
pub(crate) const NOON: i64 = 1_773_144_000;

pub(crate) const HOME: &str = "atl-1";
pub(crate) const STAND_IN: &str = "atl-2";

/// A minute of the story; before 0 is before the outbound leg.
pub(crate) fn minute(minutes: i64) -> Utc {
    Utc::from_millis((NOON + minutes * 60) * 1000)
}

pub(crate) fn context() -> Context {
    let hosts = Both::new(vec!["atl-1.example.test".to_owned()], vec!["atl-2.example.test".to_owned()]);
    Context { hosts, own_accounts: vec!["0a1b2c".to_owned()] }
}

pub(crate) fn spans() -> Vec<RoleSpan> {
    let span = |side, role, from, to| RoleSpan { side, role, from, to };
    let (primary, backup) = (AssignedRole::Primary, AssignedRole::Backup);
    vec![
        span(Side::Home, primary, minute(-600), Some(minute(0))),
        span(Side::StandIn, backup, minute(-600), Some(minute(0))),
        span(Side::Home, backup, minute(0), None),
        span(Side::StandIn, primary, minute(0), None),
    ]
}

/// The sync of the outbound leg: it took four minutes.
pub(crate) const OUTBOUND_SYNC: &[Sync] =
    &[Sync { begun: Utc::from_millis((NOON - 240) * 1000), at: Utc::from_millis(NOON * 1000), from: Side::Home }];

pub(crate) fn outbound_sync() -> Vec<Sync> {
    OUTBOUND_SYNC.to_vec()
}

/// One line of a log: at this minute, by Ann.
pub(crate) fn line(host: &str, minutes: i64, payload: &str) -> String {
    line_of(host, 24_183, "1427:01:01", minutes, payload)
}

pub(crate) fn line_of(host: &str, pid: u32, segment: &str, minutes: i64, payload: &str) -> String {
    let when = NOON + minutes * 60;
    let second = when.rem_euclid(60);
    let common = format!("site=support.example.test;when={when};who=Ann Admin (ann);who_ip=192.0.2.10;");
    format!("Mar 10 12:00:{second:02} {host} BG[{pid}]: {segment}:{common}{payload}\n")
}

/// The messages of a log, as a pull from this appliance gives them.
pub(crate) fn pulled(from: Side, log: &str) -> Vec<MessageFact> {
    pulled_bytes(from, log.as_bytes())
}

pub(crate) fn pulled_bytes(from: Side, log: &[u8]) -> Vec<MessageFact> {
    let pulled = Pulled { source: Source::Appliance(from), clock_offset_ms: None };
    let mut occurrences = Occurrences::default();
    let mut facts = vec![];
    let mut tell = |item: Item<'_>| {
        if let Item::Message(message) = item {
            let moment = message.when().map_or(Moment::Between { from: Some(NOON), to: Some(NOON + 60) }, Moment::Said);
            facts.push(from_message(&message, moment, &pulled, &mut occurrences));
        }
    };
    let mut reader = Reader::default();
    reader.read(log, &mut tell);
    reader.finish(&mut tell);
    facts
}

/// One appliance's log was read, whole.
pub(crate) fn log_read(side: Side, from: i64, to: i64) -> Fact {
    Fact::LogRead(LogRead {
        source: Source::Appliance(side),
        side,
        from: Some(minute(from)),
        to: minute(to),
        messages: 1,
        incomplete: 0,
        damaged: 0,
    })
}

/// A ledger that grows.
pub(crate) struct Book {
    pub(crate) ledger: Ledger,
    pub(crate) facts: Vec<Fact>,
}

impl Book {
    pub(crate) fn new() -> Self {
        Self { ledger: Ledger::new(context()), facts: vec![] }
    }

    pub(crate) fn take(&mut self, fact: Fact) -> Folded {
        let seq = u64::try_from(self.facts.len()).expect("few") + 1;
        let folded = self.ledger.take(seq, &fact);
        self.facts.push(fact);
        folded
    }

    /// Pulls a log from an appliance: what is known is not written down again.
    pub(crate) fn pull(&mut self, from: Side, log: &str) -> Vec<Folded> {
        let news: Vec<MessageFact> = pulled(from, log);
        let mut folded = vec![];
        for fact in news {
            if !self.ledger.knows(fact.witness) {
                folded.push(self.take(Fact::Message(Box::new(fact))));
            }
        }
        folded
    }
}
