//! Reports: made from what is kept, verified without it, and the register of all maintenances.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::ids::MaintenanceNumber;
use engine::{Engine, EngineError, Host, Kept};
use report::register::{Register, Registered};
use report::verify::Signed;
use report::{Document, Evidence, Material, Usual, UsualPhase};

use crate::desk::Desk;
use crate::error::{Exit, WireError};
use crate::wire;

/// The largest file that is verified. Bytes.
const LARGEST: u64 = 1 << 30;

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
    let (engine, rehearsal, out) = (Arc::clone(&desk.engine), desk.rehearsal, PathBuf::from(&request.out));
    // A large one takes a moment: what is watched meanwhile goes on.
    let done = tokio::task::spawn_blocking(move || write(&engine, rehearsal, number, &format, &out)).await;
    done.map_err(|error| WireError::computer("the report did not come to its end", &error))?
}

fn write(
    engine: &Engine,
    rehearsal: bool,
    number: MaintenanceNumber,
    format: &str,
    out: &Path,
) -> Result<wire::ReportMade, WireError> {
    if format == "pdf" {
        return Err(no_pdf());
    }
    let document = document(engine, rehearsal, number)?;
    let bytes = match format {
        "json" => json(&document)?,
        "csv" => report::csv(&document).into_bytes(),
        "md" => report::markdown(&document).into_bytes(),
        _ => report::html(&document).into_bytes(),
    };
    // Made anew, never overwritten, and readable by this user alone: it names people and addresses.
    engine.write_private_file(out, &bytes)?;
    Ok(wire::ReportMade {
        id: number.to_string(),
        file: out.display().to_string(),
        bytes: bytes.len() as u64,
        headline: document.report.headline.clone(),
        journal_head: document.head.journal.hash.clone(),
        signed: document.signature.is_some(),
    })
}

fn json(document: &Document) -> Result<Vec<u8>, WireError> {
    document.to_json().map_err(|error| WireError::computer("the report cannot be written as JSON", &error))
}

fn document(engine: &Engine, rehearsal: bool, number: MaintenanceNumber) -> Result<Document, WireError> {
    let material = material(engine, rehearsal, engine.kept(number)?);
    report::make(&material).map_err(|error| WireError::computer("the record cannot be made into a report", &error))
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
        zone: None,
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

/// The typesetter is a program of its own, and does not come with this one yet.
fn no_pdf() -> WireError {
    WireError::bad_input(
        "this version makes no PDF yet",
        "Make the page (html) and print it from a browser: it is made for paper too.",
    )
}

pub(crate) async fn verify(_desk: &Desk, request: wire::VerifyReport) -> Result<wire::ReportVerified, WireError> {
    let file = PathBuf::from(request.file);
    let done = tokio::task::spawn_blocking(move || verify_file(&file)).await;
    done.map_err(|error| WireError::computer("the check did not come to its end", &error))?
}

/// Verifies a report or an export: offline, without a data folder and without a key.
///
/// # Errors
/// The file cannot be read. What does not hold is no error: it is what the check found.
pub fn verify_file(path: &Path) -> Result<wire::ReportVerified, WireError> {
    let unusable = |what: String| EngineError::File { file: path.display().to_string(), what };
    let size = std::fs::metadata(path).map_err(|error| unusable(error.to_string()))?.len();
    if size > LARGEST {
        return Err(unusable("it is larger than a report can be".to_owned()).into());
    }
    let bytes = std::fs::read(path).map_err(|error| unusable(error.to_string()))?;
    let found = report::verify(&bytes);
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
    Ok(wire::ReportVerified {
        proven: found.holds(),
        maintenance: found.number.map(|number| number.to_string()),
        computer: found.computer.clone(),
        headline: found.headline.clone(),
        journal_head: found.journal.as_ref().map(|head| head.hash.clone()),
        signed,
        signature,
        verdicts: verdicts.collect(),
        broken: broken.collect(),
        not_proven: found.not_proven.clone(),
        exit: if found.holds() { Exit::Done } else { Exit::Failed },
    })
}

pub(crate) async fn register(desk: &Desk, _request: wire::ListMaintenances) -> Result<wire::RegisterShown, WireError> {
    let (engine, rehearsal) = (Arc::clone(&desk.engine), desk.rehearsal);
    let done = tokio::task::spawn_blocking(move || registered(&engine, rehearsal)).await;
    done.map_err(|error| WireError::computer("the register did not come to its end", &error))?
}

fn registered(engine: &Engine, rehearsal: bool) -> Result<wire::RegisterShown, WireError> {
    let mut rows = vec![];
    for listed in engine.maintenances()? {
        let row = match document(engine, rehearsal, listed.number) {
            Ok(document) => Registered::of(&document),
            // One that cannot be read is in the register all the same.
            Err(error) => {
                Registered::unreadable(listed.number, engine.maintenance_id(listed.number)?, rehearsal, &error)
            }
        };
        rows.push(row);
    }
    let host = engine.host();
    let register = Register::of(computer(host), &host.program, rows);
    let json = register.to_json().map_err(|error| WireError::computer("the register cannot be written", &error))?;
    Ok(wire::RegisterShown {
        register: serde_json::from_slice(&json).unwrap_or_default(),
        csv: register.to_csv(),
        sentence: register.sentence.clone(),
    })
}
