//! What a pair looks like now: both appliances, who answers at the site name, one state, one sentence.

use appliance::Capabilities;
use domain::ids::{Guid, MaintenanceNumber};
use domain::maintenance::{Maintenance, progress};
use domain::observation::{Api, Product, SiteAnswer, Trouble};
use domain::pair::Pair;
use domain::pair_state::{Circumstances, PairState, pair_state};
use domain::role::{AssignedRole, Both, Side};
use domain::seen::Seen;
use domain::time::Utc;

use crate::connect::lock;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::{Depth, Gathered};

/// One appliance now. What was not told is absent.
#[derive(Clone, Debug)]
pub struct ApplianceStatus {
    pub label: String,
    pub guid: Option<Guid>,
    pub reachable: bool,
    /// The role's text as told; none: not told by anybody.
    pub role_text: Option<String>,
    pub second_hand: bool,
    pub assigned_role: Option<AssignedRole>,
    pub product: Option<Product>,
    pub api: Api,
    pub version: Option<String>,
    pub build: Option<String>,
    pub healthy: Option<bool>,
    pub errors: Vec<String>,
    pub shared_ips: Vec<String>,
    pub last_sync: Option<Utc>,
    pub last_sync_text: Option<String>,
    pub clock_offset_ms: Option<i64>,
    pub observed_at: Utc,
    pub age_ms: u64,
    pub trouble: Option<Trouble>,
    /// Until when the certificate it shows is valid.
    pub certificate_until: Option<Utc>,
    /// Users on it, as counted at that time: counted seldom, and only while watching.
    pub users: Option<(u32, Utc)>,
}

#[derive(Clone, Debug)]
pub struct PairStatus {
    pub pair: Pair,
    pub state: PairState,
    pub appliances: Both<ApplianceStatus>,
    pub site_answered_by: Option<Side>,
    pub site_guid: Option<Guid>,
    pub site_trouble: Option<Trouble>,
    pub maintenance: Option<MaintenanceNumber>,
}

impl Engine {
    /// Reads a pair now, never from a cache.
    pub async fn status(&self, pair: &Pair) -> Result<PairStatus, EngineError> {
        let connection = self.connect(pair).await;
        let record = self.open_record(pair.id)?;
        let expected = record.as_ref().map_or(Side::Home, |record| expected_at_site(&record.maintenance));
        let (home, stand_in) =
            futures::join!(self.probe(&connection, Side::Home), self.probe(&connection, Side::StandIn));
        let gathered = self.gather_settled(&connection, Depth::Full, expected).await;
        let maintenance = record.as_ref().map(|record| &record.maintenance);
        // Are users back? Asked where it is judged, also by a program that has watched nothing before.
        if let Some(m) = maintenance.filter(|m| m.awaits_users()) {
            self.count_users_seldom(&connection, m.current_primary()).await;
        }
        self.status_of(pair, maintenance, &gathered, &Both::new(Some(home.as_ref()), Some(stand_in.as_ref())))
    }

