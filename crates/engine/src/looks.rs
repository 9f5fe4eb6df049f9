//! Looking: one round over both appliances and the site name, with the evidence of it.

use std::sync::Arc;

use appliance::{Appliance, Evidence, Look, Looked, PresentedCertificate};
use domain::journal::Event;
use domain::observation::{
    Api, Observation, Outcome, Reading, Round, SiteAnswer, SiteObservation, Trouble, TroubleKind,
};
use domain::role::{Both, Side};
use domain::time::Utc;

use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;

/// How much is asked of each appliance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// One call to each: everything but the list of the pair, at once. By v2 it may be a minute old.
    Rest,
    /// Roles only, and never a cached answer.
    Roles,
    /// Roles, identity, version, health and last sync.
    Full,
}

/// One round and its evidence.
pub(crate) struct Gathered {
    pub(crate) round: Round,
    pub(crate) evidence: Vec<(Utc, Evidence)>,
    pub(crate) certificates: Both<Option<Arc<PresentedCertificate>>>,
}

impl Engine {
    /// Looks at both appliances at once, and at the site name where `site` names the side expected there.
    pub(crate) async fn gather(&self, connection: &Connection, depth: Depth, site: Option<Side>) -> Gathered {
        let ((home, home_evidence, home_certificate), (stand_in, stand_in_evidence, stand_in_certificate)) = futures::join!(
            self.look_at(connection, Side::Home, depth),
            self.look_at(connection, Side::StandIn, depth),
        );
        let site = match site {
            Some(expected) => Some(self.ask_site(connection, expected).await),
            None => None,
        };
        let mut evidence = home_evidence;
        evidence.extend(stand_in_evidence);
        Gathered {
            round: Round { home, stand_in, site },
            evidence,
            certificates: Both::new(home_certificate, stand_in_certificate),
        }
    }

    async fn look_at(
        &self,
        connection: &Connection,
        side: Side,
        depth: Depth,
    ) -> (Observation, Vec<(Utc, Evidence)>, Option<Arc<PresentedCertificate>>) {
        let appliance = match connection.appliances.of(side) {
            Ok(appliance) => appliance,
            Err(trouble) => {
                let at = self.host.clock.now_utc();
                let outcome = Outcome::Trouble(trouble.clone());
                return (Observation { side, at, api: Api::Plain, outcome, evidence: None }, Vec::new(), None);
            }
        };
        let looked = match depth {
            Depth::Rest => instead_plainly(appliance, appliance.look(Look::Rest).await).await,
            Depth::Roles => appliance.look(Look::Swap).await,
            Depth::Full => self.look_fully(appliance).await,
        };
        let certificate = looked.certificate.clone().or_else(|| appliance.certificate());
        let mut outcome = looked.outcome;
        // "No credential" has a cause a person can act on: missing, locked, absent, denied.
        if let (Outcome::Trouble(trouble), Some(cause)) = (&mut outcome, connection.no_secret.of(side))
            && trouble.kind == TroubleKind::NoCredential
        {
            *trouble = cause.clone();
        }
        if let Outcome::Trouble(trouble) = &outcome {
            self.note_rejection(connection, side, trouble);
        }
        let evidence: Vec<_> = looked.evidence.into_iter().map(|evidence| (looked.at, evidence)).collect();
        let sha256 = evidence.last().map(|(_, evidence)| evidence.sha256_hex.clone());
        (Observation { side, at: looked.at, api: looked.api, outcome, evidence: sha256 }, evidence, certificate)
    }

    /// Who it is, version, health and last sync, and the role as it is now.
    ///
    /// By v2 health first, then the list for the role: health may be a minute old, its role with it (appliance-api
    /// section 3). By v1 the look of a swap tells all of it, and the list beside it where there is one.
    async fn look_fully(&self, appliance: &Appliance) -> Looked {
        instead_plainly(appliance, self.look_by_api(appliance).await).await
    }

    async fn look_by_api(&self, appliance: &Appliance) -> Looked {
        if appliance.api() == Some(Api::V1) {
            let looked = appliance.look(Look::Swap).await;
            if looked.api != Api::V2 {
                return looked;
            }
        }
        let rest = appliance.look(Look::Rest).await;
        if rest.api == Api::Plain || rest.reading().is_none() {
            return rest;
        }
        let swap = appliance.look(Look::Swap).await;
        if rest.api == Api::V1 {
            // Found to speak v1 in this very look.
            return swap;
        }
        match (rest.outcome, swap.outcome) {
            (Outcome::Answered(health), Outcome::Answered(list)) => {
                let merged = Reading { role: list.role, rows: list.rows, ..*health };
                Looked { outcome: Outcome::Answered(Box::new(merged)), ..swap }
            }
            // A role that may be a minute old is not taken for the role now.
            (_, trouble @ Outcome::Trouble(_)) => Looked { outcome: trouble, ..swap },
            (outcome, _) => Looked { outcome, ..swap },
        }
    }

    async fn ask_site(&self, connection: &Connection, expected: Side) -> SiteObservation {
        let answer = |trouble: &Trouble| SiteObservation {
            at: self.host.clock.now_utc(),
            answer: SiteAnswer::Trouble(trouble.clone()),
        };
        let site = match &connection.site {
            Ok(site) => site,
            Err(trouble) => return answer(trouble),
        };
        match (connection.appliances.of(expected), connection.appliances.of(expected.other())) {
            (Ok(first), Ok(second)) => site.who_is_there(first, second).await,
            (Ok(only), Err(_)) | (Err(_), Ok(only)) => site.who_is_there(only, only).await,
            (Err(trouble), Err(_)) => answer(trouble),
        }
    }

    /// Keeps the evidence of a round that is recorded; a round that is not recorded leaves nothing.
    pub(crate) fn keep(&self, gathered: &Gathered, events: &[Event]) -> Result<(), EngineError> {
        let recorded = events.iter().any(|event| matches!(event, Event::Observed(_) | Event::Checked(_)));
        if !recorded || gathered.evidence.is_empty() {
            return Ok(());
        }
        let pieces = gathered.evidence.iter().filter_map(|(at, evidence)| {
            Some(store::Evidence {
                sha256: hex32(&evidence.sha256_hex)?,
                bytes: evidence.bytes.clone(),
                content_type: "application/json".to_owned(),
                created_at: *at,
            })
        });
        Ok(self.store.put_evidence(pieces.collect())?)
    }
}

/// It answers, but not this account: whether it is healthy is told to anybody. Why the API says no stands in the findings
/// and in the status.
async fn instead_plainly(appliance: &Appliance, looked: Looked) -> Looked {
    let Outcome::Trouble(trouble) = &looked.outcome else { return looked };
    let shut_out = matches!(
        trouble.kind,
        TroubleKind::SecretRejected
            | TroubleKind::TokenRefused
            | TroubleKind::PermissionDenied
            | TroubleKind::ApiAbsent
            | TroubleKind::ServerError
    );
    if !shut_out {
        return looked;
    }
    let plain = appliance.plain_health().await;
    if plain.reading().is_some() { plain } else { looked }
}

/// 64 hexadecimal digits as bytes.
pub(crate) fn hex32(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}
