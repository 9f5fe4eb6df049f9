//! The signature of a report, by the key that the keychain keeps.

use std::sync::Arc;

use domain::ids::MaintenanceNumber;
use engine::EngineError;
use report::{Document, Signature, SigningKey};
use secrecy::ExposeSecret;
use serde::Deserialize;

use crate::desk::Desk;
use crate::error::WireError;
use crate::wire;
use crate::words::hex;

/// Why no key signs a rehearsal.
const NOT_SIMULATED: &str = "what is simulated is not signed";

/// Whether somebody waits for the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// A key is made where there is none, and a locked keychain may ask.
    Person,
    Nobody,
}

/// The key that signs reports here, or why none does, in words.
async fn signing_key(desk: &Desk, asking: Asking) -> Result<SigningKey, String> {
    if desk.rehearsal {
        return Err(NOT_SIMULATED.to_owned());
    }
    match desk.engine.host().secrets.report_key(asking == Asking::Person).await {
        Ok(Some(secret)) => SigningKey::from_hex(secret.expose_secret())
            .ok_or_else(|| "what the keychain keeps as the key is none".to_owned()),
        Ok(None) => Err("there is no key yet; one is made with the first report".to_owned()),
        Err(EngineError::Keychain { code: "keychain-absent", .. }) => {
            Err("there is no keychain on this computer that keeps a key".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

pub(crate) async fn key(desk: &Desk, request: wire::ShowReportKey) -> Result<wire::ReportKey, WireError> {
    let asking = if request.make { Asking::Person } else { Asking::Nobody };
    Ok(match signing_key(desk, asking).await {
        Ok(key) => wire::ReportKey {
            fingerprint: Some(key.fingerprint()),
            public_key: Some(hex(&key.public_key())),
            sentence:
                "It signs the reports of this computer. Give its fingerprint to whoever checks them, by another way \
                       than the report."
                    .to_owned(),
        },
        Err(why) => {
            wire::ReportKey { fingerprint: None, public_key: None, sentence: format!("Reports are not signed: {why}.") }
        }
    })
}

/// What of a kept document tells whether it is this one, and who signed it.
#[derive(Deserialize)]
pub(super) struct Closing {
    pub(super) head: Heads,
    pub(super) digest: String,
    signature: Option<Signature>,
}

impl Closing {
    /// How a kept document closes; none where it cannot be read as one.
    pub(super) fn of(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }

    pub(super) fn is_signed(&self) -> bool {
        self.signature.is_some()
    }
}

/// The ends of both chains.
#[derive(Deserialize)]
pub(super) struct Heads {
    pub(super) journal: End,
    pub(super) ledger: End,
}

#[derive(Deserialize)]
pub(super) struct End {
    pub(super) hash: String,
}

/// Makes the document of a maintenance and signs it, and says by which key, or why not. What was signed before keeps its
/// signature: the same input, the same bytes.
pub(super) async fn signed(
    desk: &Desk,
    number: MaintenanceNumber,
    asking: Asking,
) -> Result<(Document, String), WireError> {
    let (engine, rehearsal) = (Arc::clone(&desk.engine), desk.rehearsal);
    let (document, kept) = super::aside(move || {
        let document = super::document(&engine, rehearsal, number)?;
        let kept = std::fs::read(engine.report_place(number, "json")).ok();
        Ok((document, kept.as_deref().and_then(Closing::of)))
    })
    .await?;
    Ok(with_signature(desk, document, kept, asking).await)
}

async fn with_signature(desk: &Desk, document: Document, kept: Option<Closing>, asking: Asking) -> (Document, String) {
    let document = as_kept(document, kept);
    if document.signature.is_some() {
        return told(document);
    }
    // A rehearsal that was taken over into another data folder is one there too.
    let key = if document.rehearsal { Err(NOT_SIMULATED.to_owned()) } else { signing_key(desk, asking).await };
    let key = match key {
        Ok(key) => key,
        Err(why) => return (document, format!("It is not signed: {why}.")),
    };
    match key.sign(document.clone(), desk.engine.host().clock.now_utc()) {
        Ok(document) => told(document),
        Err(why) => (document, format!("It is not signed: {why}.")),
    }
}

/// The document with the signature of the one that is kept, where both are the same.
pub(super) fn as_kept(document: Document, kept: Option<Closing>) -> Document {
    let before = kept.filter(|kept| kept.digest == document.digest).and_then(|kept| kept.signature);
    match before {
        Some(before) => document.clone().signed(before).unwrap_or(document),
        None => document,
    }
}

fn told(document: Document) -> (Document, String) {
    let by = document.signature.as_ref().map(|signature| signature.fingerprint.clone()).unwrap_or_default();
    (document, format!("It is signed by the key {by}."))
}
