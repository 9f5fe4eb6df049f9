//! The real thing: `switchbackctl` processes against a simulated pair over HTTPS, on real files.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use simulator::{Config, Network, Running, Simulator, Which};

/// How one `switchbackctl` ended.
#[derive(Debug)]
pub struct Ended {
    /// None: killed.
    pub code: Option<i32>,
    /// The documents on standard output, one a line where several.
    pub documents: Vec<Value>,
    pub errors: String,
}

impl Ended {
    /// The one document, or the last.
    #[must_use]
    pub fn document(&self) -> &Value {
        self.documents.last().unwrap_or(&Value::Null)
    }

    /// The stable code of a failure.
    #[must_use]
    pub fn error_code(&self) -> &str {
        self.document()["error"]["code"].as_str().unwrap_or_default()
    }
}

/// A simulated pair, a data folder, and the program's command line.
pub struct Real {
    pub simulator: Running,
    pub folder: tempfile::TempDir,
    pub secret: String,
    network: Network,
}

/// The name of the pair.
pub const PAIR: &str = "support";

/// A program of this workspace, built beside the tests.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let here = std::env::current_exe().expect("this test's own path");
    let profile = here.ancestors().find(|folder| folder.join(name).is_file());
    profile.map(|folder| folder.join(name)).unwrap_or_else(|| panic!("{name} is not built beside {}", here.display()))
}

