//! What the checks judge: plain values, gathered by the engine.

use crate::ids::{Guid, MaintenanceNumber};
use crate::observation::{Observation, Product, Round, SiteObservation, Trouble};
use crate::pair::{Network, Stated};
use crate::plan::{LegName, Window};
use crate::role::{Both, Side};
use crate::time::Utc;

/// What an API account may do with the Command API (`perm_command`, appliance-api section 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    Full,
    ReadOnly,
    Deny,
    /// The appliance does not tell, or tells a word this program does not know.
    Untold(String),
}

/// What an API account may read for the ledger (`perm_reporting_syslog`, `perm_configuration`, appliance-api section 1).
/// None: the appliance does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    pub log: Option<bool>,
    pub configuration: Option<bool>,
}

/// The certificate an appliance presented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateSeen {
    pub not_after: Utc,
    /// SHA-256 of the public key, hex.
    pub spki_sha256: String,
}

/// One appliance as the checks found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplianceCheck {
    pub label: String,
    /// The GUID this pair remembers for it.
    pub expected_guid: Guid,
    pub look: Observation,
    /// The certificate, or why the TLS connection could not be made.
    pub certificate: Result<CertificateSeen, Trouble>,
    /// A pinned key replaces chain, name and expiry.
    pub pinned: bool,
    /// Signing in, and what the account may do there.
    pub access: Result<Access, Trouble>,
    pub reads: Reads,
    pub product: Option<Product>,
}

/// Users signed in now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsersNow {
    pub count: u32,
    pub names: Vec<String>,
    pub longest_since: Option<Utc>,
}

/// Where the ledger stands when the way back is judged (R4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerState {
    /// Neither syslog nor snapshot covered the work, and nobody has stated that the notes are complete.
    NotWatched { notes: usize },
    /// A person stated by name that the notes are complete.
    StatedComplete { by: String },
    /// The ledger covered the work.
    Watched { undecided: u32 },
}

/// What the plan says, where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFacts {
    /// The person who approved, and whether that is somebody else than the one who asked.
    pub approver: Option<String>,
    pub self_approved: bool,
    pub window: Option<Window>,
    pub ledger: LedgerState,
    /// Changes nobody has decided, blind spots not counted; none: the ledger was not judged yet.
    pub undecided: Option<u32>,
    /// Which appliances have told their version while they were backup, in this maintenance.
    pub told_as_backup: Both<bool>,
}

/// Everything one run of the checks looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckInput {
    pub leg: LegName,
    pub now: Utc,
    pub pair_name: String,
    pub site_name: String,
    pub network: Network,
    pub appliances: Both<ApplianceCheck>,
    pub site: Option<SiteObservation>,
    /// Users on the appliance that is to step down.
    pub users: Result<UsersNow, Trouble>,
    /// Another open maintenance of this pair here.
    pub other_open: Option<MaintenanceNumber>,
    pub stated: Stated,
    /// Status texts this pair has shown that mean "no sync is running": none are documented.
    pub plan: Option<PlanFacts>,
    /// How long the result stays good, milliseconds.
    pub lifetime_ms: u64,
}

impl CheckInput {
    /// The looks of this run as one round.
    #[must_use]
    pub fn round(&self) -> Round {
        Round {
            home: self.appliances.home.look.clone(),
            stand_in: self.appliances.stand_in.look.clone(),
            site: self.site.clone(),
        }
    }

    #[must_use]
    pub fn expected_guids(&self) -> Both<Guid> {
        self.appliances.map(|_, appliance| appliance.expected_guid.clone())
    }

    /// The appliance the role command goes to: the current primary.
    #[must_use]
    pub fn commanded(&self) -> Side {
        self.leg.new_primary().other()
    }
}
