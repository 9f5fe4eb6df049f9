//! The real keychain, met by real processes: `switchbackctl` under a session bus and a gnome-keyring of its own for each
//! test, so that no test meets another's and nobody's own keychain is touched. `secret-tool` is the second pair of eyes.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use scenarios::hostile::{Hostile, Says};
use scenarios::keyring::{Keyring, NEEDS, apart, lacking};
use scenarios::real::{Ended, PAIR, Real, program};
use scenarios::world::files;
use simulator::{Config, Which};

use crate::bad_input::{ended, is_told};

/// The user of the key that signs reports.
const REPORT_KEY: &str = "report key";

/// A session with a keyring of its own.
struct Session {
    keyring: Keyring,
    folder: tempfile::TempDir,
}

impl Session {
    /// None, said loudly, where this computer lacks what it takes.
    fn start() -> Option<Self> {
        if let Some(name) = lacking(NEEDS) {
            eprintln!("*** NOT TESTED: the real keychain. There is no {name} on this computer. ***");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        Some(Self { keyring: Keyring::start(folder.path()), folder })
    }

    /// A program inside this session.
    fn command(&self, name: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = apart(name, self.folder.path());
        command.env("DBUS_SESSION_BUS_ADDRESS", self.keyring.address());
        command
    }

    /// What is kept for a user of the service, as `secret-tool` finds it.
    fn looked_up(&self, user: &str) -> Option<String> {
        let arguments = ["lookup", "service", "Switchback", "username", user];
        let output = self.command("secret-tool").args(arguments).output().expect("secret-tool runs");
        output.status.success().then(|| String::from_utf8(output.stdout).expect("a text"))
    }

    /// Every user of the service, as `secret-tool` finds it.
    fn users(&self) -> BTreeSet<String> {
        let output = self.command("secret-tool").args(["search", "--all", "service", "Switchback"]).output();
        let output = output.expect("secret-tool runs");
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        let users = text.lines().filter_map(|line| line.strip_prefix("attribute.username = "));
        users.map(ToOwned::to_owned).collect()
    }

    fn lock(&self) {
        self.keyring.lock();
    }

    fn ctl(&self, real: &Real, arguments: &[&str], input: &str) -> Ended {
        ended(&self.spawn(real, arguments, input).wait_with_output().expect("it ends"))
    }

    fn spawn(&self, real: &Real, arguments: &[&str], input: &str) -> Child {
        begun(self.command(program("switchbackctl")), real, arguments, input)
    }

    /// Runs it without a secret on standard input; it ends like this, and shows no secret.
    fn expect(&self, real: &Real, code: i32, arguments: &[&str]) -> Ended {
        let ended = self.ctl(real, arguments, "");
        assert_eq!(ended.code, Some(code), "{arguments:?}: {ended:?}");
        shows_no_secret(real, &ended);
        ended
    }

    /// Adds the pair under this name, with these lines on standard input.
    fn add(&self, real: &Real, name: &str, input: &str) -> Ended {
        let banner = &real.simulator.banner;
        let ca = format!("ca:{}", real.simulator.ca_pem_path.display());
        let (one, two) = (format!("atl-1=127.0.0.1:{}", banner.a.port), format!("atl-2=127.0.0.1:{}", banner.b.port));
        let site = format!("127.0.0.1:{}", banner.site.port);
        let arguments = [
            "pairs",
            "add",
            name,
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
            "--guard",
            "test",
            "--client-id",
            &banner.client_id,
            "--secret-stdin",
        ];
        let ended = self.ctl(real, &arguments, input);
        shows_no_secret(real, &ended);
        ended
    }
}

fn begun(mut command: Command, real: &Real, arguments: &[&str], input: &str) -> Child {
    command.arg("--data-dir").arg(real.data()).arg("--json").args(arguments);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("switchbackctl starts");
    // A command that takes no secret may have closed its input already.
    let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
    child
}

/// The secret as it is, and as it goes over the wire.
fn canaries(real: &Real) -> [Vec<u8>; 2] {
    let pair = format!("{}:{}", real.simulator.banner.client_id, real.secret);
    [real.secret.clone().into_bytes(), base64::engine::general_purpose::STANDARD.encode(pair).into_bytes()]
}

fn holds(bytes: &[u8], real: &Real) -> bool {
    canaries(real).iter().any(|canary| bytes.windows(canary.len()).any(|window| window == canary))
}

fn shows_no_secret(real: &Real, ended: &Ended) {
    let said = format!("{:?} {}", ended.documents, ended.errors);
    assert!(!holds(said.as_bytes(), real), "a secret was shown: {said}");
}

/// Every file below these folders that holds a canary.
fn files_with_a_secret(real: &Real, folders: &[&Path]) -> Vec<PathBuf> {
    let all = folders.iter().flat_map(|folder| files(folder));
    all.filter(|file| std::fs::read(file).is_ok_and(|bytes| holds(&bytes, real))).collect()
}

/// Every process whose arguments or environment hold a canary.
fn processes_with_a_secret(real: &Real) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").expect("/proc").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        for file in ["cmdline", "environ"] {
            // A process that has ended meanwhile tells nothing.
            if std::fs::read(entry.path().join(file)).is_ok_and(|bytes| holds(&bytes, real)) {
                found.push(format!("{name}/{file}"));
            }
        }
    }
    found
}

