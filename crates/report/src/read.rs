//! From material to a document.

use domain::journal::{FormatError, SIMULATED, format};
use domain::maintenance::IllegalEvent;
use ledger::chain::ChainError;

use crate::chains::lines;
use crate::derive;
use crate::document::{ChainHead, Document, FORMAT, Head};
use crate::material::Material;

/// Material that makes no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("the journal does not hold")]
    Journal(#[source] FormatError),
    #[error("the journal was not written by the rules of this program")]
    Rules(#[source] IllegalEvent),
    #[error("the ledger does not hold")]
    Ledger(#[source] ChainError),
    #[error("a body is no text")]
    Text,
    #[error("the document cannot be written as JSON")]
    Write(#[source] serde_json::Error),
}

/// Makes the document of a maintenance: the same material gives the same bytes.
pub fn make(material: &Material) -> Result<Document, ReportError> {
    let report = derive::report(material)?;
    // The journal tells it itself, whoever makes the report.
    let first = material.journal.first().and_then(|first| format::read(first.seq, &first.body).ok());
    let simulated = first.is_some_and(|first| first.stamp.program.ends_with(SIMULATED));
    let document = Document {
        format: FORMAT.to_owned(),
        maintenance: material.maintenance,
        number: material.number,
        rehearsal: material.rehearsal || simulated,
        computer: material.computer.clone(),
        program: material.program.clone(),
        zone: material.zone.clone(),
        product: material.product,
        own_accounts: material.own_accounts.clone(),
        usual: material.usual.clone(),
        journal: lines(&material.journal).ok_or(ReportError::Text)?,
        ledger: lines(&material.ledger).ok_or(ReportError::Text)?,
        evidence: material.evidence.clone(),
        head: Head { journal: ChainHead::of(&material.journal), ledger: ChainHead::of(&material.ledger) },
        report,
        digest: String::new(),
        signature: None,
    };
    document.digested().map_err(ReportError::Write)
}
