//! What a window is told: the newest status of each pair, the steps of one journal from a place on, and a beat.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::Session;
use crate::error::WireError;
use crate::steps::{Names, step};
use crate::wire::{self, Act, PairStatus, Update};

/// A beat at least this often; a page that misses two subscribes anew (house, section 3). Milliseconds.
const BEAT_MS: u64 = 2_000;

/// An update that carries more than this is asked for by a command instead. Bytes.
const MOST_BYTES: usize = 8_192;

/// Ends of acts that are kept for a subscription that has not told them yet.
const MOST_ENDS: usize = 32;

/// The newest of everything, each with the turn at which it came.
#[derive(Default)]
pub(crate) struct Board {
    kept: Mutex<Kept>,
    turn: watch::Sender<u64>,
}

#[derive(Default)]
struct Kept {
    turn: u64,
    /// The turn of the last thing that makes a page read again.
    changed: u64,
    statuses: BTreeMap<String, (u64, PairStatus)>,
    ended: Vec<(u64, Update)>,
    /// How far the act under way is, and when that was told.
    progress: Option<(u64, engine::Progress)>,
    /// The turn up to which ends were told.
    ends_told: u64,
    /// Only the newest subscription goes on: a page that was reloaded does not tell that it is gone.
    subscription: u64,
}

impl Board {
    /// A status replaces the one before it.
    pub(crate) fn put(&self, status: PairStatus) {
        self.turn(|kept, turn| drop(kept.statuses.insert(status.pair.clone(), (turn, status))));
    }

    /// Pairs that are gone are not told any more.
    pub(super) fn keep_only(&self, pairs: &[String]) {
        self.lock().statuses.retain(|pair, _| pairs.contains(pair));
    }

    pub(super) fn changed(&self) {
        self.turn(|kept, turn| kept.changed = turn);
    }

    pub(super) fn poke(&self) {
        self.turn(|_, _| {});
    }

    pub(super) fn ended(&self, act: Act, sentence: String, needs_you: bool) {
        self.turn(|kept, turn| {
            kept.ended.push((turn, Update::Ended { act, sentence, needs_you }));
            let extra = kept.ended.len().saturating_sub(MOST_ENDS);
            kept.ended.drain(..extra);
        });
    }

    /// How far an act is. The next one replaces it.
    pub(crate) fn progress(&self, how: engine::Progress) {
        self.turn(|kept, turn| kept.progress = Some((turn, how)));
    }

    fn turn(&self, change: impl FnOnce(&mut Kept, u64)) {
        let mut kept = self.lock();
        kept.turn += 1;
        let turn = kept.turn;
        change(&mut kept, turn);
        drop(kept);
        self.turn.send_replace(turn);
    }

    /// What came after `turn`, and the turn now.
    fn after(&self, turn: u64, first: bool) -> (u64, Vec<Update>) {
        let kept = self.lock();
        let fresh = kept.statuses.values().filter(|(at, _)| *at > turn || first);
        let mut updates: Vec<_> =
            fresh.map(|(_, status)| Update::Status { status: Box::new(status.clone()) }).collect();
        if kept.changed > turn {
            updates.push(Update::Changed);
        }
        let untold = kept.ended.iter().filter(|(at, _)| *at > kept.ends_told);
        updates.extend(untold.map(|(_, ended)| ended.clone()));
        (kept.turn, updates)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Tells `send` what happens, until it says false, a newer subscription begins, or the session closes.
    ///
    /// Steps are read from the journal by their place: none is lost, none comes twice, and those that another process
    /// wrote come too, within a beat.
    ///
    pub async fn subscribe(self: &Arc<Self>, request: wire::Subscribe, send: impl Fn(Update) -> bool) {
        let mine = {
            let mut kept = self.board.lock();
            kept.subscription += 1;
            kept.subscription
        };
        // A maintenance that cannot be followed is shown with its reason where it is asked for; the rest is told on.
        let mut followed = request.maintenance.as_ref().and_then(|id| Followed::new(self, id, request.after_seq).ok());
        self.board.poke();
        let mut turns = self.board.turn.subscribe();
        let (mut turn, mut first) = (0, true);
        loop {
            turns.mark_unchanged();
            let before = turn;
            let (now, mut updates) = self.board.after(turn, first);
            (turn, first) = (now, false);
            match followed.as_mut().map(|followed| followed.fresh(self)) {
                Some(Ok(steps)) => updates.extend(steps),
                Some(Err(_)) => {
                    followed = None;
                    updates.push(Update::Changed);
                }
                None => {}
            }
            updates.extend(self.progress_after(before));
            updates.push(self.beat());
            if self.board.lock().subscription != mine || !updates.into_iter().all(&send) {
                return;
            }
            self.board.lock().ends_told = turn;
            let beat = self.host.clock.sleep_ms(BEAT_MS);
            tokio::select! {
                _ = turns.changed() => {}
                () = beat => {}
                () = self.halt.stopped() => return,
            }
        }
    }

    /// How far the act under way is, where that was told since.
    fn progress_after(&self, turn: u64) -> Option<Update> {
        let (at, how) = self.board.lock().progress.clone()?;
        let act = self.acts.told_of(&how)?;
        (at > turn).then_some(Update::Progress { act, sentence: how.sentence })
    }

    fn beat(&self) -> Update {
        let at = self.host.clock.now_utc().to_string();
        Update::Beat { at, driver: self.is_driver(), holder: self.holder(), acts: self.acts.list() }
    }
}

/// The journal of one maintenance, followed.
struct Followed {
    id: String,
    number: domain::ids::MaintenanceNumber,
    names: Names,
    seq: u64,
}

impl Followed {
    fn new(session: &Session, id: &str, after_seq: u64) -> Result<Self, WireError> {
        let number: domain::ids::MaintenanceNumber =
            id.trim().parse().map_err(|error: domain::ids::NotANumber| WireError::usage(error.to_string()))?;
        let names = Names::of(&session.engine().maintenance(number)?);
        Ok(Self { id: number.to_string(), number, names, seq: after_seq })
    }

    fn fresh(&mut self, session: &Session) -> Result<Vec<Update>, WireError> {
        let entries = session.engine().entries_after(self.number, self.seq)?;
        // An accepted appliance answers by its new GUID from there on.
        if entries.iter().any(|entry| matches!(entry.event, domain::journal::Event::ApplianceAccepted { .. })) {
            self.names = Names::of(&session.engine().maintenance(self.number)?);
        }
        let steps = entries.iter().map(|entry| {
            self.seq = entry.seq;
            Update::Step { maintenance: self.id.clone(), step: short(step(&self.names, entry)) }
        });
        Ok(steps.collect())
    }
}

/// A step whose text an appliance or a person made very long is told cut; the journal has the whole.
fn short(mut step: wire::Step) -> wire::Step {
    for text in [Some(&mut step.sentence), step.message.as_mut()].into_iter().flatten() {
        if text.len() > MOST_BYTES / 4 {
            let end = (0..=MOST_BYTES / 4).rev().find(|at| text.is_char_boundary(*at));
            text.truncate(end.unwrap_or_default());
            text.push('…');
        }
    }
    step
}
