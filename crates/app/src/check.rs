//! The readiness checks of a pair: kept in its open maintenance, where there is one.

use domain::maintenance::Maintenance;
use domain::plan::LegName;
use domain::readiness::{Checked, Finding, verdict};
use domain::time::Utc;

use crate::desk::Desk;
use crate::error::WireError;
use crate::wire;
use crate::words;

pub(crate) async fn check(desk: &Desk, request: wire::CheckPair) -> Result<wire::Checked, WireError> {
    let leg = match request.leg.as_deref() {
        None => None,
        Some("outbound") => Some(LegName::Outbound),
        Some("return") => Some(LegName::Return),
        Some(other) => {
            return Err(WireError::bad_input(
                format!("--for: '{other}' is not outbound or return"),
                "Without --for the leg that comes next is checked.",
            ));
        }
    };
    let pair = desk.engine.pair(&request.name)?;
    match desk.engine.open_maintenance(&pair)? {
        Some(open) => {
            let (m, checked) = desk.engine.check_maintenance(open.planned.number, leg).await?;
            let at = m.check.as_ref().map_or_else(|| desk.engine.host().clock.now_utc(), |(_, at)| *at);
            Ok(told(&checked, at, &pair.name, Some(&m)))
        }
        None => {
            let checked = desk.engine.check_pair(&pair, leg.unwrap_or(LegName::Outbound)).await?;
            Ok(told(&checked, desk.engine.host().clock.now_utc(), &pair.name, None))
        }
    }
}

pub(crate) fn told(checked: &Checked, at: Utc, pair: &str, maintenance: Option<&Maintenance>) -> wire::Checked {
    let acknowledged = |finding: &Finding| maintenance.is_some_and(|m| m.is_acknowledged(checked.leg, finding));
    wire::Checked {
        verdict: words::verdict(verdict(&checked.findings, acknowledged)),
        findings: checked
            .findings
            .iter()
            .map(|finding| wire::Finding {
                code: finding.code.clone(),
                severity: words::severity(finding.severity),
                result: words::result(finding.result),
                acknowledged: acknowledged(finding),
                subject: finding.subject.clone(),
                evidence: finding.evidence.clone(),
                rule: finding.rule.clone(),
                remedy: finding.remedy.clone(),
            })
            .collect(),
        not_checked: checked.not_checked.clone(),
        at: at.to_string(),
        valid_until: checked.valid_until.to_string(),
        pair: pair.to_owned(),
        leg: words::leg(checked.leg),
        maintenance: maintenance.map(|m| m.planned.number.to_string()),
    }
}