#[test]
fn a_report_makes_itself_at_an_end_signed_by_a_key_that_stays_in_the_keychain() {
    let Some(session) = Session::start() else { return };
    let real = Real::start(Config::seeded(4_713));
    assert_eq!(session.add(&real, PAIR, &format!("{}\n", real.secret)).code, Some(0));
    let plan = || {
        let planned = session.expect(&real, 0, &["maintenance", "plan", PAIR, "--title", "Firmware of atl-1"]);
        planned.document()["id"].as_str().expect("an id").to_owned()
    };
    let abandon = |id: &str| {
        let ended = session.expect(&real, 0, &["maintenance", "abandon", id, "--reason", "another night"]);
        ended.document()["report"].clone()
    };
    let id = plan();
    assert_eq!(session.looked_up(REPORT_KEY), None);
    let report = abandon(&id);
    let key = session.looked_up(REPORT_KEY).expect("a key was made");
    assert_eq!(report["signed"], true, "{report}");
    let forms = report["files"].as_array().expect("files").iter().map(|file| file["format"].as_str());
    assert!(forms.eq(["json", "html", "pdf", "csv", "md"].map(Some)), "{report}");
    let file = report["files"][0]["file"].as_str().expect("a file").to_owned();
    let verified = session.expect(&real, 0, &["verify", &file]);
    let fingerprint = verified.document()["fingerprint"].as_str().expect("it is signed").to_owned();
    assert!(report["sentence"].as_str().is_some_and(|sentence| sentence.contains(&fingerprint)), "{report}");
    assert!(verified.document()["signature"].as_str().is_some_and(|told| told.contains(&fingerprint)));

    // The same maintenance, the same bytes: what was signed keeps its signature.
    let out = real.folder.path().join("again.json");
    session.expect(&real, 0, &["report", "make", &id, "--format", "json", "--out", out.to_str().expect("text")]);
    let (kept, again) = (std::fs::read(&file).expect("kept"), std::fs::read(&out).expect("made"));
    assert!(kept == again, "the two differ");
    // Locked: unsigned, and it says why.
    let id = plan();
    session.lock();
    let report = abandon(&id);
    assert_eq!(report["signed"], false);
    assert!(
        report["sentence"].as_str().is_some_and(|sentence| sentence.contains("the keychain is locked")),
        "{report}"
    );
    let file = report["files"][0]["file"].as_str().expect("a file");
    assert_eq!(session.expect(&real, 0, &["verify", file]).document()["signed"], false);

    let holds_the_key = |file: &PathBuf| {
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes.windows(key.len()).any(|window| window == key.as_bytes())
    };
    let found: Vec<_> = files(real.folder.path()).into_iter().filter(holds_the_key).collect();
    assert_eq!(found, Vec::<PathBuf>::new(), "the key is in a file");
}

