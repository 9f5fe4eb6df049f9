//! How a journey presses and types: with the mouse, or with the keyboard alone.

use fantoccini::elements::Element;
use fantoccini::key::Key;

use crate::window::Window;

/// No page has more stops than this between two of its controls.
const MOST_TABS: usize = 250;

impl Window {
    /// From here on no mouse: everything is reached by Tab and pressed by Enter or Space.
    pub fn by_keyboard_alone(&mut self) {
        self.keyboard = true;
    }

    /// Presses a button or follows a link. None: it is not there any more, or cannot be reached.
    pub(crate) async fn activate(&self, element: &Element) -> Option<()> {
        if !self.keyboard {
            return element.click().await.ok();
        }
        self.reach(element).await?;
        self.keys(&String::from(char::from(Key::Enter))).await
    }

    /// Ticks a box.
    pub(crate) async fn tick(&self, element: &Element) -> Option<()> {
        if !self.keyboard {
            return element.click().await.ok();
        }
        self.reach(element).await?;
        self.keys(" ").await
    }

    /// Types into a field, in place of what stood there.
    pub(crate) async fn write(&self, element: &Element, text: &str) -> Option<()> {
        if !self.keyboard {
            element.clear().await.ok()?;
            return element.send_keys(text).await.ok();
        }
        self.reach(element).await?;
        self.keys(text).await
    }

    /// Tab by Tab until the focus is there.
    async fn reach(&self, element: &Element) -> Option<()> {
        let there = "return document.activeElement === arguments[0];";
        for _ in 0..MOST_TABS {
            let wanted = serde_json::to_value(element).ok()?;
            if self.client.execute(there, vec![wanted]).await.ok()? == serde_json::Value::Bool(true) {
                return Some(());
            }
            self.keys(&String::from(char::from(Key::Tab))).await?;
        }
        None
    }

    async fn keys(&self, keys: &str) -> Option<()> {
        self.client.active_element().await.ok()?.send_keys(keys).await.ok()
    }
}
