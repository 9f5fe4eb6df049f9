//! `POST /failover-role`: a success answer means started where a data sync was asked for (appliance-api sections 2.3
//! and 3).

use serde_json::{Map, Value};

use crate::face::message::{Answer, Request};
use crate::face::refusal;
use crate::model::Model;
use crate::model::failover::{RoleCommand, RoleRefusal, RoleTaken, WantedRole};
use crate::switch::V2RefusalStatus;
use crate::which::Which;

const FIELDS: [&str; 3] = ["role", "data_sync_first", "force"];

pub(super) fn answer(model: &mut Model, who: Which, request: &Request) -> Answer {
    let command = match command(request) {
        Ok(command) => command,
        Err(refused) => return refused,
    };
    match model.command_role(model.now_ms(), who, command) {
        Ok(RoleTaken::SyncStarted) => {
            refusal::message(200, "The data sync has been started. The roles change once it is complete.")
        }
        Ok(RoleTaken::Changed) => refusal::message(200, "The role has been changed."),
        Err(reason) => refused(model.switches().v2_refusal_status, reason),
    }
}

/// The codes of a real appliance are UNKNOWN.
fn refused(status: V2RefusalStatus, reason: RoleRefusal) -> Answer {
    let text = reason.to_string();
    let field = match reason {
        RoleRefusal::NothingToSync | RoleRefusal::VersionsDiffer => "data_sync_first",
        _ => "role",
    };
    match status {
        V2RefusalStatus::Error500 => refusal::message(500, &text),
        V2RefusalStatus::ByReason if reason == RoleRefusal::PeerUnreachable => refusal::message(500, &text),
        V2RefusalStatus::ByReason | V2RefusalStatus::Invalid422 => refusal::invalid(field, &text),
    }
}

fn command(request: &Request) -> Result<RoleCommand, Answer> {
    if request.content_type().as_deref() != Some("application/json") {
        return Err(refusal::message(400, "The body must be application/json."));
    }
    let Ok(Value::Object(body)) = serde_json::from_slice(&request.body) else {
        return Err(refusal::message(400, "The body is not a JSON object."));
    };
    if let Some(name) = body.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(refusal::unknown_field(name));
    }
    let role = match body.get("role").map(Value::as_str) {
        Some(Some("primary")) => WantedRole::Primary,
        Some(Some("backup")) => WantedRole::Backup,
        Some(_) => return Err(refusal::invalid("role", "The role is not one of: primary, backup.")),
        None => return Err(refusal::invalid("role", "The role is required.")),
    };
    Ok(RoleCommand { role, data_sync_first: flag(&body, "data_sync_first")?, force: flag(&body, "force")? })
}

fn flag(body: &Map<String, Value>, name: &str) -> Result<bool, Answer> {
    match body.get(name) {
        None => Ok(false),
        Some(Value::Bool(set)) => Ok(*set),
        Some(_) => Err(refusal::invalid(name, "The value is not true or false.")),
    }
}
