//! A simulated pair for the window: started in this process, added by the page or by `switchbackctl`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};
use simulator::{Config, Running, Simulator, Which};

use crate::desktop::Desktop;

/// The name of the pair.
pub const NAME: &str = "Atlas";

/// A simulated pair over HTTPS; it ends when it is dropped.
pub struct Pair {
    pub simulator: Running,
    network: &'static str,
    _folder: tempfile::TempDir,
}

impl Pair {
    /// A pair of this kind, quick enough for a journey.
    ///
    /// # Panics
    /// It does not start.
    #[must_use]
    pub fn start(config: Config) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let network = match config.network {
            simulator::Network::SharedIp => "shared-ip",
            simulator::Network::Dns => "dns",
            simulator::Network::Nat => "nat",
        };
        let simulator = Simulator::new(config, folder.path()).start().expect("the simulated pair starts");
        let pair = Self { simulator, network, _folder: folder };
        pair.set(json!({ "sync_ms": 2_000, "both_backup_ms": 600, "health_cache_ms": 200 }));
        // A journey about legs does without a ledger: [`Pair::is_watched`] gives the account its rights.
        pair.set(json!({ "perm_configuration": false, "perm_reporting_syslog": false }));
        pair
    }

    /// Sets values of the simulated pair, as its control face does.
    ///
    /// # Panics
    /// A value is not known.
    pub fn set(&self, values: Value) {
        self.simulator.change(|model, now_ms| {
            model.set_pair(now_ms, values.as_object().expect("a map")).expect("set");
        });
    }

    #[must_use]
    pub fn secret(&self) -> &str {
        &self.simulator.banner.client_secret
    }

    #[must_use]
    pub fn ca(&self) -> PathBuf {
        self.simulator.ca_pem_path.clone()
    }

    /// `127.0.0.1:PORT` of one appliance.
    #[must_use]
    pub fn address(&self, which: Which) -> String {
        let banner = &self.simulator.banner;
        let port = if which == Which::A { banner.a.port } else { banner.b.port };
        format!("127.0.0.1:{port}")
    }

    /// Where the site name is reached.
    #[must_use]
    pub fn site(&self) -> String {
        format!("127.0.0.1:{}", self.simulator.banner.site.port)
    }

    /// Adds the pair by the command line, before the window opens: its secret goes into the desktop's keyring.
    ///
    /// # Panics
    /// It is not added.
    pub fn add(&self, desktop: &Desktop) {
        self.add_ending(desktop, 0);
    }

    /// The same where nothing keeps the secret: it is incomplete, and asked for again.
    ///
    /// # Panics
    /// It is not added.
    pub fn add_unkept(&self, desktop: &Desktop) {
        self.add_ending(desktop, 5);
    }

    fn add_ending(&self, desktop: &Desktop, code: i32) {
        for (key, value) in
            [("poll.rest", "1s"), ("poll.swap", "200ms"), ("timeout.swing", "30s"), ("observe.window", "10s")]
        {
            self.ctl(desktop, 0, &["settings", "set", key, value]);
        }
        let banner = &self.simulator.banner;
        let (one, two) = (format!("atl-1={}", self.address(Which::A)), format!("atl-2={}", self.address(Which::B)));
        let (ca, site) = (format!("ca:{}", self.ca().display()), self.site());
        let names = ["--site-name", &banner.site.name, "--site-address", &site];
        let appliances = ["--appliance", &one, "--appliance", &two, "--trust", &ca];
        let account = ["--guard", "test", "--client-id", &banner.client_id, "--secret-stdin"];
        let network = ["--network", self.network];
        self.ctl(desktop, code, &[&["pairs", "add", NAME][..], &names, &appliances, &network, &account].concat());
    }

    /// Sets values of one appliance.
    ///
    /// # Panics
    /// A value is not known.
    pub fn set_appliance(&self, which: Which, values: Value) {
        self.simulator.change(|model, now_ms| {
            model.set_appliance(now_ms, which, values.as_object().expect("a map")).expect("set");
        });
    }

    /// Switches an appliance off.
    pub fn kill(&self, which: Which) {
        self.simulator.change(|model, now_ms| model.kill(now_ms, which));
    }

    /// Switches it on again.
    pub fn revive(&self, which: Which) {
        self.simulator.change(|model, now_ms| model.revive(now_ms, which));
    }

    /// By the command line, before the window opens: planned, checked, its warnings answered for, nothing saved.
    pub fn ready_to_fail_over(&self, desktop: &Desktop) {
        self.ctl(desktop, 0, &["maintenance", "plan", NAME, "--title", "Memory upgrade of atl-1"]);
        self.checked(desktop, "outbound");
        let (saved, told) = self.ended(desktop, &["maintenance", "save", "M-0001"]);
        assert!(matches!(saved, Some(0 | 5)), "{told}");
    }

    /// From here on the account may read logs and configuration, and write the configuration.
    pub fn is_watched(&self) {
        self.set(json!({ "perm_configuration": true, "perm_configuration_vault_account": true, "perm_reporting_syslog": true }));
    }

    /// Somebody changes something in /login.
    ///
    /// # Panics
    /// The change cannot be made.
    pub fn change(&self, change: &Value) -> u64 {
        let said = self.simulator.control("/change", change).unwrap_or_else(|why| panic!("{change}: {why}"));
        said["id"].as_u64().unwrap_or_default()
    }

    /// From there to the work on the stand-in.
    pub fn over_to_the_work(&self, desktop: &Desktop) {
        self.ctl(desktop, 0, &["maintenance", "failover", "M-0001", "--wait"]);
        self.swung_and_settled(desktop);
    }

    /// From a fail-over that is done to a fail-back that may begin.
    pub fn back_to_fail_back(&self, desktop: &Desktop) {
        self.swung_and_settled(desktop);
        self.ctl(desktop, 0, &["reconcile", "state", "M-0001", "--complete", "--reason", "nothing was changed"]);
        self.checked(desktop, "return");
    }

    fn swung_and_settled(&self, desktop: &Desktop) {
        let shown = self.ctl(desktop, 0, &["maintenance", "show", "M-0001"]);
        if shown["stage"] == "swing" {
            self.ctl(desktop, 0, &["maintenance", "swing", "M-0001", "--wait"]);
        }
        self.ctl(desktop, 0, &["maintenance", "settle", "M-0001"]);
    }

    fn checked(&self, desktop: &Desktop, leg: &str) {
        let checked = self.ended(desktop, &["check", NAME, "--for", leg]).1;
        for finding in checked["findings"].as_array().expect("findings") {
            if finding["severity"] == "warning" && finding["result"] != "pass" && finding["acknowledged"] == false {
                let code = finding["code"].as_str().expect("a code");
                // One word answers for every subject of a code.
                self.ended(desktop, &["maintenance", "acknowledge", "M-0001", code, "--reason", "a simulated pair"]);
            }
        }
        self.ctl(desktop, 0, &["check", NAME, "--for", leg]);
    }

    /// Runs the command line on the desktop, beside the window or before it.
    ///
    /// # Panics
    /// It ends with another exit code.
    pub fn ctl(&self, desktop: &Desktop, code: i32, arguments: &[&str]) -> Value {
        let (ended, document) = self.ended(desktop, arguments);
        assert_eq!(ended, Some(code), "{arguments:?}: {document}");
        document
    }

    fn ended(&self, desktop: &Desktop, arguments: &[&str]) -> (Option<i32>, Value) {
        let mut child = desktop
            .command(scenarios::real::program("switchbackctl"))
            .arg("--json")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("switchbackctl starts");
        // A command that takes no secret may have closed its input already.
        drop(child.stdin.take().expect("its input").write_all(format!("{}\n", self.secret()).as_bytes()));
        let output = child.wait_with_output().expect("it ends");
        // With --wait it streams: the last line is the end.
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let document = serde_json::from_str(&text)
            .or_else(|_| serde_json::from_str(text.lines().last().unwrap_or_default()))
            .unwrap_or(Value::Null);
        (output.status.code(), document)
    }
}
