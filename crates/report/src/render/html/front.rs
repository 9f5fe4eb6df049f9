//! The head of the page, what it is about, who was in it, and the picture.

use super::{Page, mark};
use crate::document::Outcome;
use crate::render::{names, road};
use crate::words::{self, plain};

const GLYPH: &str = "<svg class=\"glyph\" viewBox=\"0 0 32 32\" aria-hidden=\"true\"><path class=\"primary\" d=\"M2 9H7C12 9 9 23 14 23H18C23 23 20 9 25 9H30\"/></svg>";

pub(super) fn head(page: &mut Page<'_>) {
    let document = page.document;
    if document.rehearsal {
        page.raw("<p class=\"rehearsal\" role=\"note\">Rehearsal: a simulated pair. Nothing in this report happened to a real appliance.</p>\n");
    }
    page.raw("<header>\n<p class=\"brand\">");
    page.raw(GLYPH);
    page.raw("<strong>Switchback</strong> <span>Maintenance report</span> <span class=\"number\">");
    page.text(&format!("{}{}", mark(document), document.number));
    page.raw("</span></p>\n<h1>");
    page.text(&document.report.headline);
    page.raw("</h1>\n<p class=\"lead\"><span class=\"tone ");
    page.raw(tone(document.report.outcome));
    page.raw("\">");
    page.text(&plain(&document.report.outcome));
    page.raw("</span> ");
    page.text(&document.report.sentence);
    page.raw("</p>\n</header>\n");
}

fn tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Complete => "ready",
        Outcome::Incomplete => "slow",
        Outcome::Unsettled => "needs",
        Outcome::Open => "working",
        Outcome::Abandoned | Outcome::ClosedAway | Outcome::HandedOn => "unknown",
    }
}

pub(super) fn front(page: &mut Page<'_>) {
    let report = &page.document.report;
    if !report.open_points.is_empty() {
        page.section("open", "Open points");
        page.list(report.open_points.iter().cloned());
        page.end_section();
    }
    page.section("what", "What, why, who");
    page.pairs();
    let what = &report.what;
    let product = what.product.map_or_else(String::new, |product| format!(", {}", plain(&product).to_uppercase()));
    let up = if what.taken_up { ", taken up: the pair was found failed over" } else { "" };
    page.pair(
        "Pair",
        &format!("{}, {}, {}, {}{product}{up}", what.pair, plain(&what.guard), what.site_name, plain(&what.network)),
    );
    page.pair("Kind", &plain(&what.kind));
    for (name, text) in
        [("Change", &what.ticket), ("Reason", &what.reason), ("Risk", &what.risk), ("Back-out", &what.back_out)]
    {
        page.pair(name, text.as_deref().unwrap_or("not stated"));
    }
    page.pair("Not recorded", names::NOT_RECORDED);
    people(page);
    times(page);
    page.pair("Computer", &page.document.computer.clone());
    page.pair("Report by", &page.document.program.clone());
    page.end_pairs();
    page.end_section();
    let zone = page.zone();
    page.section("road", &format!("Who was primary, and when ({})", zone.abbreviation(report.timeline.from)));
    page.raw("<figure>\n");
    road::road(page.document, &mut page.out);
    page.raw("<figcaption>");
    page.text(&road::sentence(page.document));
    page.text(" The thick line is the primary, dots are the backup, dashes: users out, a hairline: no answer, a grey ground: nobody looked. ");
    page.text("A mark is a change; on the appliance that was backup it is drawn heavier.");
    page.raw("</figcaption>\n</figure>\n");
    appliances(page);
    page.end_section();
}

fn people(page: &mut Page<'_>) {
    let who = &page.document.report.who;
    let zone = page.zone();
    match &who.asked {
        Some(asked) => page.pair("Asked", &format!("{} ({})", asked.name, asked.standing)),
        None => page.pair("Asked", "nobody is named"),
    }
    page.pair("Planned by", &who.planned_by);
    for approval in &who.approved {
        let mut text = format!("{} ({})", approval.name, approval.standing);
        if let (Some(at), Some(by)) = (approval.at, &approval.by) {
            text.push_str(&format!(", entered {} by {by}", zone.both(at)));
        }
        if approval.after_the_fact {
            text.push_str(", after the fact");
        }
        if approval.self_approved {
            text.push_str(", self-approved");
        }
        page.pair(if approval.at.is_some() { "Approved" } else { "Approver" }, &text);
    }
    page.pair("Separation", &who.separation);
    for did in &who.did {
        let account = did.api_account.as_ref().map_or_else(String::new, |account| format!(", API account {account}"));
        let events = words::count(did.events, "event", "events");
        let programs = did.programs.join(", ");
        page.pair(
            "Did",
            &format!(
                "{}{account}: {events}, {} to {}, with {programs}",
                did.by,
                zone.both(did.first),
                zone.both(did.last)
            ),
        );
    }
}

