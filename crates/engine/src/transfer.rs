//! Handing a maintenance on: one file with journal, evidence and the pair, without secrets; and taking it over from one.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::chain::hex;
use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::journal::{Entry, Event, Sealed, format};
use domain::maintenance::{Command, fold};
use domain::pair::Pair;
use domain::role::Side;
use domain::time::Utc;
use ledger::chain;
use ledger::fact::Fact;
use serde::{Deserialize, Serialize};
use store::{Along, FactRow, IndexState, MaintenanceRow, NewMaintenance, SealedRow, SnapshotRow};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::hex32;
use crate::record::{Record, to_sealed};

const FORMAT: &str = "switchback/export/1";
/// A file larger than this is not an export: none is written, and none is read. Bytes.
const LARGEST: u64 = 512 * 1024 * 1024;

/// What the event of the export itself adds to the file, at most. Bytes.
const ITS_OWN_EVENT: u64 = 16 * 1024;

#[derive(Serialize, Deserialize)]
struct Export {
    format: String,
    maintenance: MaintenanceId,
    /// The number it has on the computer it comes from.
    number: MaintenanceNumber,
    /// Who exported it, `user@host`.
    from: String,
    pair: Pair,
    events: Vec<ExportedEvent>,
    evidence: Vec<ExportedEvidence>,
    head: Head,
    /// The facts of the ledger, in the form of the events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    facts: Vec<ExportedEvent>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    snapshots: Vec<ExportedSnapshot>,
    /// Of the facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ledger_head: Option<Head>,
}

/// Which snapshot there is; what it holds is evidence.
#[derive(Serialize, Deserialize)]
struct ExportedSnapshot {
    taken_at: Utc,
    side: Side,
    what: String,
    sha256: String,
}

/// Body as its exact text; hashes in hexadecimal.
#[derive(Serialize, Deserialize)]
struct ExportedEvent {
    seq: u64,
    body: String,
    hash: String,
    previous: String,
}

#[derive(Serialize, Deserialize)]
struct ExportedEvidence {
    sha256: String,
    content_type: String,
    created_at: Utc,
    base64: String,
}

/// Shows a cut-off tail: a chain alone does not.
#[derive(Serialize, Deserialize)]
struct Head {
    count: u64,
    hash: String,
}

impl Engine {
    /// Writes a maintenance to a file and closes this copy to acts. The event comes first, so that the file ends with
    /// it; where the file then cannot be written, the export is asked for again.
    pub fn export(&self, number: MaintenanceNumber, out: &Path) -> Result<(), EngineError> {
        let (mut record, _) = self.record(number)?;
        let failed =
            |what: &std::io::Error| EngineError::File { file: out.display().to_string(), what: what.to_string() };
        // A file is never overwritten, and a place that cannot be written to is told before anything is closed.
        let mut file = self.store.folder().create_private_file(out).map_err(|e| failed(&e))?;
        let written = self.write_export(&mut record, out, &mut file, &failed);
        if written.is_err() {
            // Half an export is worse than none; it was made here a moment ago.
            let _ = std::fs::remove_file(out);
        }
        written
    }

    fn write_export(
        &self,
        record: &mut Record,
        out: &Path,
        file: &mut std::fs::File,
        failed: &dyn Fn(&std::io::Error) -> EngineError,
    ) -> Result<(), EngineError> {
        let unreadable = |what: String| EngineError::File { file: out.display().to_string(), what };
        // Nothing is closed for a file that no import would take.
        let bytes = size_of(&self.export_of(record)?).map_err(|error| unreadable(error.to_string()))?;
        no_larger(bytes.saturating_add(ITS_OWN_EVENT)).map_err(unreadable)?;
        if !record.maintenance.handed_on {
            let file_name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            record.command(self, &Command::Export { file_name }, |_| Ok(()))?;
        }
        let export = self.export_of(record)?;
        let mut writer = std::io::BufWriter::new(&mut *file);
        serde_json::to_writer_pretty(&mut writer, &export).map_err(|error| unreadable(error.to_string()))?;
        writer.flush().map_err(|error| failed(&error))?;
        drop(writer);
        file.sync_all().map_err(|error| failed(&error))
    }

