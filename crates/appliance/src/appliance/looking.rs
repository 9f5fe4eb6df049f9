//! Looking: what an appliance says of itself.

use std::sync::Arc;

use domain::ids::Guid;
use domain::observation::{Api, Outcome, Reading, Trouble, TroubleKind};
use domain::time::Utc;

use super::{Appliance, Signed};
use crate::call::Call;
use crate::capabilities::Capabilities;
use crate::codec::{bad_answer, plain_health, status_trouble, v2};
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
    /// One call, `GET /health`: everything at once, but up to a minute old (appliance-api section 3).
    Rest,
    /// `GET /appliance`: the roles as they are now, while they change. The answer does not tell who gave it, so the row
    /// is found by the GUID known for this path, and the reading itself tells no GUID, health, version or build.
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
            certificate: exchanged.response.certificate.clone(),
        }
    }

    fn stopped(api: Api, at: Utc, stopped: Stopped) -> Self {
        let Stopped { trouble, connected } = stopped;
        let outcome = Outcome::Trouble(trouble);
        Self { at, api, outcome, evidence: None, connected, round_trip_ms: None, certificate: None }
    }
}

impl Appliance {
    /// Asks what this appliance can do (`GET /info`), and tells its clock beside ours.
    pub async fn probe(&self) -> Result<Capabilities, Trouble> {
        {
            let mut state = self.state();
            state.absent_until_ms = 0;
            state.list_absent = false;
        }
        let Signed { exchanged, .. } = self.read(Call::Info, u64::MAX, Errand::Look).await?;
        let response = &exchanged.response;
        if response.status != 200 {
            return Err(status_trouble(response));
        }
        let info = v2::info(&response.body)?;
        let middle = exchanged.began.plus_ms(exchanged.ended.since_ms(exchanged.began) / 2);
        Ok(Capabilities {
            at: exchanged.ended,
            api: Api::V2,
            product: info.product,
            perm_command: info.perm_command(),
            command_api_version: info.command_api_version,
            config_api_version: info.config_api_version,
            reporting_api_version: info.reporting_api_version,
            backup_api_version: info.backup_api_version,
            permissions: info.permissions,
            clock_offset_ms: info.current_time.map(|told| told.since_ms(middle)),
            round_trip_ms: exchanged.round_trip_ms,
            evidence: redact::evidence(Call::Info, response.status, &response.body),
        })
    }

    /// One look. Where the API is not there at all, the plain health check is asked instead: it tells health and nothing
    /// else ([`Api::Plain`]). Where there is no way to sign in (no credential, a secret rejected before), the plain check
    /// still finds out whether the appliance can be reached.
    pub async fn look(&self, look: Look) -> Looked {
        let rested = look == Look::Rest && self.path().now_ms() < self.state().absent_until_ms;
        if rested {
            return self.plain_health().await;
        }
        let looked = match look {
            Look::Rest => self.look_health().await,
            Look::Swap => self.look_list().await,
        };
        match looked {
            Ok(looked) => looked,
            Err(Stopped { trouble, .. }) if trouble.kind == TroubleKind::ApiAbsent => {
                self.state().absent_until_ms = self.path().now_ms().saturating_add(ABSENT_FOR_MS);
                self.plain_health().await
            }
            Err(stopped) if is_without_sign_in(&stopped) => {
                let plain = self.plain_health().await;
                if plain.connected {
                    Looked { outcome: Outcome::Trouble(stopped.trouble), api: Api::V2, evidence: None, ..plain }
                } else {
                    plain
                }
            }
            Err(stopped) => Looked::stopped(Api::V2, self.path().clock.now_utc(), stopped),
        }
    }

    async fn look_health(&self) -> Result<Looked, Stopped> {
        let (reading, signed) = self.health(u64::MAX, Errand::Look).await?;
        Ok(Looked::answered(Api::V2, Call::Health, reading, &signed.exchanged))
    }

    async fn look_list(&self) -> Result<Looked, Stopped> {
        if self.state().list_absent {
            return self.look_health().await;
        }
        let own = match self.known_guid() {
            Some(own) => own,
            None => self.told_guid().await?,
        };
        let Signed { exchanged, .. } = self.read(Call::Appliances, u64::MAX, Errand::Look).await?;
        let rows = match exchanged.response.status {
            200 => v2::appliances(&exchanged.response.body)?,
            404 => {
                self.state().list_absent = true;
                return self.look_health().await;
            }
            _ => return Err(status_trouble(&exchanged.response).into()),
        };
        let Some(row) = rows.iter().find(|row| row.guid == own) else {
            // Another appliance may stand here now: let it say who it is.
            let mut looked = self.look_health().await?;
            if let Outcome::Answered(reading) = &mut looked.outcome {
                reading.rows = rows;
            }
            return Ok(looked);
        };
        let reading = Reading { role: Some(row.role.clone()), rows, ..Reading::default() };
        Ok(Looked::answered(Api::V2, Call::Appliances, reading, &exchanged))
    }

    /// `GET /health`, with 200 and 500 both read: an unhealthy appliance answers 500 with the same fields.
    pub(super) async fn health(&self, oldest_ms: u64, errand: Errand) -> Result<(Reading, Signed), Stopped> {
        let signed = self.read(Call::Health, oldest_ms, errand).await?;
        let response = &signed.exchanged.response;
        let read = match response.status {
            200 => v2::health(200, &response.body)?,
            500 => v2::health(500, &response.body).ok().flatten(),
            _ => None,
        };
        let reading = read.ok_or_else(|| status_trouble(response))?;
        if let Some(guid) = &reading.guid {
            self.state().guid = Some(guid.clone());
        }
        Ok((reading, signed))
    }

    /// The GUID of whoever answers on this path.
    pub async fn identity(&self) -> Result<Guid, Trouble> {
        Ok(self.told_guid().await?)
    }

    async fn told_guid(&self) -> Result<Guid, Stopped> {
        let (reading, _) = self.health(u64::MAX, Errand::Look).await?;
        Ok(reading.guid.ok_or_else(|| bad_answer("the answer tells no appliance_id"))?)
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
                errand: Errand::Look,
                limiter: None,
                authorization: None,
                secrets: Vec::new(),
                content: None,
                limits: self.path().limits,
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

/// Was nothing sent because there is nothing to sign in with?
fn is_without_sign_in(stopped: &Stopped) -> bool {
    !stopped.connected && matches!(stopped.trouble.kind, TroubleKind::NoCredential | TroubleKind::SecretRejected)
}
