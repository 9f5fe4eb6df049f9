//! The ledger: every change with what became of it, coverage and gaps.

use std::collections::BTreeMap;

use super::{Cell, MOST_ROWS, Page, acts, column, fixed};
use crate::document::{BlindSpot, Change, Side, Write};
use crate::words::{self, grouped};

/// As they are decided. A group that is not known here stands after them.
const GROUPS: [&str; 7] = ["conflict", "overwritten", "never_synced", "secret", "blind_spot", "carried", "noise"];

/// The most fields that are printed of one change.
const MOST_FIELDS: usize = 200;

pub(super) fn changes(page: &mut Page<'_>) {
    let changes = &page.document.report.changes;
    page.section("Changes");
    page.paragraph(&format!("{}.", changes.sentence.trim_end_matches('.')));
    if let Some(by) = &changes.notes_complete {
        page.paragraph(&format!("Stated that the notes are complete: {by}."));
    }
    let home = page.label(Side::Home);
    let arrivals = changes.arrivals.iter();
    page.list(arrivals.map(|(arrival, n)| format!("{} on {home}: {}", words::arrival(arrival), grouped(*n))));
    let shortened = changes.list.len() > MOST_ROWS;
    if shortened {
        page.paragraph(&format!(
            "{} are recorded. In full here: every conflict, every decision, and what is still to be decided; what was decided for \
             many changes in one act is one row with their numbers. The rest is a summary; each change stands in full in the \
             HTML and in the CSV of the same document.",
            words::count(changes.list.len() as u64, "change", "changes")
        ));
    }
    let mut groups: Vec<&str> = GROUPS.to_vec();
    for change in &changes.list {
        if !groups.contains(&change.group.as_str()) {
            groups.push(&change.group);
        }
    }
    for group in groups {
        let all: Vec<&Change> = changes.list.iter().filter(|change| change.group == group).collect();
        if all.is_empty() {
            continue;
        }
        let (full, mut rest): (Vec<&Change>, Vec<&Change>) =
            all.iter().partition(|change| !shortened || is_shown_in_full(change));
        let (full, together) = if shortened { acts::apart(&full) } else { (full, vec![]) };
        page.head(&format!("{}: {}", words::capital(&words::group(group)), grouped(all.len() as u64)));
        if !full.is_empty() {
            table(page, &full, shortened);
        }
        acts::table(page, &together);
        rest.extend(together.iter().flatten());
        summary(page, &rest);
    }
    if !changes.noise.is_empty() {
        let all = changes.noise.iter().map(|(_, n)| *n).sum();
        page.head(&format!("Messages that are no change: {}", grouped(all)));
        page.list(changes.noise.iter().map(|(event, n)| format!("{event}: {}", grouped(*n))));
    }
    writes(page);
    coverage(page);
    gaps(page);
}

fn writes(page: &mut Page<'_>) {
    let writes = &page.document.report.writes;
    if writes.is_empty() {
        return;
    }
    page.head("Put on the primary, or taken back there");
    // Very many that came out as they were wanted are counted.
    let is_told = |write: &&Write| writes.len() <= MOST_ROWS || write.done != Some(true);
    let untold = writes.len() - writes.iter().filter(is_told).count();
    if untold > 0 {
        page.paragraph(&format!(
            "{} read back as wanted; each stands in full in the HTML of the same document.",
            words::count(untold as u64, "call is", "calls are")
        ));
    }
    let mut rows = vec![];
    for write in writes.iter().filter(is_told) {
        let target = words::label(page.document, write.target).to_owned();
        let call = match (&write.method, &write.path) {
            (Some(method), Some(path)) => {
                page.code(&format!("{method} {path} {}", write.body.as_deref().unwrap_or("")))
            }
            _ => page.cell("by hand"),
        };
        let read_back = match write.done {
            Some(true) => page.styled("ready", "as wanted"),
            Some(false) => page.styled("slow", "not as wanted"),
            None => page.styled("needs", "outcome unknown"),
        };
        rows.push(vec![
            page.strong(&write.change),
            page.cell(&format!("{} on {target}", write.disposition)),
            page.local(Some(write.at)),
            page.utc(Some(write.at)),
            call,
            Cell::Lines(vec![read_back, page.cell(write.answer.as_deref().unwrap_or(""))]),
        ]);
    }
    let columns = vec![
        fixed("Change", 50),
        column("Decision", 2),
        fixed(&format!("When {}", page.zone()), 62),
        fixed("UTC", 50),
        column("Call", 4),
        column("Read back, answer", 3),
    ];
    page.whole_table(columns, rows);
}

