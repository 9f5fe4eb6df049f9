//! A maintenance, walked through in the window as an administrator does: each step waits for what it shows.

use std::time::Duration;

use fantoccini::Locator;

use crate::pair::NAME;
use crate::until;
use crate::window::Window;

/// A whole leg, on a busy machine.
pub const LEG: Duration = Duration::from_secs(90);

/// What a warning is answered for with.
const ACKNOWLEDGE: &str = "//button[starts-with(@aria-label,'Acknowledge “')]";

impl Window {
    /// From the board to the pair, and to a plan that is saved: the hub is shown then.
    pub async fn plan(&self, title: &str) {
        self.press(NAME).await;
        self.press("Plan a maintenance").await;
        self.sees("Plan a maintenance of").await;
        self.fill("Title", title).await;
        self.fill("Change ticket", "CHG-1042").await;
        self.fill("Reason", "Two memory modules report errors.").await;
        self.fill("Risk", "Users sign in again, twice.").await;
        self.fill("Back-out plan", "Stay on atl-2 and close away.").await;
        self.shot("plan").await;
        self.press(&format!("Save the plan of {NAME}")).await;
        self.sees("of 13 done").await;
    }

    /// Goes to a task by the hub's list, from wherever in the maintenance.
    pub async fn task(&self, id: &str, word: &str) {
        self.follow(&format!("//a[starts-with(normalize-space(.),'Maintenance')][contains(.,'{id}')]")).await;
        self.sees("of 13 done").await;
        self.follow(&format!("//ol//a[contains(normalize-space(.),\"{word}\")]")).await;
    }

    /// Follows the link an XPath finds, once it is there.
    pub async fn follow(&self, path: &str) {
        until(&format!("the link {path}"), LEG, async || {
            let link = self.client.find(Locator::XPath(path)).await.ok()?;
            self.activate(&link).await
        })
        .await;
    }

    /// Checks readiness and answers for each warning by its name, as a test pair's administrator would.
    pub async fn check(&self) {
        self.press("Check readiness").await;
        until("readiness is checked", LEG, async || {
            let text = self.text().await;
            (text.contains("Nothing stands in the way") || text.contains("No failures.")).then_some(())
        })
        .await;
        loop {
            if self.count(ACKNOWLEDGE).await == 0 {
                break;
            }
            let field = format!("(//form[.{ACKNOWLEDGE}]//input)[1]");
            // The last one is emptied a moment before it goes: then none is left.
            until("a warning is acknowledged", LEG, async || {
                if self.count(ACKNOWLEDGE).await == 0 {
                    return Some(());
                }
                let field = self.client.find(Locator::XPath(&field)).await.ok()?;
                self.write(&field, "A simulated pair: nothing is at risk.").await?;
                let button = self.client.find(Locator::XPath(&format!("({ACKNOWLEDGE})[1]"))).await.ok()?;
                self.activate(&button).await
            })
            .await;
            // The next one that asks opens by itself, and nothing is written in it yet.
            until("it is acknowledged", LEG, async || {
                if self.count(ACKNOWLEDGE).await == 0 {
                    return Some(());
                }
                let field = self.client.find(Locator::XPath(&field)).await.ok()?;
                field.prop("value").await.ok()?.is_some_and(|text| text.is_empty()).then_some(())
            })
            .await;
        }
        self.sees("Nothing stands in the way").await;
    }

    /// Presses the one ink button. What it shows meanwhile is the caller's to look at.
    pub async fn swap(&self, label: &str) {
        self.press(&format!("Make {label} primary")).await;
    }

    /// Ticks every box of the page that is not ticked.
    ///
    /// # Panics
    /// A box cannot be ticked.
    pub async fn tick_all(&self) {
        for tick in self.client.find_all(Locator::Css("input[type=checkbox]")).await.expect("boxes") {
            if !tick.is_selected().await.expect("a box") {
                self.tick(&tick).await.expect("it is ticked");
            }
        }
    }

    /// How many elements an XPath finds.
    pub async fn count(&self, path: &str) -> usize {
        self.client.find_all(Locator::XPath(path)).await.map_or(0, |found| found.len())
    }
}
