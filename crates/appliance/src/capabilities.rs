//! What an appliance can do, as it told when it was asked.

use std::collections::BTreeMap;

use domain::observation::{Api, Product};
use domain::time::Utc;

use crate::codec::answer::{CommandPermission, Permission};
use crate::redact::Evidence;

/// The answer of a probe (`GET /info` of v2, else `get_api_info` of v1).
#[derive(Clone, Debug)]
pub struct Capabilities {
    /// When the answer was complete.
    pub at: Utc,
    /// The interface this appliance is spoken to through.
    pub api: Api,
    /// Absent where it told none, or one this program does not know.
    pub product: Option<Product>,
    pub command_api_version: Option<String>,
    pub config_api_version: Option<String>,
    pub reporting_api_version: Option<String>,
    pub backup_api_version: Option<String>,
    /// What the API account may do with the Command API.
    pub perm_command: CommandPermission,
    /// Every permission told, by name (an open set).
    pub permissions: BTreeMap<String, Permission>,
    /// The appliance's clock minus this computer's at the middle of the round trip, in milliseconds.
    pub clock_offset_ms: Option<i64>,
    pub round_trip_ms: u64,
    pub evidence: Option<Evidence>,
}
