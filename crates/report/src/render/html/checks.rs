//! Readiness and acknowledged warnings.

use domain::readiness::FindingResult;

use super::Page;
use crate::document::Check;
use crate::render::names;
use crate::words::{self, plain};

pub(super) fn checks(page: &mut Page<'_>) {
    let zone = page.zone();
    let report = &page.document.report;
    page.section("readiness", "Readiness");
    if report.checks.is_empty() {
        page.paragraph("Readiness was not checked.");
    }
    for check in &report.checks {
        let text = format!(
            "Check of the {} leg, {}: {}, good until {}",
            check.leg.words(),
            zone.both(check.at),
            plain(&check.verdict),
            zone.time(check.valid_until)
        );
        if check.last {
            page.raw("<h3>");
            page.text(&text);
            page.raw("</h3>\n");
            findings(page, check);
        } else {
            page.fold(&text);
            findings(page, check);
            page.end_fold();
        }
    }
    page.end_section();
    page.section("acknowledged", "Acknowledged warnings");
    if report.acknowledgements.is_empty() {
        page.paragraph("No warning was acknowledged.");
    } else {
        page.table("Acknowledged warnings", &["Finding", "About", "Result, leg", "When", "UTC", "By", "Reason"]);
        for ack in &report.acknowledgements {
            page.row(&ack.code);
            page.cell(&ack.subject);
            page.cell(&format!("{}, {}", names::result(ack.result), ack.leg.words()));
            page.times(Some(ack.at));
            page.cell(&ack.by);
            page.cell(&ack.reason);
            page.end_row();
        }
        page.end_table();
    }
    page.end_section();
}

fn findings(page: &mut Page<'_>, check: &Check) {
    let caption = format!("Findings, {}", words::count(check.findings.len() as u64, "check", "checks"));
    page.table(&caption, &["Finding", "About", "Result", "Evidence", "Rule, and what to do"]);
    for finding in &check.findings {
        page.row(&finding.code);
        page.cell(&finding.subject);
        let tone = match finding.result {
            FindingResult::Pass => "ready",
            FindingResult::Warn => "slow",
            FindingResult::Fail => "stop",
            FindingResult::Unknown | FindingResult::Skipped => "unknown",
        };
        page.tone(tone, &format!("{} ({})", names::result(finding.result), names::severity(finding.severity)));
        page.cell(&finding.evidence);
        page.raw("<td>");
        page.text(&finding.rule);
        // What passes needs nothing.
        let passes = matches!(finding.result, FindingResult::Pass | FindingResult::Skipped);
        if !passes && !finding.remedy.is_empty() {
            page.raw("<br><span class=\"quiet\">");
            page.text(&finding.remedy);
            page.raw("</span>");
        }
        page.raw("</td>");
        page.end_row();
    }
    page.end_table();
    if !check.not_checked.is_empty() {
        page.paragraph(&format!("Not checked: {}.", check.not_checked.join("; ")));
    }
}
