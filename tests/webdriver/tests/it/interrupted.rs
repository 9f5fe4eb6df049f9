//! The program ends in the middle of a swap: what is recorded is found again, nothing is armed, and it is finished.

use journeys::desktop::Desktop;
use journeys::pair::{NAME, Pair};
use journeys::walk::LEG;
use journeys::window::Window;
use serde_json::json;
use simulator::Config;

#[tokio::test]
async fn killed_during_the_data_sync_and_again_while_both_are_backup_it_is_found_again_and_finished() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    pair.ready_to_fail_over(&desktop);
    pair.set(json!({ "sync_ms": 8_000, "both_backup_ms": 600 }));
    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.task("M-0001", "Fail over to atl-2").await;
    window.swap("atl-2").await;
    window.sees_within("Data sync is running", LEG).await;
    window.kill().await;

    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.task("M-0001", "Fail over to atl-2").await;
    window.sees("Observe again").await;
    assert_eq!(window.count("//button[starts-with(normalize-space(.),'Make ')]").await, 0, "nothing is armed");
    window.shot("restart").await;
    window.press("Observe again").await;
    window.sees_within("atl-2 is primary", LEG).await;
    window.close().await;

    pair.back_to_fail_back(&desktop);
    pair.set(json!({ "sync_ms": 500, "both_backup_ms": 8_000 }));
    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.task("M-0001", "Fail back to atl-1").await;
    window.swap("atl-1").await;
    window.sees_within("Both sides report Backup", LEG).await;
    window.shot("both-backup").await;
    window.kill().await;

    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.task("M-0001", "Fail back to atl-1").await;
    window.press("Observe again").await;
    window.sees_within("atl-1 is primary", LEG).await;
    window.close().await;
    let commands = pair.simulator.change(|model, _| model.record().role_commands.len());
    assert_eq!(commands, 2, "one role command for each leg, whatever was killed");
}
