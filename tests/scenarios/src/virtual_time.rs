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
    /// Deadlines that somebody waits for, on the monotonic clock.
    waiting: Vec<u64>,
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
        let next = self.with(|state| {
            state.waiting.retain(|deadline| *deadline > state.mono_ms);
            state.waiting.iter().min().map(|deadline| deadline - state.mono_ms)
        });
        match next {
            Some(ms) => {
                self.pass_ms(ms);
                true
            }
            None => false,
        }
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

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let deadline = self.deadline;
        let due = self.clock.with(|state| {
            if state.mono_ms >= deadline {
                true
            } else {
                if !state.waiting.contains(&deadline) {
                    state.waiting.push(deadline);
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
