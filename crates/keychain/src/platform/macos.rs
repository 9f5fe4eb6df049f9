//! The macOS login keychain. It asks by itself when it is locked or does not know this program; with nobody there the
//! questions are switched off for the length of the call.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use keyring_core::CredentialStore;
use security_framework::os::macos::keychain::SecKeychain;

use super::{Platform, Ready, macos_codes};
use crate::entry::Entry;
use crate::error::SecretError;
use crate::store::Ask;

pub(super) struct MacOs;

impl Platform for MacOs {
    fn prepare(&self, _entry: &Entry, ask: Ask) -> Result<Ready, SecretError> {
        match ask {
            Ask::Person => Ok(Ready { may_ask: true, _hold: None }),
            Ask::Nobody => {
                let quiet = SecKeychain::disable_user_interaction()
                    .map_err(|source| SecretError::Failed { source: Box::new(source) })?;
                Ok(Ready { may_ask: false, _hold: Some(Box::new(quiet)) })
            }
        }
    }

    fn store(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(apple_native_keyring_store::keychain::Store::new()?)
    }

    fn modifiers(&self, _entry: &Entry) -> HashMap<&'static str, String> {
        HashMap::new()
    }

    fn known(&self, error: &(dyn Error + Send + Sync + 'static)) -> Option<SecretError> {
        macos_codes::known(error.downcast_ref::<security_framework::base::Error>()?.code())
    }
}
