//! What an answer of the Command API holds, whichever version of it answered.

use std::collections::BTreeMap;

use domain::ids::Guid;
use domain::observation::Product;
use domain::time::Utc;

/// What an account may do with the Command API (`perm_command`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandPermission {
    /// Looking and role commands.
    Full,
    /// Looking alone.
    ReadOnly,
    Deny,
    /// A word this program does not know.
    Unrecognised(String),
    /// The answer held no such permission.
    Untold,
}

/// A permission as told: an open set of names and values (appliance-api section 2.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Permission {
    Flag(bool),
    Word(String),
}

/// Versions, permissions and clock (`GET /info`, `get_api_info`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    /// Absent where it is not told, or is none this program knows.
    pub product: Option<Product>,
    pub command_api_version: Option<String>,
    pub config_api_version: Option<String>,
    pub reporting_api_version: Option<String>,
    pub backup_api_version: Option<String>,
    /// Every permission told, by name.
    pub permissions: BTreeMap<String, Permission>,
    /// The appliance's clock when it answered.
    pub current_time: Option<Utc>,
}

impl Info {
    #[must_use]
    pub fn perm_command(&self) -> CommandPermission {
        match self.permissions.get("perm_command") {
            None => CommandPermission::Untold,
            Some(Permission::Flag(flag)) => CommandPermission::Unrecognised(flag.to_string()),
            Some(Permission::Word(word)) => match word.as_str() {
                "full_access" => CommandPermission::Full,
                "read_only" => CommandPermission::ReadOnly,
                "deny" => CommandPermission::Deny,
                _ => CommandPermission::Unrecognised(word.clone()),
            },
        }
    }
}

/// The users logged in to consoles (`GET /user`, `get_logged_in_reps`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Users {
    pub count: u64,
    /// Display names, in the order told; a user without one is not in it.
    pub names: Vec<String>,
    /// Since when the longest logged-in user is in, by the appliance's clock.
    pub longest_since: Option<Utc>,
    /// Sessions of all users together.
    pub sessions: u64,
}

/// What is connected to one appliance (`GET /appliance/client-count`, `get_connected_client_list`). Not every name of a
/// kind is known, so the set is open: every whole number told, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCount {
    pub guid: Guid,
    pub counts: BTreeMap<String, u64>,
}
