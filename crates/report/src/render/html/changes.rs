//! The ledger: every change with what became of it, coverage and gaps.

use domain::role::Side;
use ledger::Group;

use super::Page;
use crate::document::{Change, FieldChange};
use crate::render::names;
use crate::words;

/// As they are decided.
const GROUPS: [Group; 6] =
    [Group::Conflict, Group::Overwritten, Group::NeverSynced, Group::Secret, Group::Carried, Group::Noise];

pub(super) fn changes(page: &mut Page<'_>) {
    let changes = &page.document.report.changes;
    page.section("changes", "Changes");
    page.paragraph(&format!("{}.", changes.sentence.trim_end_matches('.')));
    if let Some(by) = &changes.notes_complete {
        page.paragraph(&format!("Stated that the notes are complete: {by}."));
    }
    if !changes.arrivals.is_empty() {
        let home = page.label(Side::Home);
        page.list(
            changes
                .arrivals
                .iter()
                .map(|(arrival, count)| format!("{} on {home}: {}", names::arrival(*arrival), words::grouped(*count))),
        );
    }
    for group in GROUPS {
        let count = changes.counts.iter().find(|(known, _)| *known == group).map_or(0, |(_, count)| *count);
        if count == 0 {
            continue;
        }
        let mut name = names::group(group).to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let head = format!("{name}: {}", words::grouped(count));
        if group == Group::Noise {
            page.fold(&head);
        } else {
            page.raw("<h3>");
            page.text(&head);
            page.raw("</h3>\n");
        }
        table(page, group, &head);
        if group == Group::Noise {
            page.end_fold();
        }
    }
    if !changes.noise.is_empty() {
        let all = changes.noise.iter().map(|(_, count)| *count).sum();
        page.fold(&format!("Messages that are no change: {}", words::grouped(all)));
        page.list(changes.noise.iter().map(|(event, count)| format!("{event}: {}", words::grouped(*count))));
        page.end_fold();
    }
    writes(page);
    page.end_section();
    coverage(page);
}

/// What Switchback wrote by itself, and what was done by hand in its place.
fn writes(page: &mut Page<'_>) {
    let writes = &page.document.report.writes;
    if writes.is_empty() {
        return;
    }
    page.raw("<h3>Put on the primary, or taken back there</h3>\n");
    page.table(
        "Calls and what came of them",
        &["Change", "Decision", "When", "UTC", "On", "Call", "Read back", "Answer"],
    );
    for write in writes {
        page.row(&write.change);
        page.cell(names::disposition(write.disposition));
        page.times(Some(write.at));
        page.cell(write.target.map_or("", |side| page.label(side)));
        page.raw("<td>");
        match (&write.method, &write.path) {
            (Some(method), Some(path)) => {
                page.value(&format!("{method} {path} {}", write.body.as_deref().unwrap_or("")))
            }
            _ => page.text("by hand"),
        }
        page.raw("</td>");
        match write.done {
            Some(true) => page.tone("ready", "as wanted"),
            Some(false) => page.tone("slow", "not as wanted"),
            None => page.tone("needs", "outcome unknown"),
        }
        page.cell(write.answer.as_deref().unwrap_or(""));
        page.end_row();
    }
    page.end_table();
}

fn table(page: &mut Page<'_>, group: Group, caption: &str) {
    let document = page.document;
    page.table(
        caption,
        &["Change", "When", "UTC", "Who", "On, role then", "What", "Before and after", "Seen by", "Decision", "Found"],
    );
    for change in document.report.changes.list.iter().filter(|change| change.group == group) {
        page.row(&change.id);
        page.times(change.at);
        who(page, change);
        let role = change.role_then.map_or("role not known", |role| role.text());
        page.cell(&format!("{}, {role}", names::label(document, change.side)));
        what(page, change);
        fields(page, &change.fields);
        let incomplete = if change.incomplete { ", a segment is missing" } else { "" };
        page.cell(&format!("{}{incomplete}", names::witnesses(change)));
        decision(page, change);
        page.cell(change.arrival.map_or("", names::arrival));
        page.end_row();
    }
    page.end_table();
}

fn who(page: &mut Page<'_>, change: &Change) {
    let from = change.who_ip.as_ref().map_or_else(String::new, |ip| format!(" from {ip}"));
    let who = change.who.as_deref().unwrap_or("not told");
    let ours = if change.by_switchback { ", Switchback" } else { "" };
    page.cell(&format!("{who}{from}{ours}"));
}

