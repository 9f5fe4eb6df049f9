//! Who answers at the site name.
//!
//! Tokens belong to appliances, and a pair's two are already held: the expected primary's is tried first, then the
//! other's. A token of its own is fetched only when both were refused, at most once in five minutes, and never while an
//! appliance has rejected the secret (product section 3). The two may speak different versions of the Command API, so the
//! one that answered here last is asked first, and the other where that is not there.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::Guid;
use domain::observation::{SiteAnswer, SiteObservation, Trouble, TroubleKind};

use crate::appliance::{Appliance, Dialect, Said, more_telling};
use crate::clock::Clock;
use crate::codec::bad_answer;
use crate::limiter::Errand;
use crate::path::{Asked, Exchanged, Failed, Path, Stopped};
use crate::retry::{Given, Retry, may_retry};
use crate::token::{self, Account, Token};
use crate::trust::PresentedCertificate;
use crate::wire::{Limits, Wire};

/// The shortest time between two sign-ins at the site name, in milliseconds.
pub const OWN_TOKEN_EVERY_MS: u64 = 300_000;

/// The path to whoever answers at the site name.
pub struct SiteName {
    path: Path,
    own: Mutex<Own>,
}

#[derive(Default)]
struct Own {
    token: Option<Arc<Token>>,
    /// The version of the Command API that answered here last.
    dialect: Option<Dialect>,
    /// When it was last signed in here, and what came of it where that was trouble.
    tried: Option<(u64, Option<Trouble>)>,
    /// The account that was rejected here; not tried again.
    rejected: Option<Account>,
    certificate: Option<Arc<PresentedCertificate>>,
}

impl SiteName {
    /// `wire` leads to the site name (or to the address the pair gives for it), with the site name as server name.
    #[must_use]
    pub fn new(wire: Arc<dyn Wire>, clock: Arc<dyn Clock>, limits: Limits) -> Self {
        Self { path: Path { wire, clock, limits }, own: Mutex::new(Own::default()) }
    }

    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Voids the token fetched here, as [`Appliance::forget_token`] does.
    pub fn forget_token(&self) {
        self.own().token = None;
    }

    /// The certificate shown at the site name on the last answered call.
    #[must_use]
    pub fn certificate(&self) -> Option<Arc<PresentedCertificate>> {
        self.own().certificate.clone()
    }

    /// Asks the site name for its GUID, with the tokens the two appliances hold now. `first` is the expected primary.
    pub async fn who_is_there(&self, first: &Appliance, second: &Appliance) -> SiteObservation {
        let answer = match self.ask(first, second).await {
            Ok(guid) => SiteAnswer::Guid(guid),
            Err(trouble) => SiteAnswer::Trouble(trouble),
        };
        SiteObservation { at: self.path.clock.now_utc(), answer }
    }

    async fn ask(&self, first: &Appliance, second: &Appliance) -> Result<Guid, Trouble> {
        let now_ms = self.path.now_ms();
        let expected = || first.dialect().or_else(|| second.dialect()).unwrap_or(Dialect::V2);
        let dialect = self.own().dialect.unwrap_or_else(expected);
        let own = self.own().token.clone().filter(|token| token.is_usable(now_ms));
        let held =
            [(first.account(), first.held_token()), (second.account(), second.held_token()), (first.account(), own)];
        for (account, token) in held {
            let (Some(account), Some(token)) = (account, token) else { continue };
            if let Some(answer) = self.ask_with(dialect, &account, &token).await {
                return answer;
            }
        }
        self.own().token = None;
        let account = first.account().or_else(|| second.account()).ok_or_else(token::no_credential)?;
        if first.is_secret_rejected() || second.is_secret_rejected() {
            return Err(token::secret_rejected());
        }
        let token = self.sign_in(&account).await?;
        self.ask_with(dialect, &account, &token).await.unwrap_or_else(|| {
            self.own().token = None;
            let detail = "the site name refused the token it had just given".to_owned();
            Err(Trouble { kind: TroubleKind::TokenRefused, detail })
        })
    }

    /// `None`: this token is refused here.
    async fn ask_with(&self, first: Dialect, account: &Account, token: &Token) -> Option<Result<Guid, Trouble>> {
        let mut not_here = None;
        for dialect in first.and_other() {
            let exchanged = match self.ask_by(dialect, account, token).await {
                Ok(exchanged) if exchanged.response.status == 401 => return None,
                Ok(exchanged) => exchanged,
                Err(failed) => return Some(Err(failed.trouble())),
            };
            self.own().certificate.clone_from(&exchanged.response.certificate);
            match dialect.health(&exchanged.response) {
                Ok(Said::Here(reading)) => {
                    self.own().dialect = Some(dialect);
                    return Some(reading.guid.ok_or_else(|| bad_answer("the answer tells no appliance id")));
                }
                Ok(Said::NotHere(trouble)) => not_here = Some(more_telling(not_here, trouble)),
                Err(trouble) => return Some(Err(trouble)),
            }
        }
        self.own().dialect = None;
        not_here.map(Err)
    }

    async fn ask_by(&self, dialect: Dialect, account: &Account, token: &Token) -> Result<Exchanged, Failed> {
        let call = dialect.health_call();
        let asked = Asked { call, at: None, errand: Errand::Look, limits: self.path.limits };
        let mut given = Given { fresh_token: true, second_try: false };
        loop {
            let failed = match self.path.send_signed(asked, account, token, None).await {
                Ok(exchanged) => return Ok(exchanged),
                Err(failed) => failed,
            };
            match may_retry(call, failed.ending(), given) {
                Retry::Again => given.second_try = true,
                Retry::AfterFreshToken | Retry::No => return Err(failed),
            }
        }
    }

    async fn sign_in(&self, account: &Account) -> Result<Arc<Token>, Trouble> {
        let now_ms = self.path.now_ms();
        {
            let mut own = self.own();
            if own.rejected.as_ref().is_some_and(|rejected| rejected.is_same_as(account)) {
                return Err(token::secret_rejected());
            }
            if let Some((tried_ms, trouble)) = &own.tried {
                let wait_ms = tried_ms.saturating_add(OWN_TOKEN_EVERY_MS).saturating_sub(now_ms);
                if wait_ms > 0 {
                    return Err(not_yet(trouble.as_ref(), wait_ms));
                }
            }
            own.tried = Some((now_ms, None));
        }
        let signed_in = self.path.sign_in(account, Errand::Look).await;
        let mut own = self.own();
        match signed_in {
            Ok(token) => {
                let token = Arc::new(token);
                own.token = Some(Arc::clone(&token));
                Ok(token)
            }
            Err(Stopped { trouble, connected, .. }) => {
                // What nothing reached was no sign-in.
                own.tried = connected.then(|| (now_ms, Some(trouble.clone())));
                if trouble.kind == TroubleKind::SecretRejected {
                    own.rejected = Some(account.clone());
                }
                Err(trouble)
            }
        }
    }
}

fn not_yet(trouble: Option<&Trouble>, wait_ms: u64) -> Trouble {
    let again = format!("it is signed in there again in {} s", wait_ms.div_ceil(1_000));
    match trouble {
        Some(Trouble { kind, detail }) => {
            Trouble { kind: *kind, detail: format!("the last sign-in at the site name failed: {detail}; {again}") }
        }
        None => Trouble {
            kind: TroubleKind::TokenRefused,
            detail: format!("no token at hand is taken at the site name; {again}"),
        },
    }
}

impl fmt::Debug for SiteName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteName").finish_non_exhaustive()
    }
}
