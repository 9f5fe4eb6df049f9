//! Collecting: logs, then the objects they name, and on request both configurations, compared with the baseline.

use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use appliance::{Appliance, NoReport};
use domain::change::Reconciled;
use domain::ids::MaintenanceNumber;
use domain::journal::Baseline;
use domain::maintenance::{Action, Command, Maintenance, Stage, may};
use domain::observation::Product;
use domain::pair::Pair;
use domain::role::{Both, Side};
use domain::time::Utc;
use ledger::compare::{Taken, news, three_way};
use ledger::fact::{Fact, SnapshotTaken, Source};
use ledger::{EntryId, Snapshot};
use store::{Along, SnapshotRow};

use super::configuration;
use super::logs::{LogTold, ReadTo, Reading};
use super::standpoint::{Journalled, begun_at, returned};
use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::Depth;
use crate::record::Record;

/// The largest log that is downloaded. Bytes, packed.
const MOST_LOG_BYTES: u64 = 1 << 30;
/// Logs are read this often while a maintenance is open. Milliseconds.
const LOGS_EVERY_MS: i64 = 300_000;
/// How far it is, is told this often. Milliseconds.
const TOLD_EVERY_MS: u64 = 2_000;
/// What a snapshot of everything is kept as.
pub(super) const WHOLE: &str = "whole";

/// What is collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The logs, and the objects they name.
    Logs,
    /// Both configurations too.
    Everything,
}

/// What came of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCollected {
    /// The appliance it was pulled from; of a file nothing.
    pub side: Option<Side>,
    /// The appliance's label, or the file's name.
    pub source: String,
    pub messages: u64,
    /// Messages that were not known.
    pub fresh: u64,
    pub incomplete: u64,
    pub damaged: u64,
    /// Why it could not be read.
    pub trouble: Option<String>,
}

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

/// What came of collecting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collected {
    pub logs: Vec<LogCollected>,
    pub snapshots: Vec<SnapshotCollected>,
    /// Changes that were not known before.
    pub fresh: usize,
    pub total: usize,
}

impl Collected {
    /// Every log and configuration that was to be read was. Kinds that the account may not read are told beside it, and are
    /// blind spots of the ledger.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.troubles().is_empty()
    }

    /// The first line of what could not be looked at.
    #[must_use]
    pub fn troubles(&self) -> Vec<String> {
        let logs = self.logs.iter().filter_map(|log| log.trouble.clone());
        logs.chain(self.snapshots.iter().filter_map(|one| one.trouble.clone())).collect()
    }
}

/// A configuration that was read, and when.
pub(super) struct Read {
    pub(super) snapshot: Snapshot,
    from: Utc,
    to: Utc,
}

