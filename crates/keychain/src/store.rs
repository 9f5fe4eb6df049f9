//! The calls a caller makes. They are async and need no particular runtime: the waiting is done by a thread.

use std::sync::{Arc, OnceLock};

use secrecy::{ExposeSecret, SecretString};

use crate::calls::{Answer, Calls, Limits, Request};
use crate::entry::Entry;
use crate::error::{LONGEST_SECRET, SecretError, SecretState};
use crate::memory::Memory;
use crate::platform::{self, Platform};

/// Whether the operating system may put a question to a person, such as the password that unlocks the keychain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Someone is there: a locked keychain asks, and the call waits up to 120 s.
    Person,
    /// Nobody may be there (a background read, a command in a script): a locked keychain is told as locked at once.
    Nobody,
}

/// Where secrets are kept. Clones are the same store.
#[derive(Clone)]
pub struct SecretStore(Arc<Kind>);

enum Kind {
    /// The threads start with the first call: a command that needs no secret starts none.
    System {
        started: OnceLock<Option<Calls>>,
        platform: fn() -> Box<dyn Platform>,
        limits: Limits,
    },
    Memory(Memory),
}

impl std::fmt::Debug for SecretStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_memory() { "SecretStore(memory)" } else { "SecretStore(system)" })
    }
}

impl SecretStore {
    /// The operating system's keychain.
    #[must_use]
    pub fn system() -> Self {
        Self::on(platform::this, Limits::ORDINARY)
    }

    /// Memory of this process: for a secret typed for one run, and for rehearsals. Answers at once, without a thread.
    #[must_use]
    pub fn memory() -> Self {
        Self(Arc::new(Kind::Memory(Memory::default())))
    }

    fn on(platform: fn() -> Box<dyn Platform>, limits: Limits) -> Self {
        Self(Arc::new(Kind::System { started: OnceLock::new(), platform, limits }))
    }

    #[must_use]
    pub fn is_memory(&self) -> bool {
        matches!(*self.0, Kind::Memory(_))
    }

    /// The secret of an entry.
    ///
    /// # Errors
    /// [`SecretError::Missing`], [`SecretError::Locked`] (also when the limit of 15 s, or of 120 s while a person is
    /// asked, has passed), [`SecretError::Absent`], [`SecretError::Denied`], or why it failed.
    pub async fn get(&self, entry: Entry, ask: Ask) -> Result<SecretString, SecretError> {
        match self.answer(Request::Get(entry), ask).await? {
            Answer::Secret(secret) => Ok(secret),
            Answer::Done(_) => Err(SecretError::NoThread),
        }
    }

    /// Keeps a secret, replacing the one before.
    ///
    /// # Errors
    /// [`SecretError::TooLong`], or as [`SecretStore::get`]. After [`SecretError::Locked`] the keychain may still take
    /// it when a person unlocks it later.
    pub async fn set(&self, entry: Entry, secret: SecretString, ask: Ask) -> Result<(), SecretError> {
        if secret.expose_secret().encode_utf16().count() > LONGEST_SECRET {
            return Err(SecretError::TooLong);
        }
        self.answer(Request::Set(entry, secret), ask).await.map(drop)
    }

    /// Removes a secret; false when none was stored.
    ///
    /// # Errors
    /// As [`SecretStore::get`], but for `Missing`.
    pub async fn delete(&self, entry: Entry, ask: Ask) -> Result<bool, SecretError> {
        match self.answer(Request::Delete(entry), ask).await {
            Ok(Answer::Done(removed)) => Ok(removed),
            Ok(Answer::Secret(_)) => Err(SecretError::NoThread),
            Err(SecretError::Missing) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What a person would meet when the secret is needed; asks nobody.
    pub async fn state(&self, entry: Entry) -> SecretState {
        match self.get(entry, Ask::Nobody).await {
            Ok(_) => SecretState::Stored,
            Err(error) => SecretState::from(&error),
        }
    }

    async fn answer(&self, request: Request, ask: Ask) -> Result<Answer, SecretError> {
        match &*self.0 {
            Kind::Memory(memory) => memory.answer(request),
            Kind::System { started, platform, limits } => {
                let calls = started.get_or_init(|| Calls::start(platform(), *limits)).as_ref();
                calls.ok_or(SecretError::NoThread)?.make(request, ask).await
            }
        }
    }
}

#[cfg(test)]
mod tests;
