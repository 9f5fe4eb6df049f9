//! From the errors of the layers below to the kinds of trouble: by type, found in the chain of sources, never by text.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

use domain::observation::TroubleKind;
use domain::time::Utc;
use rustls::CertificateError;
use rustls::pki_types::{ServerName, UnixTime};

use super::watched::{Progress, Silence};
use crate::codec::told;
use crate::trust::PinMismatch;
use crate::wire::TransportError;

/// A server in a sentence: the name it is to prove and where it was reached.
#[derive(Clone, Debug)]
pub(super) struct Place(String);

impl Place {
    pub(super) fn new(server_name: &ServerName<'_>, reached: &str) -> Self {
        Self(format!("{} at {reached}", server_name.to_str()))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A TCP connection that did not come about.
pub(super) fn of_connect(error: io::Error, place: &str) -> TransportError {
    let (kind, words) = match error.kind() {
        ErrorKind::ConnectionRefused => (TroubleKind::Refused, "refused the connection".to_owned()),
        ErrorKind::TimedOut => (TroubleKind::TimedOut, "did not accept a connection in time".to_owned()),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            (TroubleKind::Unreachable, "cannot be reached: no route, or the network is down".to_owned())
        }
        ErrorKind::PermissionDenied => {
            (TroubleKind::Unreachable, "may not be connected to from this computer".to_owned())
        }
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
            (TroubleKind::Refused, "broke off the connection before it stood".to_owned())
        }
        kind => (TroubleKind::Unreachable, format!("cannot be connected to ({kind})")),
    };
    TransportError::unsent(kind, format!("{place} {words}")).with_source(error)
}

/// A TLS handshake that failed. Nothing of the request was sent.
pub(super) fn of_handshake(error: io::Error, place: &Place) -> TransportError {
    let (kind, detail) = match find::<rustls::Error>(&error) {
        Some(tls) => of_tls(tls, place),
        None => match error.kind() {
            ErrorKind::TimedOut => (TroubleKind::TimedOut, format!("{place} fell silent during the TLS handshake")),
            _ => (TroubleKind::BrokenOff, format!("{place} broke off the connection during the TLS handshake")),
        },
    };
    TransportError::unsent(kind, detail).with_source(error)
}

/// An exchange that failed once the connection stood.
pub(super) fn of_hyper(error: &hyper::Error, progress: &Progress, place: &Place) -> TransportError {
    let begun = progress.read() > 0;
    let (kind, detail) = if let Some(silence) = find::<Silence>(error) {
        let what = if begun { "fell silent inside its answer" } else { "gave no answer" };
        (TroubleKind::TimedOut, format!("{place} {what}: no byte for {} ms", silence.ms))
    } else if let Some(tls) = find::<rustls::Error>(error) {
        of_tls(tls, place)
    } else if error.is_parse_too_large() {
        (TroubleKind::TooLarge, format!("{place} answered with a longer head than an appliance's"))
    } else if error.is_parse() {
        (TroubleKind::NotTheApi, format!("{place} does not answer as HTTP/1.1"))
    } else if begun {
        (TroubleKind::BrokenOff, format!("{place} broke off the connection inside its answer"))
    } else {
        (TroubleKind::BrokenOff, format!("{place} broke off the connection before an answer"))
    };
    let trouble = TransportError::sent(kind, detail);
    match find::<io::Error>(error) {
        Some(io) => trouble.with_source(io::Error::from(io.kind())),
        None => trouble,
    }
}

/// The first error of type `E` in the chain of sources; an `io::Error` is looked into as well.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(here) = next {
        if let Some(found) = here.downcast_ref::<E>() {
            return Some(found);
        }
        next = match here.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => here.source(),
        };
    }
    None
}

fn of_tls(error: &rustls::Error, place: &Place) -> (TroubleKind, String) {
    use rustls::Error as Tls;
    match error {
        Tls::InvalidCertificate(certificate) => of_certificate(certificate, place),
        Tls::InvalidMessage(_) | Tls::InappropriateMessage { .. } => {
            (TroubleKind::Tls, format!("{place} does not answer as a TLS server"))
        }
        Tls::AlertReceived(alert) => (TroubleKind::Tls, format!("{place} ended TLS with the alert {alert:?}")),
        Tls::PeerIncompatible(why) => {
            (TroubleKind::Tls, format!("{place} offers no TLS that both sides know ({why:?})"))
        }
        Tls::NoCertificatesPresented => (TroubleKind::TlsUntrusted, format!("{place} showed no certificate")),
        _ => (TroubleKind::Tls, format!("TLS with {place} failed")),
    }
}

