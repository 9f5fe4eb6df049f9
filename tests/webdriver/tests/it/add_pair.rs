//! A pair is added from an empty window: typed wrong first, then compared, tested, and its secret kept in the keyring.

use journeys::desktop::Desktop;
use journeys::pair::{NAME, Pair};
use journeys::walk::LEG;
use journeys::window::Window;
use simulator::{Config, Which};

#[tokio::test]
async fn a_pair_is_added_from_empty_and_its_secret_is_in_the_keyring_alone() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    let secret = pair.secret().to_owned();
    let window = Window::open(&desktop, &[]).await;
    window.press("Add your first pair").await;

    // Nothing typed: each field says so, and nothing is stored.
    window.press("Continue").await;
    window.sees("need you before the next step").await;
    window.shot("add-pair-empty").await;
    window.fill_id("pair-name", NAME).await;
    window.fill_id("pair-siteName", &pair.simulator.banner.site.name).await;
    window.choose("shared-ip").await;
    window.fill_id("pair-siteAddress", &pair.site()).await;
    window.press("Continue").await;

    // The same address twice, then a port that is none: told at the field, and nothing is lost.
    window.fill_id("pair-homeLabel", "atl-1").await;
    window.fill_id("pair-homeAddress", &pair.address(Which::A)).await;
    window.fill_id("pair-standInLabel", "atl-2").await;
    window.fill_id("pair-standInAddress", &pair.address(Which::A)).await;
    window.press("Continue").await;
    window.sees("need").await;
    window.shot("add-pair-same-address").await;
    window.fill_id("pair-standInAddress", "127.0.0.1:99999").await;
    window.press("Continue").await;
    window.sees("need").await;
    window.fill_id("pair-standInAddress", &pair.address(Which::B)).await;
    window.press("Continue").await;

    // The key is shown and compared before it is trusted.
    window.choose("pin").await;
    window.press("Show the keys").await;
    window.sees_within("Both show the same key", LEG).await;
    window.tick_all().await;
    window.fill_id("pair-clientId", &pair.simulator.banner.client_id).await;
    window.fill_id("pair-secret", &secret).await;
    window.shot("add-pair-trust").await;
    window.press("Save pair").await;
    window.sees_within("Signed in to both, once each.", LEG).await;
    window.shot("add-pair-tested").await;

    assert!(!window.source().await.contains(&secret), "the page has no secret any more");
    assert!(desktop.secrets().contains(&secret), "the keyring keeps it");
    window.close().await;
    for file in scenarios::world::files(desktop.folder()) {
        // The keyring's own file is where it belongs, and is closed by the keyring.
        let bytes = std::fs::read(&file).unwrap_or_default();
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "the secret is in {}", file.display());
    }
    let shown = pair.ctl(&desktop, 0, &["pairs", "show", NAME]);
    assert_eq!(shown["appliances"][0]["credential"], "stored");
    assert!(shown["appliances"][0]["trust"].as_str().is_some_and(|trust| trust.starts_with("pin:")));
}
