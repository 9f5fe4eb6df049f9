//! Where a secret comes from: typed for this run, or the keychain. It goes into the account and nowhere else (R5).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use domain::chain::hex;
use domain::ids::{ApplianceId, PairId};
use domain::observation::{Trouble, TroubleKind};
use domain::pair::Pair;
use domain::role::Side;
use keychain::{Ask, Entry, SecretError, SecretState, SecretStore};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use tokio::task::JoinHandle;

use crate::connect::{Connection, lock};
use crate::engine::Engine;
use crate::error::EngineError;

/// The keychain, and secrets typed for this run only.
pub struct Secrets {
    keychain: SecretStore,
    /// What is stored outlives this run.
    lasting: bool,
    /// Reading happens by itself too, on a schedule.
    ask_to_read: Ask,
    /// Storing is always a person's act.
    ask_to_write: Ask,
    typed: Mutex<Typed>,
    /// A look at the keychain that was begun before anybody asked.
    ahead: Mutex<Option<JoinHandle<SecretState>>>,
}

#[derive(Default)]
struct Typed {
    for_every_appliance: Option<SecretString>,
    by_label: HashMap<String, SecretString>,
    /// Of one pair, or of one appliance of it: a window has many pairs, and one's secret never goes to another.
    by_pair: HashMap<(PairId, Option<String>), SecretString>,
}

impl Typed {
    fn of(&self, pair: &Pair, side: Side) -> Option<&SecretString> {
        let label = &pair.appliance(side).label;
        let of_pair = |label| self.by_pair.get(&(pair.id, label));
        of_pair(Some(label.clone()))
            .or_else(|| of_pair(None))
            .or_else(|| self.by_label.get(label))
            .or(self.for_every_appliance.as_ref())
    }
}

impl Secrets {
    /// The operating system's keychain; `someone_is_there`: it may ask to be unlocked.
    #[must_use]
    pub fn system(someone_is_there: bool) -> Self {
        let ask = if someone_is_there { Ask::Person } else { Ask::Nobody };
        Self {
            keychain: SecretStore::system(),
            lasting: true,
            ask_to_read: ask,
            ask_to_write: ask,
            typed: Mutex::default(),
            ahead: Mutex::default(),
        }
    }

    /// The operating system's keychain behind a window: watching never puts a question on somebody's screen, storing a
    /// secret and [`Secrets::open`] may.
    #[must_use]
    pub fn window() -> Self {
        Self { ask_to_write: Ask::Person, ..Self::system(false) }
    }

    /// Memory of this process, for rehearsals and scenarios.
    #[must_use]
    pub fn memory() -> Self {
        Self { keychain: SecretStore::memory(), lasting: false, ..Self::system(false) }
    }

    /// A secret typed for this run: held in memory, forgotten at the end. With a label it serves that appliance only.
    pub fn give(&self, label: Option<&str>, secret: SecretString) {
        let mut typed = lock(&self.typed);
        match label {
            Some(label) => {
                typed.by_label.insert(label.to_owned(), secret);
            }
            None => typed.for_every_appliance = Some(secret),
        }
    }

    /// The same for one pair only.
    pub fn give_for(&self, pair: PairId, label: Option<&str>, secret: SecretString) {
        lock(&self.typed).by_pair.insert((pair, label.map(ToOwned::to_owned)), secret);
    }

    /// Forgets what was typed for a pair: it is in the keychain now, or the pair is gone.
    pub(crate) fn forget_typed(&self, pair: PairId, label: Option<&str>) {
        lock(&self.typed).by_pair.remove(&(pair, label.map(ToOwned::to_owned)));
    }

    /// The secret for one appliance of a pair.
    pub(crate) async fn of(&self, pair: &Pair, side: Side) -> Result<SecretString, Trouble> {
        {
            let typed = lock(&self.typed);
            if let Some(secret) = typed.of(pair, side) {
                return Ok(secret.clone());
            }
        }
        self.keychain.get(entry_of(pair, side), self.ask_to_read).await.map_err(|error| no_credential(&error))
    }

    /// Was the secret of this appliance typed for this run? A person did so now, so it may be tried now.
    pub(crate) fn is_typed(&self, pair: &Pair, side: Side) -> bool {
        lock(&self.typed).of(pair, side).is_some()
    }

