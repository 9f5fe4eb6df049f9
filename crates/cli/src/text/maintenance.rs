//! Maintenances, their journals and ends.

use app::wire::{Decided, End, Journal, Leg, Maintenance, MaintenanceList};

use super::{hung, table, time};

pub(super) fn list(list: &MaintenanceList) -> String {
    if list.0.is_empty() {
        return "No maintenances yet. `maintenance plan` makes one.\n".to_owned();
    }
    let rows = list.0.iter().map(|row| {
        vec![
            row.id.clone(),
            row.pair.clone(),
            row.stage.clone(),
            time::when(&row.created_at),
            time::when_or_dash(row.ended_at.as_deref()),
            row.title.clone(),
        ]
    });
    table::headed(&["id", "pair", "stage", "planned", "ended", "title"], rows)
}

pub(super) fn one(m: &Maintenance) -> String {
    let mut text = format!("{}  {}\n", m.id, m.title);
    let mut rows = vec![
        vec!["pair".to_owned(), m.pair.clone()],
        vec!["kind".to_owned(), m.kind.to_owned()],
        vec!["stage".to_owned(), m.stage.clone()],
        vec!["home primary".to_owned(), m.home_primary.clone()],
        vec!["primary, by this record".to_owned(), m.current_primary.clone()],
        vec!["planned".to_owned(), format!("{} by {}", time::when(&m.planned_at), m.planned_by)],
    ];
    for (name, start, end) in [("window", &m.start, &m.end), ("way back", &m.return_start, &m.return_end)] {
        if let (Some(start), Some(end)) = (start, end) {
            rows.push(vec![name.to_owned(), format!("{} to {}", time::when(start), time::when(end))]);
        }
    }
    let asked = [
        ("ticket", &m.ticket),
        ("reason", &m.reason),
        ("risk", &m.risk),
        ("back-out", &m.back_out),
        ("requester", &m.requester),
        ("approver", &m.approver),
    ];
    for (name, value) in asked {
        if let Some(value) = value {
            rows.push(vec![name.to_owned(), value.clone()]);
        }
    }
    if let Some(ended_at) = &m.ended_at {
        rows.push(vec!["ended".to_owned(), time::when(ended_at)]);
    }
    text.push_str(&table::indented(&table::lines(rows)));
    if let Some(paused) = &m.paused {
        text.push_str(&format!("  {paused}\n"));
    }
    if let Some(progress) = &m.progress {
        text.push_str(&format!(
            "  {} for {} (slow after {}, limit {})\n",
            phase(progress.phase),
            time::span(progress.elapsed_s),
            time::span(progress.slow_after_s),
            time::span(progress.limit_s)
        ));
    }
    let done = m.tasks.iter().filter(|task| task.state == "done").count();
    text.push_str(&format!("  {done} of {} tasks done\n", m.tasks.len()));
    let tasks = m.tasks.iter().map(|task| vec![task.id.clone(), task.state.replace('_', " ")]);
    text.push_str(&table::indented(&table::indented(&table::lines(tasks))));
    for (name, leg) in &m.legs {
        text.push_str(&leg_text(name, leg));
    }
    for note in &m.notes {
        text.push_str(&format!("  note {} by {}: {}\n", time::when(&note.at), note.by, hung(&note.text, 4)));
    }
    for point in &m.open_points {
        text.push_str(&format!("  open: {point}\n"));
    }
    if !m.allowed_actions.is_empty() {
        text.push_str(&format!("  possible now: {}\n", m.allowed_actions.join(", ")));
    }
    text.push_str(&format!("  {}, head {}\n", events(m.seq), m.head));
    text
}

/// What is seen while a role command is under way, and no more: a sync that runs and one that failed look alike.
fn phase(phase: &str) -> &str {
    match phase {
        "answering" => "no answer yet",
        "syncing" => "the roles are as before",
        "swapping" => "the roles are changing",
        other => other,
    }
}

fn leg_text(name: &str, leg: &Leg) -> String {
    if leg.attempts == 0 && leg.done_at.is_none() {
        return String::new();
    }
    let phases = [
        ("intended", &leg.intended_at),
        ("answered", &leg.answered_at),
        ("both backup", &leg.both_backup_at),
        ("roles done", &leg.done_at),
        ("traffic moved", &leg.swung_at),
        ("signed off", &leg.signed_off_at),
    ];
    let rows = phases.iter().map(|(phase, at)| vec![(*phase).to_owned(), time::when_or_dash(at.as_deref())]);
    let sync = leg.sync.map(|sync| format!(", data sync {sync}")).unwrap_or_default();
    let mut text = format!("  {name} leg{sync}\n{}", table::indented(&table::indented(&table::lines(rows))));
    if !leg.second_hand.is_empty() {
        text.push_str(&format!("    second hand: the role of {}\n", leg.second_hand.join(", ")));
    }
    if leg.two_primaries_excluded == Some(false) {
        text.push_str("    two primaries cannot be excluded\n");
    }
    if let Some(adopted) = &leg.adopted {
        text.push_str(&format!("    adopted: {adopted}\n"));
    }
    text
}

fn events(seq: u64) -> String {
    if seq == 1 { "1 event".to_owned() } else { format!("{seq} events") }
}

pub(super) fn journal(journal: &Journal) -> String {
    let mut text = String::new();
    for event in &journal.0 {
        text.push_str(&format!("{:>4}  {}  {}  {}\n", event.seq, time::when(&event.at), event.kind, event.by));
        text.push_str(&format!("      {}\n", hung(&event.sentence, 8)));
    }
    if let Some(last) = journal.0.last() {
        text.push_str(&format!("{}; the chain is whole. Head {}\n", events(last.seq), last.hash));
    }
    text
}

pub(super) fn decided(decided: &Decided, quiet: bool) -> String {
    let mut text = String::new();
    if !quiet {
        text.push_str(&format!("{}  {}\n  stage: {}\n", decided.id, hung(&decided.sentence, 4), decided.stage));
    }
    for point in &decided.open_points {
        text.push_str(&format!("  open: {point}\n"));
    }
    if let Some(report) = decided.report.as_ref().filter(|_| !quiet) {
        text.push_str(&format!("  {}\n", hung(&report.sentence, 4)));
        for file in &report.files {
            text.push_str(&format!("    {}\n", file.file));
        }
    }
    text
}

pub(super) fn end(end: &End) -> String {
    let mut text = format!("{}  {}\n", end.id, end.sentence);
    if let Some(message) = end.message.as_ref().filter(|message| !message.is_empty()) {
        let own_words = matches!(end.answer, Some("started" | "refused"));
        let told = if own_words { format!("The appliance: \"{message}\"") } else { message.clone() };
        text.push_str(&format!("  {told}\n"));
    }
    text.push_str(&format!("  stage: {}\n", end.stage));
    text
}
