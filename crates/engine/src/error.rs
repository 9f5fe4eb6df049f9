//! Everything that can go wrong, with a stable code each. Window and command line branch on the code, never on text.

use domain::ids::{Guid, MaintenanceNumber};
use domain::journal::FormatError;
use domain::maintenance::{IllegalEvent, Refusal};
use domain::observation::{Trouble, TroubleKind};
use store::StoreError;

/// How a failed act ends for a program that called it (cli contract, exit codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Failed,
    BadInput,
    Refused,
    Unknown,
}

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the journal of {number} cannot be read")]
    Journal {
        number: MaintenanceNumber,
        #[source]
        source: FormatError,
    },
    #[error("the journal of {number} does not follow the rules")]
    Illegal {
        number: MaintenanceNumber,
        #[source]
        source: IllegalEvent,
    },
    #[error("an event could not be written")]
    Write {
        #[source]
        source: FormatError,
    },
    #[error("the ledger cannot be read")]
    Ledger {
        #[source]
        source: ledger::chain::ChainError,
    },
    #[error("{entry}: {what}")]
    NotAnAnswer { entry: String, what: String, hint: String },
    #[error("there is no change {entry} in {number}")]
    NoSuchChange { number: MaintenanceNumber, entry: String },
    #[error("{subject}: {}", trouble.detail)]
    Trouble { subject: String, trouble: Trouble },
    #[error("there is no pair '{name}'")]
    NoSuchPair { name: String },
    #[error("pair '{pair}' has no appliance '{label}'")]
    NoSuchAppliance { pair: String, label: String },
    #[error("there is no maintenance {id}")]
    NoSuchMaintenance { id: String },
    #[error("{what}")]
    BadInput { what: String, hint: String },
    #[error("both addresses lead to the same appliance (GUID {guid})")]
    SameAppliance { guid: Guid },
    #[error("{label} answers with GUID {answered}; this pair remembers {expected}")]
    OtherAppliance { label: String, expected: Guid, answered: Guid },
    #[error("the GUID of {label} is not known yet")]
    GuidUnknown { label: String },
    #[error("{pair} is not failed over: {seen}")]
    NotFailedOver { pair: String, seen: String },
    #[error("{what}")]
    Keychain { code: &'static str, what: String, hint: &'static str },
    #[error("the guarded way '{way}' is not in this version")]
    GuardedWay { way: String },
    #[error("'{file}' cannot be used: {what}")]
    File { file: String, what: String },
    #[error("the journal went on by another hand again and again")]
    Contended,
    #[error("the program died here, as the test asked")]
    Died,
}

