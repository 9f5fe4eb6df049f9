//! What an appliance is configured with: objects as plain JSON values, kept by the path of their list and their id.
//!
//! **Invariant.** A list is named by its path in the Configuration API, with the ids of what it hangs on
//! (`group-policy/3/member`). Lists that no API shows (skills, settings, whatever `/login` has beside) have names of
//! their own and live in the same place, so a data sync carries everything alike.
//!
//! | module | idea |
//! |---|---|
//! | [`kind`] | which lists there are, what can be done with them, which fields an object has |
//! | [`field`] | one field: its type, whether it may be written, what it is if nobody says |
//! | [`seeded`] | a small, believable configuration to begin with |
//! | [`told`] | an object as fields of a syslog message |

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

pub(crate) mod field;
pub(crate) mod kind;
mod kinds;
pub(crate) mod seeded;
pub(crate) mod told;

/// One configuration object.
pub type Object = Map<String, Value>;

/// All objects of one appliance.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Objects {
    lists: BTreeMap<String, List>,
}

/// The objects of one list, by id.
#[derive(Debug, Clone, Default, PartialEq)]
struct List {
    /// Ids are not used twice.
    last_id: u64,
    objects: BTreeMap<u64, Object>,
}

impl Objects {
    /// The objects of a list, by id; none if there is no such list.
    pub fn list(&self, list: &str) -> impl Iterator<Item = (u64, &Object)> {
        self.lists.get(list).into_iter().flat_map(|list| list.objects.iter().map(|(id, object)| (*id, object)))
    }

    /// One object.
    #[must_use]
    pub fn get(&self, list: &str, id: u64) -> Option<&Object> {
        self.lists.get(list)?.objects.get(&id)
    }

    /// How many objects there are in all lists.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lists.values().map(|list| list.objects.len()).sum()
    }

    /// Adds an object. Its id is the number it has under `named_by`, or for `id` the next free one.
    pub(crate) fn add(&mut self, list: &str, named_by: &str, mut object: Object) -> u64 {
        let list = self.lists.entry(list.to_owned()).or_default();
        let given = object.get(named_by).and_then(Value::as_u64);
        let id = given.unwrap_or(list.last_id + 1);
        list.last_id = list.last_id.max(id);
        if named_by == "id" {
            object.shift_insert(0, "id".to_owned(), json!(id));
        }
        list.objects.insert(id, object);
        id
    }

    /// Puts an object in the place of the one with this id.
    pub(crate) fn replace(&mut self, list: &str, id: u64, object: Object) {
        if let Some(place) = self.lists.get_mut(list).and_then(|list| list.objects.get_mut(&id)) {
            *place = object;
        }
    }

    /// Takes an object away, with everything that hangs on it.
    pub(crate) fn remove(&mut self, list: &str, id: u64) -> Option<Object> {
        let removed = self.lists.get_mut(list)?.objects.remove(&id)?;
        let hangs_on = format!("{list}/{id}/");
        self.lists.retain(|name, _| !name.starts_with(&hangs_on));
        Some(removed)
    }

    /// Everything as JSON: lists by name, each by id.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let of = |list: &List| {
            let named = list.objects.iter().map(|(id, object)| (id.to_string(), Value::Object(object.clone())));
            Value::Object(named.collect())
        };
        let filled = self.lists.iter().filter(|(_, list)| !list.objects.is_empty());
        Value::Object(filled.map(|(name, list)| (name.clone(), of(list))).collect())
    }
}
