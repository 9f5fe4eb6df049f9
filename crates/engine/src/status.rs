//! What a pair looks like now: both appliances, who answers at the site name, one state, one sentence.

use appliance::Capabilities;
use domain::ids::{Guid, MaintenanceNumber, PairId};
use domain::maintenance::{Command, Maintenance, decide, progress};
use domain::observation::{Api, Product, SiteAnswer, Trouble};
use domain::pair::Pair;
use domain::pair_state::{Circumstances, PairState, pair_state};
use domain::role::{AssignedRole, Both, Role, Side};
use domain::seen::Seen;
use domain::time::Utc;

use crate::connect::{Connection, lock};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::{Depth, Gathered};

/// While watching at rest, looks that tell nothing new are recorded this often. Milliseconds.
const EQUAL_LOOKS_EVERY_MS: i64 = 600_000;

/// Users are counted this often while watching at rest (product, section 4). Milliseconds.
const COUNTED_EVERY_MS: u64 = 300_000;

/// The last count of users of a pair, on the monotonic clock.
#[derive(Clone, Debug)]
pub(crate) struct Counts {
    at_ms: u64,
    users: Both<Option<(u32, Utc)>>,
}

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
        let gathered = self.gather_settled(&connection, expected).await;
        let maintenance = record.as_ref().map(|record| &record.maintenance);
        self.status_of(pair, maintenance, &gathered, &Both::new(Some(home.as_ref()), Some(stand_in.as_ref())))
    }

    /// One look of watching at rest. With an open maintenance the look is recorded, so that what changes meanwhile
    /// pauses it and can be told afterwards; equal looks are recorded every ten minutes, as proof that it was watched.
    ///
    /// While a role command is not settled nothing is recorded here: after a restart nothing is armed, and settling is
    /// the act of a person who observes again (R8).
    pub async fn watch_once(&self, pair: &Pair) -> Result<PairStatus, EngineError> {
        let connection = self.connect(pair).await;
        let (home, stand_in) =
            futures::join!(self.probe(&connection, Side::Home), self.probe(&connection, Side::StandIn));
        let mut record = self.open_record(pair.id)?.filter(|record| !record.maintenance.handed_on);
        let expected = record.as_ref().map_or(Side::Home, |record| expected_at_site(&record.maintenance));
        let gathered = self.gather_settled(&connection, expected).await;
        if let Some(record) = record.as_mut().filter(|record| record.maintenance.running().is_none())
            && self.is_driver()
        {
            record.catch_up(&self.store)?;
            let look = Command::Look { round: Box::new(gathered.round.clone()) };
            if record.maintenance.running().is_none() && self.worth_recording(&record.maintenance, &look)? {
                record.command(self, &look, |events| self.keep(&gathered, events))?;
            }
        }
        self.count_users(&connection).await;
        let maintenance = record.as_ref().map(|record| &record.maintenance);
        self.status_of(pair, maintenance, &gathered, &Both::new(Some(home.as_ref()), Some(stand_in.as_ref())))
    }

    /// Counts the users of both appliances, where the last count is old. One that cannot be counted is not guessed.
    async fn count_users(&self, connection: &Connection) {
        let now_ms = self.host.clock.monotonic_ms();
        let pair = connection.pair.id;
        let fresh = |counts: &Counts| now_ms.saturating_sub(counts.at_ms) < COUNTED_EVERY_MS;
        if lock(&self.counts).get(&pair).is_some_and(fresh) {
            return;
        }
        let count = |side: Side| async move {
            let told = connection.appliances.of(side).as_ref().ok()?.users().await.ok()?;
            Some((u32::try_from(told.value.count).ok()?, self.host.clock.now_utc()))
        };
        let (home, stand_in) = futures::join!(count(Side::Home), count(Side::StandIn));
        lock(&self.counts).insert(pair, Counts { at_ms: now_ms, users: Both::new(home, stand_in) });
    }

    fn counted(&self, pair: PairId) -> Both<Option<(u32, Utc)>> {
        lock(&self.counts).get(&pair).map_or_else(|| Both::new(None, None), |counts| counts.users.clone())
    }

    /// The two answers of a look are not of one instant: a swap between them looks like two primaries, once.
    async fn gather_settled(&self, connection: &Connection, expected: Side) -> Gathered {
        let gathered = self.gather(connection, Depth::Full, Some(expected)).await;
        if Side::BOTH.into_iter().all(|side| gathered.round.of(side).role() == Some(&Role::Primary)) {
            return self.gather(connection, Depth::Full, Some(expected)).await;
        }
        gathered
    }

    /// Does a look tell more than that all is as it was a moment ago?
    fn worth_recording(&self, m: &Maintenance, look: &Command) -> Result<bool, EngineError> {
        let now = self.host.clock.now_utc();
        let Some(sight) = &m.sight else { return Ok(true) };
        if now.since_ms(sight.at) >= EQUAL_LOOKS_EVERY_MS {
            return Ok(true);
        }
        // At the moment of the last look only what differs is recorded.
        Ok(!decide(m, look.clone(), sight.at)?.is_empty())
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
        let around = Circumstances {
            labels: &labels,
            maintenance,
            progress: under_way.as_ref(),
            return_window_begun: maintenance
                .and_then(|m| m.planned.intent.return_window.as_ref())
                .is_some_and(|window| now >= window.start),
        };
        let state = pair_state(&gathered.round, &seen, &around);
        let assigned = maintenance.map(|m| match m.running() {
            Some(attempt) => attempt.intent.assigned.clone(),
            None => m.expected_roles(),
        });
        let counted = self.counted(pair.id);
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
fn expected_at_site(m: &Maintenance) -> Side {
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
