//! Names of things: uuids of ours, the GUID of an appliance, the number of a maintenance.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

uuid_id!(
    /// A pair, in this program's record.
    PairId
);
uuid_id!(
    /// An appliance of a pair, in this program's record. Not the GUID the appliance tells.
    ApplianceId
);
uuid_id!(
    /// A maintenance: the first 16 bytes under every hash of its journal.
    MaintenanceId
);
uuid_id!(
    /// One decision to send (or make by hand) one role command.
    CommandId
);

/// The appliance's own id: 32 hexadecimal digits, kept in lower case (appliance-api section 2.1, attribute `id`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Guid(String);

/// A text that is not an appliance's GUID.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not an appliance's GUID (32 hexadecimal digits)")]
pub struct NotAGuid(String);

impl Guid {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first eight digits, for a sentence.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.0[..8]
    }
}

impl TryFrom<String> for Guid {
    type Error = NotAGuid;

    fn try_from(text: String) -> Result<Self, NotAGuid> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        if digits.len() == 32 && digits.chars().all(|c| c.is_ascii_hexdigit()) {
            Ok(Self(digits.to_ascii_lowercase()))
        } else {
            Err(NotAGuid(text))
        }
    }
}

impl FromStr for Guid {
    type Err = NotAGuid;

    fn from_str(text: &str) -> Result<Self, NotAGuid> {
        Self::try_from(text.to_owned())
    }
}

impl From<Guid> for String {
    fn from(guid: Guid) -> Self {
        guid.0
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of a maintenance on this computer, without holes: `M-0001`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MaintenanceNumber(pub u32);

/// A text that is not the number of a maintenance.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not the number of a maintenance, such as M-0001")]
pub struct NotANumber(String);

impl fmt::Display for MaintenanceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "M-{:04}", self.0)
    }
}

impl FromStr for MaintenanceNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        text.strip_prefix("M-")
            .or_else(|| text.strip_prefix("m-"))
            .and_then(|digits| digits.parse().ok())
            .filter(|n| *n > 0)
            .map(Self)
            .ok_or_else(|| NotANumber(text.to_owned()))
    }
}

impl TryFrom<String> for MaintenanceNumber {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl From<MaintenanceNumber> for String {
    fn from(number: MaintenanceNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_32_hexadecimal_digits_whatever_their_case_and_dashes() {
        let read = |text: &str| text.parse::<Guid>().map(String::from).ok();
        let plain = Some("0a1b2c3d4e5f60718293a4b5c6d7e8f9".to_owned());
        assert_eq!(read("0a1b2c3d4e5f60718293a4b5c6d7e8f9"), plain);
        assert_eq!(read("0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9"), plain);
        for text in ["", "0a1b", "0a1b2c3d4e5f60718293a4b5c6d7e8f9a", "0g1b2c3d4e5f60718293a4b5c6d7e8f9", "ÿÿ"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_maintenance_is_numbered_from_one_with_four_digits_or_more() {
        let read = |text: &str| text.parse::<MaintenanceNumber>().map(|number| number.0).ok();
        assert_eq!(MaintenanceNumber(1).to_string(), "M-0001");
        assert_eq!(MaintenanceNumber(12_345).to_string(), "M-12345");
        for text in ["M-0001", "M-1", "m-0001"] {
            assert_eq!(read(text), Some(1), "{text}");
        }
        for text in ["", "1", "M-", "M-0", "M-0000", "M--1", "R-0001", "M-99999999999"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
