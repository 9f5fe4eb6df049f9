//! The program's window, driven by WebDriver: what a person sees and presses.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::desktop::Desktop;
use crate::until::{self, until};

/// A person would have looked elsewhere by then; a busy machine needs it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program, running.
pub struct Window {
    pub client: Client,
    driver: Child,
    /// Nothing is pressed with the mouse.
    pub(crate) keyboard: bool,
    pub(crate) pictures: bool,
    program: PathBuf,
    /// The desktop's folder: it tells this program from another one of the same kind.
    home: String,
}

impl Window {
    /// Opens the program on a desktop, with these arguments.
    ///
    /// # Panics
    /// It does not open.
    pub async fn open(desktop: &Desktop, arguments: &[&str]) -> Self {
        Self::open_program(desktop, &the_program(), arguments).await
    }

    /// The same for another build of the program: an installed one.
    ///
    /// # Panics
    /// It does not open.
    pub async fn open_program(desktop: &Desktop, program: &Path, arguments: &[&str]) -> Self {
        let port = free_port();
        let home = desktop.folder().display().to_string();
        let driver = desktop
            .command("WebKitWebDriver")
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            // The program inherits it and opens its web view to automation.
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver starts");
        until("WebKitWebDriver listens", PATIENCE, async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
        })
        .await;
        let mut wanted = Capabilities::new();
        wanted.insert("webkitgtk:browserOptions".to_owned(), json!({ "binary": program, "args": arguments }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the window opens");
        Self { client, driver, keyboard: false, pictures: true, program: program.to_owned(), home }
    }

    /// Closes the window as a person does, and waits until the program has ended: it writes what is due, then lets the data
    /// folder go.
    ///
    /// # Panics
    /// It does not close.
    pub async fn close(mut self) {
        let processes = processes_of(&self.program, &self.home);
        self.client.clone().close().await.expect("the window closes");
        ended(&processes).await;
        self.drop_driver();
    }

    /// Ends the program at once, as a power cut does.
    ///
    /// # Panics
    /// It does not end.
    pub async fn kill(mut self) {
        let processes = processes_of(&self.program, &self.home);
        for process in &processes {
            drop(std::process::Command::new("kill").args(["-9", &process.to_string()]).status());
        }
        ended(&processes).await;
        drop(self.client.clone().close().await);
        self.drop_driver();
    }

    fn drop_driver(&mut self) {
        drop(self.driver.kill());
        drop(self.driver.wait());
    }

    /// The button or link with this accessible name, once it can be pressed.
    ///
    /// # Panics
    /// It does not come.
    pub async fn button(&self, name: &str) -> Element {
        let path = format!(
            "//*[self::button or self::a][normalize-space(.)={0} or @aria-label={0}][not(@disabled) and not(@aria-disabled='true')]",
            quoted(name)
        );
        until(&format!("the button {name}"), PATIENCE, async || {
            let found = self.client.find(Locator::XPath(&path)).await.ok()?;
            found.is_displayed().await.ok()?.then_some(found)
        })
        .await
    }

    /// Presses the button or follows the link with this name.
    ///
    /// # Panics
    /// There is none, or it cannot be pressed.
    pub async fn press(&self, name: &str) {
        until(&format!("{name} can be pressed"), PATIENCE, async || {
            let button = self.button(name).await;
            self.activate(&button).await
        })
        .await;
    }

    /// Types into the field with this label, in place of what stood there.
    ///
    /// # Panics
    /// There is none.
    pub async fn fill(&self, label: &str, text: &str) {
        // A label may have a quiet word after its own: "may stay empty".
        let path =
            format!("//*[@id=//label[normalize-space(text()[1])={0}]/@for] | //*[@aria-label={0}]", quoted(label));
        let field =
            until(&format!("the field {label}"), PATIENCE, async || self.client.find(Locator::XPath(&path)).await.ok())
                .await;
        self.write(&field, text).await.expect("the field takes text");
    }

    /// The same by the field's id, where a label stands twice on a page.
    ///
    /// # Panics
    /// There is none.
    pub async fn fill_id(&self, id: &str, text: &str) {
        let what = format!("the field {id}");
        let field = until(&what, PATIENCE, async || self.client.find(Locator::Id(id)).await.ok()).await;
        // A field in a part that is folded is opened first, as a person would.
        let open = format!("document.getElementById({id:?}).closest('details')?.setAttribute('open', '');");
        self.client.execute(&open, vec![]).await.expect("the field is open");
        self.write(&field, text).await.expect("the field takes text");
    }

    /// The same by the example that stands in the empty field, where its label says more.
    ///
    /// # Panics
    /// There is none.
    pub async fn fill_placed(&self, example: &str, text: &str) {
        let path = format!("//input[@placeholder={}]", quoted(example));
        let what = format!("the field with {example}");
        let field = until(&what, PATIENCE, async || self.client.find(Locator::XPath(&path)).await.ok()).await;
        self.write(&field, text).await.expect("the field takes text");
    }

    /// Chooses a radio by its value.
    ///
    /// # Panics
    /// There is none.
    pub async fn choose(&self, value: &str) {
        let path = format!("input[type=radio][value={value}]");
        until(&path, PATIENCE, async || self.client.find(Locator::Css(&path)).await.ok()?.click().await.ok()).await;
    }

    /// Waits until the page shows this text.
    ///
    /// # Panics
    /// It does not come.
    pub async fn sees(&self, text: &str) {
        self.sees_within(text, PATIENCE).await;
    }

    /// The same with a limit of its own.
    ///
    /// # Panics
    /// It does not come.
    pub async fn sees_within(&self, text: &str, limit: Duration) {
        let found = until::until_or(limit, async || self.text().await.contains(text).then_some(())).await;
        assert!(found.is_some(), "not within {limit:?}: {text}; the page shows:\n{}", self.text().await);
    }

    /// Everything the page shows as text.
    pub async fn text(&self) -> String {
        let body = self.client.execute("return document.body.innerText;", vec![]).await;
        body.ok().and_then(|text| text.as_str().map(ToOwned::to_owned)).unwrap_or_default()
    }

    /// The page's whole source, hidden parts and values of fields included: where a secret must not be.
    ///
    /// # Panics
    /// The page does not answer.
    pub async fn source(&self) -> String {
        const ALL: &str = "return document.documentElement.outerHTML + [...document.querySelectorAll('input,textarea')]\
                           .map((field) => field.value).join('\\n') + JSON.stringify([{...localStorage}, {...sessionStorage}]);";
        let told = self.client.execute(ALL, vec![]).await.expect("the page answers");
        told.as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.drop_driver();
    }
}

/// The program as it was built beside the tests, or the one that is named: an installed one.
fn the_program() -> PathBuf {
    let named = std::env::var_os("SWITCHBACK_PROGRAM").map(PathBuf::from);
    named.unwrap_or_else(|| scenarios::real::program("switchback"))
}

/// Processes of a program on one desktop.
fn processes_of(program: &Path, folder: &str) -> Vec<u32> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let is_it = std::fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == program);
        let here =
            std::fs::read(entry.path().join("environ")).is_ok_and(|all| String::from_utf8_lossy(&all).contains(folder));
        if is_it && here {
            found.push(process);
        }
    }
    found
}

async fn ended(processes: &[u32]) {
    until("the program has ended", PATIENCE, async || {
        processes.iter().all(|process| has_let_go(*process)).then_some(())
    })
    .await;
}

/// Whether a process is gone, or waits for nothing but its parent. Only then are its files closed and its locks free: what
/// it runs is forgotten before that, so a process that no longer names its program may still hold the data folder.
fn has_let_go(process: u32) -> bool {
    let folder = Path::new("/proc").join(process.to_string());
    let Ok(stat) = std::fs::read_to_string(folder.join("stat")) else { return true };
    // The name before the state is in brackets and may hold anything.
    let dead = stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with(['Z', 'X']));
    let threads = std::fs::read_dir(folder.join("task")).map_or(0, Iterator::count);
    dead && threads <= 1
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port()
}

/// A text in an XPath, which has no escapes.
fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