    fn export_of(&self, record: &Record) -> Result<Export, EngineError> {
        let sealed: Vec<Sealed> =
            self.store.read_journal(record.maintenance.id, 0)?.into_iter().map(to_sealed).collect();
        let number = record.number;
        let entries = format::read_chain(record.maintenance.id, &sealed)
            .map_err(|source| EngineError::Journal { number, source })?;
        let kept = self.kept(number)?;
        let snapshots = self.store.snapshots(record.maintenance.id)?;
        let mut evidence = Vec::new();
        let named = kept.evidence.iter().map(|piece| piece.sha256.clone());
        for name in evidence_named(&entries).into_iter().chain(named).collect::<BTreeSet<_>>() {
            let Some(kept) = hex32(&name).map(|hash| self.store.evidence(&hash)).transpose()?.flatten() else {
                continue;
            };
            evidence.push(ExportedEvidence {
                sha256: name,
                content_type: kept.content_type,
                created_at: kept.created_at,
                base64: BASE64.encode(&kept.bytes),
            });
        }
        Ok(Export {
            format: FORMAT.to_owned(),
            maintenance: record.maintenance.id,
            number,
            from: self.host.user.clone(),
            pair: self.pair_of(record)?,
            head: Head { count: sealed.len() as u64, hash: hex(&record.head()) },
            events: sealed.iter().map(exported).collect(),
            evidence,
            ledger_head: kept.ledger.last().map(|last| Head { count: kept.ledger.len() as u64, hash: hex(&last.hash) }),
            facts: kept.ledger.iter().map(exported).collect(),
            snapshots: snapshots
                .iter()
                .map(|row| ExportedSnapshot {
                    taken_at: row.taken_at,
                    side: row.side,
                    what: row.what.clone(),
                    sha256: hex(&row.sha256),
                })
                .collect(),
        })
    }

    /// Takes a maintenance over from a file, or takes one back. The chain is verified first; nothing is armed.
    pub fn import(&self, file: &Path) -> Result<MaintenanceNumber, EngineError> {
        let bad = |what: &str| EngineError::File { file: file.display().to_string(), what: what.to_owned() };
        let export = read_export(file, &bad)?;
        let sealed = sealed_of(&export.events, &bad)?;
        let facts = facts_of(&export, &bad)?;
        let entries = format::read_chain(export.maintenance, &sealed)
            .map_err(|source| EngineError::Journal { number: export.number, source })?;
        let maintenance = fold(export.maintenance, &entries)
            .map_err(|source| EngineError::Illegal { number: export.number, source })?;
        let head = sealed.last().map_or(format::GENESIS, |last| last.hash);
        if export.head.count != sealed.len() as u64 || export.head.hash != hex(&head) {
            return Err(bad("its end is cut off: the head record names another last event"));
        }
        if maintenance.planned.pair != export.pair.id {
            return Err(bad("its pair is not the pair of its journal"));
        }
        let there: BTreeSet<&str> = export.evidence.iter().map(|one| one.sha256.as_str()).collect();
        if let Some(missing) = evidence_named(&entries).into_iter().find(|name| !there.contains(name.as_str())) {
            return Err(bad(&format!("the evidence {missing} that its journal names is not in it")));
        }
        snapshots_are_there(&export, &facts, &there, &bad)?;
        let rows: Vec<SealedRow> = sealed
            .into_iter()
            .zip(&entries)
            .map(|(sealed, entry)| SealedRow {
                seq: sealed.seq,
                at: entry.stamp.at,
                kind: entry.event.kind().to_owned(),
                body: sealed.body,
                hash: sealed.hash,
                previous: sealed.previous,
            })
            .collect();
        // Evidence first: a journal is taken in only with the evidence it names, and none of it where a piece is damaged.
        self.keep_imported(&export, &bad)?;
        let row = self.take_in(&export, &maintenance, rows, &bad)?;
        self.take_in_facts(&export, facts, &bad)?;
        let (mut record, _) = Record::load(&self.store, &row)?;
        if !record.maintenance.stage.ended() {
            let imported = Event::Imported { from: export.from, head: hex(&head) };
            record.append(self, vec![imported])?;
        }
        Ok(row.number)
    }

