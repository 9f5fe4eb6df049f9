//! One typed reading of one appliance at one time, or the trouble that stood in its way.

use serde::{Deserialize, Serialize};

use crate::ids::Guid;
use crate::role::{Role, Side};
use crate::time::Utc;

/// The product an appliance runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// Remote Support
    Rs,
    /// Privileged Remote Access
    Pra,
}

/// The interface a reading came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Api {
    /// Command API v1, XML (appliance-api section 2)
    V1,
    /// Command API v2, JSON (appliance-api section 3)
    V2,
    /// The unauthenticated `/check_health` alone: healthy or not, no role (appliance-api section 2.2)
    Plain,
}

/// One row of an appliance's list of the pair's appliances (`GET /appliance`, `get_appliances`): its own and the other's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub guid: Guid,
    pub role: Role,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What an appliance said of itself in one answer. A field it did not tell is absent, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guid: Option<Guid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build: Option<String>,
    /// The appliance's own verdict of its health.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub healthy: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_ips: Option<Vec<String>>,
    /// The last data sync's time, in the appliance's own clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sync: Option<Utc>,
    /// The last data sync's status text as given. Its values are undocumented: it decides nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sync_text: Option<String>,
    /// The appliance's list of the pair, where this answer held one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
    /// The appliance's clock minus this computer's, in milliseconds, where the answer told the appliance's time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_offset_ms: Option<i64>,
}

/// Why an appliance could not be read. Each kind is one the administrator can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TroubleKind {
    /// The address does not resolve.
    UnknownHost,
    /// The port refused the connection.
    Refused,
    /// No route, or the network is down.
    Unreachable,
    /// No answer within the limit.
    TimedOut,
    /// The connection broke off before a whole answer had come.
    BrokenOff,
    /// The certificate is not trusted (wrong CA, expired, self-signed …).
    TlsUntrusted,
    /// The certificate is for another name.
    TlsName,
    /// The public key is not the pinned one. A Stop.
    PinChanged,
    /// TLS failed for another reason.
    Tls,
    /// The answer was larger than the limit.
    TooLarge,
    /// Something answered that is not the appliance's API (HTML, a redirect, another server).
    NotTheApi,
    /// The API answered with something this program cannot read.
    BadAnswer,
    /// The API answered with an error (its text is kept).
    ApiError,
    /// The client id or secret was rejected. Never tried again by itself: accounts lock out.
    SecretRejected,
    /// The token was refused although it was fresh.
    TokenRefused,
    /// The account may not do this.
    PermissionDenied,
    /// Over the rate limit.
    RateLimited,
    /// The API is not there on this appliance (404).
    ApiAbsent,
    /// The server is busy or down for a while (5xx).
    ServerError,
    /// No usable credential: missing, or the keychain is locked, absent or refused access.
    NoCredential,
    /// A proxy stood in the way.
    Proxy,
}

impl TroubleKind {
    /// Did anything accept a connection? A connection that was accepted means that something there is alive
    /// (product section 5: an appliance *answers* when its own address accepts a connection).
    #[must_use]
    pub fn connected(self) -> bool {
        !matches!(
            self,
            Self::UnknownHost | Self::Refused | Self::Unreachable | Self::TimedOut | Self::NoCredential | Self::Proxy
        )
    }
}

/// A reading that did not come, with its cause in words. The words never hold a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub kind: TroubleKind,
    pub detail: String,
}

/// One look at one appliance, at its own address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    pub side: Side,
    /// When the answer (or the trouble) was complete, by this computer's clock.
    pub at: Utc,
    pub api: Api,
    #[serde(flatten)]
    pub outcome: Outcome,
    /// SHA-256 (hex) of the evidence as stored: the redacted bytes of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// What came of one look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Answered(Box<Reading>),
    Trouble(Trouble),
}

impl Observation {
    #[must_use]
    pub fn reading(&self) -> Option<&Reading> {
        match &self.outcome {
            Outcome::Answered(reading) => Some(reading),
            Outcome::Trouble(_) => None,
        }
    }

    #[must_use]
    pub fn trouble(&self) -> Option<&Trouble> {
        match &self.outcome {
            Outcome::Answered(_) => None,
            Outcome::Trouble(trouble) => Some(trouble),
        }
    }

    /// The role the appliance said of itself.
    #[must_use]
    pub fn role(&self) -> Option<&Role> {
        self.reading().and_then(|reading| reading.role.as_ref())
    }
}

/// Who answered at the site name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteObservation {
    pub at: Utc,
    /// The GUID in the answer, or why none came.
    #[serde(flatten)]
    pub answer: SiteAnswer,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteAnswer {
    Guid(Guid),
    Trouble(Trouble),
}

/// Both appliances and the site name, looked at together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    pub home: Observation,
    pub stand_in: Observation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteObservation>,
}

impl Round {
    #[must_use]
    pub fn of(&self, side: Side) -> &Observation {
        match side {
            Side::Home => &self.home,
            Side::StandIn => &self.stand_in,
        }
    }

    /// The GUID that answered at the site name in this round.
    #[must_use]
    pub fn site_guid(&self) -> Option<&Guid> {
        match self.site.as_ref().map(|site| &site.answer) {
            Some(SiteAnswer::Guid(guid)) => Some(guid),
            _ => None,
        }
    }
}
