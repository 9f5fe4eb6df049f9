//! The certificate a server showed, in the words a person compares.

use domain::time::Utc;
use rustls::pki_types::CertificateDer;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::codec::told;
use crate::redact::sha256_hex;

/// The certificate at the head of the chain a server showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentedCertificate {
    /// SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hexadecimal digits: what a pin holds.
    pub spki_sha256: String,
    pub subject: String,
    /// DNS names and IP addresses it is for.
    pub names: Vec<String>,
    pub issuer: String,
    pub not_before: Utc,
    pub not_after: Utc,
}

impl PresentedCertificate {
    /// `None` where the bytes are no X.509 certificate.
    pub(crate) fn read(der: &CertificateDer<'_>) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let names = certificate.subject_alternative_name().ok().flatten();
        let names = names.into_iter().flat_map(|extension| extension.value.general_names.iter().filter_map(name));
        let validity = certificate.validity();
        Some(Self {
            spki_sha256: sha256_hex(certificate.public_key().raw),
            subject: told(&certificate.subject().to_string()),
            names: names.collect(),
            issuer: told(&certificate.issuer().to_string()),
            not_before: Utc::from_millis(validity.not_before.timestamp().saturating_mul(1_000)),
            not_after: Utc::from_millis(validity.not_after.timestamp().saturating_mul(1_000)),
        })
    }
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(told(name)),
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(v4) => Some(std::net::Ipv4Addr::from(v4).to_string()),
            Err(_) => <[u8; 16]>::try_from(*bytes).ok().map(|v6| std::net::Ipv6Addr::from(v6).to_string()),
        },
        _ => None,
    }
}
