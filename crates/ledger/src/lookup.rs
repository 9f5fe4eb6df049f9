//! Finding what an entry speaks of in a snapshot: its object, and its fields by the names the Configuration API has for them.

use serde_json::{Map, Number, Value};

use crate::entry::Entry;
use crate::snapshot::{Object, Snapshot};
use crate::text::{Content, field_key};

/// The object of an entry: by its id, else by its name where that is the only one of its name. An id that was given to
/// another object in the meantime does not count: then the name is asked for.
pub(crate) fn object<'a>(snapshot: &'a Snapshot, entry: &Entry) -> Option<&'a Object> {
    let kind = entry.object.kind.as_str();
    let by_id = entry.object.id.as_deref().and_then(|id| snapshot.get(kind, id));
    let by_name = || entry.object.name.as_deref().and_then(|name| snapshot.named(kind, name));
    let is_another = |found: &&Object| is_named_otherwise(entry, found);
    match by_id {
        Some(found) if is_another(&found) => by_name().or(Some(found)),
        Some(found) => Some(found),
        None => by_name(),
    }
}

/// Whether an object has a name that the entry's object never had.
pub(crate) fn is_named_otherwise(entry: &Entry, object: &Object) -> bool {
    let (Some(was), Some(is)) = (entry.object.name.as_deref(), object.name.as_deref()) else { return false };
    let names = entry.fields.iter().flat_map(|field| [&field.before, &field.after]).flatten();
    was != is && !names.map(Content::plain).any(|name| name == is)
}

/// What an object holds, as the API told it.
pub(crate) fn fields(object: &Object) -> Map<String, Value> {
    match serde_json::from_str(&object.body) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The API's name for a field of an entry, and what it holds now.
pub(crate) fn field<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<(&'a str, &'a Value)> {
    let key = field_key(name);
    fields.iter().find(|(known, _)| field_key(known) == key).map(|(known, value)| (known.as_str(), value))
}

/// Content in the type the API has for it: syslog tells everything as text.
pub(crate) fn typed(content: &Content, like: &Value) -> Option<Value> {
    let value = content.value();
    let Value::String(text) = value else { return Some(value) };
    match like {
        Value::String(_) => Some(Value::String(text)),
        Value::Bool(_) => match text.as_str() {
            "1" | "true" => Some(Value::Bool(true)),
            "0" | "false" => Some(Value::Bool(false)),
            _ => None,
        },
        Value::Number(_) => text.parse::<i64>().ok().map(|number| Value::Number(Number::from(number))),
        Value::Array(_) => serde_json::from_str(&text).ok().filter(Value::is_array),
        Value::Object(_) => serde_json::from_str(&text).ok().filter(Value::is_object),
        // Nothing is known of its type.
        Value::Null => text.is_empty().then_some(Value::Null),
    }
}
