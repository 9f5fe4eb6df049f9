//! What the product promises, each figure with what it is held against, in one run: `cargo xtask bench [--json] [PART...]`.
//! The parts are window, append, replay, status, pdf and crates; none named: all of them.
#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench reads the computer's clock, prints, and fails loudly"
)]

mod beside;
mod figure;
mod pdf;
mod window;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::Instant;

use appliance::{Account, Appliance, HttpsWire, Limiter, Limits, Look, ProxyEnvironment, SiteName, Target};
use domain::ids::{Guid, MaintenanceId, MaintenanceNumber, PairId};
use domain::journal::{Entry, Sealed, format};
use domain::maintenance::fold;
use domain::pair::{Endpoint, Proxy, Trust};
use domain::time::Utc;
use engine::SystemClock;
use scenarios::profile::Profile;
use scenarios::world::World;
use secrecy::SecretString;
use simulator::{Config, Simulator};
use store::{Access, DriverLock, Durability, Folder, Holder, NewMaintenance, SealedRow, Store};
use uuid::Uuid;

/// One figure. Times in milliseconds unless the unit says otherwise.
struct Figure {
    name: &'static str,
    value: f64,
    unit: &'static str,
    /// What was measured beside it in the same run.
    baseline: Option<f64>,
    baseline_is: &'static str,
    /// At most this.
    limit: Option<f64>,
    limit_is: &'static str,
}

type Part = (&'static str, fn() -> Vec<Figure>);

const PARTS: [Part; 6] = [
    ("window", window::figures),
    ("append", append),
    ("replay", replay),
    ("status", status),
    ("pdf", pdf::figures),
    ("crates", beside::figures),
];

fn main() -> ExitCode {
    let (options, named): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|one| one.starts_with("--"));
    let json = options.iter().any(|option| option == "--json");
    if let Some(unknown) = named.iter().find(|name| PARTS.iter().all(|(part, _)| part != name)) {
        let parts = PARTS.map(|(part, _)| part).join(", ");
        eprintln!("bench: there is no part '{unknown}'; they are {parts}");
        return ExitCode::from(2);
    }
    let wanted = PARTS.iter().filter(|(part, _)| named.is_empty() || named.iter().any(|name| name == part));
    let figures: Vec<Figure> = wanted.flat_map(|(_, figures)| figures()).collect();
    if json {
        let document: Vec<_> = figures
            .iter()
            .map(|f| {
                let (beside, limit) = (f.baseline.map(|b| (b, f.baseline_is)), f.limit.map(|l| (l, f.limit_is)));
                figure::figure(f.name, (f.value, f.unit), beside, limit)
            })
            .collect();
        println!("{}", serde_json::json!({ "figures": document }));
        return ExitCode::SUCCESS;
    }
    for f in &figures {
        let baseline = f.baseline.map(|b| format!("beside {:.2} ({})", b, f.baseline_is)).unwrap_or_default();
        let limit = f.limit.map(|l| format!("limit {:.2} ({})", l, f.limit_is)).unwrap_or_default();
        let verdict = match f.limit {
            Some(limit) if f.value > limit => "OVER",
            Some(_) => "ok",
            None => "",
        };
        println!("{:<44} {:>10.2} {:<3} {baseline}; {limit} {verdict}", f.name, f.value, f.unit);
    }
    ExitCode::SUCCESS
}

