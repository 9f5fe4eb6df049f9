//! Watching a maintenance: look, decide, append, until the leg is done or a person is needed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::journal::{Entry, GapReason, RoleAnswer, Settlement, SyncVerdict};
use domain::maintenance::{Command, Effect, Maintenance, Phase, Stage, effects, progress};
use domain::pair::Network;
use domain::pair_state::Tone;
use domain::plan::LegName;
use domain::role::{Both, Role, Side};
use domain::time::Utc;
use tokio::sync::Notify;

use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::host::Progress;
use crate::looks::{Depth, Gathered};
use crate::record::Record;

/// The wall clock and the monotonic clock may drift this far between two ticks. Milliseconds (house, Clocks).
const DRIFT_MS: i64 = 5_000;
/// A full look at least this often: health and last sync are not in the list of roles. Milliseconds.
const FULL_EVERY_MS: u64 = 61_000;

/// While nothing changes, how it goes is told this often. Milliseconds.
const TOLD_EVERY_MS: u64 = 10_000;

/// Told to stop watching. Watching stops; what the appliances do goes on.
#[derive(Clone, Default)]
pub struct Stop(Arc<(AtomicBool, Notify)>);

impl Stop {
    pub fn stop(&self) {
        self.0.0.store(true, Ordering::SeqCst);
        self.0.1.notify_waiters();
    }

    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.0.load(Ordering::SeqCst)
    }

    /// Returns once it is told to stop.
    pub async fn stopped(&self) {
        loop {
            let told = self.0.1.notified();
            if self.is_stopped() {
                return;
            }
            told.await;
        }
    }
}

/// Is shown every event as it is written or taken in.
pub type Listener<'a> = dyn FnMut(&Entry) + Send + 'a;

/// How watching ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchEnd {
    /// Both roles are as assigned.
    LegDone { leg: LegName, sync: SyncVerdict },
    /// The appliance said no, or the command never left; roles unchanged.
    Refused { message: String },
    /// A person stated that it did not happen.
    NotHappened,
    /// The appliance has answered, nothing watches any more.
    Answered { answer: RoleAnswer, message: String },
    /// Traffic reaches the new primary.
    Swung { leg: LegName },
    /// Past a limit, unknown, or paused.
    NeedsPerson { sentence: String },
    /// Watching was stopped, or the maintenance was ended or handed on under it; the swap was not.
    Stopped,
}

/// What watching waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    LegSettled,
    Swung,
}

/// Compares the two clocks from tick to tick.
struct Ticks {
    utc: Utc,
    mono_ms: u64,
}

impl Ticks {
    fn read(engine: &Engine) -> Self {
        Self { utc: engine.host.clock.now_utc(), mono_ms: engine.host.clock.monotonic_ms() }
    }

    /// A gap since this tick, where there was one: the clocks drifted apart.
    fn drift(&self, now: &Self) -> Option<GapReason> {
        let wall = now.utc.since_ms(self.utc);
        let mono = i64::try_from(now.mono_ms.saturating_sub(self.mono_ms)).unwrap_or(i64::MAX);
        if wall - mono > DRIFT_MS {
            Some(GapReason::Slept)
        } else if mono - wall > DRIFT_MS {
            Some(GapReason::ClockChanged)
        } else {
            None
        }
    }

    /// A wait of `meant_ms` that took as long as several: this program was not let run.
    fn stalled(&self, now: &Self, meant_ms: u64) -> Option<GapReason> {
        let waited = now.mono_ms.saturating_sub(self.mono_ms);
        (waited > meant_ms.saturating_mul(4).saturating_add(1_000)).then_some(GapReason::Stalled)
    }
}

