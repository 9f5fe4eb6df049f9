//! Pairs and tests of them.

use app::wire::{Pair, PairList, PairSaved, PairTest, Tested};

use super::status::NO_CREDENTIAL;
use super::table;
use super::time;

pub(super) fn list(list: &PairList) -> String {
    if list.0.is_empty() {
        return "No pairs yet. `pairs add` describes one.\n".to_owned();
    }
    let rows = list.0.iter().map(|pair| {
        let labels: Vec<_> = pair.appliances.iter().map(|appliance| appliance.label.as_str()).collect();
        vec![
            pair.name.clone(),
            pair.site_name.clone(),
            labels.join(", "),
            pair.network.to_owned(),
            table::or_dash(pair.maintenance.as_deref()),
        ]
    });
    table::headed(&["pair", "site name", "appliances", "network", "open"], rows)
}

pub(super) fn one(pair: &Pair) -> String {
    let mut rows = vec![
        vec!["site name".to_owned(), pair.site_name.clone()],
        vec!["reached at".to_owned(), pair.site_address.clone().unwrap_or_else(|| "looked up in DNS".to_owned())],
        vec!["product".to_owned(), table::or_dash(pair.product)],
        vec!["network".to_owned(), pair.network.to_owned()],
        vec!["proxy".to_owned(), pair.proxy.clone()],
        vec!["guard".to_owned(), pair.guard.to_owned()],
        vec!["client id".to_owned(), table::or_dash(pair.client_id.as_deref())],
        vec!["open maintenance".to_owned(), table::or_dash(pair.maintenance.as_deref())],
    ];
    if !pair.shared_ips.is_empty() {
        rows.push(vec!["shared IPs".to_owned(), pair.shared_ips.join(", ")]);
    }
    if !pair.resolvers.is_empty() {
        rows.push(vec!["resolvers".to_owned(), pair.resolvers.join(", ")]);
    }
    if !pair.note.is_empty() {
        rows.push(vec!["note".to_owned(), pair.note.clone()]);
    }
    rows.extend(pair.settings.iter().map(|(key, value)| vec![key.clone(), format!("{value} (this pair's own)")]));
    let mut text = format!("{}\n{}", pair.name, table::indented(&table::lines(rows)));
    let appliances = pair.appliances.iter().map(|appliance| {
        vec![
            appliance.label.clone(),
            if appliance.home_primary { "home primary" } else { "stand-in" }.to_owned(),
            appliance.address.clone(),
            appliance.server_name.clone(),
            appliance.guid.clone().unwrap_or_else(|| "not known yet".to_owned()),
            table::or_dash(appliance.credential),
        ]
    });
    let heading = ["appliance", "place", "address", "server name", "GUID", "secret"];
    text.push_str(&table::indented(&table::headed(&heading, appliances)));
    for appliance in &pair.appliances {
        text.push_str(&format!("  {} is trusted by {}\n", appliance.label, appliance.trust));
    }
    let stated = pair.stated.iter().filter_map(|(what, stated)| {
        let stated = stated.as_ref()?;
        let again = if stated.ask_again { ", ask again" } else { "" };
        let value = match &stated.value {
            serde_json::Value::Bool(on) => if *on { "on" } else { "off" }.to_owned(),
            other => other.to_string(),
        };
        Some(format!("  stated {what}: {value}, by {} {} ago{again}\n", stated.by, time::span(stated.age_s)))
    });
    text.extend(stated);
    text
}

pub(super) fn saved(saved: &PairSaved) -> String {
    let mut text = format!("Saved.\n{}", one(&saved.pair));
    if let Some(test) = &saved.test {
        text.push_str(&self::test(test));
        if let Some(error) = &test.error {
            text.push_str(&format!("  It is saved, but: {}", super::error(error)));
        }
    }
    if saved.test.is_some() || saved.pair.client_id.is_some() {
        text.push_str("  This account could also write; Switchback writes only what you tick.\n");
    }
    text
}

pub(super) fn test(test: &PairTest) -> String {
    let rows = test.appliances.iter().map(|appliance| {
        vec![
            appliance.label.clone(),
            sign_in(appliance).to_owned(),
            table::or_dash(appliance.role.as_deref()),
            table::or_dash(appliance.product),
            table::or_dash(appliance.version.as_deref()),
            table::or_dash(appliance.api),
            table::or_dash(appliance.command_permission.as_deref()),
            table::or_dash(appliance.guid.as_deref()),
        ]
    });
    let heading = ["appliance", "signs in", "role", "product", "version", "API", "permission", "GUID"];
    let mut text = format!("{}\n{}", test.pair, table::indented(&table::headed(&heading, rows)));
    for appliance in &test.appliances {
        if let Some(certificate) = &appliance.certificate {
            text.push_str(&format!(
                "  {} shows a certificate for {}, good until {}\n    key {}\n",
                appliance.label,
                certificate.names.join(", "),
                time::when(&certificate.not_after),
                certificate.spki_sha256
            ));
        }
        if let Some(trouble) = &appliance.trouble {
            text.push_str(&format!("  {}: {} [{}]\n", appliance.label, trouble.message, trouble.code));
        }
    }
    text
}

fn sign_in(appliance: &Tested) -> &'static str {
    let no_secret = appliance.trouble.as_ref().is_some_and(|trouble| trouble.code == NO_CREDENTIAL);
    match (appliance.signed_in, appliance.reachable || no_secret) {
        (true, _) => "yes",
        (false, true) => "no",
        (false, false) => "unreachable",
    }
}
