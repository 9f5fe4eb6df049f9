//! What the report proves, how, and what it does not.

use super::Page;
use crate::words::{count, grouped};

pub(super) fn proof(page: &mut Page<'_>) {
    let document = page.document;
    let report = &document.report;
    page.section("events", "Events");
    page.fold(&format!("Every event of the journal: {}", grouped(report.events.len() as u64)));
    page.table("Events", &["Event", "When", "UTC", "By", "What"]);
    for event in &report.events {
        page.row(&event.seq.to_string());
        page.times(Some(event.at));
        page.cell(&event.by);
        page.raw("<td>");
        page.value(&event.words);
        page.raw("</td>");
        page.end_row();
    }
    page.end_table();
    page.end_fold();
    page.end_section();
    page.section("proof", "Proof");
    page.pairs();
    let head = &document.head;
    page.pair(
        "Journal",
        &format!("{}, chain head {}", count(head.journal.count, "event", "events"), head.journal.hash),
    );
    page.pair("Ledger", &format!("{}, chain head {}", count(head.ledger.count, "fact", "facts"), head.ledger.hash));
    page.pair(
        "Evidence",
        &format!(
            "{}, {} with their evidence, {} not kept any more",
            count(report.readings, "reading", "readings"),
            grouped(report.readings_with_evidence),
            count(report.evidence_missing.len() as u64, "piece", "pieces")
        ),
    );
    let agree = report.verdicts.iter().filter(|line| line.agrees).count() as u64;
    page.pair(
        "Verdicts",
        &format!("{} of {} follow from the observations", grouped(agree), grouped(report.verdicts.len() as u64)),
    );
    page.pair("Document", &format!("SHA-256 {}", document.digest));
    page.pair(
        "Signature",
        &document.signature.as_ref().map_or_else(
            || "none: nobody vouches that all of it was not written anew".to_owned(),
            |signature| {
                let at = page.zone().both(signature.signed_at);
                format!("Ed25519, key {}, public key {}, {at}", signature.fingerprint, signature.public_key)
            },
        ),
    );
    page.pair(
        "Check",
        &format!("switchbackctl verify {0}.html, or {0}.json: offline, on any computer", document.number),
    );
    page.end_pairs();
    page.raw("<h3>Verdicts that can be computed again</h3>\n");
    page.table("Verdicts", &["Event", "What it says", "Rests on events", "Judged again"]);
    for line in &report.verdicts {
        page.row(&if line.seq == 0 { "all".to_owned() } else { line.seq.to_string() });
        page.cell(&line.claim);
        page.cell(&events(&line.rests_on));
        match &line.found {
            _ if line.agrees => page.tone("ready", "the same"),
            found => page.tone("stop", found.as_deref().unwrap_or("something else")),
        }
        page.end_row();
    }
    page.end_table();
    page.raw("<h3>Not proven</h3>\n");
    let signed = match &document.signature {
        Some(_) => "Whose key signed it: compare its fingerprint with one you have from elsewhere.",
        None => "That nobody wrote all of it anew, or cut off an end with its head record: it is not signed.",
    };
    page.list(report.not_proven.iter().cloned().chain([signed.to_owned()]));
    if !document.evidence.is_empty() {
        page.fold(&format!("Evidence that is kept: {}", count(document.evidence.len() as u64, "piece", "pieces")));
        page.table("Evidence", &["SHA-256", "When", "UTC", "Kind", "Bytes"]);
        for piece in &document.evidence {
            page.raw("<tr>");
            page.code(&piece.sha256);
            page.times(Some(piece.created_at));
            page.cell(&piece.content_type);
            page.number(grouped(piece.bytes));
            page.end_row();
        }
        page.end_table();
        page.end_fold();
    }
    if !report.evidence_missing.is_empty() {
        page.fold("Evidence that journal or ledger names and that is not kept");
        page.list(report.evidence_missing.iter().cloned());
        page.end_fold();
    }
    page.end_section();
}

fn events(rests_on: &[u64]) -> String {
    rests_on.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}