/// The median of `runs` timings, milliseconds.
fn median(runs: usize, mut act: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let began = Instant::now();
            act();
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Any real journal's events, one after the other, up to `count`.
fn journal(count: u64) -> (MaintenanceId, Vec<Sealed>) {
    let world = World::new(Profile::plain().config());
    let mut operator = scenarios::operator::Operator::new(&world);
    operator.until(domain::maintenance::Stage::Work);
    let number = operator.number.expect("planned");
    let journal = operator.engine().journal(number).expect("read");
    let id = journal.maintenance.id;
    let mut sealed: Vec<Sealed> = journal.events.iter().map(|(sealed, _)| sealed.clone()).collect();
    let entries: Vec<Entry> = journal.events.into_iter().map(|(_, entry)| entry).collect();
    let observed = entries.iter().find(|entry| entry.event.kind() == "observed").expect("looks are recorded").clone();
    while (sealed.len() as u64) < count {
        let last = sealed.last().expect("not empty");
        sealed.push(format::seal(id, last.seq + 1, last.hash, &observed.stamp, &observed.event).expect("sealed"));
    }
    (id, sealed)
}

fn replay() -> Vec<Figure> {
    const EVENTS: u64 = 100_000;
    let (id, sealed) = journal(EVENTS);
    let bytes: u64 = sealed.iter().map(|event| event.body.len() as u64).sum();
    // Beside it: hashing the same bytes and parsing them as JSON, which no replay can do without.
    let plain = median(3, || {
        for event in &sealed {
            std::hint::black_box(format::hash(id, event.seq, &event.previous, &event.body));
            std::hint::black_box(serde_json::from_slice::<serde_json::Value>(&event.body).expect("JSON"));
        }
    });
    let verified = median(3, || {
        std::hint::black_box(format::read_chain(id, &sealed).expect("unbroken"));
    });
    let entries = format::read_chain(id, &sealed).expect("unbroken");
    let folded = median(3, || {
        std::hint::black_box(fold(id, &entries).expect("folds"));
    });
    vec![
        Figure {
            name: "journal of 100,000 events: read and verified",
            value: verified,
            unit: "ms",
            baseline: Some(plain),
            baseline_is: "the same bytes hashed and parsed as JSON",
            limit: Some(plain * 4.0),
            limit_is: "4 x that",
        },
        Figure {
            name: "journal of 100,000 events: folded",
            value: folded,
            unit: "ms",
            baseline: Some(verified),
            baseline_is: "reading and verifying it",
            limit: Some(verified * 2.0),
            limit_is: "2 x that",
        },
        Figure {
            name: "journal of 100,000 events: size",
            value: bytes as f64 / 1e6,
            unit: "MB",
            baseline: None,
            baseline_is: "",
            limit: None,
            limit_is: "",
        },
    ]
}

fn append() -> Vec<Figure> {
    const APPENDS: usize = 200;
    let dir = tempfile::tempdir().expect("a folder");
    let folder = Folder::open(dir.path()).expect("a data folder");
    let holder = Holder { program: "bench".to_owned(), who: "bench".to_owned(), pid: 1, started_at: Utc::default() };
    let lock = DriverLock::take(&folder, holder).expect("the lock");
    let store = Store::open(&folder, Access::Driver(lock), Durability::Full).expect("a store");
    let (id, sealed) = journal(APPENDS as u64 + 1);
    let rows: Vec<SealedRow> = sealed
        .into_iter()
        .map(|event| SealedRow {
            seq: event.seq,
            at: Utc::default(),
            kind: "observed".to_owned(),
            body: event.body,
            hash: event.hash,
            previous: event.previous,
        })
        .collect();
    let world = World::new(Profile::plain().config());
    store.add_pair(&world.pair).expect("a pair");
    let first = rows[0].clone();
    let new = NewMaintenance {
        id,
        pair: PairId(Uuid::from_u128(1)),
        created_at: Utc::default(),
        stage: "check".to_owned(),
        title: "bench".to_owned(),
    };
    store.create_maintenance(new, move |_: MaintenanceNumber| vec![first]).expect("begun");
    let mut next = 1;
    let appended = median(APPENDS, || {
        store.append(id, next as u64, &rows[next..=next], None).expect("appended");
        next += 1;
    });
    let mut file = std::fs::File::create(dir.path().join("beside")).expect("a file");
    let mut next = 1;
    let synced = median(APPENDS, || {
        file.write_all(&rows[next].body).and_then(|()| file.sync_data()).expect("written");
        next += 1;
    });
    vec![Figure {
        name: "durable journal append",
        value: appended,
        unit: "ms",
        baseline: Some(synced),
        baseline_is: "the same bytes written to a file and synced",
        limit: Some(synced * 4.0 + 1.0),
        limit_is: "4 x that + 1 ms",
    }]
}

/// The program beside this one.
fn program(name: &str) -> PathBuf {
    let here = std::env::current_exe().expect("this program's path");
    here.parent().expect("a folder").join(name)
}

fn run(data: &Path, arguments: &[&str], secret: &str) {
    let mut child = Command::new(program("switchbackctl"))
        .arg("--data-dir")
        .arg(data)
        .args(arguments)
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("switchbackctl is built beside this program");
    child.stdin.take().expect("its input").write_all(format!("{secret}\n").as_bytes()).expect("the secret");
    let output = child.wait_with_output().expect("it ends");
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 5)), "{arguments:?} ended {code:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn status() -> Vec<Figure> {
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("data");
    let running = Simulator::new(Config::default(), dir.path().join("sim")).start().expect("a simulated pair");
    running.change(|model, now_ms| {
        let values =
            serde_json::json!({ "api_latency_ms": 20, "rate_per_second": 1_000_000, "rate_per_hour": 1_000_000 });
        model.set_pair(now_ms, values.as_object().expect("a map")).expect("set");
    });
    let banner = &running.banner;
    let ca = format!("ca:{}", running.ca_pem_path.display());
    let (a, b) = (format!("one=127.0.0.1:{}", banner.a.port), format!("two=127.0.0.1:{}", banner.b.port));
    let site = format!("127.0.0.1:{}", banner.site.port);
    let secret = banner.client_secret.clone();
    run(
        &data,
        &[
            "pairs",
            "add",
            "bench",
            "--site-name",
            &banner.site.name,
            "--site-address",
            &site,
            "--appliance",
            &a,
            "--appliance",
            &b,
            "--trust",
            &ca,
            "--guard",
            "test",
            "--client-id",
            &banner.client_id,
            "--secret-stdin",
        ],
        &secret,
    );
    const RUNS: usize = 15;
    let whole = median(RUNS, || run(&data, &["status", "bench", "--json", "--secret-stdin"], &secret));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let network = median(RUNS, || runtime.block_on(network_alone(&running)));
    let empty = median(RUNS, || run(&data, &["settings", "get", "--json"], &secret));
    vec![
        Figure {
            name: "switchbackctl status of a pair, beside its network",
            value: whole - network,
            unit: "ms",
            baseline: Some(network),
            baseline_is: "the same calls on the network alone; 20 ms answers",
            limit: Some(30.0),
            limit_is: "product section 12",
        },
        Figure {
            name: "switchbackctl settings get (start and end of the program)",
            value: empty,
            unit: "ms",
            baseline: None,
            baseline_is: "",
            limit: None,
            limit_is: "",
        },
    ]
}

