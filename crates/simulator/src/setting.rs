//! Every value that can be set while the simulation runs, by name: one table for the control face, the program's
//! options and the manual.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

mod appliance;
mod pair;

pub use appliance::{APPLIANCE_SETTINGS, ApplianceSettings};
pub use pair::{PAIR_SETTINGS, Permission, Settings};

pub use crate::switch::SWITCHES;

/// What kind of value a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number of milliseconds.
    Ms,
    /// A whole number of seconds; may be negative where an offset is meant.
    S,
    /// A whole number.
    Count,
    /// `true` or `false`.
    Flag,
    /// Free text.
    Text,
    /// Free text, or `null` for none.
    OptionalText,
    /// An IPv4 address.
    Ipv4,
    /// A list of texts; on the command line separated by commas.
    Texts,
    /// One of these words.
    Choice(&'static [&'static str]),
}

impl Kind {
    /// The end of the sentence "the setting wants …".
    #[must_use]
    pub fn wants(self) -> String {
        match self {
            Self::Ms => "a whole number of milliseconds".to_owned(),
            Self::S => "a whole number of seconds".to_owned(),
            Self::Count => "a whole number".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Text => "a text".to_owned(),
            Self::OptionalText => "a text or null".to_owned(),
            Self::Ipv4 => "an IPv4 address".to_owned(),
            Self::Texts => "a list of texts".to_owned(),
            Self::Choice(words) => format!("one of {}", words.join(", ")),
        }
    }

    /// A value typed on a command line.
    #[must_use]
    pub fn typed(self, text: &str) -> Value {
        match self {
            Self::Ms | Self::S | Self::Count => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from),
            Self::Flag => text.parse::<bool>().map_or_else(|_| Value::from(text), Value::from),
            Self::Text | Self::OptionalText | Self::Ipv4 | Self::Choice(_) => Value::from(text),
            Self::Texts => text.split(',').filter(|part| !part.is_empty()).collect(),
        }
    }
}

/// One settable value of `T`.
pub struct Setting<T> {
    /// As the control face spells it; on the command line with `-` for `_`.
    pub name: &'static str,
    pub kind: Kind,
    /// One line for help and manual.
    pub about: &'static str,
    pub(crate) read: fn(&T) -> Value,
    pub(crate) write: fn(&mut T, &Value) -> bool,
}

impl<T> Setting<T> {
    /// Its spelling on the command line, without the dashes in front.
    #[must_use]
    pub fn option(&self) -> String {
        self.name.replace('_', "-")
    }
}

/// Why a setting was not taken; [`SettingError::name`] says which.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SettingError {
    #[error("is no setting; there are: {known}")]
    Unknown { name: String, known: String },
    #[error("wants {wants}")]
    WrongValue { name: String, wants: String },
}

impl SettingError {
    /// The name that was not taken.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Unknown { name, .. } | Self::WrongValue { name, .. } => name,
        }
    }
}

/// Reads all settings of a table.
#[must_use]
pub fn read_all<T>(table: &[Setting<T>], from: &T) -> Map<String, Value> {
    table.iter().map(|setting| (setting.name.to_owned(), (setting.read)(from))).collect()
}

/// Writes the named values, all or none.
///
/// # Errors
/// [`SettingError`] names the first value that was not taken.
pub fn write_all<T: Clone>(
    table: &[Setting<T>],
    into: &mut T,
    values: &Map<String, Value>,
) -> Result<(), SettingError> {
    let mut changed = into.clone();
    for (name, value) in values {
        let Some(setting) = table.iter().find(|setting| setting.name == name) else {
            let known = table.iter().map(|setting| setting.name).collect::<Vec<_>>().join(", ");
            return Err(SettingError::Unknown { name: name.clone(), known });
        };
        if !(setting.write)(&mut changed, value) {
            return Err(SettingError::WrongValue { name: name.clone(), wants: setting.kind.wants() });
        }
    }
    *into = changed;
    Ok(())
}

/// Takes `value` into `place` if it fits there.
pub(crate) fn take<T: DeserializeOwned>(value: &Value, place: &mut T) -> bool {
    match serde_json::from_value(value.clone()) {
        Ok(fitting) => {
            *place = fitting;
            true
        }
        Err(_) => false,
    }
}

/// One line of a table: the field's name is the setting's name.
macro_rules! line {
    ($field:ident, $kind:expr, $about:literal) => {
        $crate::setting::Setting {
            name: stringify!($field),
            kind: $kind,
            about: $about,
            read: |from| serde_json::json!(from.$field),
            write: |into, value| $crate::setting::take(value, &mut into.$field),
        }
    };
}
pub(crate) use line;
