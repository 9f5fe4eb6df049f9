//! The record of one maintenance in this process: read, fold, decide, append. Nothing else writes a journal.

use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::journal::{Entry, Event, Sealed, Stamp, format};
use domain::maintenance::{Command, Maintenance, apply, decide, fold};
use domain::pair::Pair;
use domain::role::Side;
use domain::time::Utc;
use store::{IndexState, IndexUpdate, MaintenanceRow, SealedRow, Store, StoreError};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::host::{Host, Moment};

/// How often a decision is taken again because another process wrote first. More often is a fault, not a race.
const MAX_RACES: u32 = 20;

/// A journal folded to its state.
#[derive(Clone, Debug)]
pub struct Record {
    pub number: MaintenanceNumber,
    pub maintenance: Maintenance,
    head: [u8; 32],
    /// To be changed with the next append, in the same transaction.
    pair_to_change: Option<Pair>,
}

impl Record {
    /// Reads a journal, verifies its chain and folds it.
    pub fn load(store: &Store, row: &MaintenanceRow) -> Result<(Self, Vec<Entry>), EngineError> {
        let number = row.number;
        let sealed: Vec<Sealed> = store.read_journal(row.id, 0)?.into_iter().map(to_sealed).collect();
        let entries = format::read_chain(row.id, &sealed).map_err(|source| EngineError::Journal { number, source })?;
        let mut maintenance = fold(row.id, &entries).map_err(|source| EngineError::Illegal { number, source })?;
        let head = sealed.last().map_or(format::GENESIS, |last| last.hash);
        // An imported journal names the number it had elsewhere; here it goes by the number of this register.
        maintenance.planned.number = number;
        Ok((Self { number, maintenance, head, pair_to_change: None }, entries))
    }

    /// The pair is changed with the next append, or not at all.
    pub(crate) fn change_pair_too(&mut self, pair: Pair) {
        self.pair_to_change = Some(pair);
    }

    /// Takes in what other processes appended since.
    pub fn catch_up(&mut self, store: &Store) -> Result<Vec<Entry>, EngineError> {
        let number = self.number;
        let journal = |source| EngineError::Journal { number, source };
        let mut fresh = Vec::new();
        for row in store.read_journal(self.maintenance.id, self.maintenance.seq)? {
            let sealed = to_sealed(row);
            format::verify_link(self.maintenance.id, self.maintenance.seq + 1, &self.head, sealed.link())
                .map_err(journal)?;
            let entry = format::read(sealed.seq, &sealed.body).map_err(journal)?;
            self.maintenance =
                apply(self.maintenance.clone(), &entry).map_err(|source| EngineError::Illegal { number, source })?;
            self.head = sealed.hash;
            fresh.push(entry);
        }
        Ok(fresh)
    }

    /// Decides and appends; where another process wrote first, folds again and decides again.
    pub fn command(
        &mut self,
        engine: &Engine,
        command: &Command,
        keep: impl Fn(&[Event]) -> Result<(), EngineError>,
    ) -> Result<Vec<Entry>, EngineError> {
        let decided = |m: &Maintenance| Ok(decide(m, command.clone(), engine.host.clock.now_utc())?);
        self.decide(engine, decided, keep)
    }

    /// The same with a decision of the caller's.
    pub(crate) fn decide(
        &mut self,
        engine: &Engine,
        decided: impl Fn(&Maintenance) -> Result<Vec<Event>, EngineError>,
        keep: impl Fn(&[Event]) -> Result<(), EngineError>,
    ) -> Result<Vec<Entry>, EngineError> {
        let mut taken_in = Vec::new();
        for _ in 0..MAX_RACES {
            taken_in.extend(self.catch_up(&engine.store)?);
            let events = decided(&self.maintenance)?;
            keep(&events)?;
            match self.append(engine, events) {
                Err(EngineError::Store(StoreError::Gap { .. })) => {}
                Ok(written) => {
                    taken_in.extend(written);
                    return Ok(taken_in);
                }
                Err(error) => return Err(error),
            }
        }
        Err(EngineError::Contended)
    }

