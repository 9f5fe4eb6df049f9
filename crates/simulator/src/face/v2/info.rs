//! `GET /info`: product, versions, permissions and the appliance's clock.

use serde_json::{Map, Value, json};

use crate::config::Product;
use crate::face::message::{Answer, Request};
use crate::face::permissions;
use crate::model::Model;
use crate::time::rfc3339;
use crate::which::Which;

pub(super) fn answer(model: &mut Model, who: Which, _: &Request) -> Answer {
    let own_clock_ms = model.appliance(who).clock_ms(model.now_ms());
    let mut granted = Map::new();
    granted.insert("perm_command".to_owned(), json!(model.settings().perm_command));
    let others = permissions::v2(model.product());
    granted.extend(others.iter().map(|right| {
        let granted = permissions::granted(model.settings(), *right);
        (right.0.to_owned(), Value::Bool(granted))
    }));
    let config_api_version = match model.product() {
        Product::Rs => "1.10",
        Product::Pra => "1.12",
    };
    Answer::json(
        200,
        &json!({
            "permissions": granted,
            "current_time": rfc3339(own_clock_ms),
            "command_api_version": "2.0.0",
            "config_api_version": config_api_version,
            "reporting_api_version": "1.24.1",
            "backup_api_version": "1.24.1",
            "product": model.product().text(),
        }),
    )
}
