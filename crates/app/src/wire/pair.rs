//! Pairs as a front end describes and reads them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Outcome, TroubleTold};
use crate::error::{Exit, WireError};

/// A pair as it is typed: each text is read in one place, `describe`. What is absent keeps its value or its default;
/// an empty text takes a value away where none is a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct AddPair {
    pub name: String,
    #[serde(default, flatten)]
    pub options: PairOptions,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditPair {
    pub name: String,
    #[serde(default)]
    pub new_name: Option<String>,
    #[serde(default, flatten)]
    pub options: PairOptions,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPairs {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamePair {
    pub name: String,
}

/// The secret itself is typed on standard input, never part of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutCredential {
    pub name: String,
    #[serde(default)]
    pub appliance: Option<String>,
    pub client_id: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptAppliance {
    pub name: String,
    pub label: String,
    #[serde(default)]
    pub guid: Option<String>,
    #[serde(default)]
    pub pin: Option<String>,
}

/// What no API tells. Each as typed: `on`, `off`, a duration, addresses with commas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct Stated {
    pub value: serde_json::Value,
    pub by: String,
    pub at: String,
    pub age_s: f64,
    pub ask_again: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
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
    pub credential: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    pub name: String,
    pub id: String,
    pub product: Option<&'static str>,
    pub site_name: String,
    pub site_address: Option<String>,
    pub network: &'static str,
    pub shared_ips: Vec<String>,
    pub resolvers: Vec<String>,
    pub proxy: String,
    pub guard: &'static str,
    pub client_id: Option<String>,
    pub note: String,
    pub settings: BTreeMap<String, String>,
    pub stated: BTreeMap<&'static str, Option<Stated>>,
    pub appliances: Vec<PairAppliance>,
    /// The open maintenance.
    pub maintenance: Option<String>,
}

impl Outcome for Pair {}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PairList(pub Vec<Pair>);

impl Outcome for PairList {}

/// The certificate an appliance showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
pub struct Tested {
    pub label: String,
    pub reachable: bool,
    pub signed_in: bool,
    pub guid: Option<String>,
    pub hostname: Option<String>,
    pub role: Option<String>,
    pub product: Option<&'static str>,
    pub version: Option<String>,
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
pub struct PairTest {
    pub pair: String,
    pub appliances: Vec<Tested>,
    /// The first appliance that cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<WireError>,
}

impl Outcome for PairTest {
    fn exit(&self) -> Exit {
        self.error.as_ref().map_or(Exit::Done, |error| error.exit)
    }
}

/// A pair that was saved, and what the test beside it found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairSaved {
    pub pair: Pair,
    /// None where nothing could be tried.
    pub test: Option<PairTest>,
    /// Why the secret was not kept, where it was not: it is to be typed for each run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_not_kept: Option<WireError>,
}

impl Outcome for PairSaved {
    fn exit(&self) -> Exit {
        if self.secret_not_kept.is_some() { Exit::Incomplete } else { Exit::Done }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairRemoved {
    pub removed: String,
}

impl Outcome for PairRemoved {}
