//! The report for a ticket. It carries the chain's head: pasted there, it anchors the journal in time.

use std::fmt::Write as _;

use ledger::Group;

use super::{inert as harmless, names};
use crate::document::{Document, StepState};
use crate::words::{duration, grouped};

/// A ticket shows so many changes; the others are counted, and all are in the document.
const MOST_CHANGES: usize = 100;

/// And so much of one text.
const MOST_CHARACTERS: usize = 400;

/// Text of whoever, harmless, and cut where it is too long for a ticket.
fn inert(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        None => harmless::markdown(text),
        Some((end, _)) => {
            let all = text.chars().count() as u64;
            format!("{}… ({} characters, all in the document)", harmless::markdown(&text[..end]), grouped(all))
        }
    }
}

/// The report for a ticket.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let report = &document.report;
    let zone = &report.when.zone;
    let mut out = String::new();
    // Writing to a text does not fail.
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    let mark = if document.rehearsal { "REHEARSAL " } else { "" };
    line(format!("# {mark}{}: {}\n", document.number, inert(&report.headline)));
    line(format!("{}\n", inert(&report.sentence)));
    let what = &report.what;
    let appliances: Vec<String> =
        what.appliances.iter().map(|one| format!("{} ({})", inert(&one.label), inert(&one.guid))).collect();
    line(format!("- Pair: {}, {}, {}", inert(&what.pair), crate::words::plain(&what.guard), inert(&what.site_name)));
    line(format!("- Appliances: {}", appliances.join(", ")));
    for (name, text) in
        [("Change", &what.ticket), ("Reason", &what.reason), ("Risk", &what.risk), ("Back-out", &what.back_out)]
    {
        if let Some(text) = text {
            line(format!("- {name}: {}", inert(text)));
        }
    }
    for window in &report.when.planned {
        let (from, to) = (zone.both(window.from), zone.both(window.to));
        line(format!("- Planned, {}: {} to {}", window.leg.words(), inert(&from), inert(&to)));
    }
    let actual = &report.when.actual;
    let to = actual.to.map_or_else(|| ", not ended".to_owned(), |to| format!(" to {}", zone.both(to)));
    line(format!("- Actual: {}", inert(&format!("{}{to}", zone.both(actual.from)))));
    if let Some(asked) = &report.who.asked {
        line(format!("- Asked: {} ({})", inert(&asked.name), asked.standing));
    }
    for approval in &report.who.approved {
        let late = if approval.after_the_fact { ", after the fact" } else { "" };
        line(format!("- Approved: {} ({}{late})", inert(&approval.name), approval.standing));
    }
    let did: Vec<String> = report.who.did.iter().map(|did| inert(&did.by)).collect();
    line(format!("- Did: {}", did.join(", ")));
    line(format!("- Computer: {}, {}\n", inert(&document.computer), inert(&document.program)));
    line(format!("| Step | Began {} | UTC | Took | Result |", zone.abbreviation(actual.from)));
    line("|---|---|---|---|---|".to_owned());
    for step in &report.steps {
        let began = step.from.map(|at| zone.time(at)).unwrap_or_default();
        let utc = step.from.map(|at| zone.utc(at)).unwrap_or_default();
        let took = step.took_ms.map(duration).unwrap_or_default();
        let result = match step.state {
            StepState::Done => inert(&step.result),
            StepState::Skipped if step.result.starts_with("skipped") => inert(&step.result),
            state => [names::step(state).to_owned(), inert(&step.result)]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(": "),
        };
        line(format!("| {} | {began} | {utc} | {took} | {result} |", step.words));
    }
    let guarded: Vec<&str> =
        report.ways.iter().filter(|way| way.guarded && way.executed > 0).map(|way| way.words).collect();
    line(format!(
        "\nGuarded ways: {}.",
        if guarded.is_empty() { "none executed".to_owned() } else { guarded.join(", ") }
    ));
    section(
        &mut line,
        "Acknowledged warnings",
        report.acknowledgements.iter().map(|ack| {
            format!(
                "{} of {} ({}), by {}: {}",
                inert(&ack.code),
                inert(&ack.subject),
                names::result(ack.result),
                inert(&ack.by),
                inert(&ack.reason)
            )
        }),
    );
    let real: Vec<_> = report.changes.list.iter().filter(|change| change.group != Group::Noise).collect();
    let mut changes: Vec<String> = real
        .iter()
        .take(MOST_CHANGES)
        .map(|change| {
            let arrival = change.arrival.map_or_else(String::new, |arrival| format!("; {}", names::arrival(arrival)));
            format!(
                "{} {}, {} on {}: {}; {}{arrival}",
                inert(&change.id),
                inert(&names::object(change)),
                names::kind(change.kind),
                inert(names::label(document, change.side)),
                names::group(change.group),
                inert(&names::standing(change))
            )
        })
        .collect();
    if real.len() > MOST_CHANGES {
        changes.push(format!("and {} more, in the document", grouped((real.len() - MOST_CHANGES) as u64)));
    }
    section(&mut line, &format!("Changes: {}", inert(&report.changes.sentence)), changes.into_iter());
    section(&mut line, "Open", report.open_points.iter().map(|point| inert(point)));
    section(
        &mut line,
        "Gaps in observation",
        report
            .gaps
            .iter()
            .map(|gap| inert(&format!("{} to {}: {}", zone.both(gap.from), zone.both(gap.to), gap.words))),
    );
    section(&mut line, "Not looked at", report.coverage.blind_spots.iter().map(|spot| inert(&spot.words)));
    let agree = report.verdicts.iter().filter(|line| line.agrees).count();
    line("\n**Proof**\n".to_owned());
    line(format!("- Journal: {} events, head `{}`", document.head.journal.count, document.head.journal.hash));
    line(format!("- Ledger: {} facts, head `{}`", document.head.ledger.count, document.head.ledger.hash));
    line(format!("- Verdicts: {agree} of {} follow from the observations", report.verdicts.len()));
    line(format!("- Document: `{}`", document.digest));
    line(match &document.signature {
        Some(signature) => {
            format!("- Signature: Ed25519, key `{}`, {}", inert(&signature.fingerprint), signature.signed_at)
        }
        None => "- Signature: none. Nobody vouches that all of it was not written anew.".to_owned(),
    });
    line(format!("- Check: `switchbackctl verify {}.json`", document.number));
    out
}

fn section(line: &mut impl FnMut(String), head: &str, rows: impl Iterator<Item = String>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    line(format!("\n**{head}**\n"));
    rows.for_each(|row| line(format!("- {row}")));
}
