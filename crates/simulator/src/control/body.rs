//! JSON bodies of the control face, read field by field so that an error can name the field.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A body that is taken apart.
pub(super) struct Body {
    fields: Map<String, Value>,
}

/// What is wrong with a body, and with which field of it.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub(super) struct Wrong {
    /// `None`: the body as a whole.
    pub(super) field: Option<String>,
    what: String,
}

impl Wrong {
    pub(super) fn new(field: impl Into<String>, what: impl ToString) -> Self {
        let field = field.into();
        Self { what: format!("{field}: {}", what.to_string()), field: Some(field) }
    }
}

impl Wrong {
    /// Status 400, with the field.
    pub(super) fn said(&self) -> super::Said {
        (400, json!({"field": self.field, "error": self.to_string()}))
    }
}

impl Body {
    /// An empty body counts as `{}`.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Wrong> {
        if bytes.is_empty() {
            return Ok(Self { fields: Map::new() });
        }
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(fields)) => Ok(Self { fields }),
            Ok(_) => Err(Wrong { field: None, what: "the body is not a JSON object".to_owned() }),
            Err(why) => Err(Wrong { field: None, what: format!("the body is not JSON: {why}") }),
        }
    }

    /// A field that may be left out.
    pub(super) fn maybe<T: DeserializeOwned>(&mut self, field: &str) -> Result<Option<T>, Wrong> {
        match self.fields.shift_remove(field) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => serde_json::from_value(value).map(Some).map_err(|why| Wrong::new(field, why)),
        }
    }

    /// A field that must be there.
    pub(super) fn must<T: DeserializeOwned>(&mut self, field: &str) -> Result<T, Wrong> {
        self.maybe(field)?.ok_or_else(|| Wrong::new(field, "is missing"))
    }

    /// Everything not taken yet.
    pub(super) fn rest(self) -> Map<String, Value> {
        self.fields
    }

    /// Refuses what was not taken.
    pub(super) fn done(self) -> Result<(), Wrong> {
        match self.fields.keys().next() {
            None => Ok(()),
            Some(field) => Err(Wrong::new(field.clone(), "is not known here")),
        }
    }
}
