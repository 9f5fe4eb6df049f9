//! `GET /health`: asked more often than once a minute, it repeats its reading. Status 500 where something is wrong.

use serde_json::{Value, json};

use crate::face::message::{Answer, Request};
use crate::model::Model;
use crate::switch::{V2NoSharedIps, V2UnhealthyFields};
use crate::time::rfc3339;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, _: &Request) -> Answer {
    let reading = model.repeated_reading(who);
    let (stamp_ms, text) = reading.sync_told(model.switches().v2_sync_fields);
    let mut body = json!({
        "version": reading.version,
        "build": reading.build,
        "appliance_hostname": reading.hostname,
        "appliance_id": reading.guid,
        "cluster_role": model.cluster_role_said(),
        "failover_role": reading.role_said,
        "enabled_shared_ips": reading.shared_ips,
        "last_data_sync": stamp_ms.map(rfc3339),
        "last_data_sync_status": text,
    });
    if let (Some(fields), true) = (body.as_object_mut(), reading.shared_ips.is_empty()) {
        match model.switches().v2_no_shared_ips {
            V2NoSharedIps::Empty => {}
            V2NoSharedIps::Null => fields["enabled_shared_ips"] = Value::Null,
            V2NoSharedIps::Missing => drop(fields.shift_remove("enabled_shared_ips")),
        }
    }
    let Some(problem) = reading.problem else { return Answer::json(200, &body) };
    if let (Some(fields), V2UnhealthyFields::Null) = (body.as_object_mut(), model.switches().v2_unhealthy_fields) {
        fields.values_mut().for_each(|value| *value = Value::Null);
    }
    body["message"] = Value::from(problem);
    Answer::json(500, &body)
}
