//! Events whose names are no `<object>_<verb>`, or whose verb would mislead (failover-and-syslog section 4.7).

use super::{ChangeKind, Class};

pub(super) struct Event {
    pub(super) event: &'static str,
    pub(super) place: &'static str,
    pub(super) kind: ChangeKind,
    pub(super) class: Class,
    pub(super) object: &'static str,
}

const fn event(
    event: &'static str,
    place: &'static str,
    kind: ChangeKind,
    class: Class,
    object: &'static str,
) -> Event {
    Event { event, place, kind, class, object }
}

/// A report was made: no change.
const fn report(name: &'static str) -> Event {
    event(name, "Reports > Reports", ChangeKind::Done, Class::Operational, "report")
}

use ChangeKind::{Changed, Done, Removed};
use Class::{Appliance, Configuration, Operational, SelfService};

pub(super) const EVENTS: &[Event] = &[
    event("accounts_changed", "Vault > Account Groups", Changed, Configuration, "vault/account-group/account"),
    // Moves by itself, and by a schedule.
    event("vault_account_password_rotation", "Vault > Accounts", Done, Operational, "vault/account"),
    event("change_password", "My Account > My Account", Changed, SelfService, "own_account"),
    event("change_username", "My Account > My Account", Changed, SelfService, "own_account"),
    event("change_display_name", "My Account > My Account", Changed, SelfService, "own_account"),
    event("login", "Not known", Done, Operational, "login"),
    event("logout", "Not known", Done, Operational, "login"),
    event("token", "Management > API Configuration", Done, Operational, "token"),
    report("support_session_report_generated"),
    report("support_session_detail_generated"),
    report("support_session_summary_report_generated"),
    report("team_activity_report_generated"),
    report("user_account_report_generated"),
    report("vendor_activity_report_generated"),
    report("syslog_report_generated"),
    event("backup_created", "Management > Software", Done, Operational, "backup"),
    // It changes data: it is flagged as a change.
    event("reporting_erasure", "Reports > Compliance", Removed, Configuration, "report_data"),
    event("certificate_export", "/appliance > Security > Certificates", Done, Appliance, "certificate"),
    event("SNMP_changed", "/appliance > Networking > SNMP", Changed, Appliance, "SNMP"),
    // Started in /appliance, it resets a site's administrator.
    event("admin_password_reset_to_factory_default", "/appliance > Users", Changed, Appliance, "site_administrator"),
];
