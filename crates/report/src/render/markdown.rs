//! The report for a ticket. It carries the chain's head: pasted there, it anchors the journal in time.

use std::fmt::Write as _;

use domain::time::Utc;
use ledger::Group;

use super::{inert as harmless, names};
use crate::document::{Document, Phase, StepState, Write};
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
    line(format!("- Not recorded: {}", names::NOT_RECORDED));
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
        let approved = if approval.at.is_some() { "Approved" } else { "Approver" };
        line(format!("- {approved}: {} ({}{late})", inert(&approval.name), approval.standing));
    }
    line(format!("- Separation: {}", report.who.separation));
    let did: Vec<String> = report.who.did.iter().map(|did| inert(&did.by)).collect();
    line(format!("- Did: {}", did.join(", ")));
    line(format!("- Computer: {}, {}\n", inert(&document.computer), inert(&document.program)));
    before_and_after(&mut line, document);
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
    section(&mut line, "Durations", report.phases.iter().map(duration_of));
    section(
        &mut line,
        "Users",
        report.users.iter().map(|users| format!("{}: {}", inert(&users.words), grouped(u64::from(users.count)))),
    );
    section(
        &mut line,
        "Acknowledged warnings",
        report.acknowledgements.iter().map(|ack| {
            format!(
                "{} of {} ({}, {}), by {}: {}",
                inert(&ack.code),
                inert(&ack.subject),
                names::result(ack.result),
                ack.leg.words(),
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
            let when = names::made(change, zone).or_else(|| change.at.map(|at| zone.both(at)));
            let when = when.map_or_else(String::new, |when| format!(", {when}:"));
            format!(
                "{}{} {}, {} on {}: {}; {}{arrival}",
                inert(&change.id),
                inert(&when),
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
    writes(&mut line, document);
    section(&mut line, "Open", report.open_points.iter().map(|point| inert(point)));
    let gaps = report.gaps.iter();
    let gaps = gaps.map(|gap| inert(&format!("{} to {}: {}", zone.both(gap.from), zone.both(gap.to), gap.words)));
    section(&mut line, "Gaps in observation", std::iter::once(inert(&report.gaps_sentence)).chain(gaps));
    let spots = report.coverage.blind_spots.iter();
    section(
        &mut line,
        "Not looked at",
        spots.map(|spot| format!("{}; {}", inert(&spot.words), inert(&names::answered_for(spot, zone)))),
    );
    section(&mut line, "Not proven", report.not_proven.iter().map(|limit| inert(limit)));
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

/// Both appliances, before and after.
fn before_and_after(line: &mut impl FnMut(String), document: &Document) {
    let zone = &document.report.when.zone;
    line("| Appliance | Role | Version | Last sync before | after |".to_owned());
    line("|---|---|---|---|---|".to_owned());
    for one in &document.report.what.appliances {
        let told = |text: &Option<String>| text.as_deref().map_or_else(|| "not told".to_owned(), inert);
        let change = |before: &Option<String>, after: &Option<String>| match (told(before), told(after)) {
            (before, after) if before == after => format!("{before}, before and after"),
            (before, after) => format!("{before} → {after}"),
        };
        let (role, version) =
            (change(&one.role_before, &one.role_after), change(&one.version_before, &one.version_after));
        let sync = |at: Option<Utc>| at.map_or_else(|| "not told".to_owned(), |at| inert(&zone.both(at)));
        let (before, after) = (sync(one.sync_before), sync(one.sync_after));
        line(format!("| {} | {role} | {version} | {before} | {after} |", inert(&one.label)));
    }
    line(String::new());
}

/// `Data sync, outbound: 9 min 12 s, longer than usual`.
fn duration_of(phase: &Phase) -> String {
    let took = match (phase.took_ms, phase.to) {
        (Some(took_ms), _) => duration(took_ms),
        (None, Some(_)) => "not known".to_owned(),
        (None, None) => "not ended".to_owned(),
    };
    let band = phase.band.map_or_else(String::new, |band| format!(", {}", names::band(band)));
    let planned = phase.planned_ms.map_or_else(String::new, |planned| format!(", planned {}", duration(planned)));
    format!("{}: {took}{planned}{band}", inert(&phase.words))
}

/// What was put on the primary, or taken back there.
fn writes(line: &mut impl FnMut(String), document: &Document) {
    let writes = &document.report.writes;
    let mut rows: Vec<String> = writes.iter().take(MOST_CHANGES).map(write_of).collect();
    if writes.len() > MOST_CHANGES {
        rows.push(format!("and {} more, in the document", grouped((writes.len() - MOST_CHANGES) as u64)));
    }
    section(line, "Put on the primary, or taken back there", rows.into_iter());
}

fn write_of(write: &Write) -> String {
    let call = match (&write.method, &write.path) {
        (Some(method), Some(path)) => inert(&format!("{method} {path}")),
        _ => "by hand".to_owned(),
    };
    let done = match write.done {
        Some(true) => "read back as wanted",
        Some(false) => "not as wanted",
        None => "outcome unknown",
    };
    let answer = write.answer.as_ref().map_or_else(String::new, |answer| format!(": {}", inert(answer)));
    format!("{} ({}), {call}: {done}{answer}", inert(&write.change), names::disposition(write.disposition))
}

fn section(line: &mut impl FnMut(String), head: &str, rows: impl Iterator<Item = String>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    line(format!("\n**{head}**\n"));
    rows.for_each(|row| line(format!("- {row}")));
}