    /// What a person would meet when the secret is needed.
    pub(crate) async fn state(&self, pair: &Pair, side: Side) -> SecretState {
        self.keychain.state(entry_of(pair, side)).await
    }

    /// The state of the keychain itself; with `ask`, a locked one may ask a person to unlock it.
    pub async fn open(&self, ask: bool) -> SecretState {
        let ahead = if ask { None } else { lock(&self.ahead).take() };
        if let Some(ahead) = ahead
            && let Ok(state) = ahead.await
        {
            return state;
        }
        self.look(if ask { Ask::Person } else { Ask::Nobody }).await
    }

    /// Begins to look: whoever asks [`Secrets::open`] next hears what comes of it, unless it was forgotten by then.
    pub fn look_ahead(self: &Arc<Self>) {
        let secrets = Arc::clone(self);
        *lock(&self.ahead) = Some(tokio::spawn(async move { secrets.look(Ask::Nobody).await }));
    }

    /// What was seen ahead is too old to be told; a look that goes on still sees how it is.
    pub fn forget_ahead(&self) {
        lock(&self.ahead).take_if(|ahead| ahead.is_finished());
    }

    async fn look(&self, ask: Ask) -> SecretState {
        match self.keychain.get(Entry::of_pair(uuid::Uuid::nil()), ask).await {
            Ok(_) => SecretState::Stored,
            Err(error) => SecretState::from(&error),
        }
    }

    /// The 32 secret bytes of the key that signs reports on this computer, in hexadecimal; none where there is none yet.
    /// With `make` one is made and stored then, and a locked keychain may ask a person.
    ///
    /// # Errors
    /// The keychain is locked, absent or refuses; or what is stored ends with this run, and a key that nobody can know
    /// again proves nothing.
    pub async fn report_key(&self, make: bool) -> Result<Option<SecretString>, EngineError> {
        if !self.lasting {
            return Err(keychain_error(SecretError::Absent));
        }
        let ask = if make { self.ask_to_write } else { self.ask_to_read };
        let key = |answer| match answer {
            Ok(key) => Ok(Some(key)),
            Err(SecretError::Missing) => Ok(None),
            Err(error) => Err(keychain_error(error)),
        };
        let kept = key(self.keychain.get(Entry::report_key(), ask).await)?;
        if kept.is_some() || !make {
            return Ok(kept);
        }
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *bytes).map_err(|error| keychain_error(SecretError::Failed { source: error.into() }))?;
        let made = SecretString::from(hex(&*bytes));
        self.keychain.set(Entry::report_key(), made, ask).await.map_err(keychain_error)?;
        // What is kept signs: another process may have made one in the same moment.
        key(self.keychain.get(Entry::report_key(), ask).await)
    }

    pub(crate) async fn put(
        &self,
        pair: PairId,
        appliance: Option<ApplianceId>,
        secret: SecretString,
    ) -> Result<(), EngineError> {
        self.keychain.set(entry(pair, appliance), secret, self.ask_to_write).await.map_err(keychain_error)
    }

    /// Removes every secret of a pair. Without a keychain there is none.
    pub(crate) async fn remove(&self, pair: &Pair) -> Result<(), EngineError> {
        let mut entries = vec![entry(pair.id, None)];
        entries.extend(Side::BOTH.map(|side| entry(pair.id, Some(pair.appliance(side).id))));
        for one in entries {
            match self.keychain.delete(one, self.ask_to_write).await {
                Ok(_) | Err(SecretError::Absent) => {}
                Err(error) => return Err(keychain_error(error)),
            }
        }
        Ok(())
    }
}

fn entry(pair: PairId, appliance: Option<ApplianceId>) -> Entry {
    match appliance {
        Some(appliance) => Entry::of_appliance(pair.0, appliance.0),
        None => Entry::of_pair(pair.0),
    }
}

/// An appliance with its own client id has its own secret.
fn entry_of(pair: &Pair, side: Side) -> Entry {
    let appliance = pair.appliance(side);
    entry(pair.id, appliance.client_id.as_ref().map(|_| appliance.id))
}

