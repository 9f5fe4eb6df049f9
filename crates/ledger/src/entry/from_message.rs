//! What a message says of a change: who, of what, and which fields from what to what (failover-and-syslog section 4.5).

use domain::time::Utc;

use super::When;
use crate::catalogue::{ChangeKind, Class, Classified, Known, ROLE_MARKS, Told, classify};
use crate::fact::MessageFact;
use crate::resource::NAMES;
use crate::secret::is_secret;
use crate::text::Content;
use crate::witness::SECRET;

/// A message as the ledger reads it. Borrowed from its fact.
pub(crate) struct Read<'a> {
    pub(crate) event: &'a str,
    pub(crate) who: Option<&'a str>,
    pub(crate) who_ip: Option<&'a str>,
    pub(crate) at: When,
    pub(crate) place: &'static str,
    pub(crate) kind: ChangeKind,
    pub(crate) class: Class,
    pub(crate) known: Known,
    pub(crate) object_kind: &'a str,
    pub(crate) object_id: Option<String>,
    pub(crate) object_name: Option<&'a str>,
    pub(crate) fields: Vec<ReadField<'a>>,
    /// A role that a user gave the appliance: `become_primary` or `become_backup`.
    pub(crate) role_mark: Option<&'a str>,
    pub(crate) status: Option<&'a str>,
}

pub(crate) struct ReadField<'a> {
    pub(crate) name: &'a str,
    pub(crate) before: Option<Content>,
    pub(crate) after: Option<Content>,
    pub(crate) secret: bool,
}

/// Fields that every message may have (failover-and-syslog section 4.4).
const COMMON: &[&str] = &["site", "who", "who_ip", "event", "when"];

/// Names of objects of /appliance, beside [`NAMES`].
const OTHER_NAMES: &[&str] = &["displayname", "ip", "interface", "file_name", "title"];

pub(crate) fn read_message(fact: &MessageFact) -> Read<'_> {
    let value = |key: &str| fact.fields.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    let event = value("event").unwrap_or("");
    // Of a change the fields that change, else all of them.
    let changing = |name: &str| name.starts_with("new_");
    let only_changing = fact.fields.iter().any(|(name, _)| changing(name));
    let keys: Vec<&str> = fact
        .fields
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| !COMMON.contains(name) && (!only_changing || changing(name)))
        .map(bare)
        .collect();
    let of_the_appliance = value("site").is_some_and(|site| site.ends_with("/appliance"));
    let mut classified = classify(&Told { event, of_the_appliance, keys: &keys });
    let role_mark = (classified.object == "setting").then(|| ROLE_MARKS.into_iter().find(|mark| keys.contains(mark)));
    let role_mark = role_mark.flatten();
    if role_mark.is_some() && keys.iter().all(|key| ROLE_MARKS.contains(key)) {
        // The swap itself: what the maintenance is about, and no change to carry.
        classified = Classified { class: Class::Operational, kind: ChangeKind::Done, ..classified };
    }
    if classified.class == Class::SelfService && value("status").is_some_and(|status| status != "success") {
        // Tried, and refused.
        classified = Classified { class: Class::Operational, kind: ChangeKind::Done, ..classified };
    }
    let mut fields = match classified.class {
        Class::Operational => vec![],
        _ => changed_fields(fact, classified.kind),
    };
    if event == "change_password" && classified.class == Class::SelfService {
        fields = vec![ReadField { name: "password", before: None, after: None, secret: true }];
    }
    let object_name = name_of(fact, &classified, &keys);
    Read {
        event,
        who: value("who").filter(|who| !who.is_empty()),
        who_ip: value("who_ip").filter(|ip| !ip.is_empty()),
        at: when(fact),
        place: classified.place,
        kind: classified.kind,
        class: classified.class,
        known: classified.known,
        object_kind: classified.object,
        object_id: id_of(fact, classified.object),
        object_name,
        fields,
        role_mark,
        status: value("status"),
    }
}

/// The time in this computer's clock, as far as the appliance's offset is known.
fn when(fact: &MessageFact) -> When {
    let offset = fact.clock_offset_ms.unwrap_or(0);
    let utc = |seconds: i64| Utc::from_millis(seconds.saturating_mul(1000).saturating_sub(offset));
    match fact.when {
        Some(seconds) => When::Said(utc(seconds)),
        None => When::Between(fact.after.map(utc), fact.before.map(utc)),
    }
}

fn bare(key: &str) -> &str {
    key.strip_prefix("new_").or_else(|| key.strip_prefix("old_")).unwrap_or(key)
}

