//! What the report proves, how, and what it does not; then, as an annex, every event and every hash.

use super::{Cell, MOST_ROWS, Page, column, fixed};
use crate::words::{count, grouped};

pub(super) fn proof(page: &mut Page<'_>) {
    page.section("Proof");
    let rows = facts(page);
    page.pairs(rows);
    verdicts(page);
    not_proven(page);
    evidence(page);
    events(page);
}

fn facts(page: &mut Page<'_>) -> Vec<(String, Cell)> {
    let document = page.document;
    let report = &document.report;
    let head = &document.head;
    let agree = report.verdicts.iter().filter(|line| line.agrees).count() as u64;
    let evidence = format!(
        "{}, {} with their evidence, {} not kept any more",
        count(report.readings, "reading", "readings"),
        grouped(report.readings_with_evidence),
        count(report.evidence_missing.len() as u64, "piece", "pieces")
    );
    let agree = format!("{} of {} follow from the observations", grouped(agree), grouped(report.verdicts.len() as u64));
    let check = format!("switchbackctl verify {0}.html, or {0}.json: offline, on any computer", document.number);
    let mut chain = |n: String, hash: &str| Cell::Lines(vec![page.cell(&format!("{n}, chain head")), page.code(hash)]);
    let journal = chain(count(head.journal.count, "event", "events"), &head.journal.hash);
    let ledger = chain(count(head.ledger.count, "fact", "facts"), &head.ledger.hash);
    let signature = match &document.signature {
        None => page.styled("unknown", "none: nobody vouches that all of it was not written anew"),
        Some(by) => {
            let at = page.both(by.signed_at);
            Cell::Lines(vec![
                page.strong(&format!("{}, key {}, {at}", by.algorithm, by.fingerprint)),
                page.quiet("Public key"),
                page.code(&by.public_key),
                page.quiet("Signature"),
                page.code(&by.signature),
            ])
        }
    };
    vec![
        ("Journal".to_owned(), journal),
        ("Ledger".to_owned(), ledger),
        ("Evidence".to_owned(), page.cell(&evidence)),
        ("Verdicts".to_owned(), page.cell(&agree)),
        ("Document".to_owned(), Cell::Lines(vec![page.cell("SHA-256"), page.code(&document.digest)])),
        ("Signature".to_owned(), signature),
        ("Check".to_owned(), page.cell(&check)),
    ]
}

fn verdicts(page: &mut Page<'_>) {
    page.head("Verdicts that can be computed again");
    let mut rows = vec![];
    for line in &page.document.report.verdicts {
        let event = if line.seq == 0 { "all".to_owned() } else { line.seq.to_string() };
        let rests_on: Vec<String> = line.rests_on.iter().map(u64::to_string).collect();
        let again = match &line.found {
            _ if line.agrees => page.styled("ready", "the same"),
            found => page.styled("stop", found.as_deref().unwrap_or("something else")),
        };
        rows.push(vec![page.cell(&event), page.cell(&line.claim), page.cell(&rests_on.join(", ")), again]);
    }
    let columns =
        vec![fixed("Event", 40), column("What it says", 5), column("Rests on events", 3), column("Judged again", 3)];
    page.table(columns, rows);
}

fn not_proven(page: &mut Page<'_>) {
    page.section("Not proven");
    let document = page.document;
    let signed = match &document.signature {
        Some(_) => "Whose key signed it: compare its fingerprint with one you have from elsewhere.",
        None => "That nobody wrote all of it anew, or cut off an end with its head record: it is not signed.",
    };
    page.list(document.report.not_proven.iter().cloned().chain([signed.to_owned()]));
}

fn evidence(page: &mut Page<'_>) {
    let document = page.document;
    let kept = &document.evidence;
    if !kept.is_empty() {
        page.section(&format!("Evidence that is kept: {}", count(kept.len() as u64, "piece", "pieces")));
    }
    if kept.len() > MOST_ROWS {
        page.paragraph("The hashes stand in the HTML of the same document; the document's own hash covers them.");
    } else if !kept.is_empty() {
        let mut rows = vec![];
        for piece in kept {
            rows.push(vec![
                page.code(&piece.sha256),
                page.local(Some(piece.created_at)),
                page.utc(Some(piece.created_at)),
                page.cell(&piece.content_type),
                page.number(piece.bytes),
            ]);
        }
        let columns = vec![
            fixed("SHA-256", 276),
            column(&format!("When {}", page.zone()), 3),
            column("UTC", 3),
            column("Kind", 4),
            column("Bytes", 2),
        ];
        page.table(columns, rows);
    }
    let missing = &document.report.evidence_missing;
    if !missing.is_empty() {
        let pieces = count(missing.len() as u64, "piece", "pieces");
        page.section(&format!("Evidence that journal or ledger names and that is not kept: {pieces}"));
        let mut rows = vec![];
        for sha256 in missing {
            rows.push(vec![page.code(sha256)]);
        }
        page.table(vec![column("SHA-256", 1)], rows);
    }
}

fn events(page: &mut Page<'_>) {
    let events = &page.document.report.events;
    page.section(&format!("Every event of the journal: {}", grouped(events.len() as u64)));
    if events.len() > MOST_ROWS {
        page.paragraph("They stand in the HTML of the same document; the chain's head covers them.");
        return;
    }
    let mut rows = vec![];
    for event in events {
        rows.push(vec![
            page.cell(&event.seq.to_string()),
            page.local(Some(event.at)),
            page.utc(Some(event.at)),
            page.cell(&event.by),
            page.cell(&event.words),
        ]);
    }
    let columns = vec![
        fixed("Event", 40),
        fixed(&format!("When {}", page.zone()), 62),
        fixed("UTC", 50),
        column("By", 2),
        column("What", 5),
    ];
    page.table(columns, rows);
}
