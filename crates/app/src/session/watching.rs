//! Watching at rest: each pair is read when it is due, evenly spread, and shown on the board.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use domain::pair::Pair;
use engine::PairStatus;
use tokio::task::JoinSet;

use super::Session;

/// How long a reader waits before it looks whether somebody still drives, and how long the watcher sleeps at most.
/// Milliseconds.
const LOOK_AROUND_MS: u64 = 2_000;

/// The window comes first: what it asks when it opens does not wait behind what the pairs need of the keychain and the
/// processor, and the keychain is looked at while the web view starts. Without a window watching begins after this, and what
/// was seen of the keychain is asked anew. Milliseconds.
const GREETING_MS: u64 = 1_000;

/// A pair with an appliance that does not answer is asked less often, at most this seldom (product, section 4).
/// Milliseconds.
const SELDOM_MS: u64 = 120_000;

/// Pairs that are read at the same time.
const AT_ONCE: usize = 16;

/// When each pair is due, on the monotonic clock.
#[derive(Default)]
struct Schedule {
    due: BTreeMap<String, u64>,
    misses: BTreeMap<String, u32>,
}

impl Schedule {
    /// New pairs are due at once, one after the other; pairs that are gone are forgotten.
    fn learn(&mut self, pairs: &[Pair], now: u64, rest_ms: u64) {
        let names: BTreeSet<&str> = pairs.iter().map(|pair| pair.name.as_str()).collect();
        self.due.retain(|name, _| names.contains(name.as_str()));
        self.misses.retain(|name, _| names.contains(name.as_str()));
        let count = u64::try_from(pairs.len().max(1)).unwrap_or(1);
        let fresh = names.into_iter().filter(|name| !self.due.contains_key(*name)).map(ToOwned::to_owned);
        let fresh: Vec<String> = fresh.collect();
        let apart = (rest_ms / count).min(250);
        for (at, name) in (0..).zip(fresh) {
            self.due.insert(name, now + at * apart);
        }
    }

    fn next_due(&self, now: u64) -> Vec<String> {
        self.due.iter().filter(|(_, due)| **due <= now).map(|(name, _)| name.clone()).collect()
    }

    /// Reads it again after a rest; later and later while an appliance of it does not answer.
    fn read(&mut self, name: &str, now: u64, rest_ms: u64, answers: bool, open: bool) {
        let misses = self.misses.entry(name.to_owned()).or_default();
        *misses = if answers || open { 0 } else { misses.saturating_add(1) };
        let wait = rest_ms.saturating_mul(1 << (*misses).min(6)).min(SELDOM_MS.max(rest_ms));
        self.due.insert(name.to_owned(), now + wait);
    }
}

impl Session {
    /// Watches every pair until the session closes. Only the driver reads appliances on a schedule; a process that is
    /// not, looks whether it can become it.
    pub async fn watch(self: Arc<Self>) {
        let mut schedule = Schedule::default();
        let mut reading: JoinSet<(String, Option<PairStatus>)> = JoinSet::new();
        let mut in_flight = BTreeSet::new();
        let mut reports = Some(Arc::clone(&self));
        self.window_first().await;
        loop {
            if self.halt.is_stopped() {
                return;
            }
            let drives = self.is_driver() || self.become_driver().is_ok();
            let read = drives && self.read_what_is_due(&mut schedule, &mut reading, &mut in_flight);
            let now = self.host.clock.monotonic_ms();
            let next = schedule.due.iter().filter(|(name, _)| !in_flight.contains(*name)).map(|(_, due)| *due).min();
            // While nothing can be begun, an answer or the next look around wakes it.
            let next = next.filter(|_| read && in_flight.len() < AT_ONCE);
            let rest = next.map_or(LOOK_AROUND_MS, |due| due.saturating_sub(now).clamp(10, LOOK_AROUND_MS));
            tokio::select! {
                () = self.halt.stopped() => return,
                () = self.host.clock.sleep_ms(rest) => {
                    // Not before the first look: a window shows its pairs first.
                    if let Some(session) = reports.take_if(|_| drives) {
                        tokio::spawn(session.make_missing_reports());
                    }
                }
                Some(done) = reading.join_next() => {
                    if let Ok((name, status)) = done {
                        in_flight.remove(&name);
                        self.take_in(&mut schedule, &name, status.as_ref());
                    }
                }
            }
        }
    }

    /// Until the window has asked what it was opened on, or did not in time.
    async fn window_first(&self) {
        self.host.secrets.look_ahead();
        tokio::select! {
            () = self.greeted.notified() => {}
            () = self.host.clock.sleep_ms(GREETING_MS) => {}
            () = self.halt.stopped() => {}
        }
        self.host.secrets.forget_ahead();
    }

    /// Reads one pair now, ahead of its turn.
    pub(crate) async fn read_now(&self, pair: &Pair) -> Option<PairStatus> {
        match self.engine().watch_once(pair).await {
            Ok(status) => Some(status),
            Err(error) => {
                tracing::info!(pair = %pair.name, code = error.code(), "a pair could not be read");
                None
            }
        }
    }

    /// Fills the ledger of a pair's open maintenance where it is time.
    pub(crate) async fn collect_now(self: Arc<Self>, pair: Pair) {
        if !self.collecting.lock().unwrap_or_else(PoisonError::into_inner).insert(pair.name.clone()) {
            return;
        }
        match self.engine().collect_when_due(&pair).await {
            Ok(None) => {}
            Ok(Some(collected)) => {
                for trouble in collected.troubles() {
                    tracing::info!(pair = %pair.name, trouble, "the ledger has a gap");
                }
                self.board.changed();
            }
            Err(error) => tracing::info!(pair = %pair.name, code = error.code(), "the ledger was not filled"),
        }
        self.collecting.lock().unwrap_or_else(PoisonError::into_inner).remove(&pair.name);
    }

