//! What the document cannot prove, said beside what it can.

use super::Told;
use crate::document::Coverage;
use crate::replay::taken_as_told;
use crate::words::count;

pub(super) fn limits(told: &Told<'_>, coverage: &Coverage, evidence_missing: &[String]) -> Vec<String> {
    let mut limits = vec![clock(told)];
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
    if !evidence_missing.is_empty() {
        limits.push(format!(
            "Readings whose evidence is not kept any more: {}.",
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
