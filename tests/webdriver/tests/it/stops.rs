//! What stops, and what is not known: each is told in its own words, and nothing is offered that would make it worse.

use journeys::desktop::Desktop;
use journeys::pair::{NAME, Pair};
use journeys::walk::LEG;
use journeys::window::Window;
use serde_json::json;
use simulator::{Config, Which};

#[tokio::test]
async fn a_readiness_that_fails_refuses_the_swap_and_names_the_remedy() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    pair.ctl(&desktop, 0, &["maintenance", "plan", NAME, "--title", "Memory upgrade of atl-1"]);
    pair.set_appliance(Which::B, json!({ "version": "24.3.1" }));
    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.task("M-0001", "Check readiness").await;
    window.press("Check readiness").await;
    window.sees_within("stands in the way", LEG).await;
    window.sees("24.3.1").await;
    window.shot("check-fails").await;
    window.task("M-0001", "Fail over to atl-2").await;
    window.sees("Readiness refuses: versions_equal").await;
    let armed = "//button[normalize-space(.)='Make atl-2 primary'][not(@aria-disabled='true')]";
    assert_eq!(window.count(armed).await, 0, "the one button is off");
    window.close().await;
    assert_eq!(pair.simulator.change(|model, _| model.record().role_commands.len()), 0);
}

#[tokio::test]
async fn two_primaries_stop_everything_and_say_what_to_do() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    pair.set_appliance(Which::B, json!({ "role_text": "primary" }));
    let window = Window::open(&desktop, &[]).await;
    window.sees_within("Both appliances say they are primary", LEG).await;
    window.shot("two-primaries-board").await;
    window.press(NAME).await;
    window.sees("Do not sync").await;
    window.shot("two-primaries").await;
    assert_eq!(window.count("//a[normalize-space(.)='Plan a maintenance']").await, 0, "nothing can be planned now");
    window.close().await;
}

#[tokio::test]
async fn an_appliance_that_dies_during_the_work_is_away_as_planned_and_is_seen_when_it_is_back() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    pair.ready_to_fail_over(&desktop);
    pair.over_to_the_work(&desktop);
    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.task("M-0001", "Do the work").await;
    window.sees("Both appliances").await;
    pair.kill(Which::A);
    window.sees_within("away", LEG).await;
    window.shot("away").await;
    pair.revive(Which::A);
    window.sees_within("Was away", LEG).await;
    window.task("M-0001", "Do the work").await;
    window.close().await;
}

#[tokio::test]
async fn a_locked_keychain_is_a_state_of_its_own_and_asks_nobody_by_itself() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    desktop.lock();
    let window = Window::open(&desktop, &[]).await;
    window.sees_within("keychain is locked", LEG).await;
    window.shot("keychain-locked-board").await;
    window.press(NAME).await;
    window.sees("keychain is locked").await;
    window.shot("keychain-locked").await;
    window.close().await;
}
