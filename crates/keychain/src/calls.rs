//! Two threads between a caller and the operating system. The *worker* makes the call, which may block for as long as
//! a person leaves a question open. The *watch* waits for it with a limit: past it the caller hears "locked", and so
//! does every later caller, at once, until the worker is back. Its late answer is dropped.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread;
use std::time::Duration;

use futures::channel::oneshot;
use secrecy::SecretString;

use crate::entry::Entry;
use crate::error::SecretError;
use crate::keeper;
use crate::platform::Platform;
use crate::store::Ask;

/// How long a caller waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// For a call that asks nobody.
    pub(crate) call: Duration,
    /// From the moment a person is asked.
    pub(crate) asking: Duration,
}

impl Limits {
    pub(crate) const ORDINARY: Self = Self { call: Duration::from_secs(15), asking: Duration::from_secs(120) };
}

pub(crate) enum Request {
    Get(Entry),
    Set(Entry, SecretString),
    Delete(Entry),
}

pub(crate) enum Answer {
    Secret(SecretString),
    /// Whether there was something to do: false for the removal of what was not stored.
    Done(bool),
}

type Outcome = Result<Answer, SecretError>;

struct Call {
    request: Request,
    ask: Ask,
    answer: oneshot::Sender<Outcome>,
}

/// What the worker tells the watch.
enum Told {
    AskingAPerson,
    Outcome(Outcome),
}

/// The way to the watch. When it is dropped both threads end, the worker after the call it is in.
pub(crate) struct Calls(Sender<Call>);

impl Calls {
    /// Starts both threads; none when the operating system gives no thread.
    pub(crate) fn start(platform: Box<dyn Platform>, limits: Limits) -> Option<Self> {
        let (jobs, work) = mpsc::channel::<(Request, Ask)>();
        let (tell, told) = mpsc::channel();
        let (calls, made) = mpsc::channel();
        spawn("keychain", move || worker(platform, &work, &tell))?;
        spawn("keychain-watch", move || watch(&made, &jobs, &told, limits))?;
        Some(Self(calls))
    }

    pub(crate) async fn make(&self, request: Request, ask: Ask) -> Outcome {
        let (answer, answered) = oneshot::channel();
        self.0.send(Call { request, ask, answer }).map_err(|_| SecretError::NoThread)?;
        answered.await.unwrap_or(Err(SecretError::NoThread))
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Option<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).ok().map(drop)
}

fn worker(platform: Box<dyn Platform>, work: &Receiver<(Request, Ask)>, tell: &Sender<Told>) {
    for (request, ask) in work {
        let asking = || drop(tell.send(Told::AskingAPerson));
        let made = panic::catch_unwind(AssertUnwindSafe(|| keeper::answer(&*platform, request, ask, &asking)));
        // A late outcome is sent too: it says that the worker is back.
        if tell.send(Told::Outcome(made.unwrap_or(Err(SecretError::NoThread)))).is_err() {
            return;
        }
    }
}

fn watch(made: &Receiver<Call>, jobs: &Sender<(Request, Ask)>, told: &Receiver<Told>, limits: Limits) {
    let mut stuck = false;
    for call in made {
        stuck = stuck && !is_back(told);
        if call.answer.is_canceled() {
            continue;
        }
        let outcome = if stuck {
            Err(SecretError::Locked)
        } else if jobs.send((call.request, call.ask)).is_err() {
            Err(SecretError::NoThread)
        } else {
            let outcome = wait(told, limits);
            stuck = outcome.is_none();
            outcome.unwrap_or(Err(SecretError::Locked))
        };
        // A caller that is gone wants no answer.
        let _ = call.answer.send(outcome);
    }
}

/// The outcome; none when the limit passed first.
fn wait(told: &Receiver<Told>, limits: Limits) -> Option<Outcome> {
    let mut limit = limits.call;
    loop {
        match told.recv_timeout(limit) {
            Ok(Told::Outcome(outcome)) => return Some(outcome),
            Ok(Told::AskingAPerson) => limit = limits.asking,
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => return Some(Err(SecretError::NoThread)),
        }
    }
}

/// Whether the worker has finished the call it was stuck in. What it brings is dropped.
fn is_back(told: &Receiver<Told>) -> bool {
    loop {
        match told.try_recv() {
            Ok(Told::AskingAPerson) => {}
            Ok(Told::Outcome(_late)) => return true,
            Err(TryRecvError::Empty) => return false,
            // Nothing will come any more: the next call hears that there is no thread.
            Err(TryRecvError::Disconnected) => return true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_a_person_is_asked_the_call_waits_by_the_longer_limit() {
        let (tell, told) = mpsc::channel();
        let limits = Limits { call: Duration::ZERO, asking: Duration::from_secs(120) };
        tell.send(Told::AskingAPerson).expect("sent");
        let outcome = thread::scope(|scope| {
            // By the short limit it would be over before this thread has begun.
            scope.spawn(|| tell.send(Told::Outcome(Ok(Answer::Done(true)))));
            wait(&told, limits)
        });
        assert!(matches!(outcome, Some(Ok(Answer::Done(true)))));
    }

    #[test]
    fn past_its_limit_a_call_has_no_outcome() {
        let (_tell, told) = mpsc::channel();
        assert!(wait(&told, Limits { call: Duration::ZERO, asking: Duration::ZERO }).is_none());
    }
}
