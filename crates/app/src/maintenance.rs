//! Maintenances: listed, shown, read, decided about.

mod show;

use std::path::PathBuf;
use std::sync::Arc;

use domain::ids::MaintenanceNumber;
use domain::journal::Entry;
use domain::maintenance::{Action, Command, Maintenance, may};
use engine::{Engine, EngineError};

use crate::desk::Desk;
use crate::error::{Exit, WireError};
use crate::report;
use crate::steps::{Names, sentence, step};
use crate::wire::{self, Decided, Heard};
use crate::words;

pub(crate) async fn list(desk: &Desk, _request: wire::ListMaintenances) -> Result<wire::MaintenanceList, WireError> {
    let list = desk.engine.maintenances()?.into_iter().map(|row| wire::Listed {
        id: row.number.to_string(),
        pair: row.pair_name,
        stage: row.stage,
        title: row.title,
        open: row.open,
        created_at: row.created_at.to_string(),
        ended_at: row.ended_at.map(|at| at.to_string()),
    });
    Ok(wire::MaintenanceList(list.collect()))
}

pub(crate) async fn show(desk: &Desk, request: wire::NameMaintenance) -> Result<wire::Maintenance, WireError> {
    let (record, entries) = desk.engine.record(desk.number(&request.id)?)?;
    Ok(show::maintenance(&record.maintenance, &entries, record.head(), desk.engine.host().clock.now_utc()))
}

pub(crate) async fn journal(desk: &Desk, request: wire::NameMaintenance) -> Result<wire::Journal, WireError> {
    let journal = desk.engine.journal(desk.number(&request.id)?)?;
    let names = Names::of(&journal.maintenance);
    let events = journal.events.into_iter().map(|(sealed, entry)| wire::JournalEvent {
        seq: entry.seq,
        at: entry.stamp.at.to_string(),
        kind: entry.event.kind(),
        by: entry.stamp.by.clone(),
        api_account: entry.stamp.api_account.clone(),
        program: entry.stamp.program.clone(),
        sentence: sentence(&names, &entry.event),
        // A body is UTF-8 by its definition: the chain was verified and the event read a moment ago.
        body: String::from_utf8_lossy(&sealed.body).into_owned(),
        hash: words::hex(&sealed.hash),
        previous: words::hex(&sealed.previous),
    });
    Ok(wire::Journal(events.collect()))
}

pub(crate) async fn approve(desk: &Desk, request: wire::Approve) -> Result<Decided, WireError> {
    decide(desk, &request.id, Command::Approve { name: request.name, after_the_fact: request.after_the_fact })
}

pub(crate) async fn acknowledge(desk: &Desk, request: wire::Acknowledge) -> Result<Decided, WireError> {
    let wire::Acknowledge { id, code, subject, reason } = request;
    decide(desk, &id, Command::Acknowledge { code, subject, reason })
}

pub(crate) async fn note(desk: &Desk, request: wire::AddNote) -> Result<Decided, WireError> {
    decide(desk, &request.id, Command::Note { text: request.text })
}

/// Takes the baseline, and records that no backup was made; or names a backup that was saved by hand.
pub(crate) async fn save(desk: &Desk, request: wire::Save) -> Result<Decided, WireError> {
    match (&request.appliance, &request.backup_file) {
        (None, None) => baseline(desk, &request.id).await,
        (Some(label), Some(file)) => {
            let (number, before) = desk.maintenance(&request.id)?;
            let (label, file) = (label.clone(), PathBuf::from(file));
            on_files(desk, move |engine| engine.name_backup(number, &label, &file)).await?;
            told_since(desk, number, before.seq)
        }
        _ => Err(WireError::bad_input(
            "an appliance and a backup file belong together",
            "Name the appliance the file was saved from, and the file.",
        )),
    }
}

/// The configuration of both sides before the work. What could not be read is told; it is a blind spot of the ledger.
async fn baseline(desk: &Desk, id: &str) -> Result<Decided, WireError> {
    let (number, before) = desk.maintenance(id)?;
    if may(&before, Action::Save, desk.engine.host().clock.now_utc()).is_ok() && before.saved.is_empty() {
        desk.engine.decide(number, &Command::SkipSave)?;
    }
    let collected = desk.engine.take_baseline(number).await?;
    let mut decided = told_since(desk, number, before.seq)?;
    decided.open_points = collected.troubles();
    decided.exit = if collected.is_whole() { Exit::Done } else { Exit::Incomplete };
    Ok(decided)
}

pub(crate) async fn settle(desk: &Desk, request: wire::NameMaintenance) -> Result<Decided, WireError> {
    let (number, before) = desk.maintenance(&request.id)?;
    let names = Names::of(&before);
    desk.engine.settle(number, &mut |entry| desk.hear(Heard::Step(step(&names, entry)))).await?;
    told_since(desk, number, before.seq)
}

