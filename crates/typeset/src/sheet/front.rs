//! What it is about, who was in it, when, and both appliances before and after.

use super::{Block, Cell, Page, column, road};
use crate::document::{Appliance, Side};
use crate::moment::Utc;
use crate::words::{self, plain};

/// What an auditor asks for and no journal holds.
const NOT_RECORDED: &str =
    "whether the back-out was tested; a rehearsal before it; the hash of the program that was run";

pub(super) fn tone(outcome: &str) -> &'static str {
    match outcome {
        "complete" => "ready",
        "incomplete" => "slow",
        "unsettled" => "needs",
        "open" => "working",
        _ => "unknown",
    }
}

pub(super) fn front(page: &mut Page<'_>) {
    let report = &page.document.report;
    if !report.open_points.is_empty() {
        page.section("Open points");
        page.list(report.open_points.iter().cloned());
    }
    page.section("What, why, who");
    let mut facts = what(page);
    facts.extend(people(page));
    facts.extend(times(page));
    let (computer, program) = (&page.document.computer, &page.document.program);
    facts.push(("Report by".to_owned(), format!("{program} on {computer}")));
    let rows = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = rows.map(|(name, value)| (name, page.cell(&value))).collect();
    page.pairs(rows);
    page.section(&format!("Who was primary, and when ({})", page.zone()));
    let road = road::road(page);
    page.blocks.push(Block::Road(road));
    appliances(page);
    roles(page);
}

type Facts = Vec<(String, String)>;

fn what(page: &Page<'_>) -> Facts {
    let what = &page.document.report.what;
    let product = what.product.as_ref().map_or_else(String::new, |product| format!(", {}", product.to_uppercase()));
    let up = if what.taken_up { ", taken up: the pair was found failed over" } else { "" };
    let pair =
        format!("{}, {}, {}, {}{product}{up}", what.pair, plain(&what.guard), what.site_name, plain(&what.network));
    let stated = |text: &Option<String>| text.clone().unwrap_or_else(|| "not stated".to_owned());
    vec![
        ("Pair".to_owned(), pair),
        ("Kind".to_owned(), plain(&what.kind)),
        ("Change".to_owned(), stated(&what.ticket)),
        ("Reason".to_owned(), stated(&what.reason)),
        ("Risk".to_owned(), stated(&what.risk)),
        ("Back-out".to_owned(), stated(&what.back_out)),
        ("Not recorded".to_owned(), NOT_RECORDED.to_owned()),
    ]
}

fn people(page: &Page<'_>) -> Facts {
    let who = &page.document.report.who;
    let asked = who.asked.as_ref();
    let asked = asked.map_or_else(|| "nobody is named".to_owned(), |by| format!("{} ({})", by.name, by.standing));
    let mut facts = vec![("Asked".to_owned(), asked), ("Planned by".to_owned(), who.planned_by.clone())];
    for approval in &who.approved {
        let mut text = format!("{} ({})", approval.name, approval.standing);
        if let (Some(at), Some(by)) = (approval.at, &approval.by) {
            text.push_str(&format!(", entered {} by {by}", page.both(at)));
        }
        if approval.after_the_fact {
            text.push_str(", after the fact");
        }
        if approval.self_approved {
            text.push_str(", self-approved");
        }
        let name = if approval.at.is_some() { "Approved" } else { "Approver" };
        facts.push((name.to_owned(), text));
    }
    facts.push(("Separation".to_owned(), who.separation.clone()));
    for did in &who.did {
        let account = did.api_account.as_ref().map_or_else(String::new, |account| format!(", API account {account}"));
        let events = words::count(did.events, "event", "events");
        let (first, last) = (page.both(did.first), page.both(did.last));
        let text = format!("{}{account}: {events}, {first} to {last}, with {}", did.by, did.programs.join(", "));
        facts.push(("Did".to_owned(), text));
    }
    facts
}

