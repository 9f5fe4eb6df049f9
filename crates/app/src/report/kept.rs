//! The report that makes itself at the end of a maintenance, and is kept in the data folder.

use std::sync::Arc;

use domain::ids::MaintenanceNumber;
use engine::Engine;
use report::Document;

use super::in_form;
use super::sign::{self, Asking, Closing};
use crate::desk::Desk;
use crate::error::WireError;
use crate::typesetter::typeset;
use crate::wire::{self, Decided, KeptReport, ReportFile};

/// The forms that are kept, in the order in which they are told. All but the PDF always.
const FORMS: [&str; 5] = [DOCUMENT, "html", PDF, "csv", "md"];

/// Whether the others may stand beside a document is said by the document alone: it goes first and comes last.
const DOCUMENT: &str = "json";

const PDF: &str = "pdf";

/// Where a maintenance has ended, or goes on elsewhere, its report is made. That it cannot be made takes nothing back: it is told.
pub(crate) async fn at_an_end(desk: &Desk, mut decided: Decided) -> Decided {
    let Ok((number, m)) = desk.maintenance(&decided.id) else { return decided };
    if m.stage.ended() || m.handed_on {
        decided.report = Some(match make(desk, number, Asking::Person).await {
            Ok(kept) => kept,
            Err(error) => KeptReport {
                folder: folder(&desk.engine),
                files: vec![],
                signed: false,
                sentence: format!("No report was made: {}. {}", error.message, error.hint),
            },
        });
    }
    decided
}

pub(crate) async fn keep(desk: &Desk, request: wire::NameMaintenance) -> Result<KeptReport, WireError> {
    make(desk, desk.number(&request.id)?, Asking::Person).await
}

/// The same where nobody asked for it.
pub(crate) async fn make_by_itself(desk: &Desk, number: MaintenanceNumber) -> Result<KeptReport, WireError> {
    make(desk, number, Asking::Nobody).await
}

/// Makes every form of a report and puts them in the place of those that are kept.
async fn make(desk: &Desk, number: MaintenanceNumber, asking: Asking) -> Result<KeptReport, WireError> {
    let (document, signature) = sign::signed(desk, number, asking).await?;
    let signed = document.signature.is_some();
    let json = in_form(&document, DOCUMENT)?;
    let (engine, to_typeset) = (Arc::clone(&desk.engine), json.clone());
    let mut files = super::aside(move || {
        for older in [DOCUMENT, PDF] {
            engine.drop_report(number, older)?;
        }
        let mut files = vec![];
        for form in FORMS.into_iter().filter(|form| ![DOCUMENT, PDF].contains(form)) {
            files.push(put(&engine, number, form, &in_form(&document, form)?)?);
        }
        files.insert(0, put(&engine, number, DOCUMENT, &json)?);
        Ok(files)
    })
    .await?;
    let mut sentence = format!("The report is made. {signature}");
    // A page and a document are a report without it; it only makes the report easier to file.
    let pdf = match typeset(&to_typeset).await {
        Ok(pdf) => put(&desk.engine, number, PDF, &pdf).map_err(|error| error.message),
        Err(why) => Err(why.to_string()),
    };
    match pdf {
        Ok(pdf) => files.insert(2, pdf),
        Err(why) => sentence.push_str(&format!(" It has no PDF: {}.", why.trim_end_matches('.'))),
    }
    Ok(KeptReport { folder: folder(&desk.engine), files, signed, sentence })
}

fn put(engine: &Engine, number: MaintenanceNumber, form: &str, bytes: &[u8]) -> Result<ReportFile, WireError> {
    let file = engine.keep_report(number, form, bytes)?;
    Ok(ReportFile { format: form.to_owned(), file: file.display().to_string(), bytes: bytes.len() as u64 })
}

fn folder(engine: &Engine) -> String {
    engine.reports_folder().display().to_string()
}

/// What is kept of this maintenance, and whether its document, `json`, still tells all there is.
pub(super) fn standing(
    engine: &Engine,
    number: MaintenanceNumber,
    document: &Document,
    json: Option<&[u8]>,
) -> Option<KeptReport> {
    let size = |form: &str| {
        let place = engine.report_place(number, form);
        let bytes = std::fs::metadata(&place).ok()?.len();
        Some(ReportFile { format: form.to_owned(), file: place.display().to_string(), bytes })
    };
    let files: Vec<_> = FORMS.into_iter().filter_map(size).collect();
    let is_there = |form: &str| files.iter().any(|file| file.format == form);
    let closing = json.and_then(Closing::of);
    if files.is_empty() {
        return None;
    }
    let (heads, signed) = (&document.head, closing.as_ref().is_some_and(Closing::is_signed));
    let sentence = match &closing {
        None => "The kept document cannot be read: make it again.",
        Some(kept) if kept.head.journal.hash != heads.journal.hash || kept.head.ledger.hash != heads.ledger.hash => {
            "More was recorded since this report was made: make it again."
        }
        Some(_) if !FORMS.into_iter().all(|form| form == PDF || is_there(form)) => {
            "Not every form of it is there: make it again."
        }
        Some(_) if !is_there(PDF) => "It has no PDF: make it again.",
        Some(_) => "",
    };
    Some(KeptReport { folder: folder(engine), files, signed, sentence: sentence.to_owned() })
}