impl EngineError {
    /// The stable code; each has a page in docs/errors.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => store_code(error),
            Self::Refused(refusal) => refusal.code,
            Self::Journal { source, .. } => match source {
                FormatError::NewerVersion { .. } | FormatError::UnknownKind { .. } => "journal-newer",
                _ => "journal-broken",
            },
            Self::Illegal { .. } => "journal-broken",
            Self::Write { .. } => "journal-write",
            Self::Ledger { source } => match source {
                ledger::chain::ChainError::NewerVersion { .. } | ledger::chain::ChainError::UnknownKind { .. } => {
                    "ledger-newer"
                }
                _ => "ledger-broken",
            },
            Self::NotAnAnswer { .. } => "not-an-answer",
            Self::NoSuchChange { .. } => "no-such-change",
            Self::Trouble { trouble, .. } => trouble_code(trouble.kind),
            Self::NoSuchPair { .. } => "no-such-pair",
            Self::NoSuchAppliance { .. } => "no-such-appliance",
            Self::NoSuchMaintenance { .. } => "no-such-maintenance",
            Self::BadInput { .. } => "bad-input",
            Self::SameAppliance { .. } => "same-appliance",
            Self::OtherAppliance { .. } => "other-appliance",
            Self::GuidUnknown { .. } => "guid-unknown",
            Self::NotFailedOver { .. } => "not-failed-over",
            Self::Keychain { code, .. } => code,
            Self::GuardedWay { .. } => "guarded-way",
            Self::File { .. } => "file",
            Self::Contended => "contended",
            Self::Died => "died",
        }
    }

    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Self::Refused(refusal) if refusal.code == "traffic-not-moved" => Class::Unknown,
            Self::Refused(refusal) if refusal.code == "bad-input" => Class::BadInput,
            Self::NotAnAnswer { .. } => Class::Refused,
            Self::Refused(_) | Self::GuardedWay { .. } | Self::NotFailedOver { .. } => Class::Refused,
            Self::BadInput { .. }
            | Self::NoSuchPair { .. }
            | Self::NoSuchAppliance { .. }
            | Self::NoSuchMaintenance { .. }
            | Self::NoSuchChange { .. }
            | Self::File { .. }
            | Self::SameAppliance { .. } => Class::BadInput,
            Self::Store(StoreError::NameTaken { .. }) => Class::BadInput,
            Self::Store(
                StoreError::HeldBy(_)
                | StoreError::HeldByUnknown
                | StoreError::NeedsDriver { .. }
                | StoreError::OpenMaintenance { .. },
            ) => Class::Refused,
            Self::OtherAppliance { .. } => Class::Refused,
            _ => Class::Failed,
        }
    }

    /// What to do.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Store(StoreError::Io { .. }) => {
                "Check that the disk has room, is well and is not mounted read-only, and that this user may write the data folder."
                    .to_owned()
            }
            Self::Store(error) => error.hint().unwrap_or("See the page of this error.").to_owned(),
            Self::Refused(refusal) => refusal.hint.clone(),
            Self::NotAnAnswer { hint, .. } => hint.clone(),
            Self::NoSuchChange { .. } => "The ledger shows the numbers, such as C-0001.".to_owned(),
            Self::Journal { .. } | Self::Illegal { .. } | Self::Ledger { .. } => {
                "The record is kept as it is. Use the program that wrote it, or ask for help with a copy.".to_owned()
            }
            Self::Trouble { trouble, .. } => trouble_hint(trouble.kind).to_owned(),
            Self::NoSuchPair { .. } => "The list of pairs shows their names.".to_owned(),
            Self::NoSuchAppliance { .. } => "The pair shows the labels of its appliances.".to_owned(),
            Self::NoSuchMaintenance { .. } => "The register shows the numbers, such as M-0001.".to_owned(),
            Self::BadInput { hint, .. } => hint.clone(),
            Self::SameAppliance { .. } => "Give each appliance its own address, never the site name or a shared IP.".to_owned(),
            Self::OtherAppliance { .. } => {
                "Another appliance answers at this address. If the appliance was replaced, compare the GUID and accept it for the pair."
                    .to_owned()
            }
            Self::GuidUnknown { .. } => {
                "Test the pair while the appliance answers, or read the GUID in /appliance and accept it for the pair."
                    .to_owned()
            }
            Self::NotFailedOver { .. } => "Only a pair found failed over is taken up; plan an ordinary maintenance.".to_owned(),
            Self::Keychain { hint, .. } => (*hint).to_owned(),
            Self::GuardedWay { way } => format!("{} {IN_AN_OPEN_ONE}", by_hand(way)),
            Self::File { .. } => "Check the path, its permissions, and that it is the file that was meant.".to_owned(),
            Self::Write { .. } | Self::Contended | Self::Died => "Run the command again.".to_owned(),
        }
    }
}

/// The code of a trouble with an appliance.
#[must_use]
pub fn trouble_code(kind: TroubleKind) -> &'static str {
    match kind {
        TroubleKind::UnknownHost => "unknown-host",
        TroubleKind::Refused => "connection-refused",
        TroubleKind::Unreachable => "unreachable",
        TroubleKind::TimedOut => "timed-out",
        TroubleKind::BrokenOff => "broken-off",
        TroubleKind::TlsUntrusted => "tls-untrusted",
        TroubleKind::TlsName => "tls-name",
        TroubleKind::PinChanged => "pin-changed",
        TroubleKind::Tls => "tls-failed",
        TroubleKind::TooLarge => "answer-too-large",
        TroubleKind::NotTheApi => "not-the-api",
        TroubleKind::BadAnswer => "bad-answer",
        TroubleKind::ApiError => "api-error",
        TroubleKind::SecretRejected => "secret-rejected",
        TroubleKind::TokenRefused => "token-refused",
        TroubleKind::PermissionDenied => "permission-denied",
        TroubleKind::RateLimited => "rate-limited",
        TroubleKind::ApiAbsent => "api-absent",
        TroubleKind::ServerError => "server-error",
        TroubleKind::NoCredential => "no-credential",
        TroubleKind::Proxy => "proxy",
    }
}

