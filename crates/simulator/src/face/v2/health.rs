//! `GET /health`: asked more often than once a minute, it repeats its reading. Status 500 where something is wrong.

use serde_json::{Value, json};

use crate::face::message::{Answer, Request};
use crate::model::Model;
use crate::time::rfc3339;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, _: &Request) -> Answer {
    let reading = model.repeated_reading(who);
    let shared_ips = if reading.shared_ips.is_empty() { Value::Null } else { json!(reading.shared_ips) };
    let mut body = json!({
        "version": reading.version,
        "build": reading.build,
        "appliance_hostname": reading.hostname,
        "appliance_id": reading.guid,
        "cluster_role": "single",
        "failover_role": reading.role_said,
        "enabled_shared_ips": shared_ips,
        "last_data_sync": reading.sync_stamp_ms.map(rfc3339),
        "last_data_sync_status": reading.sync_text,
    });
    match reading.problem {
        None => Answer::json(200, &body),
        Some(problem) => {
            body["message"] = Value::from(problem);
            Answer::json(500, &body)
        }
    }
}