impl Real {
    /// A pair of this kind, quick enough for a test: a sync of 300 ms, both backup for 100 ms.
    #[must_use]
    pub fn start(config: Config) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let network = config.network;
        let simulator =
            Simulator::new(config, folder.path().join("simulator")).start().expect("the simulated pair starts");
        // The configuration of a pair takes seconds to read, within the share of the rate: stories about legs do without, and
        // their ledger is filled from the logs alone.
        let values = serde_json::json!({
            "sync_ms": 300, "both_backup_ms": 100, "health_cache_ms": 200, "perm_configuration": false,
        });
        simulator.change(|model, now_ms| {
            model.set_pair(now_ms, values.as_object().expect("a map")).expect("set");
        });
        let secret = simulator.banner.client_secret.clone();
        Self { simulator, folder, secret, network }
    }

    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Runs the command line to its end, with `--json` and the secret on standard input.
    #[must_use]
    pub fn ctl(&self, arguments: &[&str]) -> Ended {
        self.ctl_with(arguments, None)
    }

    /// Runs it with a variable of its environment set: `SWITCHBACK_DIE_AT`, a place to die at, such as `before:3`.
    #[must_use]
    pub fn ctl_with(&self, arguments: &[&str], variable: Option<(&str, &str)>) -> Ended {
        let mut command = Command::new(program("switchbackctl"));
        command.arg("--data-dir").arg(self.data()).arg("--json").args(arguments);
        if needs_secret(arguments) {
            command.arg("--secret-stdin");
        }
        command.env_remove("DBUS_SESSION_BUS_ADDRESS").env_remove("SWITCHBACK_DIE_AT").envs(variable);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("switchbackctl starts");
        // A command that takes no secret may have closed its input already.
        let _ = child.stdin.take().expect("its input").write_all(format!("{}\n", self.secret).as_bytes());
        let output = child.wait_with_output().expect("it ends");
        let text = String::from_utf8(output.stdout).expect("standard output is text");
        let documents = match serde_json::from_str::<Value>(&text) {
            Ok(one) => vec![one],
            Err(_) => text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
        };
        Ended { code: output.status.code(), documents, errors: String::from_utf8_lossy(&output.stderr).into_owned() }
    }

    /// Runs it and expects this exit code.
    pub fn expect(&self, code: i32, arguments: &[&str]) -> Value {
        let ended = self.ctl(arguments);
        assert_eq!(ended.code, Some(code), "{arguments:?}: {ended:?}");
        ended.document().clone()
    }

    /// Adds the pair and sets the pace of a test.
    pub fn add_pair(&self) {
        let banner = &self.simulator.banner;
        let network = match self.network {
            Network::SharedIp => "shared-ip",
            Network::Dns => "dns",
            Network::Nat => "nat",
        };
        let ca = format!("ca:{}", self.simulator.ca_pem_path.display());
        let (one, two) = (format!("atl-1=127.0.0.1:{}", banner.a.port), format!("atl-2=127.0.0.1:{}", banner.b.port));
        let site = format!("127.0.0.1:{}", banner.site.port);
        for (key, value) in
            [("poll.swap", "100ms"), ("timeout.sync", "5s"), ("timeout.swap", "3s"), ("timeout.swing", "5s")]
        {
            self.expect(0, &["settings", "set", key, value]);
        }
        let added = self.ctl(&[
            "pairs",
            "add",
            PAIR,
            "--site-name",
            &banner.site.name,
            "--site-address",
            &site,
            "--appliance",
            &one,
            "--appliance",
            &two,
            "--trust",
            &ca,
            "--network",
            network,
            "--guard",
            "test",
            "--client-id",
            &banner.client_id,
            "--secret-stdin",
        ]);
        // Without a keychain the secret is typed for each run: saved, but incomplete.
        assert!(matches!(added.code, Some(0 | 5)), "{added:?}");
    }

    /// Moves DNS or NAT; a shared IP moves by itself.
    pub fn move_traffic(&self, which: Which) {
        if self.network != Network::SharedIp {
            self.simulator.change(|model, now_ms| model.point_to(now_ms, which)).expect("moved");
        }
    }

    /// The stage and everything else `maintenance show` prints.
    #[must_use]
    pub fn show(&self, id: &str) -> Value {
        self.expect(0, &["maintenance", "show", id])
    }

    /// Checks and acknowledges what asks for it, until nothing does.
    pub fn check_and_acknowledge(&self, id: &str, leg: &str) {
        let checked = self.ctl(&["check", PAIR, "--for", leg]);
        assert!(matches!(checked.code, Some(0 | 3)), "{checked:?}");
        for finding in checked.document()["findings"].as_array().expect("findings") {
            let open =
                finding["severity"] == "warning" && finding["result"] != "pass" && finding["acknowledged"] == false;
            if open {
                let code = finding["code"].as_str().expect("a code");
                // One word of acknowledgement answers for every subject of a code.
                let said = self.ctl(&["maintenance", "acknowledge", id, code, "--reason", "seen and accepted"]);
                assert!(matches!(said.code, Some(0 | 3)), "{said:?}");
            }
        }
        self.expect(0, &["check", PAIR, "--for", leg]);
    }

    /// Takes the maintenance from where it stands to its sign-off, as an administrator with this command line would.
    pub fn to_the_end(&self, id: &str) {
        self.drive(id, None);
    }

    /// As [`Real::to_the_end`]; the first command of each leg dies at this place. How many did: in the others the place lies
    /// behind the end.
    pub fn dies_in_a_leg(&self, id: &str, place: &str) -> u32 {
        self.drive(id, Some(place))
    }

    fn drive(&self, id: &str, die_at: Option<&str>) -> u32 {
        let mut tried = [false, false];
        let mut died = 0;
        for _ in 0..60 {
            let shown = self.show(id);
            let stage = shown["stage"].as_str().expect("a stage").to_owned();
            let back = matches!(stage.as_str(), "work" | "reconcile" | "check_return" | "fail_back" | "swing_return");
            match stage.as_str() {
                "signed_off" => return died,
                "check" => self.check_and_acknowledge(id, "outbound"),
                "save" => self.save(id),
                "work" | "reconcile" | "check_return" => {
                    self.reconcile(id);
                    self.check_and_acknowledge(id, "return");
                }
                "fail_over" | "fail_back" => {
                    let actions = shown["allowed_actions"].as_array().expect("actions");
                    let verb = if back { "failback" } else { "failover" };
                    if actions.iter().any(|action| action == verb) {
                        let place = die_at.filter(|_| !std::mem::replace(&mut tried[usize::from(back)], true));
                        let dies = place.map(|place| ("SWITCHBACK_DIE_AT", place));
                        let ended = self.ctl_with(&["maintenance", verb, id, "--wait"], dies);
                        assert!(matches!(ended.code, None | Some(0 | 1 | 4)), "{ended:?}");
                        died += u32::from(ended.code.is_none());
                    } else {
                        self.go_on(id, &shown);
                    }
                }
                "swing" | "swing_return" => {
                    self.move_traffic(if back { Which::A } else { Which::B });
                    self.expect(0, &["maintenance", "swing", id, "--wait"]);
                }
                "observe" => drop(self.expect(0, &["maintenance", "settle", id])),
                "verify" => drop(self.expect(0, &["maintenance", "verify", id])),
                "sign_off" => drop(self.expect(0, &["maintenance", "signoff", id])),
                other => panic!("no way on from {other}"),
            }
        }
        panic!("no end in sight: {}", self.show(id));
    }

    /// The task save: incomplete where this pair's account may not read the configuration.
    pub fn save(&self, id: &str) {
        let saved = self.ctl(&["maintenance", "save", id]);
        assert!(matches!(saved.code, Some(0 | 5)), "{saved:?}");
    }

    /// Decides everything that waits for it, where the ledger watched at all.
    pub fn reconcile(&self, id: &str) {
        // What was read before the roles changed is no watching of the work.
        let collected = self.ctl(&["ledger", "collect", id, "--logs-only"]);
        assert!(matches!(collected.code, Some(0 | 3 | 5)), "{collected:?}");
        let told = self.ctl(&["reconcile", "show", id]);
        if told.document()["verdict"] == "not_watched" {
            return;
        }
        for group in told.document()["groups"].as_array().expect("groups") {
            if group["undecided"] == 0 {
                continue;
            }
            let (group, answers) = (group["group"].as_str().expect("a word"), &group["answers"]);
            let first = answers[0].as_str().expect("an answer");
            let as_what = if first == "reapply" { "discard" } else { first };
            self.expect(0, &["reconcile", "decide", id, "--group", group, "--as", as_what, "--reason", "as planned"]);
        }
    }

    /// A role command is under way or unknown: look again; state that it did not happen only after having looked.
    fn go_on(&self, id: &str, shown: &Value) {
        // Past its limit it would be watched for as long as nothing changes: this operator looks, and acts.
        let wait = shown["needs_you"].is_null().then_some("--wait");
        let words: Vec<&str> = ["maintenance", "observe", id].into_iter().chain(wait).collect();
        let looked = self.ctl(&words);
        assert!(matches!(looked.code, Some(0 | 1 | 4)), "{looked:?}");
        if looked.code == Some(4) {
            let nothing_moves = self.simulator.change(|model, _| model.motion().is_none());
            let may =
                shown["allowed_actions"].as_array().is_some_and(|actions| actions.iter().any(|a| a == "not-happened"));
            if nothing_moves || may {
                let said = self.ctl(&["maintenance", "not-happened", id, "--reason", "looked at /login on both"]);
                assert!(matches!(said.code, Some(0 | 1 | 3)), "{said:?}");
            }
        }
    }

    /// Plans and returns the number.
    #[must_use]
    pub fn plan(&self) -> String {
        let planned = self.expect(0, &["maintenance", "plan", PAIR, "--title", "Firmware of atl-1"]);
        planned["id"].as_str().expect("an id").to_owned()
    }

    /// Holds the simulator's own record and the stored journal against the truths of every story.
    pub fn truths(&self, id: &str) {
        let journal = self.expect(0, &["maintenance", "journal", id]);
        let events = journal.as_array().or_else(|| journal["events"].as_array()).expect("events");
        let intents = events.iter().filter(|event| event["kind"] == "role_intended").count();
        for (expected, event) in (1..).zip(events) {
            assert_eq!(event["seq"], expected);
        }
        self.simulator.change(|model, _| {
            let record = model.record();
            assert_eq!(record.two_primaries_at_ms(), None, "{:?}", record.history);
            assert!(record.violations.is_empty(), "{:?}", record.violations);
            let commands = record.role_commands.len();
            assert!(commands <= intents, "{commands} role commands for {intents} decisions");
        });
        self.report_holds(id);
        self.no_secret_anywhere();
    }

    /// Of an ended maintenance: its report made itself, and is proven, as the document and as the page.
    fn report_holds(&self, id: &str) {
        if self.show(id)["ended_at"].is_null() {
            return;
        }
        for form in ["json", "html"] {
            let file = self.data().join("reports").join(format!("{id}.{form}"));
            let verified = self.expect(0, &["verify", file.to_str().expect("text")]);
            assert_eq!((&verified["proven"], &verified["maintenance"]), (&true.into(), &id.into()), "{verified}");
        }
    }

    /// The secret's bytes are in no file of the data folder.
    pub fn no_secret_anywhere(&self) {
        for file in crate::world::files(&self.data()) {
            let bytes = std::fs::read(&file).unwrap_or_default();
            let found = bytes.windows(self.secret.len()).any(|window| window == self.secret.as_bytes());
            assert!(!found, "the secret is in {}", file.display());
        }
    }
}

/// The verbs that talk to an appliance take the secret for the run.
fn needs_secret(arguments: &[&str]) -> bool {
    match arguments {
        ["status" | "check", ..] | ["pairs", "test", ..] => true,
        ["maintenance", verb, ..] => {
            matches!(*verb, "plan" | "save" | "failover" | "failback" | "swing" | "settle" | "verify" | "observe")
        }
        ["ledger", "collect", ..] | ["reconcile", "plan" | "apply", ..] => true,
        _ => false,
    }
}
