//! Watching at rest: one call to each appliance and one at the site name; the rest is asked seldom (product, section 4).

use std::collections::HashMap;

use appliance::Capabilities;
use domain::ids::PairId;
use domain::maintenance::{Command, Maintenance, decide};
use domain::observation::{Observation, Outcome, Round, Trouble, TroubleKind};
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

/// Between two looks further apart than this, nobody watched. Milliseconds.
const UNWATCHED_MS: i64 = 300_000;

/// What an appliance can do for its account, as it told it.
type Probed = Result<Capabilities, Trouble>;

/// How many users are on an appliance, and when they were counted.
type Users = Option<(u32, Utc)>;

/// What is asked seldom, and what was seen and noted last.
#[derive(Default)]
pub(crate) struct Rest(HashMap<PairId, Kept>);

struct Kept {
    probed: Both<Option<Aged<Probed>>>,
    users: Both<Option<Aged<Users>>>,
    /// What the last closer look was made for, and what it told beside.
    closer: Option<Aged<(Told, Round)>>,
    /// The last look in this run.
    looked: Option<Seen>,
    noted: Option<Seen>,
}

impl Default for Kept {
    fn default() -> Self {
        let (probed, users) = (Both::new(None, None), Both::new(None, None));
        Self { probed, users, closer: None, looked: None, noted: None }
    }
}

