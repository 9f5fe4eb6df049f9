//! A report of 10,000 changes as a PDF: how long the typesetter takes, and how much memory.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use super::{Figure, program};

const CHANGES: usize = 10_000;

/// Decisions of their own: each is printed in full.
const EVERY: usize = 10;

/// Product, section 12.
const MOST_MS: f64 = 8_000.0;
const MOST_MB: f64 = 500.0;

pub(super) fn figures() -> Vec<Figure> {
    let document = document();
    let began = Instant::now();
    let mut child = Command::new(program("switchback-typeset"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("switchback-typeset is built beside this program");
    child.stdin.take().expect("its input").write_all(&document).expect("it reads all of it");
    let mut output = child.stdout.take().expect("its output");
    let mut pdf = vec![0; 1];
    output.read_exact(&mut pdf).expect("a PDF");
    // It writes once all of it is made, and waits until we read: what it needed at most is known now.
    let memory = most_mb(child.id());
    output.read_to_end(&mut pdf).expect("the rest");
    assert!(child.wait().expect("it ends").success() && pdf.starts_with(b"%PDF-"), "a PDF");
    let took = began.elapsed().as_secs_f64() * 1000.0;
    let figure = |name, value, unit, limit| Figure {
        name,
        value,
        unit,
        baseline: None,
        baseline_is: "",
        limit,
        limit_is: "product section 12",
    };
    vec![
        figure("PDF of 10,000 changes, 1,000 decided one by one", took, "ms", Some(MOST_MS)),
        figure("the typesetter's memory for it", memory, "MB", Some(MOST_MB)),
        figure("that PDF", pdf.len() as f64 / 1e6, "MB", None),
    ]
}

/// A report of today with its own changes again and again.
fn document() -> Vec<u8> {
    let golden = include_str!("../../../../../crates/report/tests/golden/clean.json");
    let mut document: Value = serde_json::from_str(golden).expect("JSON");
    let list = document["report"]["changes"]["list"].as_array_mut().expect("a list");
    let some = std::mem::take(list);
    list.extend(some.into_iter().cycle().take(CHANGES).enumerate().map(|(n, mut change)| {
        change["id"] = format!("C-{:04}", n + 1).into();
        if n.is_multiple_of(EVERY) {
            change["decided"]["reason"] = format!("looked at on its own, {n}").into();
        }
        change
    }));
    document.to_string().into_bytes()
}

/// The most memory that a process had at once.
fn most_mb(process: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
