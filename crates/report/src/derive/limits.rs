//! What the document cannot prove, said beside what it can.

use super::Told;
use crate::document::Coverage;
use crate::replay::taken_as_told;
use crate::words::count;

/// A clock that goes back by less is set right, as clocks are. Milliseconds.
const DRIFT_MS: i64 = 5_000;

/// What the program leaves out before it hashes and keeps (appliance `redact`, ledger `secret`).
const REDACTED: &str = "What was left out before it was hashed: of the answer to a look all but the known fields of its call, and \
                        every answer with a token; of configurations and logs the values of secret fields.";

pub(super) fn limits(told: &Told<'_>, coverage: &Coverage, evidence_missing: &[String]) -> Vec<String> {
    let mut limits = vec![clock(told)];
    limits.extend(set_back(told));
    limits.push("That the computer told the truth: the looks are what its program wrote down.".to_owned());
    limits.push("What happened between two looks, and on ways this computer does not see.".to_owned());
    limits.push(
        "Findings of readiness beyond the recorded looks: certificates, sign-in, users and addresses are told as they were found."
            .to_owned(),
    );
    limits.extend(taken_as_told(&told.replay.maintenance));
    limits.push("Who a person is whose name was typed.".to_owned());
    limits.push(
        "The evidence itself: its hashes are here, its bytes stay with the computer. An export of the maintenance carries them."
            .to_owned(),
    );
    limits.push(REDACTED.to_owned());
    if !evidence_missing.is_empty() {
        limits.push(format!(
            "Evidence that is not kept any more: {}.",
            count(evidence_missing.len() as u64, "piece", "pieces")
        ));
    }
    if !coverage.watched {
        limits.push("What was changed meanwhile: neither a log nor a snapshot covered the primary.".to_owned());
    } else if !coverage.blind_spots.is_empty() {
        limits.push("Changes in what nobody looked at; the blind spots are listed.".to_owned());
    }
    if told.replay.maintenance.planned.taken_up {
        limits.push("Anything before the maintenance was taken up.".to_owned());
    }
    limits
}

fn clock(told: &Told<'_>) -> String {
    let readings = told.replay.entries.iter().filter_map(|entry| crate::replay::round_of(&entry.event));
    let looks = readings.flat_map(|round| [&round.home, &round.stand_in]);
    let offsets = looks.filter_map(|look| look.reading()?.clock_offset_ms).map(i64::unsigned_abs);
    match offsets.max() {
        Some(offset) => format!(
            "That the computer's clock was right. It was within {} of the appliances' own clocks.",
            crate::words::duration(offset.max(100))
        ),
        None => "That the computer's clock was right. No appliance told its own time.".to_owned(),
    }
}

/// Where the clock on the wall went back, by what the monotonic clock of the same run of the program tells; of two runs, which may
/// be of two computers, by the order of their events.
fn set_back(told: &Told<'_>) -> Option<String> {
    let mut at = vec![];
    let mut most_ms = 0;
    for (one, next) in told.replay.entries.iter().zip(told.replay.entries.iter().skip(1)) {
        let by_the_wall = next.stamp.at.since_ms(one.stamp.at);
        let passed = match next.stamp.mono_ms.checked_sub(one.stamp.mono_ms) {
            Some(passed) if one.stamp.boot == next.stamp.boot => i64::try_from(passed).unwrap_or(i64::MAX),
            _ => 0,
        };
        let back_ms = passed.saturating_sub(by_the_wall);
        if back_ms > DRIFT_MS {
            at.push(next.seq.to_string());
            most_ms = most_ms.max(back_ms);
        }
    }
    let events = match at.as_slice() {
        [] => return None,
        [one] => format!("event {one}"),
        all => format!("events {}", all.join(", ")),
    };
    let by = crate::words::duration(u64::try_from(most_ms).unwrap_or(0));
    Some(format!(
        "How long anything took across {events}: the clock that tells the times went back there, by {by} at most."
    ))
}
