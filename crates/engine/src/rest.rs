//! Watching at rest: one call to each appliance and one at the site name; the rest is asked seldom (product, section 4).

use std::collections::HashMap;

use appliance::Capabilities;
use domain::ids::PairId;
use domain::maintenance::{Command, Maintenance, decide};
use domain::observation::Trouble;
use domain::pair::Pair;
use domain::role::{Both, Role, Side};
use domain::time::Utc;
use store::{RoleSpan, Seen};

use crate::connect::{Connection, lock};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::{Depth, Gathered};
use crate::status::{PairStatus, expected_at_site};

/// Looks that tell nothing new are recorded in an open maintenance this often. Milliseconds.
const EQUAL_LOOKS_EVERY_MS: i64 = 600_000;

/// What an appliance can do and how many users are on it is asked this often. Milliseconds.
const SELDOM_MS: u64 = 300_000;

/// For the picture of a pair's past, roles that go on are noted this often. Milliseconds.
const NOTED_EVERY_MS: i64 = 1_800_000;

/// Without a note for this long, nobody watched. Milliseconds.
const UNWATCHED_MS: i64 = NOTED_EVERY_MS + 300_000;

/// What each appliance can do for its account, as it told it.
type Probed = Both<Result<Capabilities, Trouble>>;

/// How many users are on each, and when they were counted.
type Users = Both<Option<(u32, Utc)>>;

/// What is asked seldom, and what was noted last.
#[derive(Default)]
pub(crate) struct Rest(HashMap<PairId, Kept>);

#[derive(Default)]
struct Kept {
    probed: Option<Aged<Probed>>,
    users: Option<Aged<Users>>,
    noted: Option<Seen>,
}

/// What was told at a time of the monotonic clock.
struct Aged<T> {
    at_ms: u64,
    told: T,
}

impl<T> Aged<T> {
    fn fresh(&self, now_ms: u64) -> Option<&T> {
        (now_ms.saturating_sub(self.at_ms) < SELDOM_MS).then_some(&self.told)
    }
}

impl Rest {
    /// The ways to a pair were made anew: what was told by the old ones is asked again.
    pub(crate) fn forget(&mut self, pair: PairId) {
        if let Some(kept) = self.0.get_mut(&pair) {
            kept.probed = None;
        }
    }

    /// The users of both appliances, as they were counted last.
    pub(crate) fn users(&self, pair: PairId) -> Users {
        let users = self.0.get(&pair).and_then(|kept| kept.users.as_ref());
        users.map_or_else(|| Both::new(None, None), |users| users.told.clone())
    }

    fn of(&mut self, pair: PairId) -> &mut Kept {
        self.0.entry(pair).or_default()
    }

    /// Is this more than that all goes on as it was noted?
    fn worth_noting(&self, pair: PairId, seen: &Seen) -> bool {
        let noted = self.0.get(&pair).and_then(|kept| kept.noted.as_ref());
        noted.is_none_or(|noted| {
            noted.roles != seen.roles || noted.sync != seen.sync || seen.at.since_ms(noted.at) >= NOTED_EVERY_MS
        })
    }
}

impl Engine {
    /// One look of watching at rest. With an open maintenance the look is recorded, so that what changes meanwhile
    /// pauses it and can be told afterwards; equal looks are recorded every ten minutes, as proof that it was watched.
    ///
    /// While a role command is not settled nothing is recorded here: after a restart nothing is armed, and settling is
    /// the act of a person who observes again (R8).
    pub async fn watch_once(&self, pair: &Pair) -> Result<PairStatus, EngineError> {
        let connection = self.connect(pair).await;
        let probed = self.asked_seldom(&connection).await;
        let mut record = self.open_record(pair.id)?.filter(|record| !record.maintenance.handed_on);
        let expected = record.as_ref().map_or(Side::Home, |record| expected_at_site(&record.maintenance));
        // What is recorded is read in full: by v2 a role told by the health check may be a minute old.
        let depth = if record.is_some() { Depth::Full } else { Depth::Rest };
        let mut gathered = self.gather_settled(&connection, depth, expected).await;
        if depth == Depth::Rest && !is_one_of_each(&gathered) {
            gathered = self.gather_settled(&connection, Depth::Full, expected).await;
        }
        if let Some(record) = record.as_mut().filter(|_| self.is_driver()) {
            let look = Command::Look { round: Box::new(gathered.round.clone()) };
            let decided = |m: &Maintenance| self.what_a_rest_look_tells(m, &look);
            record.decide(self, decided, |events| self.keep(&gathered, events))?;
        }
        let maintenance = record.as_ref().map(|record| &record.maintenance);
        let told = Both::new(Some(probed.home.as_ref()), Some(probed.stand_in.as_ref()));
        let status = self.status_of(pair, maintenance, &gathered, &told)?;
        self.note(&status);
        Ok(status)
    }