fn times(page: &mut Page<'_>) {
    let when = &page.document.report.when;
    let zone = page.zone();
    for window in &when.planned {
        let text = format!("{} to {}", zone.both(window.from), zone.both(window.to));
        page.pair(&format!("Planned, {}", window.leg.words()), &text);
    }
    if when.planned.is_empty() {
        page.pair("Planned", "no window was planned");
    }
    let from = zone.both(when.actual.from);
    page.pair(
        "Actual",
        &when.actual.to.map_or_else(|| format!("{from}, not ended"), |to| format!("{from} to {}", zone.both(to))),
    );
    page.pair("As of", &zone.both(when.as_of));
    page.pair("Zone", &format!("{}; UTC stands beside it", zone.name));
}

fn appliances(page: &mut Page<'_>) {
    let zone = page.zone();
    page.table(
        "The appliances, before and after",
        &[
            "Appliance",
            "GUID",
            "Address, host, shared",
            "Role before",
            "after",
            "Version before",
            "after",
            "Last sync before",
            "after",
            "Its clock minus this computer's",
        ],
    );
    for one in &page.document.report.what.appliances {
        let side = match one.side {
            domain::role::Side::Home => "home primary",
            domain::role::Side::StandIn => "stand-in",
        };
        page.row(&format!("{}, {side}", one.label));
        let accepted = one.guid_accepted.as_ref().map_or_else(String::new, |guid| format!(", then {guid}"));
        page.code(&format!("{}{accepted}", one.guid));
        let host = one.hostname.as_ref().map_or_else(String::new, |host| format!(", {host}"));
        let shared = match one.shared_ips.as_slice() {
            [] => String::new(),
            shared => format!(", shared: {}", shared.join(", ")),
        };
        page.cell(&format!("{}{host}{shared}", one.address));
        for text in [&one.role_before, &one.role_after, &one.version_before, &one.version_after] {
            page.cell(text.as_deref().unwrap_or("not told"));
        }
        for at in [one.sync_before, one.sync_after] {
            page.cell(&at.map_or_else(|| "not told".to_owned(), |at| zone.both(at)));
        }
        let clock = one.clock_least_ms.zip(one.clock_greatest_ms);
        page.cell(&clock.map_or_else(
            || "not told".to_owned(),
            |(least, greatest)| {
                if least == greatest { format!("{least} ms") } else { format!("{least} to {greatest} ms") }
            },
        ));
        page.end_row();
    }
    page.end_table();
    page.fold("The picture as a list");
    page.table("What each appliance said of itself", &["Appliance", "Role", "From", "UTC", "To", "UTC", "Looks"]);
    for span in &page.document.report.timeline.roles {
        page.row(page.label(span.side));
        let second_hand = if span.second_hand { ", second hand" } else { "" };
        page.cell(&format!("{}{second_hand}", span.role));
        page.times(Some(span.from));
        page.times(Some(span.to));
        page.number(span.looks);
        page.end_row();
    }
    page.end_table();
    page.end_fold();
}

pub(super) fn foot(page: &mut Page<'_>) {
    let document = page.document;
    page.raw("<footer>\n<p>");
    page.text(&format!("{}{} · document sha-256 ", mark(document), document.number));
    page.raw("<code>");
    page.text(&document.digest);
    page.raw("</code> · chain head <code>");
    page.text(&document.head.journal.hash);
    page.raw("</code> · ");
    page.text(
        &document
            .signature
            .as_ref()
            .map_or_else(|| "not signed".to_owned(), |signature| format!("Ed25519 {}", signature.fingerprint)),
    );
    page.raw("</p>\n<p>");
    page.text(&format!(
        "Check: switchbackctl verify {}.html. A local chain proves order and integrity, not the clock.",
        document.number
    ));
    page.raw("</p>\n</footer>\n");
}
