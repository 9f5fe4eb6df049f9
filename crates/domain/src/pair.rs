//! A pair as the administrator described it: what to reach, how to trust it, what is expected of it.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{ApplianceId, Guid, PairId};
use crate::observation::Product;
use crate::role::{Both, Side};
use crate::time::Utc;

/// The port an appliance answers on unless told otherwise (appliance-api section 0).
pub const DEFAULT_PORT: u16 = 443;

/// A host name or IP address with a port. IPv6 is written `[2001:db8::1]:443`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Endpoint {
    pub host: String,
    pub port: u16,
}

/// A text that is not a host with an optional port.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotAnEndpoint {
    #[error("the address is empty")]
    Empty,
    #[error("'{0}' holds a blank or a character that no host name has")]
    Characters(String),
    #[error("'{0}' is a URL; an address is only HOST or HOST:PORT")]
    Url(String),
    #[error("'{0}' has no port between 1 and 65535 after the colon")]
    Port(String),
    #[error("'{0}' looks like an IPv6 address with a port; write [ADDRESS]:PORT")]
    Brackets(String),
    #[error("'{0}' is longer than the 253 characters a host name may have")]
    TooLong(String),
}

impl FromStr for Endpoint {
    type Err = NotAnEndpoint;

    fn from_str(text: &str) -> Result<Self, NotAnEndpoint> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotAnEndpoint::Empty);
        }
        if text.contains("://") || text.contains('/') {
            return Err(NotAnEndpoint::Url(text.to_owned()));
        }
        let port = |digits: &str| {
            digits.parse::<u16>().ok().filter(|port| *port > 0).ok_or_else(|| NotAnEndpoint::Port(text.to_owned()))
        };
        let (host, port) = if let Some(rest) = text.strip_prefix('[') {
            let (host, rest) = rest.split_once(']').ok_or_else(|| NotAnEndpoint::Brackets(text.to_owned()))?;
            host.parse::<std::net::Ipv6Addr>().map_err(|_| NotAnEndpoint::Brackets(text.to_owned()))?;
            match rest.strip_prefix(':') {
                Some(digits) => (host, port(digits)?),
                None if rest.is_empty() => (host, DEFAULT_PORT),
                None => return Err(NotAnEndpoint::Brackets(text.to_owned())),
            }
        } else if text.parse::<std::net::Ipv6Addr>().is_ok() {
            (text, DEFAULT_PORT)
        } else {
            match text.matches(':').count() {
                0 => (text, DEFAULT_PORT),
                1 => text.split_once(':').map_or(Ok((text, DEFAULT_PORT)), |(host, p)| port(p).map(|p| (host, p)))?,
                _ => return Err(NotAnEndpoint::Brackets(text.to_owned())),
            }
        };
        if host.is_empty() {
            return Err(NotAnEndpoint::Empty);
        }
        if host.len() > 253 {
            return Err(NotAnEndpoint::TooLong(host.to_owned()));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':') || !c.is_ascii();
        if !host.chars().all(|c| allowed(c) && !c.is_whitespace() && !c.is_control()) {
            return Err(NotAnEndpoint::Characters(host.to_owned()));
        }
        Ok(Self { host: host.to_ascii_lowercase(), port })
    }
}

impl Endpoint {
    /// The host as an IP address, where it is one.
    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }
}

impl TryFrom<String> for Endpoint {
    type Error = NotAnEndpoint;

    fn try_from(text: String) -> Result<Self, NotAnEndpoint> {
        text.parse()
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.to_string()
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// How an appliance's certificate is trusted. There is no "accept anything".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// The operating system's root certificates.
    System,
    /// Root certificates from a file (PEM), read at each start.
    CaFile(String),
    /// SHA-256 of the certificate's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.
    Pin(String),
}

/// How traffic moves to the other appliance (failover-and-syslog section 1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    SharedIp,
    Dns,
    Nat,
}

/// How the pair's appliances are reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proxy {
    Direct,
    /// What the operating system's environment names.
    System,
    /// An HTTP proxy's URL, `http://HOST:PORT`.
    Url(String),
}

/// How careful the words on screen are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    Production,
    Test,
}

