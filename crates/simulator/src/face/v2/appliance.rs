//! `GET /appliance` and `GET /appliance/client-count`: both appliances in one answer, never cached.

use serde_json::{Value, json};

use super::ClientNames;
use crate::face::message::{Answer, Request};
use crate::model::Model;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, _: &Request) -> Answer {
    let rows: Vec<Value> = model
        .rows(who)
        .into_iter()
        .map(|row| {
            json!({
                "id": row.guid,
                "name": row.hostname,
                "public_hostname": model.site_name(),
                "cluster_role": model.cluster_role_said(),
                "failover_role": row.role_said,
                // Always true outside a cluster (appliance-api section 2.4).
                "accepting_connections": true,
                "timezone_offset": row.timezone_offset_s,
            })
        })
        .collect();
    Answer::json(200, &Value::from(rows))
}

pub(super) fn answer_counts(model: &mut Model, who: Which, request: &Request) -> Answer {
    let names = ClientNames::of(model);
    let wanted = match names.wanted(request) {
        Ok(wanted) => wanted,
        Err(refused) => return refused,
    };
    let of = |name: &str, count: usize| if wanted.iter().any(|kind| kind == name) { count } else { 0 };
    let [consoles, assets, gateways] = names.counts;
    let rows: Vec<Value> = model
        .counts(who)
        .into_iter()
        .map(|count| {
            json!({
                "id": count.guid,
                consoles: of(names.console, count.consoles),
                assets: of(names.asset, count.clients),
                gateways: of(names.gateway, count.gateways),
            })
        })
        .collect();
    Answer::json(200, &Value::from(rows))
}
