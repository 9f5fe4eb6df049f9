//! The demo's one document.

use serde::{Deserialize, Serialize};

use super::Outcome;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DemoRequest {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DemoEnd {
    pub id: String,
    pub pair: String,
    pub stage: String,
    #[cfg_attr(test, ts(type = "SyncVerdict | null"))]
    pub outbound_sync: Option<&'static str>,
    #[cfg_attr(test, ts(type = "SyncVerdict | null"))]
    pub return_sync: Option<&'static str>,
    pub events: usize,
    /// The last event's hash: it holds the whole journal.
    pub head: String,
    pub data_dir: String,
}

impl Outcome for DemoEnd {}
