//! The demo's one document.

use serde::{Deserialize, Serialize};

use super::Outcome;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoRequest {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DemoEnd {
    pub id: String,
    pub pair: String,
    pub stage: String,
    pub outbound_sync: Option<&'static str>,
    pub return_sync: Option<&'static str>,
    pub events: usize,
    /// The last event's hash: it holds the whole journal.
    pub head: String,
    pub data_dir: String,
}

impl Outcome for DemoEnd {}
