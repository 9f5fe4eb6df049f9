//! Settings of one appliance: what it is and what it says of itself.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::{Kind, Setting, line};

/// Values of one appliance that may be set while it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplianceSettings {
    /// The appliance id: 32 hexadecimal digits on a real appliance.
    pub guid: String,
    /// Its own short name, not the site name.
    pub hostname: String,
    pub version: String,
    pub build: String,
    /// What it says of its role instead of the truth.
    pub role_text: Option<String>,
    /// Its own clock against true time.
    pub clock_offset_ms: i64,
    /// Its zone against UTC.
    pub timezone_offset_s: i32,
    pub healthy: bool,
    /// What its health check says when it is not healthy.
    pub error_text: String,
    /// Where DNS leads for it.
    pub address: Ipv4Addr,
    /// Enabled while it is primary of a pair that shares an IP.
    pub shared_ips: Vec<String>,
}

impl ApplianceSettings {
    /// A healthy appliance of this name.
    #[must_use]
    pub fn named(hostname: &str, guid: String, address: Ipv4Addr) -> Self {
        Self {
            guid,
            hostname: hostname.to_owned(),
            version: "25.2.1".to_owned(),
            build: "74512".to_owned(),
            role_text: None,
            clock_offset_ms: 0,
            timezone_offset_s: 0,
            healthy: true,
            error_text: "A disk is nearly full.".to_owned(),
            address,
            shared_ips: vec!["192.0.2.10".to_owned()],
        }
    }
}

/// The table of [`ApplianceSettings`].
pub const APPLIANCE_SETTINGS: &[Setting<ApplianceSettings>] = &[
    line!(guid, Kind::Text, "the appliance id: a replaced appliance has another"),
    line!(hostname, Kind::Text, "its own short name"),
    line!(version, Kind::Text, "product version"),
    line!(build, Kind::Text, "product build"),
    line!(role_text, Kind::OptionalText, "what it says of its role instead of the truth"),
    line!(clock_offset_ms, Kind::Ms, "its clock against true time; may be negative"),
    line!(timezone_offset_s, Kind::S, "its zone against UTC; may be negative"),
    line!(healthy, Kind::Flag, "the result of its own health check"),
    line!(error_text, Kind::Text, "what the health check says when it is not healthy"),
    line!(address, Kind::Ipv4, "where the site's A record leads for it, with DNS"),
    line!(shared_ips, Kind::Texts, "enabled while it is primary of a pair with a shared IP"),
];
