//! Windows Credential Manager. It never asks, and it is open while its user is logged in. Entries are kept on this
//! computer (`Local`): the default would let them roam with the user's profile.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use keyring_core::CredentialStore;

use super::{Platform, Ready};
use crate::entry::Entry;
use crate::error::SecretError;
use crate::store::Ask;

pub(super) struct Windows;

impl Platform for Windows {
    fn prepare(&self, _entry: &Entry, _ask: Ask) -> Result<Ready, SecretError> {
        Ok(Ready::default())
    }

    fn store(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(windows_native_keyring_store::Store::new()?)
    }

    fn modifiers(&self, _entry: &Entry) -> HashMap<&'static str, String> {
        HashMap::from([("persistence", "Local".to_owned())])
    }

    fn known(&self, _error: &(dyn Error + Send + Sync + 'static)) -> Option<SecretError> {
        // The library's error type cannot be named from outside it; its "no entry" and "too long" come as variants.
        None
    }
}
