//! Reports: made from what is kept, verified without it, and the register of all maintenances.

mod kept;
mod show;
mod sign;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::ids::MaintenanceNumber;
use engine::{Engine, EngineError, Host, Kept};
use report::register::{Register, Registered};
use report::verify::Signed;
use report::{Document, Evidence, Material, Usual, UsualPhase};

use crate::desk::Desk;
use crate::error::{Exit, WireError};
use crate::typesetter::{NoPdf, typeset};
use crate::wire;
use crate::words;

pub(crate) use kept::{at_an_end, keep, make_by_itself};
pub(crate) use show::{preview, show};
use sign::Closing;
pub(crate) use sign::key;

/// The largest file that is verified: as large as a document that is typeset may be. Bytes.
const LARGEST: u64 = 256 << 20;

/// What a report can be written as.
const FORMATS: [&str; 5] = ["html", "json", "csv", "md", "pdf"];

pub(crate) async fn make(desk: &Desk, request: wire::MakeReport) -> Result<wire::ReportMade, WireError> {
    let number = desk.number(&request.id)?;
    let format = request.format.trim().to_lowercase();
    if !FORMATS.contains(&format.as_str()) {
        return Err(WireError::bad_input(
            format!("'{}' is no format of a report", request.format),
            format!("The formats are {}.", FORMATS.join(", ")),
        ));
    }
    let (document, signature) = sign::signed(desk, number, sign::Asking::Person).await?;
    let (engine, out) = (Arc::clone(&desk.engine), PathBuf::from(&request.out));
    let pdf = if format == "pdf" { Some(typeset(&in_form(&document, "json")?).await.map_err(no_pdf)?) } else { None };
    aside(move || {
        let bytes = pdf.map_or_else(|| in_form(&document, &format), Ok)?;
        // Made anew, never overwritten, and readable by this user alone: it names people and addresses.
        engine.write_private_file(&out, &bytes)?;
        Ok(wire::ReportMade {
            id: number.to_string(),
            file: out.display().to_string(),
            bytes: bytes.len() as u64,
            headline: document.report.headline.clone(),
            journal_head: document.head.journal.hash.clone(),
            signed: document.signature.is_some(),
            signature,
        })
    })
    .await
}

/// Work that takes a moment, on a thread that may wait: what is watched meanwhile goes on.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, WireError> + Send + 'static,
) -> Result<T, WireError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| WireError::computer("the work on the report did not come to its end", &error))?
}

/// A document in one of its forms.
fn in_form(document: &Document, form: &str) -> Result<Vec<u8>, WireError> {
    Ok(match form {
        "json" => {
            let json = document.to_json();
            json.map_err(|error| WireError::computer("the report cannot be written as JSON", &error))?
        }
        "csv" => report::csv(document).into_bytes(),
        "md" => report::markdown(document).into_bytes(),
        _ => report::html(document).into_bytes(),
    })
}

fn document(engine: &Engine, rehearsal: bool, number: MaintenanceNumber) -> Result<Document, WireError> {
    of(&material(engine, rehearsal, engine.kept(number)?))
}

fn of(material: &Material) -> Result<Document, WireError> {
    report::make(material).map_err(|error| WireError::computer("the record cannot be made into a report", &error))
}

fn material(engine: &Engine, rehearsal: bool, kept: Kept) -> Material {
    let evidence = kept.evidence.into_iter().map(|piece| Evidence {
        sha256: piece.sha256,
        content_type: piece.content_type,
        created_at: piece.created_at,
        bytes: piece.bytes,
    });
    let usual = kept.usual.into_iter().map(|usual| Usual {
        phase: match usual.phase {
            engine::UsualPhase::Sync => UsualPhase::Sync,
            engine::UsualPhase::Swap => UsualPhase::Swap,
            engine::UsualPhase::Swing => UsualPhase::Swing,
        },
        samples: usual.samples as u64,
        shortest_ms: usual.shortest_ms,
        longest_ms: usual.longest_ms,
        p50_ms: usual.p50_ms,
        p90_ms: usual.p90_ms,
    });
    let host = engine.host();
    Material {
        maintenance: kept.maintenance,
        number: kept.number,
        journal: kept.journal,
        ledger: kept.ledger,
        evidence: evidence.collect(),
        zone: jiff::tz::TimeZone::system().iana_name().map(ToOwned::to_owned),
        computer: computer(host).to_owned(),
        program: host.program.clone(),
        product: kept.product,
        own_accounts: kept.own_accounts,
        usual: usual.collect(),
        rehearsal,
    }
}

