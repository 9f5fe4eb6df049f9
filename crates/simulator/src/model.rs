//! The pair, pure: no input, no output, no clock. Every function takes `now_ms`, the simulation's true time in Unix
//! milliseconds.
//!
//! **Invariant.** What is due happens at its own instant, whatever instants the model is asked at: [`Model::advance`]
//! applies transitions one by one, in order, each at the time it was due. Time does not run backwards: an instant
//! before the latest one seen counts as that one.
//!
//! | module | idea |
//! |---|---|
//! | [`appliance`] | one appliance's state |
//! | [`account`] | sign-in, tokens, lock-out |
//! | [`rate`] | the two rate limits |
//! | [`failover`] | role commands: taken or refused |
//! | [`motion`] | data sync and swap while they run |
//! | [`listen`] | who listens, and what is served, with the sync and the role |
//! | [`schedule`] | what is due next |
//! | [`touch`] | who can see whom, kill and revive |
//! | [`site`] | who answers at the site name, users coming back |
//! | [`health`], [`view`] | what an appliance knows and says |
//! | [`fault`] | answers that go wrong on purpose |
//! | [`change`] | changes of the configuration, and what a data sync carries over |
//! | [`log`] | the log of each appliance |
//! | [`record`] | history, role commands, requests, violations |

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::config::{Config, Network, Product, Role, Switches};
use crate::objects::seeded::{Wanted, configuration};
use crate::seed::Seeded;
use crate::setting::{self, APPLIANCE_SETTINGS, PAIR_SETTINGS, SWITCHES, SettingError, Settings};
use crate::which::{Both, Which};

pub mod account;
pub mod appliance;
pub mod change;
pub mod failover;
pub mod fault;
pub mod health;
pub mod listen;
pub mod log;
pub mod motion;
pub mod rate;
pub mod record;
pub mod schedule;
pub mod site;
pub mod touch;
pub mod view;

pub use appliance::Appliance;

use account::Account;
use failover::Queued;
use fault::Fault;
use motion::Motion;
use rate::Rate;
use record::{Cause, Record};

/// Two appliances and everything between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(crate) now_ms: i64,
    pub(crate) seed: u64,
    pub(crate) site_name: String,
    pub(crate) product: Product,
    pub(crate) network: Network,
    /// Where DNS or NAT point.
    pub(crate) pointer: Which,
    /// Who holds the shared IP.
    pub(crate) ip_holder: Option<Which>,
    /// Where users are or will be logged in.
    pub(crate) serving: Option<Which>,
    /// When users are back at the serving appliance.
    pub(crate) users_back_at_ms: Option<i64>,
    pub(crate) appliances: Both<Appliance>,
    pub(crate) motion: Option<Motion>,
    /// Role commands that wait for the end of the motion.
    pub(crate) queued: VecDeque<Queued>,
    pub(crate) next_automatic_sync_ms: i64,
    pub(crate) account: Account,
    pub(crate) token_texts: Seeded,
    pub(crate) rate: Rate,
    pub(crate) settings: Settings,
    pub(crate) switches: Switches,
    pub(crate) faults: Vec<Fault>,
    pub(crate) record: Record,
}

