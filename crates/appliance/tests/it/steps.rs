//! A clock that moves to the next instant anybody waits for, and a wire whose answers are a function of the request and take
//! their time: many calls at once, with nothing judged by the watch.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use appliance::{Appliance, Clock, Limiter, Limits, Request, Wire};
use domain::time::Utc;
use futures::future::BoxFuture;

use crate::script::{HOME, Reply, TOKEN, account, token};

#[derive(Default)]
struct State {
    now_ms: u64,
    waiting: Vec<(u64, Waker)>,
}

#[derive(Clone, Default)]
pub(crate) struct Steps(Arc<Mutex<State>>);

impl Steps {
    /// Runs a future to its end, moving on whenever all of it waits.
    pub(crate) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return value;
            }
            let due: Vec<(u64, Waker)> = {
                let mut state = self.0.lock().unwrap();
                let next_ms = state.waiting.iter().map(|(until, _)| *until).min().expect("nothing is waited for");
                state.now_ms = state.now_ms.max(next_ms);
                state.waiting.extract_if(.., |(until, _)| *until <= next_ms).collect()
            };
            due.into_iter().for_each(|(_, waker)| waker.wake());
        }
    }
}

struct Until(Steps, u64);

impl Future for Until {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.0.lock().unwrap();
        if state.now_ms >= self.1 {
            return Poll::Ready(());
        }
        state.waiting.push((self.1, context.waker().clone()));
        Poll::Pending
    }
}

impl Clock for Steps {
    fn now_utc(&self) -> Utc {
        Utc::from_millis(1_773_526_000_000 + i64::try_from(self.monotonic_ms()).unwrap())
    }

    fn monotonic_ms(&self) -> u64 {
        self.0.lock().unwrap().now_ms
    }

    fn sleep_ms(&self, ms: u64) -> BoxFuture<'static, ()> {
        let until = self.monotonic_ms() + ms;
        Box::pin(Until(self.clone(), until))
    }
}

type Answers = dyn Fn(&Request) -> Reply + Send + Sync;

pub(crate) struct FnWire {
    clock: Steps,
    takes_ms: u64,
    answers: Box<Answers>,
    /// Every request but those for a token, and when it left.
    pub(crate) sent: Mutex<Vec<(u64, Request)>>,
    pub(crate) tokens: Mutex<usize>,
}

impl Wire for FnWire {
    fn send(&self, request: Request) -> BoxFuture<'_, Reply> {
        Box::pin(async move {
            if request.path == "/oauth2/token" {
                *self.tokens.lock().unwrap() += 1;
                return token(TOKEN);
            }
            self.sent.lock().unwrap().push((self.clock.monotonic_ms(), request.clone()));
            self.clock.sleep_ms(self.takes_ms).await;
            (self.answers)(&request)
        })
    }
}

impl FnWire {
    pub(crate) fn new(
        clock: &Steps,
        takes_ms: u64,
        answers: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Arc<Self> {
        let (sent, tokens) = (Mutex::default(), Mutex::default());
        Arc::new(Self { clock: clock.clone(), takes_ms, answers: Box::new(answers), sent, tokens })
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.sent.lock().unwrap().iter().map(|(_, request)| request.path.clone()).collect()
    }
}

pub(crate) fn appliance_over(clock: &Steps, wire: &Arc<FnWire>, limiter: &Arc<Limiter>) -> Appliance {
    let wire = Arc::clone(wire) as Arc<dyn Wire>;
    Appliance::new(
        wire,
        Arc::new(clock.clone()),
        Some(account(limiter)),
        Some(HOME.parse().unwrap()),
        Limits::default(),
    )
}
