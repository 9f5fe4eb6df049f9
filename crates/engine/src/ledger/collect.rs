//! Collecting: logs, then the objects they name, and on request both configurations, compared with the baseline.

use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::path::Path;

use appliance::NoReport;
use domain::change::Reconciled;
use domain::ids::MaintenanceNumber;
use domain::journal::{Baseline, Entry, Event};
use domain::maintenance::{Action, Command, Maintenance, Stage, may};
use domain::observation::Product;
use domain::pair::Pair;
use domain::role::Side;
use domain::time::Utc;
use ledger::EntryId;
use ledger::Journalled;
use ledger::fact::Source;

use super::logs::{LogTold, ReadTo, Reading};
use super::snapshots::{SnapshotCollected, WHOLE};
use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::long::beside_others;
use crate::looks::Depth;
use crate::record::Record;

/// The largest log that is downloaded. Bytes, packed.
const MOST_LOG_BYTES: u64 = 1 << 30;
/// Logs are read this often while a maintenance is open. Milliseconds.
const LOGS_EVERY_MS: i64 = 300_000;
/// What is collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The logs, and the objects they name.
    Logs,
    /// Both configurations too.
    Everything,
}

/// Whom it is told how far collecting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tell {
    /// Whoever asked for it: it is an act of its own.
    ItsAct,
    /// Whoever asked for what it is a part of.
    ActItIsPartOf,
    /// It is done by itself, beside whatever is under way.
    Nobody,
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

impl Engine {
    /// Reads both logs from where they were read to, and on request both configurations.
    pub async fn collect(&self, number: MaintenanceNumber, what: What) -> Result<Collected, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Collect, self.host.clock.now_utc())?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        self.collect_now(&mut record, &connection, what, Tell::ItsAct).await
    }

    /// The configuration of both sides before the work, and both logs up to now.
    pub async fn take_baseline(&self, number: MaintenanceNumber) -> Result<Collected, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Collect, self.host.clock.now_utc())?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        let from = self.host.clock.now_utc();
        let collected = self.collect_now(&mut record, &connection, What::Everything, Tell::ItsAct).await?;
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
        self.collect_now(&mut record, &connection, what, Tell::Nobody).await.map(Some)
    }

    /// Reads the logs where the ledger was begun: before the way back is judged, and before what came of it is.
    pub(crate) async fn catch_up_ledger(
        &self,
        record: &mut Record,
        connection: &Connection,
        what: What,
    ) -> Result<Option<Collected>, EngineError> {
        if !self.has_ledger(&record.maintenance)? {
            return Ok(None);
        }
        match self.collect_now(record, connection, what, Tell::ActItIsPartOf).await {
            // A witness that is lost refuses no leg: what was not seen is a blind spot.
            Err(EngineError::File { file, what }) => {
                tracing::warn!(file, what, "the ledger was not filled");
                Ok(None)
            }
            collected => collected.map(Some),
        }
    }

    async fn collect_now(
        &self,
        record: &mut Record,
        connection: &Connection,
        what: What,
        tell: Tell,
    ) -> Result<Collected, EngineError> {
        // Where a change was made is told by the appliance's own name, and what became of it by roles and syncs.
        self.look_once(record, connection, Depth::Full, &mut |_| {}).await?;
        let before = self.with_book(&record.maintenance, |book| Ok(book.ledger.entries().len()))?;
        self.settle_change_under_way(record, connection).await?;
        let logs = self.pull_logs(record, connection).await?;
        let snapshots = match what {
            What::Everything => self.take_snapshots(record, connection, tell).await?,
            What::Logs => {
                self.reread(&record.maintenance, connection, before).await?;
                vec![]
            }
        };
        self.rejudge(record)?;
        let total = self.with_book(&record.maintenance, |book| Ok(book.ledger.entries().len()))?;
        Ok(Collected { logs, snapshots, fresh: total - before, total })
    }

    async fn pull_logs(&self, record: &mut Record, connection: &Connection) -> Result<Vec<LogCollected>, EngineError> {
        let (home, stand_in) = futures::join!(self.pull(connection, Side::Home), self.pull(connection, Side::StandIn));
        self.may_go_on(record)?;
        let m = &record.maintenance;
        let mut logs = vec![];
        for (side, pulled) in [(Side::Home, home), (Side::StandIn, stand_in)] {
            let source = m.label(side).to_owned();
            let told = match pulled {
                Ok((file, at)) => beside_others(|| self.take_log(m, connection, side, file, at)),
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

    /// Nothing is written into a ledger whose maintenance ended or was handed on while it was read.
    pub(super) fn may_go_on(&self, record: &mut Record) -> Result<(), EngineError> {
        record.catch_up(&self.store)?;
        Ok(may(&record.maintenance, Action::Note, self.host.clock.now_utc())?)
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
        let state = self.with_book(m, |book| Ok(book.judge(m, &journalled).state(book.head)))?;
        if !m.stage.ended() && !m.handed_on {
            let written = record.command(self, &Command::Reconcile(state.clone()), |_| Ok(()))?;
            if let [Entry { seq, event: Event::ReconciliationChanged(_), .. }] = written.as_slice() {
                self.with_book(&record.maintenance, |book| {
                    book.still_stands(*seq);
                    Ok(())
                })?;
            }
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

/// Every kind there is, for a plan that touches some.
pub(super) fn kinds<'a>(of: impl Iterator<Item = &'a str>) -> BTreeSet<&'static str> {
    of.filter_map(ledger::resource::resource).map(|kind| kind.name).collect()
}