fn of_certificate(error: &CertificateError, place: &Place) -> (TroubleKind, String) {
    use CertificateError as Bad;
    let untrusted = |words: &str| (TroubleKind::TlsUntrusted, format!("the certificate of {place} {words}"));
    match error {
        Bad::Other(other) => match other.0.downcast_ref::<PinMismatch>() {
            Some(PinMismatch { pinned, shown }) => {
                let detail = format!(
                    "the public key of {place} is not the pinned one: pinned {pinned}, shown {shown}. \
                     A replaced certificate, a moved shared IP or an attack can be the cause"
                );
                (TroubleKind::PinChanged, detail)
            }
            None => untrusted("is not trusted"),
        },
        Bad::NotValidForName => (TroubleKind::TlsName, format!("the certificate of {place} is for another name")),
        Bad::NotValidForNameContext { presented, .. } => {
            // The library names them with their kind around: `DnsName("support.example.com")`.
            let bare = |name: &str| {
                let inner = name.split_once("(\"").and_then(|(_, rest)| rest.strip_suffix("\")"));
                told(inner.unwrap_or(name))
            };
            let names: Vec<String> = presented.iter().take(10).map(|name| bare(name)).collect();
            let names = if names.is_empty() { "no name at all".to_owned() } else { names.join(", ") };
            (TroubleKind::TlsName, format!("the certificate of {place} is for another name: {names}"))
        }
        Bad::Expired => untrusted("has expired"),
        Bad::ExpiredContext { not_after, .. } => untrusted(&format!("expired at {}", utc(*not_after))),
        Bad::NotValidYet => untrusted("is not valid yet"),
        Bad::NotValidYetContext { not_before, .. } => untrusted(&format!("is valid only from {}", utc(*not_before))),
        Bad::Revoked => untrusted("has been revoked"),
        Bad::UnknownIssuer => untrusted("is signed by no authority that is trusted for this appliance"),
        Bad::BadSignature => untrusted("has a signature that does not fit"),
        Bad::BadEncoding => untrusted("cannot be read"),
        Bad::InvalidPurpose | Bad::InvalidPurposeContext { .. } => untrusted("is not one for a server"),
        _ => untrusted("is not trusted"),
    }
}

fn utc(time: UnixTime) -> Utc {
    Utc::from_millis(i64::try_from(time.as_secs()).unwrap_or(i64::MAX).saturating_mul(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_a_connection_fails_has_its_kind() {
        for (error, kind) in [
            (ErrorKind::ConnectionRefused, TroubleKind::Refused),
            (ErrorKind::ConnectionReset, TroubleKind::Refused),
            (ErrorKind::HostUnreachable, TroubleKind::Unreachable),
            (ErrorKind::NetworkUnreachable, TroubleKind::Unreachable),
            (ErrorKind::NetworkDown, TroubleKind::Unreachable),
            (ErrorKind::PermissionDenied, TroubleKind::Unreachable),
            (ErrorKind::AddrNotAvailable, TroubleKind::Unreachable),
            (ErrorKind::TimedOut, TroubleKind::TimedOut),
        ] {
            let trouble = of_connect(error.into(), "192.0.2.7:443");
            assert_eq!(trouble.kind, kind, "{error}");
            assert!(trouble.detail.starts_with("192.0.2.7:443 "), "{}", trouble.detail);
        }
    }

    #[test]
    fn an_error_is_found_however_deep_it_is_wrapped() {
        let alert = rustls::Error::AlertReceived(rustls::AlertDescription::HandshakeFailure);
        let wrapped = io::Error::other(io::Error::other(alert.clone()));
        assert_eq!(find::<rustls::Error>(&wrapped), Some(&alert));
        assert!(find::<Silence>(&wrapped).is_none());
    }
}
