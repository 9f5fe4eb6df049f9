//! The Secret Service of Linux desktops, over D-Bus. It asks a person to unlock by itself, so a look is taken first:
//! a look reads names and flags, never a secret, and asks nobody.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use keyring_core::CredentialStore;
use secret_service::blocking::SecretService as Service;
use secret_service::{EncryptionType, Error as Trouble};
use zbus::fdo;

use super::{Platform, Ready};
use crate::entry::{Entry, SERVICE};
use crate::error::SecretError;
use crate::store::Ask;

pub(crate) struct Freedesktop;

impl Platform for Freedesktop {
    fn prepare(&self, entry: &Entry, ask: Ask) -> Result<Ready, SecretError> {
        let locked = would_ask(entry)
            .map_err(|error| known(&error).unwrap_or_else(|| SecretError::Failed { source: Box::new(error) }))?;
        match ask {
            Ask::Nobody if locked => Err(SecretError::Locked),
            _ => Ok(Ready { may_ask: locked, _hold: None }),
        }
    }

    fn store(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(zbus_secret_service_keyring_store::Store::new()?)
    }

    fn modifiers(&self, entry: &Entry) -> HashMap<&'static str, String> {
        HashMap::from([("label", format!("{SERVICE} {}", entry.user()))])
    }

    fn known(&self, error: &(dyn Error + Send + Sync + 'static)) -> Option<SecretError> {
        known(error.downcast_ref()?)
    }
}

/// Whether a call for this entry would make the service ask for a password. No secret passes: the session is plain.
fn would_ask(entry: &Entry) -> Result<bool, Trouble> {
    let service = Service::connect(EncryptionType::Plain)?;
    let user = entry.user();
    let found = service.search_items(HashMap::from([("service", SERVICE), ("username", user.as_str())]))?;
    if !found.locked.is_empty() {
        return Ok(true);
    }
    if !found.unlocked.is_empty() {
        return Ok(false);
    }
    // A locked keychain may not tell what is in it, and a new entry goes into the default one.
    service.get_default_collection()?.is_locked()
}

/// The table of the Secret Service.
fn known(error: &Trouble) -> Option<SecretError> {
    match error {
        Trouble::Locked => Some(SecretError::Locked),
        // The question was closed, or went away with the desktop: it is still locked.
        Trouble::Prompt | Trouble::PromptDisconnected => Some(SecretError::Locked),
        Trouble::Unavailable => Some(SecretError::Absent),
        // A service without a default keychain has no place to keep a secret.
        Trouble::NoResult => Some(SecretError::Absent),
        Trouble::Zbus(error) => known_on_bus(error),
        Trouble::ZbusFdo(error) => known_to_bus(error),
        _ => None,
    }
}

fn known_on_bus(error: &zbus::Error) -> Option<SecretError> {
    match error {
        // No bus, or one that went away.
        zbus::Error::Address(_) | zbus::Error::InputOutput(_) | zbus::Error::Connection(..) => {
            Some(SecretError::Absent)
        }
        zbus::Error::InterfaceNotFound => Some(SecretError::Absent),
        // The bus of another user.
        zbus::Error::Handshake(_) => Some(SecretError::Denied),
        zbus::Error::FDO(error) => known_to_bus(error),
        zbus::Error::MethodError(name, ..) => known_by_name(name.as_str()),
        _ => None,
    }
}

fn known_to_bus(error: &fdo::Error) -> Option<SecretError> {
    match error {
        fdo::Error::ZBus(error) => known_on_bus(error),
        fdo::Error::ServiceUnknown(_)
        | fdo::Error::NameHasNoOwner(_)
        | fdo::Error::NoServer(_)
        | fdo::Error::Disconnected(_)
        | fdo::Error::SpawnExecFailed(_)
        | fdo::Error::SpawnFailed(_)
        | fdo::Error::SpawnChildExited(_)
        | fdo::Error::SpawnChildSignaled(_)
        | fdo::Error::SpawnServiceNotFound(_) => Some(SecretError::Absent),
        fdo::Error::AccessDenied(_) | fdo::Error::AuthFailed(_) => Some(SecretError::Denied),
        // It did not answer in time, as when a question stays open.
        fdo::Error::NoReply(_) | fdo::Error::Timeout(_) | fdo::Error::TimedOut(_) => Some(SecretError::Locked),
        _ => None,
    }
}

/// Names of D-Bus errors (D-Bus specification; Secret Service API draft, chapter "Errors").
fn known_by_name(name: &str) -> Option<SecretError> {
    Some(match name {
        "org.freedesktop.Secret.Error.IsLocked" => SecretError::Locked,
        "org.freedesktop.Secret.Error.NoSuchObject" => SecretError::Missing,
        "org.freedesktop.DBus.Error.ServiceUnknown"
        | "org.freedesktop.DBus.Error.NameHasNoOwner"
        | "org.freedesktop.DBus.Error.NoServer"
        | "org.freedesktop.DBus.Error.Disconnected"
        | "org.freedesktop.DBus.Error.Spawn.ExecFailed"
        | "org.freedesktop.DBus.Error.Spawn.Failed"
        | "org.freedesktop.DBus.Error.Spawn.ChildExited"
        | "org.freedesktop.DBus.Error.Spawn.ChildSignaled"
        | "org.freedesktop.DBus.Error.Spawn.ServiceNotFound" => SecretError::Absent,
        "org.freedesktop.DBus.Error.AccessDenied" | "org.freedesktop.DBus.Error.AuthFailed" => SecretError::Denied,
        "org.freedesktop.DBus.Error.NoReply"
        | "org.freedesktop.DBus.Error.Timeout"
        | "org.freedesktop.DBus.Error.TimedOut" => SecretError::Locked,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
