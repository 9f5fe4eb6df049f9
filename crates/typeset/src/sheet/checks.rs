//! Readiness and acknowledged warnings.

use super::{Page, column, fixed};
use crate::document::Check;
use crate::words::{self, plain};

pub(super) fn checks(page: &mut Page<'_>) {
    let report = &page.document.report;
    page.section("Readiness");
    if report.checks.is_empty() {
        page.paragraph("Readiness was not checked.");
    }
    for check in &report.checks {
        page.head(&format!(
            "Check of the {} leg, {}: {}, good until {}",
            check.leg,
            page.both(check.at),
            plain(&check.verdict),
            report.when.zone.time(check.valid_until)
        ));
        findings(page, check);
    }
    page.section("Acknowledged warnings");
    if report.acknowledgements.is_empty() {
        page.paragraph("No warning was acknowledged.");
        return;
    }
    let mut rows = vec![];
    for ack in &report.acknowledgements {
        rows.push(vec![
            page.strong(&ack.code),
            page.cell(&ack.subject),
            page.cell(&format!("{}, {}", plain(&ack.result), ack.leg)),
            page.local(Some(ack.at)),
            page.utc(Some(ack.at)),
            page.cell(&ack.by),
            page.cell(&ack.reason),
        ]);
    }
    let columns = vec![
        fixed("Finding", 112),
        column("About", 3),
        column("Result, leg", 3),
        column(&format!("When {}", page.zone()), 2),
        column("UTC", 2),
        column("By", 3),
        column("Reason", 5),
    ];
    page.table(columns, rows);
}

/// Of an earlier check only what did not pass: its last look is the one that counted.
fn findings(page: &mut Page<'_>, check: &Check) {
    let shown = check.findings.iter().filter(|finding| check.last || finding.result != "pass");
    let mut rows = vec![];
    for finding in shown {
        let tone = match finding.result.as_str() {
            "pass" => "ready",
            "warn" => "slow",
            "fail" => "stop",
            _ => "unknown",
        };
        let mut rule = vec![page.cell(&finding.rule)];
        if finding.result != "pass" && finding.result != "skipped" && !finding.remedy.is_empty() {
            rule.push(page.quiet(&finding.remedy));
        }
        rows.push(vec![
            page.strong(&finding.code),
            page.cell(&finding.subject),
            page.styled(tone, &format!("{} ({})", plain(&finding.result), finding.severity)),
            page.cell(&finding.evidence),
            super::Cell::Lines(rule),
        ]);
    }
    let passed = check.findings.len() - rows.len();
    if passed > 0 {
        let passed = words::count(passed as u64, "finding", "findings");
        page.paragraph(&format!("Checked again later. {passed} passed; what did not pass:"));
    }
    if !rows.is_empty() {
        let columns = vec![
            fixed("Finding", 112),
            column("About", 3),
            fixed("Result", 68),
            column("Evidence", 6),
            column("Rule, and what to do", 8),
        ];
        page.table(columns, rows);
    }
    if !check.not_checked.is_empty() {
        page.paragraph(&format!("Not checked: {}.", check.not_checked.join("; ")));
    }
}
