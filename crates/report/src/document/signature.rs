//! A signature, made elsewhere with a key of the keychain, checked here.

use domain::time::Utc;
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::chains::{hex, unhex};

/// The one algorithm there is.
const ALGORITHM: &str = "Ed25519";

/// The member `signature`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub algorithm: String,
    /// 32 bytes, hexadecimal.
    pub public_key: String,
    /// See [`fingerprint`].
    pub fingerprint: String,
    /// 64 bytes, hexadecimal.
    pub signature: String,
    /// By the clock of the computer that signed.
    pub signed_at: Utc,
}

/// What is no signature of this document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASignature {
    #[error("its algorithm is not Ed25519")]
    Algorithm,
    #[error("its public key is not readable")]
    Key,
    #[error("its fingerprint is not the one of its public key")]
    Fingerprint,
    #[error("its bytes are not readable")]
    Bytes,
    #[error("it is not the signature of this document by this key")]
    Wrong,
}

/// A key's short name: `sb-` and the first 32 hexadecimal digits of SHA-256("switchback/key/1\n" | public key).
#[must_use]
pub fn fingerprint(public_key: &[u8; 32]) -> String {
    let mut digest = Sha256::new();
    digest.update(b"switchback/key/1\n");
    digest.update(public_key);
    let hash: [u8; 32] = digest.finalize().into();
    format!("sb-{}", &hex(&hash)[..32])
}

impl Signature {
    #[must_use]
    pub fn new(public_key: [u8; 32], signature: [u8; 64], signed_at: Utc) -> Self {
        Self {
            algorithm: ALGORITHM.to_owned(),
            public_key: hex(&public_key),
            fingerprint: fingerprint(&public_key),
            signature: hex(&signature),
            signed_at,
        }
    }

    /// Checks it against the digest of a document.
    pub fn check(&self, digest: &[u8; 32]) -> Result<(), NotASignature> {
        if self.algorithm != ALGORITHM {
            return Err(NotASignature::Algorithm);
        }
        let key: [u8; 32] = unhex(&self.public_key).ok_or(NotASignature::Key)?;
        if self.fingerprint != fingerprint(&key) {
            return Err(NotASignature::Fingerprint);
        }
        let signature: [u8; 64] = unhex(&self.signature).ok_or(NotASignature::Bytes)?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| NotASignature::Key)?;
        let signature = ed25519_dalek::Signature::from_bytes(&signature);
        key.verify_strict(&to_sign(digest, self.signed_at), &signature).map_err(|_| NotASignature::Wrong)
    }
}

/// The bytes that are signed.
#[must_use]
pub(super) fn to_sign(digest: &[u8; 32], signed_at: Utc) -> Vec<u8> {
    let mut bytes = b"switchback/report/1/signed\n".to_vec();
    bytes.extend_from_slice(digest);
    bytes.extend_from_slice(signed_at.to_string().as_bytes());
    bytes
}