/// What to do about a trouble with an appliance.
#[must_use]
pub fn trouble_hint(kind: TroubleKind) -> &'static str {
    match kind {
        TroubleKind::UnknownHost => "Check the spelling and this computer's DNS, or use the IP address.",
        TroubleKind::Refused => "Check address and port, and that the appliance is up.",
        TroubleKind::Unreachable => "Check the network and firewalls between this computer and the appliance.",
        TroubleKind::TimedOut => {
            "Check the network and whether the appliance is busy; it is asked again by itself while watched."
        }
        TroubleKind::BrokenOff => {
            "The answer broke off. Look again; if it stays so, look for a proxy or firewall in between."
        }
        TroubleKind::TlsUntrusted => {
            "Name the CA's file as the trust of the appliance, or pin the key after comparing its fingerprint."
        }
        TroubleKind::TlsName => {
            "The certificate is for another name: set the server name of the appliance to the one it carries."
        }
        TroubleKind::PinChanged => {
            "Stop. Find out whether the certificate was replaced, the address leads elsewhere, or somebody is in between; a replaced key is accepted for the pair after comparing it."
        }
        TroubleKind::Tls => "Check that the port speaks TLS 1.2 or newer.",
        TroubleKind::TooLarge => "Something that is not an appliance answers with too much. Check the address.",
        TroubleKind::NotTheApi => "Something else than the appliance's API answers. Check address, port and proxies.",
        TroubleKind::BadAnswer => "The answer could not be read. Check the appliance's version and look again.",
        TroubleKind::ApiError => "Read the appliance's text; look at /login > Management > API Configuration.",
        TroubleKind::SecretRejected => {
            "Check client id and secret, and give them to the pair anew. It is not tried again by itself: accounts lock out."
        }
        TroubleKind::TokenRefused => {
            "Check that the API account is enabled and may be used from this computer's address."
        }
        TroubleKind::PermissionDenied => "Give the API account the right in /login > Management > API Configuration.",
        TroubleKind::RateLimited => "Wait: 20 requests a second and 15,000 an hour are allowed per account.",
        TroubleKind::ApiAbsent => "Enable the XML API in /login > Management > API Configuration.",
        TroubleKind::ServerError => "The appliance is busy or not well. Look again in a moment.",
        TroubleKind::NoCredential => {
            "Give the pair its client id and secret: into the keychain, or for this run alone."
        }
        TroubleKind::Proxy => "Check the pair's proxy.",
    }
}

fn store_code(error: &StoreError) -> &'static str {
    match error {
        StoreError::NetworkFolder { .. } => "network-folder",
        StoreError::HeldBy(_) | StoreError::HeldByUnknown => "held",
        StoreError::NeedsDriver { .. } => "needs-driver",
        StoreError::NewerProgram { .. } => "database-newer",
        StoreError::NotMigrated { .. } => "database-older",
        StoreError::Absent { .. } => "database-absent",
        StoreError::NotADatabase { .. } => "not-a-database",
        StoreError::Damaged { .. } | StoreError::Unreadable { .. } => "database-damaged",
        StoreError::DiskFull { .. } => "disk-full",
        StoreError::Busy { .. } => "database-busy",
        StoreError::ReadOnly { .. } => "database-read-only",
        StoreError::NameTaken { .. } => "name-taken",
        StoreError::UnknownPair { .. } => "no-such-pair",
        StoreError::OpenMaintenance { .. } => "maintenance-open",
        StoreError::BrokenFacts { .. } => "ledger-broken",
        StoreError::UnknownMaintenance { .. } => "no-such-maintenance",
        StoreError::EvidenceMismatch { .. } | StoreError::EvidenceTampered { .. } | StoreError::EvidenceLost { .. } => {
            "evidence-damaged"
        }
        _ => "data-folder",
    }
}

/// What becomes of roles that were changed by hand.
const IN_AN_OPEN_ONE: &str =
    "In an open maintenance observe again: it is seen, and it can be adopted where it is the outcome of the next leg.";

/// A guarded way as a person goes it in /login, and what is lost on it (product, section 5).
fn by_hand(way: &str) -> &'static str {
    match way {
        "without-sync" => {
            "By hand: /login > Management > Failover of the primary, leave the data-sync box empty, Become Backup. What is newer than the last sync is lost."
        }
        "finish" => {
            "By hand: compare the last sync of both, then /login > Management > Failover of the one whose data is to live, Become Primary. What only the other one holds is lost."
        }
        "emergency" => {
            "By hand: make sure that the primary is off or cut off, then /login > Management > Failover of the backup, Become Primary. What is newer than the last sync is lost."
        }
        "demote" => {
            "By hand: do not sync and save both, then /login > Management > Failover of the one whose changes are given up, Become Backup. Its changes are lost."
        }
        _ => "Change the roles by hand in /login > Management > Failover.",
    }
}
