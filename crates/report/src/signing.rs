//! The key that signs reports, for as long as it signs: it is kept in the operating system's keychain, not here.

use domain::time::Utc;
use ed25519_dalek::Signer as _;

use crate::document::{Document, NotASignature, Signature, fingerprint};

/// An Ed25519 key (RFC 8032), made of its 32 secret bytes. They are wiped when it is dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(secret))
    }

    /// Of 64 hexadecimal digits; anything else is no key.
    #[must_use]
    pub fn from_hex(secret: &str) -> Option<Self> {
        crate::chains::unhex(secret).map(|secret| Self::new(&secret))
    }

    #[must_use]
    pub fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// See [`fingerprint`].
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.public_key())
    }

    /// The document with its signature, which is checked.
    ///
    /// # Errors
    /// The signature that was made does not hold: the key is none.
    pub fn sign(&self, document: Document, signed_at: Utc) -> Result<Document, NotASignature> {
        let signature = self.0.sign(&document.to_sign(signed_at));
        document.signed(Signature::new(self.public_key(), signature.to_bytes(), signed_at))
    }
}
