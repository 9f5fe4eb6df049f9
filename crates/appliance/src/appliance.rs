//! One appliance, reached at its own address: the verbs.
//!
//! A clone is the same appliance: token, remembered GUID and rejected secret are shared.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::Guid;
use domain::observation::{Trouble, TroubleKind};
use domain::time::Utc;

use crate::call::Call;
use crate::clock::Clock;
use crate::codec::{status_trouble, v2};
use crate::limiter::Errand;
use crate::path::{Exchanged, Path, Stopped};
use crate::redact::{self, Evidence};
use crate::retry::{Ending, Given, Retry, may_retry};
use crate::token::{self, Account, Token};
use crate::trust::PresentedCertificate;
use crate::wire::{Limits, Wire};

mod looking;
mod role;

pub use looking::{Look, Looked};
pub use role::{NotReady, ReadyToCommand, RoleAnswer, RoleAnswered, RoleCommand, TOKEN_AGE_LIMIT_MS};

/// How long no new token is fetched after a fresh one was refused, in milliseconds.
const FRESH_REFUSED_MS: u64 = 30_000;

/// One appliance of a pair.
#[derive(Clone)]
pub struct Appliance {
    inner: Arc<Inner>,
}

struct Inner {
    path: Path,
    state: Mutex<State>,
    /// Held while signing in, so that two calls do not fetch two tokens.
    signing_in: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    account: Option<Account>,
    token: Option<Arc<Token>>,
    secret_rejected: bool,
    /// The GUID last told on this path, or remembered for it.
    guid: Option<Guid>,
    certificate: Option<Arc<PresentedCertificate>>,
    /// Until when the API counts as absent at rest.
    absent_until_ms: u64,
    /// Until when no token is fetched, after one was refused as soon as it was given: thirty a minute would push out
    /// everyone else's.
    no_new_token_until_ms: u64,
    /// `GET /appliance` is not there on this appliance.
    list_absent: bool,
}

/// A value an appliance told, with its evidence.
#[derive(Clone, Debug)]
pub struct Told<T> {
    pub value: T,
    /// When the answer was complete.
    pub at: Utc,
    pub evidence: Option<Evidence>,
    pub round_trip_ms: u64,
}

/// One answer to a signed call, and the token it was made with.
struct Signed {
    exchanged: Exchanged,
    token: Arc<Token>,
}

