//! Findings of readiness that rest on the recorded looks and on the journal alone, found again.
//!
//! What else a check looked at (certificates, sign-in, users, addresses) is not in the journal: those findings stand as told.

use domain::maintenance::Maintenance;
use domain::observation::{Trouble, TroubleKind};
use domain::pair::Stated;
use domain::readiness::{Access, ApplianceCheck, CheckInput, Checked, Finding, FindingResult, Reads, judge, rule};

use crate::words::count;

/// What looks and the journal decide. A look that is recorded is one that could be made, so access is taken as given.
const BY_LOOKS: [&str; 12] = [
    "reachable_commanded",
    "reachable_other",
    "guids_distinct",
    "guids_expected",
    "roles_known",
    "roles_as_expected",
    "versions_equal",
    "health_new_primary",
    "health_stepping_down",
    "site_name",
    "approval",
    "window",
];

/// What is asked of every check too, by what is not in the journal: the answer stands as told, but there is one. Beside each,
/// of how many appliances.
const ASKED: [(&str, usize); 4] =
    [("tls_trusted", 2), ("signed_in", 1), ("command_access", 1), ("no_other_maintenance", 1)];

fn passes(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let by_looks = |finding: &&Finding| BY_LOOKS.contains(&finding.code.as_str());
    findings.iter().filter(by_looks).filter(|finding| finding.result == FindingResult::Pass)
}

/// How many findings are found again, in words.
pub(super) fn words(checked: &Checked) -> String {
    let passed = count(passes(&checked.findings).count() as u64, "finding", "findings");
    format!("{passed} of the {} leg passed by what was looked at", checked.leg.words())
}

/// What is said of a finding and is not so, by the rules and by the looks of its own check.
pub(super) fn contradicted(m: &Maintenance, checked: &Checked) -> Option<String> {
    let of_another_weight = checked.findings.iter().find_map(|said| {
        let severity = rule(&said.code)?.severity;
        (said.severity != severity).then(|| format!("{} of {} has another weight", said.code, said.subject))
    });
    of_another_weight.or_else(|| better_than_found(&checked.findings, &found_again(m, checked)))
}

/// The same checks, of the looks that are in the journal.
fn found_again(m: &Maintenance, checked: &Checked) -> Vec<Finding> {
    let unasked = || Trouble { kind: TroubleKind::NoCredential, detail: "not in the journal".to_owned() };
    let planned = &m.planned;
    let lifetime_ms = planned.limits.readiness_lifetime_ms;
    let appliances = planned.appliances.map(|side, appliance| ApplianceCheck {
        label: appliance.label.clone(),
        expected_guid: m.guids.of(side).clone(),
        look: checked.round.of(side).clone(),
        certificate: Err(unasked()),
        pinned: false,
        access: Ok(Access::Full),
        reads: Reads::default(),
        product: None,
    });
    let input = CheckInput {
        leg: checked.leg,
        now: checked.valid_until.plus_ms(-i64::try_from(lifetime_ms).unwrap_or(0)),
        pair_name: planned.pair_name.clone(),
        site_name: planned.site_name.clone(),
        network: planned.network,
        appliances,
        site: checked.round.site.clone(),
        users: Err(unasked()),
        other_open: None,
        stated: Stated::default(),
        plan: Some(m.plan_facts(checked.leg)),
        lifetime_ms,
    };
    judge(&input).findings
}

/// A finding that is left out, or that stands in the way of less than what is found again.
fn better_than_found(said: &[Finding], again: &[Finding]) -> Option<String> {
    // Of a code that stands more than once, the home primary's is the first: a label may have been changed since.
    fn of<'a>(findings: &'a [Finding], code: &str) -> Vec<&'a Finding> {
        findings.iter().filter(|finding| finding.code == code).collect()
    }
    let by_looks = BY_LOOKS.into_iter().map(|code| (code, of(again, code).len()));
    let left_out = by_looks.chain(ASKED).find(|(code, asked)| of(said, code).len() != *asked);
    if let Some((code, asked)) = left_out {
        return Some(format!("{code} is found {} times where it is asked {asked} times", of(said, code).len()));
    }
    BY_LOOKS.into_iter().find_map(|code| {
        of(said, code).into_iter().zip(of(again, code)).find_map(|(said, found)| {
            let passes = said.result == FindingResult::Pass && found.result != FindingResult::Pass;
            let is_better = passes || (found.blocks() && !said.blocks()) || (found.asks() && !said.asks());
            let does_not = if found.blocks() { "stands in the way" } else { "does not pass" };
            is_better.then(|| format!("{code} of {} {does_not}: {}", said.subject, found.evidence))
        })
    })
}
