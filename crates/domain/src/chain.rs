//! A chain of permanent bodies: the journal's events, and the ledger's facts. The two differ in their realm and in nothing else.
//!
//! ```text
//! SHA-256(realm | maintenance uuid (16) | seq u64 BE | previous (32) | body length u64 BE | body)
//! ```
//!
//! A chain proves order and integrity; it does not show a cut-off tail.

use sha2::{Digest, Sha256};

use crate::ids::MaintenanceId;

/// `previous` of the first body.
pub const GENESIS: [u8; 32] = [0; 32];

/// A body as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub seq: u64,
    /// Exact UTF-8 JSON.
    pub body: Vec<u8>,
    pub hash: [u8; 32],
    pub previous: [u8; 32],
}

impl Sealed {
    /// The same, borrowed.
    #[must_use]
    pub fn link(&self) -> Link<'_> {
        Link { seq: self.seq, body: &self.body, hash: self.hash, previous: self.previous }
    }
}

/// A body in its place, wherever its bytes lie.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    pub seq: u64,
    pub body: &'a [u8],
    pub hash: [u8; 32],
    pub previous: [u8; 32],
}

/// How a link does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Another place than the one that is expected.
    Gap { expected: u64, found: u64 },
    /// It does not follow the one before it.
    Link { seq: u64 },
    /// It was changed after it was written.
    Changed { seq: u64 },
}

/// The hash of a body in its place.
#[must_use]
pub fn hash(realm: &[u8], maintenance: MaintenanceId, seq: u64, previous: &[u8; 32], body: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(realm);
    digest.update(maintenance.0.as_bytes());
    digest.update(seq.to_be_bytes());
    digest.update(previous);
    digest.update((body.len() as u64).to_be_bytes());
    digest.update(body);
    digest.finalize().into()
}

/// Checks one link against the one before it: place, link and hash.
pub fn verify_link(
    realm: &[u8],
    maintenance: MaintenanceId,
    expected_seq: u64,
    previous: &[u8; 32],
    link: Link<'_>,
) -> Result<(), Broken> {
    let seq = link.seq;
    if seq != expected_seq {
        return Err(Broken::Gap { expected: expected_seq, found: seq });
    }
    if &link.previous != previous {
        return Err(Broken::Link { seq });
    }
    if hash(realm, maintenance, seq, previous, link.body) != link.hash {
        return Err(Broken::Changed { seq });
    }
    Ok(())
}

/// Bytes as hashes are written: two hexadecimal digits each, in lower case.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(DIGITS[usize::from(digit)]));
        }
    }
    text
}
