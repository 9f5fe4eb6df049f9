//! Everything that is kept of one maintenance, byte for byte: what a report is made of.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use domain::chain::hex;
use domain::ids::{MaintenanceId, MaintenanceNumber, PairId};
use domain::journal::{Entry, Sealed};
use domain::observation::Product;
use domain::time::Utc;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::hex32;
use crate::record::{Record, to_sealed};
use crate::transfer::evidence_named;
use crate::usual::{Learned, Usual};

/// Facts that are read at once.
const AT_ONCE: usize = 8_192;

/// A maintenance as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    pub maintenance: MaintenanceId,
    pub number: MaintenanceNumber,
    pub journal: Vec<Sealed>,
    pub ledger: Vec<Sealed>,
    pub evidence: Vec<KeptEvidence>,
    pub product: Option<Product>,
    pub own_accounts: Vec<String>,
    /// How long each phase usually took on this pair before this maintenance.
    pub usual: Vec<Usual>,
}

/// A piece of evidence: its bytes stay where they are.
#[derive(Clone, Debug)]
pub struct KeptEvidence {
    /// Hexadecimal.
    pub sha256: String,
    pub content_type: String,
    pub created_at: Utc,
    pub bytes: u64,
}

/// The folder of reports in the data folder.
const REPORTS: &str = "reports";

fn report_name(number: MaintenanceNumber, form: &str) -> String {
    format!("{number}.{form}")
}

impl Engine {
    /// Reads a maintenance whole, both chains verified.
    pub fn kept(&self, number: MaintenanceNumber) -> Result<Kept, EngineError> {
        let (record, entries) = self.record(number)?;
        let usual = self.learned(record.maintenance.planned.pair, Some(number))?.usual();
        self.kept_of(&record, &entries, usual)
    }

    /// Every maintenance, in the order of their numbers, each as [`Engine::kept`] reads it; one that cannot be read is told too.
    pub fn each_kept(
        &self,
        mut tell: impl FnMut(MaintenanceNumber, MaintenanceId, Result<Kept, EngineError>),
    ) -> Result<(), EngineError> {
        let mut rows = self.store.maintenances()?;
        rows.sort_by_key(|row| row.number);
        let mut learned: HashMap<PairId, Learned> = HashMap::new();
        for row in rows {
            let of_pair = learned.entry(row.pair).or_default();
            let kept = Record::load(&self.store, &row).and_then(|(record, entries)| {
                let kept = self.kept_of(&record, &entries, of_pair.usual());
                of_pair.add(&record.maintenance, &entries);
                kept
            });
            tell(row.number, row.id, kept);
        }
        Ok(())
    }

    fn kept_of(&self, record: &Record, entries: &[Entry], usual: Vec<Usual>) -> Result<Kept, EngineError> {
        let number = record.number;
        let m = &record.maintenance;
        let journal = self.store.read_journal(m.id, 0)?.into_iter().map(to_sealed).collect();
        self.store.verify_facts(m.id)?;
        let mut ledger: Vec<Sealed> = vec![];
        loop {
            let facts = self.store.facts(m.id, ledger.last().map_or(0, |last| last.seq), AT_ONCE)?;
            let all = facts.len() < AT_ONCE;
            ledger.extend(facts);
            if all {
                break;
            }
        }
        let mut named = evidence_named(entries);
        let snapshots = self.store.snapshots(m.id)?;
        named.extend(snapshots.iter().map(|row| hex(&row.sha256)));
        let pair = self.store.pair(m.planned.pair)?;
        Ok(Kept {
            maintenance: m.id,
            number,
            journal,
            ledger,
            evidence: self.evidence_kept(&named)?,
            product: pair.as_ref().and_then(|pair| pair.product),
            own_accounts: self.own_accounts(m)?,
            usual,
        })
    }

    /// Puts one form of a report into the data folder, in place of the one that was there.
    ///
    /// # Errors
    /// The file cannot be written; the one that was there is as it was.
    pub fn keep_report(&self, number: MaintenanceNumber, form: &str, bytes: &[u8]) -> Result<PathBuf, EngineError> {
        let place = self.report_place(number, form);
        self.store
            .folder()
            .put_file(REPORTS, &report_name(number, form), bytes)
            .map_err(|error| EngineError::File { file: place.display().to_string(), what: error.to_string() })
    }

    /// Takes one form of a report away, because it tells of an older document. None there is none to take away.
    ///
    /// # Errors
    /// The file cannot be removed.
    pub fn drop_report(&self, number: MaintenanceNumber, form: &str) -> Result<(), EngineError> {
        let place = self.report_place(number, form);
        match std::fs::remove_file(&place) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(EngineError::File { file: place.display().to_string(), what: error.to_string() })
            }
            _ => Ok(()),
        }
    }

    /// Where reports are kept.
    #[must_use]
    pub fn reports_folder(&self) -> PathBuf {
        self.data_dir().join(REPORTS)
    }

    /// Where one form of a report is kept.
    #[must_use]
    pub fn report_place(&self, number: MaintenanceNumber, form: &str) -> PathBuf {
        self.store.folder().place_of(REPORTS, &report_name(number, form))
    }

    fn evidence_kept(&self, named: &BTreeSet<String>) -> Result<Vec<KeptEvidence>, EngineError> {
        let mut kept = vec![];
        for sha256 in named {
            let Some(piece) = hex32(sha256).map(|hash| self.store.evidence(&hash)).transpose()?.flatten() else {
                continue;
            };
            kept.push(KeptEvidence {
                sha256: sha256.clone(),
                content_type: piece.content_type,
                created_at: piece.created_at,
                bytes: piece.bytes.len() as u64,
            });
        }
        Ok(kept)
    }
}
