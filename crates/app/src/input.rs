//! Reading what a person typed. Every wrong field is named, all at once.

use std::net::IpAddr;

use domain::change::{Disposition, Group};
use domain::pair::{Endpoint, Guard, Network, Proxy, Trust};
use domain::settings::Span;
use domain::time::Utc;
use ledger::catalogue::Class;
use ledger::entry::WitnessKind;

use crate::error::{WireError, WrongField};
use crate::words;

/// Collects what is wrong, field by field.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    wrong: Vec<WrongField>,
}

impl Fields {
    /// The value, or none with the field noted as wrong.
    pub(crate) fn take<T, E: std::fmt::Display>(&mut self, field: &str, read: Result<T, E>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(field, error);
                None
            }
        }
    }

    pub(crate) fn wrong(&mut self, field: &str, what: impl std::fmt::Display) {
        self.wrong.push(WrongField { field: field.to_owned(), index: None, message: what.to_string() });
    }

    /// The same for one of several values of a field, counted from 0.
    pub(crate) fn take_at<T, E: std::fmt::Display>(
        &mut self,
        (field, index): (&str, usize),
        read: Result<T, E>,
    ) -> Option<T> {
        let before = self.wrong.len();
        let value = self.take(field, read);
        self.wrong[before..].iter_mut().for_each(|wrong| wrong.index = Some(index));
        value
    }

    /// Nothing is wrong, or an error that names every wrong field.
    pub(crate) fn end(self) -> Result<(), WireError> {
        const HINT: &str = "Mend what is named and run it again; nothing was written.";
        let told: Vec<_> = self.wrong.iter().map(|wrong| format!("{}: {}", wrong.field, wrong.message)).collect();
        let mut error = match told.as_slice() {
            [] => return Ok(()),
            [only] => WireError::bad_input(only.clone(), HINT),
            several => WireError::bad_input(format!("{} fields cannot be used", several.len()), HINT),
        };
        if told.len() > 1 {
            error.causes = told;
        }
        error.fields = self.wrong.into();
        Err(error)
    }
}

/// `HOST[:PORT]`
pub(crate) fn endpoint(text: &str) -> Result<Endpoint, String> {
    text.parse().map_err(|error: domain::pair::NotAnEndpoint| error.to_string())
}

/// `IP[:PORT]` of a name server; the port is 53 unless told.
pub(crate) fn resolver(text: &str) -> Result<Endpoint, String> {
    let text = text.trim();
    if let Ok(ip) = text.parse::<IpAddr>() {
        return Ok(Endpoint { host: ip.to_string(), port: 53 });
    }
    match text.parse::<std::net::SocketAddr>() {
        Ok(at) if at.port() > 0 => Ok(Endpoint { host: at.ip().to_string(), port: at.port() }),
        _ => Err(format!("'{text}' is not IP or IP:PORT")),
    }
}

pub(crate) fn ip(text: &str) -> Result<IpAddr, String> {
    text.trim().parse().map_err(|_| format!("'{text}' is not an IP address"))
}

/// A name for TLS: a host without a port.
pub(crate) fn server_name(text: &str) -> Result<String, String> {
    let read = endpoint(text)?;
    if read.port != domain::pair::DEFAULT_PORT || text.trim().ends_with(":443") {
        return Err(format!("'{text}' has a port; a server name is only the name on the certificate"));
    }
    Ok(read.host)
}

pub(crate) fn trust(text: &str) -> Result<Trust, String> {
    if text == "system" {
        return Ok(Trust::System);
    }
    if let Some(file) = text.strip_prefix("ca:") {
        if file.is_empty() {
            return Err("ca: names no file".to_owned());
        }
        let path = std::path::absolute(file).map_err(|error| format!("'{file}': {error}"))?;
        if !path.is_file() {
            return Err(format!("there is no file '{}'", path.display()));
        }
        return match path.to_str() {
            Some(path) => Ok(Trust::CaFile(path.to_owned())),
            None => Err("the path of the CA file is not UTF-8".to_owned()),
        };
    }
    if let Some(digits) = text.strip_prefix("pin:") {
        return pin(digits).map(Trust::Pin);
    }
    Err(format!("'{text}' is not system, ca:FILE or pin:SHA256HEX"))
}

/// A fingerprint as people copy it: 64 hexadecimal digits, perhaps with colons.
pub(crate) fn pin(text: &str) -> Result<String, String> {
    let digits: String = text.trim().chars().filter(|c| *c != ':').collect();
    if digits.len() == 64 && digits.chars().all(|c| c.is_ascii_hexdigit()) {
        Ok(digits.to_ascii_lowercase())
    } else {
        Err(format!("'{text}' is not a SHA-256 fingerprint (64 hexadecimal digits)"))
    }
}

pub(crate) fn network(text: &str) -> Result<Network, String> {
    match text {
        "shared-ip" => Ok(Network::SharedIp),
        "dns" => Ok(Network::Dns),
        "nat" => Ok(Network::Nat),
        _ => Err(format!("'{text}' is not shared-ip, dns or nat")),
    }
}

pub(crate) fn guard(text: &str) -> Result<Guard, String> {
    match text {
        "production" => Ok(Guard::Production),
        "test" => Ok(Guard::Test),
        _ => Err(format!("'{text}' is not production or test")),
    }
}