/// Whether somebody decided, has to, or would want to know why nobody had to.
fn is_shown_in_full(change: &Change) -> bool {
    let quiet = matches!(change.standing.as_str(), "settled" | "by_switchback");
    let lost = matches!(change.arrival.as_deref(), Some("missing"));
    !quiet || lost || change.decided.is_some() || change.group == "conflict" || !change.against.is_empty()
}

/// Very many rows are `bare`: without weights and colours, whose memory would be the greater part of it.
fn table(page: &mut Page<'_>, changes: &[&Change], bare: bool) {
    let mut rows = Vec::with_capacity(changes.len());
    for change in changes {
        let mut id = vec![page.strong(&change.id)];
        if change.at.is_some() {
            id.extend([page.local(change.at), page.utc(change.at)]);
        }
        let cells = vec![Cell::Lines(id), who(page, change), what(page, change), decision(page, change)];
        rows.push(if bare { cells.into_iter().map(Cell::bare).collect() } else { cells });
    }
    let columns = vec![
        fixed(&format!("Change, {}, UTC", page.zone()), 84),
        column("Who, on which", 4),
        column("What, before and after", 9),
        column("Decision, found after the return", 6),
    ];
    page.whole_table(columns, rows);
}

fn who(page: &mut Page<'_>, change: &Change) -> Cell {
    let from = change.who_ip.as_ref().map_or_else(String::new, |ip| format!(" from {ip}"));
    let who = change.who.as_deref().unwrap_or("not told");
    let ours = if change.by_switchback { ", Switchback" } else { "" };
    let role = change.role_then.as_deref().unwrap_or("role not known");
    let label = words::label(page.document, change.side).to_owned();
    let incomplete = if change.incomplete { ", a segment is missing" } else { "" };
    let witnesses = words::witnesses(change);
    Cell::Lines(vec![
        page.cell(&format!("{who}{from}{ours}")),
        page.cell(&format!("{label}, {role} then")),
        page.quiet(&format!("seen by {witnesses}{incomplete}")),
    ])
}

fn what(page: &mut Page<'_>, change: &Change) -> Cell {
    let kind = words::plain(&change.kind);
    let mut lines = vec![page.strong(&format!("{} {kind}", words::object(change))), page.quiet(&change.place)];
    if let Some(made) = made(page, change) {
        lines.push(page.quiet(&made));
    }
    if let Some(note) = &change.note {
        lines.push(page.cell(note));
    }
    for field in change.fields.iter().take(MOST_FIELDS) {
        let name = page.text(&field.name);
        lines.push(if field.secret {
            Cell::Text(format!("{name}: a secret was set, its value is not known here"))
        } else {
            let before = page.text(field.before.as_deref().unwrap_or("–"));
            let after = page.text(field.after.as_deref().unwrap_or("–"));
            Cell::Text(format!("{name}: {before} → {after}"))
        });
    }
    let more = change.fields.len().saturating_sub(MOST_FIELDS);
    if more > 0 {
        let more = words::count(more as u64, "field", "fields");
        lines.push(page.cell(&format!("and {more} more, in the HTML and in the CSV")));
    }
    if change.already_overwritten {
        lines.push(page.cell("already overwritten"));
    }
    if !change.against.is_empty() {
        lines.push(page.cell(&format!("against {}", change.against.join(", "))));
    }
    Cell::Lines(lines)
}

/// When a change was made that tells no time of its own.
fn made(page: &Page<'_>, change: &Change) -> Option<String> {
    let words = match (change.at, change.after, change.before) {
        (Some(_), _, _) => return None,
        (None, Some(after), Some(before)) => format!("between {} and {}", page.both(after), page.both(before)),
        (None, Some(after), None) => format!("after {}", page.both(after)),
        (None, None, Some(before)) => format!("before {}", page.both(before)),
        (None, None, None) => "at a time that is not known".to_owned(),
    };
    Some(format!("made {words}"))
}

pub(super) fn decision(page: &mut Page<'_>, change: &Change) -> Cell {
    let standing = words::standing(change);
    let style = match change.standing.as_str() {
        "undecided" | "outstanding" => "needs",
        "settled" | "by_switchback" => "quiet",
        _ => "strong",
    };
    let mut lines = vec![page.styled(style, &standing)];
    if let Some(decided) = &change.decided {
        let at = page.both(decided.at);
        lines.push(page.cell(&format!("by {}, {at}", decided.name)));
        if let Some(reason) = &decided.reason {
            lines.push(page.cell(reason));
        }
    }
    if let Some(arrival) = &change.arrival {
        let style = match arrival.as_str() {
            "found" => "ready",
            "missing" => "needs",
            _ => "unknown",
        };
        lines.push(page.styled(style, &words::arrival(arrival)));
    }
    Cell::Lines(lines)
}

