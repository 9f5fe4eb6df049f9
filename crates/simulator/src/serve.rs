//! The pair behind real sockets: HTTPS for each appliance and for the site name, plain HTTP for the control face, all
//! on loopback.
//!
//! A simulation runs on a thread of its own, so the caller needs no async runtime, and ends when [`Running`] is
//! dropped. Everything said on the wire comes from [`crate::face`]; here are only sockets: `certificate` trust,
//! `http` bytes, `door` listeners that open and close with their appliance, `connection` one request on one
//! connection, `banner` where everything is, `control_face` the control face's socket, `name_server` the site
//! name's.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::call::Door;
use crate::clock::{Clock, RunningClock};
use crate::config::Config;
use crate::model::Model;
use crate::which::Which;

mod banner;
mod certificate;
mod connection;
mod control_face;
mod door;
mod http;
mod name_server;

pub use banner::{ApplianceAt, Banner, PortAt, SiteAt};
pub use certificate::CertificateKind;

use banner::Ports;
use door::Openings;

/// How long a door may take to follow its appliance. It takes milliseconds; longer means the port was lost to somebody
/// else.
const SETTLE_LIMIT: Duration = Duration::from_secs(3);

/// A simulation that can be started.
#[derive(Debug, Clone)]
pub struct Simulator {
    config: Config,
    state_dir: PathBuf,
    time_scale: f64,
    also_named: Vec<String>,
    certificate: CertificateKind,
}

