//! A pair as it looks now: one sentence, one table.

use app::wire::{ApplianceStatus, PairStatus, StatusList};

use super::table;
use super::time;

/// The code of an appliance that was not asked: for want of a secret nothing is known of the way to it.
pub(super) const NO_CREDENTIAL: &str = "no-credential";

pub(super) fn list(list: &StatusList) -> String {
    match list {
        StatusList::One(status) => one(status),
        StatusList::All(all) if all.is_empty() => "No pairs yet. `pairs add` describes one.\n".to_owned(),
        StatusList::All(all) => all.iter().map(one).collect::<Vec<_>>().join("\n"),
    }
}

pub(super) fn one(status: &PairStatus) -> String {
    let maintenance = status.maintenance.as_ref().map(|id| format!(", {id} open")).unwrap_or_default();
    let mut text = format!("{}  {} ({}){maintenance}\n", status.pair, status.state, words(&status.tone));
    text.push_str(&format!("  {}\n", status.sentence));
    if !status.next.is_empty() {
        text.push_str(&format!("  Next: {}\n", status.next));
    }
    let heading = ["appliance", "role now", "assigned", "last sync", "site name", "version", "healthy", "seen"];
    let rows = status.appliances.iter().map(|appliance| row(status, appliance));
    text.push_str(&table::indented(&table::headed(&heading, rows)));
    if let Some(trouble) = &status.site.trouble {
        text.push_str(&format!("  At the site name: {} [{}]\n", trouble.message, trouble.code));
    } else if let (None, Some(guid)) = (&status.site.answered_by, &status.site.guid) {
        text.push_str(&format!("  At the site name answers GUID {guid}, which is neither of the two.\n"));
    }
    for appliance in &status.appliances {
        if let Some(trouble) = &appliance.trouble {
            text.push_str(&format!("  {}: {} [{}]\n", appliance.label, trouble.message, trouble.code));
        }
        for error in &appliance.errors {
            text.push_str(&format!("  {} says: {error}\n", appliance.label));
        }
    }
    text
}

fn row(status: &PairStatus, appliance: &ApplianceStatus) -> Vec<String> {
    let mut role = appliance.role_text.clone().unwrap_or_else(|| appliance.role.clone());
    if appliance.second_hand {
        role.push_str(" (second hand)");
    }
    let offset_s = appliance.clock_offset_s.unwrap_or(0.0);
    let sync = appliance.last_sync.as_deref().and_then(|at| time::age(at, &appliance.observed_at, offset_s));
    let answers = if status.site.answered_by.as_ref() == Some(&appliance.label) { "answers" } else { "-" };
    let version = match (&appliance.version, &appliance.build) {
        (Some(version), Some(build)) => format!("{version} ({build})"),
        (Some(version), None) => version.clone(),
        _ => "-".to_owned(),
    };
    let healthy = match appliance.healthy {
        Some(true) => "yes",
        Some(false) => "no",
        None => "-",
    };
    let seen = match &appliance.trouble {
        _ if appliance.reachable => time::span(appliance.age_s),
        Some(trouble) if trouble.code == NO_CREDENTIAL => "not signed in".to_owned(),
        _ => "unreachable".to_owned(),
    };
    vec![
        appliance.label.clone(),
        role,
        table::or_dash(appliance.assigned_role),
        sync.map_or_else(|| "-".to_owned(), |age| format!("{age} ago")),
        answers.to_owned(),
        version,
        healthy.to_owned(),
        seen,
    ]
}

/// A tone in words.
pub(super) fn words(tone: &str) -> String {
    match tone {
        "needs_you" => "needs you".to_owned(),
        other => other.replace('_', " "),
    }
}
