//! What stands in a PDF, read back.

use serde_json::{Value, json};

use crate::tools::{GOLDENS, ask, assert_stands_in, golden, keep, pdf, slow, text, with_changes};

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert!(pdf(&slow()) == pdf(&slow()));
}

#[test]
fn every_report_there_is_can_be_printed() {
    // The other two are printed by the other tests.
    for (name, _) in GOLDENS.iter().filter(|(name, _)| !matches!(*name, "clean" | "slow")) {
        let document = golden(name);
        let made = pdf(&document);
        keep(&format!("{name}.pdf"), &made);
        let Some(printed) = text(&made) else { return };
        assert_stands_in(&printed, document["report"]["headline"].as_str().unwrap());
    }
}

#[test]
fn it_is_sound_and_tagged_with_its_fonts_a_title_a_language_and_the_time_of_the_report() {
    let pdf = pdf(&slow());
    ask("qpdf", &["--check", "FILE"], &pdf);
    let Some(fonts) = ask("pdffonts", &["FILE"], &pdf) else { return };
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(lines.len() >= 4, "{fonts}");
    for line in lines {
        // Embedded, a part of it, can be searched.
        assert!(line.contains(" yes yes yes "), "{fonts}");
        assert!(line.contains("Inter") || line.contains("JetBrainsMono"), "{fonts}");
    }
    let Some(info) = ask("pdfinfo", &["FILE"], &pdf) else { return };
    let has = |line: &str| info.lines().any(|known| known.split_whitespace().collect::<Vec<_>>().join(" ") == line);
    assert!(has("Title: M-0042: Memory upgrade of atl-1: done, incomplete"), "{info}");
    assert!(has("Tagged: yes"), "{info}");
    assert!(has("Page size: 595.276 x 841.89 pts (A4)"), "{info}");
    assert!(has("JavaScript: no") && has("Encrypted: no"), "{info}");
    let Some(raw) = ask("qpdf", &["--qdf", "--object-streams=disable", "FILE", "-"], &pdf) else { return };
    for part in [
        "/OutputIntents",
        "/Lang (en)",
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "/MarkInfo",
        "/StructTreeRoot",
        "/DisplayDocTitle true",
        // As of 03:06:25 in Berlin, whenever it is printed.
        "D:20260308020625Z",
    ] {
        assert!(raw.contains(part), "{part}");
    }
}

#[test]
fn everything_that_an_auditor_asks_for_stands_in_it() {
    let document = with_changes(slow(), 8);
    let Some(printed) = text(&pdf(&document)) else { return };
    let report = &document["report"];
    for whole in ["headline", "sentence"] {
        assert_stands_in(&printed, report[whole].as_str().unwrap());
    }
    assert_stands_in(&printed, document["digest"].as_str().unwrap());
    assert_stands_in(&printed, document["head"]["journal"]["hash"].as_str().unwrap());
    assert_stands_in(&printed, "not signed");
    assert_stands_in(&printed, "8 Mar 2026, 01:30:00 CET (00:30:00 UTC)");
    let every = |list: &Value, members: &[&str]| {
        for row in list.as_array().unwrap() {
            for member in members {
                assert_stands_in(&printed, row[*member].as_str().unwrap());
            }
        }
    };
    every(&report["steps"], &["words", "result"]);
    every(&report["ways"], &["words"]);
    every(&report["phases"], &["words"]);
    every(&report["acknowledgements"], &["code", "subject", "reason", "by"]);
    every(&report["changes"]["list"], &["id", "object_name", "place", "who"]);
    every(&report["coverage"]["areas"], &["path"]);
    every(&report["gaps"], &["words"]);
    assert_stands_in(&printed, report["gaps_sentence"].as_str().unwrap());
    assert_stands_in(&printed, report["who"]["separation"].as_str().unwrap());
    assert_stands_in(&printed, "whether the back-out was tested; a rehearsal before it");
    every(&report["verdicts"], &["claim"]);
    every(&report["events"], &["words", "by"]);
    every(&document["evidence"], &["sha256"]);
    for check in report["checks"].as_array().unwrap().iter().filter(|check| check["last"] == true) {
        every(&check["findings"], &["code", "evidence", "rule"]);
    }
    for sentence in report["not_proven"].as_array().unwrap() {
        assert_stands_in(&printed, sentence.as_str().unwrap());
    }
    assert_stands_in(&printed, "Emergency");
    // A write is of the other story.
    let Some(clean) = text(&pdf(&crate::tools::clean())) else { return };
    assert_stands_in(&clean, "PATCH /jump-group/7 {\"name\":\"Europe\"}");
    assert_stands_in(&clean, "200; name reads Europe");
    assert_stands_in(&clean, "; acknowledged by alex@admin-1, 8 Mar 2026");
    assert_stands_in(&clean, "Approver");
    assert_stands_in(&printed, "not executed");
    assert_stands_in(&printed, "page 1 of");
}

#[test]
fn what_is_not_known_is_printed_as_not_known() {
    let mut document = with_changes(golden("clean"), 4);
    let report = &mut document["report"];
    let list = &mut report["changes"]["list"];
    for (n, after, before) in [(0, true, true), (1, true, false), (2, false, true), (3, false, false)] {
        list[n]["at"] = Value::Null;
        list[n]["after"] = if after { "2026-03-08T01:10:00.000Z".into() } else { Value::Null };
        list[n]["before"] = if before { "2026-03-08T01:20:00.000Z".into() } else { Value::Null };
    }
    report["writes"][0]["done"] = Value::Null;
    report["phases"][0]["took_ms"] = Value::Null;
    report["gaps"] = json!([{"from": "2026-03-08T01:20:00.000Z", "to": "2026-03-08T01:10:00.000Z", "took_ms": null,
        "words": "The computer's clock was changed."}]);
    let Some(printed) = text(&pdf(&document)) else { return };
    let (after, before) = ("8 Mar 2026, 02:10:00 CET (01:10:00 UTC)", "8 Mar 2026, 02:20:00 CET (01:20:00 UTC)");
    assert_stands_in(&printed, &format!("made between {after} and {before}"));
    assert_stands_in(&printed, &format!("made after {after}"));
    assert_stands_in(&printed, &format!("made before {before}"));
    assert_stands_in(&printed, "made at a time that is not known");
    assert_stands_in(&printed, "outcome unknown");
    assert_eq!(printed.matches("notknownThecomputer'sclock").count(), 1, "the gap has no length");
    assert!(!printed.contains("notended"), "the phase has ended");
    assert_stands_in(&printed, "A log or a snapshot told of the primary.");
}

#[test]
fn a_signature_and_a_rehearsal_stand_on_every_page() {
    let mut document = slow();
    document["rehearsal"] = true.into();
    document["signature"] = json!({"algorithm": "Ed25519", "public_key": "ab".repeat(32),
        "fingerprint": format!("sb-{}", "6f02".repeat(8)), "signature": "cd".repeat(64),
        "signed_at": "2026-03-08T03:00:00.000Z"});
    let made = pdf(&document);
    keep("rehearsal.pdf", &made);
    let Some(printed) = ask("pdftotext", &["-layout", "FILE", "-"], &made) else { return };
    let pages: Vec<&str> = printed.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 3);
    for (n, page) in pages.iter().enumerate() {
        let page = crate::tools::run_together(page);
        assert_stands_in(&page, "Rehearsal: a simulated pair");
        assert_stands_in(&page, &format!("page {} of {}", n + 1, pages.len()));
        assert_stands_in(&page, &format!("Ed25519 sb-{}", "6f02".repeat(8)));
        assert_stands_in(&page, document["digest"].as_str().unwrap());
    }
}
