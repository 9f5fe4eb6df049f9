//! A small, believable configuration to begin with, the same on both appliances, and more of it where load is wanted.

use serde_json::{Value, json};

use super::kind::Kind;
use super::{Object, Objects};
use crate::config::Product;
use crate::seed::Seeded;
use crate::time::rfc3339;

/// What a configuration is made from.
pub(crate) struct Wanted<'a> {
    pub(crate) product: Product,
    pub(crate) seed: u64,
    pub(crate) start_ms: i64,
    pub(crate) client_id: &'a str,
    /// Objects beyond the small configuration.
    pub(crate) more: u64,
}

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

struct Making<'a> {
    wanted: Wanted<'a>,
    objects: Objects,
    names: Seeded,
}

/// The configuration.
pub(crate) fn configuration(wanted: Wanted<'_>) -> Objects {
    let names = Seeded::new(wanted.seed, "configuration");
    let mut making = Making { wanted, objects: Objects::default(), names };
    making.people();
    making.jump();
    making.vault();
    making.beside();
    for number in 1..=making.wanted.more {
        making.one_more(number);
    }
    making.objects
}

impl Making<'_> {
    /// Adds an object, if this product has its kind.
    fn add(&mut self, list: &str, given: Value) {
        let Value::Object(given) = given else { return };
        match Kind::of_list(list, self.wanted.product) {
            Some(kind) => {
                let object = kind.made(self.wanted.product, given);
                self.objects.add(list, kind.named_by, object);
            }
            None if list.starts_with("login/") => {
                self.objects.add(list, "id", given);
            }
            None => {}
        }
    }

    fn ago(&self, days: i64) -> String {
        rfc3339(self.wanted.start_ms - days * DAY_MS)
    }

    fn people(&mut self) {
        let pra = self.wanted.product == Product::Pra;
        let providers = if pra {
            [("local", "Local"), ("saml", "Company sign-on")]
        } else {
            [("oidc", "Company sign-on"), ("saml_portal", "Portal sign-on")]
        };
        for (kind, name) in providers {
            let provider = json!({"type": kind, "name": name, "enabled": true, "user_authentication": true, "priority": 1, "default_policy": 1});
            self.add("security-provider", provider);
        }
        for (policy, about) in [("Attended", "With somebody at the other end."), ("Unattended", "Nobody is asked.")] {
            self.add("session-policy", json!({"display_name": policy, "description": about}));
        }
        for (first, last, admin) in
            [("Ann", "Admin", true), ("Bob", "Field", false), ("Cleo", "Marsh", false), ("Dan", "Brook", false)]
        {
            self.user(&first.to_lowercase(), &format!("{first} {last}"), admin);
        }
        for name in ["Administrators", "First line", "Second line"] {
            let status = json!({"name": name, "rep_perm_status": "defined", "access_perm_status": "defined", "perm_jump_client": true});
            self.add("group-policy", status);
        }
        for (policy, user) in [(1, 1), (2, 2), (2, 3), (3, 4)] {
            self.add(&format!("group-policy/{policy}/member"), json!({"security_provider_id": 1, "user_id": user}));
        }
        for (team, comments) in [("Service desk", "First line"), ("Servers", "Second line")] {
            self.add("team", json!({"name": team, "comments": comments}));
        }
        for (team, user, role) in [(1, 2, "member"), (1, 3, "lead"), (2, 4, "manager")] {
            self.add(&format!("team/{team}/user"), json!({"team_id": team, "user_id": user, "role": role}));
        }
        self.add("group-policy/2/team", json!({"team_id": 1, "role": "member"}));
        self.add("vendor", json!({"name": "Pump makers", "default_policy": 2, "duration": 24}));
        self.add("public-portal", json!({"name": "Default", "addresses": ["support.example.test"]}));
        for (name, shown) in [("At lunch", "away"), ("In a call", "busy")] {
            self.add("rep-status", json!({"name": name, "display_as": shown}));
        }
        let account = json!({"name": "Operations", "enabled": true, "client_id": self.wanted.client_id,
            "perm_command": "full_access", "perm_reporting_support": true, "perm_reporting_syslog": true,
            "perm_backup": true, "perm_configuration": true, "failed_login_attempts": 0});
        self.add("api-account", account);
    }

    fn user(&mut self, username: &str, display_name: &str, admin: bool) {
        let user = json!({"security_provider_id": 1, "username": username, "public_display_name": display_name,
            "private_display_name": display_name, "email_address": format!("{username}@example.test"),
            "created_at": self.ago(400), "last_authentication": self.ago(1), "failed_logins": 0, "perm_admin": admin,
            "perm_support_allowed": "full_support", "perm_access_allowed": "full_support",
            "perm_view_support_reports": "team_sessions", "perm_view_vault_reports": "not_allowed",
            "fido2_credential_count": 0});
        self.add("user", user);
    }

    fn jump(&mut self) {
        for (role, may) in [("No access", false), ("Start sessions only", true)] {
            self.add("jump-item-role", json!({"name": role, "perm_start": may, "perm_edit_comments": may}));
        }
        for (policy, ticket) in [("Office hours", false), ("With a ticket", true)] {
            self.add("jump-policy", json!({"display_name": policy, "ticket_id_required": ticket}));
        }
        for (group, comments) in [("Desks", None), ("Servers", Some("Ask the second line first."))] {
            self.add("jump-group", json!({"name": group, "comments": comments}));
        }
        self.add("jump-group/2/user", json!({"user_id": 4, "jump_item_role_id": 2}));
        self.add("group-policy/2/jump-group", json!({"jump_group_id": 1, "jump_item_role_id": 2}));
        for (jumpoint, platform) in [("Plant", "windows-x86"), ("Branch", "linux-x86")] {
            let key = self.names.hex32();
            let jumpoint = json!({"name": jumpoint, "platform": platform, "connected": true, "shell_jump_enabled": true, "docker_deploy_key": key});
            self.add("jumpoint", jumpoint);
        }
        self.add("jumpoint/1/user", json!({"user_id": 4}));
        self.add("group-policy/2/jumpoint", json!({"jumpoint_id": 1}));
        for number in 1..=3 {
            self.jump_client(number);
        }
        self.shell_jump(1);
        self.add("jump-item/remote-rdp", json!({"name": "Print server", "hostname": "print.example.test", "jumpoint_id": 1, "jump_group_id": 2, "secure_app_type": "none"}));
        self.add("jump-item/remote-vnc", json!({"name": "Kiosk", "hostname": "kiosk.example.test", "jumpoint_id": 2, "jump_group_id": 1, "port": 5900}));
        self.add(
            "jump-item/web-jump",
            json!({"name": "Wiki", "url": "https://wiki.example.test", "jumpoint_id": 1, "jump_group_id": 2}),
        );
        self.add(
            "jump-item/network-tunnel-jump",
            json!({"name": "Plant network", "jumpoint_id": 1, "jump_group_id": 2, "filter_rules": []}),
        );
    }

    fn jump_client(&mut self, number: u64) {
        let client = json!({"name": format!("Desk {number}"), "hostname": format!("desk-{number}"), "fqdn": format!("desk-{number}.example.test"),
            "jump_group_id": 1, "install_mode": "service", "unavailable_reason": "none", "operating_system": "Windows 11", "connection_type": "active",
            "last_connect_timestamp": self.ago(1), "public_ip": "192.0.2.30", "private_ip": "198.51.100.7", "max_offline_minutes": 0});
        self.add("jump-client", client);
    }

    fn shell_jump(&mut self, number: u64) {
        let item = json!({"name": format!("Server {number}"), "hostname": format!("srv-{number}.example.test"), "protocol": "ssh",
            "jumpoint_id": 1, "jump_group_id": 2, "keep_alive": 0});
        self.add("jump-item/shell-jump", item);
    }

    fn vault(&mut self) {
        self.add("vault/account-group", json!({"name": "Default"}));
        self.add("vault/account-policy", json!({"name": "Monthly", "maximum_password_age": 30}));
        let account = json!({"type": "username_password", "name": "Router", "username": "root", "account_group_id": 1});
        self.add("vault/account", account);
    }

    /// What `/login` has and no API shows.
    fn beside(&mut self) {
        for skill in ["Networks", "Printers"] {
            self.add("login/skill", json!({"name": skill}));
        }
        self.add("login/setting", json!({"api": true, "alerts:daily": false, "email:host": "mail.example.test"}));
        self.add("login/canned_message", json!({"title": "Greeting", "message": "Hello; how can we help?"}));
    }

    /// One of many: half are servers, a quarter users, a quarter Jump Clients.
    fn one_more(&mut self, number: u64) {
        match number % 4 {
            0 => self.user(&format!("user{number}"), &format!("User {number}"), false),
            1 => self.jump_client(number + 3),
            _ => self.shell_jump(number + 1),
        }
    }
}

/// What each appliance has for itself: its part of the failover page, and `/appliance`.
pub(crate) fn of_its_own() -> Objects {
    let mut own = Objects::default();
    for (list, given) in [
        ("failover/setting", json!({"auto": false, "backup_enabled": true, "bandwidth": 0, "alert_interval": 3600})),
        ("appliance/syslog_server", json!({"host": "logs.example.test", "port": 514})),
        ("appliance/network_address", json!({"interface": "eth0", "ip": "192.0.2.10", "enabled": true})),
    ] {
        if let Value::Object(given) = given {
            own.add(list, "id", given);
        }
    }
    own
}

/// An object's own name, as people would say it.
pub(crate) fn name_of(object: &Object) -> Option<(&str, &str)> {
    let named = |field: &'static str| Some((field, object.get(field)?.as_str()?));
    ["username", "name", "display_name", "title"].into_iter().find_map(named)
}
