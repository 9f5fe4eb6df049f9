//! A pair as it looks now.

use serde::{Deserialize, Serialize};

use super::Outcome;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LookAt {
    /// None: every pair.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub name: Option<String>,
}

/// Why an appliance, or the site name, was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TroubleTold {
    pub code: String,
    pub message: String,
    pub hint: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApplianceStatus {
    pub label: String,
    pub guid: Option<String>,
    pub reachable: bool,
    /// `primary`, `backup`, `none` or `unknown`
    #[cfg_attr(test, ts(type = "RoleWord"))]
    pub role: String,
    /// The appliance's own word where it is none of the known ones.
    pub role_text: Option<String>,
    pub second_hand: bool,
    #[cfg_attr(test, ts(type = "AssignedRole | null"))]
    pub assigned_role: Option<&'static str>,
    #[cfg_attr(test, ts(type = "Product | null"))]
    pub product: Option<&'static str>,
    #[cfg_attr(test, ts(type = "Api | null"))]
    pub api: Option<&'static str>,
    pub version: Option<String>,
    pub build: Option<String>,
    pub healthy: Option<bool>,
    pub errors: Vec<String>,
    pub shared_ips: Vec<String>,
    pub last_sync: Option<String>,
    pub last_sync_text: Option<String>,
    pub clock_offset_s: Option<f64>,
    pub observed_at: String,
    pub age_s: f64,
    pub trouble: Option<TroubleTold>,
    /// Until when the certificate it shows is valid.
    pub certificate_until: Option<String>,
    /// Users on it and when they were counted: seldom, and only while a window watches.
    pub users: Option<u32>,
    pub users_at: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Site {
    pub answered_by: Option<String>,
    pub guid: Option<String>,
    pub trouble: Option<TroubleTold>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PairStatus {
    pub pair: String,
    #[cfg_attr(test, ts(type = "PairStateName"))]
    pub state: String,
    #[cfg_attr(test, ts(type = "Tone"))]
    pub tone: String,
    pub sentence: String,
    pub next: String,
    pub appliances: Vec<ApplianceStatus>,
    pub site: Site,
    pub maintenance: Option<String>,
}

/// One pair, or the list of all.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum StatusList {
    One(Box<PairStatus>),
    All(Vec<PairStatus>),
}

impl Outcome for StatusList {}
