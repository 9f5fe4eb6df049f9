//! While a role command is under way the computer is asked not to sleep: `switchbackctl` on a bus of its own, with a logind
//! that writes down what it is asked.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use scenarios::real::Real;
use simulator::Config;
use zbus::zvariant::OwnedFd;

/// A bus that ends when it is dropped.
struct Bus {
    child: Child,
    address: String,
}

impl Bus {
    /// None, said loudly, where this computer has no D-Bus.
    fn start() -> Option<Self> {
        let daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut child) = daemon else {
            eprintln!("*** NOT TESTED: staying awake. There is no dbus-daemon on this computer. ***");
            return None;
        };
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut address).expect("an address");
        Some(Self { child, address: address.trim().to_owned() })
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What was asked, and our end of what was given for it.
#[derive(Default)]
struct Asked(Vec<([String; 4], UnixStream)>);

struct Logind(Arc<Mutex<Asked>>);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn inhibit(&self, what: String, who: String, why: String, mode: String) -> OwnedFd {
        let (ours, theirs) = UnixStream::pair().expect("a pair of sockets");
        self.0.lock().expect("not poisoned").0.push(([what, who, why, mode], ours));
        std::os::fd::OwnedFd::from(theirs).into()
    }
}

#[test]
fn the_computer_is_asked_to_stay_awake_for_as_long_as_a_leg_is_watched() {
    let Some(bus) = Bus::start() else { return };
    let asked = Arc::new(Mutex::new(Asked::default()));
    let _logind = zbus::blocking::connection::Builder::address(bus.address.as_str())
        .and_then(|builder| builder.serve_at("/org/freedesktop/login1", Logind(Arc::clone(&asked))))
        .and_then(|builder| builder.name("org.freedesktop.login1"))
        .and_then(zbus::blocking::connection::Builder::build)
        .expect("a logind");
    let real = Real::start(Config::seeded(7));
    real.add_pair();
    let id = real.plan();
    real.check_and_acknowledge(&id, "outbound");
    real.save(&id);
    assert_eq!(asked.lock().expect("not poisoned").0.len(), 0, "nothing is under way");

    let system = Some(("DBUS_SYSTEM_BUS_ADDRESS", bus.address.as_str()));
    let ended = real.ctl_with(&["maintenance", "failover", &id, "--wait"], system);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let asked = std::mem::take(&mut asked.lock().expect("not poisoned").0);
    let words: Vec<_> = asked.iter().map(|(words, _)| words.each_ref().map(String::as_str)).collect();
    let why = "a role command of a maintenance is under way";
    assert_eq!(words, [["idle", "Switchback", why, "block"], ["sleep", "Switchback", why, "block"]]);
    for (words, mut given) in asked {
        let mut rest = Vec::new();
        given.read_to_end(&mut rest).expect("it was given back");
        assert!(rest.is_empty(), "{words:?}");
    }
}
