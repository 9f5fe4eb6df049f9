//! Stores, pairs and sealed events to test with.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use domain::ids::{ApplianceId, MaintenanceId, MaintenanceNumber, PairId};
use domain::pair::{Guard, Network, Pair, PairAppliance, Proxy, Stated, Trust};
use domain::role::{Both, Side};
use domain::time::Utc;
use ledger::catalogue::ChangeKind;
use ledger::chain::{GENESIS, Recorded, seal};
use ledger::fact::{DifferenceFact, Fact, FieldFact, NoteFact};
use sha2::{Digest, Sha256};
use store::{Access, DriverLock, Durability, FactRow, Folder, Head, Holder, NewMaintenance, SealedRow, Store};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const NOW: Utc = Utc::from_millis(1_795_340_641_000);

pub(crate) struct Place {
    // Removed when dropped.
    _temporary: TempDir,
    pub(crate) folder: Folder,
}

impl Place {
    pub(crate) fn new() -> Self {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder::open(&temporary.path().join("data")).expect("a data folder");
        Self { _temporary: temporary, folder }
    }

    pub(crate) fn lock(&self) -> DriverLock {
        DriverLock::take(&self.folder, holder()).expect("the lock is free")
    }

    pub(crate) fn driver(&self) -> Store {
        Store::open(&self.folder, Access::Driver(self.lock()), Durability::Full).expect("a driver's store")
    }

    pub(crate) fn reader(&self) -> Store {
        Store::open(&self.folder, Access::Reader, Durability::Full).expect("a reader's store")
    }

    /// The database past the store's own connections, as another program would open it.
    pub(crate) fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.database()).expect("the database file")
    }
}

pub(crate) fn holder() -> Holder {
    Holder { program: "switchbackctl".into(), who: "anna@ws-7".into(), pid: std::process::id(), started_at: NOW }
}

pub(crate) fn pair(number: u128, name: &str) -> Pair {
    let appliance = |side: u128, label: &str| PairAppliance {
        id: ApplianceId(Uuid::from_u128(number * 10 + side)),
        label: label.into(),
        address: "192.0.2.7".parse().expect("an address"),
        server_name: None,
        trust: Trust::System,
        guid: None,
        swing_address: None,
        client_id: None,
    };
    Pair {
        id: PairId(Uuid::from_u128(number)),
        name: name.into(),
        site_name: "support.example.com".parse().expect("a site name"),
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
        appliances: Both { home: appliance(1, "atl-1"), stand_in: appliance(2, "atl-2") },
    }
}

pub(crate) fn id(number: u128) -> MaintenanceId {
    MaintenanceId(Uuid::from_u128(number))
}

pub(crate) fn new_maintenance(number: u128, pair: &Pair) -> NewMaintenance {
    NewMaintenance { id: id(number), pair: pair.id, created_at: NOW, stage: "plan".into(), title: "Upgrade".into() }
}

/// The event `seq` of a chain whose hashes are over seq and body: the store does not judge how a hash is made.
pub(crate) fn event(seq: u64, previous: [u8; 32], body: &[u8]) -> SealedRow {
    let hash = Sha256::new().chain_update(seq.to_be_bytes()).chain_update(previous).chain_update(body).finalize();
    SealedRow { seq, at: NOW, kind: "noted".into(), body: body.to_vec(), hash: hash.into(), previous }
}

/// `count` linked events after `last`.
pub(crate) fn events_after(last: Option<&SealedRow>, count: u64) -> Vec<SealedRow> {
    let mut rows: Vec<SealedRow> = Vec::new();
    for _ in 0..count {
        let before = rows.last().or(last);
        let (seq, previous) = before.map_or((1, [0; 32]), |row| (row.seq + 1, row.hash));
        rows.push(event(seq, previous, format!("{{\"v\":1,\"seq\":{seq}}}").as_bytes()));
    }
    rows
}

/// A fact that is a witness: another number is another change.
pub(crate) fn difference(number: u64) -> Fact {
    let field = FieldFact { name: "comments".into(), before: None, after: Some(number.into()) };
    let mut fact = DifferenceFact {
        witness: ledger::WitnessId([0; 16]),
        side: Side::StandIn,
        resource: "jump-group".into(),
        id: number.to_string(),
        name: None,
        change: ChangeKind::Changed,
        fields: vec![field],
        from: NOW,
        to: NOW.plus_ms(60_000),
    };
    fact.witness = fact.identity();
    Fact::Difference(Box::new(fact))
}

/// A fact that is no witness which could be met again.
pub(crate) fn note(text: &str) -> Fact {
    Fact::Note(Box::new(NoteFact {
        entry: None,
        side: None,
        place: "Configuration > Skills".into(),
        object: "Printing".into(),
        before: None,
        after: None,
        text: text.into(),
        name: "Ann Admin".into(),
        done_at: NOW,
    }))
}

/// Facts of maintenance 1, sealed behind the last one.
pub(crate) fn sealed_after(last: Option<Head>, facts: &[Fact]) -> Vec<FactRow> {
    let recorded = Recorded { at: NOW, by: "anna@ws-7".into(), program: "switchback 0.1.0".into() };
    let mut last = last.unwrap_or(Head { seq: 0, hash: GENESIS });
    let rows = facts.iter().map(|fact| {
        let sealed = seal(id(1), last.seq + 1, last.hash, &recorded, fact).expect("a fact is JSON");
        last = Head { seq: sealed.seq, hash: sealed.hash };
        FactRow::new(sealed, fact)
    });
    rows.collect()
}

/// A store with one pair and one maintenance of one event.
pub(crate) fn begun(place: &Place) -> (Store, Vec<SealedRow>) {
    let store = place.driver();
    let pair = pair(1, "Atlanta");
    store.add_pair(&pair).expect("the pair is added");
    let first = events_after(None, 1);
    let given = first.clone();
    let number = store.create_maintenance(new_maintenance(1, &pair), move |_| given).expect("a maintenance begins");
    assert_eq!(number, MaintenanceNumber(1));
    (store, first)
}

/// A second process: this test program, running only the named test, with a variable that makes it play a part.
pub(crate) struct SecondProcess {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl SecondProcess {
    pub(crate) fn start(test: &str, folder: &Folder) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(PLAY_IN, folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second process");
        let lines = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, lines }
    }

    /// The next word it told, waiting for it.
    pub(crate) fn told(&mut self) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert_ne!(self.lines.read_line(&mut line).expect("its output"), 0, "the second process ended early");
            // The test harness writes the test's name before, on the same line.
            if let Some((_, word)) = line.split_once("told: ") {
                return word.trim().to_owned();
            }
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once (SIGKILL on Unix): nothing of it runs any more.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it is ours to end");
        self.child.wait().expect("it ended");
    }
}

impl Drop for SecondProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const PLAY_IN: &str = "SWITCHBACK_STORE_TEST_PLAY_IN";

/// The folder the second process is to play in; none in an ordinary run.
pub(crate) fn played_folder() -> Option<Folder> {
    std::env::var_os(PLAY_IN).map(|path| Folder::open(path.as_ref()).expect("the parent's folder"))
}