impl Engine {
    /// Watches until the end that is waited for, a need for a person, or `stop`. `known`: the phase that is past its limit
    /// already, as a person was told; it is watched on, because waiting is the default (product, section 5).
    pub(crate) async fn watch(
        &self,
        record: &mut Record,
        connection: &Connection,
        until: Until,
        known: Option<Phase>,
        stop: &Stop,
        listen: &mut Listener<'_>,
    ) -> Result<WatchEnd, EngineError> {
        let began = self.host.clock.now_utc();
        // How often to look: what the state asks for while it lasts.
        let poll_ms = effects(&record.maintenance)
            .into_iter()
            .find_map(|effect| match effect {
                Effect::Watch { every_ms } => Some(every_ms),
                Effect::StayAwake => None,
            })
            .unwrap_or(record.maintenance.planned.limits.poll_swap_ms);
        let mut told_at = self.host.clock.monotonic_ms();
        let mut full_at: Option<u64> = None;
        let mut tick = Ticks::read(self);
        loop {
            // What a person or another process wrote meanwhile may be the end of it.
            record.catch_up(&self.store)?.iter().for_each(&mut *listen);
            let m = &record.maintenance;
            if stop.is_stopped() || m.stage.ended() || m.handed_on {
                return Ok(WatchEnd::Stopped);
            }
            if until == Until::LegSettled && m.running().is_none() {
                return Ok(leg_end(m));
            }
            let due = full_at.is_none_or(|at| self.host.clock.monotonic_ms().saturating_sub(at) >= FULL_EVERY_MS);
            let depth =
                if due || until == Until::Swung || moved(&record.maintenance) { Depth::Full } else { Depth::Roles };
            if depth == Depth::Full {
                full_at = Some(self.host.clock.monotonic_ms());
            }
            self.look_once(record, connection, depth, listen).await?;
            // A gap is noticed before anything is concluded from the time: no timeout fires over it.
            let looked = Ticks::read(self);
            if let Some(reason) = tick.drift(&looked) {
                self.gap(record, connection, &tick, &looked, reason, listen)?;
                tick = looked;
                continue;
            }
            if let Some(end) = self.end_of(record, until, began, known, listen)? {
                return Ok(end);
            }
            let now_ms = self.host.clock.monotonic_ms();
            if let Some(hook) = self.host.progress.as_ref().filter(|_| now_ms.saturating_sub(told_at) >= TOLD_EVERY_MS)
            {
                told_at = now_ms;
                let sentence = how_it_goes(&record.maintenance, began, self.host.clock.now_utc());
                hook(Progress { maintenance: record.number, collecting: false, sentence });
            }
            tick = self.rest(record, connection, tick, poll_ms, stop, listen).await?;
        }
    }

    /// Asks this computer not to sleep, until what is returned is dropped.
    pub(crate) fn stay_awake(&self) -> Box<dyn Send> {
        self.host.awake.hold("a role command of a maintenance is under way").unwrap_or_else(|| {
            tracing::info!("this computer could not be asked to stay awake");
            Box::new(())
        })
    }

    /// One look, taken into the journal.
    pub(crate) async fn look_once(
        &self,
        record: &mut Record,
        connection: &Connection,
        depth: Depth,
        listen: &mut Listener<'_>,
    ) -> Result<Gathered, EngineError> {
        let gathered = self.gather(connection, depth, site_to_ask(&record.maintenance)).await;
        let command = Command::Look { round: Box::new(gathered.round.clone()) };
        let entries = record.command(self, &command, |events| self.keep(&gathered, events))?;
        entries.iter().for_each(&mut *listen);
        let m = &record.maintenance;
        self.keep_quiet(m, connection);
        let once = m.seen().is_some_and(|seen| seen.two_primaries()) && !m.settled_look();
        if !once {
            match self.status_of(&connection.pair, Some(&record.maintenance), &gathered, &Both::new(None, None)) {
                Ok(status) => {
                    self.note(&status);
                    if let Some(hook) = &self.host.looked {
                        hook(&status);
                    }
                }
                // The leg itself tells what is wrong with the pair.
                Err(error) => tracing::debug!(code = error.code(), "a look gave no status"),
            }
        }
        Ok(gathered)
    }

    /// Waits one poll, and notices when the computer did something else since the last tick.
    async fn rest(
        &self,
        record: &mut Record,
        connection: &Connection,
        tick: Ticks,
        poll_ms: u64,
        stop: &Stop,
        listen: &mut Listener<'_>,
    ) -> Result<Ticks, EngineError> {
        let before = Ticks::read(self);
        let sleep = self.host.clock.sleep_ms(poll_ms);
        futures::future::select(sleep, Box::pin(stop.stopped())).await;
        let now = Ticks::read(self);
        if let Some(reason) = tick.drift(&now).or_else(|| before.stalled(&now, poll_ms)) {
            self.gap(record, connection, &tick, &now, reason, listen)?;
        }
        Ok(now)
    }

    /// Samples count from zero after a gap, and tokens are not trusted over it.
    fn gap(
        &self,
        record: &mut Record,
        connection: &Connection,
        from: &Ticks,
        to: &Ticks,
        reason: GapReason,
        listen: &mut Listener<'_>,
    ) -> Result<(), EngineError> {
        self.forget_tokens(connection);
        let gap = Command::Gap { from: from.utc, to: to.utc, reason };
        let entries = record.command(self, &gap, |_| Ok(()))?;
        entries.iter().for_each(&mut *listen);
        Ok(())
    }

