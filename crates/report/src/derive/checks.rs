//! Readiness as it was judged, warnings as they were answered for, users as they were counted.

use domain::journal::{Event, Settlement, Way};
use domain::readiness::{self, FindingResult, Verdict};

use super::Told;
use crate::document::{Acknowledged, Check, Finding, UserCount};

pub(super) fn checks(told: &Told<'_>) -> Vec<Check> {
    let entries = &told.replay.entries;
    let mut checks: Vec<Check> = vec![];
    for (place, entry) in entries.iter().enumerate() {
        let Event::Checked(checked) = &entry.event else { continue };
        // What is acknowledged counts from the day it was; later ones may answer for this check too.
        let later = entries[place..].iter().take_while(|later| {
            later.seq == entry.seq || !matches!(later.event, Event::Checked(_) | Event::RoleIntended(_))
        });
        let through = later.last().map_or(entry.seq, |last| last.seq);
        let acknowledged = |finding: &readiness::Finding| {
            entries.iter().take_while(|entry| entry.seq <= through).any(|entry| match &entry.event {
                Event::Acknowledged { leg, code, subject, result, .. } => {
                    *leg == checked.leg
                        && *code == finding.code
                        && *subject == finding.subject
                        && *result == finding.result
                }
                _ => false,
            })
        };
        let verdict = readiness::verdict(&checked.findings, acknowledged);
        let again = |later: &domain::journal::Entry| matches!(&later.event, Event::Checked(c) if c.leg == checked.leg);
        let until_a_command = entries[place + 1..]
            .iter()
            .take_while(|later| !matches!(&later.event, Event::RoleIntended(intent) if intent.leg == checked.leg));
        let last = !until_a_command.into_iter().any(again);
        checks.push(Check {
            seq: entry.seq,
            at: entry.stamp.at,
            leg: checked.leg,
            valid_until: checked.valid_until,
            verdict,
            last,
            findings: checked.findings.iter().map(finding).collect(),
            not_checked: checked.not_checked.clone(),
        });
    }
    checks
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
    let counts = told.replay.entries.iter().filter_map(|entry| {
        let (count, words) = match &entry.event {
            Event::RoleIntended(intent) => {
                let attempts = &told.replay.maintenance.leg(intent.leg).attempts;
                let attempt = attempts.iter().find(|attempt| attempt.intent.command == intent.command);
                let settled = attempt.and_then(|attempt| attempt.settled);
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
