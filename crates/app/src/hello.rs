//! What a front end was opened on: the data folder, who drives it, and the keychain.

use crate::desk::Desk;
use crate::error::WireError;
use crate::wire;
use crate::words;

pub(crate) async fn hello(desk: &Desk, _request: wire::SayHello) -> Result<wire::Hello, WireError> {
    told(desk, false).await
}

/// Lets a locked keychain ask the person who is there.
pub(crate) async fn open_keychain(desk: &Desk, _request: wire::SayHello) -> Result<wire::Hello, WireError> {
    told(desk, true).await
}

async fn told(desk: &Desk, ask: bool) -> Result<wire::Hello, WireError> {
    let host = desk.engine.host();
    let zone = jiff::tz::TimeZone::system();
    Ok(wire::Hello {
        program: host.program.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_dir: desk.engine.data_dir().display().to_string(),
        driver: desk.engine.is_driver(),
        holder: desk.holder.clone(),
        keychain: words::keychain(host.secrets.open(ask).await),
        rehearsal: desk.rehearsal,
        user: host.user.clone(),
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
    })
}