    /// The journal as this store has it after: begun anew, or gone on from where this copy stood.
    fn take_in(
        &self,
        export: &Export,
        maintenance: &domain::maintenance::Maintenance,
        rows: Vec<SealedRow>,
        bad: &dyn Fn(&str) -> EngineError,
    ) -> Result<MaintenanceRow, EngineError> {
        let id = export.maintenance;
        if let Some(row) = self.store.maintenance(id)? {
            let here = self.store.read_journal(id, 0)?;
            if here.len() > rows.len() || here.iter().zip(&rows).any(|(a, b)| a.hash != b.hash) {
                return Err(bad("this computer's copy went on by itself: the two journals have parted"));
            }
            if row.state == IndexState::Open && here.len() < rows.len() {
                let index = store::IndexUpdate {
                    ended_at: maintenance.ended_at,
                    stage: maintenance.stage.id().to_owned(),
                    title: maintenance.planned.intent.title.clone(),
                };
                self.store.append(id, here.len() as u64, &rows[here.len()..], Some(index))?;
            }
        } else {
            if self.store.pair(export.pair.id)?.is_none() {
                self.store.add_pair(&export.pair)?;
            }
            let new = NewMaintenance {
                id,
                pair: export.pair.id,
                created_at: maintenance.planned_at,
                stage: maintenance.stage.id().to_owned(),
                title: maintenance.planned.intent.title.clone(),
            };
            self.store.create_maintenance(new, move |_| rows)?;
        }
        self.store.maintenance(id)?.ok_or_else(|| EngineError::NoSuchMaintenance { id: id.to_string() })
    }

    /// The ledger goes on from where this copy stood; what parted from it is refused.
    fn take_in_facts(
        &self,
        export: &Export,
        facts: Vec<Written>,
        bad: &dyn Fn(&str) -> EngineError,
    ) -> Result<(), EngineError> {
        let id = export.maintenance;
        let head = self.store.facts_head(id)?;
        let known = head.as_ref().map_or(0, |head| head.seq);
        let there = head.is_none_or(|head| {
            usize::try_from(head.seq - 1)
                .ok()
                .and_then(|at| facts.get(at))
                .is_some_and(|(sealed, _)| sealed.hash == head.hash)
        });
        if !there {
            return Err(bad("this computer's copy went on by itself: the two ledgers have parted"));
        }
        let fresh = facts.into_iter().skip(usize::try_from(known).unwrap_or(usize::MAX));
        let rows: Vec<FactRow> = fresh.map(|(sealed, fact)| FactRow::new(sealed, &fact)).collect();
        let snapshots = export.snapshots.iter().filter_map(|one| {
            let (side, what) = (one.side, one.what.clone());
            Some(SnapshotRow { taken_at: one.taken_at, side, what, sha256: hex32(&one.sha256)? })
        });
        let along = Along { positions: vec![], snapshots: snapshots.collect() };
        if !rows.is_empty() || !along.snapshots.is_empty() {
            self.store.append_facts(id, known, rows, along)?;
        }
        Ok(())
    }

    fn keep_imported(&self, export: &Export, bad: &dyn Fn(&str) -> EngineError) -> Result<(), EngineError> {
        let mut pieces = Vec::new();
        for one in &export.evidence {
            let (Some(sha256), Ok(bytes)) = (hex32(&one.sha256), BASE64.decode(&one.base64)) else {
                return Err(bad("a piece of evidence is not readable"));
            };
            pieces.push(store::Evidence {
                sha256,
                bytes,
                content_type: one.content_type.clone(),
                created_at: one.created_at,
            });
        }
        Ok(self.store.put_evidence(pieces)?)
    }
}

fn no_larger(bytes: u64) -> Result<(), String> {
    if bytes <= LARGEST {
        return Ok(());
    }
    Err(format!("it is larger than an export can be ({} MiB)", LARGEST / (1 << 20)))
}