impl Engine {
    /// Reads both logs from where they were read to, and on request both configurations.
    pub async fn collect(&self, number: MaintenanceNumber, what: What) -> Result<Collected, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Collect, self.host.clock.now_utc())?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        self.collect_now(&mut record, &connection, what).await
    }

    /// The configuration of both sides before the work, and both logs up to now.
    pub async fn take_baseline(&self, number: MaintenanceNumber) -> Result<Collected, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Collect, self.host.clock.now_utc())?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        let from = self.host.clock.now_utc();
        let collected = self.collect_now(&mut record, &connection, What::Everything).await?;
        let of = |ok: &mut dyn Iterator<Item = Side>| ok.collect::<Vec<_>>();
        let logs = of(&mut collected.logs.iter().filter(|log| log.trouble.is_none()).filter_map(|log| log.side));
        let configurations =
            of(&mut collected.snapshots.iter().filter(|one| one.trouble.is_none()).map(|one| one.side));
        if record.maintenance.baseline.is_none() && !(logs.is_empty() && configurations.is_empty()) {
            let through = self.with_book(&record.maintenance, |book| Ok(book.ledger.seq()))?;
            let objects = collected.snapshots.iter().map(|one| one.objects).sum();
            let baseline = Baseline { from, through, configurations, logs, objects };
            record.command(self, &Command::TakeBaseline(baseline), |_| Ok(()))?;
            self.rejudge(&mut record)?;
        }
        Ok(collected)
    }

    /// Collects where it is time: on the schedule, and at a change of phase. None: it is not.
    pub async fn collect_when_due(&self, pair: &Pair) -> Result<Option<Collected>, EngineError> {
        let Some(mut record) = self.open_record(pair.id)?.filter(|record| !record.maintenance.handed_on) else {
            return Ok(None);
        };
        let m = &record.maintenance;
        let during = [Stage::Work, Stage::Reconcile, Stage::CheckReturn, Stage::FailBack];
        let begun = m.baseline.is_some() || m.reconciliation.is_some();
        if m.running().is_some() || !(begun || during.contains(&m.stage)) {
            return Ok(None);
        }
        let now = self.host.clock.now_utc();
        let read_at = self.store.positions(m.id)?.iter().map(|position| position.pulled_at).min();
        let tried_at = self.tried_at(m.id);
        let since = |at: Option<Utc>| at.is_none_or(|at| now.since_ms(at) >= LOGS_EVERY_MS);
        // Both configurations once after the outbound leg: what the work began from.
        let away = m.outbound.done.as_ref().map(|(_, at)| *at).filter(|_| during.contains(&m.stage));
        let whole = self.store.snapshots(m.id)?.iter().filter(|row| row.what == WHOLE).map(|row| row.taken_at).max();
        let what = match away {
            Some(away) if m.baseline.is_some() && whole.is_none_or(|at| at < away) => What::Everything,
            _ => What::Logs,
        };
        if !since(tried_at) || (what == What::Logs && !since(read_at)) {
            return Ok(None);
        }
        self.note_tried(m.id, now);
        let connection = self.connect(pair).await;
        self.collect_now(&mut record, &connection, what).await.map(Some)
    }

    /// Reads the logs where the ledger was begun: before the way back is judged, and before what came of it is.
    pub(crate) async fn catch_up_ledger(
        &self,
        record: &mut Record,
        connection: &Connection,
        what: What,
    ) -> Result<Option<Collected>, EngineError> {
        if record.maintenance.reconciliation.is_none() && record.maintenance.baseline.is_none() {
            return Ok(None);
        }
        self.collect_now(record, connection, what).await.map(Some)
    }

    async fn collect_now(
        &self,
        record: &mut Record,
        connection: &Connection,
        what: What,
    ) -> Result<Collected, EngineError> {
        let names = &record.maintenance.history.hostnames;
        if Side::BOTH.into_iter().any(|side| names.of(side).is_empty()) {
            // Where a change was made is told by the appliance's own name.
            self.look_once(record, connection, Depth::Full, &mut |_| {}).await?;
        }
        let before = self.with_book(&record.maintenance, |book| Ok(book.ledger.entries().len()))?;
        self.settle_change_under_way(record, connection).await?;
        let logs = self.pull_logs(&record.maintenance, connection).await?;
        let snapshots = match what {
            What::Everything => self.take_snapshots(&record.maintenance, connection).await?,
            What::Logs => {
                self.reread(&record.maintenance, connection, before).await?;
                vec![]
            }
        };
        self.rejudge(record)?;
        let total = self.with_book(&record.maintenance, |book| Ok(book.ledger.entries().len()))?;
        Ok(Collected { logs, snapshots, fresh: total - before, total })
    }

    async fn pull_logs(&self, m: &Maintenance, connection: &Connection) -> Result<Vec<LogCollected>, EngineError> {
        let (home, stand_in) = futures::join!(self.pull(connection, Side::Home), self.pull(connection, Side::StandIn));
        let mut logs = vec![];
        for (side, pulled) in [(Side::Home, home), (Side::StandIn, stand_in)] {
            let source = m.label(side).to_owned();
            let told = match pulled {
                Ok((file, at)) => self.take_log(m, connection, side, file, at),
                Err(trouble) => Err(trouble),
            };
            logs.push(match told {
                Ok(told) => log_collected(Some(side), source, told),
                // The ledger itself could not be written: that is no trouble of an appliance.
                Err(Untaken::Ours(error)) => return Err(error),
                Err(Untaken::Theirs(trouble)) => {
                    LogCollected { trouble: Some(trouble), ..log_collected(Some(side), source, LogTold::default()) }
                }
            });
        }
        Ok(logs)
    }

    /// Downloads the log of one appliance to a file without a name: it is gone with the program.
    async fn pull(&self, connection: &Connection, side: Side) -> Result<(File, Utc), Untaken> {
        let label = &connection.pair.appliance(side).label;
        let theirs = |what: String| Untaken::Theirs(format!("{label}: {what}"));
        let appliance = connection.appliances.of(side).as_ref().map_err(|trouble| theirs(trouble.detail.clone()))?;
        let ours = |error: std::io::Error| {
            Untaken::Ours(EngineError::File { file: self.data_dir().display().to_string(), what: error.to_string() })
        };
        let mut file = tempfile::tempfile_in(self.data_dir()).map_err(ours)?;
        let report = appliance.syslog_report(&mut file, MOST_LOG_BYTES).await.map_err(|error| match error {
            NoReport::Unread(unread) => theirs(unread.to_string()),
            NoReport::Written(error) => ours(error),
        })?;
        std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(0)).map_err(ours)?;
        Ok((file, report.at))
    }

    fn take_log(
        &self,
        m: &Maintenance,
        connection: &Connection,
        side: Side,
        file: File,
        at: Utc,
    ) -> Result<LogTold, Untaken> {
        let label = m.label(side).to_owned();
        let appliance = connection.pair.appliance(side).id;
        let positions = self.store.positions(m.id).map_err(|error| Untaken::Ours(error.into()))?;
        let position = positions.into_iter().find(|position| position.appliance == appliance);
        let before = position.and_then(|position| {
            let read_to: ReadTo = serde_json::from_str(&position.body).ok()?;
            Some((read_to, position.pulled_at))
        });
        let journalled = self.journalled(m, &connection.pair);
        let source = Source::Appliance(side);
        let reading = Reading {
            source,
            side: Some(side),
            pulled_at: at,
            journalled: &journalled,
            before,
            appliance: Some(appliance),
        };
        let unusable = |error: std::io::Error| EngineError::File { file: label.clone(), what: error.to_string() };
        match self.read_into(m, file, &reading, &unusable) {
            Ok(told) => Ok(told),
            Err(EngineError::File { what, .. }) => {
                Err(Untaken::Theirs(format!("{label}: its log is not readable: {what}")))
            }
            Err(error) => Err(Untaken::Ours(error)),
        }
    }

    /// Takes in a log file a person has: plain text, gzip or the ZIP of the Syslog report.
    pub fn import_log(&self, number: MaintenanceNumber, path: &Path) -> Result<Collected, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Note, self.host.clock.now_utc())?;
        let pair = self.pair_of(&record)?;
        let m = &record.maintenance;
        let unusable =
            |error: std::io::Error| EngineError::File { file: path.display().to_string(), what: error.to_string() };
        let file = File::open(path).map_err(unusable)?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let journalled = self.journalled(m, &pair);
        let reading = Reading {
            source: Source::File(name.clone()),
            side: None,
            pulled_at: self.host.clock.now_utc(),
            journalled: &journalled,
            before: None,
            appliance: None,
        };
        let before = self.with_book(m, |book| Ok(book.ledger.entries().len()))?;
        let told = self.read_into(m, file, &reading, &unusable)?;
        self.rejudge(&mut record)?;
        let total = self.with_book(&record.maintenance, |book| Ok(book.ledger.entries().len()))?;
        let logs = vec![log_collected(None, name, told)];
        Ok(Collected { logs, snapshots: vec![], fresh: total - before, total })
    }

    async fn take_snapshots(
        &self,
        m: &Maintenance,
        connection: &Connection,
    ) -> Result<Vec<SnapshotCollected>, EngineError> {
        let product = self.product(connection).await;
        let (home, stand_in) = futures::join!(
            self.read_configuration(connection, Side::Home, product),
            self.read_configuration(connection, Side::StandIn, product),
        );
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

    async fn read_configuration(&self, connection: &Connection, side: Side, product: Product) -> Result<Read, String> {
        let label = &connection.pair.appliance(side).label;
        let appliance: &Appliance =
            connection.appliances.of(side).as_ref().map_err(|trouble| format!("{label}: {}", trouble.detail))?;
        let from = self.host.clock.now_utc();
        let told_at = AtomicU64::new(0);
        let progress = |done: usize, all: usize, objects: usize| {
            let now_ms = self.host.clock.monotonic_ms();
            let due = now_ms.saturating_sub(told_at.load(Ordering::Relaxed)) >= TOLD_EVERY_MS;
            if let Some(hook) = self.host.progress.as_ref().filter(|_| due) {
                told_at.store(now_ms, Ordering::Relaxed);
                hook(format!("Reading the configuration of {label}: {done} of {all} kinds, {objects} objects."));
            }
        };
        let snapshot = configuration::read(appliance, product, &configuration::all_kinds(product), &progress).await;
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
                sha256: Some(sha256.iter().map(|byte| format!("{byte:02x}")).collect()),
            }));
        }
        if rows.is_empty() {
            return Ok(());
        }
        self.store.put_evidence(evidence)?;
        self.append_facts(m, facts, &Along { positions: vec![], snapshots: rows })?;
        // After the way back every carried change differs from the baseline on both: there is nothing new to learn.
        if returned(m) {
            return Ok(());
        }
        let Some(baseline) = self.baseline(m)? else { return Ok(()) };
        let primary = m.current_primary();
        let journalled = self.journalled(m, pair);
        let of = |side: Side| reads.of(side).as_ref();
        let (on_primary, on_backup) = (of(primary), of(primary.other()));
        let both = || [on_primary, on_backup].into_iter().flatten();
        let now = self.host.clock.now_utc();
        let taken = Taken {
            primary,
            since: since(&before, m, journalled.since(Side::StandIn)),
            from: both().map(|read| read.from).min().unwrap_or(now),
            to: both().map(|read| read.to).max().unwrap_or(now),
            last_sync: journalled.last_sync(),
        };
        let sides = [on_primary, on_backup].map(|read| read.map(|read| &read.snapshot));
        self.write_differences(m, &baseline, sides, &taken, true)
    }

    /// Writes down what differs from the baseline and was not known. What is ignored is kept all the same: it can be seen
    /// again. `compared`: both sides were read whole, so what the backup has lost shows too.
    pub(super) fn write_differences(
        &self,
        m: &Maintenance,
        baseline: &Snapshot,
        sides: [Option<&Snapshot>; 2],
        taken: &Taken,
        compared: bool,
    ) -> Result<(), EngineError> {
        let [on_primary, on_backup] = sides;
        let differences = three_way(baseline, on_primary, on_backup, &ledger::Ignored::default());
        let whole = on_backup.filter(|_| compared);
        let facts = self.with_book(m, |book| Ok(news(&book.ledger, &differences, taken, whole)))?;
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
        let hex: String = row.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        let lost = |what: String| EngineError::File { file: format!("the snapshot {hex}"), what };
        let evidence = self.store.evidence(&row.sha256)?.ok_or_else(|| lost("it is not kept any more".to_owned()))?;
        Snapshot::from_json(&evidence.bytes).map_err(|error| lost(error.to_string()))
    }

    /// What the appliances are: as the pair remembers it, else as one of them tells it.
    pub(super) async fn product(&self, connection: &Connection) -> Product {
        if let Some(product) = connection.pair.product {
            return product;
        }
        for side in Side::BOTH {
            if let Ok(probed) = self.probe(connection, side).await
                && let Some(product) = probed.product
            {
                return product;
            }
        }
        Product::Rs
    }

    pub(crate) fn journalled(&self, m: &Maintenance, pair: &Pair) -> Journalled {
        Journalled::of(m, pair.product, self.host.clock.now_utc())
    }

    /// Judges the ledger anew, and writes down where it stands where that has changed.
    pub(crate) fn rejudge(&self, record: &mut Record) -> Result<Reconciled, EngineError> {
        let pair = self.pair_of(record)?;
        let m = &record.maintenance;
        let journalled = self.journalled(m, &pair);
        let state = self.with_book(m, |book| Ok(journalled.judge(m, &book.ledger).state(book.head)))?;
        if !m.stage.ended() && !m.handed_on {
            record.command(self, &Command::Reconcile(state.clone()), |_| Ok(()))?;
        }
        Ok(state)
    }

    /// The entries that became known since there were so many, with an object that the API may show.
    pub(super) fn named_since(
        &self,
        m: &Maintenance,
        before: usize,
    ) -> Result<Vec<(EntryId, Side, &'static str, String)>, EngineError> {
        self.with_book(m, |book| {
            let mut seen: HashSet<(Side, String, String)> = HashSet::new();
            let fresh = book.ledger.entries().iter().skip(before);
            let named = fresh.filter_map(|entry| {
                let kind = ledger::resource::resource(entry.object.kind.as_str())?.name;
                let (side, id) = (entry.side?, entry.object.id.as_deref()?);
                let is_first = seen.insert((side, kind.to_owned(), id.to_owned()));
                is_first.then(|| (entry.id, side, kind, id.to_owned()))
            });
            Ok(named.collect())
        })
    }
}

/// Why a log was not taken in.
enum Untaken {
    /// This computer's or this program's doing: the ledger is not what it should be.
    Ours(EngineError),
    /// The appliance gave none; in words.
    Theirs(String),
}

fn log_collected(side: Option<Side>, source: String, told: LogTold) -> LogCollected {
    let LogTold { messages, fresh, incomplete, damaged } = told;
    LogCollected { side, source, messages, fresh, incomplete, damaged, trouble: None }
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

/// Every kind there is, for a plan that touches some.
pub(super) fn kinds<'a>(of: impl Iterator<Item = &'a str>) -> BTreeSet<&'static str> {
    of.filter_map(|kind| ledger::resource::resource(kind)).map(|kind| kind.name).collect()
}
