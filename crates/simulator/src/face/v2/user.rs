//! `GET /user`: who is logged in at this appliance.

use serde_json::{Value, json};

use crate::face::message::{Answer, Request};
use crate::model::Model;
use crate::time::rfc3339;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, _: &Request) -> Answer {
    let appliance = model.appliance(who);
    let users: Vec<Value> = appliance
        .users
        .iter()
        .map(|user| {
            json!({
                "id": user.id,
                "type": if user.invited { "invited" } else { "normal" },
                "display_name": user.display_name,
                "logged_in_since": rfc3339(appliance.clock_ms(user.since_ms)),
                "session_count": user.session_count,
            })
        })
        .collect();
    Answer::json(200, &Value::from(users))
}
