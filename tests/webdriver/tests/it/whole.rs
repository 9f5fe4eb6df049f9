//! A whole maintenance in the window, both ways.

use journeys::desktop::Desktop;
use journeys::pair::Pair;
use journeys::until;
use journeys::walk::LEG;
use journeys::window::Window;
use serde_json::json;
use simulator::Config;

async fn from_the_board_to_the_sign_off(window: &Window) {
    window.plan("Memory upgrade of atl-1").await;
    window.shot("hub").await;

    window.task("M-0001", "Check readiness").await;
    window.check().await;
    window.shot("check").await;
    window.task("M-0001", "Save backups").await;
    window.press("Take the baseline").await;
    window.sees("No backup file was made, and no baseline is taken.").await;
    window.task("M-0001", "Fail over to atl-2").await;
    window.sees("will be cut off").await;
    window.shot("fail-over").await;
    window.swap("atl-2").await;
    window.sees_within("Says now", LEG).await;
    window.shot("live").await;
    window.sees_within("is primary", LEG).await;
    window.shot("failed-over").await;
    window.task("M-0001", "Swing traffic").await;
    window.press("Look again").await;
    window.sees("Skipped, but verified.").await;
    window.shot("swing").await;
    window.task("M-0001", "Observe").await;
    window.shot("observe").await;
    window.press("Sign off the outbound leg").await;
    window.task("M-0001", "Do the work").await;
    window.fill("Add a note", "Two memory modules of atl-1 replaced.").await;
    window.press("Add note").await;
    window.sees("Two memory modules of atl-1 replaced.").await;
    window.shot("work").await;
    window.task("M-0001", "Reconcile changes").await;
    window.fill("What it rests on", "Nothing was changed in /login while atl-2 served.").await;
    window.shot("reconcile").await;
    window.press("State that the notes are complete").await;
    window.task("M-0001", "Check readiness again").await;
    window.check().await;
    window.task("M-0001", "Fail back to atl-1").await;
    window.shot("fail-back").await;
    window.swap("atl-1").await;
    window.sees_within("is primary", LEG).await;
    window.task("M-0001", "Swing back and observe").await;
    window.press("Look again").await;
    window.press("Sign off the return leg").await;
    window.task("M-0001", "Verify atl-1").await;
    window.press("Verify").await;
    window.sees("Verified.").await;
    window.shot("verify").await;
    window.task("M-0001", "Sign off and report").await;
    window.shot("sign-off").await;
    // Without its ticks it says what is missing.
    window.sees("Two things are missing").await;
    window.tick_all().await;
    window.press("Sign off M-0001").await;
    window.sees("Head of the chain").await;
    window.shot("end").await;
}

/// The report made itself: it is opened, saved, and checked, whole and with a changed byte.
async fn its_report(window: &Window, desktop: &Desktop, pair: &Pair) {
    window.follow("//a[normalize-space(.)='Open the report']").await;
    window.sees("holds, checked now").await;
    window.sees("of this computer").await;
    window.shot("report").await;
    window.press("Show the page").await;
    window.sees("Hide the page").await;
    window.client.execute("document.querySelector('iframe').scrollIntoView();", vec![]).await.expect("it is there");
    window.shot("report-page").await;
    window.press("Hide the page").await;
    let saved = desktop.folder().join("M-0001.html");
    window.press("Save as …").await;
    window.fill("File on this computer", saved.to_str().expect("text")).await;
    window.press("Save the page").await;
    window.sees("Written to").await;
    window.shot("report-saved").await;

    let page = std::fs::read(&saved).expect("the page");
    let changed = desktop.folder().join("changed.html");
    let at = page.windows(14).position(|bytes| bytes == b"Memory upgrade").expect("the title");
    let mut other = page.clone();
    other[at] = b'm';
    std::fs::write(&changed, &other).expect("written");
    window.follow("//a[normalize-space(.)='Reports']").await;
    window.sees("1 maintenance").await;
    window.shot("register").await;
    for (file, told) in
        [(&changed, "It does not hold."), (&saved, "It holds. Everything that can be checked was checked.")]
    {
        window.fill("File to check", file.to_str().expect("text")).await;
        window.press("Check it").await;
        window.sees(told).await;
    }
    window.shot("checked").await;
    let file = |name: &str| desktop.data().join("reports").join(format!("M-0001.{name}"));
    let verified = pair.ctl(desktop, 0, &["verify", file("json").to_str().expect("text")]);
    assert_eq!((&verified["proven"], &verified["signed"]), (&true.into(), &true.into()), "{verified}");
    let sizes = ["html", "csv", "md"].map(|form| file(form).metadata().expect("it was kept").len());
    assert!(sizes.iter().all(|size| *size > 0), "{sizes:?}");
    let pdf = std::fs::read(file("pdf")).expect("the typesetter stands beside the program");
    assert!(pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF"));
}

/// One that is missing is made when a window opens.
async fn a_missing_report_is_made(desktop: &Desktop) {
    let kept = desktop.data().join("reports").join("M-0001.json");
    std::fs::remove_file(&kept).expect("it was there");
    let window = Window::open(desktop, &[]).await;
    until("the report", LEG, async || kept.exists().then_some(())).await;
    window.close().await;
}

#[tokio::test]
async fn a_whole_maintenance_both_ways_is_guided_to_its_sign_off() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    // Long enough to be looked at.
    pair.set(json!({ "sync_ms": 4_000, "both_backup_ms": 1_500 }));
    pair.add(&desktop);
    let window = Window::open(&desktop, &[]).await;
    window.sees("is as it should be.").await;
    window.shot("pairs").await;
    from_the_board_to_the_sign_off(&window).await;
    let shown = pair.ctl(&desktop, 0, &["maintenance", "show", "M-0001"]);
    assert_eq!(shown["stage"], "signed_off");
    its_report(&window, &desktop, &pair).await;
    window.close().await;
    a_missing_report_is_made(&desktop).await;
}

#[tokio::test]
async fn with_the_keyboard_alone_from_the_board_to_the_sign_off() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    let mut window = Window::open(&desktop, &[]).await;
    window.keeps_no_pictures();
    window.by_keyboard_alone();
    window.sees("is as it should be.").await;
    from_the_board_to_the_sign_off(&window).await;
    let shown = pair.ctl(&desktop, 0, &["maintenance", "show", "M-0001"]);
    assert_eq!(shown["stage"], "signed_off");
    window.close().await;
}

#[tokio::test]
async fn the_installed_program_opens_and_shows_a_pair() {
    let Some(desktop) = Desktop::start().await else { return };
    let pair = Pair::start(Config::default());
    pair.add(&desktop);
    let window = Window::open(&desktop, &[]).await;
    window.sees("is as it should be.").await;
    window.close().await;
}