/// How many bytes an export comes to, written nowhere.
fn size_of(export: &Export) -> Result<u64, serde_json::Error> {
    struct Counted(u64);
    impl Write for Counted {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.saturating_add(bytes.len() as u64);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counted = Counted(0);
    serde_json::to_writer_pretty(&mut counted, export)?;
    Ok(counted.0)
}

fn read_export(file: &Path, bad: &dyn Fn(&str) -> EngineError) -> Result<Export, EngineError> {
    let open = std::fs::File::open(file).map_err(|error| bad(&error.to_string()))?;
    let told = open.metadata().map_err(|error| bad(&error.to_string()))?;
    no_larger(told.len()).map_err(|what| bad(&what))?;
    let mut bytes = Vec::new();
    // It may grow while it is read, and of a pipe no length is told.
    open.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| bad(&error.to_string()))?;
    no_larger(bytes.len() as u64).map_err(|what| bad(&what))?;
    let export: Export = serde_json::from_slice(&bytes).map_err(|error| bad(&format!("not an export: {error}")))?;
    if export.format != FORMAT {
        return Err(bad(&format!("its format is '{}'; this program reads {FORMAT}", export.format)));
    }
    Ok(export)
}

/// Each snapshot is in it and is what the ledger says was read: its hash is that of what it holds.
fn snapshots_are_there(
    export: &Export,
    facts: &[Written],
    there: &BTreeSet<&str>,
    bad: &dyn Fn(&str) -> EngineError,
) -> Result<(), EngineError> {
    let named = facts.iter().filter_map(|(_, fact)| match fact {
        Fact::SnapshotTaken(taken) => taken.sha256.as_deref(),
        _ => None,
    });
    let named: BTreeSet<&str> = named.collect();
    for snapshot in &export.snapshots {
        let sha256 = snapshot.sha256.as_str();
        if hex32(sha256).is_none() || !named.contains(sha256) {
            return Err(bad(&format!("the snapshot {sha256} is in no fact of its ledger")));
        }
        if !there.contains(sha256) {
            return Err(bad(&format!("the snapshot {sha256} that its ledger names is not in it")));
        }
    }
    Ok(())
}

/// A fact with its bytes.
type Written = (Sealed, Fact);

/// The ledger of an export, its chain and its head verified.
fn facts_of(export: &Export, bad: &dyn Fn(&str) -> EngineError) -> Result<Vec<Written>, EngineError> {
    let sealed = sealed_of(&export.facts, bad)?;
    let written = chain::read_chain(export.maintenance, &sealed).map_err(|source| EngineError::Ledger { source })?;
    let last = sealed.last().map(|last| (sealed.len() as u64, hex(&last.hash)));
    if last != export.ledger_head.as_ref().map(|head| (head.count, head.hash.clone())) {
        return Err(bad("the end of its ledger is cut off: the head record names another last fact"));
    }
    Ok(sealed.into_iter().zip(written.into_iter().map(|written| written.fact)).collect())
}

fn exported(sealed: &Sealed) -> ExportedEvent {
    ExportedEvent {
        seq: sealed.seq,
        body: String::from_utf8_lossy(&sealed.body).into_owned(),
        hash: hex(&sealed.hash),
        previous: hex(&sealed.previous),
    }
}

fn sealed_of(events: &[ExportedEvent], bad: &dyn Fn(&str) -> EngineError) -> Result<Vec<Sealed>, EngineError> {
    events
        .iter()
        .map(|event| {
            let (Some(hash), Some(previous)) = (hex32(&event.hash), hex32(&event.previous)) else {
                return Err(bad("a hash is not readable"));
            };
            Ok(Sealed { seq: event.seq, body: event.body.clone().into_bytes(), hash, previous })
        })
        .collect()
}

/// The hashes of all evidence a journal names.
pub(crate) fn evidence_named(entries: &[Entry]) -> BTreeSet<String> {
    let rounds = entries.iter().filter_map(|entry| match &entry.event {
        Event::Observed(observed) => Some(&observed.round),
        Event::Checked(checked) => Some(&checked.round),
        _ => None,
    });
    rounds.flat_map(|round| [&round.home, &round.stand_in]).filter_map(|look| look.evidence.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_may_be_as_large_as_the_limit_and_no_larger() {
        assert_eq!(no_larger(LARGEST), Ok(()));
        assert_eq!(no_larger(LARGEST + 1), Err("it is larger than an export can be (512 MiB)".to_owned()));
    }
}
