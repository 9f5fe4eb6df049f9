//! The end: what is under way is told before, and an append that is due is waited for.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use app::wire::Act;
use tauri::{AppHandle, Manager, RunEvent, Runtime, Window, WindowEvent};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons, MessageDialogKind};

use crate::shell::Opened;

/// The question is on the screen.
static ASKED: AtomicBool = AtomicBool::new(false);

pub(crate) fn on_window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event
        && ends_by_itself(window.app_handle())
    {
        api.prevent_close();
    }
}

/// A program can be asked to end without its window being closed first: by its menu on macOS, by a log-out. With a code it
/// is our own end.
pub(crate) fn on_run_event<R: Runtime>(app: &AppHandle<R>, event: &RunEvent) {
    if let RunEvent::ExitRequested { code: None, api, .. } = event
        && ends_by_itself(app)
    {
        api.prevent_exit();
    }
}

/// Ends in order, and asks before where an act is under way. False: there is nothing to wait for.
fn ends_by_itself<R: Runtime>(app: &AppHandle<R>) -> bool {
    let Some(opened) = app.try_state::<Opened>() else { return false };
    let Ok(session) = &opened.0 else { return false };
    let acts = session.acts();
    if acts.is_empty() {
        close(app);
        return true;
    }
    // One question at a time, however often it is asked to end.
    if ASKED.swap(true, Ordering::SeqCst) {
        return true;
    }
    let handle = app.clone();
    app.dialog()
        .message(question(&acts))
        .title("Close Switchback?")
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom("Close Switchback".to_owned(), "Keep it open".to_owned()))
        .show(move |yes| {
            ASKED.store(false, Ordering::SeqCst);
            if yes {
                close(&handle);
            }
        });
    true
}

fn question(acts: &[Act]) -> String {
    // One that is watched may have a file read beside.
    let under_way: BTreeSet<_> = acts.iter().map(|act| act.maintenance.as_str()).collect();
    let one = under_way.len() == 1;
    let under_way: Vec<_> = under_way.into_iter().collect();
    format!(
        "{} {} under way. Closing stops the watching, not the appliances: what has begun goes on. Nothing that is \
         recorded is lost. When Switchback is opened again, press Observe again.",
        under_way.join(" and "),
        if one { "is" } else { "are" }
    )
}

fn close<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let session = app.state::<Opened>().0.clone();
        if let Ok(session) = session {
            session.close().await;
        }
        app.exit(0);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_names_what_is_under_way() {
        let act = |id: &str| Act { maintenance: id.to_owned(), command: "leg_fail_over".to_owned() };
        let asked = question(&[act("M-0004"), act("M-0004")]);
        assert!(asked.starts_with("M-0004 is under way."), "{asked}");
        let asked = question(&[act("M-0001"), act("M-0004")]);
        assert!(asked.starts_with("M-0001 and M-0004 are under way."), "{asked}");
        assert!(asked.contains("Observe again"));
    }
}
