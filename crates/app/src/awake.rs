//! Asking the operating system not to sleep while a role command is under way: its sleep would end nothing that the
//! appliances have begun, and nobody would watch.

use std::sync::mpsc;
use std::thread;

use engine::Awake;

/// Asks logind, macOS or Windows. A computer that cannot be asked may sleep; a sleep is noticed afterwards as a gap.
#[derive(Debug, Default)]
pub(crate) struct StayAwake;

/// Ends the asking when it is dropped: the thread that asked gives back what it holds.
struct Held(#[expect(dead_code, reason = "held for its end")] mpsc::Sender<()>);

impl Awake for StayAwake {
    fn hold(&self, why: &str) -> Option<Box<dyn Send>> {
        let (held, ended) = mpsc::channel::<()>();
        let why = why.to_owned();
        // On a thread of its own: the way to the system may be slow or hang, and Windows holds it for the thread that asked.
        let asking = thread::Builder::new().name("awake".to_owned()).spawn(move || {
            let Some(_kept) = ask(&why, true).or_else(|| ask(&why, false)) else { return };
            // Nothing is ever sent: it ends when the other end is dropped.
            let _ = ended.recv();
        });
        match asking {
            Ok(_) => Some(Box::new(Held(held))),
            Err(error) => {
                tracing::info!(%error, "there is no thread to ask this computer to stay awake");
                None
            }
        }
    }
}

/// `explicitly`: not to sleep when told to either. Where that may not be asked, at least not for want of a key press.
fn ask(why: &str, explicitly: bool) -> Option<keepawake::KeepAwake> {
    let asked = keepawake::Builder::default()
        .idle(true)
        .sleep(explicitly)
        .reason(why)
        .app_name("Switchback")
        .app_reverse_domain("io.switchback.desktop")
        .create();
    asked.map_err(|error| tracing::info!(%error, explicitly, "this computer could not be asked to stay awake")).ok()
}