/// One appliance of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairAppliance {
    pub id: ApplianceId,
    /// The short name the administrator chose, unique within the pair.
    pub label: String,
    /// Where to connect. Never the site name.
    pub address: Endpoint,
    /// The name used for TLS verification and the Host header; absent: the site name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    pub trust: Trust,
    /// The GUID remembered for this appliance: the first one it told, or one a person accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guid: Option<Guid>,
    /// Where traffic is to point when this appliance is primary (DNS or NAT swing).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swing_address: Option<IpAddr>,
    /// The OAuth client id of this appliance's own API account; absent: the pair's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

/// What no API tells, as a person stated it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatic_failover: Option<Statement<bool>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_operations: Option<Statement<bool>>,
    /// Seconds between two automatic data syncs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sync_interval_s: Option<Statement<u64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_ips: Option<Statement<Vec<IpAddr>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert_mail: Option<Statement<bool>>,
}

/// One stated value with who stated it and when. Asked again after [`Statement::GOOD_FOR_DAYS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement<T> {
    pub value: T,
    pub by: String,
    pub at: Utc,
}

impl<T> Statement<T> {
    pub const GOOD_FOR_DAYS: i64 = 180;

    #[must_use]
    pub fn is_old(&self, now: Utc) -> bool {
        now.since_ms(self.at) > Self::GOOD_FOR_DAYS * 24 * 3_600_000
    }
}

/// Two appliances that host one site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    pub id: PairId,
    pub name: String,
    /// What users connect to.
    pub site_name: Endpoint,
    /// Where the site name is reached when it must not be looked up in DNS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_address: Option<Endpoint>,
    pub network: Network,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_ips: Vec<IpAddr>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolvers: Vec<Endpoint>,
    pub proxy: Proxy,
    pub guard: Guard,
    /// The product, found by asking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
    /// The OAuth client id of the API account both appliances share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// This pair's own settings, by key, as the canonical text of their value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, String>,
    #[serde(default)]
    pub stated: Stated,
    /// The home primary and the stand-in.
    pub appliances: Both<PairAppliance>,
}

impl Pair {
    #[must_use]
    pub fn appliance(&self, side: Side) -> &PairAppliance {
        self.appliances.of(side)
    }

    /// The name that TLS is verified against and that the Host header carries for this appliance.
    #[must_use]
    pub fn server_name(&self, side: Side) -> &str {
        self.appliance(side).server_name.as_deref().unwrap_or(&self.site_name.host)
    }

    /// The side with this label.
    #[must_use]
    pub fn side_of_label(&self, label: &str) -> Option<Side> {
        Side::BOTH.into_iter().find(|side| self.appliance(*side).label == label)
    }

    /// The side of this appliance, where it is one of the pair's.
    #[must_use]
    pub fn side_of_appliance(&self, id: ApplianceId) -> Option<Side> {
        Side::BOTH.into_iter().find(|side| self.appliance(*side).id == id)
    }

    /// The side that is remembered by this GUID.
    #[must_use]
    pub fn side_of_guid(&self, guid: &Guid) -> Option<Side> {
        Side::BOTH.into_iter().find(|side| self.appliance(*side).guid.as_ref() == Some(guid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_with_an_optional_port() {
        let read = |text: &str| text.parse::<Endpoint>().map(|e| e.to_string());
        assert_eq!(read("atl-1.example.com").as_deref(), Ok("atl-1.example.com:443"));
        assert_eq!(read(" 192.0.2.7:8443 ").as_deref(), Ok("192.0.2.7:8443"));
        assert_eq!(read("2001:db8::1").as_deref(), Ok("[2001:db8::1]:443"));
        assert_eq!(read("[2001:db8::1]:8443").as_deref(), Ok("[2001:db8::1]:8443"));
        assert_eq!(read(""), Err(NotAnEndpoint::Empty));
        assert!(matches!(read("https://atl-1"), Err(NotAnEndpoint::Url(_))));
        assert!(matches!(read("atl-1:0"), Err(NotAnEndpoint::Port(_))));
        assert!(matches!(read("atl-1:99999"), Err(NotAnEndpoint::Port(_))));
        assert!(matches!(read("a b"), Err(NotAnEndpoint::Characters(_))));
        assert!(matches!(read("fe80::1:zz:443x"), Err(NotAnEndpoint::Brackets(_))));
    }
}
