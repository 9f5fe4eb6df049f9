//! Pairs as a front end describes and reads them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Outcome, TroubleTold};
use crate::error::{Exit, WireError};

/// A pair as it is typed: each text is read in one place, `describe`. What is absent keeps its value or its default;
/// an empty text takes a value away where none is a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(default)]
pub struct PairOptions {
    /// `HOST[:PORT]`
    pub site_name: Option<String>,
    /// `LABEL=HOST[:PORT]`, the home primary first.
    pub appliances: Vec<String>,
    /// `[LABEL=]NAME`
    pub server_names: Vec<String>,
    /// `[LABEL=]system|ca:FILE|pin:SHA256HEX`
    pub trusts: Vec<String>,
    /// `shared-ip|dns|nat`
    pub network: Option<String>,
    /// `HOST[:PORT]`
    pub site_address: Option<String>,
    /// `LABEL=IP`
    pub swing_addresses: Vec<String>,
    pub shared_ips: Vec<String>,
    /// `IP[:PORT]`
    pub resolvers: Vec<String>,
    /// `direct|system|URL`
    pub proxy: Option<String>,
    /// `production|test`
    pub guard: Option<String>,
    pub note: Option<String>,
    pub client_id: Option<String>,
    /// `KEY=VALUE`, an empty value for the program's own
    pub settings: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AddPair {
    pub name: String,
    #[serde(default, flatten)]
    pub options: PairOptions,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EditPair {
    pub name: String,
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub new_name: Option<String>,
    #[serde(default, flatten)]
    pub options: PairOptions,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ListPairs {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NamePair {
    pub name: String,
}

/// The secret itself is typed on standard input, never part of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PutCredential {
    pub name: String,
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub appliance: Option<String>,
    pub client_id: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AcceptAppliance {
    pub name: String,
    pub label: String,
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub guid: Option<String>,
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub pin: Option<String>,
    /// Who compared it: kept as a note, written together with what is accepted.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub confirmed_by: Option<String>,
}

/// What no API tells. Each as typed: `on`, `off`, a duration, addresses with commas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(default)]
pub struct StatePair {
    pub name: String,
    pub automatic_failover: Option<String>,
    pub backup_operations: Option<String>,
    pub sync_interval: Option<String>,
    pub test_ips: Option<String>,
    pub alert_mail: Option<String>,
}

/// One stated value with its age. After 180 days it is asked again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Stated {
    #[cfg_attr(test, ts(type = "boolean | number | string[]"))]
    pub value: serde_json::Value,
    pub by: String,
    pub at: String,
    pub age_s: f64,
    pub ask_again: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PairAppliance {
    pub label: String,
    pub home_primary: bool,
    pub address: String,
    pub server_name: String,
    /// `system`, `ca:FILE` or `pin:SHA256HEX`
    pub trust: String,
    pub guid: Option<String>,
    pub swing_address: Option<String>,
    pub client_id: Option<String>,
    /// `stored`, `missing`, `locked`, `absent`, `denied`, `failed`; absent where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "SecretState"))]
    pub credential: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Pair {
    pub name: String,
    pub id: String,
    #[cfg_attr(test, ts(type = "Product | null"))]
    pub product: Option<&'static str>,
    pub site_name: String,
    pub site_address: Option<String>,
    #[cfg_attr(test, ts(type = "Network"))]
    pub network: &'static str,
    pub shared_ips: Vec<String>,
    pub resolvers: Vec<String>,
    pub proxy: String,
    #[cfg_attr(test, ts(type = "Guard"))]
    pub guard: &'static str,
    pub client_id: Option<String>,
    pub note: String,
    pub settings: BTreeMap<String, String>,
    #[cfg_attr(test, ts(type = "Record<StatedKey, Stated | null>"))]
    pub stated: BTreeMap<&'static str, Option<Stated>>,
    pub appliances: Vec<PairAppliance>,
    /// The open maintenance.
    pub maintenance: Option<String>,
}

impl Outcome for Pair {}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PairList(pub Vec<Pair>);

impl Outcome for PairList {}

/// The certificate an appliance showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Certificate {
    /// The fingerprint a person compares and a pin holds: SHA-256 of the public key.
    pub spki_sha256: String,
    pub subject: String,
    pub names: Vec<String>,
    pub issuer: String,
    pub not_before: String,
    pub not_after: String,
}

/// What one appliance can do for this account.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Tested {
    pub label: String,
    pub reachable: bool,
    pub signed_in: bool,
    pub guid: Option<String>,
    pub hostname: Option<String>,
    pub role: Option<String>,
    #[cfg_attr(test, ts(type = "Product | null"))]
    pub product: Option<&'static str>,
    pub version: Option<String>,
    #[cfg_attr(test, ts(type = "Api | null"))]
    pub api: Option<&'static str>,
    pub command_api: Option<String>,
    pub configuration_api: Option<String>,
    pub reporting_api: Option<String>,
    pub backup_api: Option<String>,
    /// `full_access`, `read_only`, `deny`, or the appliance's own word.
    pub command_permission: Option<String>,
    pub clock_offset_s: Option<f64>,
    pub certificate: Option<Certificate>,
    /// Why it cannot be used as it is.
    pub trouble: Option<TroubleTold>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PairTest {
    pub pair: String,
    pub appliances: Vec<Tested>,
    /// The first appliance that cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub error: Option<WireError>,
}

impl Outcome for PairTest {
    fn exit(&self) -> Exit {
        self.error.as_ref().map_or(Exit::Done, |error| error.exit)
    }
}

/// A pair that was saved, and what the test beside it found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PairSaved {
    pub pair: Pair,
    /// None where nothing could be tried.
    pub test: Option<PairTest>,
    /// Why the secret was not kept, where it was not: it is to be typed for each run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub secret_not_kept: Option<WireError>,
}

impl Outcome for PairSaved {
    fn exit(&self) -> Exit {
        if self.secret_not_kept.is_some() { Exit::Incomplete } else { Exit::Done }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PairRemoved {
    pub removed: String,
}

impl Outcome for PairRemoved {}

/// What one address shows before anything is trusted or sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Shown {
    pub label: String,
    pub address: String,
    /// None: no TLS server answered there.
    pub certificate: Option<Certificate>,
}

/// The certificates of a pair that is being described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Inspected {
    pub appliances: Vec<Shown>,
}

impl Outcome for Inspected {}

/// One maintenance of a pair, as its history shows it. A time that never came is null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Passage {
    pub id: String,
    pub title: String,
    #[cfg_attr(test, ts(type = "Stage"))]
    pub stage: String,
    pub open: bool,
    pub planned_at: String,
    /// When the stand-in took over, and when the home primary was back.
    pub out_at: Option<String>,
    pub back_at: Option<String>,
    pub ended_at: Option<String>,
}

/// How long a phase usually takes on this pair. Seconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Usual {
    #[cfg_attr(test, ts(type = "UsualPhase"))]
    pub phase: &'static str,
    pub samples: usize,
    pub shortest_s: f64,
    pub longest_s: f64,
    pub p50_s: f64,
    pub p90_s: f64,
}

/// A role that one appliance had from one look to another while the pair was watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoleSpan {
    pub label: String,
    pub from: String,
    pub until: String,
    /// Its text as told. Null: it was asked, and told by nobody.
    pub role: Option<String>,
}

/// The past of a pair, the newest maintenance first, and what is usual on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct History {
    pub passages: Vec<Passage>,
    pub usual: Vec<Usual>,
    /// As seen while watched, the oldest first; a time that no span covers was not watched.
    pub roles: Vec<RoleSpan>,
    /// When completed data syncs were, as an appliance told it; the oldest first.
    pub syncs: Vec<String>,
}

impl Outcome for History {}
