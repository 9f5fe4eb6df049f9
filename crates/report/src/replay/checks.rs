//! Findings of readiness that rest on the recorded looks and on the journal alone, found again.
//!
//! What else a check looked at (certificates, sign-in, users, addresses) is not in the journal: those findings stand as told.

use domain::maintenance::Maintenance;
use domain::observation::{Trouble, TroubleKind};
use domain::pair::Stated;
use domain::readiness::{Access, ApplianceCheck, CheckInput, Checked, Finding, FindingResult, Reads, judge};

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

fn passes(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let by_looks = |finding: &&Finding| BY_LOOKS.contains(&finding.code.as_str());
    findings.iter().filter(by_looks).filter(|finding| finding.result == FindingResult::Pass)
}

/// How many findings are found again, in words.
pub(super) fn words(checked: &Checked) -> String {
    let passed = count(passes(&checked.findings).count() as u64, "finding", "findings");
    format!("{passed} of the {} leg passed by what was looked at", checked.leg.words())
}

/// A finding that is said to pass and does not, by the looks of its own check.
pub(super) fn contradicted(m: &Maintenance, checked: &Checked) -> Option<String> {
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
    let again = judge(&input).findings;
    // Of a code that stands more than once, the home primary's is the first: a label may have been changed since.
    let of = |findings: &[Finding], code: &str| -> Vec<Finding> {
        findings.iter().filter(|finding| finding.code == code).cloned().collect()
    };
    BY_LOOKS.iter().find_map(|code| {
        let (said, found) = (of(&checked.findings, code), of(&again, code));
        said.iter().zip(&found).find_map(|(said, found)| {
            let differs = said.result == FindingResult::Pass && found.result != FindingResult::Pass;
            differs.then(|| format!("{code} of {} does not pass: {}", said.subject, found.evidence))
        })
    })
}
