//! `report_bench [CHANGES]`: how long a report of so many changes takes to make, to render and to verify.
//!
//! The bounds are those of the product (10,000 changes: page ≤ 0.5 s, verify ≤ 1 s); beside them stands how long the computer
//! takes to hash the same bytes, so that figures of two computers can be compared.

#[path = "../../../tests/webdriver/src/bin/bench/figure.rs"]
mod figure;
#[path = "report_bench/journal.rs"]
mod journal;

use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::role::Side;
use domain::time::Utc;
use figure::figure;
use ledger::chain::{GENESIS, Recorded, Sealed, seal};
use ledger::fact::{Fact, MessageFact, Source, WitnessId};
use report::{Material, csv, html, make, markdown, verify};
use sha2::{Digest, Sha256};
use uuid::Uuid;

const START: Utc = Utc::from_millis(1_772_929_800_000);
const ID: MaintenanceId = MaintenanceId(Uuid::from_u128(7));
const OWN_ACCOUNTS: [&str; 1] = ["0a1b2c"];
/// Of several runs the fastest counts: the others were disturbed.
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let changes: u64 = std::env::args().nth(1).map_or(Ok(10_000), |number| number.parse())?;
    let mut out = std::io::stdout();
    let ledger = ledger(changes)?;
    let journal = journal::journal(&ledger)?;
    let events = journal.len();
    let material = Material {
        maintenance: ID,
        number: MaintenanceNumber(1),
        journal,
        ledger,
        evidence: vec![],
        zone: None,
        computer: "bench".to_owned(),
        program: "bench".to_owned(),
        usual: vec![],
        product: None,
        own_accounts: OWN_ACCOUNTS.map(str::to_owned).to_vec(),
        rehearsal: false,
    };
    let (document, making) = timed(|| make(&material));
    let document = document?;
    let (json, writing) = timed(|| document.to_json());
    let json = json?;
    let (page, rendering) = timed(|| html(&document));
    let (table, tabling) = timed(|| csv(&document));
    let (ticket, ticketing) = timed(|| markdown(&document));
    let (of_document, verifying) = timed(|| verify(&json));
    let (of_page, verifying_page) = timed(|| verify(page.as_bytes()));
    let (_, hashing) = timed(|| Sha256::digest(&json));
    assert!(of_document.holds() && of_page.holds(), "what was made holds: {of_document}");
    writeln!(
        out,
        "{} changes, {events} events, {} verdicts; document {} KB, page {} KB",
        document.report.changes.list.len(),
        document.report.verdicts.len(),
        json.len() / 1024,
        page.len() / 1024
    )?;
    writeln!(out, "{:28} {:>9}", "hash the document (measure)", shown(hashing))?;
    for (what, took, bytes, bound_ms) in [
        ("make the document", making, json.len(), None),
        ("write it", writing, json.len(), None),
        ("page", rendering, page.len(), Some(500)),
        ("table", tabling, table.len(), None),
        ("ticket", ticketing, ticket.len(), None),
        ("verify the document", verifying, json.len(), Some(1_000)),
        ("verify the page", verifying_page, page.len(), Some(1_000)),
    ] {
        let ratio = took.as_secs_f64() / hashing.as_secs_f64();
        let bound = bound_ms.map_or_else(String::new, |bound_ms| {
            let holds = if took <= Duration::from_millis(bound_ms) { "holds" } else { "DOES NOT HOLD" };
            format!("  bound {bound_ms} ms: {holds}")
        });
        writeln!(out, "{what:28} {:>9}  {ratio:6.1} x the hash, {:5} KB{bound}", shown(took), bytes / 1024)?;
        let name = format!("report of {changes} changes: {what}");
        let beside = Some((hashing.as_secs_f64() * 1e3, "hashing the document"));
        let limit = bound_ms.map(|bound_ms| (bound_ms as f64, "product section 12"));
        writeln!(out, "{}", figure(&name, (took.as_secs_f64() * 1e3, "ms"), beside, limit))?;
    }
    Ok(())
}

fn timed<T>(mut act: impl FnMut() -> T) -> (T, Duration) {
    let mut once = || {
        #[expect(clippy::disallowed_methods, reason = "it measures; no test judges by it")]
        let begin = Instant::now();
        let made = act();
        (made, begin.elapsed())
    };
    let first = once();
    (1..RUNS).map(|_| once()).fold(first, |best, next| if next.1 < best.1 { next } else { best })
}

fn shown(took: Duration) -> String {
    format!("{}.{:02} ms", took.as_micros() / 1_000, took.as_micros() % 1_000 / 10)
}

/// As a log tells them: several fields each, some of them changed.
fn ledger(changes: u64) -> Result<Vec<Sealed>, Box<dyn Error>> {
    let mut facts: Vec<Sealed> = vec![];
    for n in 0..changes {
        let side = if n % 10 == 0 { Side::Home } else { Side::StandIn };
        let seconds = i64::try_from(n)?;
        let fields = [
            ("site", "support.example.com".to_owned()),
            ("who", "Ann Admin (ann)".to_owned()),
            ("who_ip", "192.0.2.77".to_owned()),
            ("event", "jump_group_changed".to_owned()),
            ("old_id", (n % 5_000).to_string()),
            ("old_name", format!("Plant {}", n % 5_000)),
            ("old_comments", "as it was".to_owned()),
            ("new_name", format!("Plant {n}")),
            ("new_comments", format!("moved in step {n}, by the plan of the night")),
        ];
        let message = MessageFact {
            witness: WitnessId::of(&[&n.to_be_bytes()]),
            stem: None,
            source: Source::Appliance(side),
            file: 1,
            line: n + 1,
            host: if side == Side::Home { "atl-1" } else { "atl-2" }.to_owned(),
            pid: Some(4_711),
            site_id: 1,
            header_time: "Mar  8 01:30:00".to_owned(),
            when: Some(START.millis() / 1_000 + seconds),
            after: None,
            before: None,
            clock_offset_ms: Some(0),
            complete: true,
            fields: fields.map(|(name, value)| (name.to_owned(), value)).into(),
        };
        let recorded = Recorded { at: START, by: "alex@admin-1".to_owned(), program: "bench".to_owned() };
        let previous = facts.last().map_or(GENESIS, |sealed| sealed.hash);
        facts.push(seal(ID, n + 1, previous, &recorded, &Fact::Message(Box::new(message)))?);
    }
    Ok(facts)
}
