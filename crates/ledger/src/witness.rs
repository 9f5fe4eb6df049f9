//! From a syslog message to a fact.
//!
//! A witness is recognised by what wrote it and what it says: host, process, site, second and payload. Pulled again, or
//! from the other appliance, it is the same one. Two messages that are equal in all of that are told apart by which
//! occurrence in their log each is, so a log that is read again, or read on, begins at the start of a second.

use std::collections::HashMap;

use syslog::{Message, Moment, Wholeness};

use crate::fact::{MessageFact, Source, WitnessId};
use crate::secret::{is_hidden, is_secret};

/// How the value of a secret is written: that it is there.
pub const SECRET: &str = "***";

/// How often each message has been met in one reading of one log.
///
/// It remembers the last messages only: equal ones stand within a second of each other.
#[derive(Default)]
pub struct Occurrences {
    now: HashMap<WitnessId, u32>,
    before: HashMap<WitnessId, u32>,
}

/// How many messages are remembered at least.
const REMEMBERED: usize = 65_536;

impl Occurrences {
    /// The occurrence of this message, from 1.
    fn count(&mut self, id: WitnessId) -> u32 {
        if self.now.len() >= REMEMBERED && !self.now.contains_key(&id) {
            self.before = std::mem::take(&mut self.now);
        }
        let earlier = self.before.get(&id).copied().unwrap_or(0);
        let count = self.now.entry(id).or_insert(earlier);
        *count += 1;
        *count
    }
}

/// Where a message comes from, beside what it says itself.
#[derive(Clone, Debug)]
pub struct Pulled {
    pub source: Source,
    /// The clock of the appliance that wrote it minus this computer's, milliseconds, where it is known.
    pub clock_offset_ms: Option<i64>,
}

/// The fact that a message is. `moment` is its time or the time around it ([`syslog::stand`]).
#[must_use]
pub fn from_message(
    message: &Message<'_>,
    moment: Moment,
    pulled: &Pulled,
    occurrences: &mut Occurrences,
) -> MessageFact {
    let when = message.when();
    let header = &message.header;
    // A server that passes a line on writes the header's time in its own way; what the message says stays.
    let second = when.map_or_else(|| header.second().to_owned(), |when| when.to_string());
    let pid = header.pid.map_or_else(String::new, |pid| pid.to_string());
    let (site, total) = (message.site_id.0.to_be_bytes(), message.segments.to_be_bytes());
    let gaps: Vec<u8> = message.gaps.iter().flat_map(|gap| (gap.at as u64).to_be_bytes()).collect();
    let host = header.host.to_ascii_lowercase();
    let own = WitnessId::of(&[host.as_bytes(), pid.as_bytes(), &site, second.as_bytes(), message.payload, &gaps]);
    let witness = match occurrences.count(own) {
        1 => own,
        occurrence => WitnessId::of(&[&own.0, &occurrence.to_be_bytes()]),
    };
    // Not the time the message says: a cut may have lost it.
    let stem = || WitnessId::of(&[host.as_bytes(), pid.as_bytes(), &site, header.second().as_bytes(), &total]);
    let (after, before) = match moment {
        Moment::Between { from, to } if when.is_none() => (from, to),
        _ => (None, None),
    };
    MessageFact {
        witness,
        stem: (message.segments > 1).then(stem),
        source: pulled.source.clone(),
        file: message.place.file,
        line: message.place.line,
        host: header.host.to_owned(),
        pid: header.pid,
        site_id: message.site_id.0,
        header_time: header.time.to_owned(),
        when,
        after,
        before,
        clock_offset_ms: pulled.clock_offset_ms,
        complete: message.is_complete(),
        fields: fields(message),
    }
}

/// Every whole field, without the values of secrets. What stands beside a gap is no field.
fn fields(message: &Message<'_>) -> Vec<(String, String)> {
    let whole = message.fields().filter(|field| matches!(field.wholeness, Wholeness::Whole | Wholeness::Bare));
    let kept = whole.map(|field| {
        let (key, value) = (field.key.text(), field.value.text());
        let is_kept_back = is_hidden(&value) || (is_secret(&key) && !value.is_empty());
        (key.into_owned(), if is_kept_back { SECRET.to_owned() } else { value.into_owned() })
    });
    kept.collect()
}
