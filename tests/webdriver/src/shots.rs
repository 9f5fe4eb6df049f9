//! Pictures of the real window, light and dark, kept as artefacts: `target/screens`, or where the environment says.

use std::path::PathBuf;

use crate::window::Window;

/// Another folder for the pictures.
const FOLDER: &str = "SWITCHBACK_SCREENS";

/// Ends when the second frame from now has begun: what stands on the page is on the screen then. A window that is given no
/// frame is as it was, and is taken so.
const PAINTED: &str = "const done = arguments[arguments.length - 1]; setTimeout(done, 1000); \
                       requestAnimationFrame(() => requestAnimationFrame(() => done()));";

/// The folder the pictures go to.
#[must_use]
pub fn folder() -> PathBuf {
    let named = std::env::var_os(FOLDER).map(PathBuf::from);
    named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/screens"))
}

impl Window {
    /// A journey that goes where another one has been takes no pictures of it.
    pub fn keeps_no_pictures(&mut self) {
        self.pictures = false;
    }

    /// Takes the screen as it is, in both themes.
    ///
    /// # Panics
    /// The picture cannot be taken or kept.
    pub async fn shot(&self, name: &str) {
        if !self.pictures {
            return;
        }
        let folder = folder();
        std::fs::create_dir_all(&folder).expect("the folder of the pictures");
        for theme in ["light", "dark"] {
            // What is on its way from one colour to the other is taken at its end.
            let script = format!(
                "document.documentElement.dataset.theme = {theme:?}; document.body.offsetHeight; \
                 document.getAnimations().forEach((one) => one.finish());"
            );
            self.client.execute(&script, vec![]).await.expect("the theme is set");
            self.client.execute_async(PAINTED, vec![]).await.expect("a frame");
            let picture = self.client.screenshot().await.expect("a picture");
            std::fs::write(folder.join(format!("{name}-{theme}.png")), picture).expect("the picture is kept");
        }
        self.client
            .execute("delete document.documentElement.dataset.theme;", vec![])
            .await
            .expect("the theme is reset");
    }
}
