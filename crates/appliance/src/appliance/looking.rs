//! Looking: what an appliance says of itself.

use std::sync::Arc;

use domain::ids::Guid;
use domain::observation::{Api, Outcome, Product, Reading, Row, Trouble, TroubleKind};
use domain::time::Utc;

use super::{Absent, Appliance, Dialect, NotHere, Said, Signed, more_telling};
use crate::call::Call;
use crate::codec::{bad_answer, plain_health, status_trouble, v1, v2};
use crate::limiter::Errand;
use crate::path::{Exchanged, Failed, Parcel, Stopped};
use crate::redact::{self, Evidence};
use crate::retry::{Given, Retry, may_retry};
use crate::trust::PresentedCertificate;

/// For how long an API that was not there is not looked for again at rest, in milliseconds. In a swap it is looked for
/// each time: a backup that becomes primary may begin to answer.
const ABSENT_FOR_MS: u64 = 60_000;

/// Which call a look is made with (product section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// One call, `GET /health` or `check_health`: everything but the list of the pair, at once. By v2 it may be a minute
    /// old (appliance-api section 3).
    Rest,
    /// The roles as they are now, while they change.
    ///
    /// By v2 `GET /appliance`: the answer does not tell who gave it, so the row is found by the GUID known for this path,
    /// and the reading itself tells no GUID, health, version or build. By v1 `check_health`, of which no
    /// cache is documented and which tells all of that, and on Remote Support `get_appliances` for the list; PRA has no
    /// list in v1.
    Swap,
}

/// What came of one look.
#[derive(Clone, Debug)]
pub struct Looked {
    /// When the answer, or the trouble, was complete.
    pub at: Utc,
    pub api: Api,
    pub outcome: Outcome,
    pub evidence: Option<Evidence>,
    /// Was a connection accepted at the appliance's address in this look? A silent appliance that accepts one is alive.
    pub connected: bool,
    /// Absent where nothing answered.
    pub round_trip_ms: Option<u64>,
    /// Why the plain health check was asked ([`Api::Plain`]): what stood in the way of the Command API. Absent where the
    /// plain check was asked for itself.
    pub instead_of: Option<Trouble>,
    /// The certificate shown with this answer.
    pub certificate: Option<Arc<PresentedCertificate>>,
}

impl Looked {
    #[must_use]
    pub fn reading(&self) -> Option<&Reading> {
        match &self.outcome {
            Outcome::Answered(reading) => Some(reading),
            Outcome::Trouble(_) => None,
        }
    }

    fn answered(api: Api, call: Call, reading: Reading, exchanged: &Exchanged) -> Self {
        Self {
            at: exchanged.ended,
            api,
            outcome: Outcome::Answered(Box::new(reading)),
            evidence: redact::evidence(call, exchanged.response.status, &exchanged.response.body),
            connected: true,
            round_trip_ms: Some(exchanged.round_trip_ms),
            instead_of: None,
            certificate: exchanged.response.certificate.clone(),
        }
    }

    fn stopped(api: Api, at: Utc, stopped: Stopped) -> Self {
        let Stopped { trouble, connected, .. } = stopped;
        let outcome = Outcome::Trouble(trouble);
        Self { at, api, outcome, evidence: None, connected, round_trip_ms: None, instead_of: None, certificate: None }
    }
}

impl Appliance {
    pub(super) async fn rows_v1(&self) -> Result<(Vec<Row>, Exchanged), Stopped> {
        let Signed { exchanged, .. } = self.read(Call::AppliancesV1, u64::MAX, Errand::Look).await?;
        match exchanged.response.status {
            200 => Ok((v1::appliances(&exchanged.response.body)?, exchanged)),
            _ => Err(status_trouble(&exchanged.response).into()),
        }
    }

