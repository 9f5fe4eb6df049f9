//! The check of a document.

use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::journal::{FormatError, format};
use domain::observation::Product;
use ledger::chain::{self, ChainError, GENESIS};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::compare::{differ, first_byte};
use super::{EvidenceCheck, Fault, Signed, Verified};
use crate::chains::{bodies, hex};
use crate::document::{ChainHead, DERIVATION, Document, END_OF_CONTENT, Head, Line, Signature, Zone, digest_of};
use crate::material::{Evidence, Material, Usual};
use crate::read::{ReportError, make};

/// A document's members as they are read back. What is made of the others is read as text and made again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts<'a> {
    #[serde(rename = "format")]
    _format: String,
    maintenance: MaintenanceId,
    number: MaintenanceNumber,
    rehearsal: bool,
    computer: String,
    program: String,
    zone: Option<String>,
    product: Option<Product>,
    own_accounts: Vec<String>,
    usual: Vec<Usual>,
    journal: Vec<Line>,
    ledger: Vec<Line>,
    evidence: Vec<Evidence>,
    head: Head,
    #[serde(borrow)]
    report: &'a RawValue,
    digest: String,
    signature: Option<Signature>,
}

/// By which version a document says that it was made.
#[derive(Deserialize)]
struct Derived {
    derivation: u32,
}

/// The same of a document whose members this program may not know.
#[derive(Deserialize)]
struct Made {
    report: Derived,
}

/// Checks a document; gives it back as it has to be, where its material makes one.
pub(super) fn check(bytes: &[u8], verified: &mut Verified) -> Option<Document> {
    let parts: Parts<'_> = match serde_json::from_slice(bytes) {
        Ok(parts) => parts,
        Err(error) => {
            let made = serde_json::from_slice::<Made>(bytes).ok();
            match made.filter(|made| made.report.derivation != DERIVATION) {
                Some(made) => {
                    verified.other_version = Some(of_another(made.report.derivation, "nothing of it could be checked"));
                }
                None => verified.unreadable(&error),
            }
            return None;
        }
    };
    verified.maintenance = Some(parts.maintenance);
    verified.number = Some(parts.number);
    verified.computer = Some(parts.computer.clone());
    let material = material(&parts, verified)?;
    let derivation = serde_json::from_str::<Derived>(parts.report.get()).map(|derived| derived.derivation);
    let other = derivation.ok().filter(|version| *version != DERIVATION);
    let made = if other.is_none() { made(&material, verified) } else { None };
    heads(&parts.head, &material, verified);
    let digest = digest(bytes, &parts.digest, verified);
    signature(parts.signature.as_ref(), &digest, verified);
    if let Some(version) = other {
        links(&material, verified);
        verified.other_version = Some(of_another(version, "its chains were checked, its verdicts were not"));
        verified.not_proven.push("What it says of its journal and its ledger: that was not judged again.".to_owned());
        verified.not_proven.extend(by_signature(&verified.signature).into_iter().map(str::to_owned));
        return None;
    }
    let mut document = by_its_own_zone(&parts, made?, verified);
    document.signature.clone_from(&parts.signature);
    claims(bytes, &parts, &document, verified);
    verified.outcome = Some(document.report.outcome);
    verified.headline = Some(document.report.headline.clone());
    verified.evidence = EvidenceCheck {
        readings: document.report.readings,
        named: document.report.readings_with_evidence,
        missing: document.report.evidence_missing.len() as u64,
        hashed: 0,
    };
    verified.judge(document.report.verdicts.clone());
    verified.not_proven.extend(document.report.not_proven.iter().cloned());
    verified.not_proven.extend(by_signature(&verified.signature).into_iter().map(str::to_owned));
    Some(document)
}

fn of_another(version: u32, what: &str) -> String {
    format!("it was made by another version of Switchback (derivation {version}, this one makes {DERIVATION}): {what}")
}

/// Both chains, whatever their bodies say: another version may know other kinds of them.
fn links(material: &Material, verified: &mut Verified) {
    let mut previous = GENESIS;
    for (expected, sealed) in (1..).zip(&material.journal) {
        if let Err(broken) = format::verify_link(material.maintenance, expected, &previous, sealed.link()) {
            verified.fault(Fault::JournalChain, journal_place(&broken), broken.to_string());
            break;
        }
        previous = sealed.hash;
    }
    let mut previous = GENESIS;
    for (expected, sealed) in (1..).zip(&material.ledger) {
        if let Err(broken) = chain::verify_link(material.maintenance, expected, &previous, sealed.link()) {
            verified.fault(Fault::LedgerChain, ledger_place(&broken), broken.to_string());
            break;
        }
        previous = sealed.hash;
    }
}

/// Where local times stand in the member `report`.
#[derive(Deserialize)]
struct Shown {
    when: ShownIn,
}

#[derive(Deserialize)]
struct ShownIn {
    zone: Zone,
}

/// Local times are shown by the document's own rows: a newer database of zones breaks no report that was made before it. That it
/// tells others is said.
fn by_its_own_zone(parts: &Parts<'_>, mut document: Document, verified: &mut Verified) -> Document {
    let Ok(Shown { when: ShownIn { zone } }) = serde_json::from_str(parts.report.get()) else { return document };
    let known = &document.report.when.zone;
    if zone == *known || !zone.could_be(known) {
        return document;
    }
    verified.not_proven.push(format!(
        "Local times: this program's database of time zones tells other offsets for {}. Times in UTC rest on nothing of it.",
        zone.name
    ));
    document.report.when.zone = zone;
    document.clone().digested().unwrap_or(document)
}

