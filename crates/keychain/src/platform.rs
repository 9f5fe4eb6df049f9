//! What differs between operating systems: which keychain, whether a call would ask a person, and what its errors mean.
//! Windows and macOS are compiled by the release workflow; the codes of macOS are a table of numbers, tested everywhere.

use std::any::Any;
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use keyring_core::CredentialStore;

use crate::entry::Entry;
use crate::error::SecretError;
use crate::store::Ask;

#[cfg(any(target_os = "macos", test))]
mod macos_codes;

#[cfg(all(unix, not(target_os = "macos")))]
mod freedesktop;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

pub(crate) trait Platform: Send {
    /// Looks before the call. With [`Ask::Nobody`] a keychain that would ask is told as locked here.
    fn prepare(&self, entry: &Entry, ask: Ask) -> Result<Ready, SecretError>;
    /// Connects to the keychain.
    fn store(&self) -> keyring_core::Result<Arc<CredentialStore>>;
    /// What an entry is made with, beside its names.
    fn modifiers(&self, entry: &Entry) -> HashMap<&'static str, String>;
    /// The table: what an error of the operating system means, by its type and code; none when it is not in there.
    fn known(&self, error: &(dyn Error + Send + Sync + 'static)) -> Option<SecretError>;
}

/// The keychain was looked at and the call may be made.
#[derive(Default)]
pub(crate) struct Ready {
    /// A person may be asked during the call.
    pub(crate) may_ask: bool,
    /// Held until the call is over, such as "no questions".
    pub(crate) _hold: Option<Box<dyn Any>>,
}

/// The platform this program was built for.
pub(crate) fn this() -> Box<dyn Platform> {
    #[cfg(target_os = "macos")]
    return Box::new(macos::MacOs);
    #[cfg(windows)]
    return Box::new(windows::Windows);
    #[cfg(all(unix, not(target_os = "macos")))]
    return Box::new(freedesktop::Freedesktop);
}
