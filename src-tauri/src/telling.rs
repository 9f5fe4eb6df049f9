//! Notifications of the system: an act has ended, or needs a person, and nobody looks at the window.

use app::wire::Act;
use tauri::{AppHandle, Manager as _, Runtime};
use tauri_plugin_notification::NotificationExt as _;

/// Only what lasts is told: a check is over before anybody leaves.
const LASTS: [&str; 4] = ["leg_fail_over", "leg_fail_back", "leg_swing", "leg_observe"];

pub(crate) fn ended<R: Runtime>(app: &AppHandle<R>, act: &Act, sentence: &str, needs_you: bool) {
    let seen = app.get_webview_window("main").is_some_and(|window| window.is_focused().unwrap_or(false));
    if seen || !LASTS.contains(&act.command.as_str()) {
        return;
    }
    let title = if needs_you { format!("{} needs you", act.maintenance) } else { act.maintenance.clone() };
    // A desktop that shows no notifications still has the window.
    drop(app.notification().builder().title(title).body(sentence).show());
}