fn what(page: &mut Page<'_>, change: &Change) {
    page.raw("<td>");
    page.value(&format!("{} {}", names::object(change), names::kind(change.kind)));
    page.raw("<br><span class=\"quiet\">");
    page.text(&change.place);
    page.raw("</span>");
    if let Some(made) = names::made(change, page.zone()) {
        page.raw("<br><span class=\"quiet\">");
        page.text(&made);
        page.raw("</span>");
    }
    if let Some(note) = &change.note {
        page.raw("<br>");
        page.value(note);
    }
    if change.already_overwritten {
        page.raw("<br>already overwritten");
    }
    if !change.against.is_empty() {
        page.raw("<br>");
        page.text(&format!("against {}", change.against.join(", ")));
    }
    page.raw("</td>");
}

fn fields(page: &mut Page<'_>, fields: &[FieldChange]) {
    page.raw("<td>");
    if !fields.is_empty() {
        page.raw("<ul class=\"diff\">");
    }
    for field in fields {
        page.raw("<li>");
        page.text(&field.name);
        if field.secret {
            page.raw(": a secret was set, its value is not known here</li>");
            continue;
        }
        page.raw(": <del>");
        page.value(field.before.as_deref().unwrap_or("–"));
        page.raw("</del> <span class=\"to\">→</span> <ins>");
        page.value(field.after.as_deref().unwrap_or("–"));
        page.raw("</ins></li>");
    }
    if !fields.is_empty() {
        page.raw("</ul>");
    }
    page.raw("</td>");
}

fn decision(page: &mut Page<'_>, change: &Change) {
    let mut text = names::standing(change);
    if let Some(decided) = &change.decided {
        text.push_str(&format!(", by {}, {}", decided.name, page.zone().both(decided.at)));
        if let Some(reason) = &decided.reason {
            text.push_str(&format!(": {reason}"));
        }
    }
    match change.standing {
        "undecided" | "outstanding" => page.tone("needs", &text),
        _ => page.cell(&text),
    }
}

fn coverage(page: &mut Page<'_>) {
    let zone = page.zone();
    let report = &page.document.report;
    let coverage = &report.coverage;
    page.section("coverage", "Coverage: what was looked at, and what was not");
    let (from, to) = (zone.both(coverage.from), zone.both(coverage.to));
    page.paragraph(&if coverage.watched {
        format!("A log or a snapshot told of the primary. Of {from} to {to} the blind spots are left out.")
    } else {
        format!("Nothing was watched, {from} to {to}.")
    });
    page.raw("<h3>Blind spots</h3>\n");
    if coverage.blind_spots.is_empty() {
        page.paragraph("None is known.");
    } else {
        page.list(
            coverage.blind_spots.iter().map(|spot| format!("{}; {}", spot.words, names::answered_for(spot, zone))),
        );
    }
    page.raw("<h3>Gaps in observation</h3>\n");
    page.paragraph(&report.gaps_sentence);
    if !report.gaps.is_empty() {
        page.table("Gaps in observation", &["From", "UTC", "To", "UTC", "Took", "Why"]);
        for gap in &report.gaps {
            page.raw("<tr>");
            page.times(Some(gap.from));
            page.times(Some(gap.to));
            match gap.took_ms {
                Some(took_ms) => page.took(Some(took_ms)),
                None => page.cell("not known"),
            }
            page.cell(&gap.words);
            page.end_row();
        }
        page.end_table();
    }
    page.fold("Areas of /login, and how each was seen");
    page.table("Areas", &["Area", page.label(Side::Home), page.label(Side::StandIn)]);
    for area in &coverage.areas {
        page.row(area.path);
        page.cell(names::seen_by(area.home));
        page.cell(names::seen_by(area.stand_in));
        page.end_row();
    }
    page.end_table();
    page.end_fold();
    if !coverage.looked.is_empty() {
        page.fold("Logs and snapshots");
        page.table("Logs and snapshots", &["Appliance", "From", "UTC", "To", "UTC", "What", "SHA-256"]);
        for looked in &coverage.looked {
            page.row(page.label(looked.side));
            page.times(looked.from);
            page.times(Some(looked.to));
            page.cell(&looked.words);
            page.code(looked.sha256.as_deref().unwrap_or(""));
            page.end_row();
        }
        page.end_table();
        page.end_fold();
    }
    page.end_section();
}
