//! `GET /client`: who is connected to this appliance. `timezone_offset` is a string here, a number in `/appliance`.

use serde_json::{Value, json};

use super::ClientNames;
use crate::face::message::{Answer, Request};
use crate::model::Model;
use crate::model::view::GATEWAYS;
use crate::seed::Seeded;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, request: &Request) -> Answer {
    let names = ClientNames::of(model);
    let wanted = match names.wanted(request) {
        Ok(wanted) => wanted,
        Err(refused) => return refused,
    };
    let is_wanted = |client: &Value| wanted.iter().any(|kind| client["type"] == kind.as_str());
    let mut clients = consoles(model, who, &names);
    clients.extend(asset_clients(model, who, &names));
    clients.extend(gateways(model, who, &names));
    clients.retain(is_wanted);
    Answer::json(200, &Value::from(clients))
}

fn consoles(model: &Model, who: Which, names: &ClientNames) -> Vec<Value> {
    let user_type = |invited: bool| if invited { "invited" } else { "normal" };
    model.appliances[who]
        .users
        .iter()
        .map(|user| {
            let mut made = Seeded::new(u64::from(user.id), "console");
            let lsids: Vec<String> = (0..user.session_count).map(|_| made.hex32()).collect();
            json!({
                "id": made.hex32(),
                "type": names.console,
                "hostname": format!("desk-{}", user.id),
                "platform": "Windows 11",
                "timezone_offset": "0",
                "user_id": user.id,
                "user_type": user_type(user.invited),
                "username": user.username,
                "display_name": user.display_name,
                "session_count": user.session_count,
                "session_lsids": lsids,
            })
        })
        .collect()
}

fn asset_clients(model: &Model, who: Which, names: &ClientNames) -> Vec<Value> {
    model.appliances[who]
        .clients
        .iter()
        .map(|client| {
            json!({
                "id": client.id,
                "type": names.asset,
                "hostname": client.hostname,
                "platform": client.platform,
                "timezone_offset": "0",
                "lsid": client.lsid,
            })
        })
        .collect()
}

fn gateways(model: &Model, who: Which, names: &ClientNames) -> Vec<Value> {
    if model.appliances[who].users.is_empty() {
        return Vec::new();
    }
    let mut made = Seeded::new(model.seed, "gateways");
    (1..=GATEWAYS)
        .map(|number| {
            json!({
                "id": made.hex32(),
                "type": names.gateway,
                "hostname": format!("gateway-{number}"),
                "platform": "Linux",
                "timezone_offset": "0",
            })
        })
        .collect()
}
