//! What was planned, who was in it, and when.

use domain::observation::Product;
use domain::pair::{Guard, Network};
use domain::plan::{Kind, LegName};
use domain::role::Side;
use domain::time::Utc;
use serde::{Deserialize, Serialize};

/// What was to be done, to what, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct What {
    pub title: String,
    pub kind: Kind,
    pub ticket: Option<String>,
    pub reason: Option<String>,
    pub risk: Option<String>,
    pub back_out: Option<String>,
    pub pair: String,
    pub site_name: String,
    pub guard: Guard,
    pub network: Network,
    pub product: Option<Product>,
    /// The pair was found failed over.
    pub taken_up: bool,
    /// Home primary first.
    pub appliances: Vec<Appliance>,
}

/// An appliance, as planned and as seen first and last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Appliance {
    pub side: Side,
    pub label: String,
    pub address: String,
    pub server_name: String,
    pub guid: String,
    /// The GUID expected at the end, where another one was accepted.
    pub guid_accepted: Option<String>,
    pub hostname: Option<String>,
    pub role_before: Option<String>,
    pub role_after: Option<String>,
    pub version_before: Option<String>,
    pub version_after: Option<String>,
    pub sync_before: Option<Utc>,
    pub sync_after: Option<Utc>,
    pub shared_ips: Vec<String>,
    /// Its clock minus the computer's, the least and the greatest that was told. Milliseconds.
    pub clock_least_ms: Option<i64>,
    pub clock_greatest_ms: Option<i64>,
}

/// Who asked, approved and did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Who {
    pub asked: Option<Asked>,
    /// Who wrote the plan down.
    pub planned_by: String,
    pub approved: Vec<Approval>,
    pub did: Vec<Did>,
    /// Whether approving and doing were in different hands.
    pub separation: String,
}

/// A name as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    pub name: String,
    pub standing: String,
}

/// An approval, or the approver that the plan names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Approval {
    pub name: String,
    pub at: Option<Utc>,
    /// The operating system's account it was entered from.
    pub by: Option<String>,
    pub after_the_fact: bool,
    pub self_approved: bool,
    pub standing: String,
}

/// One operating system's user and computer, with the API account, and what was written down by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Did {
    pub by: String,
    pub api_account: Option<String>,
    pub programs: Vec<String>,
    pub events: u64,
    pub first: Utc,
    pub last: Utc,
}

/// When it was planned for, and when it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    pub zone: Zone,
    pub planned: Vec<PlannedWindow>,
    pub actual: Span,
    /// The last event: the document says nothing of later.
    pub as_of: Utc,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedWindow {
    pub leg: LegName,
    pub from: Utc,
    pub to: Utc,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    pub from: Utc,
    /// Absent: it lasts.
    pub to: Option<Utc>,
}

/// The zone that local times are shown in, as far as this document needs it: local = UTC + the offset of the last row that
/// begins no later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    pub name: String,
    pub offsets: Vec<Offset>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offset {
    pub from: Utc,
    pub offset_s: i32,
    pub abbreviation: String,
}
