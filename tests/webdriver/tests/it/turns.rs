//! Turns a night may take: traffic that a person moves, a role that somebody else changes, a replaced appliance, a computer
//! without a keychain. Each goes on from where it stands.

use journeys::desktop::Desktop;
use journeys::pair::{NAME, Pair};
use journeys::walk::LEG;
use journeys::window::Window;
use serde_json::json;
use simulator::model::failover::{RoleCommand, WantedRole};
use simulator::{Config, Network, Which};

#[tokio::test]
async fn dns_is_moved_by_a_person_and_the_window_proves_who_answers() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config { network: Network::Dns, ..Config::default() });
    pair.add(&desktop);
    pair.ready_to_fail_over(&desktop);
    pair.ctl(&desktop, 0, &["maintenance", "failover", "M-0001", "--wait"]);
    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.task("M-0001", "Swing traffic").await;
    window.sees_within("still leads to atl-1", LEG).await;
    window.sees("The change to make").await;
    window.shot("swing-dns").await;
    window.press("Watch until traffic has moved").await;
    window.sees("The site name is being asked").await;
    pair.simulator.change(|model, now_ms| model.point_to(now_ms, Which::B)).expect("moved");
    window.sees_within("Traffic has moved: atl-2 answers", LEG).await;
    window.shot("swung-dns").await;
    window.close().await;
}

#[tokio::test]
async fn a_role_that_somebody_else_changed_pauses_the_maintenance_and_is_adopted_by_name() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    pair.ready_to_fail_over(&desktop);
    pair.over_to_the_work(&desktop);
    pair.set(json!({ "sync_ms": 200, "both_backup_ms": 200 }));
    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.sees_within("Users are served by atl-2", LEG).await;
    let command = RoleCommand { role: WantedRole::Backup, data_sync_first: true, force: false };
    pair.simulator.change(|model, now_ms| model.swap_by_hand(now_ms, Which::B, command)).expect("by hand");
    window.sees_within("stands still", LEG).await;
    window.follow("//a[contains(normalize-space(.),'M-0001')]").await;
    window.sees_within("A role changed without a command of it", LEG).await;
    window.shot("role-changed").await;
    window.press("Observe again").await;
    window.press("Adopt what is seen").await;
    window.fill("Reason", "Ann failed back in /login, with the sync.").await;
    window.press("Adopt what is seen").await;
    // What stays, not the line of the journal that passes by.
    window.sees_within("9 of 13 done", LEG).await;
    window.sees_within("adopted", LEG).await;
    window.shot("adopted").await;
    window.close().await;
    let shown = pair.ctl(&desktop, 0, &["maintenance", "show", "M-0001"]);
    assert_eq!((&shown["stage"], &shown["pause"]), (&json!("swing_return"), &json!(null)), "{shown}");
    let sent = pair.simulator.change(|model, _| model.record().role_commands.len());
    assert_eq!(sent, 1, "the way over is ours, the way back was made by hand");
}

#[tokio::test]
async fn a_replaced_appliance_is_a_stop_until_its_guid_was_compared() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.sees_within("Users are served by atl-1", LEG).await;
    pair.set_appliance(Which::B, json!({ "guid": "00112233445566778899aabbccddeeff" }));
    window.sees_within("another GUID", LEG).await;
    window.shot("guid-changed").await;
    let armed = "//button[normalize-space(.)='Accept the new GUID of atl-2'][not(@aria-disabled='true')]";
    assert_eq!(window.count(armed).await, 0, "not before it was compared");
    window.tick_all().await;
    window.fill_placed("Name, and how you reached them", "Ann, at the appliance").await;
    window.press("Accept the new GUID of atl-2").await;
    window.sees_within("Users are served by atl-1", LEG).await;
    window.close().await;
    let shown = pair.ctl(&desktop, 0, &["pairs", "show", NAME]);
    let guids: Vec<_> = shown["appliances"].as_array().expect("two").iter().map(|one| one["guid"].clone()).collect();
    assert!(guids.contains(&json!("00112233445566778899aabbccddeeff")), "{shown}");
}

#[tokio::test]
async fn without_a_keychain_the_secret_is_typed_for_this_run_and_asked_for_again_after_it() {
    let Some(desktop) = Desktop::start_without_keyring().await else { return };
    let pair = Pair::start(Config::default());
    pair.add_unkept(&desktop);
    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.sees_within("This computer offers no keychain", LEG).await;
    window.shot("keychain-absent").await;
    window.fill_id("sign-in-secret", pair.secret()).await;
    window.press("Use it for this run").await;
    window.sees_within("Users are served by atl-1", LEG).await;
    assert!(!window.source().await.contains(pair.secret()), "the page has no secret any more");
    window.close().await;
    for file in scenarios::world::files(desktop.folder()) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let found = bytes.windows(pair.secret().len()).any(|window| window == pair.secret().as_bytes());
        assert!(!found, "the secret is in {}", file.display());
    }
    let window = Window::open(&desktop, &[]).await;
    window.press(NAME).await;
    window.sees_within("This computer offers no keychain", LEG).await;
    window.close().await;
}
