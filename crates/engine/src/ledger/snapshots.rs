//! Both configurations as they are kept: read whole, compared with the baseline, and what they show written down.

use std::sync::atomic::{AtomicU64, Ordering};

use appliance::Appliance;
use domain::chain::hex;
use domain::maintenance::Maintenance;
use domain::observation::Product;
use domain::pair::Pair;
use domain::role::{Both, Side};
use domain::time::Utc;
use ledger::Snapshot;
use ledger::compare::{Taken, news, three_way};
use ledger::fact::{Fact, SnapshotTaken};
use ledger::journalled::{begun_at, returned};
use store::{Along, SnapshotRow};

use super::collect::Tell;
use super::configuration;
use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::host::Progress;
use crate::record::Record;

/// How far it is, is told this often. Milliseconds.
const TOLD_EVERY_MS: u64 = 2_000;
/// What a snapshot of everything is kept as.
pub(super) const WHOLE: &str = "whole";

/// What came of one configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotCollected {
    pub side: Side,
    pub objects: u64,
    /// Kinds that could not be read, and why.
    pub failed: Vec<(String, String)>,
    /// Why nothing of it could be read.
    pub trouble: Option<String>,
}

/// A configuration that was read, and when.
pub(super) struct Read {
    pub(super) snapshot: Snapshot,
    from: Utc,
    to: Utc,
}

impl Engine {
    pub(super) async fn take_snapshots(
        &self,
        record: &mut Record,
        connection: &Connection,
        tell: Tell,
    ) -> Result<Vec<SnapshotCollected>, EngineError> {
        let number = record.number;
        let told = |sentence: String| {
            let Some(hook) = self.host.progress.as_ref().filter(|_| tell != Tell::Nobody) else { return };
            let collecting = tell == Tell::ItsAct;
            hook(Progress { maintenance: number, collecting, sentence });
        };
        let intents = intents_of(&record.maintenance);
        let product = self.product(connection).await;
        let (home, stand_in) = futures::join!(
            self.read_configuration(connection, Side::Home, product, &told),
            self.read_configuration(connection, Side::StandIn, product, &told),
        );
        self.may_go_on(record)?;
        let m = &record.maintenance;
        if intents != intents_of(m) || m.running().is_some() {
            let why = "a role command came while it was read: what was read is of before and after it";
            let dropped = |side: Side| SnapshotCollected {
                side,
                objects: 0,
                failed: vec![],
                trouble: Some(format!("{}: {why}", m.label(side))),
            };
            return Ok(Side::BOTH.map(dropped).to_vec());
        }
        let mut collected = vec![];
        let mut reads = Both::new(None, None);
        for (side, read) in [(Side::Home, home), (Side::StandIn, stand_in)] {
            match read {
                Err(trouble) => {
                    collected.push(SnapshotCollected { side, objects: 0, failed: vec![], trouble: Some(trouble) })
                }
                Ok(read) => {
                    let failed = read.snapshot.failed().map(|(kind, why)| (kind.to_owned(), why.to_owned())).collect();
                    let objects = read.snapshot.len() as u64;
                    collected.push(SnapshotCollected { side, objects, failed, trouble: None });
                    *reads.of_mut(side) = Some(read);
                }
            }
        }
        self.keep_snapshots(m, &connection.pair, reads)?;
        Ok(collected)
    }

    async fn read_configuration(
        &self,
        connection: &Connection,
        side: Side,
        product: Product,
        told: &(dyn Fn(String) + Send + Sync),
    ) -> Result<Read, String> {
        let label = &connection.pair.appliance(side).label;
        let appliance: &Appliance =
            connection.appliances.of(side).as_ref().map_err(|trouble| format!("{label}: {}", trouble.detail))?;
        // One that may not be read at all, or is not served here, is not asked list by list.
        configuration::is_served(&appliance.configuration(), product)
            .await
            .map_err(|unread| format!("{label}: {unread}"))?;
        let from = self.host.clock.now_utc();
        let told_at = AtomicU64::new(0);
        let progress = |done: usize, all: usize, objects: usize| {
            let now_ms = self.host.clock.monotonic_ms();
            let due = now_ms.saturating_sub(told_at.load(Ordering::Relaxed)) >= TOLD_EVERY_MS;
            if due {
                told_at.store(now_ms, Ordering::Relaxed);
                told(format!("Reading the configuration of {label}: {done} of {all} kinds, {objects} objects."));
            }
        };
        let snapshot =
            configuration::read(&appliance.configuration(), product, &configuration::all_kinds(product), &progress)
                .await;
        if snapshot.kinds().next().is_none() {
            let why = snapshot.failed().next().map_or("nothing was told", |(_, why)| why).to_owned();
            return Err(format!("{label}: {why}"));
        }
        Ok(Read { snapshot, from, to: self.host.clock.now_utc() })
    }

    /// Keeps what was read as evidence, and writes down what it shows beside the baseline.
    fn keep_snapshots(&self, m: &Maintenance, pair: &Pair, reads: Both<Option<Read>>) -> Result<(), EngineError> {
        let before = self.store.snapshots(m.id)?;
        let (mut evidence, mut rows, mut facts) = (vec![], vec![], vec![]);
        for side in Side::BOTH {
            let Some(read) = reads.of(side) else { continue };
            let (sha256, snapshot) = (read.snapshot.sha256(), &read.snapshot);
            evidence.push(store::Evidence {
                sha256,
                bytes: snapshot.to_json().into_bytes(),
                content_type: "application/json".to_owned(),
                created_at: read.to,
            });
            rows.push(SnapshotRow { taken_at: read.from, side, what: WHOLE.to_owned(), sha256 });
            facts.push(Fact::SnapshotTaken(SnapshotTaken {
                side,
                from: read.from,
                to: read.to,
                read: snapshot.kinds().map(str::to_owned).collect(),
                failed: snapshot.failed().map(|(kind, why)| (kind.to_owned(), why.to_owned())).collect(),
                objects: snapshot.len() as u64,
                sha256: Some(hex(&sha256)),
            }));
        }
        if rows.is_empty() {
            return Ok(());
        }
        // In one append with what they show: a snapshot that is there has been compared.
        facts.extend(self.shown_by(m, pair, &before, &reads)?);
        self.store.put_evidence(evidence)?;
        self.append_facts(m, facts, &Along { positions: vec![], snapshots: rows })?;
        Ok(())
    }