fn no_credential(error: &SecretError) -> Trouble {
    let detail = format!("{}. {}", with_cause(error), error.hint().trim_end_matches('.'));
    Trouble { kind: TroubleKind::NoCredential, detail }
}

pub(crate) fn no_client_id() -> Trouble {
    Trouble { kind: TroubleKind::NoCredential, detail: "no client id is set for this pair".to_owned() }
}

pub(crate) fn keychain_error(error: SecretError) -> EngineError {
    let code = match &error {
        SecretError::Missing => "keychain-missing",
        SecretError::Locked => "keychain-locked",
        SecretError::Absent => "keychain-absent",
        SecretError::Denied => "keychain-denied",
        SecretError::TooLong => "secret-too-long",
        SecretError::NotText | SecretError::Failed { .. } | SecretError::NoThread => "keychain-failed",
    };
    EngineError::Keychain { code, hint: error.hint(), what: with_cause(&error) }
}

/// A keychain that failed says why; the other troubles are the whole story.
fn with_cause(error: &SecretError) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// What marks a stored secret as rejected by one appliance: without it, each run of the program would try again, and an
/// account that is tried too often locks out.
fn rejected(pair: &Pair, side: Side, client_id: &str) -> String {
    format!("rejected {} {} {client_id}", pair.id, pair.appliance(side).id)
}

impl Engine {
    /// A stored secret that an appliance rejected is not tried again until a person gives another, in no later run either.
    /// An answer to a secret that was replaced meanwhile says nothing of the new one.
    pub(crate) fn note_rejection(&self, connection: &Connection, side: Side, trouble: &Trouble) {
        let pair = &connection.pair;
        let client_id = pair.appliance(side).client_id.as_ref().or(pair.client_id.as_ref());
        let (TroubleKind::SecretRejected, Some(client_id)) = (trouble.kind, client_id) else { return };
        if self.host.secrets.is_typed(pair, side) {
            return;
        }
        self.while_current(connection, || {
            if let Err(error) = self.store.folder().mark(&rejected(pair, side, client_id)) {
                tracing::warn!(%error, "that a secret was rejected could not be noted");
            }
        });
    }

    /// Why a stored secret is not even tried.
    pub(crate) fn rejected_before(&self, pair: &Pair, side: Side, client_id: &str) -> Option<Trouble> {
        let tried =
            !self.host.secrets.is_typed(pair, side) && self.store.folder().is_marked(&rejected(pair, side, client_id));
        tried.then(|| Trouble {
            kind: TroubleKind::SecretRejected,
            detail: "the stored secret was rejected before and is not tried again; give the pair another".to_owned(),
        })
    }

    pub(crate) fn forget_rejections(&self, pair: &Pair) {
        for side in Side::BOTH {
            for client_id in [&pair.appliance(side).client_id, &pair.client_id].into_iter().flatten() {
                if let Err(error) = self.store.folder().unmark(&rejected(pair, side, client_id)) {
                    tracing::warn!(%error, "the mark of a rejected secret could not be removed");
                }
            }
        }
    }

    /// The state of one appliance's secret in the keychain.
    pub async fn secret_state(&self, pair: &Pair, side: Side) -> SecretState {
        self.host.secrets.state(pair, side).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_seen_ahead_is_told_once_and_not_when_it_was_forgotten() {
        let secrets = Arc::new(Secrets::memory());
        let nil = || Entry::of_pair(uuid::Uuid::nil());
        let looked = async |secrets: &Arc<Secrets>| {
            secrets.look_ahead();
            let ahead = lock(&secrets.ahead).take().expect("begun");
            let state = ahead.await.expect("it ends");
            *lock(&secrets.ahead) = Some(tokio::spawn(std::future::ready(state)));
            tokio::task::yield_now().await;
        };
        looked(&secrets).await;
        secrets.keychain.set(nil(), "s3cret".to_owned().into(), Ask::Nobody).await.expect("kept");
        assert_eq!(secrets.open(false).await, SecretState::Missing, "as it was seen");
        assert_eq!(secrets.open(false).await, SecretState::Stored, "as it is");
        looked(&secrets).await;
        secrets.keychain.delete(nil(), Ask::Nobody).await.expect("gone");
        secrets.forget_ahead();
        assert_eq!(secrets.open(false).await, SecretState::Missing);
    }
}
