//! The guarded ways. Their arguments are checked; this version refuses every one of them, with what to do instead.

use domain::role::AssignedRole;
use engine::EngineError;

use crate::desk::Desk;
use crate::error::WireError;
use crate::input::{self, Fields};
use crate::wire;

const WAYS: [&str; 4] = ["without-sync", "finish", "emergency", "demote"];

pub(crate) async fn recover(desk: &Desk, request: wire::Recover) -> Result<wire::End, WireError> {
    let pair = desk.engine.pair(&request.name)?;
    let mut fields = Fields::default();
    if !WAYS.contains(&request.way.as_str()) {
        fields.wrong("--way", format!("'{}' is not one of {}", request.way, WAYS.join(", ")));
    }
    let make = input::labelled(&request.make).and_then(|(label, role)| {
        pair.side_of_label(label).ok_or_else(|| format!("no appliance of this pair has the label '{label}'"))?;
        match role {
            "primary" => Ok(AssignedRole::Primary),
            "backup" => Ok(AssignedRole::Backup),
            _ => Err(format!("'{role}' is not primary or backup")),
        }
    });
    fields.take("--make", make);
    if request.confirm != pair.name {
        fields.wrong("--confirm", format!("it is not the pair's name, {}", pair.name));
    }
    if request.reason.trim().is_empty() {
        fields.wrong("--reason", "it is empty");
    }
    fields.end()?;
    Err(EngineError::GuardedWay { way: request.way }.into())
}
