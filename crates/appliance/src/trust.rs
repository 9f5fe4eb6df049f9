//! Whose certificate is believed: the system's roots, a CA file, or one pinned public key. Never anything.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::pair::Trust;
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

mod certificate;
mod pin;

pub use certificate::PresentedCertificate;
pub(crate) use pin::{AnyKey, PinnedKey};
pub use pin::{PinMismatch, SpkiPin};

/// What stood in the way of setting up an appliance's trust.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    #[error("the CA file {} does not exist", path.display())]
    CaFileMissing { path: PathBuf },
    #[error("the CA file {} cannot be read", path.display())]
    ReadCaFile {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("the CA file {} is empty", path.display())]
    CaFileEmpty { path: PathBuf },
    #[error("the CA file {} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", path.display())]
    CaFileNotPem { path: PathBuf },
    #[error("the CA file {} holds a certificate that cannot be read (number {number} in the file)", path.display())]
    ParseCaFile {
        path: PathBuf,
        number: usize,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("'{0}' is not the SHA-256 of a public key (64 hexadecimal digits)")]
    NotAPin(String),
    #[error("the system's root certificates cannot be used")]
    SystemRoots {
        #[source]
        source: rustls::Error,
    },
    #[error("the certificates cannot be used to verify an appliance")]
    Verifier {
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// The verifier for one kind of trust. A CA file is read now.
pub(crate) fn verifier(trust: &Trust) -> Result<Arc<dyn ServerCertVerifier>, TrustError> {
    Ok(match trust {
        Trust::System => {
            let verifier = rustls_platform_verifier::Verifier::new(provider());
            Arc::new(verifier.map_err(|source| TrustError::SystemRoots { source })?)
        }
        Trust::CaFile(path) => {
            let roots = Arc::new(ca_file(Path::new(path))?);
            let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider()).build();
            verifier.map_err(|source| TrustError::Verifier { source: Box::new(source) })?
        }
        Trust::Pin(pin) => Arc::new(PinnedKey::new(pin.parse()?)),
    })
}

fn ca_file(path: &Path) -> Result<RootCertStore, TrustError> {
    let path = || path.to_path_buf();
    let bytes = std::fs::read(path()).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => TrustError::CaFileMissing { path: path() },
        _ => TrustError::ReadCaFile { path: path(), source },
    })?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(TrustError::CaFileEmpty { path: path() });
    }
    let mut roots = RootCertStore::empty();
    for (index, certificate) in CertificateDer::pem_slice_iter(&bytes).enumerate() {
        let number = index + 1;
        let certificate =
            certificate.map_err(|source| TrustError::ParseCaFile { path: path(), number, source: Box::new(source) })?;
        roots.add(certificate).map_err(|source| TrustError::ParseCaFile {
            path: path(),
            number,
            source: Box::new(source),
        })?;
    }
    if roots.is_empty() {
        return Err(TrustError::CaFileNotPem { path: path() });
    }
    Ok(roots)
}
