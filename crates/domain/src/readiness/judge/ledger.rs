//! Whether the ledger can fill itself, what the outbound sync would overwrite, and what was not looked at.

use super::Bench;
use crate::plan::LegName;
use crate::readiness::CheckInput;
use crate::readiness::FindingResult::{Pass, Unknown, Warn};
use crate::role::Side;

/// Said beside the findings: what this run did not look at.
const NOT_CHECKED: [&str; 4] = [
    "software backups (task save)",
    "configuration baseline (task save)",
    "what each resolver answers for the site name, and its TTL",
    "the appliances' backup settings, automatic failover among them: no API tells them",
];

pub(super) fn not_checked(input: &CheckInput) -> Vec<String> {
    let mut all: Vec<String> = NOT_CHECKED.iter().map(ToString::to_string).collect();
    let read = input.plan.as_ref().is_some_and(|plan| plan.undecided.is_some());
    if input.leg == LegName::Outbound && !read {
        all.insert(0, "changes on the backup since the last sync (the ledger was not read yet)".to_owned());
    }
    all
}

impl Bench<'_> {
    /// Whether the ledger can fill itself, and, before the outbound leg, what its sync would overwrite.
    pub(super) fn ledger(&mut self) {
        for side in Side::BOTH {
            let label = self.label(side);
            let reads = self.input.appliances.of(side).reads;
            for (code, permission, told) in [
                ("syslog_readable", "perm_reporting_syslog", reads.log),
                ("configuration_readable", "perm_configuration", reads.configuration),
            ] {
                match told {
                    Some(true) => self.find(code, &label, Pass, format!("{permission} is given")),
                    Some(false) => self.find(code, &label, Warn, format!("{permission} is not given")),
                    // What a mute backup does not tell is said once, by `other_answers_api`.
                    None if self.answers_only_the_plain_probe(side) => {}
                    None => self.find(code, &label, Unknown, format!("{permission} was not told")),
                }
            }
        }
        let undecided = self.input.plan.as_ref().and_then(|plan| plan.undecided);
        if let Some(undecided) = undecided.filter(|_| self.input.leg == LegName::Outbound) {
            let pair = self.input.pair_name.clone();
            let result = if undecided == 0 { Pass } else { Warn };
            self.find("changes_on_backup", &pair, result, format!("{undecided} undecided"));
        }
    }
}
