//! Ids that refer to other objects. Each appliance gives its own to what is added, so an id of the backup may be something
//! else on the primary, or nothing.

use serde_json::{Map, Value};

use crate::snapshot::Snapshot;

/// Fields that hold the id of an object of a kind (the vendor's files, version 1.10).
const REFERENCES: &[(&str, &str)] = &[
    ("jumpoint_id", "jumpoint"),
    ("jump_policy_id", "jump-policy"),
    ("session_policy_id", "session-policy"),
    ("attended_session_policy_id", "session-policy"),
    ("unattended_session_policy_id", "session-policy"),
    ("jump_item_role_id", "jump-item-role"),
    ("default_jump_item_role_id", "jump-item-role"),
    ("private_jump_item_role_id", "jump-item-role"),
    ("inferior_jump_item_role_id", "jump-item-role"),
    ("unassigned_jump_item_role_id", "jump-item-role"),
    ("account_group_id", "vault/account-group"),
    ("account_id", "vault/account"),
    ("user_id", "user"),
    ("team_id", "team"),
    ("security_provider_id", "security-provider"),
    ("default_policy", "group-policy"),
];

/// The first field that refers to something the primary does not have, or has under that id as something else. `around` is
/// the rest of the object.
pub(super) fn missing(
    body: &Map<String, Value>,
    around: Option<&Map<String, Value>>,
    source: Option<&Snapshot>,
    primary: &Snapshot,
) -> Option<String> {
    let told = |name: &str| body.get(name).or_else(|| around.and_then(|around| around.get(name)));
    let is_shared = told("jump_group_type").and_then(Value::as_str) != Some("personal");
    let group = is_shared.then_some(("jump_group_id", "jump-group"));
    let references = REFERENCES.iter().copied().chain(group);
    let mut broken = references.filter(|(field, kind)| {
        let Some(id) = body.get(*field).and_then(id) else { return false };
        let Some(there) = primary.get(kind, &id) else { return true };
        let meant = source.and_then(|source| source.get(kind, &id));
        meant.is_some_and(|meant| meant.name != there.name)
    });
    broken.next().map(|(field, _)| field.to_owned())
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}