pub(crate) async fn not_happened(desk: &Desk, request: wire::GiveReason) -> Result<Decided, WireError> {
    decide(desk, &request.id, Command::NotHappened { reason: request.reason })
}

pub(crate) async fn adopt(desk: &Desk, request: wire::GiveReason) -> Result<Decided, WireError> {
    decide(desk, &request.id, Command::Adopt { reason: request.reason })
}

pub(crate) async fn state_complete(desk: &Desk, request: wire::GiveReason) -> Result<Decided, WireError> {
    decide(desk, &request.id, Command::StateNotesComplete { reason: request.reason })
}

pub(crate) async fn abandon(desk: &Desk, request: wire::GiveReason) -> Result<Decided, WireError> {
    Ok(report::at_an_end(desk, decide(desk, &request.id, Command::Abandon { reason: request.reason })?).await)
}

pub(crate) async fn close_away(desk: &Desk, request: wire::CloseAway) -> Result<Decided, WireError> {
    let (number, before) = desk.maintenance(&request.id)?;
    desk.engine.close_away(number, request.new_home, request.reason)?;
    Ok(report::at_an_end(desk, told_since(desk, number, before.seq)?).await)
}

pub(crate) async fn verify(desk: &Desk, request: wire::NameMaintenance) -> Result<Decided, WireError> {
    let (number, before) = desk.maintenance(&request.id)?;
    let names = Names::of(&before);
    let m = desk.engine.verify(number, &mut |entry| desk.hear(Heard::Step(step(&names, entry)))).await?;
    let open = m.open_points();
    let mut decided = told_since(desk, number, before.seq)?;
    decided.exit = if open.is_empty() { Exit::Done } else { Exit::Incomplete };
    decided.open_points = open;
    Ok(decided)
}

pub(crate) async fn sign_off(desk: &Desk, request: wire::NameMaintenance) -> Result<Decided, WireError> {
    let number = desk.number(&request.id)?;
    let (m, entries) = desk.engine.decide(number, &Command::SignOff)?;
    let mut decided = told(&m, &entries);
    decided.open_points = m.open_points();
    decided.exit = if decided.open_points.is_empty() { Exit::Done } else { Exit::Incomplete };
    Ok(report::at_an_end(desk, decided).await)
}

pub(crate) async fn export(desk: &Desk, request: wire::ExportMaintenance) -> Result<Decided, WireError> {
    let (number, before) = desk.maintenance(&request.id)?;
    let out = PathBuf::from(&request.out);
    on_files(desk, move |engine| engine.export(number, &out)).await?;
    Ok(report::at_an_end(desk, told_since(desk, number, before.seq)?).await)
}

/// The pair comes with it; its secret does not and is given anew.
pub(crate) async fn import(desk: &Desk, request: wire::ImportMaintenance) -> Result<Decided, WireError> {
    let file = PathBuf::from(&request.file);
    let number = on_files(desk, move |engine| engine.import(&file)).await?;
    let (record, entries) = desk.engine.record(number)?;
    let last = entries.len().saturating_sub(1);
    Ok(told(&record.maintenance, &entries[last..]))
}

/// Work on files that may be large or far away, on a thread that may wait: what is watched meanwhile goes on.
async fn on_files<T: Send + 'static>(
    desk: &Desk,
    work: impl FnOnce(&Engine) -> Result<T, EngineError> + Send + 'static,
) -> Result<T, WireError> {
    let engine = Arc::clone(&desk.engine);
    let done = tokio::task::spawn_blocking(move || work(&engine)).await;
    Ok(done.map_err(|error| WireError::computer("the work on the file did not come to its end", &error))??)
}

fn decide(desk: &Desk, id: &str, command: Command) -> Result<Decided, WireError> {
    let (m, entries) = desk.engine.decide(desk.number(id)?, &command)?;
    Ok(told(&m, &entries))
}

pub(crate) fn told(m: &Maintenance, entries: &[Entry]) -> Decided {
    let names = Names::of(m);
    let sentences: Vec<_> = entries.iter().map(|entry| sentence(&names, &entry.event)).collect();
    Decided {
        id: m.planned.number.to_string(),
        stage: m.stage.id().to_owned(),
        sentence: sentences.join(" "),
        open_points: Vec::new(),
        report: None,
        exit: Exit::Done,
    }
}

/// What was appended since `seq`.
fn told_since(desk: &Desk, number: MaintenanceNumber, seq: u64) -> Result<Decided, WireError> {
    let (record, entries) = desk.engine.record(number)?;
    let fresh: Vec<_> = entries.into_iter().filter(|entry| entry.seq > seq).collect();
    Ok(told(&record.maintenance, &fresh))
}
