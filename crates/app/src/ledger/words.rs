//! The ledger in sentences.

use domain::change::{BlindSpot, EntryId, FirstToLast, Target};
use domain::journal::{Baseline, ChangeApplied, ChangeIntent, ChangesDecided, Event};
use domain::maintenance::Maintenance;

use crate::steps::Names;
use crate::words as contract;

/// Of a change that a data sync may have been too early for.
pub(super) const MADE_DURING_A_SYNC: &str =
    "It was made while a data sync ran and may not have been copied: look at both appliances, then decide.";

/// An event of the ledger in one sentence.
pub(crate) fn event(names: &Names, event: &Event) -> String {
    match event {
        Event::BaselineTaken(baseline) => taken(names, baseline),
        Event::ChangesDecided(decided) => decision(names, decided),
        Event::FieldIgnored { object_kind, field, ignored: true } => {
            format!("{field} of {object_kind} is taken out of sight.")
        }
        Event::FieldIgnored { object_kind, field, ignored: false } => {
            format!("{field} of {object_kind} is seen again.")
        }
        Event::ChangeIntended(intent) => intended(names, intent),
        Event::ChangeApplied(applied) => came_out(applied),
        Event::ReconciliationChanged(state) => {
            let changes = some(u64::from(state.changes), "change");
            format!("Ledger: {changes}. {}.", state.verdict.sentence(state.undecided, state.unread, state.outstanding))
        }
        other => other.kind().replace('_', " "),
    }
}

fn taken(names: &Names, baseline: &Baseline) -> String {
    let list = |sides: &[domain::role::Side]| match sides {
        [] => "neither appliance".to_owned(),
        [only] => names.label(*only).to_owned(),
        both => both.iter().map(|side| names.label(*side)).collect::<Vec<_>>().join(" and "),
    };
    format!(
        "Baseline taken: the configuration of {} ({}), the log of {}.",
        list(&baseline.configurations),
        some(baseline.objects, "object"),
        list(&baseline.logs)
    )
}

fn decision(names: &Names, decided: &ChangesDecided) -> String {
    let what = match &decided.target {
        Target::Entry(entry) => entry.to_string(),
        Target::Listed(runs) => {
            format!("{} of the group {}", entries(runs), contract::group(decided.group).replace('_', " "))
        }
        Target::BlindSpot(spot) => format!("Blind spot ({})", spot_short(names, spot)),
    };
    let disposition = contract::disposition(decided.disposition);
    match &decided.reason {
        Some(reason) => format!("{what}: {disposition}. {reason}"),
        None => format!("{what}: {disposition}."),
    }
}

fn entries(runs: &[FirstToLast]) -> String {
    let count: u64 = runs.iter().map(|(first, last)| u64::from(last.0.saturating_sub(first.0)) + 1).sum();
    let one =
        |(first, last): &FirstToLast| if first == last { first.to_string() } else { format!("{first} to {last}") };
    if runs.len() <= 3 { runs.iter().map(one).collect::<Vec<_>>().join(", ") } else { some(count, "change") }
}

fn intended(names: &Names, intent: &ChangeIntent) -> String {
    format!(
        "{} is to be {}: {} {} on {}; the intent is recorded first.",
        intent.entry,
        done_as(intent.disposition),
        intent.method,
        intent.path,
        names.label(intent.target)
    )
}

fn done_as(disposition: domain::change::Disposition) -> &'static str {
    match disposition {
        domain::change::Disposition::Undo => "undone",
        _ => "re-applied",
    }
}

fn came_out(applied: &ChangeApplied) -> String {
    let entry: EntryId = applied.entry;
    if applied.done {
        format!("{entry} is {}: it {}.", done_as(applied.disposition), applied.answer)
    } else {
        format!("{entry} is not {}: it {}.", done_as(applied.disposition), applied.answer)
    }
}

fn spot_short(names: &Names, spot: &BlindSpot) -> String {
    match spot {
        BlindSpot::Time { side, from, to } => format!("{}, {from} to {to}", names.label(*side)),
        BlindSpot::Segments { side, messages } => format!("{}, {}", names.label(*side), some(*messages, "message")),
        BlindSpot::Lines { side, lines } => format!("{}, {}", names.label(*side), some(*lines, "line")),
        BlindSpot::Kind { side, kind } => format!("{}, {kind}", names.label(*side)),
        BlindSpot::Areas { paths } => some(paths.len() as u64, "page"),
    }
}

/// What nobody looked at, for a person to read.
pub(crate) fn blind_spot(m: &Maintenance, spot: &BlindSpot) -> String {
    match spot {
        BlindSpot::Time { side, from, to } => {
            format!("No log of {} speaks of the time from {from} to {to}.", m.label(*side))
        }
        BlindSpot::Segments { side, messages: 1 } => {
            format!("1 message in the log of {} has segments missing: there may be more to it.", m.label(*side))
        }
        BlindSpot::Segments { side, messages } => {
            format!(
                "{messages} messages in the log of {} have segments missing: there may be more to them.",
                m.label(*side)
            )
        }
        BlindSpot::Lines { side, lines } => {
            format!("{} in the log of {} could not be read.", some(*lines, "line"), m.label(*side))
        }
        BlindSpot::Kind { side, kind } => {
            format!("The configuration of {} was not read for {kind}.", m.label(*side))
        }
        BlindSpot::Areas { paths } => format!("Only notes can tell of changes here: {}.", paths.join("; ")),
    }
}

/// What came of collecting.
pub(crate) fn collected(collected: &engine::Collected) -> String {
    let fresh = match collected.fresh {
        0 => "No new change".to_owned(),
        fresh => some(fresh as u64, "new change"),
    };
    match collected.troubles().as_slice() {
        [] => format!("{fresh}."),
        troubles => format!("{fresh}. Not everything could be read: {}.", troubles.join("; ")),
    }
}

fn some(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
