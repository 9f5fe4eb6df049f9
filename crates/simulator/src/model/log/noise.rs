//! What is in a log beside changes: logins, tokens, reports, lines of other programs, and what was there before the
//! simulation began.

use super::{Model, Site};
use crate::config::Role;
use crate::model::change::Actor;
use crate::model::record::Cause;
use crate::objects::told::Fields;
use crate::switch::RoleInLog;
use crate::time;
use crate::which::Which;

const HOUR_MS: i64 = 60 * 60 * 1000;

fn fields(said: &[(&str, &str)]) -> Fields {
    said.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

impl Model {
    /// A sign-in of the API account.
    pub(crate) fn log_sign_in(&mut self, which: Which, good: bool) {
        let actor = Actor::api(self);
        let outcome: &[(&str, &str)] =
            if good { &[("status", "success")] } else { &[("status", "failure"), ("reason", "failed")] };
        let mut said = fields(&[("target", "web/api")]);
        said.extend(fields(outcome));
        self.log(which, Site::Login, &actor, "login", said.clone());
        if good {
            self.log(which, Site::Login, &actor, "token", said);
        }
    }

    /// The log itself was downloaded.
    pub(crate) fn log_downloaded(&mut self, which: Which) {
        let actor = Actor::api(self);
        self.log(which, Site::Login, &actor, "syslog_report_generated", fields(&[("api", "1")]));
    }

    /// A role is given on purpose: a setting without a value (failover-and-syslog section 4.6). Written where the switch
    /// `role_in_log` has it at this moment.
    pub(in crate::model) fn log_role(&mut self, which: Which, role: Role, cause: Cause, moment: RoleInLog) {
        let actor = match cause {
            Cause::Command => Actor::api(self),
            Cause::Foreign => Actor::administrator(),
            Cause::Start | Cause::AutomaticFailover => return,
        };
        let key = match role {
            Role::Primary => "become_primary",
            Role::Backup => "become_backup",
            Role::None => return,
        };
        if self.switches.role_in_log == moment {
            self.log(which, Site::Login, &actor, "setting_changed", fields(&[(key, "")]));
        }
    }

    /// A user's console has come to this appliance.
    pub(in crate::model) fn log_console(&mut self, which: Which, display_name: &str, username: &str) {
        let actor =
            Actor { who: format!("{display_name} ({username}) using password"), who_ip: "192.0.2.40".to_owned() };
        self.log(which, Site::Login, &actor, "login", fields(&[("target", "rep_client"), ("status", "success")]));
    }

    /// What was in the logs before the simulation began: quiet hours, in two files.
    pub(in crate::model) fn begin_logs(&mut self) {
        let start_ms = self.now_ms;
        let (ann, kept) = (Actor::administrator(), self.settings.log_files_kept);
        let saml = Actor { who: format!("{} using saml", ann.who), ..ann.clone() };
        for which in Which::BOTH {
            let at = |hours: i64| start_ms - hours * HOUR_MS;
            let logged_in = || fields(&[("target", "web/login"), ("status", "success")]);
            self.log_at(at(30), which, Site::Login, &saml, "login", logged_in());
            self.log_at(at(29), which, Site::Login, &ann, "support_session_report_generated", fields(&[("api", "0")]));
            self.log_at(at(28), which, Site::Login, &saml, "logout", logged_in());
            self.appliances[which].log.rotate(kept);
            self.log_other(at(8), which);
            self.log_at(at(7), which, Site::Login, &saml, "login", logged_in());
            self.log_at(at(7), which, Site::Login, &ann, "backup_created", Fields::new());
            let wrong = fields(&[("target", "web/appliance"), ("status", "failure"), ("reason", "failed")]);
            self.log_at(at(6), which, Site::Appliance, &ann, "login", wrong);
        }
    }

    /// A line of another program in the same file.
    fn log_other(&mut self, at_ms: i64, which: Which) {
        let (bytes, kept) = (self.settings.log_file_bytes, self.settings.log_files_kept);
        let appliance = &mut self.appliances[which];
        let local_ms = appliance.clock_ms(at_ms) + i64::from(appliance.settings.timezone_offset_s) * 1000;
        let line = format!("{} {} ntpd[311]: time stepped", time::bsd(local_ms), appliance.settings.hostname);
        appliance.log.write(line.as_bytes(), bytes, kept);
    }
}