    /// One look. Where the Command API is not there at all, or not for this account, the plain health check is asked
    /// instead: it tells health and nothing else ([`Api::Plain`], and [`Looked::instead_of`] says why). Where there is no
    /// way to sign in (no credential, a secret rejected before), the plain check still finds out whether the appliance can
    /// be reached. An API that is silent or broken off is trouble and nothing instead of it: it may be back in the next
    /// moment. So is one that is busy (503) in a swap, when a data sync may be the cause; at rest a backup that always says
    /// so is one that answers the plain check alone.
    pub async fn look(&self, look: Look) -> Looked {
        if look == Look::Rest
            && let Some(trouble) = self.absent_at_rest()
        {
            return self.look_plainly(trouble).await;
        }
        let looked = match look {
            Look::Rest => self.look_by_health(false).await,
            Look::Swap => self.look_in_swap().await,
        };
        match looked {
            Ok(looked) => looked,
            Err(Stopped { trouble, busy: true, .. }) if look == Look::Rest => self.look_plainly(trouble).await,
            Err(Stopped { trouble, connected: true, .. })
                if matches!(trouble.kind, TroubleKind::ApiAbsent | TroubleKind::PermissionDenied) =>
            {
                let until_ms = self.path().now_ms().saturating_add(ABSENT_FOR_MS);
                self.state().absent = Some(Absent { until_ms, trouble: trouble.clone() });
                self.look_plainly(trouble).await
            }
            Err(stopped) if is_without_sign_in(&stopped) => {
                let plain = self.plain_health().await;
                if plain.connected {
                    Looked { outcome: Outcome::Trouble(stopped.trouble), api: self.spoken(), evidence: None, ..plain }
                } else {
                    plain
                }
            }
            Err(stopped) => Looked::stopped(self.spoken(), self.path().clock.now_utc(), stopped),
        }
    }

    /// The API trouble is told of: the one spoken here, or the one that was asked first.
    fn spoken(&self) -> Api {
        self.api().unwrap_or(Api::V2)
    }

    fn absent_at_rest(&self) -> Option<Trouble> {
        let now_ms = self.path().now_ms();
        self.state().absent.as_ref().filter(|absent| now_ms < absent.until_ms).map(|absent| absent.trouble.clone())
    }

    /// The plain check instead of the Command API. Where that answers nothing of use either, the API's trouble is told.
    async fn look_plainly(&self, trouble: Trouble) -> Looked {
        let plain = self.plain_health().await;
        if plain.reading().is_some() {
            return Looked { instead_of: Some(trouble), ..plain };
        }
        if plain.connected {
            return Looked { outcome: Outcome::Trouble(trouble), api: self.spoken(), evidence: None, ..plain };
        }
        plain
    }

    /// By the health check of the version that answers; by v1 with the list beside it where `rows` are wanted.
    async fn look_by_health(&self, rows: bool) -> Result<Looked, Stopped> {
        let health = self.health(u64::MAX, Errand::Look).await?;
        let Health { reading, signed, dialect } = health;
        let looked = Looked::answered(dialect.api(), dialect.health_call(), reading, &signed.exchanged);
        match (dialect, rows) {
            (Dialect::V1, true) => Ok(self.with_rows(looked).await),
            _ => Ok(looked),
        }
    }

    /// Adds the list of v1. It is said beside the appliance's own word: without it that word still stands.
    async fn with_rows(&self, looked: Looked) -> Looked {
        if self.state().list_absent {
            return looked;
        }
        match self.rows_v1().await {
            Ok((rows, exchanged)) => {
                let Outcome::Answered(reading) = looked.outcome else { return looked };
                let response = &exchanged.response;
                let list = redact::evidence(Call::AppliancesV1, response.status, &response.body);
                Looked {
                    outcome: Outcome::Answered(Box::new(Reading { rows, ..*reading })),
                    evidence: looked.evidence.map(|health| health.with(list)),
                    ..looked
                }
            }
            Err(Stopped { trouble, .. }) => {
                let mut state = self.state();
                let none_here = matches!(
                    trouble.kind,
                    TroubleKind::ApiError | TroubleKind::ApiAbsent | TroubleKind::PermissionDenied
                );
                // On Remote Support it is there, even if this once it was not told.
                state.list_absent = none_here && state.product != Some(Product::Rs);
                looked
            }
        }
    }

    async fn look_in_swap(&self) -> Result<Looked, Stopped> {
        if self.dialect() == Some(Dialect::V1) {
            let looked = self.look_by_health(true).await?;
            // By v2 the health check would tell a role that may be a minute old.
            return if looked.api == Api::V1 { Ok(looked) } else { self.look_list().await };
        }
        self.look_list().await
    }

