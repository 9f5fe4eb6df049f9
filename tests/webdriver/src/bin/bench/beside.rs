//! The benches of single crates: programs of their own beside this one, each with what it is held against in its own run.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Figure, program};

/// Which, in the order they run. `cargo xtask bench` builds them.
const BENCHES: [&str; 4] = ["syslog_bench", "ledger_bench", "store_bench", "report_bench"];

pub(super) fn figures() -> Vec<Figure> {
    BENCHES.into_iter().flat_map(of).collect()
}

/// The lines of JSON among those that it prints for a person.
fn of(bench: &str) -> Vec<Figure> {
    let program = program("examples").join(bench);
    let ran = Command::new(&program).stderr(Stdio::inherit()).output().expect("it is built beside this program");
    assert!(ran.status.success(), "{bench} ended with {}", ran.status);
    let figures: Vec<Figure> =
        String::from_utf8_lossy(&ran.stdout).lines().filter(|line| line.starts_with('{')).map(figure).collect();
    assert!(!figures.is_empty(), "{bench} tells no figure");
    figures
}

fn figure(line: &str) -> Figure {
    let told: Value = serde_json::from_str(line).expect("a figure");
    // Few, and wanted until this program ends.
    let text = |name: &str| -> &'static str { String::leak(told[name].as_str().unwrap_or_default().to_owned()) };
    Figure {
        name: text("name"),
        value: told["value"].as_f64().expect("a value"),
        unit: text("unit"),
        baseline: told["baseline"].as_f64(),
        baseline_is: text("baseline_is"),
        limit: told["limit"].as_f64(),
        limit_is: text("limit_is"),
    }
}
