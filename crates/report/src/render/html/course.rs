//! Steps, durations, commands, legs, users.

use super::Page;
use crate::document::{Band, Phase, StepState};
use crate::render::names;
use crate::words::{self, duration, plain};

pub(super) fn course(page: &mut Page<'_>) {
    let zone = page.zone();
    let report = &page.document.report;
    page.section("steps", "Steps");
    page.table(
        "The thirteen tasks",
        &["Step", "State", &format!("Began {}", zone.abbreviation(report.timeline.from)), "UTC", "Took", "Result"],
    );
    for step in &report.steps {
        page.row(step.words);
        let tone = match step.state {
            StepState::Done => "ready",
            StepState::Failed => "stop",
            StepState::UnderWay => "working",
            StepState::Unfinished => "slow",
            StepState::Skipped | StepState::NotExecuted => "unknown",
        };
        page.tone(tone, names::step(step.state));
        page.times(step.from);
        page.took(step.took_ms);
        page.cell(&step.result);
        page.end_row();
    }
    page.end_table();
    page.table("Ways to change a role", &["Way", "Kind", "Executed"]);
    for way in &report.ways {
        page.row(way.words);
        page.cell(if way.guarded { "guarded" } else { "ordinary" });
        page.cell(&match way.executed {
            0 => "not executed".to_owned(),
            1 => "once".to_owned(),
            times => format!("{times} times"),
        });
        page.end_row();
    }
    page.end_table();
    page.end_section();
    durations(page);
    commands(page);
    users(page);
    notes(page);
}

fn notes(page: &mut Page<'_>) {
    let events = &page.document.report.events;
    let notes = || events.iter().filter(|event| event.kind == "noted");
    if notes().next().is_none() {
        return;
    }
    page.section("notes", "Notes");
    page.table("Notes", &["Event", "When", "UTC", "By", "Note"]);
    for note in notes() {
        page.row(&note.seq.to_string());
        page.times(Some(note.at));
        page.cell(&note.by);
        page.raw("<td>");
        page.value(note.words.strip_prefix("Note: ").unwrap_or(&note.words));
        page.raw("</td>");
        page.end_row();
    }
    page.end_table();
    page.end_section();
}

fn durations(page: &mut Page<'_>) {
    let report = &page.document.report;
    if report.phases.is_empty() {
        return;
    }
    page.section("durations", "Durations against the usual range");
    page.table("Durations", &["Phase", "Began", "UTC", "Planned", "Took", "Usual here", "Against it"]);
    for phase in &report.phases {
        page.row(&phase.words);
        page.times(Some(phase.from));
        page.took(phase.planned_ms);
        match (phase.took_ms, phase.to) {
            (Some(took_ms), _) => page.took(Some(took_ms)),
            (None, Some(_)) => page.cell("not known"),
            (None, None) => page.cell("not ended"),
        }
        page.cell(&usual(phase));
        match phase.band {
            Some(band) => page.tone(band_tone(band), names::band(band)),
            None => page.cell(""),
        }
        page.end_row();
    }
    page.end_table();
    page.end_section();
}

fn usual(phase: &Phase) -> String {
    phase.usual.as_ref().map_or_else(String::new, |usual| {
        format!(
            "{} – {} ({}, median {})",
            duration(usual.shortest_ms),
            duration(usual.p90_ms),
            words::count(usual.samples, "swap", "swaps"),
            duration(usual.p50_ms)
        )
    })
}

fn band_tone(band: Band) -> &'static str {
    match band {
        Band::Inside | Band::Shorter => "ready",
        Band::Longer => "slow",
        Band::NoHistory | Band::Gap => "unknown",
    }
}

fn commands(page: &mut Page<'_>) {
    let zone = page.zone();
    let report = &page.document.report;
    page.section("commands", "Role commands and what came of them");
    if report.commands.is_empty() {
        page.paragraph("No role command was sent.");
    } else {
        page.table("Role commands", &["Leg", "Way", "Sent", "UTC", "Command", "Answer", "Settled"]);
    }
    for sent in &report.commands {
        page.row(words::leg(sent.leg));
        page.cell(&plain(&sent.way));
        page.times(Some(sent.at));
        let sync = if sent.data_sync_first { "data sync first" } else { "no data sync" };
        let force = if sent.force { ", force" } else { "" };
        page.cell(&format!("{} to become {}, {sync}{force}", page.label(sent.target), sent.role));
        let answer = sent.answer.map_or_else(|| "none yet".to_owned(), |answer| plain(&answer));
        let text = if sent.answer_text.is_empty() { String::new() } else { format!(": {}", sent.answer_text) };
        page.cell(&format!("{answer}{text}"));
        let settled = sent.settlement.map_or_else(|| "unknown".to_owned(), |settlement| plain(&settlement));
        let at = sent.settled_at.map_or_else(String::new, |at| format!(", {}", zone.both(at)));
        let reason = sent.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        page.tone(if sent.settlement.is_some() { "ready" } else { "needs" }, &format!("{settled}{at}{reason}"));
        page.end_row();
    }
    if !report.commands.is_empty() {
        page.end_table();
    }
    if !report.legs.is_empty() {
        page.table(
            "Legs that are done",
            &["Leg", "Done", "UTC", "Primary", "Roles by", "Data sync", "Traffic", "Signed off"],
        );
        for leg in &report.legs {
            page.row(words::leg(leg.leg));
            page.times(Some(leg.done_at));
            page.cell(page.label(leg.new_primary));
            let mut by = words::count(u64::from(leg.samples), "equal look", "equal looks");
            for side in &leg.second_hand {
                by.push_str(&format!(", {} second hand", page.label(*side)));
            }
            if !leg.two_primaries_excluded {
                by.push_str(", two primaries not excluded");
            }
            if let Some(reason) = &leg.adopted {
                by.push_str(&format!(", adopted: {reason}"));
            }
            page.cell(&by);
            let stamp = leg.sync_stamp.map_or_else(String::new, |at| format!(", stamp {}", zone.both(at)));
            page.cell(&format!("{}{stamp}", plain(&leg.sync)));
            page.cell(leg.traffic.as_deref().unwrap_or("not verified"));
            let by = leg.signed_off_by.as_ref().zip(leg.signed_off_at);
            page.cell(&by.map_or_else(|| "not signed off".to_owned(), |(by, at)| format!("{by}, {}", zone.both(at))));
            page.end_row();
        }
        page.end_table();
    }
    page.end_section();
}

fn users(page: &mut Page<'_>) {
    let report = &page.document.report;
    if report.users.is_empty() {
        return;
    }
    page.section("users", "Users");
    page.table("Users as they were counted", &["What", "When", "UTC", "Users"]);
    for users in &report.users {
        page.row(&users.words);
        page.times(Some(users.at));
        page.number(users.count);
        page.end_row();
    }
    page.end_table();
    page.end_section();
}