/// What a look at rest told of the roles: each appliance's own word, or why there is none.
type Told = Both<(Option<Role>, Option<TroubleKind>)>;

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
            kept.probed = Both::new(None, None);
            kept.closer = None;
        }
    }

    /// The users of both appliances, as they were counted last.
    pub(crate) fn users(&self, pair: PairId) -> Both<Users> {
        let of = |side: Side| self.0.get(&pair).and_then(|kept| kept.users.of(side).as_ref()?.told);
        Both::new(of(Side::Home), of(Side::StandIn))
    }

    fn of(&mut self, pair: PairId) -> &mut Kept {
        self.0.entry(pair).or_default()
    }

    /// Is this more than that all goes on as it was noted?
    fn worth_noting(&self, pair: PairId, seen: &Seen) -> bool {
        let noted = self.0.get(&pair).and_then(|kept| kept.noted.as_ref());
        noted.is_none_or(|noted| {
            // Not every look is told the last sync.
            let synced = seen.sync.is_some() && seen.sync != noted.sync;
            // A clock that was set back is as far from the last note as one that went on.
            noted.roles != seen.roles || synced || seen.at.since_ms(noted.at).abs() >= NOTED_EVERY_MS
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
        let mut record = self.open_record(pair.id)?.filter(|record| !record.maintenance.handed_on);
        let expected = record.as_ref().map_or(Side::Home, |record| expected_at_site(&record.maintenance));
        // What is recorded is read in full: by v2 a role told by the health check may be a minute old.
        let gathered = match record {
            Some(_) => self.gather_settled(&connection, Depth::Full, expected).await,
            None => self.gather_at_rest(&connection, expected).await,
        };
        if let Some(record) = record.as_mut().filter(|_| self.is_driver()) {
            let look = Command::Look { round: Box::new(gathered.round.clone()) };
            let began_at = record.maintenance.seq;
            let decided = |m: &Maintenance| {
                // What was written meanwhile is newer than this look: judged by it, the look would tell a change that is
                // none. The next one tells.
                if m.seq == began_at { self.what_a_rest_look_tells(m, &look) } else { Ok(Vec::new()) }
            };
            record.decide(self, decided, |events| self.keep(&gathered, events))?;
        }
        match &record {
            Some(record) => self.keep_quiet(&record.maintenance, &connection),
            None => self.end_quiet(pair.id),
        }
        let probed = self.asked_seldom(&connection, &gathered.round).await;
        let maintenance = record.as_ref().map(|record| &record.maintenance);
        let told = Both::new(probed.home.as_ref().map(Result::as_ref), probed.stand_in.as_ref().map(Result::as_ref));
        let status = self.status_of(pair, maintenance, &gathered, &told)?;
        self.note(&status);
        Ok(status)
    }

    /// One call to each. A pair that is not as it should be is looked at more closely, once for as long as it stays so:
    /// what that look told beside (each one's list of the pair) is kept as long as what is asked seldom.
    async fn gather_at_rest(&self, connection: &Connection, expected: Side) -> Gathered {
        let mut gathered = self.gather_settled(connection, Depth::Rest, expected).await;
        if is_one_of_each(&gathered) {
            return gathered;
        }
        let (pair, now_ms) = (connection.pair.id, self.host.clock.monotonic_ms());
        let told = told(&gathered.round);
        let closer = lock(&self.rest).of(pair).closer.as_ref().and_then(|closer| closer.fresh(now_ms)).cloned();
        if let Some((_, round)) = closer.filter(|(before, _)| *before == told) {
            add_rows(&mut gathered.round.home, &round.home);
            add_rows(&mut gathered.round.stand_in, &round.stand_in);
            return gathered;
        }
        let gathered = self.gather_settled(connection, Depth::Full, expected).await;
        lock(&self.rest).of(pair).closer = Some(Aged { at_ms: now_ms, told: (told, gathered.round.clone()) });
        gathered
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

    /// What each appliance can do and how many users are on it, asked where it is not known or old. Only one that was
    /// reached in this round is asked; a no is an answer, and asked again as seldom.
    async fn asked_seldom(&self, connection: &Connection, round: &Round) -> Both<Option<Probed>> {
        let (home, stand_in) = futures::join!(
            self.asked_one_seldom(connection, round, Side::Home),
            self.asked_one_seldom(connection, round, Side::StandIn),
        );
        Both::new(home, stand_in)
    }

    async fn asked_one_seldom(&self, connection: &Connection, round: &Round, side: Side) -> Option<Probed> {
        let (pair, now_ms) = (connection.pair.id, self.host.clock.monotonic_ms());
        let look = round.of(side);
        let reached = look.trouble().is_none_or(|trouble| trouble.kind.connected());
        let kept = lock(&self.rest).of(pair).probed.of(side).as_ref().and_then(|it| it.fresh(now_ms)).cloned();
        let probed = match kept {
            Some(probed) => probed,
            None if !reached => return None,
            None => {
                let probed = self.probe(connection, side).await;
                let answered = probed.as_ref().err().is_none_or(|trouble| trouble.kind.connected());
                if answered {
                    let aged = Aged { at_ms: now_ms, told: probed.clone() };
                    self.while_current(connection, || *lock(&self.rest).of(pair).probed.of_mut(side) = Some(aged));
                }
                probed
            }
        };
        if reached && probed.is_ok() {
            self.count_users_seldom(connection, side).await;
        }
        Some(probed)
    }

    /// Counts the users of one appliance where that is not known or old. One that cannot be counted is not guessed.
    pub(crate) async fn count_users_seldom(&self, connection: &Connection, side: Side) {
        let (pair, now_ms) = (connection.pair.id, self.host.clock.monotonic_ms());
        let counted = lock(&self.rest).of(pair).users.of(side).as_ref().is_some_and(|it| it.fresh(now_ms).is_some());
        if counted {
            return;
        }
        let Ok(appliance) = connection.appliances.of(side) else { return };
        let count = appliance.users().await.ok().and_then(|told| u32::try_from(told.value.count).ok());
        let told = count.map(|count| (count, self.host.clock.now_utc()));
        *lock(&self.rest).of(pair).users.of_mut(side) = Some(Aged { at_ms: now_ms, told });
    }

    /// Notes roles and sync for the picture of the pair's past. It is no record: where it cannot be written, watching goes
    /// on.
    pub(crate) fn note(&self, status: &PairStatus) {
        if !self.is_driver() {
            return;
        }
        let pair = &status.pair;
        let role = |side: Side| (pair.appliance(side).id, status.appliances.of(side).role_text.clone());
        let sync = status.appliances.home.last_sync.or(status.appliances.stand_in.last_sync);
        let seen = Seen { at: self.host.clock.now_utc(), roles: Side::BOTH.into_iter().map(role).collect(), sync };
        let (looked, worth) = {
            let mut rest = lock(&self.rest);
            let worth = rest.worth_noting(pair.id, &seen);
            (rest.of(pair.id).looked.replace(seen.clone()), worth)
        };
        // The program was not there, the computer slept, or its clock was set: what was between two looks is not known.
        let watched = looked.as_ref().is_some_and(|before| (0..=UNWATCHED_MS).contains(&seen.at.since_ms(before.at)));
        if watched && !worth {
            return;
        }
        let goes_on = NOTED_EVERY_MS + UNWATCHED_MS;
        let noted = || -> Result<(), store::StoreError> {
            if let Some(before) = looked.filter(|before| !watched && before.at < seen.at) {
                self.store.note_seen(pair.id, before, goes_on)?;
            }
            self.store.note_seen(pair.id, seen.clone(), if watched { goes_on } else { 0 })
        };
        match noted() {
            Ok(()) => lock(&self.rest).of(pair.id).noted = Some(seen),
            Err(error) => tracing::warn!(%error, "what was seen of a pair cannot be noted"),
        }
    }

    /// The roles of both appliances as they were seen while this pair was watched, and its data syncs; the oldest first.
    pub fn seen(&self, pair: &Pair) -> Result<(Vec<RoleSpan>, Vec<Utc>), EngineError> {
        Ok(self.store.seen(pair.id, self.host.clock.now_utc())?)
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

fn told(round: &Round) -> Told {
    let of = |side: Side| (round.of(side).role().cloned(), round.of(side).trouble().map(|trouble| trouble.kind));
    Both::new(of(Side::Home), of(Side::StandIn))
}

/// What an appliance's list told a moment ago of the pair, beside what it says now.
fn add_rows(look: &mut Observation, before: &Observation) {
    if let (Outcome::Answered(reading), Some(before)) = (&mut look.outcome, before.reading())
        && reading.rows.is_empty()
    {
        reading.rows = before.rows.clone();
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
