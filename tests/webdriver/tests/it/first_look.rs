//! The window opens, on nothing and on a demo.

use journeys::desktop::Desktop;
use journeys::window::Window;

#[tokio::test]
async fn with_no_pair_it_says_what_to_do_first() {
    let Some(desktop) = Desktop::start().await else { return };
    let window = Window::open(&desktop, &[]).await;
    window.sees("Add your first pair").await;
    window.shot("first-run").await;
    window.close().await;
}
