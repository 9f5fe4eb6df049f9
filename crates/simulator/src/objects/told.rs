//! An object as fields of a syslog message (failover-and-syslog sections 4.4, 4.5 and 4.7): hierarchical keys, `1` and
//! `0`, lists as JSON. Of most fields the real keys are UNKNOWN; those known are used, the others are the API's.

use serde_json::Value;

use super::Object;
use super::kind::Kind;
use super::seeded::name_of;
use crate::config::Product;

/// Keys and values, not yet escaped.
pub(crate) type Fields = Vec<(String, String)>;

/// What stands for a secret that was set.
const SECRET: &str = "***NEW***";

/// An object that was added or taken away: every field, without a prefix.
pub(crate) fn whole(kind: Option<&Kind>, product: Product, object: &Object, secrets: &[&str]) -> Fields {
    let mut fields = fields(kind, product, object);
    fields.extend(secrets.iter().map(|name| ((*name).to_owned(), SECRET.to_owned())));
    fields
}

/// An object that was changed: everything as `old_`, and as `new_` what is another now.
pub(crate) fn changed(kind: Option<&Kind>, product: Product, old: &Object, new: &Object, secrets: &[&str]) -> Fields {
    let (before, after) = (fields(kind, product, old), fields(kind, product, new));
    let of = |fields: &Fields, key: &str| fields.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
    let mut said = Fields::new();
    for (key, value) in &before {
        said.push((format!("old_{key}"), value.clone()));
        if let Some(now) = of(&after, key).filter(|now| now != value) {
            said.push((format!("new_{key}"), now));
        }
    }
    let newly = after.into_iter().filter(|(key, _)| of(&before, key).is_none());
    said.extend(newly.map(|(key, value)| (format!("new_{key}"), value)));
    said.extend(secrets.iter().map(|name| (format!("new_{name}"), SECRET.to_owned())));
    said
}

/// A setting that was changed: the changed pair alone, without an id.
pub(crate) fn setting_changed(old: &Object, new: &Object, secrets: &[&str]) -> Fields {
    let mut said = Fields::new();
    for (name, value) in new.iter().filter(|(name, value)| *name != "id" && old.get(*name) != Some(*value)) {
        said.extend(old.get(name).map(|before| (format!("old_{name}"), text(before))));
        said.push((format!("new_{name}"), text(value)));
    }
    said.extend(secrets.iter().map(|name| (format!("new_{name}"), SECRET.to_owned())));
    said
}

/// The fields by which an object names another that it joins, with the word and the list of that.
pub(crate) const JOINED: [(&str, &str, &str); 6] = [
    ("user_id", "user", "user"),
    ("team_id", "team", "team"),
    ("jump_group_id", "jump_group", "jump-group"),
    ("jumpoint_id", "jumpoint_cluster", "jumpoint"),
    ("account_id", "account", "vault/account"),
    ("account_group_id", "account_group", "vault/account-group"),
];

/// Another object in a message: its id and its name.
pub(crate) fn named(word: &str, id: u64, object: &Object) -> Fields {
    let name = name_of(object).map(|(field, name)| (format!("{word}:{field}"), name.to_owned()));
    std::iter::once((format!("{word}:id"), id.to_string())).chain(name).collect()
}

fn fields(kind: Option<&Kind>, product: Product, object: &Object) -> Fields {
    let told = object.iter().filter(|(name, _)| kind.is_none_or(|kind| is_told(kind, product, name)));
    told.map(|(name, value)| match kind {
        Some(kind) => key(kind.event, name, value),
        None => (name.clone(), text(value)),
    })
    .collect()
}

/// What an appliance notes of an object by itself is no configuration, and keys that come back are no news.
fn is_told(kind: &Kind, product: Product, name: &str) -> bool {
    let noted = kind.fields(product).any(|field| field.name == name && field.read_only && field.of == "date");
    !noted
        && !["failed_logins", "connected", "docker_deploy_key", "key_info", "is_lost", "needs_update"].contains(&name)
}

fn key(event: &str, name: &str, value: &Value) -> (String, String) {
    let inverted = || text(&Value::Bool(value == &Value::Bool(false)));
    match (event, name) {
        ("user", "enabled") => ("account:disabled".to_owned(), inverted()),
        ("user", "security_provider_id") => ("provider:id".to_owned(), text(value)),
        ("user", "two_factor_required") => ("two_factor_auth:required".to_owned(), text(value)),
        ("jumpoint_cluster", "enabled") => ("disabled".to_owned(), inverted()),
        ("jumpoint_cluster", "clustered") => ("allows_multiple_nodes".to_owned(), text(value)),
        ("jumpoint_cluster", "shell_jump_enabled") => ("shelljump".to_owned(), text(value)),
        ("user" | "group_policy" | "api_account", name) if name.starts_with("perm_") => {
            let right = name.trim_start_matches("perm_");
            let right = match right.split_once('_') {
                Some((area @ ("support" | "jump" | "reporting"), rest)) => format!("{area}:{rest}"),
                _ => right.to_owned(),
            };
            (format!("permissions:{right}"), text(value))
        }
        _ => (name.to_owned(), text(value)),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(set) => u8::from(*set).to_string(),
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}
