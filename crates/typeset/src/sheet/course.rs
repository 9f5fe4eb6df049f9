//! Steps, ways, durations, commands, legs, users.

use super::{Cell, Page, column, fixed};
use crate::document::{Leg, Phase, Sent};
use crate::words::{self, duration, plain};

pub(super) fn course(page: &mut Page<'_>) {
    steps(page);
    ways(page);
    durations(page);
    commands(page);
    legs(page);
    users(page);
}

fn steps(page: &mut Page<'_>) {
    page.section("Steps");
    let mut rows = vec![];
    for step in &page.document.report.steps {
        let tone = match step.state.as_str() {
            "done" => "ready",
            "failed" => "stop",
            "under_way" => "working",
            "unfinished" => "slow",
            _ => "unknown",
        };
        rows.push(vec![
            page.strong(&step.words),
            page.styled(tone, &words::state(&step.state)),
            page.local(step.from),
            page.utc(step.from),
            page.took(step.took_ms),
            page.cell(&step.result),
        ]);
    }
    let columns = vec![
        column("Step", 4),
        column("State", 4),
        fixed(&format!("Began {}", page.zone()), 62),
        fixed("UTC", 50),
        fixed("Took", 62),
        column("Result", 10),
    ];
    page.table(columns, rows);
}

fn ways(page: &mut Page<'_>) {
    page.head("Ways to change a role");
    let mut rows = vec![];
    for way in &page.document.report.ways {
        let executed = match way.executed {
            0 => "not executed".to_owned(),
            1 => "once".to_owned(),
            times => format!("{} times", words::grouped(times)),
        };
        rows.push(vec![
            page.strong(&way.words),
            page.cell(if way.guarded { "guarded" } else { "ordinary" }),
            page.styled(if way.executed == 0 { "unknown" } else { "strong" }, &executed),
        ]);
    }
    page.table(vec![column("Way", 3), column("Kind", 1), column("Executed", 1)], rows);
}

fn durations(page: &mut Page<'_>) {
    let phases = &page.document.report.phases;
    if phases.is_empty() {
        return;
    }
    page.section("Durations against the usual range");
    let mut rows = vec![];
    for phase in phases {
        let took = match (phase.took_ms, phase.to) {
            (Some(took_ms), _) => page.took(Some(took_ms)),
            (None, Some(_)) => page.cell("not known"),
            (None, None) => page.cell("not ended"),
        };
        let usual = usual(phase);
        let band = phase.band.as_deref();
        let against = match band {
            Some(band) => page.styled(band_tone(band), &words::band(band)),
            None => page.cell(""),
        };
        rows.push(vec![
            page.strong(&phase.words),
            page.local(Some(phase.from)),
            page.utc(Some(phase.from)),
            page.took(phase.planned_ms),
            took,
            page.cell(&usual),
            against,
        ]);
    }
    let columns = vec![
        column("Phase", 6),
        fixed(&format!("Began {}", page.zone()), 62),
        fixed("UTC", 50),
        fixed("Planned", 52),
        fixed("Took", 62),
        column("Usual here", 7),
        column("Against it", 5),
    ];
    page.table(columns, rows);
}

fn usual(phase: &Phase) -> String {
    phase.usual.as_ref().map_or_else(String::new, |usual| {
        let swaps = words::count(usual.samples, "swap", "swaps");
        let (shortest, p90, median) = (duration(usual.shortest_ms), duration(usual.p90_ms), duration(usual.p50_ms));
        format!("{shortest} – {p90} ({swaps}, median {median})")
    })
}

fn band_tone(band: &str) -> &'static str {
    match band {
        "inside" | "shorter" => "ready",
        "longer" => "slow",
        _ => "unknown",
    }
}

