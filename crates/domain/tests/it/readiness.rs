//! The checks before a role command: what each finds, in which order, and what it all comes to.

mod findings;
mod verdict;
mod whole;

use domain::journal::GapReason;
use domain::maintenance::{Action, Command, Stage, allowed_actions};
use domain::observation::{Product, Row, Trouble, TroubleKind};
use domain::pair::{Network, Statement};
use domain::plan::LegName;
use domain::readiness::{
    Access, CheckInput, Finding, FindingResult, LedgerState, PlanFacts, RULES, Reads, Severity, Verdict, judge, rule,
    verdict,
};
use domain::role::{Role, Side};
use expect_test::expect;

use FindingResult::{Fail, Pass, Skipped, Unknown, Warn};

use crate::story::{
    MINUTE, Retold, RoundTold, Story, T0, before, check_input, check_input_of, guid, mute, round, silent, strange_guid,
    stranger, troubled, window,
};

const DAY: i64 = 86_400_000;

fn trouble(kind: TroubleKind) -> Trouble {
    Trouble { kind, detail: "said why".to_owned() }
}

fn outbound(change: impl FnOnce(&mut CheckInput)) -> CheckInput {
    let mut input = check_input(LegName::Outbound, T0);
    input.plan = Some(plan());
    change(&mut input);
    input
}

fn returning(change: impl FnOnce(&mut CheckInput)) -> CheckInput {
    let mut input = check_input(LegName::Return, T0);
    input.plan = Some(plan());
    change(&mut input);
    input
}

fn plan() -> PlanFacts {
    PlanFacts {
        approver: Some("Berta".to_owned()),
        self_approved: false,
        window: None,
        ledger: LedgerState::StatedComplete { by: "anna@admin-1".to_owned() },
        undecided: Some(0),
        told_as_backup: domain::role::Both::new(false, false),
    }
}

fn of_home(input: &mut CheckInput, change: impl FnOnce(&mut domain::observation::Reading)) {
    input.appliances.home.look = input.appliances.home.look.clone().reads(change);
}

fn of_stand_in(input: &mut CheckInput, change: impl FnOnce(&mut domain::observation::Reading)) {
    input.appliances.stand_in.look = input.appliances.stand_in.look.clone().reads(change);
}

/// What a check finds: subject and result, in order.
fn found(input: &CheckInput, code: &str) -> Vec<(String, FindingResult)> {
    let findings = judge(input).findings;
    findings.into_iter().filter(|f| f.code == code).map(|f| (f.subject, f.result)).collect()
}

#[track_caller]
fn finds(code: &str, input: &CheckInput, expected: &[(&str, FindingResult)]) {
    let found = found(input, code);
    let found: Vec<(&str, FindingResult)> = found.iter().map(|(subject, result)| (subject.as_str(), *result)).collect();
    assert_eq!(found, expected, "{code}");
}

/// The evidence of the first finding of a code.
fn evidence(input: &CheckInput, code: &str) -> String {
    judge(input).findings.into_iter().find(|f| f.code == code).expect(code).evidence
}

fn readiness_of(input: &CheckInput) -> Verdict {
    verdict(&judge(input).findings, |_| false)
}