    /// What the configurations show beside the baseline that is not known.
    fn shown_by(
        &self,
        m: &Maintenance,
        pair: &Pair,
        before: &[SnapshotRow],
        reads: &Both<Option<Read>>,
    ) -> Result<Vec<Fact>, EngineError> {
        // After the way back every carried change differs from the baseline on both: there is nothing new to learn.
        if returned(m) {
            return Ok(vec![]);
        }
        let of = |side: Side| reads.of(side).as_ref();
        let own = |side: Side| of(side).map(|read| read.snapshot.clone());
        let home = || if m.outbound.done.is_none() { own(Side::Home) } else { None };
        let Some(baseline) = self.baseline(m)?.or_else(home).or_else(|| own(m.current_primary())) else {
            return Ok(vec![]);
        };
        let primary = m.current_primary();
        let journalled = self.journalled(m, pair);
        let (on_primary, on_backup) = (of(primary), of(primary.other()));
        let both = || [on_primary, on_backup].into_iter().flatten();
        let now = self.host.clock.now_utc();
        let taken = Taken {
            primary,
            since: since(before, m, journalled.since(Side::StandIn)),
            from: both().map(|read| read.from).min().unwrap_or(now),
            to: both().map(|read| read.to).max().unwrap_or(now),
            syncs: journalled.syncs(),
        };
        let [on_primary, on_backup] = [on_primary, on_backup].map(|read| read.map(|read| &read.snapshot));
        let differences = three_way(&baseline, on_primary, on_backup, &ledger::Ignored::default());
        self.with_book(m, |book| Ok(news(&book.ledger, &differences, &taken, [on_primary, on_backup])))
    }

    /// Writes down what differs from the baseline and was not known. What is ignored is kept all the same: it can be seen
    /// again.
    pub(super) fn write_differences(
        &self,
        m: &Maintenance,
        baseline: &Snapshot,
        sides: [Option<&Snapshot>; 2],
        taken: &Taken<'_>,
    ) -> Result<(), EngineError> {
        let [on_primary, on_backup] = sides;
        let differences = three_way(baseline, on_primary, on_backup, &ledger::Ignored::default());
        let facts = self.with_book(m, |book| Ok(news(&book.ledger, &differences, taken, [None, None])))?;
        if !facts.is_empty() {
            self.append_facts(m, facts, &Along::default())?;
        }
        Ok(())
    }

    /// The configuration both sides once had: the home primary's before the work, or the first there is of the primary.
    pub(super) fn baseline(&self, m: &Maintenance) -> Result<Option<Snapshot>, EngineError> {
        let side = if m.planned.taken_up { Side::StandIn } else { Side::Home };
        let rows = self.store.snapshots(m.id)?;
        let rows: Vec<&SnapshotRow> = rows.iter().filter(|row| row.what == WHOLE).collect();
        let before_the_leg = |row: &&&SnapshotRow| m.outbound.done.as_ref().is_none_or(|(_, at)| row.taken_at < *at);
        let home = rows.iter().filter(|row| row.side == side).find(|row| m.planned.taken_up || before_the_leg(row));
        let row = home.or_else(|| rows.iter().find(|row| row.side == m.current_primary()));
        row.map(|row| self.snapshot_of(row)).transpose()
    }

    /// The last whole snapshot of a side.
    pub(super) fn last_snapshot(&self, m: &Maintenance, side: Side) -> Result<Option<(Snapshot, Utc)>, EngineError> {
        let rows = self.store.snapshots(m.id)?;
        let row = rows.iter().rev().find(|row| row.side == side && row.what == WHOLE);
        row.map(|row| Ok((self.snapshot_of(row)?, row.taken_at))).transpose()
    }

    fn snapshot_of(&self, row: &SnapshotRow) -> Result<Snapshot, EngineError> {
        let name = hex(&row.sha256);
        let lost = |what: String| EngineError::File { file: format!("the snapshot {name}"), what };
        let evidence = self.store.evidence(&row.sha256)?.ok_or_else(|| lost("it is not kept any more".to_owned()))?;
        Snapshot::from_json(&evidence.bytes).map_err(|error| lost(error.to_string()))
    }
}

/// Since when a side could have changed without a snapshot having shown it: its snapshot before, of both the older one.
fn since(before: &[SnapshotRow], m: &Maintenance, stand_in: Option<Utc>) -> Utc {
    let last =
        |side: Side| before.iter().filter(|row| row.side == side && row.what == WHOLE).map(|row| row.taken_at).max();
    match (last(Side::Home), last(Side::StandIn)) {
        (Some(one), Some(other)) => one.min(other),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => stand_in.unwrap_or_else(|| begun_at(m)),
    }
}

/// How many role commands were ever decided on.
fn intents_of(m: &Maintenance) -> usize {
    m.outbound.attempts.len() + m.return_leg.attempts.len()
}
