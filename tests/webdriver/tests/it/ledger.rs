//! What is changed during the work: it appears, is decided, put on the primary, and looked for after the way back.

use std::time::Duration;

use journeys::desktop::Desktop;
use journeys::pair::Pair;
use journeys::walk::LEG;
use journeys::window::Window;
use serde_json::json;
use simulator::{Config, Which};

/// Both configurations are read within the share of the rate: that takes its time.
const READING: Duration = Duration::from_secs(120);

fn rename(appliance: &str, id: u64, name: &str) -> serde_json::Value {
    json!({"appliance": appliance, "kind": "jump-group", "action": "change", "id": id, "fields": {"name": name}})
}

async fn group(window: &Window, word: &str) {
    window.follow(&format!("//*[self::a or self::button][contains(normalize-space(.), '{word}')]")).await;
}

async fn changes_appear(window: &Window, pair: &Pair) {
    pair.change(&rename("b", 1, "Desks of the night"));
    pair.change(
        &json!({"appliance": "b", "kind": "team", "action": "add", "fields": {"name": "Night shift", "comments": ""}}),
    );
    pair.change(&rename("a", 2, "Servers, by mistake"));
    window.press("Collect now").await;
    window.press("Read logs and configuration").await;
    window.sees_within("Night shift", READING).await;
    window.sees_within("Collect now", READING).await;
    window.sees_within("Servers", LEG).await;
    window.shot("ledger").await;
}

async fn decide(window: &Window) {
    window.task("M-0001", "Reconcile changes").await;
    window.sees("before the way back opens").await;
    group(window, "Would be overwritten").await;
    window.choose("reapply").await;
    window.press("Decide: re-apply on atl-2").await;
    window.sees("not done yet").await;
    window.shot("reconcile-overwritten").await;
    group(window, "Carried by the sync").await;
    window.press("Each is meant to stay: confirm 2").await;
    group(window, "Blind spots").await;
    window.follow("//button[starts-with(normalize-space(.), 'Acknowledge')]").await;
    window.sees("All are acknowledged.").await;
    window.press("Make the plan").await;
    window.sees("/api/config/v1/jump-group/2").await;
    window.tick_all().await;
    window.shot("reconcile-plan").await;
    window.press("Run 1 call on atl-2").await;
    window.sees_within("Done, and read back", LEG).await;
    window.sees_within("Reconciled", LEG).await;
    window.shot("reconciled").await;
}

#[tokio::test]
async fn changes_appear_are_decided_put_on_the_primary_and_one_that_is_missing_is_shown() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.is_watched();
    pair.add(&desktop);
    pair.ready_to_fail_over(&desktop);
    pair.over_to_the_work(&desktop);
    let window = Window::open(&desktop, &[]).await;
    window.press(journeys::pair::NAME).await;
    window.follow("//a[starts-with(normalize-space(.),'Maintenance')][contains(.,'M-0001')]").await;
    window.follow("//a[starts-with(normalize-space(.),'Ledger')]").await;
    changes_appear(&window, &pair).await;
    let shown = pair.ctl(&desktop, 0, &["maintenance", "show", "M-0001"]);
    let may = |word: &str| shown["allowed_actions"].as_array().expect("actions").iter().any(|one| one == word);
    assert!(!may("failback") && may("reconcile decide"), "{shown}");
    decide(&window).await;
    let on_the_primary = pair.simulator.change(|model, _| {
        model.objects(Which::B).list("jump-group").any(|(_, group)| group["name"] == "Servers, by mistake")
    });
    assert!(on_the_primary, "it was put on the primary before the sync");
    window.task("M-0001", "Check readiness again").await;
    window.check().await;
    window.task("M-0001", "Fail back to atl-1").await;
    window.swap("atl-1").await;
    window.sees_within("is primary", LEG).await;
    window.task("M-0001", "Swing back and observe").await;
    window.press("Look again").await;
    window.press("Sign off the return leg").await;
    let lost = pair.simulator.change(|model, _| {
        let mut teams = model.objects(Which::A).list("team");
        teams.find(|(_, team)| team["name"] == "Night shift").map(|(id, _)| id).expect("it was carried")
    });
    pair.change(&json!({"appliance": "a", "kind": "team", "action": "remove", "id": lost, "logged": false}));
    window.task("M-0001", "Verify atl-1").await;
    window.press("Verify").await;
    window.sees_within("1 change was not found on the returned primary", READING).await;
    window.shot("missing").await;
    window.close().await;
}