    /// What one round says of a pair. `probed`: what each appliance can do for this account, where it was asked.
    pub(crate) fn status_of(
        &self,
        pair: &Pair,
        maintenance: Option<&Maintenance>,
        gathered: &Gathered,
        probed: &Both<Option<Result<&Capabilities, &Trouble>>>,
    ) -> Result<PairStatus, EngineError> {
        let now = self.host.clock.now_utc();
        let guids = match maintenance {
            Some(m) => Ok(m.guids.clone()),
            None => self.expected_guids(pair, gathered),
        };
        let seen = match &guids {
            Ok(guids) => Seen::of(&gathered.round, guids),
            // Not both are known yet: what each says of itself is all there is.
            Err(EngineError::Trouble { .. } | EngineError::GuidUnknown { .. }) => unknown_guids(&gathered.round),
            Err(_) => return Err(guids.err().unwrap_or(EngineError::Contended)),
        };
        let labels = Both::new(pair.appliances.home.label.clone(), pair.appliances.stand_in.label.clone());
        let under_way = maintenance.and_then(|m| progress(m, now));
        let counted = lock(&self.rest).users(pair.id);
        let reconnect_ms = self.settings(pair)?.timeout_reconnect.ms();
        let users_missing = maintenance.and_then(|m| m.users_missing(*counted.of(m.current_primary()), reconnect_ms));
        let around = Circumstances {
            labels: &labels,
            maintenance,
            progress: under_way.as_ref(),
            return_window_begun: maintenance
                .and_then(|m| m.planned.intent.return_window.as_ref())
                .is_some_and(|window| now >= window.start),
            users_missing,
        };
        let state = pair_state(&gathered.round, &seen, &around);
        let assigned = maintenance.map(|m| match m.running() {
            Some(attempt) => attempt.intent.assigned.clone(),
            None => m.expected_roles(),
        });
        let one = |side: Side| {
            let look = gathered.round.of(side);
            let reading = look.reading();
            let role = seen.roles.of(side).as_ref();
            let probe = probed.of(side).and_then(Result::ok);
            ApplianceStatus {
                label: labels.of(side).clone(),
                guid: reading.and_then(|r| r.guid.clone()).or_else(|| pair.appliance(side).guid.clone()),
                reachable: *seen.answers.of(side),
                role_text: role.map(|role| role.role.text().to_owned()),
                second_hand: role.is_some_and(|role| role.second_hand),
                assigned_role: assigned.as_ref().map(|assigned| *assigned.of(side)),
                product: probe.and_then(|p| p.product).or_else(|| reading.and_then(|r| r.product)).or(pair.product),
                api: look.api,
                version: reading.and_then(|r| r.version.clone()),
                build: reading.and_then(|r| r.build.clone()),
                healthy: reading.and_then(|r| r.healthy),
                errors: reading.map(|r| r.errors.clone()).unwrap_or_default(),
                shared_ips: reading.and_then(|r| r.shared_ips.clone()).unwrap_or_default(),
                last_sync: reading.and_then(|r| r.last_sync),
                last_sync_text: reading.and_then(|r| r.last_sync_text.clone()),
                clock_offset_ms: reading
                    .and_then(|r| r.clock_offset_ms)
                    .or_else(|| probe.and_then(|p| p.clock_offset_ms)),
                observed_at: look.at,
                age_ms: u64::try_from(now.since_ms(look.at)).unwrap_or(0),
                certificate_until: gathered.certificates.of(side).as_ref().map(|certificate| certificate.not_after),
                users: *counted.of(side),
                trouble: look.trouble().or(probed.of(side).and_then(Result::err)).cloned(),
            }
        };
        let site_trouble = match gathered.round.site.as_ref().map(|site| &site.answer) {
            Some(SiteAnswer::Trouble(trouble)) => Some(trouble.clone()),
            _ => None,
        };
        Ok(PairStatus {
            pair: pair.clone(),
            appliances: Both::new(one(Side::Home), one(Side::StandIn)),
            state,
            site_answered_by: seen.site,
            site_guid: gathered.round.site_guid().cloned(),
            site_trouble,
            maintenance: maintenance.map(|m| m.planned.number),
        })
    }
}

/// Who is asked first at the site name: the primary of now.
pub(crate) fn expected_at_site(m: &Maintenance) -> Side {
    m.running().map_or_else(|| m.current_primary(), |attempt| attempt.intent.target)
}

/// A round of a pair whose GUIDs are not both known.
fn unknown_guids(round: &domain::observation::Round) -> Seen {
    use domain::seen::SeenRole;
    let own = |side: Side| round.of(side).role().map(|role| SeenRole { role: role.clone(), second_hand: false });
    let answers = |side: Side| {
        let look = round.of(side);
        look.reading().is_some() || look.trouble().is_some_and(|trouble| trouble.kind.connected())
    };
    let pin = |side: Side| {
        round
            .of(side)
            .trouble()
            .filter(|trouble| trouble.kind == domain::observation::TroubleKind::PinChanged)
            .map(|_| side)
    };
    let site = round.site_guid().and_then(|guid| {
        Side::BOTH.into_iter().find(|side| round.of(*side).reading().and_then(|r| r.guid.as_ref()) == Some(guid))
    });
    Seen {
        roles: Both::new(own(Side::Home), own(Side::StandIn)),
        answers: Both::new(answers(Side::Home), answers(Side::StandIn)),
        changed_guid: None,
        changed_pin: pin(Side::Home).or_else(|| pin(Side::StandIn)),
        site,
    }
}
