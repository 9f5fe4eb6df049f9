//! One appliance, reached at its own address: the verbs.
//!
//! A clone is the same appliance: token, remembered GUID and rejected secret are shared.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::Guid;
use domain::observation::{Api, Product, Trouble, TroubleKind};
use domain::time::Utc;

use crate::call::Call;
use crate::clock::Clock;
use crate::codec::answer::{ClientCount, Users};
use crate::codec::{json, status_trouble, v1, v2};
use crate::limiter::Errand;
use crate::path::{Asked, Exchanged, Path, Stopped};
use crate::redact::{self, Evidence};
use crate::retry::{Ending, Given, Retry, may_retry};
use crate::token::{self, Account, Token};
use crate::trust::PresentedCertificate;
use crate::wire::{Limits, Pieces, Response, Wire};

mod configured;
mod dialect;
mod looking;
mod probe;
mod reporting;
mod role;

pub(crate) use dialect::{Dialect, NotHere, Said, more_telling};
pub use looking::{Look, Looked};
pub use reporting::{NoReport, SyslogReport};
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
    /// The version of the Command API that answered last.
    dialect: Option<Dialect>,
    /// As told by the last probe.
    product: Option<Product>,
    /// Where neither version of the Command API was there.
    absent: Option<Absent>,
    /// Until when no token is fetched, after one was refused as soon as it was given: thirty a minute would push out
    /// everyone else's.
    no_new_token_until_ms: u64,
    /// The list of the pair's appliances is not there in the dialect spoken.
    list_absent: bool,
}

/// Neither version of the Command API was there.
struct Absent {
    /// Until when it is not looked for again at rest.
    until_ms: u64,
    trouble: Trouble,
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
            // What another account may not do, this one may.
            state.absent = None;
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

    /// The version of the Command API that answered last here; absent before the first answer, and where none answers.
    #[must_use]
    pub fn api(&self) -> Option<Api> {
        self.dialect().map(Dialect::api)
    }

    pub(crate) fn dialect(&self) -> Option<Dialect> {
        self.state().dialect
    }

    fn speaks(&self, dialect: Option<Dialect>) {
        let mut state = self.state();
        if state.dialect != dialect {
            state.dialect = dialect;
            state.list_absent = false;
        }
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

    /// Holds collecting with this account back for as long as the value lives; none: it has no account.
    #[must_use]
    pub fn quiet(&self) -> Option<crate::limiter::Quiet> {
        self.account().map(|account| account.limiter.quiet())
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
        // Everybody who needs the token waits for it.
        let errand = if errand == Errand::Collect { Errand::Look } else { errand };
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
        let asked = Asked { call, at: None, errand, limits: self.path().limits };
        self.read_asked(asked, oldest_ms, None).await
    }

    /// The same at a path of its own, and with a body that is taken in pieces. A second try comes only where the first gave
    /// none of them.
    async fn read_asked(
        &self,
        asked: Asked<'_>,
        oldest_ms: u64,
        mut into: Option<&mut dyn Pieces>,
    ) -> Result<Signed, Stopped> {
        let Asked { call, errand, .. } = asked;
        let recently_refused = self.path().now_ms() < self.state().no_new_token_until_ms;
        let mut given = Given { fresh_token: recently_refused, second_try: false };
        loop {
            let (account, token, fetched) = self.token(oldest_ms, errand).await?;
            given.fresh_token |= fetched;
            let into: Option<&mut dyn Pieces> = match &mut into {
                Some(into) => Some(&mut **into),
                None => None,
            };
            let sent = self.path().send_signed(asked, &account, &token, into).await;
            let ending = match &sent {
                Ok(exchanged) if is_about_a_name(call, &exchanged.response) => Ending::Refused,
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
                    if exchanged.response.status == 401 && ending != Ending::Refused {
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

    /// A read in the dialect spoken here. Where that turns out to be no longer there, the health check finds out which one
    /// is, and the read is made in that.
    async fn told<T>(&self, v2: Decoded<T>, v1: Decoded<T>) -> Result<Told<T>, Trouble> {
        let by = |dialect| match dialect {
            Dialect::V1 => v1,
            Dialect::V2 => v2,
        };
        let dialect = self.dialect().unwrap_or(Dialect::V2);
        let trouble = match self.told_by(by(dialect)).await {
            Err(trouble) if matches!(trouble.kind, TroubleKind::ApiAbsent | TroubleKind::NotTheApi) => trouble,
            told => return told,
        };
        match self.health(u64::MAX, Errand::Look).await {
            Ok(health) if health.dialect != dialect => self.told_by(by(health.dialect)).await,
            _ => Err(trouble),
        }
    }

    async fn told_by<T>(&self, (call, decode): Decoded<T>) -> Result<Told<T>, Trouble> {
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

    /// The users logged in to consoles here (`GET /user`, `get_logged_in_reps`). PRA before 21.2 answers v1 with an error.
    pub async fn users(&self) -> Result<Told<Users>, Trouble> {
        self.told((Call::Users, v2::users), (Call::UsersV1, v1::users)).await
    }

    /// What is connected to each appliance of the pair, as this one tells it (`GET /appliance/client-count`,
    /// `get_connected_client_list`).
    pub async fn client_counts(&self) -> Result<Told<Vec<ClientCount>>, Trouble> {
        self.told((Call::ClientCounts, v2::client_counts), (Call::ClientCountsV1, v1::client_counts)).await
    }
}

/// Is it the 401 by which the Configuration API says that it does not know a parameter or a field (appliance-api section 0)?
/// That of a token tells an `error` beside its message.
fn is_about_a_name(call: Call, response: &Response) -> bool {
    call.is_of_configuration()
        && response.status == 401
        && json(&response.body).is_ok_and(|body| body.get("message").is_some() && body.get("error").is_none())
}

/// A call and the reader of its 200.
type Decoded<T> = (Call, fn(&[u8]) -> Result<T, Trouble>);

impl fmt::Debug for Appliance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Appliance").field("guid", &self.known_guid()).finish_non_exhaustive()
    }
}
