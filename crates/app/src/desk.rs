//! A desk: one data folder opened for one command (or for a window), with who listens and what was typed for this run.

use std::sync::Arc;

use domain::ids::MaintenanceNumber;
use domain::maintenance::Maintenance;
use domain::role::Side;
use engine::{Engine, Purpose, Stop};
use secrecy::{ExposeSecret, SecretString};

use crate::commands::Request;
use crate::error::WireError;
use crate::host::{Opening, host, rehearsal_host};
use crate::typed::Typed;
use crate::wire::Heard;

/// What a command needs of the data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Reading, notes, decisions and acknowledgements: beside another process too.
    Read,
    /// Acting: one process at a time.
    Drive,
    /// Acting where nobody else does; reading where somebody does.
    DriveIfFree,
    /// Acting when the named pair has an open maintenance, whose journal keeps what is found; reading otherwise.
    DriveIfOpen,
}

/// Is told what happens while a command runs.
pub type Hear = Arc<dyn Fn(Heard) + Send + Sync>;

/// Is told, in one sentence, what a person is needed for.
pub(crate) type Needed = Arc<dyn Fn(&str) + Send + Sync>;

/// One data folder, open.
pub struct Desk {
    pub(crate) engine: Arc<Engine>,
    pub(crate) stop: Stop,
    pub(crate) typed: Typed,
    /// Everything here is simulated.
    pub(crate) rehearsal: bool,
    /// Who drives the data folder where this process does not.
    pub(crate) holder: Option<String>,
    /// Is told what a person is needed for while a leg is watched on. None: the watching ends there.
    pub(crate) needed: Option<Needed>,
    hear: Hear,
}

/// Ends watching from outside: by Ctrl-C, by closing a window. What the appliances do goes on.
#[derive(Clone, Default)]
pub struct Halt(Stop);

impl Halt {
    pub fn stop(&self) {
        self.0.stop();
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.0.is_stopped()
    }

    pub(crate) async fn stopped(&self) {
        self.0.stopped().await;
    }
}

impl Desk {
    /// Opens the data folder as far as the request needs it. `typed` is what came on standard input.
    pub fn open(
        opening: &Opening,
        request: &Request,
        typed: Option<&SecretString>,
        halt: &Halt,
        hear: Hear,
    ) -> Result<Self, WireError> {
        let mut host = if matches!(request, Request::DemoRun(_)) { rehearsal_host(opening) } else { host(opening) };
        let told = Arc::clone(&hear);
        host.progress = Some(Arc::new(move |how| told(Heard::Line { line: format!("  {}", how.sentence) })));
        let (needs, pair) = (request.needs(), request.pair());
        let engine = match needs {
            Needs::Read => Engine::open(host, Purpose::Read)?,
            Needs::Drive => Engine::open(host, Purpose::Drive)?,
            Needs::DriveIfFree => match Engine::open(host.clone(), Purpose::Drive) {
                Err(error) if error.code() == crate::codes::HELD => Engine::open(host, Purpose::Read)?,
                outcome => outcome?,
            },
            Needs::DriveIfOpen => {
                let reader = Engine::open(host.clone(), Purpose::Read)?;
                let open = match pair {
                    Some(name) => reader.open_maintenance(&reader.pair(name)?)?.is_some(),
                    None => false,
                };
                if open {
                    drop(reader);
                    Engine::open(host, Purpose::Drive)?
                } else {
                    reader
                }
            }
        };
        let typed = match typed {
            Some(text) => {
                let mut labels = request.labels();
                for pair in engine.pairs()? {
                    labels.extend(Side::BOTH.map(|side| pair.appliance(side).label.clone()));
                }
                Typed::read(text.expose_secret(), &labels)?
            }
            None => Typed::default(),
        };
        for (label, secret) in typed.each() {
            engine.host().secrets.give(label, SecretString::clone(secret));
        }
        let rehearsal = matches!(request, Request::DemoRun(_));
        Ok(Self::over(Arc::new(engine), typed, rehearsal, halt, hear))
    }

    /// A desk over an engine that is open already.
    pub(crate) fn over(engine: Arc<Engine>, typed: Typed, rehearsal: bool, halt: &Halt, hear: Hear) -> Self {
        Self { engine, stop: halt.0.clone(), typed, rehearsal, holder: None, needed: None, hear }
    }

    pub(crate) fn hear(&self, heard: Heard) {
        (self.hear)(heard);
    }

    /// A maintenance by the number a person typed.
    pub(crate) fn number(&self, id: &str) -> Result<MaintenanceNumber, WireError> {
        id.trim().parse().map_err(|error: domain::ids::NotANumber| WireError::bad_input(error.to_string(), NUMBERS))
    }

    pub(crate) fn maintenance(&self, id: &str) -> Result<(MaintenanceNumber, Maintenance), WireError> {
        let number = self.number(id)?;
        Ok((number, self.engine.maintenance(number)?))
    }

    /// Waits, or returns early when told to stop; true: told to stop.
    pub(crate) async fn pause_ms(&self, ms: u64) -> bool {
        tokio::select! {
            () = self.engine.host().clock.sleep_ms(ms) => {}
            () = self.stop.stopped() => {}
        }
        self.stop.is_stopped()
    }
}

const NUMBERS: &str = "The register shows the numbers, such as M-0001.";
