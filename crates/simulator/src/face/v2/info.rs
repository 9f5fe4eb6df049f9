//! `GET /info`: product, versions, permissions and the appliance's clock.

use serde_json::json;

use crate::face::message::{Answer, Request};
use crate::model::Model;
use crate::time::rfc3339;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, _: &Request) -> Answer {
    let own_clock_ms = model.appliance(who).clock_ms(model.now_ms());
    Answer::json(
        200,
        &json!({
            "permissions": {
                "perm_command": model.settings().perm_command,
                "perm_reporting_support": true,
                "perm_reporting_license": false,
                "perm_reporting_vault": false,
                "perm_reporting_jump_item": false,
                "perm_reporting_archive": false,
                "perm_reporting_syslog": true,
                "perm_backup": true,
                "perm_vault_backup": false,
                "perm_real_time_state": false,
                "perm_ecm": false,
                "perm_configuration": true,
                "perm_configuration_vault_account": false,
            },
            "current_time": rfc3339(own_clock_ms),
            "command_api_version": "2.0.0",
            "config_api_version": "1.10",
            "reporting_api_version": "1.24.1",
            "backup_api_version": "1.24.1",
            "product": "rs",
        }),
    )
}