#[test]
fn the_keychain_keeps_the_secret_and_nothing_else_does() {
    let Some(session) = Session::start() else { return };
    // A secret no other test uses: every process of this computer is searched for it.
    let real = Real::start(Config::seeded(4_711));
    let added = session.add(&real, PAIR, &format!("{}\n", real.secret));
    assert_eq!(added.code, Some(0), "{added:?}");
    assert!(added.document()["secret_not_kept"].is_null(), "{added:?}");
    let pair = added.document()["pair"]["id"].as_str().expect("an id").to_owned();
    let user = format!("{pair}/pair");
    assert_eq!(session.users(), BTreeSet::from([user.clone()]));
    assert_eq!(session.looked_up(&user).as_deref(), Some(real.secret.as_str()));

    // From here on nobody types it.
    let status = session.expect(&real, 0, &["status", PAIR]);
    assert_eq!(status.document()["state"], "normal", "{status:?}");
    assert_eq!(session.expect(&real, 0, &["pairs", "show", PAIR]).document()["appliances"][0]["credential"], "stored");
    let id = session.expect(&real, 0, &["maintenance", "plan", PAIR, "--title", "Firmware of atl-1"]);
    let id = id.document()["id"].as_str().expect("an id").to_owned();
    shows_no_secret(&real, &session.ctl(&real, &["check", PAIR, "--for", "outbound"], ""));
    session.expect(&real, 0, &["maintenance", "note", &id, "looked at the racks"]);
    session.expect(&real, 0, &["maintenance", "journal", &id]);

    // A command that waits for an answer: its secret is in its memory alone.
    let site = real.simulator.banner.site.name.clone();
    let hostile = Hostile::start(real.folder.path(), &site, false, Says::HoldsTheFirst);
    let (at, ca) = (format!("atl-1=127.0.0.1:{}", hostile.port), format!("atl-1=ca:{}", hostile.ca.display()));
    session.expect(&real, 0, &["pairs", "edit", PAIR, "--appliance", &at, "--trust", &ca]);
    let mut child = session.spawn(&real, &["pairs", "test", PAIR], "");
    assert_eq!(hostile.met(), "POST /oauth2/token", "the secret has been taken from the keychain and sent");
    assert!(Path::new(&format!("/proc/{}/environ", child.id())).exists(), "it is looked at while it runs");
    assert_eq!(processes_with_a_secret(&real), Vec::<String>::new());
    child.kill().and_then(|()| child.wait()).expect("killed");

    let out = real.folder.path().join("handed-on.json");
    session.expect(&real, 0, &["maintenance", "export", &id, "--out", out.to_str().expect("text")]);
    assert!(out.is_file());
    assert_eq!(files_with_a_secret(&real, &[real.folder.path()]), Vec::<PathBuf>::new());
    assert_eq!(files_with_a_secret(&real, &[session.folder.path()]), Vec::<PathBuf>::new(), "the keyring encrypts");

    // What was searched for would have been found.
    let control = tempfile::tempdir().expect("a folder");
    std::fs::write(control.path().join("log"), format!("… {} …", real.secret)).expect("written");
    assert_eq!(files_with_a_secret(&real, &[control.path()]).len(), 1);
    let mut cat = Command::new("cat").env("SECRET", &real.secret).stdin(Stdio::piped()).spawn().expect("cat");
    assert_eq!(processes_with_a_secret(&real), [format!("{}/environ", cat.id())]);
    cat.kill().and_then(|()| cat.wait()).expect("killed");
    // The export made a report of what was done here, and with it the key that signs.
    assert_eq!(session.users(), BTreeSet::from([user, REPORT_KEY.to_owned()]));
}

