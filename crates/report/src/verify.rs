//! The check of a report, offline: of the document or its page alone, or of an exported maintenance.
//!
//! Chains, heads, digest and signature are computed again; the journal is folded and judged again; everything the document says
//! beside its material is made from it once more and compared byte by byte, and so is the page. The first thing that does not
//! hold is named, and what cannot be proved is listed whatever holds. A report that another version of Switchback made is neither:
//! its chains and its signature are checked, its verdicts are not.

mod compare;
mod document;
mod export;
mod page;

use std::fmt;

use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::time::Utc;
use serde::{Deserialize, Serialize};

use crate::document::{ChainHead, FORMAT, Outcome, VerdictLine};
use crate::words::count;

/// What was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The canonical document.
    Document,
    /// The page with the document in it.
    Page,
    /// An exported maintenance.
    Export,
}

/// What does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The bytes cannot be read as what they should be.
    NotReadable,
    /// A format, or a version of one, that this program does not know.
    UnknownFormat,
    JournalChain,
    LedgerChain,
    /// A head record names another end: a tail is cut off, or something was added.
    Head,
    Digest,
    Signature,
    /// The journal holds an event that cannot stand where it stands.
    Rules,
    /// What the journal says of something is not what its observations come to.
    Verdict,
    /// What the document says is not what its material comes to.
    Claim,
    /// The bytes of the document are not in its one form.
    Form,
    Evidence,
    /// The page is not the one that this document makes.
    Page,
}

/// One thing that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    pub fault: Fault,
    /// `journal[210]`, `report.phases[3].took_ms`, `byte 1204`.
    pub place: String,
    pub words: String,
}

/// What the signature comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Signed {
    Unsigned,
    /// By whoever has this key: whose it is, is for the reader to know.
    Holds {
        fingerprint: String,
        public_key: String,
        signed_at: Utc,
    },
    Broken {
        reason: String,
    },
}

/// Evidence: what the journal names, and what of it could be hashed again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EvidenceCheck {
    pub readings: u64,
    pub named: u64,
    pub missing: u64,
    /// Pieces whose bytes are in the file and have their hash.
    pub hashed: u64,
}

/// What a check came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    pub form: Option<Form>,
    pub maintenance: Option<MaintenanceId>,
    pub number: Option<MaintenanceNumber>,
    pub computer: Option<String>,
    pub outcome: Option<Outcome>,
    pub headline: Option<String>,
    pub journal: Option<ChainHead>,
    pub ledger: Option<ChainHead>,
    /// Of the document, hexadecimal.
    pub digest: Option<String>,
    pub signature: Signed,
    pub evidence: EvidenceCheck,
    /// The verdicts as they were computed again.
    pub verdicts: Vec<VerdictLine>,
    /// Everything that does not hold, the first one first.
    pub broken: Vec<Broken>,
    /// Another version of Switchback made it, in words: what of it was checked, and what was not. Nothing is proven then, and
    /// where `broken` is empty nothing is broken either.
    pub other_version: Option<String>,
    pub not_proven: Vec<String>,
}

#[derive(Deserialize)]
struct Named {
    format: String,
}

/// Checks a document, a page or an export.
#[must_use]
pub fn verify(bytes: &[u8]) -> Verified {
    let mut verified = Verified::nothing();
    if bytes.trim_ascii_start().first() == Some(&b'<') {
        verified.form = Some(Form::Page);
        page::check(bytes, &mut verified);
        return verified;
    }
    match serde_json::from_slice::<Named>(bytes) {
        Ok(Named { format }) if format == FORMAT => {
            verified.form = Some(Form::Document);
            document::check(bytes, &mut verified);
        }
        Ok(Named { format }) if format == export::FORMAT => {
            verified.form = Some(Form::Export);
            export::check(bytes, &mut verified);
        }
        Ok(Named { format }) => verified.fault(
            Fault::UnknownFormat,
            "format",
            format!("its format is '{format}'; this program reads {FORMAT} and {}", export::FORMAT),
        ),
        Err(error) => verified.unreadable(&error),
    }
    verified
}

impl Verified {
    fn nothing() -> Self {
        Self {
            form: None,
            maintenance: None,
            number: None,
            computer: None,
            outcome: None,
            headline: None,
            journal: None,
            ledger: None,
            digest: None,
            signature: Signed::Unsigned,
            evidence: EvidenceCheck::default(),
            verdicts: vec![],
            broken: vec![],
            other_version: None,
            not_proven: vec![],
        }
    }

    fn fault(&mut self, fault: Fault, place: impl Into<String>, words: impl Into<String>) {
        self.broken.push(Broken { fault, place: place.into(), words: words.into() });
    }

    fn unreadable(&mut self, error: &serde_json::Error) {
        let place = format!("line {}, column {}", error.line(), error.column());
        self.fault(Fault::NotReadable, place, format!("it cannot be read: {error}"));
    }

    /// Whether everything that there is to check was checked, and holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.broken.is_empty() && self.other_version.is_none()
    }

    /// How many verdicts were computed again, and how many of them came to the same.
    #[must_use]
    pub fn recomputed(&self) -> (usize, usize) {
        (self.verdicts.len(), self.verdicts.iter().filter(|line| line.agrees).count())
    }

    /// Verdicts that do not follow from what was observed.
    fn judge(&mut self, verdicts: Vec<VerdictLine>) {
        for line in verdicts.iter().filter(|line| !line.agrees) {
            let place = if line.seq == 0 { "journal".to_owned() } else { format!("journal[{}]", line.seq - 1) };
            let found = line.found.clone().unwrap_or_default();
            let event = if line.seq == 0 { "the journal".to_owned() } else { format!("event {}", line.seq) };
            self.fault(
                Fault::Verdict,
                place,
                format!("{event} says: {}; judged again from what was observed: {found}", line.claim),
            );
        }
        self.verdicts = verdicts;
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(first) = self.broken.first() {
            write!(f, "Does not hold: {} ({}).", first.words, first.place)?;
            return match self.broken.len() {
                1 => Ok(()),
                more => write!(f, " {} more.", more - 1),
            };
        }
        if let Some(words) = &self.other_version {
            write!(f, "Not proven: {words}")?;
            return self.by_whom(f);
        }
        let (all, equal) = self.recomputed();
        let events = self.journal.as_ref().map_or(0, |head| head.count);
        let facts = self.ledger.as_ref().map_or(0, |head| head.count);
        write!(
            f,
            "Holds: {} and {} without a break, {equal} of {all} verdicts recomputed and equal",
            count(events, "event", "events"),
            count(facts, "fact", "facts")
        )?;
        self.by_whom(f)
    }
}

impl Verified {
    /// The end of the sentence.
    fn by_whom(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.signature {
            Signed::Holds { fingerprint, .. } => write!(f, ", signed by the key {fingerprint}."),
            _ => f.write_str(", not signed."),
        }
    }
}
