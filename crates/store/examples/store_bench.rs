//! `store_bench [FACTS] [FOLDER]`: how long it takes to append a ledger of so many facts, to read it and
//! to verify its chain. The folder has to be on a disk that is meant.
//!
//! Facts are made up: as a real log would have them, of a few people, spread over many objects.

#[path = "../../../tests/webdriver/src/bin/bench/figure.rs"]
mod figure;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use domain::ids::{ApplianceId, MaintenanceId, PairId};
use domain::pair::{Guard, Network, Pair, PairAppliance, Proxy, Stated, Trust};
use domain::role::{Both, Side};
use domain::time::Utc;
use figure::figure;
use ledger::WitnessId;
use ledger::chain::{GENESIS, Recorded, seal};
use ledger::fact::{Fact, MessageFact, Source};
use store::{
    Access, Along, DriverLock, Durability, FactRow, Folder, Head, Holder, NewMaintenance, Position, SealedRow, Store,
};
use uuid::Uuid;

const NOW: Utc = Utc::from_millis(1_795_340_641_000);
const MAINTENANCE: MaintenanceId = MaintenanceId(Uuid::from_u128(1));
/// Facts that come of one pull.
const BATCH: u32 = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let facts: u32 = std::env::args().nth(1).map_or(Ok(1_000_000), |number| number.parse())?;
    let temporary = tempfile::tempdir()?;
    let path = std::env::args().nth(2).map_or_else(|| temporary.path().join("data"), PathBuf::from);
    let folder = Folder::open(&path)?;
    let mut out = std::io::stdout();
    let store = begun(&folder)?;

    let (_, appending) = timed(|| append(&store, facts))?;
    writeln!(out, "{facts} facts, {BATCH} at once; the database then has {:.0} MB", megabytes(&folder))?;
    writeln!(out, "  seal and append {:8.0} ms", ms(appending))?;
    // In turns, so that whatever else this computer does meets both.
    let (mut reading, mut verifying) = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        reading = reading.min(timed(|| read_all(&store))?.1);
        verifying = verifying.min(timed(|| store.verify_facts(MAINTENANCE))?.1);
    }
    writeln!(out, "  read the rows   {:8.0} ms, best of 5", ms(reading))?;
    let beside = (ms(reading), "reading the rows");
    let limit = (ms(reading) * 2.0, "2 x that");
    let name = format!("ledger of {facts} facts: chain verified");
    writeln!(out, "{}", figure(&name, (ms(verifying), "ms"), Some(beside), Some(limit)))?;
    let ratio = verifying.as_secs_f64() / reading.as_secs_f64();
    writeln!(out, "  verify          {:8.0} ms, best of 5: {ratio:.2} x reading", ms(verifying))?;

    drop(store);
    let (_, opening) = timed(|| driver(&folder))?;
    writeln!(out, "  open (checked)  {:8.0} ms", ms(opening))?;
    Ok(())
}

