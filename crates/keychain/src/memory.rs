//! The keychain of one run: nothing outlives the process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use secrecy::SecretString;

use crate::calls::{Answer, Request};
use crate::entry::Entry;
use crate::error::SecretError;

#[derive(Default)]
pub(crate) struct Memory(Mutex<HashMap<Entry, SecretString>>);

impl Memory {
    pub(crate) fn answer(&self, request: Request) -> Result<Answer, SecretError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match request {
            Request::Get(entry) => kept.get(&entry).cloned().map(Answer::Secret).ok_or(SecretError::Missing),
            Request::Set(entry, secret) => {
                kept.insert(entry, secret);
                Ok(Answer::Done(true))
            }
            Request::Delete(entry) => Ok(Answer::Done(kept.remove(&entry).is_some())),
        }
    }
}
