//! When a message was written: what it says, or the time around it.

use std::collections::HashMap;

use crate::message::Place;

/// What is needed of a message to place it among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The header's. Neighbours are of the same appliance: two clocks are not one.
    pub host: &'a str,
    pub place: Place,
    /// [`Message::when`](crate::Message::when).
    pub when: Option<i64>,
}

/// Unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The message says it.
    Said(i64),
    /// The message does not: it stands in the log between two that do. Either may be missing, and nothing is known where
    /// both are. The header's time is of no help: it has neither year nor zone (failover-and-syslog section 4.2).
    Between { from: Option<i64>, to: Option<i64> },
}

/// The moment of each message, in the order given; that order does not matter.
#[must_use]
pub fn stand(messages: &[Standing<'_>]) -> Vec<Moment> {
    let mut order: Vec<usize> = (0..messages.len()).collect();
    order.sort_by_key(|&at| messages.get(at).map(|message| message.place));
    let before = last_said(messages, order.iter().copied());
    let after = last_said(messages, order.iter().rev().copied());
    let around = before.into_iter().zip(after);
    messages.iter().zip(around).map(|(message, around)| moment(message.when, around)).collect()
}

fn moment(said: Option<i64>, around: (Option<i64>, Option<i64>)) -> Moment {
    match (said, around) {
        (Some(when), _) => Moment::Said(when),
        // A log is in order to a second or so: the two may stand the other way round.
        (None, (Some(one), Some(other))) => Moment::Between { from: Some(one.min(other)), to: Some(one.max(other)) },
        (None, (from, to)) => Moment::Between { from, to },
    }
}

/// For each message the last `when` of its host, going in `order`.
fn last_said(messages: &[Standing<'_>], order: impl Iterator<Item = usize>) -> Vec<Option<i64>> {
    let mut said: HashMap<&str, i64> = HashMap::new();
    let mut known = vec![None; messages.len()];
    for at in order {
        let (Some(message), Some(known)) = (messages.get(at), known.get_mut(at)) else { continue };
        match message.when {
            Some(when) => drop(said.insert(message.host, when)),
            None => *known = said.get(message.host).copied(),
        }
    }
    known
}
