//! The model as JSON.

use serde_json::{Map, Value, json};

use crate::model::Model;
use crate::setting::{PAIR_SETTINGS, SWITCHES, read_all};
use crate::time::precise;
use crate::which::{Both, Which};

/// Everything as it is now.
pub(super) fn of(model: &Model) -> Value {
    let appliances = Both::each(|which| appliance(model, which));
    json!({
        "now_ms": model.now_ms(),
        "now": precise(model.now_ms()),
        "product": model.product(),
        "network": model.network(),
        "site": {"name": model.site_name(), "answered_by": model.site_answered_by(), "pointer": model.pointer},
        "in_touch": model.in_touch(),
        "motion": model.motion(),
        "commands_waiting": model.queued.len(),
        "serving": model.serving,
        "users_back_at_ms": model.users_back_at_ms,
        "appliances": appliances,
        "account": {"client_id": model.credential().0},
        "settings": read_all(PAIR_SETTINGS, model.settings()),
        "switches": read_all(SWITCHES, model.switches()),
        "faults": model.faults(),
    })
}

/// Every instant's roles, every data sync, every role command that was received.
pub(super) fn history(model: &Model) -> Value {
    let record = model.record();
    json!({
        "roles": record.history,
        "syncs": record.syncs,
        "role_commands": record.role_commands,
        "two_primaries_at_ms": record.two_primaries_at_ms(),
    })
}

/// Counts stand for the lists of people: whoever wants the people asks the API.
fn appliance(model: &Model, which: Which) -> Value {
    let appliance = model.appliance(which);
    let mut said = match serde_json::to_value(appliance) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) | Err(_) => Map::new(),
    };
    said.insert("users".to_owned(), json!(appliance.user_count()));
    said.insert("clients".to_owned(), json!(appliance.client_count()));
    said.insert("tokens".to_owned(), json!(appliance.token_count(model.now_ms())));
    said.insert("objects".to_owned(), json!(model.objects(which).count()));
    said.insert("log_messages".to_owned(), json!(model.log_of(which).message_count()));
    said.insert("locked_out".to_owned(), json!(model.locked_out(which)));
    Value::from(said)
}
