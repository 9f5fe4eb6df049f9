//! The demo: a whole maintenance of a simulated pair over real HTTPS, told as a story. The one module that knows the
//! simulator; it works with secrets in memory, and no path leads from here to the keychain.

mod changes;

use std::path::PathBuf;
use std::sync::Arc;

use engine::Host;
use simulator::{Config, Running, Simulator, Which};

use crate::codes;
use crate::desk::{Desk, Halt};
use crate::error::{Exit, WireError};
use crate::host::{Opening, rehearsal_host};
use crate::session::{self, Ended, Session};
use crate::typed::Typed;
use crate::wire::{self, Heard};
use crate::{check, legs, maintenance, pairs, plan, status};

/// How often the table is shown while roles are changing.
const TABLE_EVERY_MS: u64 = 1_500;

/// The note of a pair that is not real.
const SIMULATED: &str = "simulated";

/// The pair's own settings: a story has less time than an appliance.
const SETTINGS: [&str; 4] = ["poll.swap=250ms", "settle.samples=3", "timeout.swing=1m", "observe.window=10s"];

pub(crate) async fn demo(desk: &Desk, _request: wire::DemoRequest) -> Result<wire::DemoEnd, WireError> {
    let story = Story { desk };
    story
        .line("Switchback demo: one planned maintenance of a pair of appliances, from the first look to the sign-off.");
    story.line(
        "Both appliances are simulated on this computer. Everything else is the program itself, over real HTTPS.",
    );
    let running = simulation(desk)?;
    let pair = story.describe(&running).await?;
    let id = story.plan(&pair).await?;
    story.leave(&pair, &id).await?;
    story.work(&id, &running).await?;
    story.come_back(&pair, &id).await?;
    story.end(&pair, &id).await
}

impl Session {
    /// A session on a simulated pair: real HTTPS, the real core, secrets in memory, a folder of its own. The simulator
    /// lives as long as the session.
    ///
    /// # Errors
    /// The simulator does not start, or the pair cannot be described.
    pub async fn demo(opening: &Opening, ended: Ended) -> Result<Arc<Self>, WireError> {
        let board = Arc::default();
        let host = Host { looked: Some(session::looked(&board)), ..rehearsal_host(opening) };
        let mut session = Self::over(host, board, true, ended)?;
        let desk = Desk::over(session.engine(), Typed::default(), true, &Halt::default(), Arc::new(|_| {}));
        if let Some(real) = desk.engine.pairs()?.iter().find(|pair| pair.note != SIMULATED) {
            return Err(WireError::bad_input(
                format!("the data folder has a pair that is not simulated: {}", real.name),
                "Give the demo a folder of its own, or none: it makes a temporary one.",
            ));
        }
        let running = simulation(&desk)?;
        let story = Story { desk: &desk };
        story.describe(&running).await?;
        drop(desk);
        if let Some(session) = Arc::get_mut(&mut session) {
            session.keep(Box::new(running));
        }
        Ok(session)
    }
}

struct Story<'a> {
    desk: &'a Desk,
}

