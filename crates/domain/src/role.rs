//! The role an appliance says it has, and the two sides of a pair.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A failover role (appliance-api sections 2.1 and 3). Anything an appliance says beyond the three known words is kept
/// as its text, and blocks planning.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Role {
    Primary,
    Backup,
    None,
    Unrecognised(String),
}

impl Role {
    /// The role's own text, as the appliance says it.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Primary => "primary",
            Self::Backup => "backup",
            Self::None => "none",
            Self::Unrecognised(text) => text,
        }
    }
}

impl From<String> for Role {
    fn from(text: String) -> Self {
        match text.as_str() {
            "primary" => Self::Primary,
            "backup" => Self::Backup,
            "none" => Self::None,
            _ => Self::Unrecognised(text),
        }
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.text().to_owned()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// A role a command can give: the API knows only these two (appliance-api section 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignedRole {
    Primary,
    Backup,
}

impl AssignedRole {
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Primary => Self::Backup,
            Self::Backup => Self::Primary,
        }
    }

    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Backup => "backup",
        }
    }
}

impl fmt::Display for AssignedRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl From<AssignedRole> for Role {
    fn from(role: AssignedRole) -> Self {
        match role {
            AssignedRole::Primary => Self::Primary,
            AssignedRole::Backup => Self::Backup,
        }
    }
}

/// One of the two appliances of a pair, by its place in the maintenance: the home primary or the stand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Home,
    StandIn,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::Home, Self::StandIn];

    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Home => Self::StandIn,
            Self::StandIn => Self::Home,
        }
    }
}

/// One value for each side of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Both<T> {
    pub home: T,
    pub stand_in: T,
}

impl<T> Both<T> {
    pub fn new(home: T, stand_in: T) -> Self {
        Self { home, stand_in }
    }

    pub fn of(&self, side: Side) -> &T {
        match side {
            Side::Home => &self.home,
            Side::StandIn => &self.stand_in,
        }
    }

    pub fn of_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Home => &mut self.home,
            Side::StandIn => &mut self.stand_in,
        }
    }

    pub fn map<U>(&self, mut f: impl FnMut(Side, &T) -> U) -> Both<U> {
        Both { home: f(Side::Home, &self.home), stand_in: f(Side::StandIn, &self.stand_in) }
    }
}
