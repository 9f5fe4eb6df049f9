//! The desktop shell: a window, its permissions, and the way from the page to `app`.
//!
//! What it is not: it decides nothing, knows no appliance and keeps no state but where the window was. The page has no
//! shell, no file access and no network: it calls the commands of `app` and hears updates, nothing else.
//!
//! Invariants: a secret comes with one call and goes to `app` as a secret; no answer carries one back. What is not in
//! `commands.txt` has no permission and cannot be called.
//!
//! Map: [`arguments`] how the program was started · [`shell`] calls and updates · `closing` the question before the end
//! · `web_view` what the web view is told · `telling` notifications of the system

pub mod arguments;
pub mod shell;

mod closing;
mod telling;
mod web_view;

use std::process::ExitCode;
use std::sync::{Arc, mpsc};

use app::session::Ended;
use app::{Opening, Session, WireError};
use tauri::{AppHandle, Manager, Runtime, Wry};

use crate::arguments::Arguments;
use crate::shell::Opened;

/// Runs the program until its window is closed.
#[must_use]
pub fn run() -> ExitCode {
    web_view::is_frugal();
    let arguments = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(why) => return arguments::usage(&why),
    };
    let mut builder = shell::with_commands(tauri::Builder::<Wry>::default());
    // The first of all: a second start ends before it opens the data folder. A demo, or another folder, is another thing:
    // it opens a window of its own, and the lock of its folder keeps two drivers apart.
    if arguments == Arguments::default() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| show(app)));
    }
    let (opens, opened) = mpsc::sync_channel(1);
    let builder = builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .on_window_event(closing::on_window_event)
        .setup(move |app| {
            app.manage(Opened(opened.recv()?));
            Ok(())
        });
    match builder.build(context()) {
        Ok(app) => {
            let handle = app.handle().clone();
            // While the web view starts, and after a second start has ended.
            tauri::async_runtime::spawn(async move {
                let session = open(&handle, &arguments).await;
                let watched = session.as_ref().ok().map(Arc::clone);
                // Nobody waits for it any more where the window could not be made.
                drop(opens.send(session));
                if let Some(session) = watched {
                    session.watch().await;
                }
            });
            let code = app.run_return(|app, event| closing::on_run_event(app, &event));
            u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => arguments::failed(&error),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the macro makes ends the process where the page's assets are broken"
)]
fn context() -> tauri::Context<Wry> {
    tauri::generate_context!()
}

/// A data folder that cannot be opened is no reason for no window: the window says why.
async fn open<R: Runtime>(handle: &AppHandle<R>, arguments: &Arguments) -> Result<Arc<Session>, WireError> {
    let opening = Opening {
        data_dir: arguments.data_dir.clone(),
        someone_is_there: true,
        program: format!("switchback {}", env!("CARGO_PKG_VERSION")),
    };
    let handle = handle.clone();
    let ended: Ended = Arc::new(move |act, sentence, needs_you| telling::ended(&handle, act, sentence, needs_you));
    if arguments.demo { Session::demo(&opening, ended).await } else { Session::open(&opening, ended) }
}

fn show<R: Runtime>(app: &tauri::AppHandle<R>) {
    if let Some(window) = app.get_webview_window("main") {
        // A window that cannot be brought to the front is still there.
        drop(window.unminimize());
        drop(window.set_focus());
    }
}