fn times(page: &Page<'_>) -> Facts {
    let when = &page.document.report.when;
    let planned = when.planned.iter().map(|window| {
        let text = format!("{} to {}", page.both(window.from), page.both(window.to));
        (format!("Planned, {}", window.leg), text)
    });
    let mut facts: Facts = planned.collect();
    if facts.is_empty() {
        facts.push(("Planned".to_owned(), "no window was planned".to_owned()));
    }
    let to = when.actual.to.map_or_else(|| "not ended".to_owned(), |to| page.both(to));
    facts.push(("Actual".to_owned(), format!("{} to {to}", page.both(when.actual.from))));
    facts.push(("As of".to_owned(), page.both(when.as_of)));
    facts.push(("Zone".to_owned(), format!("{}; UTC stands beside it", when.zone.name)));
    facts
}

/// One row a property, one column an appliance: they are compared side by side.
fn appliances(page: &mut Page<'_>) {
    let document = page.document;
    let both = &document.report.what.appliances;
    let mut columns = vec![column("Before and after", 3)];
    for one in both {
        let side = match one.side {
            Side::Home => "home primary",
            Side::StandIn => "stand-in",
        };
        columns.push(column(&format!("{}, {side}", one.label), 7));
    }
    let sync = |page: &Page<'_>, at: Option<Utc>| at.map_or_else(|| "not told".to_owned(), |at| page.both(at));
    let told = |text: &Option<String>| text.clone().unwrap_or_else(|| "not told".to_owned());
    let change = |before: String, after: String| {
        if before == after { format!("{before}, before and after") } else { format!("{before} → {after}") }
    };
    let mut rows = vec![];
    let mut row =
        |page: &mut Page<'_>, name: &str, style: &'static str, text: &dyn Fn(&Page<'_>, &Appliance) -> String| {
            let mut cells = vec![page.quiet(name)];
            for one in both {
                let text = text(page, one);
                cells.push(page.styled(style, &text));
            }
            rows.push(cells);
        };
    row(page, "Role", "strong", &|_, one| change(told(&one.role_before), told(&one.role_after)));
    row(page, "Version", "text", &|_, one| change(told(&one.version_before), told(&one.version_after)));
    row(page, "Last sync before", "text", &|page, one| sync(page, one.sync_before));
    row(page, "Last sync after", "text", &|page, one| sync(page, one.sync_after));
    row(page, "Address", "text", &|_, one| {
        let host = one.hostname.as_ref().map_or_else(String::new, |host| format!(", {host}"));
        let shared =
            if one.shared_ips.is_empty() { String::new() } else { format!(", shared: {}", one.shared_ips.join(", ")) };
        format!("{}{host}{shared}", one.address)
    });
    row(page, "GUID", "code", &|_, one| {
        let accepted = one.guid_accepted.as_ref().map_or_else(String::new, |guid| format!(", then {guid}"));
        format!("{}{accepted}", one.guid)
    });
    row(page, "Its clock minus this computer's", "text", &|_, one| {
        let clock = one.clock_least_ms.zip(one.clock_greatest_ms);
        clock.map_or_else(
            || "not told".to_owned(),
            |(least, greatest)| {
                if least == greatest { format!("{least} ms") } else { format!("{least} to {greatest} ms") }
            },
        )
    });
    page.table(columns, rows);
}

/// The picture as a list.
fn roles(page: &mut Page<'_>) {
    let spans = &page.document.report.timeline.roles;
    if spans.is_empty() {
        return;
    }
    page.head("What each appliance said of itself");
    let mut rows: Vec<Vec<Cell>> = vec![];
    for span in spans {
        let second_hand = if span.second_hand { ", second hand" } else { "" };
        let label = page.label(span.side);
        rows.push(vec![
            page.cell(&label),
            page.strong(&format!("{}{second_hand}", span.role)),
            page.local(Some(span.from)),
            page.utc(Some(span.from)),
            page.local(Some(span.to)),
            page.utc(Some(span.to)),
            page.number(span.looks),
        ]);
    }
    let zone = page.zone();
    let columns = vec![
        column("Appliance", 3),
        column("Role", 4),
        column(&format!("From {zone}"), 2),
        column("UTC", 2),
        column(&format!("To {zone}"), 2),
        column("UTC", 2),
        column("Looks", 1),
    ];
    page.table(columns, rows);
}
