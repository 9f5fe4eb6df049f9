//! What Switchback wrote to an appliance's configuration, and what came of it.

use domain::journal::Event;

use super::Told;
use crate::document::Write;

pub(super) fn writes(told: &Told<'_>) -> Vec<Write> {
    let mut writes: Vec<Write> = vec![];
    let mut open = false;
    for entry in &told.replay.entries {
        match &entry.event {
            Event::ChangeIntended(intent) => {
                open = true;
                writes.push(Write {
                    seq: entry.seq,
                    at: entry.stamp.at,
                    change: intent.entry.to_string(),
                    disposition: intent.disposition,
                    target: Some(intent.target),
                    method: Some(intent.method.clone()),
                    path: Some(intent.path.clone()),
                    body: intent.body.clone(),
                    done: None,
                    settled_at: None,
                    answer: None,
                });
            }
            Event::ChangeApplied(applied) => {
                let by_hand = Write {
                    seq: entry.seq,
                    at: entry.stamp.at,
                    change: applied.entry.to_string(),
                    disposition: applied.disposition,
                    target: None,
                    method: None,
                    path: None,
                    body: None,
                    done: None,
                    settled_at: None,
                    answer: None,
                };
                let of_a_call = writes.pop_if(|last| open && last.change == by_hand.change);
                let write = of_a_call.unwrap_or(by_hand);
                open = false;
                writes.push(Write {
                    done: (!applied.unknown).then_some(applied.done),
                    settled_at: Some(entry.stamp.at),
                    answer: Some(applied.answer.clone()),
                    ..write
                });
            }
            _ => {}
        }
    }
    writes
}