fn commands(page: &mut Page<'_>) {
    page.section("Role commands and what came of them");
    let commands = &page.document.report.commands;
    if commands.is_empty() {
        page.paragraph("No role command was sent.");
        return;
    }
    let mut rows = vec![];
    for sent in commands {
        let label = page.label(sent.target);
        let sync = if sent.data_sync_first { "data sync first" } else { "no data sync" };
        let force = if sent.force { ", force" } else { "" };
        let settled = settled(page, sent);
        let answer = sent.answer.as_ref().map_or_else(|| "none yet".to_owned(), |answer| plain(answer));
        let text = if sent.answer_text.is_empty() { String::new() } else { format!(": {}", sent.answer_text) };
        rows.push(vec![
            Cell::Lines(vec![page.strong(words::leg(&sent.leg)), page.quiet(&plain(&sent.way))]),
            page.local(Some(sent.at)),
            page.utc(Some(sent.at)),
            page.cell(&format!("{label} to become {}, {sync}{force}", sent.role)),
            page.cell(&format!("{answer}{text}")),
            settled,
        ]);
    }
    let columns = vec![
        column("Leg, way", 3),
        fixed(&format!("Sent {}", page.zone()), 62),
        fixed("UTC", 50),
        column("Command", 6),
        column("Answer", 5),
        column("Settled", 6),
    ];
    page.table(columns, rows);
}

fn settled(page: &mut Page<'_>, sent: &Sent) -> Cell {
    let settled = sent.settlement.as_ref().map_or_else(|| "unknown".to_owned(), |settlement| plain(settlement));
    let at = sent.settled_at.map_or_else(String::new, |at| format!(", {}", page.both(at)));
    let reason = sent.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    page.styled(if sent.settlement.is_some() { "ready" } else { "needs" }, &format!("{settled}{at}{reason}"))
}

fn legs(page: &mut Page<'_>) {
    let legs = &page.document.report.legs;
    if legs.is_empty() {
        return;
    }
    page.head("Legs that are done");
    let mut rows = vec![];
    for leg in legs {
        let primary = page.label(leg.new_primary);
        let by = seen(page, leg);
        let stamp = leg.sync_stamp.map_or_else(String::new, |at| format!(", stamp {}", page.both(at)));
        let signed = leg.signed_off_by.as_ref().zip(leg.signed_off_at);
        let signed = signed.map_or_else(|| "not signed off".to_owned(), |(by, at)| format!("{by}, {}", page.both(at)));
        rows.push(vec![
            Cell::Lines(vec![
                page.strong(words::leg(&leg.leg)),
                page.local(Some(leg.done_at)),
                page.utc(Some(leg.done_at)),
            ]),
            page.strong(&primary),
            page.cell(&by),
            page.cell(&format!("{}{stamp}", plain(&leg.sync))),
            page.cell(leg.traffic.as_deref().unwrap_or("not verified")),
            page.cell(&signed),
        ]);
    }
    let columns = vec![
        column(&format!("Leg, done {}, UTC", page.zone()), 4),
        column("Primary", 3),
        column("Roles by", 4),
        column("Data sync", 5),
        column("Traffic", 4),
        column("Signed off", 5),
    ];
    page.table(columns, rows);
}

/// By what the roles of a leg were seen.
fn seen(page: &Page<'_>, leg: &Leg) -> String {
    let mut by = words::count(leg.samples, "equal look", "equal looks");
    for side in &leg.second_hand {
        by.push_str(&format!(", {} second hand", page.label(*side)));
    }
    if !leg.two_primaries_excluded {
        by.push_str(", two primaries not excluded");
    }
    if let Some(reason) = &leg.adopted {
        by.push_str(&format!(", adopted: {reason}"));
    }
    by
}

fn users(page: &mut Page<'_>) {
    let users = &page.document.report.users;
    if users.is_empty() {
        return;
    }
    page.section("Users");
    let mut rows = vec![];
    for one in users {
        rows.push(vec![
            page.cell(&one.words),
            page.local(Some(one.at)),
            page.utc(Some(one.at)),
            page.number(one.count),
        ]);
    }
    let columns =
        vec![column("What", 1), fixed(&format!("When {}", page.zone()), 80), fixed("UTC", 80), fixed("Users", 60)];
    page.table(columns, rows);
}