impl Story<'_> {
    fn line(&self, line: &str) {
        self.desk.hear(Heard::Line { line: line.to_owned() });
    }

    fn chapter(&self, title: &str) {
        self.line("");
        self.line(title);
    }

    async fn table(&self, pair: &str) -> Result<(), WireError> {
        let status = status::one(self.desk, pair).await?;
        self.desk.hear(Heard::Status(Box::new(status)));
        Ok(())
    }

    /// Describes the pair and tests it: the first look.
    async fn describe(&self, running: &Running) -> Result<String, WireError> {
        self.chapter("1. The pair");
        let at = &running.banner;
        let name = self.free_name()?;
        let address = |port: u16| format!("127.0.0.1:{port}");
        let options = wire::PairOptions {
            site_name: Some(at.site.name.clone()),
            appliances: vec![format!("atl-1={}", address(at.a.port)), format!("atl-2={}", address(at.b.port))],
            trusts: vec![format!("ca:{}", at.ca.display())],
            network: Some("shared-ip".to_owned()),
            site_address: Some(address(at.site.port)),
            guard: Some("test".to_owned()),
            note: Some(SIMULATED.to_owned()),
            settings: SETTINGS.map(ToOwned::to_owned).to_vec(),
            ..wire::PairOptions::default()
        };
        pairs::add(self.desk, wire::AddPair { name: name.clone(), options }).await?;
        let pair = self.desk.engine.note_client_id(&name, &at.client_id)?;
        // For this pair alone: the folder may have others, and their appliances are not to be signed in to with it.
        self.desk.engine.host().secrets.give_for(pair.id, None, at.client_secret.clone().into());
        let test = pairs::test(self.desk, wire::NamePair { name: name.clone() }).await?;
        if let Some(error) = test.error {
            return Err(error);
        }
        for appliance in &test.appliances {
            self.line(&format!(
                "{} signs in: version {}, Command API {}, permission {}.",
                appliance.label,
                appliance.version.as_deref().unwrap_or("not told"),
                appliance.command_api.as_deref().unwrap_or("not told"),
                appliance.command_permission.as_deref().unwrap_or("not told"),
            ));
        }
        self.table(&name).await?;
        Ok(name)
    }

    fn free_name(&self) -> Result<String, WireError> {
        let taken: Vec<_> = self.desk.engine.pairs()?.into_iter().map(|pair| pair.name).collect();
        let mut name = "demo".to_owned();
        let mut next = 2;
        while taken.contains(&name) {
            name = format!("demo-{next}");
            next += 1;
        }
        Ok(name)
    }

    async fn plan(&self, pair: &str) -> Result<String, WireError> {
        self.chapter("2. Plan");
        let request = wire::PlanMaintenance {
            pair: pair.to_owned(),
            title: "Replace the disks of atl-1".to_owned(),
            ticket: Some("CHG-1024".to_owned()),
            reason: Some("two disks report errors".to_owned()),
            risk: Some("users sign in again, twice".to_owned()),
            back_out: Some("stay on atl-2 and close away".to_owned()),
            requester: Some("Ada".to_owned()),
            approver: Some("Grace".to_owned()),
            ..wire::PlanMaintenance::default()
        };
        let planned = plan::plan(self.desk, request).await?;
        self.line(&format!("{}: {} (asked by Ada, approved by Grace).", planned.id, planned.title));
        Ok(planned.id)
    }

    /// Checks a leg and answers for each warning by its name. A blocker ends the story.
    async fn check(&self, pair: &str, id: &str, leg: &str) -> Result<(), WireError> {
        let request = wire::CheckPair { name: pair.to_owned(), leg: Some(leg.to_owned()) };
        let checked = check::check(self.desk, request).await?;
        let passed = checked.findings.iter().filter(|finding| finding.result == "pass").count();
        self.line(&format!("{passed} of {} checks pass.", checked.findings.len()));
        for finding in checked.findings.iter().filter(|finding| finding.severity == "warning") {
            if finding.result == "pass" || finding.acknowledged {
                continue;
            }
            self.line(&format!("Warning {} ({}): {}", finding.code, finding.subject, finding.evidence));
            let request = wire::Acknowledge {
                id: id.to_owned(),
                code: finding.code.clone(),
                subject: Some(finding.subject.clone()),
                reason: "a simulated pair: nothing is at risk".to_owned(),
            };
            self.line(&maintenance::acknowledge(self.desk, request).await?.sentence);
        }
        match checked.findings.iter().find(|f| f.severity == "blocker" && matches!(f.result, "fail" | "unknown")) {
            Some(finding) => Err(failed(format!("{} ({}): {}", finding.code, finding.subject, finding.evidence))),
            None => Ok(()),
        }
    }

    async fn leave(&self, pair: &str, id: &str) -> Result<(), WireError> {
        self.chapter("3. Check readiness");
        self.check(pair, id, "outbound").await?;
        self.chapter("4. Save");
        let request = wire::Save { id: id.to_owned(), appliance: None, backup_file: None };
        self.line(&maintenance::save(self.desk, request).await?.sentence);
        self.chapter("5. Fail over: make atl-2 primary");
        let request = wire::FailOver { id: id.to_owned(), wait: true, by_hand: false };
        self.leg(pair, legs::fail_over(self.desk, request)).await?;
        self.chapter("6. Swing traffic and observe");
        self.swing_and_settle(pair, id).await
    }

    async fn work(&self, id: &str, running: &Running) -> Result<(), WireError> {
        self.chapter("7. Do the work");
        let request =
            wire::AddNote { id: id.to_owned(), text: "disks 0 and 1 of atl-1 replaced, array rebuilt".to_owned() };
        self.line(&maintenance::note(self.desk, request).await?.sentence);
        self.somebody_changes(running)?;
        self.chapter("8. Reconcile");
        self.reconcile(id).await
    }

    async fn come_back(&self, pair: &str, id: &str) -> Result<(), WireError> {
        self.chapter("9. Check the way back");
        self.check(pair, id, "return").await?;
        self.chapter("10. Fail back: make atl-1 primary");
        let request = wire::FailOver { id: id.to_owned(), wait: true, by_hand: false };
        self.leg(pair, legs::fail_back(self.desk, request)).await?;
        self.chapter("11. Swing back and observe");
        self.swing_and_settle(pair, id).await
    }

    async fn end(&self, pair: &str, id: &str) -> Result<wire::DemoEnd, WireError> {
        self.chapter("12. Verify and sign off");
        let name = || wire::NameMaintenance { id: id.to_owned() };
        // Said as it is written, like every step of a leg.
        maintenance::verify(self.desk, name()).await?;
        let signed_off = maintenance::sign_off(self.desk, name()).await?;
        self.line(&signed_off.sentence);
        signed_off.open_points.iter().for_each(|point| self.line(&format!("Open: {point}.")));
        self.table(pair).await?;
        self.chapter("13. The record");
        // Reading a journal verifies its chain from the first event on.
        let journal = maintenance::journal(self.desk, name()).await?.0;
        let shown = maintenance::show(self.desk, name()).await?;
        let data_dir = self.desk.engine.data_dir().display().to_string();
        self.line(&format!("{} events in the journal of {id}; the chain is whole.", journal.len()));
        self.line(&format!("Head: {}", shown.head));
        self.line(&format!("Kept in {data_dir}"));
        signed_off
            .report
            .iter()
            .for_each(|report| self.line(&format!("{} It is in {}", report.sentence, report.folder)));
        let sync = |leg: &str| shown.legs.get(leg).and_then(|leg| leg.sync);
        Ok(wire::DemoEnd {
            id: id.to_owned(),
            pair: pair.to_owned(),
            outbound_sync: sync("outbound"),
            return_sync: sync("return"),
            stage: shown.stage,
            events: journal.len(),
            head: shown.head,
            data_dir,
        })
    }

    /// A leg with the table beside it, until it is done.
    async fn leg(&self, pair: &str, leg: impl Future<Output = Result<wire::End, WireError>>) -> Result<(), WireError> {
        let done = tokio::sync::Notify::new();
        let watched = async {
            let end = leg.await;
            done.notify_one();
            end
        };
        let shown = async {
            loop {
                tokio::select! {
                    () = done.notified() => return,
                    () = self.desk.engine.host().clock.sleep_ms(TABLE_EVERY_MS) => {}
                }
                // A look that fails beside the leg is the leg's to tell.
                drop(self.table(pair).await);
            }
        };
        let (end, ()) = tokio::join!(watched, shown);
        let end = end?;
        if end.end != "leg_done" {
            return Err(failed(end.sentence));
        }
        self.table(pair).await
    }

    async fn swing_and_settle(&self, pair: &str, id: &str) -> Result<(), WireError> {
        // Where the site name was answered by the new primary during the leg already, nothing is left to verify.
        if self.desk.engine.maintenance(self.desk.number(id)?)?.stage.id().starts_with("swing") {
            let request = wire::Swing { id: id.to_owned(), wait: true, confirm_by: None };
            let end = legs::swing(self.desk, request).await?;
            if end.end != "swung" {
                return Err(failed(end.sentence));
            }
        }
        let decided = maintenance::settle(self.desk, wire::NameMaintenance { id: id.to_owned() }).await?;
        self.line(&decided.sentence);
        self.table(pair).await
    }
}

fn simulation(desk: &Desk) -> Result<Running, WireError> {
    let mut config = Config::seeded(2_026);
    config.appliances[Which::A].hostname = "atl-1".to_owned();
    config.appliances[Which::B].hostname = "atl-2".to_owned();
    config.settings.sync_ms = 4_000;
    config.settings.both_backup_ms = 1_500;
    config.settings.reconnect_ms = 1_000;
    // A minute's cache would hide the stamp of a sync that lasts seconds.
    config.settings.health_cache_ms = 200;
    let state_dir: PathBuf = desk.engine.data_dir().join("demo-simulator");
    Simulator::new(config, state_dir)
        .start()
        .map_err(|error| WireError::computer("the simulated pair did not start", &error))
}

fn failed(what: String) -> WireError {
    WireError {
        code: codes::DEMO.to_owned(),
        message: format!("the demo did not come to its end: {what}"),
        causes: Vec::new(),
        fields: Box::default(),
        hint: "Run it again; a busy computer may be too slow for its short limits.".to_owned(),
        exit: Exit::Failed,
    }
}
