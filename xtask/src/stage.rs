//! Named stages with their durations, and the table that closes a run.

use crate::say;
use anyhow::Result;
use std::time::{Duration, Instant};

/// What a run did, stage by stage, in order.
#[derive(Debug, Default)]
pub struct Stages {
    done: Vec<Stage>,
}

#[derive(Debug)]
struct Stage {
    name: String,
    took: Duration,
    failure: Option<String>,
}

impl Stages {
    /// Runs one stage and keeps its result. A failure is shown at once; the caller goes on, so that one run tells
    /// everything that is wrong.
    pub fn stage(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        say::line(&format!("\n== {name}"));
        let begun = now();
        let failure = work().err().map(|error| format!("{error:#}"));
        let took = begun.elapsed();
        match &failure {
            None => say::line(&format!("== {name}: ok, {}", in_words(took))),
            Some(reason) => say::problem(&format!("{name} failed after {}: {reason}", in_words(took))),
        }
        self.done.push(Stage { name: name.into(), took, failure });
    }

    pub fn all_ok(&self) -> bool {
        self.done.iter().all(|stage| stage.failure.is_none())
    }

    /// The closing table and its last, plain line.
    pub fn summary(&self) -> String {
        let width = self.done.iter().map(|s| s.name.len()).max().unwrap_or(0);
        let mut text = String::new();
        for stage in &self.done {
            let verdict = if stage.failure.is_none() { "ok" } else { "FAILED" };
            text += &format!("{:width$}  {verdict:6}  {}\n", stage.name, in_words(stage.took));
        }
        let total = in_words(self.done.iter().map(|s| s.took).sum());
        let failed: Vec<&str> = self.done.iter().filter(|s| s.failure.is_some()).map(|s| s.name.as_str()).collect();
        text += &match failed.as_slice() {
            [] => format!("All checks passed in {total}."),
            names => format!("Failed in {total}: {}.", names.join(", ")),
        };
        text
    }
}

/// `4.2 s`, or `3 min 07 s` from a minute on.
fn in_words(took: Duration) -> String {
    match took.as_secs() {
        0..60 => format!("{:.1} s", took.as_secs_f64()),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[expect(clippy::disallowed_methods, reason = "times the stages of a build; no product code runs on this clock")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(name: &str, seconds: u64, failure: Option<&str>) -> Stage {
        Stage { name: name.into(), took: Duration::from_secs(seconds), failure: failure.map(Into::into) }
    }

    #[test]
    fn the_last_line_names_every_failed_stage() {
        let stages =
            Stages { done: vec![stage("tidy", 1, Some("x")), stage("tests", 70, None), stage("lints", 2, Some("y"))] };
        assert!(!stages.all_ok());
        assert_eq!(
            stages.summary(),
            "tidy   FAILED  1.0 s\ntests  ok      1 min 10 s\nlints  FAILED  2.0 s\nFailed in 1 min 13 s: tidy, lints."
        );
    }

    #[test]
    fn a_failed_stage_does_not_stop_the_next_one() {
        let mut stages = Stages::default();
        stages.stage("first", || anyhow::bail!("no"));
        stages.stage("second", || Ok(()));
        assert_eq!(stages.done.len(), 2);
        assert!(!stages.all_ok());
        assert!(stages.done[1].failure.is_none());
    }
}