    fn read_what_is_due(
        self: &Arc<Self>,
        schedule: &mut Schedule,
        reading: &mut JoinSet<(String, Option<PairStatus>)>,
        in_flight: &mut BTreeSet<String>,
    ) -> bool {
        let engine = self.engine();
        let Ok(pairs) = engine.pairs() else { return false };
        let names: Vec<_> = pairs.iter().map(|pair| pair.name.clone()).collect();
        self.board.keep_only(&names);
        let now = self.host.clock.monotonic_ms();
        let rest = engine.program_settings().map_or(30_000, |settings| settings.poll_rest.ms());
        schedule.learn(&pairs, now, rest);
        for name in schedule.next_due(now) {
            let Some(pair) = pairs.iter().find(|pair| pair.name == name) else { continue };
            if in_flight.contains(&name) || in_flight.len() >= AT_ONCE {
                continue;
            }
            // A leg that is watched shows what it sees: the pair is not asked twice.
            if self.watched_by_an_act(pair) {
                schedule.due.insert(name, now + LOOK_AROUND_MS);
                continue;
            }
            in_flight.insert(name.clone());
            let (session, pair) = (Arc::clone(self), pair.clone());
            reading.spawn(async move {
                let status = session.read_now(&pair).await;
                if status.as_ref().is_some_and(|status| status.maintenance.is_some()) {
                    // Beside the watching, which it does not keep waiting.
                    tokio::spawn(session.collect_now(pair.clone()));
                }
                (pair.name, status)
            });
        }
        true
    }

    /// An act that looks at appliances shows what it sees; one on a file shows nothing, and may never end.
    fn watched_by_an_act(&self, pair: &Pair) -> bool {
        let open = self.engine().open_maintenance(pair).ok().flatten();
        open.is_some_and(|m| self.acts.look_at(&m.planned.number.to_string()))
    }

    fn take_in(&self, schedule: &mut Schedule, name: &str, status: Option<&PairStatus>) {
        let answers = status.is_some_and(|status| {
            domain::role::Side::BOTH.into_iter().all(|side| status.appliances.of(side).reachable)
        });
        let open = status.is_some_and(|status| status.maintenance.is_some());
        let engine = self.engine();
        let rest = engine.pair(name).and_then(|pair| engine.settings(&pair)).map_or(30_000, |s| s.poll_rest.ms());
        schedule.read(name, self.host.clock.monotonic_ms(), rest, answers, open);
        // A reading that an act has overtaken tells of the time before it.
        if let Some(status) = status.filter(|status| !self.watched_by_an_act(&status.pair)) {
            self.board.put(crate::status::told(status));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::Poll;

    use domain::time::Utc;
    use engine::Clock;
    use futures::FutureExt as _;
    use futures::future::{BoxFuture, poll_fn};

    use super::*;
    use crate::commands::Request;
    use crate::host::{Opening, rehearsal_host};

    /// Time passes when it is told to.
    #[derive(Default)]
    struct Standing(Arc<AtomicBool>);

    impl Clock for Standing {
        fn now_utc(&self) -> Utc {
            Utc::default()
        }

        fn monotonic_ms(&self) -> u64 {
            0
        }

        fn sleep_ms(&self, _: u64) -> BoxFuture<'static, ()> {
            let passes = Arc::clone(&self.0);
            Box::pin(poll_fn(move |_| if passes.load(Ordering::SeqCst) { Poll::Ready(()) } else { Poll::Pending }))
        }
    }

    #[tokio::test]
    async fn watching_waits_for_what_the_window_asks_first_and_for_no_window_without_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let opening = Opening {
            data_dir: Some(folder.path().join("data")),
            someone_is_there: false,
            program: "app-test 0".to_owned(),
        };
        let clock = Standing::default();
        let passes = Arc::clone(&clock.0);
        let host = engine::Host { clock: Arc::new(clock), ..rehearsal_host(&opening) };
        let session = Session::over(host, Arc::default(), true, Arc::new(|_, _, _| {})).expect("it opens");

        let mut begins = pin!(session.window_first());
        assert_eq!(begins.as_mut().now_or_never(), None, "nobody asked");
        let hello = Request::from_json("session_hello", serde_json::json!({})).expect("a command");
        session.call(hello, None).await.expect("answered");
        assert_eq!(begins.as_mut().now_or_never(), Some(()));

        let mut begins = pin!(session.window_first());
        assert_eq!(begins.as_mut().now_or_never(), None, "nobody asks");
        passes.store(true, Ordering::SeqCst);
        assert_eq!(begins.as_mut().now_or_never(), Some(()), "it begins all the same");
    }

    #[test]
    fn a_silent_appliance_is_asked_less_often_and_never_less_than_every_two_minutes() {
        let mut schedule = Schedule::default();
        let mut waits = Vec::new();
        for _ in 0..5 {
            schedule.read("support", 0, 30_000, false, false);
            waits.push(schedule.due["support"]);
        }
        assert_eq!(waits, [60_000, 120_000, 120_000, 120_000, 120_000]);
        schedule.read("support", 0, 30_000, true, false);
        assert_eq!(schedule.due["support"], 30_000);
    }

    #[test]
    fn with_an_open_maintenance_it_is_asked_as_often_as_ever() {
        let mut schedule = Schedule::default();
        schedule.read("support", 0, 30_000, false, true);
        schedule.read("support", 0, 30_000, false, true);
        assert_eq!(schedule.due["support"], 30_000);
    }
}