    async fn look_list(&self) -> Result<Looked, Stopped> {
        if self.state().list_absent {
            return self.look_by_health(true).await;
        }
        let own = match self.known_guid() {
            Some(own) => own,
            None => self.told_guid().await?,
        };
        if self.dialect() == Some(Dialect::V1) {
            return self.look_by_health(true).await;
        }
        let Signed { exchanged, .. } = self.read(Call::Appliances, u64::MAX, Errand::Look).await?;
        let rows = match Said::of(&exchanged.response, v2::appliances)? {
            Said::Here(rows) => rows,
            Said::NotHere(trouble) => {
                let looked = self.look_by_health(true).await?;
                if looked.api == Api::V2 {
                    if trouble.kind != TroubleKind::ApiAbsent {
                        // A role that may be a minute old is not told where the list is only not told this once.
                        return Err(NotHere(trouble).into());
                    }
                    self.state().list_absent = true;
                }
                return Ok(looked);
            }
        };
        self.speaks(Some(Dialect::V2));
        let Some(row) = rows.iter().find(|row| row.guid == own) else {
            // Another appliance may stand here now: let it say who it is.
            let mut looked = self.look_by_health(false).await?;
            if let Outcome::Answered(reading) = &mut looked.outcome {
                reading.rows = rows;
            }
            return Ok(looked);
        };
        let reading = Reading { role: Some(row.role.clone()), rows, ..Reading::default() };
        Ok(Looked::answered(Api::V2, Call::Appliances, reading, &exchanged))
    }

    /// The health check of the version spoken here, else of the other.
    pub(super) async fn health(&self, oldest_ms: u64, errand: Errand) -> Result<Health, Stopped> {
        let mut not_here = None;
        for dialect in self.dialect().unwrap_or(Dialect::V2).and_other() {
            let signed = self.read(dialect.health_call(), oldest_ms, errand).await?;
            match dialect.health(&signed.exchanged.response)? {
                Said::Here(reading) => {
                    self.speaks(Some(dialect));
                    if let Some(guid) = &reading.guid {
                        self.state().guid = Some(guid.clone());
                    }
                    return Ok(Health { reading, signed, dialect });
                }
                Said::NotHere(trouble) => not_here = Some(more_telling(not_here, trouble)),
            }
        }
        self.speaks(None);
        Err(NotHere(not_here.unwrap_or_else(no_api)).into())
    }

    /// The GUID of whoever answers on this path.
    pub async fn identity(&self) -> Result<Guid, Trouble> {
        Ok(self.told_guid().await?)
    }

    async fn told_guid(&self) -> Result<Guid, Stopped> {
        let health = self.health(u64::MAX, Errand::Look).await?;
        Ok(health.reading.guid.ok_or_else(no_guid)?)
    }

    /// The health check that needs no signing in (`GET /check_health`): healthy or not, and no role.
    pub async fn plain_health(&self) -> Looked {
        let exchanged = match self.ask_plainly().await {
            Ok(exchanged) => exchanged,
            Err(failed) => return Looked::stopped(Api::Plain, self.path().clock.now_utc(), failed.into()),
        };
        self.remember_certificate(&exchanged);
        match plain_health(&exchanged.response) {
            Ok((healthy, sentence)) => {
                let errors = if healthy { Vec::new() } else { sentence.into_iter().collect() };
                let reading = Reading { healthy: Some(healthy), errors, ..Reading::default() };
                Looked::answered(Api::Plain, Call::PlainHealth, reading, &exchanged)
            }
            Err(trouble) => Looked::stopped(Api::Plain, exchanged.ended, trouble.into()),
        }
    }

    async fn ask_plainly(&self) -> Result<Exchanged, Failed> {
        let mut given = Given::default();
        loop {
            let parcel = Parcel {
                at: None,
                errand: Errand::Look,
                limiter: None,
                authorization: None,
                secrets: Vec::new(),
                content: None,
                limits: self.path().limits,
                same_peer: None,
            };
            let failed = match self.path().send(Call::PlainHealth, parcel).await {
                Ok(exchanged) => return Ok(exchanged),
                Err(failed) => failed,
            };
            match may_retry(Call::PlainHealth, failed.ending(), given) {
                Retry::Again => given.second_try = true,
                Retry::AfterFreshToken | Retry::No => return Err(failed),
            }
        }
    }
}

/// A health check, the call it came by, and the version that answered.
pub(super) struct Health {
    pub(super) reading: Reading,
    pub(super) signed: Signed,
    pub(super) dialect: Dialect,
}

pub(crate) fn no_guid() -> Trouble {
    bad_answer("the answer tells no appliance id")
}

pub(super) fn no_api() -> Trouble {
    Trouble { kind: TroubleKind::ApiAbsent, detail: "the API is not there".to_owned() }
}

/// Was nothing sent because there is nothing to sign in with?
fn is_without_sign_in(stopped: &Stopped) -> bool {
    !stopped.connected && matches!(stopped.trouble.kind, TroubleKind::NoCredential | TroubleKind::SecretRejected)
}
