//! Bad input, met by real processes: each a clear error with a hint, a stable code and a page, and nothing lost or sent.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use scenarios::hostile::{Hostile, Says};
use scenarios::real::{Ended, PAIR, Real, program};
use serde_json::Value;
use simulator::{Config, Which};

mod folder;
mod full_disk;
mod handed_on;
mod roles;
mod typed;
mod wire;

/// A pair with an open maintenance: what a failure must leave as it is.
pub(crate) struct Planned {
    pub(crate) real: Real,
    pub(crate) id: String,
}

/// What was kept, as the product tells it.
#[derive(Debug, PartialEq)]
struct Kept {
    pairs: Value,
    journal: Value,
    role_commands: usize,
}

impl Planned {
    pub(crate) fn new() -> Self {
        Self::of(Config::seeded(7))
    }

    pub(crate) fn of(config: Config) -> Self {
        let real = Real::start(config);
        real.add_pair();
        let id = real.plan();
        Self { real, id }
    }

    fn kept(&self) -> Kept {
        Kept {
            pairs: self.real.expect(0, &["pairs", "list"]),
            journal: self.real.expect(0, &["maintenance", "journal", &self.id]),
            role_commands: self.role_commands(),
        }
    }

    /// How many role commands reached the simulator.
    pub(crate) fn role_commands(&self) -> usize {
        self.real.simulator.change(|model, _| model.record().role_commands.len())
    }

    /// Changes the pair; it is not what is tested.
    pub(crate) fn edit(&self, options: &[&str]) {
        self.real.expect(0, &[&["pairs", "edit", PAIR], options].concat());
    }

    /// Lets atl-1's address lead to this server, whose authority is trusted.
    pub(crate) fn lead_home_primary_to(&self, hostile: &Hostile) {
        let (at, trust) = (format!("atl-1=127.0.0.1:{}", hostile.port), format!("atl-1=ca:{}", hostile.ca.display()));
        self.edit(&["--appliance", &at, "--trust", &trust]);
    }

    /// A hostile server in the place of atl-1.
    pub(crate) fn hostile(&self, signs_in: bool, says: Says) -> Hostile {
        let name = &self.real.simulator.banner.site.name;
        let hostile = Hostile::start(self.real.folder.path(), name, signs_in, says);
        self.lead_home_primary_to(&hostile);
        hostile
    }

    /// Runs a command that must fail with this exit code and error, naming each of these; nothing is lost or sent.
    pub(crate) fn refused(&self, arguments: &[&str], exit: i32, code: &str, names: &[&str]) -> Ended {
        self.refused_with(arguments, None, exit, code, names)
    }

    /// As [`Planned::refused`], with this on standard input.
    pub(crate) fn refused_with(
        &self,
        arguments: &[&str],
        input: Option<&str>,
        exit: i32,
        code: &str,
        names: &[&str],
    ) -> Ended {
        let before = self.kept();
        let ended = match input {
            Some(input) => run(&self.real.data(), arguments, input),
            None => self.real.ctl(arguments),
        };
        is_told(&ended, exit, code, names);
        let secret = &self.real.secret;
        assert!(!ended.errors.contains(secret) && !ended.document().to_string().contains(secret), "{ended:?}");
        assert_eq!(self.kept(), before, "{arguments:?} changed what was kept");
        ended
    }

    /// Takes the maintenance to its end from where it stands.
    pub(crate) fn goes_on(&self) {
        self.real.to_the_end(&self.id);
        self.real.truths(&self.id);
    }

    /// How often each appliance was asked for a token.
    pub(crate) fn sign_ins(&self) -> [usize; 2] {
        self.real.simulator.change(|model, _| {
            [Which::A, Which::B].map(|which| {
                let asked = model.record().requests.iter();
                asked
                    .filter(|r| r.call == simulator::Call::Token && r.door == simulator::Door::Appliance(which))
                    .count()
            })
        })
    }
}

/// The failure is told: exit code, stable code with a page, a message that names what is wrong, a hint.
pub(crate) fn is_told(ended: &Ended, exit: i32, code: &str, names: &[&str]) {
    assert_eq!((ended.code, ended.error_code()), (Some(exit), code), "{ended:?}");
    assert_eq!(ended.documents.len(), 1, "{ended:?}");
    let error = &ended.document()["error"];
    let text = |key: &str| error[key].as_str().unwrap_or_default();
    assert!(text("message").len() > 5 && text("hint").len() > 5, "{error}");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors").join(format!("{code}.md"));
    assert!(page.is_file(), "{code} has no page");
    let told = format!("{} {}", text("message"), error["causes"]);
    for name in names {
        assert!(told.contains(name), "'{name}' is not named in {told}");
    }
    println!("bad input: exit {exit} {code}: {}", text("message"));
}

/// Starts the command line on a data folder, without a keychain.
pub(crate) fn spawn(data: &Path, arguments: &[impl AsRef<OsStr>], input: &str) -> Child {
    let mut child = Command::new(program("switchbackctl"))
        .arg("--data-dir")
        .arg(data)
        .arg("--json")
        .args(arguments)
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("SWITCHBACK_DIE_AT")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("switchbackctl starts");
    // A command that takes no secret may have closed its input already.
    let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
    child
}

/// Runs it to its end.
pub(crate) fn run(data: &Path, arguments: &[impl AsRef<OsStr>], input: &str) -> Ended {
    ended(&spawn(data, arguments, input).wait_with_output().expect("it ends"))
}

/// What a process that has ended said.
pub(crate) fn ended(output: &std::process::Output) -> Ended {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let documents = match serde_json::from_str::<Value>(&text) {
        Ok(one) => vec![one],
        Err(_) => text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
    };
    Ended { code: output.status.code(), documents, errors: String::from_utf8_lossy(&output.stderr).into_owned() }
}
