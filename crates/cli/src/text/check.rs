//! The readiness checks, itemised.

use app::wire::Checked;

use super::table;
use super::time;

pub(super) fn checked(checked: &Checked) -> String {
    let kept = checked.maintenance.as_ref().map(|id| format!(", kept in {id}")).unwrap_or_default();
    let mut text = format!(
        "{}: {} for the {} leg{kept}\n  checked {}, good until {}\n",
        checked.pair,
        checked.verdict.replace('_', " "),
        checked.leg,
        time::when(&checked.at),
        time::when(&checked.valid_until),
    );
    let rows = checked.findings.iter().map(|finding| {
        let result = if finding.acknowledged { format!("{}, ack", finding.result) } else { finding.result.to_owned() };
        vec![
            result,
            finding.severity.to_owned(),
            finding.code.clone(),
            finding.subject.clone(),
            finding.evidence.clone(),
        ]
    });
    text.push_str(&table::indented(&table::headed(&["result", "severity", "code", "about", "evidence"], rows)));
    let open = |severity: &str, result: &str, acknowledged: bool| match severity {
        "blocker" => matches!(result, "fail" | "unknown"),
        "warning" => result != "pass" && !acknowledged,
        _ => false,
    };
    for finding in &checked.findings {
        if open(finding.severity, finding.result, finding.acknowledged) {
            text.push_str(&format!("\n  {} ({})\n    {}\n", finding.code, finding.subject, finding.rule));
            text.push_str(&format!("    To do: {}\n", finding.remedy));
            if let ("warning", Some(id)) = (finding.severity, &checked.maintenance) {
                text.push_str(&format!(
                    "    To answer for it: maintenance acknowledge {id} {} --reason WHY\n",
                    finding.code
                ));
            }
        }
    }
    if !checked.not_checked.is_empty() {
        text.push_str(&format!("\n  Not checked: {}\n", checked.not_checked.join("; ")));
    }
    text
}