/// What is not proven of a document that is signed so.
fn by_signature(signed: &Signed) -> Vec<&'static str> {
    match signed {
        Signed::Holds { .. } => vec!["Whose key signed it: compare its fingerprint with one you have from elsewhere."],
        _ => vec![
            "That nobody wrote all of it anew, or cut off an end with its head record: it is not signed.",
            "Whether it was a rehearsal, its number and its computer: the journal does not tell, and it is not signed.",
        ],
    }
}

fn material(parts: &Parts<'_>, verified: &mut Verified) -> Option<Material> {
    let mut read = |lines: &[Line], fault: Fault, what: &str| match bodies(lines) {
        Ok(bodies) => Some(bodies),
        Err(place) => {
            verified.fault(fault, format!("{what}[{}].hash", place - 1), "its hash is not readable");
            None
        }
    };
    let journal = read(&parts.journal, Fault::JournalChain, "journal");
    let ledger = read(&parts.ledger, Fault::LedgerChain, "ledger");
    Some(Material {
        maintenance: parts.maintenance,
        number: parts.number,
        journal: journal?,
        ledger: ledger?,
        evidence: parts.evidence.clone(),
        zone: parts.zone.clone(),
        product: parts.product,
        own_accounts: parts.own_accounts.clone(),
        computer: parts.computer.clone(),
        program: parts.program.clone(),
        usual: parts.usual.clone(),
        rehearsal: parts.rehearsal,
    })
}

fn made(material: &Material, verified: &mut Verified) -> Option<Document> {
    match make(material) {
        Ok(document) => Some(document),
        Err(error) => {
            let (fault, place, words) = match &error {
                ReportError::Journal(broken) => (Fault::JournalChain, journal_place(broken), broken.to_string()),
                ReportError::Ledger(broken) => (Fault::LedgerChain, ledger_place(broken), broken.to_string()),
                ReportError::Rules(illegal) => {
                    (Fault::Rules, format!("journal[{}]", illegal.seq.saturating_sub(1)), illegal.to_string())
                }
                ReportError::Text | ReportError::Write(_) => {
                    (Fault::NotReadable, "document".to_owned(), error.to_string())
                }
            };
            verified.fault(fault, place, words);
            None
        }
    }
}

pub(super) fn journal_place(broken: &FormatError) -> String {
    let seq = match broken {
        FormatError::Gap { expected, .. } => *expected,
        FormatError::Write { seq, .. }
        | FormatError::Read { seq, .. }
        | FormatError::Shape { seq }
        | FormatError::NewerVersion { seq, .. }
        | FormatError::UnknownKind { seq, .. }
        | FormatError::BrokenLink { seq }
        | FormatError::Changed { seq } => *seq,
    };
    format!("journal[{}]", seq.saturating_sub(1))
}

pub(super) fn ledger_place(broken: &ChainError) -> String {
    let seq = match broken {
        ChainError::Gap { expected, .. } => *expected,
        ChainError::Write { seq, .. }
        | ChainError::Read { seq, .. }
        | ChainError::Shape { seq }
        | ChainError::NewerVersion { seq, .. }
        | ChainError::UnknownKind { seq, .. }
        | ChainError::BrokenLink { seq }
        | ChainError::Changed { seq } => *seq,
    };
    format!("ledger[{}]", seq.saturating_sub(1))
}

fn heads(said: &Head, material: &Material, verified: &mut Verified) {
    let made = Head { journal: ChainHead::of(&material.journal), ledger: ChainHead::of(&material.ledger) };
    for (what, said, made) in [("journal", &said.journal, &made.journal), ("ledger", &said.ledger, &made.ledger)] {
        if said != made {
            let words = format!(
                "the head record names {} and an end that are not these {}: an end is cut off, or something was added",
                said.count, made.count
            );
            verified.fault(Fault::Head, format!("head.{what}"), words);
        }
    }
    (verified.journal, verified.ledger) = (Some(made.journal), Some(made.ledger));
}

fn digest(bytes: &[u8], said: &str, verified: &mut Verified) -> [u8; 32] {
    let end = END_OF_CONTENT.as_bytes();
    let content = bytes.windows(end.len()).rposition(|window| window == end).map_or(bytes, |at| &bytes[..at]);
    let digest = digest_of(content);
    if hex(&digest) != said {
        verified.fault(Fault::Digest, "digest", "a byte of the document was changed: its digest is another one");
    }
    verified.digest = Some(hex(&digest));
    digest
}

fn signature(signature: Option<&Signature>, digest: &[u8; 32], verified: &mut Verified) {
    let Some(signature) = signature else { return };
    verified.signature = match signature.check(digest) {
        Ok(()) => Signed::Holds {
            fingerprint: signature.fingerprint.clone(),
            public_key: signature.public_key.clone(),
            signed_at: signature.signed_at,
        },
        Err(error) => {
            verified.fault(Fault::Signature, "signature", format!("the signature does not hold: {error}"));
            Signed::Broken { reason: error.to_string() }
        }
    };
}

/// Everything the document says, against what its material comes to.
fn claims(bytes: &[u8], parts: &Parts<'_>, made: &Document, verified: &mut Verified) {
    let wanted = match made.to_json() {
        Ok(wanted) => wanted,
        Err(error) => {
            return verified.fault(Fault::Form, "document", format!("it cannot be written again: {error}"));
        }
    };
    let Some((byte, line)) = first_byte(bytes, &wanted) else { return };
    let said = serde_json::from_str(parts.report.get());
    let found = match (said, serde_json::to_value(&made.report)) {
        (Ok(said), Ok(made)) => differ(&said, &made, "report"),
        _ => None,
    };
    if let Some((place, words)) = found {
        verified.fault(Fault::Claim, place, words);
    } else if verified.broken.is_empty() {
        let words = "it is written otherwise than a document is written".to_owned();
        verified.fault(Fault::Form, format!("byte {byte}, line {line}"), words);
    }
}