/// What a call gave, and its time by the clock.
fn timed<T, E>(what: impl FnOnce() -> Result<T, E>) -> Result<(T, Duration), E> {
    #[expect(clippy::disallowed_methods, reason = "it measures; no test judges by it")]
    let start = Instant::now();
    let made = what()?;
    Ok((made, start.elapsed()))
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn megabytes(folder: &Folder) -> f64 {
    folder.database().metadata().map_or(0.0, |file| file.len() as f64 / 1e6)
}

fn driver(folder: &Folder) -> Result<Store, Box<dyn Error>> {
    let holder = Holder { program: "bench".into(), who: "ann@desk".into(), pid: std::process::id(), started_at: NOW };
    Ok(Store::open(folder, Access::Driver(DriverLock::take(folder, holder)?), Durability::Full)?)
}

fn begun(folder: &Folder) -> Result<Store, Box<dyn Error>> {
    let store = driver(folder)?;
    let appliance = |number: u128, label: &str| -> Result<PairAppliance, Box<dyn Error>> {
        Ok(PairAppliance {
            id: ApplianceId(Uuid::from_u128(number)),
            label: label.into(),
            address: "192.0.2.7".parse()?,
            server_name: None,
            trust: Trust::System,
            guid: None,
            swing_address: None,
            client_id: None,
        })
    };
    let pair = Pair {
        id: PairId(Uuid::from_u128(1)),
        name: "Atlanta".into(),
        site_name: "support.example.com".parse()?,
        site_address: None,
        network: Network::SharedIp,
        shared_ips: Vec::new(),
        resolvers: Vec::new(),
        proxy: Proxy::Direct,
        guard: Guard::Test,
        product: None,
        client_id: None,
        note: String::new(),
        settings: Default::default(),
        stated: Stated::default(),
        appliances: Both { home: appliance(11, "atl-1")?, stand_in: appliance(12, "atl-2")? },
    };
    store.add_pair(&pair)?;
    let new =
        NewMaintenance { id: MAINTENANCE, pair: pair.id, created_at: NOW, stage: "plan".into(), title: "Bench".into() };
    let first =
        SealedRow { seq: 1, at: NOW, kind: "noted".into(), body: b"{}".to_vec(), hash: [1; 32], previous: [0; 32] };
    store.create_maintenance(new, move |_| vec![first])?;
    Ok(store)
}

fn who(number: u32) -> &'static str {
    ["Ann Admin (ann)", "Carl Carter (carl)", r"CORP\dora", "Eve Evans (eve)"][number as usize % 4]
}

fn fact(number: u32) -> Fact {
    let object = number % 50_000;
    let fields = [
        ("event", "user_changed".to_owned()),
        ("when", (1_773_144_000 + number / 20).to_string()),
        ("who", who(number).to_owned()),
        ("who_ip", format!("192.0.2.{}", number % 250)),
        ("old_id", object.to_string()),
        ("old_username", format!("u{object}")),
        ("old_permissions:support", "full_support".to_owned()),
        ("old_display_number", number.to_string()),
        ("new_display_number", (number + 1).to_string()),
        ("old_two_factor_auth:required", "0".to_owned()),
        ("old_idle_timeout", "300".to_owned()),
    ];
    Fact::Message(Box::new(MessageFact {
        witness: WitnessId::of(&[&number.to_be_bytes()]),
        stem: None,
        source: Source::Appliance(Side::StandIn),
        file: 1,
        line: u64::from(number),
        host: "atl-2".into(),
        pid: Some(number % 30_000),
        site_id: 1427,
        header_time: "Mar 10 12:00:00".into(),
        when: Some(i64::from(1_773_144_000 + number / 20)),
        after: None,
        before: None,
        clock_offset_ms: Some(120),
        complete: true,
        fields: fields.map(|(name, value)| (name.to_owned(), value)).to_vec(),
    }))
}

fn append(store: &Store, facts: u32) -> Result<(), Box<dyn Error>> {
    let recorded = Recorded { at: NOW, by: "ann@desk".into(), program: "switchback 0".into() };
    let mut head = Head { seq: 0, hash: GENESIS };
    for first in (0..facts).step_by(BATCH as usize) {
        let (expected, mut rows) = (head.seq, vec![]);
        for number in first..facts.min(first + BATCH) {
            let fact = fact(number);
            let sealed = seal(MAINTENANCE, head.seq + 1, head.hash, &recorded, &fact)?;
            head = Head { seq: sealed.seq, hash: sealed.hash };
            rows.push(FactRow::new(sealed, &fact));
        }
        let appliance = ApplianceId(Uuid::from_u128(12));
        let position = Position { appliance, pulled_at: NOW, body: head.seq.to_string() };
        store.append_facts(MAINTENANCE, expected, rows, Along { positions: vec![position], snapshots: vec![] })?;
    }
    Ok(())
}

fn read_all(store: &Store) -> Result<usize, Box<dyn Error>> {
    let (mut bytes, mut last) = (0, 0);
    loop {
        let page = store.facts(MAINTENANCE, last, 4_096)?;
        let Some(end) = page.last() else { return Ok(bytes) };
        last = end.seq;
        bytes += page.iter().map(|sealed| sealed.body.len()).sum::<usize>();
    }
}