    /// The events of a look at rest; none while a role command is not settled, also where that was sent since the look.
    fn what_a_rest_look_tells(
        &self,
        m: &Maintenance,
        look: &Command,
    ) -> Result<Vec<domain::journal::Event>, EngineError> {
        if m.running().is_some() {
            return Ok(Vec::new());
        }
        let now = self.host.clock.now_utc();
        let due = m.sight.as_ref().is_none_or(|sight| now.since_ms(sight.at) >= EQUAL_LOOKS_EVERY_MS);
        // At the moment of the last look only what differs is told.
        let at = m.sight.as_ref().map_or(now, |sight| sight.at);
        if !due && decide(m, look.clone(), at)?.is_empty() {
            return Ok(Vec::new());
        }
        Ok(decide(m, look.clone(), now)?)
    }

    /// What both appliances can do, asked where it is not known or old; their users are counted with it. One that cannot be
    /// counted is not guessed.
    async fn asked_seldom(&self, connection: &Connection) -> Probed {
        let pair = connection.pair.id;
        let now_ms = self.host.clock.monotonic_ms();
        let kept = lock(&self.rest).of(pair).probed.as_ref().and_then(|probed| probed.fresh(now_ms)).cloned();
        // What could not be told is asked at each look: it may be told now.
        let probed = match kept.filter(|probed| Side::BOTH.into_iter().all(|side| probed.of(side).is_ok())) {
            Some(probed) => probed,
            None => {
                let (home, stand_in) =
                    futures::join!(self.probe(connection, Side::Home), self.probe(connection, Side::StandIn));
                let probed = Both::new(home, stand_in);
                lock(&self.rest).of(pair).probed = Some(Aged { at_ms: now_ms, told: probed.clone() });
                probed
            }
        };
        if lock(&self.rest).of(pair).users.as_ref().and_then(|users| users.fresh(now_ms)).is_none() {
            let count = |side: Side| async move {
                let told = connection.appliances.of(side).as_ref().ok()?.users().await.ok()?;
                Some((u32::try_from(told.value.count).ok()?, self.host.clock.now_utc()))
            };
            let (home, stand_in) = futures::join!(count(Side::Home), count(Side::StandIn));
            lock(&self.rest).of(pair).users = Some(Aged { at_ms: now_ms, told: Both::new(home, stand_in) });
        }
        probed
    }

    /// Notes roles and sync for the picture of the pair's past. It is no record: where it cannot be written, watching goes
    /// on.
    fn note(&self, status: &PairStatus) {
        if !self.is_driver() {
            return;
        }
        let pair = &status.pair;
        let role = |side: Side| (pair.appliance(side).id, status.appliances.of(side).role_text.clone());
        let sync = status.appliances.home.last_sync.or(status.appliances.stand_in.last_sync);
        let seen = Seen { at: self.host.clock.now_utc(), roles: Side::BOTH.into_iter().map(role).collect(), sync };
        if !lock(&self.rest).worth_noting(pair.id, &seen) {
            return;
        }
        match self.store.note_seen(pair.id, seen.clone(), UNWATCHED_MS) {
            Ok(()) => lock(&self.rest).of(pair.id).noted = Some(seen),
            Err(error) => tracing::warn!(%error, "what was seen of a pair cannot be noted"),
        }
    }

    /// The roles of both appliances as they were seen while this pair was watched, and its data syncs; the oldest first.
    pub fn seen(&self, pair: &Pair) -> Result<(Vec<RoleSpan>, Vec<Utc>), EngineError> {
        Ok(self.store.seen(pair.id)?)
    }

    /// The two answers of a look are not of one instant: a swap between them looks like two primaries, once.
    pub(crate) async fn gather_settled(&self, connection: &Connection, depth: Depth, expected: Side) -> Gathered {
        let gathered = self.gather(connection, depth, Some(expected)).await;
        if Side::BOTH.into_iter().all(|side| gathered.round.of(side).role() == Some(&Role::Primary)) {
            return self.gather(connection, Depth::Full, Some(expected)).await;
        }
        gathered
    }
}

/// One primary and one backup, each by its own word: nothing to look at more closely.
fn is_one_of_each(gathered: &Gathered) -> bool {
    let role = |side: Side| gathered.round.of(side).role();
    matches!(
        (role(Side::Home), role(Side::StandIn)),
        (Some(Role::Primary), Some(Role::Backup)) | (Some(Role::Backup), Some(Role::Primary))
    )
}