/// Why a simulation did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the state folder cannot be used")]
    StateDir(#[source] io::Error),
    #[error("a certificate cannot be made")]
    Certificate(#[source] rcgen::Error),
    #[error("the certificate cannot be served")]
    Tls(#[source] rustls::Error),
    #[error("a loopback port cannot be opened")]
    Listen(#[source] io::Error),
    #[error("the server's thread cannot be started")]
    Thread(#[source] io::Error),
}

/// What the doors and the control face share.
struct Shared {
    model: Arc<Mutex<Model>>,
    clock: Arc<RunningClock>,
    openings: Openings,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Model> {
        lock(&self.model)
    }

    /// Whether somebody takes connections at this door now.
    fn wants_open(&self, door: Door) -> bool {
        let now_ms = self.clock.now_ms();
        let mut model = self.lock();
        model.advance(now_ms);
        model.behind(door).is_some()
    }

    /// Whether the connections at this door end with it: its appliance is gone, and does not only refuse new ones.
    fn cuts(&self, door: Door) -> bool {
        let model = self.lock();
        match door {
            Door::Appliance(which) => !model.appliance(which).alive,
            Door::Site => model.site_answered_by().is_none(),
        }
    }

    /// Whether every door is as its appliance is.
    fn settled(&self) -> bool {
        Door::ALL.into_iter().all(|door| self.openings.is_open(door) == self.wants_open(door))
    }
}

/// A model that panicked half way cannot be trusted, but a test that looks at it learns more than one that cannot.
fn lock(model: &Mutex<Model>) -> MutexGuard<'_, Model> {
    model.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Simulator {
    /// A simulation in real time that keeps its CA certificate in `state_dir` (made if missing). `config.start_ms` is
    /// replaced by the time at which it starts.
    #[must_use]
    pub fn new(config: Config, state_dir: impl Into<PathBuf>) -> Self {
        Self {
            config,
            state_dir: state_dir.into(),
            time_scale: 1.0,
            also_named: Vec::new(),
            certificate: CertificateKind::Valid,
        }
    }

    /// How many times faster than real time the simulation runs.
    #[must_use]
    pub fn time_scale(mut self, times: f64) -> Self {
        self.time_scale = times;
        self
    }

    /// One more DNS name or IP address for the certificate.
    #[must_use]
    pub fn also_named(mut self, name: impl Into<String>) -> Self {
        self.also_named.push(name.into());
        self
    }

    /// What is wrong with the certificate, if anything.
    #[must_use]
    pub fn certificate(mut self, kind: CertificateKind) -> Self {
        self.certificate = kind;
        self
    }

    /// Starts it; returns when all doors are open.
    ///
    /// # Errors
    /// [`StartError`]: nothing runs.
    pub fn start(mut self) -> Result<Running, StartError> {
        let clock = Arc::new(RunningClock::starting_now(self.time_scale));
        self.config.start_ms = clock.now_ms();

        let mut names = vec![self.config.site_name.clone()];
        names.append(&mut self.also_named);
        let certificate = certificate::made_for(names, self.certificate)?;
        fs::create_dir_all(&self.state_dir).map_err(StartError::StateDir)?;
        let ca_pem_path = self.state_dir.join("ca.pem");
        fs::write(&ca_pem_path, &certificate.ca_pem).map_err(StartError::StateDir)?;

        let model = Arc::new(Mutex::new(Model::new(self.config)));
        let shared = Arc::new(Shared { model, clock, openings: Openings::default() });
        let (ready, started) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let (served, tls) = (Arc::clone(&shared), certificate.tls);
        let thread = std::thread::Builder::new()
            .name("switchback-sim".to_owned())
            .spawn(move || run(&served, tls, &ready, stopped))
            .map_err(StartError::Thread)?;
        let ended = || StartError::Thread(io::Error::other("the thread ended before its ports were open"));
        let ports = started.recv().map_err(|_| ended())??;

        let banner = Banner::of(&lock(&shared.model), &ports, &ca_pem_path);
        Ok(Running { banner, ca_pem: certificate.ca_pem, ca_pem_path, shared, stop: Some(stop), thread: Some(thread) })
    }
}

/// The server's thread: opens the ports, tells them, serves until told to stop.
fn run(
    shared: &Arc<Shared>,
    tls: Arc<rustls::ServerConfig>,
    ready: &mpsc::Sender<Result<Ports, StartError>>,
    stopped: oneshot::Receiver<()>,
) {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => return drop(ready.send(Err(StartError::Thread(why)))),
    };
    runtime.block_on(async {
        match open_all(shared, tls).await {
            Ok(ports) => {
                drop(ready.send(Ok(ports)));
                // A dropped sender ends it too.
                drop(stopped.await);
            }
            Err(why) => drop(ready.send(Err(StartError::Listen(why)))),
        }
    });
    // Connections that hang on purpose must not hold it up.
    runtime.shutdown_background();
}

async fn open_all(shared: &Arc<Shared>, tls: Arc<rustls::ServerConfig>) -> io::Result<Ports> {
    let a = door::open(Arc::clone(shared), Door::Appliance(Which::A), Arc::clone(&tls))?;
    let b = door::open(Arc::clone(shared), Door::Appliance(Which::B), Arc::clone(&tls))?;
    let site = door::open(Arc::clone(shared), Door::Site, tls)?;
    let control = control_face::open(Arc::clone(shared)).await?;
    let dns = name_server::open(Arc::clone(shared)).await?;
    Ok(Ports { a, b, site, dns, control })
}

/// A simulation that runs; dropped, it ends.
pub struct Running {
    pub banner: Banner,
    /// The CA certificate to trust, PEM.
    pub ca_pem: String,
    pub ca_pem_path: PathBuf,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// The model behind the doors. Ask it at [`Running::now_ms`].
    #[must_use]
    pub fn model(&self) -> Arc<Mutex<Model>> {
        Arc::clone(&self.shared.model)
    }

    /// The simulation's true time.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.shared.clock.now_ms()
    }

    /// Jumps the simulation's true time forward and brings the model there.
    pub fn jump_ms(&self, span_ms: u64) {
        self.shared.clock.jump_ms(span_ms);
        self.change(Model::advance);
    }

    /// Does something to the model now, and waits until the doors have followed.
    pub fn change<T>(&self, act: impl FnOnce(&mut Model, i64) -> T) -> T {
        let now_ms = self.shared.clock.now_ms();
        let outcome = {
            let mut model = self.shared.lock();
            model.advance(now_ms);
            act(&mut model, now_ms)
        };
        let limit = Duration::from_millis(2);
        #[expect(clippy::disallowed_methods, reason = "a limit on waiting for a socket, not a time of the simulation")]
        let began = Instant::now();
        while !self.shared.settled() && began.elapsed() < SETTLE_LIMIT {
            std::thread::sleep(limit);
        }
        outcome
    }
}

impl Running {
    /// What `POST` at the control face does, without the way over the network.
    ///
    /// # Errors
    /// What the control face says is wrong.
    pub fn control(&self, path: &str, body: &serde_json::Value) -> Result<serde_json::Value, String> {
        let clock = Arc::clone(&self.shared);
        let (status, said) = self
            .change(|model, _| crate::control::answer(model, &*clock.clock, "POST", path, body.to_string().as_bytes()));
        if status == 200 { Ok(said) } else { Err(said.to_string()) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Whoever does not listen any more has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