/// The computer of `user@computer`.
fn computer(host: &Host) -> &str {
    host.user.split_once('@').map_or(host.user.as_str(), |(_, computer)| computer)
}

fn no_pdf(why: NoPdf) -> WireError {
    WireError {
        hint: "Make the page (html) and print it from a browser: it is made for paper too.".to_owned(),
        ..WireError::computer("no PDF could be made", &why)
    }
}

pub(crate) async fn verify(_desk: &Desk, request: wire::VerifyReport) -> Result<wire::ReportVerified, WireError> {
    let file = PathBuf::from(request.file);
    aside(move || verify_file(&file, None)).await
}

/// Verifies a report or an export: offline, without a data folder and without a secret. Where the fingerprint of a key is given, it
/// has to be the one that signed.
///
/// # Errors
/// The file cannot be read. What does not hold is no error: it is what the check found.
pub fn verify_file(path: &Path, key: Option<&str>) -> Result<wire::ReportVerified, WireError> {
    let unusable = |what: String| EngineError::File { file: path.display().to_string(), what };
    // A pipe or a device has no end; opening one may wait for ever.
    if !std::fs::metadata(path).map_err(|error| unusable(error.to_string()))?.is_file() {
        return Err(unusable("it is not a regular file".to_owned()).into());
    }
    let file = std::fs::File::open(path).map_err(|error| unusable(error.to_string()))?;
    let mut bytes = vec![];
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| unusable(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(unusable(format!("it is larger than {} MiB, which no report is", LARGEST >> 20)).into());
    }
    Ok(verified(&bytes, key))
}

fn verified(bytes: &[u8], key: Option<&str>) -> wire::ReportVerified {
    let found = report::verify(bytes);
    let fingerprint = match &found.signature {
        Signed::Holds { fingerprint, .. } => Some(fingerprint.clone()),
        Signed::Unsigned | Signed::Broken { .. } => None,
    };
    let (signed, signature) = match &found.signature {
        Signed::Unsigned => (false, "It is not signed: who rewrites all of it is not found.".to_owned()),
        Signed::Holds { fingerprint, signed_at, .. } => {
            (true, format!("Signed at {signed_at} by the key {fingerprint}: whose it is, is for you to know."))
        }
        Signed::Broken { reason } => (true, format!("Its signature does not hold: {reason}.")),
    };
    let broken =
        found.broken.iter().map(|one| wire::BrokenPlace { place: one.place.clone(), words: one.words.clone() });
    let verdicts = found.verdicts.iter().map(|line| wire::VerdictChecked {
        claim: line.claim.clone(),
        found: line.found.clone(),
        agrees: line.agrees,
    });
    let unproven = found.other_version.clone().or_else(|| by_another_key(fingerprint.as_deref(), key?));
    let proven = found.holds() && unproven.is_none();
    wire::ReportVerified {
        proven,
        maintenance: found.number.map(|number| number.to_string()),
        computer: found.computer.clone(),
        headline: found.headline.clone(),
        journal_head: found.journal.as_ref().map(|head| head.hash.clone()),
        events: found.journal.as_ref().map(|head| head.count),
        readings: found.evidence.readings,
        readings_with_evidence: found.evidence.named,
        evidence_missing: found.evidence.missing,
        signed,
        fingerprint,
        signature,
        verdicts: verdicts.collect(),
        broken: broken.collect(),
        unproven,
        not_proven: found.not_proven.clone(),
        exit: if proven { Exit::Done } else { Exit::Failed },
    }
}

/// What is said where another key signed than the one that was asked for, or none.
fn by_another_key(signed_by: Option<&str>, asked: &str) -> Option<String> {
    let asked = asked.trim();
    match signed_by {
        Some(key) if key.eq_ignore_ascii_case(asked) => None,
        Some(key) => Some(format!("it is signed by the key {key}, not by {asked}")),
        None => Some(format!("it is signed by no key, not by {asked}")),
    }
}

