//! From what was seen to findings. Pure: the same input gives the same findings.

mod ledger;

use super::fingerprint::fingerprint;
use super::{Access, CheckInput, Checked, Finding, FindingResult, LedgerState, rules};
use crate::observation::{Api, Observation, SiteAnswer, TroubleKind};
use crate::pair::{Network, Statement};
use crate::plan::LegName;
use crate::role::{Role, Side};
use crate::seen::Seen;

use FindingResult::{Fail, Pass, Skipped, Unknown, Warn};

const CERTIFICATE_DAYS: i64 = 14;
const DAY_MS: i64 = 86_400_000;
const CLOCK_LIMIT_MS: i64 = 30_000;
const SYNC_DEFAULT_MS: i64 = DAY_MS;

/// Runs every check that applies.
#[must_use]
pub fn judge(input: &CheckInput) -> Checked {
    let mut bench = Bench { input, seen: Seen::of(&input.round(), &input.expected_guids()), findings: Vec::new() };
    bench.reach_and_trust();
    bench.account();
    bench.identity();
    bench.roles();
    bench.versions();
    bench.health();
    bench.sync();
    bench.clocks();
    bench.network();
    bench.people();
    bench.plan();
    bench.ledger();
    let Bench { mut findings, .. } = bench;
    let order = |f: &Finding| rules::RULES.iter().position(|rule| rule.code == f.code);
    findings.sort_by_key(order);
    Checked {
        leg: input.leg,
        findings,
        not_checked: ledger::not_checked(input),
        fingerprint: fingerprint(input),
        valid_until: input.now.plus_ms(i64::try_from(input.lifetime_ms).unwrap_or(i64::MAX)),
        users: input.users.as_ref().ok().map(|users| users.count),
        round: input.round(),
    }
}

struct Bench<'a> {
    input: &'a CheckInput,
    seen: Seen,
    findings: Vec<Finding>,
}