    /// Seals, checks that each event may stand, and appends; durable when it returns.
    ///
    /// The state of the record moves only after the store has said that the bytes are there.
    pub fn append(&mut self, engine: &Engine, events: Vec<Event>) -> Result<Vec<Entry>, EngineError> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let stamp = engine.stamp(&self.maintenance);
        let number = self.number;
        let (mut next, mut head) = (self.maintenance.clone(), self.head);
        let (mut rows, mut entries) = (Vec::new(), Vec::new());
        for event in events {
            let entry = Entry { seq: next.seq + 1, stamp: stamp.clone(), event };
            let sealed = format::seal(next.id, entry.seq, head, &entry.stamp, &entry.event)
                .map_err(|source| EngineError::Write { source })?;
            head = sealed.hash;
            next = apply(next, &entry).map_err(|source| EngineError::Illegal { number, source })?;
            rows.push(to_row(&stamp, &entry.event, sealed));
            entries.push(entry);
        }
        let index = IndexUpdate {
            ended_at: next.ended_at,
            stage: next.stage.id().to_owned(),
            title: next.planned.intent.title.clone(),
        };
        die(&engine.host, Moment::Before)?;
        let pair = self.pair_to_change.clone();
        engine.store.append_with(next.id, self.maintenance.seq, &rows, Some(index), pair)?;
        self.pair_to_change = None;
        self.maintenance = next;
        self.head = head;
        if self.maintenance.running().is_none() {
            engine.end_quiet(self.maintenance.planned.pair);
        }
        die(&engine.host, Moment::After)?;
        Ok(entries)
    }

    #[must_use]
    pub fn head(&self) -> [u8; 32] {
        self.head
    }
}

/// The first event of a new maintenance, in the number the store gives.
pub(crate) fn create(
    engine: &Engine,
    id: MaintenanceId,
    planned: domain::plan::Planned,
) -> Result<MaintenanceNumber, EngineError> {
    let at = engine.host.clock.now_utc();
    let account = engine.store.pair(planned.pair).ok().flatten().and_then(|pair| accounts(&pair));
    let stamp = engine.stamp_at(at, account);
    let new = store::NewMaintenance {
        id,
        pair: planned.pair,
        created_at: at,
        stage: if planned.taken_up { "work" } else { "check" }.to_owned(),
        title: planned.intent.title.clone(),
    };
    die(&engine.host, Moment::Before)?;
    let number = engine.store.create_maintenance(new, move |number| {
        let event = Event::Planned(Box::new(domain::plan::Planned { number, ..planned }));
        match format::seal(id, 1, format::GENESIS, &stamp, &event) {
            Ok(sealed) => vec![to_row(&stamp, &event, sealed)],
            // The store refuses a maintenance without events: nothing is half made.
            Err(_) => Vec::new(),
        }
    })?;
    die(&engine.host, Moment::After)?;
    Ok(number)
}

/// The API accounts acts on this pair are made with: the pair's, or those of its appliances.
fn accounts(pair: &Pair) -> Option<String> {
    let of = |side: Side| pair.appliance(side).client_id.as_ref().or(pair.client_id.as_ref()).cloned();
    match (of(Side::Home), of(Side::StandIn)) {
        (Some(a), Some(b)) if a != b => Some(format!("{a}, {b}")),
        (a, b) => a.or(b),
    }
}

pub(crate) fn die(host: &Host, moment: Moment) -> Result<(), EngineError> {
    match &host.die {
        Some(hook) if hook(moment) => Err(EngineError::Died),
        _ => Ok(()),
    }
}

fn to_row(stamp: &Stamp, event: &Event, sealed: Sealed) -> SealedRow {
    SealedRow {
        seq: sealed.seq,
        at: stamp.at,
        kind: event.kind().to_owned(),
        body: sealed.body,
        hash: sealed.hash,
        previous: sealed.previous,
    }
}

pub(crate) fn to_sealed(row: SealedRow) -> Sealed {
    Sealed { seq: row.seq, body: row.body, hash: row.hash, previous: row.previous }
}

impl Engine {
    /// Who writes, when and with what.
    pub(crate) fn stamp(&self, maintenance: &Maintenance) -> Stamp {
        let account = self.store.pair(maintenance.planned.pair).ok().flatten().and_then(|pair| accounts(&pair));
        self.stamp_at(self.host.clock.now_utc(), account)
    }

    pub(crate) fn stamp_at(&self, at: Utc, api_account: Option<String>) -> Stamp {
        Stamp {
            at,
            mono_ms: self.host.clock.monotonic_ms(),
            by: self.host.user.clone(),
            boot: self.host.boot.clone(),
            program: self.host.program.clone(),
            api_account,
        }
    }

    /// The record of a maintenance by its number.
    pub fn record(&self, number: MaintenanceNumber) -> Result<(Record, Vec<Entry>), EngineError> {
        let row = self.store.find(number)?.ok_or_else(|| EngineError::NoSuchMaintenance { id: number.to_string() })?;
        Record::load(&self.store, &row)
    }

    /// The open maintenance of a pair.
    pub fn open_record(&self, pair: domain::ids::PairId) -> Result<Option<Record>, EngineError> {
        match self.store.open_maintenance(pair)? {
            Some(row) if row.state == IndexState::Open => Ok(Some(Record::load(&self.store, &row)?.0)),
            _ => Ok(None),
        }
    }
}
