//! Readiness as it was judged, warnings as they were answered for, users as they were counted.

use std::collections::{HashMap, HashSet};

use domain::journal::{Entry, Event, Settlement, Way};
use domain::plan::LegName;
use domain::readiness::{self, FindingResult, Verdict};

use super::{Told, course};
use crate::document::{Acknowledged, Check, Finding, UserCount};

/// What a person answered for: leg, code, subject and result of a finding.
type Answered<'a> = (LegName, &'a str, &'a str, FindingResult);

pub(super) fn checks(told: &Told<'_>) -> Vec<Check> {
    let entries = &told.replay.entries;
    let acknowledged = first_acknowledged(entries);
    let mut checks: Vec<Check> = vec![];
    // From the end: how long each check counted is told by what follows it.
    let mut counts_until = entries.last().map_or(0, |last| last.seq);
    let mut again: HashSet<LegName> = HashSet::new();
    for entry in entries.iter().rev() {
        match &entry.event {
            Event::Checked(checked) => {
                // What is acknowledged counts from the day it was; later ones may answer for this check too.
                let is_acknowledged = |finding: &readiness::Finding| {
                    let answered = (checked.leg, finding.code.as_str(), finding.subject.as_str(), finding.result);
                    acknowledged.get(&answered).is_some_and(|seq| *seq <= counts_until)
                };
                checks.push(Check {
                    seq: entry.seq,
                    at: entry.stamp.at,
                    leg: checked.leg,
                    valid_until: checked.valid_until,
                    verdict: readiness::verdict(&checked.findings, is_acknowledged),
                    last: again.insert(checked.leg),
                    findings: checked.findings.iter().map(finding).collect(),
                    not_checked: checked.not_checked.clone(),
                });
                counts_until = entry.seq.saturating_sub(1);
            }
            Event::RoleIntended(intent) => {
                again.remove(&intent.leg);
                counts_until = entry.seq.saturating_sub(1);
            }
            _ => {}
        }
    }
    checks.reverse();
    checks
}

/// The event that first answered for each finding.
fn first_acknowledged(entries: &[Entry]) -> HashMap<Answered<'_>, u64> {
    let mut first = HashMap::new();
    for entry in entries {
        if let Event::Acknowledged { leg, code, subject, result, .. } = &entry.event {
            first.entry((*leg, code.as_str(), subject.as_str(), *result)).or_insert(entry.seq);
        }
    }
    first
}

fn finding(finding: &readiness::Finding) -> Finding {
    Finding {
        code: finding.code.clone(),
        subject: finding.subject.clone(),
        severity: finding.severity,
        result: finding.result,
        evidence: finding.evidence.clone(),
        rule: finding.rule.clone(),
        remedy: finding.remedy.clone(),
    }
}

/// `27 pass, 2 acknowledged, 1 unknown`.
pub(super) fn results(check: &Check, acknowledged: &[Acknowledged]) -> String {
    let is_acknowledged = |finding: &Finding| {
        acknowledged.iter().any(|ack| {
            ack.leg == check.leg
                && ack.code == finding.code
                && ack.subject == finding.subject
                && ack.result == finding.result
        })
    };
    let open = |result: FindingResult| {
        check.findings.iter().filter(|finding| finding.result == result && !is_acknowledged(finding)).count()
    };
    let counts = [
        (open(FindingResult::Pass), "pass"),
        (check.findings.iter().filter(|finding| is_acknowledged(finding)).count(), "acknowledged"),
        (open(FindingResult::Warn), "warn"),
        (open(FindingResult::Fail), "fail"),
        (open(FindingResult::Unknown), "unknown"),
        (open(FindingResult::Skipped), "skipped"),
    ];
    let told: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let verdict = match check.verdict {
        Verdict::Ready => "ready",
        Verdict::NotReady => "not ready",
        Verdict::Unknown => "not known to be ready",
    };
    format!("{verdict}: {}", told.join(", "))
}

pub(super) fn acknowledgements(told: &Told<'_>) -> Vec<Acknowledged> {
    let acknowledged = told.replay.entries.iter().filter_map(|entry| match &entry.event {
        Event::Acknowledged { leg, code, subject, result, reason } => Some(Acknowledged {
            seq: entry.seq,
            at: entry.stamp.at,
            leg: *leg,
            code: code.clone(),
            subject: subject.clone(),
            result: *result,
            reason: reason.clone(),
            by: entry.stamp.by.clone(),
        }),
        _ => None,
    });
    acknowledged.collect()
}

pub(super) fn users(told: &Told<'_>) -> Vec<UserCount> {
    let attempts = course::attempts(told);
    let counts = told.replay.entries.iter().filter_map(|entry| {
        let (count, words) = match &entry.event {
            Event::RoleIntended(intent) => {
                let settled = attempts.get(&intent.command).and_then(|attempt| attempt.settled);
                let happened = settled.is_some_and(|(settlement, _)| settlement == Settlement::Happened);
                let what = match intent.way {
                    Way::Planned => "role command",
                    Way::ByHand => "role change by hand",
                };
                let cut_off = if happened { ", and cut off by it" } else { "" };
                let (label, leg) = (told.label(intent.target), intent.leg.words());
                (intent.users?, format!("signed in on {label} just before the {what} of the {leg} leg{cut_off}"))
            }
            Event::Verified(verification) => (verification.users?, "signed in after the return".to_owned()),
            _ => return None,
        };
        Some(UserCount { seq: entry.seq, at: entry.stamp.at, words, count })
    });
    counts.collect()
}