pub(crate) async fn register(desk: &Desk, _request: wire::ListMaintenances) -> Result<wire::RegisterShown, WireError> {
    let (engine, rehearsal) = (Arc::clone(&desk.engine), desk.rehearsal);
    aside(move || {
        let register = registered(&engine, rehearsal)?;
        let folder = engine.reports_folder().display().to_string();
        let kept = |row: &Registered| engine.report_place(row.number, "json").exists().then(|| folder.clone());
        Ok(wire::RegisterShown {
            rows: register.rows.iter().map(|row| register_row(row, kept(row))).collect(),
            register: serde_json::from_slice(&register_json(&register)?).unwrap_or_default(),
            csv: register.to_csv(),
            sentence: register.sentence.clone(),
        })
    })
    .await
}

fn register_row(row: &Registered, kept: Option<String>) -> wire::RegisterRow {
    let told = row.told.as_ref();
    wire::RegisterRow {
        id: row.number.to_string(),
        title: told.map(|told| told.title.clone()),
        ticket: told.and_then(|told| told.ticket.clone()),
        pair: told.map(|told| told.pair.clone()),
        outcome: told.map(|told| words::report_outcome(told.outcome).to_owned()),
        began_at: told.map(|told| told.began_at.to_string()),
        ended_at: told.and_then(|told| told.ended_at).map(|at| at.to_string()),
        planned_by: told.map(|told| told.planned_by.clone()),
        changes: told.map(|told| told.changes),
        open_points: told.map(|told| told.open_points),
        kept,
        problem: row.problem.clone(),
    }
}

fn register_json(register: &Register) -> Result<Vec<u8>, WireError> {
    register.to_json().map_err(|error| WireError::computer("the register cannot be written", &error))
}

/// Writes the register: every row, whatever a page leaves out.
pub(crate) async fn write_register(
    desk: &Desk,
    request: wire::WriteRegister,
) -> Result<wire::RegisterWritten, WireError> {
    let format = request.format.trim().to_lowercase();
    if !["csv", "json"].contains(&format.as_str()) {
        return Err(WireError::bad_input(
            format!("'{}' is no format of the register", request.format),
            "The formats are csv and json.",
        ));
    }
    let (engine, rehearsal, out) = (Arc::clone(&desk.engine), desk.rehearsal, PathBuf::from(&request.out));
    aside(move || {
        let register = registered(&engine, rehearsal)?;
        let bytes = if format == "csv" { register.to_csv().into_bytes() } else { register_json(&register)? };
        engine.write_private_file(&out, &bytes)?;
        Ok(wire::RegisterWritten {
            file: out.display().to_string(),
            bytes: bytes.len() as u64,
            sentence: register.sentence.clone(),
        })
    })
    .await
}

fn registered(engine: &Engine, rehearsal: bool) -> Result<Register, WireError> {
    let mut rows = vec![];
    engine.each_kept(|number, id, kept| {
        let made = kept.map_err(WireError::from).and_then(|kept| of(&material(engine, rehearsal, kept)));
        let mut row = match made {
            Ok(document) => Registered::of(&document),
            // One that cannot be read is in the register all the same.
            Err(error) => Registered::unreadable(number, id, rehearsal, &error),
        };
        // The digest of the report that is kept, which is the one that was handed over.
        let json = std::fs::read(engine.report_place(number, "json")).ok();
        if let (Some(told), Some(kept)) = (&mut row.told, json.as_deref().and_then(Closing::of)) {
            told.digest = kept.digest;
        }
        rows.push(row);
    })?;
    let host = engine.host();
    Ok(Register::of(computer(host), &host.program, rows))
}

#[cfg(test)]
mod tests {
    use super::by_another_key;

    #[test]
    fn the_key_that_was_asked_for_is_the_one_that_signed_or_words_say_which_did() {
        assert_eq!(by_another_key(Some("sb-0a1b"), " SB-0A1B "), None);
        assert_eq!(
            by_another_key(Some("sb-ffff"), "sb-0a1b").as_deref(),
            Some("it is signed by the key sb-ffff, not by sb-0a1b")
        );
        assert_eq!(by_another_key(None, "sb-0a1b").as_deref(), Some("it is signed by no key, not by sb-0a1b"));
    }
}
