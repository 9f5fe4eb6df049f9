//! What an event is: its place, what kind of change, and of what (failover-and-syslog section 4.7).
//!
//! Names of changes are `<object>_added`, `_changed`, `_removed`, so the catalogue is one of objects. An object that is
//! not in it is still a change by its suffix, and a name without one is still an event: nothing is dropped.

mod events;
mod families;
mod settings;

use serde::{Deserialize, Serialize};

use crate::place::{APPLIANCE, UNKNOWN};

pub use families::FAMILIES;
pub use settings::{ROLE_MARKS, setting_place};

/// What happened to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Added,
    Changed,
    Removed,
    /// Only its place among others.
    Reordered,
    /// Something was done; there is no before and after.
    Done,
}

/// What kind of event it is, which decides how much attention it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A setting of /login.
    Configuration,
    /// Somebody's own password, name or authenticator.
    SelfService,
    /// Made by the appliance itself, though it looks like an edit.
    Automatic,
    /// A setting of one appliance: /appliance.
    Appliance,
    /// Logins, tokens, reports: no change.
    Operational,
}

/// How an event's meaning is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The catalogue has it.
    Catalogue,
    /// Its object is not in the catalogue; its suffix says what happened.
    Suffix,
    /// Nothing but its name.
    No,
}

/// What is looked at beside an event's name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a, 'k> {
    pub event: &'a str,
    /// The message comes from `site=HOST/appliance`.
    pub of_the_appliance: bool,
    /// Its keys without `old_` and `new_`.
    pub keys: &'k [&'k str],
}

/// What an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classified<'a> {
    pub place: &'static str,
    pub kind: ChangeKind,
    pub class: Class,
    /// The kind of its object: what the Configuration API calls it where that knows it, else the event's own word.
    pub object: &'a str,
    pub known: Known,
}

/// One kind of object that events speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// The event's name without its verb.
    pub object: &'static str,
    pub place: &'static str,
    pub class: Class,
    /// What the Configuration API calls it ([`crate::resource`]); empty where it does not know it.
    pub resource: &'static str,
}

/// The verbs that end an event's name, the longer ones first.
const VERBS: &[(&str, ChangeKind)] = &[
    ("_order_changed", ChangeKind::Reordered),
    ("_reordered", ChangeKind::Reordered),
    ("_moved", ChangeKind::Reordered),
    ("_added", ChangeKind::Added),
    ("_created", ChangeKind::Added),
    ("_imported", ChangeKind::Added),
    ("_uploaded", ChangeKind::Added),
    ("_changed", ChangeKind::Changed),
    ("_edited", ChangeKind::Changed),
    ("_updated", ChangeKind::Changed),
    ("_modified", ChangeKind::Changed),
    ("_enabled", ChangeKind::Changed),
    ("_disabled", ChangeKind::Changed),
    ("_renamed", ChangeKind::Changed),
    ("_removed", ChangeKind::Removed),
    ("_deleted", ChangeKind::Removed),
];

/// Ends of names of events that only tell that something was looked at.
const LOOKED_AT: &[&str] = &["_report_generated", "_generated"];

/// What an event is. `network_*` and the other names of /appliance decide by themselves; `user_*` is two things, told apart
/// by where the message comes from, else by its keys.
#[must_use]
pub fn classify<'a>(told: &Told<'a, '_>) -> Classified<'a> {
    if let Some(known) = events::EVENTS.iter().find(|known| known.event == told.event) {
        let place = if told.of_the_appliance && known.class == Class::Configuration { APPLIANCE } else { known.place };
        return Classified {
            place,
            kind: known.kind,
            class: known.class,
            object: known.object,
            known: Known::Catalogue,
        };
    }
    let Some((object, kind)) = verb(told.event) else { return by_no_suffix(told) };
    if told.of_the_appliance || is_a_user_of_the_appliance(object, told.keys) {
        return on_the_appliance(object, kind);
    }
    if object == "setting" {
        let place = setting_place(told.keys);
        return Classified { place, kind, class: Class::Configuration, object: "setting", known: Known::Catalogue };
    }
    match family(object) {
        Some(family) => Classified {
            place: family.place,
            kind,
            class: family.class,
            object: if family.resource.is_empty() { family.object } else { family.resource },
            known: Known::Catalogue,
        },
        None => Classified { place: UNKNOWN, kind, class: Class::Configuration, object, known: Known::Suffix },
    }
}

/// The object of a family by its exact name.
#[must_use]
pub fn family(object: &str) -> Option<&'static Family> {
    FAMILIES.binary_search_by(|family| family.object.cmp(object)).ok().and_then(|at| FAMILIES.get(at))
}

/// An event's object and verb.
fn verb(event: &str) -> Option<(&str, ChangeKind)> {
    VERBS.iter().find_map(|(suffix, kind)| {
        let object = event.strip_suffix(suffix).filter(|object| !object.is_empty())?;
        Some((object, *kind))
    })
}

/// /appliance's users have a display name and no account (failover-and-syslog section 4.7 B).
fn is_a_user_of_the_appliance(object: &str, keys: &[&str]) -> bool {
    object == "user" && keys.contains(&"displayname") && !keys.iter().any(|key| key.starts_with("account:"))
}

fn on_the_appliance(object: &str, kind: ChangeKind) -> Classified<'_> {
    if object == "user" {
        let place = "/appliance > Users";
        return Classified { place, kind, class: Class::Appliance, object: "appliance_user", known: Known::Catalogue };
    }
    let family = family(object).filter(|family| family.class == Class::Appliance);
    let place = family.map_or(APPLIANCE, |family| family.place);
    let known = if family.is_some() { Known::Catalogue } else { Known::Suffix };
    Classified { place, kind, class: Class::Appliance, object, known }
}

fn by_no_suffix<'a>(told: &Told<'a, '_>) -> Classified<'a> {
    let kind = ChangeKind::Done;
    if LOOKED_AT.iter().any(|end| told.event.ends_with(end)) {
        let place = "Reports > Reports";
        return Classified { place, kind, class: Class::Operational, object: told.event, known: Known::Suffix };
    }
    let (place, class) =
        if told.of_the_appliance { (APPLIANCE, Class::Appliance) } else { (UNKNOWN, Class::Configuration) };
    Classified { place, kind, class, object: told.event, known: Known::No }
}
