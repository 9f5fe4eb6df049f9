//! A session: one data folder open for as long as a window is, with everything that goes on while nobody presses a button.
//!
//! Acts run here to their end, whoever asked for them: a page that is left or reloaded finds them again. What is shown
//! is read from the journal, by a place in it, so that nothing is lost and nothing comes twice.

mod acts;
mod missing;
mod updates;
mod watching;

use std::any::Any;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use engine::{Engine, Host, LookedHook, Purpose};
use secrecy::SecretString;
use tokio::sync::Notify;

use crate::commands::{Request, Response, dispatch};
use crate::desk::{Desk, Halt, Needed, Needs};
use crate::error::WireError;
use crate::host::{Opening, window_host};
use crate::typed::Typed;
use crate::wire;

use acts::Acts;
pub(crate) use updates::Board;

/// Closing waits this long for the append that is due (house, section 3). Milliseconds.
const CLOSING_MS: u64 = 10_000;

/// Is told when an act has ended, and whether a person is needed; also when one is needed while the act goes on.
pub type Ended = Arc<dyn Fn(&wire::Act, &str, bool) + Send + Sync>;

/// A data folder open for a window.
pub struct Session {
    host: Host,
    /// Replaced when this process becomes the driver: another one may have been it at the start.
    engine: RwLock<Arc<Engine>>,
    /// Why this process is not the driver, as far as it is not.
    held: RwLock<Option<WireError>>,
    becoming: Mutex<()>,
    halt: Halt,
    rehearsal: bool,
    board: Arc<Board>,
    acts: Acts,
    ended: Ended,
    /// Pairs whose ledger is being filled.
    collecting: Mutex<BTreeSet<String>>,
    /// A front end has asked what it was opened on.
    greeted: Notify,
    /// What lives as long as the session: the simulator of a demo.
    kept: Option<Box<dyn Any + Send + Sync>>,
}

impl Session {
    /// Opens the data folder: as its driver, or, where another process is that, as a reader.
    ///
    /// # Errors
    /// The data folder cannot be opened, or a journal in it does not fit its chain.
    pub fn open(opening: &Opening, ended: Ended) -> Result<Arc<Self>, WireError> {
        let board = Arc::new(Board::default());
        Self::over(window_host(opening, &board), board, false, ended)
    }