    fn end_of(
        &self,
        record: &mut Record,
        until: Until,
        began: Utc,
        known: Option<Phase>,
        listen: &mut Listener<'_>,
    ) -> Result<Option<WatchEnd>, EngineError> {
        let now = self.host.clock.now_utc();
        if until == Until::Swung {
            return self.swung(record, began, now, listen);
        }
        let m = &record.maintenance;
        if m.running().is_none() {
            return Ok(Some(leg_end(m)));
        }
        let sentence = match stop_or_pause(m) {
            Some(sentence) => Some(sentence),
            None if known.is_some() && known == past_its_limit(m, now) => None,
            None => overdue_sentence(m, now),
        };
        Ok(sentence.map(|sentence| WatchEnd::NeedsPerson { sentence }))
    }

    fn swung(
        &self,
        record: &mut Record,
        began: Utc,
        now: Utc,
        listen: &mut Listener<'_>,
    ) -> Result<Option<WatchEnd>, EngineError> {
        if record.maintenance.pause.is_some() {
            return Ok(Some(WatchEnd::NeedsPerson { sentence: paused_sentence(&record.maintenance) }));
        }
        match record.command(self, &Command::Swing { confirm_by: None }, |_| Ok(())) {
            Ok(entries) => {
                entries.iter().for_each(&mut *listen);
                let leg = if record.maintenance.stage == Stage::Observe { LegName::Outbound } else { LegName::Return };
                Ok(Some(WatchEnd::Swung { leg }))
            }
            Err(EngineError::Refused(refusal)) if refusal.code == "traffic-not-moved" => {
                let limit = i64::try_from(record.maintenance.planned.limits.timeout_swing_ms).unwrap_or(i64::MAX);
                let sentence = format!("{}. {}", refusal.message, refusal.hint);
                Ok((now.since_ms(began) >= limit).then_some(WatchEnd::NeedsPerson { sentence }))
            }
            Err(error) => Err(error),
        }
    }
}

/// The phase, how long it has lasted and may last, and the age of the last look. No percentage: the appliance tells none.
fn how_it_goes(m: &Maintenance, began: Utc, now: Utc) -> String {
    let minutes = |ms: u64| format!("{}:{:02}", ms / 60_000, ms / 1_000 % 60);
    let looked = m.sight.as_ref().map_or_else(String::new, |sight| {
        format!(" Last recorded look {} s ago.", now.since_ms(sight.at).max(0) / 1_000)
    });
    match progress(m, now) {
        Some(progress) => {
            let what = match progress.phase {
                Phase::Answering => "Waiting for the answer",
                Phase::Syncing => "Roles as before",
                Phase::Swapping => "The roles are changing",
            };
            let limit = if progress.tone == Tone::NeedsYou { "longer than its limit of" } else { "limit" };
            format!("{what}: {}, {limit} {}.{looked}", minutes(progress.elapsed_ms), minutes(progress.limit_ms))
        }
        None => {
            let waited = u64::try_from(now.since_ms(began)).unwrap_or(0);
            format!("The site name is not answered by the new primary yet: {}.{looked}", minutes(waited))
        }
    }
}

/// One appliance already says its new role: what is missing is identity, health and the stamp of the sync.
fn moved(m: &Maintenance) -> bool {
    match (m.running(), m.seen()) {
        (Some(attempt), Some(seen)) => seen.moved_towards(&attempt.intent.before, &attempt.intent.assigned),
        _ => false,
    }
}

/// The site name is asked when traffic is judged, and where the other appliance's role is told by nobody.
fn site_to_ask(m: &Maintenance) -> Option<Side> {
    match m.running() {
        None => Some(m.current_primary()),
        Some(attempt) => {
            let primary = attempt.intent.leg.new_primary();
            let seen = m.seen()?;
            (seen.own_word(primary) == Some(&Role::Primary) && seen.role(primary.other()).is_none()).then_some(primary)
        }
    }
}

/// What became of the last role command that no longer runs.
pub(crate) fn leg_end(m: &Maintenance) -> WatchEnd {
    for leg in [LegName::Return, LegName::Outbound] {
        if let Some((done, _)) = &m.leg(leg).done {
            let later_attempt = leg == LegName::Outbound && !m.return_leg.attempts.is_empty();
            if !later_attempt {
                return WatchEnd::LegDone { leg, sync: done.sync };
            }
        } else if let Some(attempt) = m.leg(leg).attempts.last() {
            return match attempt.settled {
                Some((Settlement::NotHappened, _)) => WatchEnd::NotHappened,
                _ => WatchEnd::Refused { message: attempt.answer_text.clone() },
            };
        }
    }
    WatchEnd::NeedsPerson { sentence: "No role command is under way.".to_owned() }
}

