//! What comes from outside: clocks, ids, who sits at this computer, the real ways to an appliance.

use std::path::PathBuf;
use std::sync::Arc;

use domain::journal::SIMULATED;
use engine::{DieHook, Host, Https, Secrets, SystemClock};
use uuid::Uuid;

use crate::awake::StayAwake;
use crate::session::{Board, looked};

/// How this process was started.
#[derive(Clone, Debug)]
pub struct Opening {
    /// None: the platform's data folder.
    pub data_dir: Option<PathBuf>,
    /// A person may be asked, by the keychain for instance.
    pub someone_is_there: bool,
    /// The program's name and version, as the journal names it.
    pub program: String,
}

pub(crate) fn host(opening: &Opening) -> Host {
    Host {
        clock: Arc::new(SystemClock::new()),
        uuid: Arc::new(new_uuid),
        ways: Arc::new(Https),
        secrets: Arc::new(Secrets::system(opening.someone_is_there)),
        awake: Arc::new(StayAwake),
        data_dir: opening.data_dir.clone(),
        durable: true,
        user: user_at_host(),
        program: opening.program.clone(),
        boot: new_uuid().to_string(),
        pid: std::process::id(),
        die: die_hook(),
        progress: None,
        looked: None,
    }
}

/// The same behind a window: its board is shown every look of a watched leg, and how far a long act is.
pub(crate) fn window_host(opening: &Opening, board: &Arc<Board>) -> Host {
    let told = Arc::clone(board);
    Host {
        secrets: Arc::new(Secrets::window()),
        looked: Some(looked(board)),
        progress: Some(Arc::new(move |how| told.progress(how))),
        ..host(opening)
    }
}

/// The same for a rehearsal: secrets in memory only, and a folder for temporary files where none is named.
pub(crate) fn rehearsal_host(opening: &Opening) -> Host {
    let folder = || std::env::temp_dir().join(format!("switchback-demo-{}", new_uuid()));
    Host {
        secrets: Arc::new(Secrets::memory()),
        program: format!("{}{SIMULATED}", opening.program),
        data_dir: Some(opening.data_dir.clone().unwrap_or_else(folder)),
        ..host(opening)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the program makes ids")]
fn new_uuid() -> Uuid {
    Uuid::new_v4()
}

/// The operating system's user and computer. What the system does not tell is said, not guessed.
fn user_at_host() -> String {
    let told = |answer: Result<String, std::io::Error>, unknown: &str| {
        answer.ok().filter(|text| !text.trim().is_empty()).unwrap_or_else(|| unknown.to_owned())
    };
    let user = told(whoami::fallible::username(), "unknown-user");
    let computer = told(whoami::fallible::hostname(), "unknown-host");
    format!("{user}@{computer}")
}

#[cfg(debug_assertions)]
fn die_hook() -> Option<DieHook> {
    crate::die::hook()
}

/// A release build cannot be told to die.
#[cfg(not(debug_assertions))]
fn die_hook() -> Option<DieHook> {
    None
}
