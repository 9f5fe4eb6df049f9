//! The end: what is under way is told before, and an append that is due is waited for.

use app::wire::Act;
use tauri::{AppHandle, Manager, Runtime, Window, WindowEvent};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons, MessageDialogKind};

use crate::shell::Opened;

pub(crate) fn on_window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let app = window.app_handle();
    let Some(opened) = app.try_state::<Opened>() else { return };
    let Ok(session) = &opened.0 else { return };
    api.prevent_close();
    let acts = session.acts();
    if acts.is_empty() {
        return close(app);
    }
    let app = app.clone();
    window
        .dialog()
        .message(question(&acts))
        .title("Close Switchback?")
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom("Close Switchback".to_owned(), "Keep it open".to_owned()))
        .show(move |yes| {
            if yes {
                close(&app);
            }
        });
}

fn question(acts: &[Act]) -> String {
    let under_way: Vec<_> = acts.iter().map(|act| act.maintenance.as_str()).collect();
    format!(
        "{} {} under way. Closing stops the watching, not the appliances: what has begun goes on. Nothing that is \
         recorded is lost. When Switchback is opened again, press Observe again.",
        under_way.join(" and "),
        if acts.len() == 1 { "is" } else { "are" }
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
        let asked = question(&[act("M-0001"), act("M-0004")]);
        assert!(asked.starts_with("M-0001 and M-0004 are under way."), "{asked}");
        assert!(asked.contains("Observe again"));
    }
}
