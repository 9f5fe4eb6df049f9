//! The engine over one data folder: opened as the driver or as a reader.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use domain::ids::PairId;
use domain::maintenance::recover;
use domain::pair::Pair;
use domain::settings::{BadSetting, Settings};
use store::{Access, DriverLock, Durability, Folder, Holder, IndexState, Store, StoreError};

use crate::connect::{Connected, Limiters};
use crate::error::EngineError;
use crate::host::Host;
use crate::rest::Rest;

/// What a process opens a data folder for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To act: one process at a time.
    Drive,
    /// To read, and to add notes, decisions and acknowledgements.
    Read,
}

pub struct Engine {
    pub(crate) host: Host,
    pub(crate) store: Arc<Store>,
    pub(crate) connections: Mutex<HashMap<PairId, Connected>>,
    pub(crate) limiters: Mutex<Limiters>,
    pub(crate) rest: Mutex<Rest>,
    pub(crate) books: Mutex<crate::ledger::Books>,
    pub(crate) quiets: Mutex<crate::quiet::Quiets>,
}

impl Engine {
    /// Opens the data folder. The driver settles first what a former run left open: an intent without an answer
    /// becomes an unknown outcome, and nothing is armed (R8).
    pub fn open(host: Host, purpose: Purpose) -> Result<Self, EngineError> {
        let folder = Folder::open(&data_dir(&host)?)?;
        let durability = if host.durable { Durability::Full } else { Durability::NoFsync };
        let store = match purpose {
            Purpose::Drive => Store::open(&folder, Access::Driver(take(&host, &folder)?), durability)?,
            Purpose::Read => match Store::open(&folder, Access::Reader, durability) {
                // A new folder, or one an older program made: it is set up once, where nobody drives.
                Err(StoreError::Absent { .. } | StoreError::NotMigrated { .. }) => {
                    drop(Store::open(&folder, Access::Driver(take(&host, &folder)?), durability)?);
                    Store::open(&folder, Access::Reader, durability)?
                }
                outcome => outcome?,
            },
        };
        let engine = Self {
            host,
            store: Arc::new(store),
            connections: Mutex::default(),
            limiters: Mutex::default(),
            rest: Mutex::default(),
            books: Mutex::default(),
            quiets: Mutex::default(),
        };
        if purpose == Purpose::Drive {
            engine.recover()?;
        }
        Ok(engine)
    }

    #[must_use]
    pub fn is_driver(&self) -> bool {
        self.store.is_driver()
    }

    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    #[must_use]
    pub fn data_dir(&self) -> &std::path::Path {
        self.store.folder().path()
    }

    fn recover(&self) -> Result<(), EngineError> {
        for row in self.store.maintenances()? {
            if row.state != IndexState::Open {
                continue;
            }
            let (mut record, _) = crate::record::Record::load(&self.store, &row)?;
            // A copy that was handed on goes on elsewhere: a word of this one would part the two.
            if record.maintenance.handed_on {
                continue;
            }
            let recovery = recover(&record.maintenance);
            record.append(self, recovery.events)?;
        }
        Ok(())
    }

    /// The settings of a pair: defaults, the program's, the pair's own.
    pub fn settings(&self, pair: &Pair) -> Result<Settings, EngineError> {
        let mut settings = self.program_settings()?;
        for (key, value) in &pair.settings {
            settings.set(key, value).map_err(|error| bad_setting(&error))?;
        }
        Ok(settings)
    }

    /// The settings of the program: defaults and what was set.
    pub fn program_settings(&self) -> Result<Settings, EngineError> {
        let mut settings = Settings::default();
        for (key, value) in self.store.settings()? {
            // A key of a newer program is left alone.
            match settings.set(&key, &value) {
                Ok(_) | Err(BadSetting::UnknownKey(_)) => {}
                Err(error) => return Err(bad_setting(&error)),
            }
        }
        Ok(settings)
    }

    /// Sets one setting and returns its canonical text.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<String, EngineError> {
        let canonical = Settings::default().set(key, value).map_err(|error| bad_setting(&error))?;
        self.store.put_setting(key, &canonical)?;
        Ok(canonical)
    }

    pub(crate) fn pair_named(&self, name: &str) -> Result<Pair, EngineError> {
        self.store.pair_named(name)?.ok_or_else(|| EngineError::NoSuchPair { name: name.to_owned() })
    }
}

pub(crate) fn bad_setting(error: &BadSetting) -> EngineError {
    let source = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    EngineError::BadInput {
        what: format!("{error}{source}"),
        hint: format!("The settings are: {}.", Settings::KEYS.join(", ")),
    }
}

fn data_dir(host: &Host) -> Result<PathBuf, EngineError> {
    host.data_dir.clone().or_else(Folder::default_path).ok_or_else(|| EngineError::BadInput {
        what: "this user has no home folder to keep data in".to_owned(),
        hint: "Name a data folder with --data-dir or SWITCHBACK_DATA_DIR.".to_owned(),
    })
}

fn take(host: &Host, folder: &Folder) -> Result<DriverLock, EngineError> {
    let holder = Holder {
        program: host.program.clone(),
        who: host.user.clone(),
        pid: host.pid,
        started_at: host.clock.now_utc(),
    };
    Ok(DriverLock::take(folder, holder)?)
}