impl Appliance {
    /// `account`: absent while the keychain gives no credential. `guid`: the one this pair remembers for the appliance.
    #[must_use]
    pub fn new(
        wire: Arc<dyn Wire>,
        clock: Arc<dyn Clock>,
        account: Option<Account>,
        guid: Option<Guid>,
        limits: Limits,
    ) -> Self {
        let state = State { account, guid, ..State::default() };
        let inner = Inner {
            path: Path { wire, clock, limits },
            state: Mutex::new(state),
            signing_in: tokio::sync::Mutex::new(()),
        };
        Self { inner: Arc::new(inner) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Gives the credential to sign in with. Another one than before voids the token and is tried even where the former
    /// was rejected; the same one again changes nothing.
    pub fn give_account(&self, account: Option<Account>) {
        let mut state = self.state();
        let same = match (&state.account, &account) {
            (Some(held), Some(given)) => held.is_same_as(given),
            (None, None) => true,
            _ => false,
        };
        if !same {
            state.token = None;
            state.secret_rejected = false;
            state.no_new_token_until_ms = 0;
        }
        state.account = account;
    }

    /// Voids the token: after the computer slept or its clock was changed, no age of it can be relied on.
    pub fn forget_token(&self) {
        self.state().token = None;
    }

    /// Was the secret rejected, and none given since?
    #[must_use]
    pub fn is_secret_rejected(&self) -> bool {
        self.state().secret_rejected
    }

    /// The GUID last told on this path, or the one given at the start.
    #[must_use]
    pub fn known_guid(&self) -> Option<Guid> {
        self.state().guid.clone()
    }

    /// The certificate shown on the last answered call of this path.
    #[must_use]
    pub fn certificate(&self) -> Option<Arc<PresentedCertificate>> {
        self.state().certificate.clone()
    }

    /// The token held now, where one is usable. Never fetches one.
    pub(crate) fn held_token(&self) -> Option<Arc<Token>> {
        let now_ms = self.path().now_ms();
        self.state().token.clone().filter(|token| token.is_usable(now_ms))
    }

    pub(crate) fn account(&self) -> Option<Account> {
        self.state().account.clone()
    }

    /// A usable token not older than `oldest_ms`, and whether it was fetched for this caller.
    async fn token(&self, oldest_ms: u64, errand: Errand) -> Result<(Account, Arc<Token>, bool), Stopped> {
        if let Some((account, token)) = self.usable_token(oldest_ms)? {
            return Ok((account, token, false));
        }
        let _signing_in = self.inner.signing_in.lock().await;
        if let Some((account, token)) = self.usable_token(oldest_ms)? {
            return Ok((account, token, false));
        }
        let account = self.account().ok_or_else(|| Stopped::unsent(token::no_credential()))?;
        let signed_in = self.path().sign_in(&account, errand).await;
        let mut state = self.state();
        let unchanged = state.account.as_ref().is_some_and(|now| now.is_same_as(&account));
        match signed_in {
            Ok(token) => {
                let token = Arc::new(token);
                if unchanged {
                    state.token = Some(Arc::clone(&token));
                }
                Ok((account, token, true))
            }
            Err(stopped) => {
                if stopped.trouble.kind == TroubleKind::SecretRejected && unchanged {
                    state.secret_rejected = true;
                    state.token = None;
                }
                Err(stopped)
            }
        }
    }

    fn usable_token(&self, oldest_ms: u64) -> Result<Option<(Account, Arc<Token>)>, Stopped> {
        let now_ms = self.path().now_ms();
        let state = self.state();
        let account = state.account.clone().ok_or_else(|| Stopped::unsent(token::no_credential()))?;
        if state.secret_rejected {
            return Err(Stopped::unsent(token::secret_rejected()));
        }
        let usable = |token: &&Arc<Token>| token.is_usable(now_ms) && token.age_ms(now_ms) <= oldest_ms;
        Ok(state.token.as_ref().filter(usable).map(|token| (account, Arc::clone(token))))
    }

    fn discard(&self, token: &Arc<Token>) {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|held| Arc::ptr_eq(held, token)) {
            state.token = None;
        }
    }

    /// Makes a read, signed in, and once more where [`may_retry`] allows it. Any status but a 401 is an answer.
    async fn read(&self, call: Call, oldest_ms: u64, errand: Errand) -> Result<Signed, Stopped> {
        let recently_refused = self.path().now_ms() < self.state().no_new_token_until_ms;
        let mut given = Given { fresh_token: recently_refused, second_try: false };
        loop {
            let (account, token, fetched) = self.token(oldest_ms, errand).await?;
            given.fresh_token |= fetched;
            let sent = self.path().send_signed(call, &account, &token, errand).await;
            let ending = match &sent {
                Ok(exchanged) => Ending::of_status(exchanged.response.status, given.fresh_token),
                Err(failed) => failed.ending(),
            };
            match may_retry(call, ending, given) {
                Retry::AfterFreshToken => {
                    given.fresh_token = true;
                    self.discard(&token);
                }
                Retry::Again => given.second_try = true,
                Retry::No => {
                    let exchanged = sent?;
                    self.remember_certificate(&exchanged);
                    if exchanged.response.status == 401 {
                        if !recently_refused {
                            self.state().no_new_token_until_ms = self.path().now_ms().saturating_add(FRESH_REFUSED_MS);
                        }
                        return Err(status_trouble(&exchanged.response).into());
                    }
                    return Ok(Signed { exchanged, token });
                }
            }
        }
    }

    fn remember_certificate(&self, exchanged: &Exchanged) {
        if let Some(certificate) = &exchanged.response.certificate {
            self.state().certificate = Some(Arc::clone(certificate));
        }
    }

    /// A read whose 200 is decoded by `decode`; any other status is trouble.
    async fn told<T>(&self, call: Call, decode: fn(&[u8]) -> Result<T, Trouble>) -> Result<Told<T>, Trouble> {
        let Signed { exchanged, .. } = self.read(call, u64::MAX, Errand::Look).await?;
        let response = &exchanged.response;
        if response.status != 200 {
            return Err(status_trouble(response));
        }
        let value = decode(&response.body)?;
        Ok(Told {
            value,
            at: exchanged.ended,
            evidence: redact::evidence(call, response.status, &response.body),
            round_trip_ms: exchanged.round_trip_ms,
        })
    }

    /// The users logged in to consoles here (`GET /user`).
    pub async fn users(&self) -> Result<Told<v2::Users>, Trouble> {
        self.told(Call::Users, v2::users).await
    }

    /// What is connected to each appliance of the pair, as this one tells it (`GET /appliance/client-count`).
    pub async fn client_counts(&self) -> Result<Told<Vec<v2::ClientCount>>, Trouble> {
        self.told(Call::ClientCounts, v2::client_counts).await
    }
}

impl fmt::Debug for Appliance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Appliance").field("guid", &self.known_guid()).finish_non_exhaustive()
    }
}