/// What watching cannot settle: a pause, two primaries, a limit that has passed. None: nothing of it.
#[must_use]
pub fn why_a_person_is_needed(m: &Maintenance, now: Utc) -> Option<String> {
    stop_or_pause(m).or_else(|| overdue_sentence(m, now))
}

/// Does a role command take longer than its limit, and nothing else needs a person? Watching may go on.
#[must_use]
pub fn is_only_overdue(m: &Maintenance, now: Utc) -> bool {
    stop_or_pause(m).is_none() && overdue_sentence(m, now).is_some()
}

fn stop_or_pause(m: &Maintenance) -> Option<String> {
    two_primaries_sentence(m).or_else(|| m.pause.is_some().then(|| paused_sentence(m)))
}

fn overdue_sentence(m: &Maintenance, now: Utc) -> Option<String> {
    progress(m, now).filter(|progress| progress.tone == Tone::NeedsYou).map(|_| stuck_sentence(m))
}

/// The phase that has lasted longer than its limit, whether or not it was looked at since.
pub(crate) fn past_its_limit(m: &Maintenance, now: Utc) -> Option<Phase> {
    let progress = progress(m, now).filter(|progress| progress.elapsed_ms >= progress.limit_ms)?;
    // One wait with one limit, by whatever its answer is.
    Some(if progress.phase == Phase::Answering { Phase::Syncing } else { progress.phase })
}

/// The two answers of one look are not of one instant: a swap between them looks like two primaries, once.
fn two_primaries_sentence(m: &Maintenance) -> Option<String> {
    (m.settled_look() && m.seen().is_some_and(|seen| seen.two_primaries())).then(|| {
        format!(
            "Both {} and {} say that they are primary. Do not sync; save both, then choose.",
            m.label(Side::Home),
            m.label(Side::StandIn)
        )
    })
}

fn stuck_sentence(m: &Maintenance) -> String {
    let unknown = m.running().is_some_and(|attempt| {
        attempt.is_open() && attempt.answer.map(|(answer, _)| answer) == Some(RoleAnswer::Unknown)
    });
    let told = |side: Side| m.seen().is_some_and(|seen| seen.role(side).is_some());
    let mut sentence = match unknown {
        true if Side::BOTH.into_iter().all(told) => {
            "It may have started: no answer came, and the roles are as before. Look at both appliances in /login; only a \
             person who has looked can state that it did not happen."
        }
        true => {
            "It may have started: no answer came, and not both roles can be read. Look at both appliances in /login."
        }
        false => {
            "It takes longer than its limit. Keep waiting, or look at /login > Management > Failover on both appliances."
        }
    }
    .to_owned();
    for side in Side::BOTH {
        if let Some(trouble) = m.sight.as_ref().and_then(|sight| sight.observed.round.of(side).trouble()) {
            sentence.push_str(&format!(" {} cannot be read: {}.", m.label(side), trouble.detail));
        } else if m.seen().is_some_and(|seen| seen.own_word(side).is_none()) {
            sentence.push_str(&format!(" {} does not tell its role itself.", m.label(side)));
        }
    }
    // The site name has to say what the old primary does not, and there traffic is moved by a person.
    if m.planned.network != Network::SharedIp
        && let Some(primary) = site_to_ask(m)
    {
        let primary = m.label(primary);
        sentence.push_str(&format!(" {primary} is primary: move DNS or NAT to it, and the site name tells the rest."));
    }
    sentence
}

/// Why a maintenance stands still, and what can be done; empty where it does not.
#[must_use]
pub fn paused_sentence(m: &Maintenance) -> String {
    use domain::journal::PauseCause;
    if let Some(stop) = two_primaries_sentence(m).filter(|_| m.pause.is_some()) {
        return stop;
    }
    match m.pause.as_ref().map(|(cause, _)| cause) {
        Some(PauseCause::ForeignRoleChange { home, stand_in }) => format!(
            "A role changed without a command of this maintenance. When it was noticed, {} said {} and {} said {}. Adopt \
             what is seen where it is the outcome of the leg that comes next, wait until it is as before, or {}.",
            m.label(Side::Home),
            home.as_deref().unwrap_or("nothing"),
            m.label(Side::StandIn),
            stand_in.as_deref().unwrap_or("nothing"),
            if m.acted() { "close away" } else { "abandon the maintenance" },
        ),
        Some(PauseCause::ChangedGuid { side, seen }) => {
            format!(
                "{} answers with another GUID ({seen}). Find out which appliance answers; accept a replaced one for the pair.",
                m.label(*side)
            )
        }
        Some(PauseCause::ChangedPin { side }) => {
            format!(
                "The public key of {} is not the pinned one. Compare fingerprints; accept a replaced key for the pair.",
                m.label(*side)
            )
        }
        None => String::new(),
    }
}