impl Model {
    /// The pair as configured, with its users logged in.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let now_ms = config.start_ms;
        let interval_ms = config.settings.automatic_sync_interval_ms;
        let age_ms = i64::try_from(config.last_sync_age_ms).unwrap_or(i64::MAX);
        let synced_ms = now_ms.saturating_sub(age_ms);
        let objects = Arc::new(configuration(Wanted {
            product: config.product,
            seed: config.seed,
            start_ms: now_ms,
            client_id: &config.account.client_id,
            more: config.objects,
        }));
        let appliances = Both::each(|which| {
            let settings = config.appliances[which].clone();
            let ok_text = &config.settings.sync_ok_text;
            Appliance::new(settings, config.roles[which], synced_ms, ok_text, Arc::clone(&objects))
        });
        let mut model = Self {
            now_ms,
            seed: config.seed,
            site_name: config.site_name,
            product: config.product,
            network: config.network,
            pointer: Which::A,
            ip_holder: None,
            serving: None,
            users_back_at_ms: None,
            appliances,
            motion: None,
            queued: VecDeque::new(),
            next_automatic_sync_ms: crate::time::later(now_ms, interval_ms),
            account: Account::new(config.account),
            token_texts: Seeded::new(config.seed, "tokens"),
            rate: Rate::default(),
            settings: config.settings,
            switches: config.switches,
            faults: Vec::new(),
            record: Record::default(),
        };
        if model.role(Which::B) == Role::Primary && model.role(Which::A) != Role::Primary {
            model.pointer = Which::B;
        }
        model.begin_logs();
        model.note_roles(Cause::Start);
        model.settle();
        if let Some(which) = model.serving {
            model.users_back_at_ms = None;
            model.log_users_in(which);
        }
        model
    }

    /// The latest instant this model has been asked at.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// The name users connect to.
    #[must_use]
    pub fn site_name(&self) -> &str {
        &self.site_name
    }

    /// The API account's client id and secret, the same on both appliances.
    #[must_use]
    pub fn credential(&self) -> (&str, &str) {
        (&self.account.client_id, &self.account.client_secret)
    }

    /// One appliance as it is.
    #[must_use]
    pub fn appliance(&self, which: Which) -> &Appliance {
        &self.appliances[which]
    }

    /// The role an appliance really has.
    #[must_use]
    pub fn role(&self, which: Which) -> Role {
        self.appliances[which].role
    }

    /// What is set now.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// How the open questions are answered now.
    #[must_use]
    pub fn switches(&self) -> &Switches {
        &self.switches
    }

    /// How traffic for the site name finds an appliance.
    #[must_use]
    pub fn network(&self) -> Network {
        self.network
    }

    /// The product both appliances run.
    #[must_use]
    pub fn product(&self) -> Product {
        self.product
    }

    /// What moves at the moment: a data sync or a swap.
    #[must_use]
    pub fn motion(&self) -> Option<&Motion> {
        self.motion.as_ref()
    }

    /// What was seen and done so far.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Sets values of the pair by name, all or none (the tables are [`PAIR_SETTINGS`] and [`SWITCHES`]).
    ///
    /// # Errors
    /// Names the first value that was not taken.
    pub fn set_pair(&mut self, now_ms: i64, values: &Map<String, Value>) -> Result<(), SettingError> {
        let is_switch = |name: &str| SWITCHES.iter().any(|switch| switch.name == name);
        let (open, settled) = values.clone().into_iter().partition(|(name, _)| is_switch(name));
        self.change(now_ms, |model| {
            let mut switches = model.switches.clone();
            setting::write_all(SWITCHES, &mut switches, &open)?;
            setting::write_all(PAIR_SETTINGS, &mut model.settings, &settled)?;
            model.switches = switches;
            Ok(())
        })
    }

    /// Sets values of one appliance by name, all or none (the table is [`APPLIANCE_SETTINGS`]).
    ///
    /// # Errors
    /// Names the first value that was not taken.
    pub fn set_appliance(
        &mut self,
        now_ms: i64,
        which: Which,
        values: &Map<String, Value>,
    ) -> Result<(), SettingError> {
        self.change(now_ms, |model| {
            setting::write_all(APPLIANCE_SETTINGS, &mut model.appliances[which].settings, values)
        })
    }

    /// Everything due up to `now_ms`, then `body` at that instant, then what follows from it at once.
    pub(crate) fn change<T>(&mut self, now_ms: i64, body: impl FnOnce(&mut Self) -> T) -> T {
        self.advance(now_ms);
        self.note_peers();
        let outcome = body(self);
        self.settle();
        outcome
    }

    /// What follows at once from any change: a lost peer ends a sync, the shared IP and the users find their place.
    pub(crate) fn settle(&mut self) {
        self.settle_touch();
        self.settle_queue();
        self.settle_account();
        self.settle_site();
    }
}