/// What `status` asks of the network, and nothing else: sign in, probe, look at both at once, then the site name.
async fn network_alone(running: &simulator::Running) {
    let banner = &running.banner;
    let wire = |port: u16| {
        let target = Target {
            address: format!("127.0.0.1:{port}").parse::<Endpoint>().expect("an address"),
            server_name: banner.site.name.clone(),
            proxy: Proxy::Direct,
            environment: ProxyEnvironment::default(),
        };
        let trust = Trust::CaFile(running.ca_pem_path.display().to_string());
        Arc::new(HttpsWire::new(&target, &trust).expect("a way"))
    };
    let clock = Arc::new(SystemClock::new());
    let limiter = Arc::new(Limiter::new());
    let appliance = |port: u16, guid: &str| {
        let account = Account {
            client_id: banner.client_id.clone(),
            secret: SecretString::from(banner.client_secret.clone()),
            limiter: Arc::clone(&limiter),
        };
        let guid: Guid = guid.parse().expect("a GUID");
        Appliance::new(wire(port), clock.clone(), Some(account), Some(guid), Limits::COMMAND_API)
    };
    let (one, two) = (appliance(banner.a.port, &banner.a.guid), appliance(banner.b.port, &banner.b.guid));
    let site = SiteName::new(wire(banner.site.port), clock.clone(), Limits::COMMAND_API);
    let (a, b) = futures::join!(one.probe(), two.probe());
    a.and(b).expect("both answer");
    let look = |appliance: Appliance| async move {
        appliance.look(Look::Rest).await;
        appliance.look(Look::Swap).await;
    };
    futures::join!(look(one.clone()), look(two.clone()));
    site.who_is_there(&one, &two).await;
}