#[test]
fn each_appliance_may_have_a_secret_of_its_own_and_a_pair_takes_all_of_them_away() {
    let Some(session) = Session::start() else { return };
    let real = Real::start(Config::seeded(7));
    let added = session.add(&real, PAIR, &format!("{}\n", real.secret));
    let pair = added.document()["pair"]["id"].as_str().expect("an id").to_owned();
    let client_id = real.simulator.banner.client_id.clone();
    let credential = ["pairs", "credential", PAIR, "--client-id", &client_id, "--secret-stdin"];

    let own = session.ctl(&real, &[&credential[..], &["--appliance", "atl-2"]].concat(), &format!("{}\n", real.secret));
    assert_eq!(own.code, Some(0), "{own:?}");
    let users = session.users();
    assert_eq!(users.len(), 2, "{users:?}");
    assert!(users.iter().all(|user| user.starts_with(&format!("{pair}/"))), "{users:?}");
    let second = users.iter().find(|user| !user.ends_with("/pair")).expect("an appliance's own").clone();
    assert_eq!(session.looked_up(&second).as_deref(), Some(real.secret.as_str()));

    // The pair's secret goes wrong: only the appliance without one of its own notices.
    assert_eq!(session.ctl(&real, &credential, "another secret\n").code, Some(0));
    assert_eq!(session.looked_up(&format!("{pair}/pair")).as_deref(), Some("another secret"));
    let tested = session.expect(&real, 1, &["pairs", "test", PAIR]);
    is_told(&tested, 1, "secret-rejected", &["atl-1"]);
    let signed_in = [0, 1].map(|at| tested.document()["appliances"][at]["signed_in"].as_bool());
    assert_eq!(signed_in, [Some(false), Some(true)], "{tested:?}");

    session.expect(&real, 0, &["pairs", "remove", PAIR]);
    assert_eq!(session.users(), BTreeSet::new(), "nothing is left in the keychain");
    assert_eq!(session.looked_up(&second), None);

    // Two credentials, one line each.
    let lines = format!("atl-1={0}\natl-2={0}\n", real.secret);
    let added = session.add(&real, "two", &lines);
    assert_eq!(added.code, Some(0), "{added:?}");
    assert_eq!(session.users().len(), 2, "{:?}", session.users());
    assert!(session.users().iter().all(|user| !user.ends_with("/pair")));
    assert_eq!(session.expect(&real, 0, &["status", "two"]).document()["state"], "normal");
    session.expect(&real, 0, &["pairs", "remove", "two"]);
    assert_eq!(session.users(), BTreeSet::new());
    assert_eq!(files_with_a_secret(&real, &[real.folder.path()]), Vec::<PathBuf>::new());
}

#[test]
fn a_locked_keychain_is_told_as_locked_and_nothing_waits_for_it() {
    let Some(session) = Session::start() else { return };
    let real = Real::start(Config::seeded(7));
    assert_eq!(session.add(&real, PAIR, &format!("{}\n", real.secret)).code, Some(0));
    session.lock();
    let before =
        real.simulator.change(|model, _| model.record().requests.iter().filter(|r| r.path.contains("token")).count());

    let shown = session.expect(&real, 0, &["pairs", "show", PAIR]);
    assert_eq!(shown.document()["appliances"][0]["credential"], "locked", "{shown:?}");
    let tested = session.expect(&real, 1, &["pairs", "test", PAIR]);
    is_told(&tested, 1, "no-credential", &["the keychain is locked"]);
    let status = session.expect(&real, 0, &["status", PAIR]);
    let trouble = &status.document()["appliances"][0]["trouble"];
    println!("keychain: locked, status tells {trouble}");
    assert_eq!(trouble["code"], "no-credential", "{status:?}");
    assert!(trouble.to_string().contains("locked"), "{trouble}");
    let credential = ["pairs", "credential", PAIR, "--client-id", "abc", "--secret-stdin"];
    let put = session.ctl(&real, &credential, "canary\n");
    println!("keychain: locked, pairs credential ends {:?} {}", put.code, put.document()["secret_not_kept"]);
    assert_eq!((put.code, &put.document()["secret_not_kept"]["code"]), (Some(5), &"keychain-locked".into()), "{put:?}");
    is_told(&session.expect(&real, 1, &["pairs", "remove", PAIR]), 1, "keychain-locked", &["locked"]);
    session.expect(&real, 0, &["pairs", "show", PAIR]);
    let after =
        real.simulator.change(|model, _| model.record().requests.iter().filter(|r| r.path.contains("token")).count());
    assert_eq!(after, before, "nobody signed in without a secret");

    // Typed for the run, it works all the same.
    session.expect(&real, 0, &["pairs", "edit", PAIR, "--client-id", &real.simulator.banner.client_id]);
    let typed = session.ctl(&real, &["status", PAIR, "--secret-stdin"], &format!("{}\n", real.secret));
    assert_eq!((typed.code, &typed.document()["state"]), (Some(0), &"normal".into()), "{typed:?}");
}

