//! `set_failover_role`: a success means started where a data sync was asked for (appliance-api section 2.3).

use super::{Parameters, Said, status};
use crate::model::Model;
use crate::model::failover::{RoleCommand, RoleTaken, WantedRole};
use crate::switch::V1SyncDefault;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, parameters: &Parameters) -> Said {
    let refused = status(model.switches().v1_refusal_status);
    let sync_default = model.switches().v1_sync_default == V1SyncDefault::Yes;
    let command = match command(parameters, sync_default) {
        Ok(command) => command,
        Err(text) => return Said::Error(refused, text),
    };
    match model.command_role(model.now_ms(), who, command) {
        Ok(RoleTaken::SyncStarted) => {
            Said::Success("Successfully started data sync. The role changes once it is complete.".to_owned())
        }
        Ok(RoleTaken::Changed) => {
            Said::Success(format!("Successfully changed role to {}.", command.role.role().text()))
        }
        Err(reason) => Said::Error(refused, reason.to_string()),
    }
}

fn command(parameters: &Parameters, sync_default: bool) -> Result<RoleCommand, String> {
    let role = match parameters.get("role") {
        Some("primary") => WantedRole::Primary,
        Some("backup") => WantedRole::Backup,
        _ => return Err("Invalid role: primary or backup.".to_owned()),
    };
    Ok(RoleCommand {
        role,
        data_sync_first: parameters.flag("data_sync_first")?.unwrap_or(sync_default),
        force: parameters.flag("force")?.unwrap_or(false),
    })
}
