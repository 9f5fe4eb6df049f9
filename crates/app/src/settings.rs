//! The program's settings.

use domain::settings::Settings;

use crate::desk::Desk;
use crate::error::WireError;
use crate::wire;

pub(crate) async fn get(desk: &Desk, request: wire::GetSettings) -> Result<wire::Settings, WireError> {
    let settings = desk.engine.program_settings()?;
    let value = |key: &str| settings.get(key).map_err(|error| no_setting(&error));
    match request.key {
        Some(key) => Ok(wire::Settings::One(wire::Setting { value: value(&key)?, key })),
        None => {
            let all = Settings::KEYS.into_iter().map(|key| Ok((key.to_owned(), value(key)?)));
            Ok(wire::Settings::All(all.collect::<Result<_, WireError>>()?))
        }
    }
}

pub(crate) async fn set(desk: &Desk, request: wire::SetSetting) -> Result<wire::Setting, WireError> {
    let value = desk.engine.set_setting(&request.key, &request.value)?;
    Ok(wire::Setting { key: request.key, value })
}

fn no_setting(error: &domain::settings::BadSetting) -> WireError {
    WireError::bad_input(error.to_string(), format!("The settings are: {}.", Settings::KEYS.join(", ")))
}