impl Bench<'_> {
    fn find(&mut self, code: &str, subject: &str, result: FindingResult, evidence: impl Into<String>) {
        let Some(rule) = rules::rule(code) else { return };
        self.findings.push(Finding {
            code: code.to_owned(),
            severity: rule.severity,
            result,
            subject: subject.to_owned(),
            evidence: evidence.into(),
            rule: rule.rule.to_owned(),
            remedy: rule.remedy.to_owned(),
        });
    }

    fn label(&self, side: Side) -> String {
        self.input.appliances.of(side).label.clone()
    }

    fn look(&self, side: Side) -> &Observation {
        &self.input.appliances.of(side).look
    }

    /// It answers the plain probe alone now.
    fn is_mute(&self, side: Side) -> bool {
        self.look(side).api == Api::Plain && self.look(side).reading().is_some()
    }

    /// It is mute, and nothing shows that it ever told more as backup: what it does not tell cannot be known. One that
    /// has told it before is not well, or does not know the account any more: what it does not tell now is unknown.
    fn answers_only_the_plain_probe(&self, side: Side) -> bool {
        self.is_mute(side) && !self.has_told(side)
    }

    fn has_told(&self, side: Side) -> bool {
        self.input.plan.as_ref().is_some_and(|plan| *plan.told_as_backup.of(side))
    }

    fn reach_and_trust(&mut self) {
        for side in Side::BOTH {
            let label = self.label(side);
            let code = if side == self.input.commanded() { "reachable_commanded" } else { "reachable_other" };
            match self.look(side).trouble().cloned() {
                None => self.find(code, &label, Pass, "answers at its own address"),
                Some(trouble) if trouble.kind.connected() => {
                    self.find(code, &label, Pass, format!("accepts connections; {}", trouble.detail));
                }
                // Nothing was asked: the way there may be open.
                Some(trouble) if trouble.kind == TroubleKind::NoCredential => {
                    self.find(code, &label, Unknown, trouble.detail);
                }
                Some(trouble) => self.find(code, &label, Fail, trouble.detail),
            }
            match self.input.appliances.of(side).certificate.clone() {
                Ok(certificate) => {
                    let how =
                        if self.input.appliances.of(side).pinned { "the pinned key" } else { "a trusted certificate" };
                    self.find("tls_trusted", &label, Pass, format!("{how}, key {}", certificate.spki_sha256));
                    let days = certificate.not_after.since_ms(self.input.now) / DAY_MS;
                    let result =
                        if self.input.appliances.of(side).pinned || days >= CERTIFICATE_DAYS { Pass } else { Warn };
                    self.find(
                        "certificate_expiry",
                        &label,
                        result,
                        format!("valid until {} ({days} days)", certificate.not_after),
                    );
                }
                Err(trouble) if trouble.kind.connected() => self.find("tls_trusted", &label, Fail, trouble.detail),
                Err(trouble) => self.find("tls_trusted", &label, Unknown, trouble.detail),
            }
        }
    }

    fn account(&mut self) {
        let side = self.input.commanded();
        let label = self.label(side);
        match self.input.appliances.of(side).access.clone() {
            Ok(access) => {
                self.find("signed_in", &label, Pass, "the account signs in");
                match access {
                    Access::Full => self.find("command_access", &label, Pass, "perm_command: full_access"),
                    Access::ReadOnly => self.find("command_access", &label, Fail, "perm_command: read_only"),
                    Access::Deny => self.find("command_access", &label, Fail, "perm_command: deny"),
                    Access::Untold(text) => {
                        self.find("command_access", &label, Unknown, format!("perm_command: {text}"))
                    }
                }
            }
            Err(trouble) => {
                let result = if trouble.kind.connected() { Fail } else { Unknown };
                self.find("signed_in", &label, result, trouble.detail);
                self.find("command_access", &label, Unknown, "not signed in");
            }
        }
        let other = side.other();
        let label = self.label(other);
        if self.is_mute(other) {
            let role = match self.seen.role(other) {
                Some(role) => format!("its role ({role}) is told by {} only", self.label(side)),
                None => "nobody tells its role; two primaries cannot be excluded".to_owned(),
            };
            self.find(
                "other_answers_api",
                &label,
                Warn,
                if self.has_told(other) {
                    format!("answers only /check_health now, and has told more before: {role}")
                } else {
                    format!("answers only /check_health: {role}; version, build and last sync are not told, its log and configuration are not read")
                },
            );
        } else if let Some(trouble) = self.look(other).trouble().cloned() {
            self.find("other_answers_api", &label, Warn, trouble.detail);
        } else {
            match self.input.appliances.of(other).access.clone() {
                Ok(_) => self.find("other_answers_api", &label, Pass, "the account signs in"),
                Err(trouble) => self.find("other_answers_api", &label, Warn, trouble.detail),
            }
        }
    }

    fn identity(&mut self) {
        let told = |bench: &Self, side: Side| bench.look(side).reading().and_then(|reading| reading.guid.clone());
        let (home, stand_in) = (told(self, Side::Home), told(self, Side::StandIn));
        let pair = self.input.pair_name.clone();
        let listed = |bench: &Self, side: Side| {
            let rows = bench.look(side.other()).reading().map(|reading| reading.rows.clone()).unwrap_or_default();
            rows.iter().any(|row| row.guid == bench.input.appliances.of(side).expected_guid)
        };
        match (&home, &stand_in) {
            (Some(a), Some(b)) if a == b => {
                self.find("guids_distinct", &pair, Fail, format!("both addresses answer with GUID {a}"));
            }
            (Some(a), Some(b)) => self.find("guids_distinct", &pair, Pass, format!("{a} and {b}")),
            _ => {
                let silent = if home.is_none() { Side::Home } else { Side::StandIn };
                let both_silent = home.is_none() && stand_in.is_none();
                if !both_silent && listed(self, silent) {
                    let evidence = format!("{} is told second hand, by the other's list", self.label(silent));
                    self.find("guids_distinct", &pair, Pass, evidence);
                } else if !both_silent && self.answers_only_the_plain_probe(silent) {
                    let evidence = format!("{} answers only /check_health and tells no GUID", self.label(silent));
                    self.find("guids_distinct", &pair, Skipped, evidence);
                } else {
                    self.find("guids_distinct", &pair, Unknown, "not both appliances tell their GUID");
                }
            }
        }
        for (side, seen) in [(Side::Home, home), (Side::StandIn, stand_in)] {
            let label = self.label(side);
            let expected = self.input.appliances.of(side).expected_guid.clone();
            match seen {
                Some(guid) if guid == expected => self.find("guids_expected", &label, Pass, guid.to_string()),
                Some(guid) => {
                    self.find("guids_expected", &label, Fail, format!("tells {guid}, this pair remembers {expected}"));
                }
                None if listed(self, side) => {
                    self.find(
                        "guids_expected",
                        &label,
                        Pass,
                        format!("{expected}, told second hand by the other's list"),
                    );
                }
                None if self.answers_only_the_plain_probe(side) && side != self.input.commanded() => {
                    self.find("guids_expected", &label, Skipped, "answers only /check_health and tells no GUID");
                }
                None => self.find("guids_expected", &label, Unknown, "no GUID was told"),
            }
        }
    }

    fn roles(&mut self) {
        let pair = self.input.pair_name.clone();
        let unknown_text = Side::BOTH.into_iter().find_map(|side| match self.seen.role(side) {
            Some(Role::Unrecognised(text)) => Some(format!("{} says '{text}'", self.label(side))),
            _ => None,
        });
        match unknown_text {
            Some(evidence) => self.find("roles_known", &pair, Fail, evidence),
            None => self.find("roles_known", &pair, Pass, "no unrecognised role"),
        }
        let tell = |bench: &Self, side: Side| match bench.seen.roles.of(side) {
            Some(seen) if seen.second_hand => format!("{} {} (second hand)", bench.label(side), seen.role),
            Some(seen) => format!("{} {}", bench.label(side), seen.role),
            None => format!("{} not told", bench.label(side)),
        };
        let mut evidence = format!("{}, {}", tell(self, Side::Home), tell(self, Side::StandIn));
        let before = self.input.leg.before();
        let other = self.input.commanded().other();
        let contradicted = Side::BOTH
            .into_iter()
            .any(|side| self.seen.role(side).is_some_and(|role| role != &Role::from(*before.of(side))));
        let own_word = self.seen.own_word(self.input.commanded()).is_some();
        let result = if contradicted {
            let commanded = self.input.commanded();
            let expected = (self.label(commanded), self.label(commanded.other()));
            evidence.push_str(&format!("; expected: {} primary, {} backup", expected.0, expected.1));
            Fail
        } else if own_word && (self.seen.role(other).is_some() || self.answers_only_the_plain_probe(other)) {
            Pass
        } else {
            Unknown
        };
        self.find("roles_as_expected", &pair, result, evidence);
    }

    fn versions(&mut self) {
        let pair = self.input.pair_name.clone();
        let told = |side: Side| {
            let reading = self.look(side).reading();
            let product = self.input.appliances.of(side).product.or_else(|| reading.and_then(|r| r.product));
            (product, reading.and_then(|r| r.version.clone()), reading.and_then(|r| r.build.clone()))
        };
        let (home, stand_in) = (told(Side::Home), told(Side::StandIn));
        let text = |(_, version, build): &(_, Option<String>, Option<String>)| {
            format!("{} ({})", version.as_deref().unwrap_or("not told"), build.as_deref().unwrap_or("build not told"))
        };
        let evidence =
            format!("{} {}, {} {}", self.label(Side::Home), text(&home), self.label(Side::StandIn), text(&stand_in));
        let differs = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        let result = if differs(&home.1, &stand_in.1)
            || differs(&home.2, &stand_in.2)
            || (home.0.is_some() && stand_in.0.is_some() && home.0 != stand_in.0)
        {
            Fail
        } else if home.1.is_some() && home.1 == stand_in.1 && home.2.is_some() && home.2 == stand_in.2 {
            Pass
        } else if self.answers_only_the_plain_probe(self.input.commanded().other())
            && home.1.is_some() | stand_in.1.is_some()
        {
            Skipped
        } else {
            Unknown
        };
        self.find("versions_equal", &pair, result, evidence);
    }

    fn health(&mut self) {
        let new_primary = self.input.leg.new_primary();
        for (code, side) in [("health_new_primary", new_primary), ("health_stepping_down", new_primary.other())] {
            let label = self.label(side);
            match self.look(side).reading().map(|reading| (reading.healthy, reading.errors.join("; "))) {
                Some((Some(true), errors)) if errors.is_empty() => self.find(code, &label, Pass, "healthy"),
                Some((Some(true), errors)) => self.find(code, &label, Warn, format!("healthy, but says: {errors}")),
                Some((Some(false), errors)) => {
                    let said = if errors.is_empty() { "no reason told".to_owned() } else { errors };
                    self.find(code, &label, Fail, format!("not healthy: {said}"));
                }
                _ => self.find(code, &label, Unknown, "its health was not told"),
            }
        }
    }

    fn sync(&mut self) {
        let pair = self.input.pair_name.clone();
        let side = self.input.commanded();
        let stated = self.input.stated.sync_interval_s.as_ref().map(|s| s.value);
        let limit_ms = stated.map_or(SYNC_DEFAULT_MS, |s| i64::try_from(s).unwrap_or(i64::MAX / 4000) * 2000);
        // The primary tells the stamp; the backup may or may not.
        let newest = [side, side.other()].into_iter().find_map(|side| {
            let reading = self.look(side).reading()?;
            let stamp = reading.last_sync?;
            Some((side, stamp, reading.clock_offset_ms.unwrap_or(0), reading.last_sync_text.clone()))
        });
        match newest {
            Some((side, stamp, offset, text)) => {
                let age_ms = self.input.now.since_ms(stamp.plus_ms(-offset)).max(0);
                let said = text.map(|text| format!(", its text: '{text}'")).unwrap_or_default();
                let evidence = format!("{} tells {stamp}, {} minutes ago{said}", self.label(side), age_ms / 60_000);
                self.find("last_sync", &pair, if age_ms <= limit_ms { Pass } else { Warn }, evidence);
            }
            None => self.find("last_sync", &pair, Unknown, "no appliance tells a last data sync"),
        }
        self.find("no_sync_running", &pair, Unknown, "no status text of this pair is known to say so");
    }

    fn clocks(&mut self) {
        for side in Side::BOTH {
            let label = self.label(side);
            match self.look(side).reading().and_then(|reading| reading.clock_offset_ms) {
                Some(offset) => {
                    let result = if offset.abs() <= CLOCK_LIMIT_MS { Pass } else { Warn };
                    let evidence = format!(
                        "{}{}.{} s from this computer",
                        if offset < 0 { "-" } else { "+" },
                        offset.abs() / 1000,
                        offset.abs() % 1000 / 100
                    );
                    self.find("clock_offset", &label, result, evidence);
                }
                // What a mute backup does not tell is said once, by `other_answers_api`.
                None if self.answers_only_the_plain_probe(side) => {}
                None => self.find("clock_offset", &label, Unknown, "its time was not told"),
            }
        }
    }

    fn network(&mut self) {
        let pair = self.input.pair_name.clone();
        let primary = self.input.commanded();
        if self.input.network == Network::SharedIp {
            let label = self.label(primary);
            let told = self.look(primary).reading().filter(|_| !self.is_mute(primary));
            match told.map(|reading| reading.shared_ips.clone().unwrap_or_default()) {
                Some(ips) if ips.is_empty() => self.find("shared_ips", &label, Warn, "no shared IP is enabled"),
                Some(ips) => self.find("shared_ips", &label, Pass, ips.join(", ")),
                None => self.find("shared_ips", &label, Unknown, "not told"),
            }
        }
        let site = self.input.site_name.clone();
        match (self.input.site.as_ref().map(|site| site.answer.clone()), self.seen.site) {
            (Some(SiteAnswer::Guid(_)), Some(side)) if side == primary => {
                self.find("site_name", &site, Pass, format!("answered by {}", self.label(side)));
            }
            (Some(SiteAnswer::Guid(_)), Some(side)) => {
                self.find(
                    "site_name",
                    &site,
                    Fail,
                    format!(
                        "answered by {}; {} is expected to be primary and to answer there",
                        self.label(side),
                        self.label(primary)
                    ),
                );
            }
            (Some(SiteAnswer::Guid(guid)), None) => {
                self.find(
                    "site_name",
                    &site,
                    Fail,
                    format!("answered by {guid}, which is neither appliance of {pair}"),
                );
            }
            (Some(SiteAnswer::Trouble(trouble)), _) => self.find("site_name", &site, Unknown, trouble.detail),
            (None, _) => self.find("site_name", &site, Unknown, "not asked"),
        }
    }

    fn people(&mut self) {
        let pair = self.input.pair_name.clone();
        match self.input.other_open {
            Some(number) => self.find("no_other_maintenance", &pair, Fail, format!("{number} is open")),
            None => self.find("no_other_maintenance", &pair, Pass, "none is open"),
        }
        match self.input.users.clone() {
            Ok(users) => {
                let mut evidence = format!("{} signed in", users.count);
                if !users.names.is_empty() {
                    evidence.push_str(": ");
                    evidence.push_str(&users.names.iter().take(20).cloned().collect::<Vec<_>>().join(", "));
                }
                if let Some(since) = users.longest_since {
                    evidence.push_str(&format!("; longest since {since}"));
                }
                self.find("users_now", &pair, Pass, evidence);
            }
            Err(trouble) => self.find("users_now", &pair, Unknown, trouble.detail),
        }
        let stated = &self.input.stated;
        let now = self.input.now;
        let fresh = |at: Option<bool>| at == Some(false);
        let complete = fresh(stated.automatic_failover.as_ref().map(|s: &Statement<_>| s.is_old(now)))
            && fresh(stated.backup_operations.as_ref().map(|s| s.is_old(now)))
            && fresh(stated.sync_interval_s.as_ref().map(|s| s.is_old(now)))
            && fresh(stated.test_ips.as_ref().map(|s| s.is_old(now)))
            && fresh(stated.alert_mail.as_ref().map(|s| s.is_old(now)));
        let automatic = match stated.automatic_failover.as_ref() {
            Some(statement) if statement.value => {
                "automatic failover is stated to be on: the vendor warns that it can conflict with role commands by API"
            }
            _ if complete => "all stated",
            _ => "not all stated for this pair, or stated long ago",
        };
        self.find("stated_settings", &pair, if complete { Pass } else { Unknown }, automatic);
    }

    fn plan(&mut self) {
        let pair = self.input.pair_name.clone();
        let Some(plan) = self.input.plan.clone() else { return };
        match &plan.approver {
            Some(name) if !plan.self_approved => {
                self.find("approval", &pair, Pass, format!("approved by {name}, name as typed"))
            }
            Some(name) => self.find("approval", &pair, Warn, format!("approved by {name}, who also asked for it")),
            None => self.find("approval", &pair, Warn, "self-approved: nobody else is named"),
        }
        match &plan.window {
            Some(window) if (window.start..=window.end).contains(&self.input.now) => {
                self.find("window", &pair, Pass, format!("{} to {}", window.start, window.end));
            }
            Some(window) => {
                self.find("window", &pair, Warn, format!("planned {} to {}", window.start, window.end));
            }
            None => self.find("window", &pair, Pass, "no window was planned"),
        }
        if self.input.leg == LegName::Return {
            match &plan.ledger {
                LedgerState::NotWatched { notes } => self.find(
                    "ledger",
                    &pair,
                    Warn,
                    format!(
                        "Nothing was watched: neither syslog nor snapshots covered the work; {notes} notes were taken"
                    ),
                ),
                LedgerState::StatedComplete { by } => {
                    self.find(
                        "ledger",
                        &pair,
                        Pass,
                        format!("nothing was watched; {by} stated that the notes are complete"),
                    );
                }
                LedgerState::Watched { undecided } => {
                    self.find("ledger", &pair, Pass, "watched");
                    let result = if *undecided == 0 { Pass } else { Fail };
                    self.find("ledger_decided", &pair, result, format!("{undecided} undecided"));
                }
            }
        }
    }
}
