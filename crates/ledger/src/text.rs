//! Text as the ledger keeps it: words that many entries share, contents as canonical JSON, names of fields that mean the
//! same.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// A text that many entries share: a host, a person, an event's name.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word(Arc<str>);

impl Word {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl std::borrow::Borrow<str> for Word {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(String::deserialize(deserializer)?.into()))
    }
}

/// What a field holds: JSON, written canonically, so that equal contents are equal bytes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Content(Box<str>);

impl Content {
    #[must_use]
    pub fn of(value: &Value) -> Self {
        Self(canonical(value).into_boxed_str())
    }

    /// Of a text, as syslog tells everything.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let mut json = String::with_capacity(text.len() + 2);
        write_text(text, &mut json);
        Self(json.into_boxed_str())
    }

    #[must_use]
    pub fn json(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or(Value::Null)
    }

    /// Without the quotation marks of a text.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        let quoted = self.0.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match quoted {
            Some(text) if !text.contains('\\') => Cow::Borrowed(text),
            Some(_) => match self.value() {
                Value::String(text) => Cow::Owned(text),
                _ => Cow::Borrowed(&self.0),
            },
            None => Cow::Borrowed(&self.0),
        }
    }

    /// Whether two contents mean the same, when one comes from syslog, where everything is text, and the other from the
    /// Configuration API: `1` is true, `7` is 7, nothing is null.
    #[must_use]
    pub fn means(&self, other: &Self) -> bool {
        self == other || meaning(&self.plain()) == meaning(&other.plain())
    }
}

fn meaning(text: &str) -> &str {
    match text {
        "true" => "1",
        "false" => "0",
        "null" | "[]" => "",
        text => text,
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::of(&value))
    }
}

/// JSON with the keys of every object in order and no blanks.
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut json = String::new();
    write(value, &mut json);
    json
}

/// Writes JSON as [`canonical`] does.
pub fn write(value: &Value, json: &mut String) {
    match value {
        Value::Null => json.push_str("null"),
        Value::Bool(true) => json.push_str("true"),
        Value::Bool(false) => json.push_str("false"),
        Value::Number(number) => json.push_str(&number.to_string()),
        Value::String(text) => write_text(text, json),
        Value::Array(values) => {
            json.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    json.push(',');
                }
                write(value, json);
            }
            json.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            json.push('{');
            for (at, (name, value)) in fields.into_iter().enumerate() {
                if at > 0 {
                    json.push(',');
                }
                write_text(name, json);
                json.push(':');
                write(value, json);
            }
            json.push('}');
        }
    }
}

fn write_text(text: &str, json: &mut String) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            c if u32::from(c) < 0x20 => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
}

/// A field's name as both witnesses would write it: syslog says `permissions:reporting:syslog` where the Configuration API
/// says `perm_reporting_syslog` (appliance-api section 1; failover-and-syslog section 4.7).
#[must_use]
pub fn field_key(name: &str) -> Cow<'_, str> {
    let name = name.strip_prefix("account:").unwrap_or(name);
    match name.strip_prefix("permissions:") {
        Some(permission) => Cow::Owned(format!("perm_{}", permission.replace(':', "_"))),
        None if name.contains(':') => Cow::Owned(name.replace(':', "_")),
        None => Cow::Borrowed(name),
    }
}
