//! The list of checks: code, severity, the rule in words and the remedy. Product section 6.

use super::Severity;

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub code: &'static str,
    pub severity: Severity,
    pub rule: &'static str,
    pub remedy: &'static str,
}

const fn blocker(code: &'static str, rule: &'static str, remedy: &'static str) -> Rule {
    Rule { code, severity: Severity::Blocker, rule, remedy }
}

const fn warning(code: &'static str, rule: &'static str, remedy: &'static str) -> Rule {
    Rule { code, severity: Severity::Warning, rule, remedy }
}

const fn info(code: &'static str, rule: &'static str) -> Rule {
    Rule { code, severity: Severity::Info, rule, remedy: "" }
}

/// Every check, in the order it is shown.
pub const RULES: [Rule; 29] = [
    blocker(
        "reachable_commanded",
        "The appliance that receives the role command answers at its own address.",
        "Restore the way to the appliance: address, port, firewall, power. Then check again.",
    ),
    warning(
        "reachable_other",
        "The other appliance answers at its own address.",
        "Restore the way to the appliance. The appliance cancels a planned swap when it cannot reach its peer.",
    ),
    blocker(
        "tls_trusted",
        "The certificate is trusted as this pair says: system roots, a CA file or a pinned key.",
        "Find out why the certificate is not trusted: replaced, expired, another name, another appliance. \
         A replaced key is accepted for the pair after comparing fingerprints.",
    ),
    warning(
        "certificate_expiry",
        "The certificate is valid for at least 14 more days.",
        "Renew the certificate on both appliances, or make sure it outlives this maintenance.",
    ),
    blocker(
        "signed_in",
        "The API account signs in on the appliance that receives the role command.",
        "Check client id and secret under /login > Management > API Configuration, then give them to the pair anew. \
         A rejected secret is not tried again by itself.",
    ),
    blocker(
        "command_access",
        "The API account has full access to the Command API on the appliance that receives the role command.",
        "Give the account full access to the Command API in /login, or change the roles by hand.",
    ),
    warning(
        "other_answers_api",
        "The other appliance answers the Command API itself.",
        "Go on only if you accept that its role, version and health are known second hand or not at all. \
         Compare Product Version and Build of both in /login before you acknowledge.",
    ),
    blocker(
        "guids_distinct",
        "The two addresses lead to two different appliances (GUID).",
        "One of the addresses leads to the other appliance. Edit the pair.",
    ),
    blocker(
        "guids_expected",
        "Each appliance tells the GUID this pair remembers.",
        "Another appliance answers. If the appliance was replaced, compare the GUID in /appliance and accept it for the pair.",
    ),
    blocker(
        "roles_known",
        "Every role told is one this program knows: primary, backup or none.",
        "Nothing is planned on a role this program does not know. Look at /login > Management > Failover.",
    ),
    blocker(
        "roles_as_expected",
        "One appliance is primary and the other backup, as the maintenance expects.",
        "Look at /login > Management > Failover on both appliances and settle who is primary first.",
    ),
    blocker(
        "versions_equal",
        "Product, version and build are equal on both appliances.",
        "Bring both appliances to the same version and build first: between different versions there is no sync and no swap.",
    ),
    blocker(
        "health_new_primary",
        "The appliance that becomes primary says that it is healthy.",
        "Mend what the appliance reports before making it primary.",
    ),
    warning(
        "health_stepping_down",
        "The appliance that steps down says that it is healthy.",
        "Read the error text: an ill primary may not finish the data sync.",
    ),
    warning(
        "last_sync",
        "A last data sync is told, and it is no older than twice the stated interval (24 hours where none is stated).",
        "Press Sync Now under /login > Management > Failover and look why syncs do not come.",
    ),
    info(
        "no_sync_running",
        "No data sync is running now. Status texts are not documented, so this is not known by API.",
    ),
    warning(
        "clock_offset",
        "Each appliance's clock is within 30 seconds of this computer's.",
        "Set NTP on the appliance and on this computer: certificates, tokens and the report's times depend on it.",
    ),
    warning(
        "shared_ips",
        "With shared IP, the current primary has at least one shared IP enabled.",
        "Tick the shared IP under /login > Management > Failover on both appliances.",
    ),
    warning(
        "site_name",
        "The appliance answering at the site name is the current primary (GUID).",
        "See where the site name leads from this computer: DNS, NAT, shared IP. Users may be reaching another appliance.",
    ),
    blocker(
        "no_other_maintenance",
        "No other maintenance of this pair is open here.",
        "Finish, abandon or close away the other maintenance first.",
    ),
    info("users_now", "Users signed in on the current primary are cut off by the data sync."),
    warning(
        "approval",
        "Somebody else than the requester approved the plan.",
        "Have it approved, or acknowledge that it is self-approved.",
    ),
    warning(
        "window",
        "The current time lies in the planned window.",
        "Wait for the window, or acknowledge that you act outside it.",
    ),
    info("stated_settings", "Settings no API tells are stated by a person, no longer than 180 days ago."),
    warning(
        "syslog_readable",
        "The API account may read the appliance's log, so that the ledger sees who changed what, and when.",
        "Allow the Reporting API's Syslog report for the account in /login, on both appliances. Otherwise the ledger has a \
         gap: note every change, or import the log from a file.",
    ),
    warning(
        "configuration_readable",
        "The API account may read the configuration, so that the ledger sees what no message tells.",
        "Allow the Configuration API for the account in /login, on both appliances. It is a right to write too: there is no \
         lesser one. Otherwise changes are known from the logs and notes alone.",
    ),
    warning(
        "changes_on_backup",
        "No change made on the backup since the last sync is undecided: the data sync of this leg overwrites it.",
        "Open Reconcile: put the change on the primary, or decide that it may go.",
    ),
    warning(
        "ledger",
        "What was changed during the work is reconciled; where nothing was watched, a person states that the notes are complete.",
        "Read the notes, then state by name that they are complete: the sync carries what was changed on the current \
         primary and overwrites what was changed on the backup.",
    ),
    blocker(
        "ledger_decided",
        "No change of the ledger is undecided.",
        "Decide every change that the sync would overwrite.",
    ),
];

/// The rule of a code.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}
