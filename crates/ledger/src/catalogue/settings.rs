//! Settings: the name of each is the key itself, and the key's beginning says which page it is on (failover-and-syslog
//! sections 1.4, 4.6 and 4.7). The map is not complete: what nobody has named stands under [`SETTINGS`].

use crate::place::SETTINGS;

const FAILOVER: &str = "Management > Failover";
const EMAIL: &str = "Management > Email Configuration";
const API: &str = "Management > API Configuration";

/// Settings that say that a user changed the appliance's role; they have no value (failover-and-syslog section 4.6).
pub const ROLE_MARKS: [&str; 2] = ["become_primary", "become_backup"];

/// By whole name first.
const NAMES: &[(&str, &str)] = &[
    ("alert_interval", FAILOVER),
    ("auto", FAILOVER),
    ("backup_enabled", FAILOVER),
    ("bandwidth", FAILOVER),
    ("become_backup", FAILOVER),
    ("become_primary", FAILOVER),
    ("connection_test_ips", FAILOVER),
    ("api", API),
    ("app-switcher:connector-list", "Console Settings > Rep Console Settings"),
];

/// Then by how it begins. The vendor's two texts place `alerts:` on different pages; the later one is followed.
const BEGINNINGS: &[(&str, &str)] = &[("alerts:", EMAIL), ("email:", EMAIL), ("api:", API)];

/// The page of a message's settings: the one that all of them are on whose page is known.
#[must_use]
pub fn setting_place(keys: &[&str]) -> &'static str {
    let mut places = keys.iter().filter_map(|key| page(key));
    let Some(first) = places.next() else { return SETTINGS };
    if places.all(|place| place == first) { first } else { SETTINGS }
}

fn page(key: &str) -> Option<&'static str> {
    let named = NAMES.iter().find(|(name, _)| *name == key);
    named.or_else(|| BEGINNINGS.iter().find(|(start, _)| key.starts_with(start))).map(|(_, place)| *place)
}