/// The fields that differ.
///
/// A changed object tells all it was as `old_`, and what changed as `new_` too; an added or removed one tells itself
/// without either. What has `old_` alone did not change.
fn changed_fields(fact: &MessageFact, kind: ChangeKind) -> Vec<ReadField<'_>> {
    let tells_before_and_after =
        fact.fields.iter().any(|(name, _)| name.starts_with("old_") || name.starts_with("new_"));
    let mut fields = vec![];
    for (key, value) in &fact.fields {
        let (name, before, after) = if tells_before_and_after {
            if let Some(name) = key.strip_prefix("new_") {
                let before = old(fact, name);
                if before == Some(value.as_str()) && value != SECRET {
                    continue;
                }
                (name, before, Some(value.as_str()))
            } else if let (Some(name), ChangeKind::Removed) = (key.strip_prefix("old_"), kind) {
                (name, Some(value.as_str()), None)
            } else {
                continue;
            }
        } else if COMMON.contains(&key.as_str()) {
            continue;
        } else if kind == ChangeKind::Removed {
            (key.as_str(), Some(value.as_str()), None)
        } else {
            (key.as_str(), None, Some(value.as_str()))
        };
        let secret = is_secret(name) && [before, after].contains(&Some(SECRET)) || after == Some(SECRET);
        let content = |value: Option<&str>| value.filter(|_| !secret).map(Content::of_text);
        fields.push(ReadField { name, before: content(before), after: content(after), secret });
    }
    fields
}

fn old<'a>(fact: &'a MessageFact, name: &str) -> Option<&'a str> {
    let is_it = |key: &str| key.strip_prefix("old_") == Some(name);
    fact.fields.iter().find(|(key, _)| is_it(key)).map(|(_, value)| value.as_str())
}

/// What the object is called: the first of the known names that says something, as it was before the change.
fn name_of<'a>(fact: &'a MessageFact, classified: &Classified<'_>, keys: &[&'a str]) -> Option<&'a str> {
    if classified.object == "setting" {
        return keys.first().copied();
    }
    let named = NAMES.iter().chain(OTHER_NAMES).find_map(|name| {
        let of = |wanted: &str| {
            let found = fact.fields.iter().find(|(key, value)| key == wanted && !value.is_empty());
            found.map(|(_, value)| value.as_str())
        };
        old(fact, name).filter(|name| !name.is_empty()).or_else(|| of(name)).or_else(|| of(&format!("new_{name}")))
    });
    // A membership names its two ends: the member is what it is about.
    named.or_else(|| {
        let ends = |key: &str| [":name", ":username"].iter().any(|end| key.ends_with(end));
        fact.fields.iter().rev().find(|(key, value)| ends(key) && !value.is_empty()).map(|(_, value)| value.as_str())
    })
}

/// The object's id, as the Configuration API would write it: below its parent's where it has one.
fn id_of(fact: &MessageFact, object: &str) -> Option<String> {
    let of = |wanted: &str| {
        let found = fact.fields.iter().find(|(key, value)| bare(key) == wanted && !value.is_empty());
        found.map(|(_, value)| value.clone())
    };
    match object {
        "vault/account/jump-item-association" => return of("account_id").or_else(|| of("id")),
        "vault/account-group/jump-item-association" => return of("account_group_id").or_else(|| of("id")),
        "setting" => return None,
        _ => {}
    }
    let ends = fact.fields.iter().filter(|(key, value)| key.ends_with(":id") && !value.is_empty());
    let ends = || ends.clone().filter(|(key, _)| is_an_end(bare(key), object));
    match of("id") {
        Some(id) => match ends().next() {
            Some((_, parent)) => Some(format!("{parent}/{id}")),
            None => Some(id),
        },
        None => {
            let ids: Vec<&str> = ends().map(|(_, id)| id.as_str()).collect();
            (!ids.is_empty()).then(|| ids.join("/"))
        }
    }
}

/// Whether `group_policy:id` names an end of a membership of this kind, and not what a field of an object refers to.
fn is_an_end(key: &str, object: &str) -> bool {
    const ENDS: &[&str] =
        &["group_policy", "user", "session_policy", "team", "jumpoint", "jump_group", "account", "account_group"];
    const MEMBERSHIPS: &[&str] = &["_member", "_user", "_session_policy", "_team"];
    const PARENTS: &[&str] = &[
        "group-policy/",
        "team/",
        "jump-group/",
        "jumpoint/",
        "jump-policy/",
        "vault/account/",
        "vault/account-group/",
        "vendor/",
    ];
    let is_below = PARENTS.iter().any(|parent| object.starts_with(parent));
    let is_membership = is_below || MEMBERSHIPS.iter().any(|end| object.ends_with(end));
    is_membership && key.strip_suffix(":id").is_some_and(|end| ENDS.contains(&end))
}

impl Read<'_> {
    /// The user name in `Display Name (username)`, or the whole of a bare one (failover-and-syslog section 4.4).
    pub(crate) fn who_name(&self) -> Option<&str> {
        self.who.map(account_of)
    }
}

/// `Display Name (username) using saml` -> `username`.
pub(crate) fn account_of(who: &str) -> &str {
    let who = who.rsplit_once(" using ").map_or(who, |(who, _)| who);
    let inner = who.trim_end().strip_suffix(')').and_then(|who| who.rsplit_once('(')).map(|(_, name)| name);
    inner.unwrap_or(who.trim())
}
