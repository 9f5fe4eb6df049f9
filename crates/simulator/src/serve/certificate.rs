//! A CA of its own and one certificate for the site name, which both appliances carry, as in real life.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;

use super::StartError;

/// What clients trust and what the doors serve.
pub(super) struct Certificate {
    pub(super) ca_pem: String,
    pub(super) tls: Arc<ServerConfig>,
}

/// What a client finds when it looks at the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CertificateKind {
    /// Signed by the CA, for the names, valid now.
    #[default]
    Valid,
    /// It ended in 2021.
    Expired,
    /// It begins in 2049.
    NotYetValid,
    /// It is for `elsewhere.example.test`.
    OtherName,
    /// It signs itself; the CA has no part in it.
    SelfSigned,
}

impl CertificateKind {
    /// Each kind and its word.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Valid, "valid"),
        (Self::Expired, "expired"),
        (Self::NotYetValid, "not-yet-valid"),
        (Self::OtherName, "other-name"),
        (Self::SelfSigned, "self-signed"),
    ];
}

/// Makes both. A name that is an IP address becomes an IP entry.
pub(super) fn made_for(names: Vec<String>, kind: CertificateKind) -> Result<Certificate, StartError> {
    let (authority, chain, key) = keys(names, kind).map_err(StartError::Certificate)?;
    let mut tls = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(StartError::Tls)?;
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Certificate { ca_pem: authority, tls: Arc::new(tls) })
}

type Keys = (String, Vec<rustls::pki_types::CertificateDer<'static>>, PrivateKeyDer<'static>);

fn keys(names: Vec<String>, kind: CertificateKind) -> Result<Keys, rcgen::Error> {
    let mut ca = CertificateParams::new(Vec::new())?;
    ca.distinguished_name.push(DnType::CommonName, "Simulated appliances");
    ca.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign, KeyUsagePurpose::DigitalSignature];
    (ca.not_before, ca.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2050, 1, 1));
    let authority = CertifiedIssuer::self_signed(ca, KeyPair::generate()?)?;

    let names = if kind == CertificateKind::OtherName { vec!["elsewhere.example.test".to_owned()] } else { names };
    let site_name = names.first().cloned().unwrap_or_default();
    let mut leaf = CertificateParams::new(names)?;
    leaf.distinguished_name.push(DnType::CommonName, site_name);
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    leaf.use_authority_key_identifier_extension = true;
    let (from, until) = match kind {
        CertificateKind::Expired => (2020, 2021),
        CertificateKind::NotYetValid => (2049, 2050),
        CertificateKind::Valid | CertificateKind::OtherName | CertificateKind::SelfSigned => (2020, 2040),
    };
    (leaf.not_before, leaf.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(until, 1, 1));
    let leaf_key = KeyPair::generate()?;
    let certificate = match kind {
        CertificateKind::SelfSigned => leaf.self_signed(&leaf_key)?,
        _ => leaf.signed_by(&leaf_key, &authority)?,
    };
    Ok((authority.pem(), vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(leaf_key.serialize_der().into())))
}