    pub(crate) fn over(host: Host, board: Arc<Board>, rehearsal: bool, ended: Ended) -> Result<Arc<Self>, WireError> {
        let (engine, held) = match Engine::open(host.clone(), Purpose::Drive) {
            Ok(engine) => (engine, None),
            Err(error) if error.code() == crate::codes::HELD => {
                (Engine::open(host.clone(), Purpose::Read)?, Some(WireError::from(error)))
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Arc::new(Self {
            host,
            engine: RwLock::new(Arc::new(engine)),
            held: RwLock::new(held),
            becoming: Mutex::default(),
            halt: Halt::default(),
            rehearsal,
            board,
            acts: Acts::default(),
            ended,
            collecting: Mutex::default(),
            greeted: Notify::new(),
            kept: None,
        }))
    }

    pub(crate) fn keep(&mut self, what: Box<dyn Any + Send + Sync>) {
        self.kept = Some(what);
    }

    /// Runs one command. An act goes on to its end even where the caller does not wait for it.
    ///
    /// # Errors
    /// What the command cannot do, with its code.
    pub async fn call(self: &Arc<Self>, request: Request, secret: Option<SecretString>) -> Result<Response, WireError> {
        if crate::commands::IN_A_TERMINAL.contains(&request.name()) {
            return Err(WireError::usage(format!("{} is for a terminal", request.name())));
        }
        let session = Arc::clone(self);
        // A task of its own: a caller that goes away, a page that is reloaded, does not drop an act half way.
        let run = tokio::spawn(async move { session.run(request, secret).await });
        run.await.unwrap_or_else(|error| Err(WireError::computer("the command did not come to its end", &error)))
    }

    async fn run(self: Arc<Self>, request: Request, secret: Option<SecretString>) -> Result<Response, WireError> {
        match request.needs() {
            Needs::Drive => self.become_driver()?,
            // What is found stands in the journal of an open maintenance: that is for the driver.
            Needs::DriveIfOpen if self.has_open_maintenance(&request)? => self.become_driver()?,
            // Where somebody else drives, it is only read.
            Needs::DriveIfFree => drop(self.become_driver()),
            Needs::DriveIfOpen | Needs::Read => {}
        }
        let typed = secret.as_ref().map_or_else(|| Ok(Typed::default()), Typed::field)?;
        let mut desk = Desk::over(self.engine(), typed, self.rehearsal, &self.halt, Arc::new(|_| {}));
        desk.holder = self.holder();
        let act = acts::act_of(&desk, &request);
        let guard = act.as_ref().map(|act| self.acts.begin(act)).transpose()?;
        if guard.is_some() {
            self.board.poke();
        }
        desk.needed = act.clone().map(|act| -> Needed {
            let ended = Arc::clone(&self.ended);
            Arc::new(move |sentence| ended(&act, sentence, true))
        });
        let only_reads = request.only_reads();
        let response = dispatch(&desk, request).await;
        match &response {
            Ok(Response::StatusGet(list)) => self.show(list),
            Ok(Response::SessionHello(_)) => self.greeted.notify_one(),
            _ => {}
        }
        drop(guard);
        if let Some(act) = act {
            let (sentence, needs_you) = acts::told(&response);
            self.board.ended(act.clone(), sentence.clone(), needs_you);
            // Who closes the window knows what goes on.
            if !self.halt.is_stopped() {
                (self.ended)(&act, &sentence, needs_you);
            }
        }
        // A page reads again when something has changed: a reading that told so would have it read for ever.
        if !only_reads {
            self.board.changed();
        }
        response
    }

    /// What a page asked to be read is told like any reading: to every part of it, and by the next subscription.
    fn show(&self, list: &wire::StatusList) {
        let statuses = match list {
            wire::StatusList::One(status) => std::slice::from_ref(&**status),
            wire::StatusList::All(statuses) => statuses.as_slice(),
        };
        for status in statuses {
            // An act shows what it sees, and sees it later.
            if !status.maintenance.as_deref().is_some_and(|id| self.acts.look_at(id)) {
                self.board.put(status.clone());
            }
        }
    }

    fn has_open_maintenance(&self, request: &Request) -> Result<bool, WireError> {
        let engine = self.engine();
        match request.pair() {
            Some(name) => Ok(engine.open_maintenance(&engine.pair(name)?)?.is_some()),
            None => Ok(false),
        }
    }

    /// Stops watching and waits for the appends that are due. What the appliances do goes on.
    pub async fn close(&self) {
        self.halt.stop();
        let clock = Arc::clone(&self.host.clock);
        tokio::select! {
            () = self.acts.ended() => {}
            () = clock.sleep_ms(CLOSING_MS) => {}
        }
    }

    /// The acts that are under way: what a window says before it closes.
    #[must_use]
    pub fn acts(&self) -> Vec<wire::Act> {
        self.acts.list()
    }

    pub(crate) fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.engine.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn is_driver(&self) -> bool {
        self.engine().is_driver()
    }

    /// Takes the data folder over where nobody drives it any more.
    fn become_driver(&self) -> Result<(), WireError> {
        // Two at once would find the data folder held by each other.
        let _one = self.becoming.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_driver() {
            return Ok(());
        }
        match Engine::open(self.host.clone(), Purpose::Drive) {
            Ok(engine) => {
                *self.engine.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(engine);
                *self.held.write().unwrap_or_else(PoisonError::into_inner) = None;
                Ok(())
            }
            Err(error) => {
                let error = WireError::from(error);
                let held = (error.code == crate::codes::HELD).then(|| error.clone());
                *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
                Err(error)
            }
        }
    }

    /// Who drives the data folder where this process does not.
    #[must_use]
    pub fn holder(&self) -> Option<String> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map(|error| error.message.clone())
    }
}

/// Shows every look of a watched leg on the board.
pub(crate) fn looked(board: &Arc<Board>) -> LookedHook {
    let board = Arc::clone(board);
    Arc::new(move |status| board.put(crate::status::told(status)))
}