/// No bus at all: there is no keychain, and a secret typed for a run serves that run.
#[test]
fn a_stored_secret_that_was_rejected_is_not_tried_by_a_later_run_until_another_is_given() {
    let Some(session) = Session::start() else { return };
    let real = Real::start(Config::seeded(7));
    session.add(&real, PAIR, &format!("{}\n", real.secret));
    let sign_ins = || {
        real.simulator
            .change(|model, _| model.record().requests.iter().filter(|request| request.path == "/oauth2/token").count())
    };
    let client_id = real.simulator.banner.client_id.clone();
    let give = |secret: &str| {
        let credential = ["pairs", "credential", PAIR, "--client-id", &client_id, "--secret-stdin"];
        session.ctl(&real, &credential, &format!("{secret}\n"))
    };
    assert_eq!(give("not-the-secret").code, Some(0));
    let before = sign_ins();
    let first = session.ctl(&real, &["pairs", "test", PAIR], "");
    assert_eq!((first.code, first.error_code()), (Some(1), "secret-rejected"), "{first:?}");
    let tried = sign_ins();
    assert!(tried > before);
    for _ in 0..3 {
        let again = session.ctl(&real, &["pairs", "test", PAIR], "");
        assert_eq!((again.code, again.error_code()), (Some(1), "secret-rejected"), "{again:?}");
        let _ = session.ctl(&real, &["status", PAIR], "");
    }
    assert_eq!(sign_ins(), tried, "a rejected secret was tried again");
    assert_eq!(give(&real.secret).code, Some(0));
    session.expect(&real, 0, &["pairs", "test", PAIR]);
}

#[test]
fn without_a_keychain_the_secret_is_typed_for_each_run_and_kept_nowhere() {
    let real = Real::start(Config::seeded(7));
    let nowhere = tempfile::tempdir().expect("a folder");
    let ctl = |arguments: &[&str], input: &str| {
        let command = apart(program("switchbackctl"), nowhere.path());
        ended(&begun(command, &real, arguments, input).wait_with_output().expect("it ends"))
    };
    real.add_pair();
    let secret = format!("{}\n", real.secret);
    let client_id = real.simulator.banner.client_id.clone();
    let put = ctl(&["pairs", "credential", PAIR, "--client-id", &client_id, "--secret-stdin"], &secret);
    assert_eq!((put.code, &put.document()["secret_not_kept"]["code"]), (Some(5), &"keychain-absent".into()), "{put:?}");
    let shown = ctl(&["pairs", "show", PAIR], "");
    assert_eq!(shown.document()["appliances"][1]["credential"], "absent", "{shown:?}");
    is_told(&ctl(&["pairs", "test", PAIR], ""), 1, "no-credential", &["no keychain"]);
    assert_eq!(ctl(&["status", PAIR, "--secret-stdin"], &secret).document()["state"], "normal");
    let without = ctl(&["status", PAIR], "");
    assert_eq!((without.code, &without.document()["state"]), (Some(0), &"unknown".into()), "{without:?}");
    assert_eq!(without.document()["appliances"][0]["trouble"]["code"], "no-credential", "the run before kept nothing");
    assert_eq!(files_with_a_secret(&real, &[real.folder.path(), nowhere.path()]), Vec::<PathBuf>::new());
    let id = real.plan();
    real.to_the_end(&id);
    real.truths(&id);
    assert!(real.simulator.change(|model, _| Which::BOTH.iter().all(|which| !model.locked_out(*which))));
}