/// How many changes of which kind are not shown.
fn summary(page: &mut Page<'_>, rest: &[&Change]) {
    if rest.is_empty() {
        return;
    }
    let mut counts: BTreeMap<(&str, &str, &str, &str), u64> = BTreeMap::new();
    for change in rest {
        let found = change.arrival.as_deref().unwrap_or("");
        *counts.entry((&change.place, &change.object_kind, &change.kind, found)).or_default() += 1;
    }
    page.paragraph(&format!("{}:", words::count(rest.len() as u64, "change as a summary", "changes as a summary")));
    let mut rows = vec![];
    for ((place, object, kind, found), n) in counts {
        rows.push(vec![
            page.cell(place),
            page.cell(&format!("{} {}", object.replace(['-', '_', '/'], " "), words::plain(kind))),
            page.cell(&words::arrival(found)),
            page.number(n),
        ]);
    }
    let columns = vec![column("Where", 4), column("What", 4), column("After the return", 2), fixed("Changes", 60)];
    page.table(columns, rows);
}

fn coverage(page: &mut Page<'_>) {
    let coverage = &page.document.report.coverage;
    page.section("Coverage: what was looked at, and what was not");
    let (from, to) = (page.both(coverage.from), page.both(coverage.to));
    page.paragraph(&if coverage.watched {
        format!("A log or a snapshot told of the primary. Of {from} to {to} the blind spots are left out.")
    } else {
        format!("Nothing was watched, {from} to {to}.")
    });
    page.head("Blind spots");
    if coverage.blind_spots.is_empty() {
        page.paragraph("None is known.");
    } else {
        let rows: Vec<String> = coverage.blind_spots.iter().map(|spot| blind_spot(page, spot)).collect();
        page.list(rows);
    }
    page.head("Areas of /login, and how each was seen");
    let mut rows = vec![];
    for area in &coverage.areas {
        rows.push(vec![
            page.cell(&area.path),
            page.cell(&words::seen_by(&area.home)),
            page.cell(&words::seen_by(&area.stand_in)),
        ]);
    }
    let (home, stand_in) = (page.label(Side::Home), page.label(Side::StandIn));
    page.table(vec![column("Area", 2), column(&home, 1), column(&stand_in, 1)], rows);
    if coverage.looked.is_empty() {
        return;
    }
    page.head("Logs and snapshots");
    let mut rows = vec![];
    for looked in &coverage.looked {
        let label = page.label(looked.side);
        let mut lines = vec![page.cell(&looked.words)];
        if let Some(sha256) = &looked.sha256 {
            lines.push(page.code(sha256));
        }
        rows.push(vec![
            page.cell(&label),
            Cell::Lines(vec![page.local(looked.from), page.utc(looked.from)]),
            Cell::Lines(vec![page.local(Some(looked.to)), page.utc(Some(looked.to))]),
            Cell::Lines(lines),
        ]);
    }
    let zone = page.zone();
    let columns = vec![
        column("Appliance", 2),
        fixed(&format!("From {zone}, UTC"), 90),
        fixed(&format!("To {zone}, UTC"), 90),
        column("What, SHA-256", 7),
    ];
    page.table(columns, rows);
}

/// What nobody looked at, and who answered for it, when and why.
fn blind_spot(page: &Page<'_>, spot: &BlindSpot) -> String {
    let Some(decided) = &spot.decided else { return format!("{}; not acknowledged", spot.words) };
    let reason = decided.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    format!("{}; acknowledged by {}, {}{reason}", spot.words, decided.name, page.both(decided.at))
}

fn gaps(page: &mut Page<'_>) {
    page.head("Gaps in observation");
    let document = page.document;
    page.paragraph(&document.report.gaps_sentence);
    let gaps = &document.report.gaps;
    if gaps.is_empty() {
        return;
    }
    let mut rows = vec![];
    for gap in gaps {
        rows.push(vec![
            page.local(Some(gap.from)),
            page.utc(Some(gap.from)),
            page.local(Some(gap.to)),
            page.utc(Some(gap.to)),
            match gap.took_ms {
                Some(took_ms) => page.took(Some(took_ms)),
                None => page.cell("not known"),
            },
            page.cell(&gap.words),
        ]);
    }
    let zone = page.zone();
    let columns = vec![
        fixed(&format!("From {zone}"), 62),
        fixed("UTC", 50),
        fixed(&format!("To {zone}"), 62),
        fixed("UTC", 50),
        fixed("Took", 62),
        column("Why", 1),
    ];
    page.table(columns, rows);
}