pub(crate) fn proxy(text: &str) -> Result<Proxy, String> {
    match text {
        "direct" => return Ok(Proxy::Direct),
        "system" => return Ok(Proxy::System),
        _ => {}
    }
    let Some(rest) = text.strip_prefix("http://") else {
        return Err("it is direct, system or http://HOST:PORT".to_owned());
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains('@') {
        // The text is not repeated: it may hold a password.
        return Err("a proxy is named without user and password".to_owned());
    }
    endpoint(rest).map(|at| Proxy::Url(format!("http://{at}")))
}

pub(crate) fn on_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("'{text}' is not on or off")),
    }
}

pub(crate) fn span(text: &str) -> Result<Span, String> {
    text.parse().map_err(|error: domain::settings::NotASpan| error.to_string())
}

/// `LABEL=VALUE`
pub(crate) fn labelled(text: &str) -> Result<(&str, &str), String> {
    match text.split_once('=') {
        Some((label, value)) if !label.trim().is_empty() && !value.trim().is_empty() => {
            Ok((label.trim(), value.trim()))
        }
        _ => Err(format!("'{text}' is not of the form LABEL=VALUE")),
    }
}

/// A group of changes by its word.
pub(crate) fn group(text: &str) -> Result<Group, String> {
    let all = [
        Group::Carried,
        Group::Overwritten,
        Group::Conflict,
        Group::NeverSynced,
        Group::Secret,
        Group::BlindSpot,
        Group::Noise,
    ];
    one_of(&all, words::group, text).map_err(|words| format!("'{text}' is no group; they are {words}"))
}

/// What becomes of a change, by its word.
pub(crate) fn disposition(text: &str) -> Result<Disposition, String> {
    let all = [
        Disposition::Keep,
        Disposition::Reapply,
        Disposition::Undo,
        Disposition::Discard,
        Disposition::Confirm,
        Disposition::Waive,
    ];
    one_of(&all, words::disposition, text)
        .map_err(|words| format!("'{text}' is nothing that can become of a change; that is {words}"))
}

/// A word of the contract for a class of changes.
pub(crate) fn change_class(text: &str) -> Result<Class, String> {
    let all = [Class::Configuration, Class::SelfService, Class::Automatic, Class::Appliance, Class::Operational];
    one_of(&all, words::change_class, text).map_err(|words| format!("'{text}' is no class; they are {words}"))
}

/// A word of the contract for a witness.
pub(crate) fn witness(text: &str) -> Result<WitnessKind, String> {
    let all = [WitnessKind::Syslog, WitnessKind::Snapshot, WitnessKind::Note];
    one_of(&all, words::witness, text).map_err(|words| format!("'{text}' is no witness; they are {words}"))
}

/// The value a word stands for, or all words there are.
fn one_of<T: Copy>(all: &[T], word: fn(T) -> &'static str, text: &str) -> Result<T, String> {
    let found = all.iter().copied().find(|value| word(*value) == text.trim());
    found.ok_or_else(|| all.iter().map(|value| word(*value)).collect::<Vec<_>>().join(", "))
}

/// A time as typed: RFC 3339, or a local time in the zone.
pub(crate) fn time(text: &str, zone: &jiff::tz::TimeZone) -> Result<Utc, String> {
    if let Ok(instant) = text.trim().parse::<jiff::Timestamp>() {
        return Ok(Utc::from_millis(instant.as_millisecond()));
    }
    let local: jiff::civil::DateTime = text.trim().parse().map_err(|_| {
        format!("'{text}' is not a time; write 2026-11-22T22:00:00Z, or 2026-11-22T22:00 for a time in the zone")
    })?;
    let zoned = local.to_zoned(zone.clone()).map_err(|error| error.to_string())?;
    Ok(Utc::from_millis(zoned.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut fields = Fields::default();
        assert_eq!(fields.take("--network", network("lan")), None);
        assert_eq!(fields.take("--guard", guard("test")), Some(Guard::Test));
        assert_eq!(fields.take("--proxy", proxy("ftp://x")), None);
        let error = fields.end().expect_err("two are wrong");
        assert_eq!(error.causes.len(), 2);
        assert!(error.causes[0].starts_with("--network: "));
    }

    #[test]
    fn what_is_typed_is_read() {
        assert_eq!(resolver("192.0.2.53").map(|r| r.to_string()), Ok("192.0.2.53:53".to_owned()));
        assert_eq!(resolver("[2001:db8::53]:5353").map(|r| r.to_string()), Ok("[2001:db8::53]:5353".to_owned()));
        assert!(resolver("dns.example.com").is_err());
        assert_eq!(server_name("Support.Example.com").as_deref(), Ok("support.example.com"));
        assert!(server_name("support.example.com:443").is_err());
        assert_eq!(pin(&"AB:".repeat(32)), Ok("ab".repeat(32)));
        assert!(pin("abcd").is_err());
        assert!(trust("any").is_err());
        assert!(trust("ca:/does/not/exist.pem").is_err());
        assert_eq!(proxy("http://proxy.example.com:3128/"), Ok(Proxy::Url("http://proxy.example.com:3128".to_owned())));
        let with_password = proxy("http://me:canary@proxy.example.com").expect_err("no password");
        assert!(!with_password.contains("canary"));
    }

    #[test]
    fn a_time_is_read_in_its_zone() {
        let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a bundled zone");
        let read = |text: &str| time(text, &zone).map(|utc| utc.to_string());
        assert_eq!(read("2026-11-22T22:00").as_deref(), Ok("2026-11-22T21:00:00.000Z"));
        assert_eq!(read("2026-11-22 22:00:30").as_deref(), Ok("2026-11-22T21:00:30.000Z"));
        assert_eq!(read("2026-11-22T22:00:00Z").as_deref(), Ok("2026-11-22T22:00:00.000Z"));
        assert!(read("tonight").is_err());
    }
}
