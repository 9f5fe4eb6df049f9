//! One virtual clock for engine and simulator. Time moves only when everything waits.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use appliance::Clock;
use domain::time::Utc;
use futures::future::BoxFuture;

#[derive(Debug, Default)]
struct State {
    utc_ms: i64,
    mono_ms: u64,
    /// Deadlines on the monotonic clock, and who waits for each.
    waiting: Vec<(u64, Waker)>,
}

/// A clock that a test moves, or that moves to the next deadline when all wait. Clones are the same clock.
#[derive(Clone, Debug)]
pub struct VirtualClock(Arc<Mutex<State>>);

impl VirtualClock {
    #[must_use]
    pub fn starting_at(utc_ms: i64) -> Self {
        Self(Arc::new(Mutex::new(State { utc_ms, mono_ms: 0, waiting: Vec::new() })))
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    #[must_use]
    pub fn utc_ms(&self) -> i64 {
        self.with(|state| state.utc_ms)
    }

    /// Both clocks move on: time passes while nothing runs.
    pub fn pass_ms(&self, ms: u64) {
        self.with(|state| {
            state.mono_ms += ms;
            state.utc_ms += i64::try_from(ms).expect("a span of a test");
        });
    }

    /// Only the wall clock moves: somebody set it, or the computer slept.
    pub fn jump_wall_ms(&self, ms: i64) {
        self.with(|state| state.utc_ms += ms);
    }

    /// Moves to the next deadline; false when nobody waits for one.
    fn move_on(&self) -> bool {
        // What a test let pass by hand is due too.
        self.wake();
        let next = self.with(|state| {
            state.waiting.iter().map(|(deadline, _)| *deadline).min().map(|deadline| deadline - state.mono_ms)
        });
        match next {
            Some(ms) => {
                self.pass_ms(ms);
                self.wake();
                true
            }
            None => false,
        }
    }

    /// Wakes whoever waits for a deadline that has come: what runs many futures asks those alone.
    fn wake(&self) {
        let due: Vec<(u64, Waker)> = self.with(|state| {
            let now_ms = state.mono_ms;
            state.waiting.extract_if(.., |(deadline, _)| *deadline <= now_ms).collect()
        });
        due.into_iter().for_each(|(_, waker)| waker.wake());
    }

    /// Runs a future to its end, moving time whenever all of it waits.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        let mut idle = 0;
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return value;
            }
            if self.move_on() {
                idle = 0;
            } else {
                // Something yielded without waiting for time: polled again, but not for ever.
                idle += 1;
                assert!(idle < 10_000, "the scenario waits for something that never comes");
            }
        }
    }
}

struct Sleep {
    clock: VirtualClock,
    deadline: u64,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let deadline = self.deadline;
        let due = self.clock.with(|state| {
            if state.mono_ms >= deadline {
                true
            } else {
                let waker = context.waker();
                if !state.waiting.iter().any(|(until, waits)| *until == deadline && waits.will_wake(waker)) {
                    state.waiting.push((deadline, waker.clone()));
                }
                false
            }
        });
        if due { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Clock for VirtualClock {
    fn now_utc(&self) -> Utc {
        Utc::from_millis(self.utc_ms())
    }

    fn monotonic_ms(&self) -> u64 {
        self.with(|state| state.mono_ms)
    }

    fn sleep_ms(&self, ms: u64) -> BoxFuture<'static, ()> {
        let deadline = self.monotonic_ms() + ms;
        Box::pin(Sleep { clock: self.clone(), deadline })
    }
}
