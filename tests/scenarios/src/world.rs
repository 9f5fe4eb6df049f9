//! A pair, a data folder, and engines over them: everything one scenario needs.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::{ApplianceId, MaintenanceNumber, PairId};
use domain::pair::{Guard, Network, Pair, PairAppliance, Proxy, Stated, Trust};
use domain::plan::{Intent, Kind};
use domain::role::Both;
use engine::{Awake, DieHook, Engine, EngineError, Host, MaySleep, Moment, Progress, Purpose, Secrets};
use secrecy::SecretString;
use simulator::{Config, Model, Which};
use uuid::Uuid;

use crate::in_process::Simulation;
use crate::virtual_time::VirtualClock;

/// One simulated pair and the data folder of the program that looks after it.
pub struct World {
    pub clock: VirtualClock,
    pub simulation: Simulation,
    pub secrets: Arc<Secrets>,
    pub pair: Pair,
    /// How far acts were, as it was told.
    pub told: Arc<Mutex<Vec<Progress>>>,
    /// How the computer is asked not to sleep.
    pub awake: Arc<dyn Awake>,
    folder: tempfile::TempDir,
    ids: Arc<AtomicU64>,
    boots: AtomicU64,
}

/// The name every world's pair has.
pub const PAIR: &str = "support";

impl World {
    /// A world of this simulation, with the pair added and its credential given.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let clock = VirtualClock::starting_at(config.start_ms);
        let network = match config.network {
            simulator::Network::SharedIp => Network::SharedIp,
            simulator::Network::Dns => Network::Dns,
            simulator::Network::Nat => Network::Nat,
        };
        let (client_id, secret) = (config.account.client_id.clone(), config.account.client_secret.clone());
        let site_name = config.site_name.clone();
        let simulation = Simulation { model: Arc::new(Mutex::new(Model::new(config))), clock: clock.clone() };
        let secrets = Arc::new(Secrets::memory());
        secrets.give(None, SecretString::from(secret));
        let appliance = |id: u128, label: &str, address: &str| PairAppliance {
            id: ApplianceId(Uuid::from_u128(id)),
            label: label.to_owned(),
            address: address.parse().expect("an address"),
            server_name: None,
            trust: Trust::System,
            guid: None,
            swing_address: None,
            client_id: None,
        };
        let pair = Pair {
            id: PairId(Uuid::from_u128(1)),
            name: PAIR.to_owned(),
            site_name: site_name.parse().expect("a site name"),
            site_address: None,
            network,
            shared_ips: Vec::new(),
            resolvers: Vec::new(),
            proxy: Proxy::Direct,
            guard: Guard::Test,
            product: None,
            client_id: Some(client_id),
            note: String::new(),
            settings: Default::default(),
            stated: Stated::default(),
            appliances: Both::new(appliance(2, "atl-1", "node-a"), appliance(3, "atl-2", "node-b")),
        };
        let world = Self {
            clock,
            simulation,
            secrets,
            pair,
            told: Arc::default(),
            awake: Arc::new(MaySleep),
            folder: tempfile::tempdir().expect("a data folder"),
            ids: Arc::new(AtomicU64::new(100)),
            boots: AtomicU64::new(0),
        };
        world.engine().add_pair(&world.pair).expect("the pair is added");
        world
    }

    /// The program, started as the driver.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine_that_dies(None).expect("the data folder opens")
    }

    /// The program, started as the driver, with a place where it dies.
    pub fn engine_that_dies(&self, die: Option<DieHook>) -> Result<Engine, EngineError> {
        Engine::open(self.host(die), Purpose::Drive)
    }

    fn host(&self, die: Option<DieHook>) -> Host {
        let (ids, told) = (Arc::clone(&self.ids), Arc::clone(&self.told));
        let boot = self.boots.fetch_add(1, Ordering::Relaxed);
        Host {
            clock: Arc::new(self.clock.clone()),
            uuid: Arc::new(move || Uuid::from_u128(u128::from(ids.fetch_add(1, Ordering::Relaxed)))),
            ways: Arc::new(self.simulation.clone()),
            secrets: Arc::clone(&self.secrets),
            awake: Arc::clone(&self.awake),
            data_dir: Some(self.folder.path().to_owned()),
            durable: false,
            user: "ann@ops-1".to_owned(),
            program: "switchback scenarios".to_owned(),
            boot: format!("boot-{boot}"),
            pid: 1,
            die,
            progress: Some(Arc::new(move |how| told.lock().unwrap_or_else(PoisonError::into_inner).push(how))),
            looked: None,
        }
    }

    /// The program beside the driver: it reads, and adds notes.
    #[must_use]
    pub fn reader(&self) -> Engine {
        Engine::open(self.host(None), Purpose::Read).expect("the data folder reads")
    }

    /// Another computer that looks at the same pair, with an empty data folder.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self {
            clock: self.clock.clone(),
            simulation: self.simulation.clone(),
            secrets: Arc::clone(&self.secrets),
            pair: self.pair.clone(),
            told: Arc::default(),
            awake: Arc::clone(&self.awake),
            folder: tempfile::tempdir().expect("a data folder"),
            ids: Arc::new(AtomicU64::new(100_000)),
            boots: AtomicU64::new(0),
        }
    }

    /// Sets values of the simulated pair, switches too.
    pub fn set(&self, values: &serde_json::Value) {
        let values = values.as_object().expect("a map");
        self.simulation.with(|model, now_ms| model.set_pair(now_ms, values).expect("set"));
    }

    /// Sets values of one simulated appliance.
    pub fn set_appliance(&self, which: Which, values: &serde_json::Value) {
        let values = values.as_object().expect("a map");
        self.simulation.with(|model, now_ms| model.set_appliance(now_ms, which, values).expect("set"));
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Plans an ordinary maintenance.
    pub fn plan(&self, engine: &Engine) -> Result<MaintenanceNumber, EngineError> {
        self.clock.run(engine.plan(PAIR, intent("Firmware of atl-1"), false))
    }
}

/// A plan with only a title.
#[must_use]
pub fn intent(title: &str) -> Intent {
    Intent {
        title: title.to_owned(),
        kind: Kind::Maintenance,
        ticket: None,
        reason: None,
        risk: None,
        back_out: None,
        requester: None,
        approver: None,
        window: None,
        return_window: None,
        zone: None,
    }
}

/// Dies at the `n`th append (counted from 1) at this moment, once.
#[must_use]
pub fn die_at(n: u64, moment: Moment) -> DieHook {
    let seen = AtomicU64::new(0);
    Arc::new(move |at| at == moment && seen.fetch_add(1, Ordering::Relaxed) + 1 == n)
}

/// Every file below a folder.
#[must_use]
pub fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
