//! The ledger: collected, listed, shown, added to.

mod change;
mod list;
pub(crate) mod words;

use std::path::PathBuf;
use std::sync::Arc;

use domain::change::EntryId;
use engine::{LedgerView, Noted, What};
use ledger::place::tree;

use crate::desk::Desk;
use crate::error::{Exit, WireError};
use crate::maintenance::told;
use crate::wire;

pub(crate) use change::{answers, blind_spot, blind_spot_of, change, object, verdict};
pub(crate) use list::list;

pub(crate) async fn collect(desk: &Desk, request: wire::CollectLedger) -> Result<wire::Collected, WireError> {
    let number = desk.number(&request.id)?;
    let what = if request.snapshot { What::Everything } else { What::Logs };
    let collected = desk.engine.collect(number, what).await?;
    told_collected(desk, &request.id, &collected)
}

pub(crate) async fn import(desk: &Desk, request: wire::ImportLog) -> Result<wire::Collected, WireError> {
    let number = desk.number(&request.id)?;
    let (engine, file) = (Arc::clone(&desk.engine), PathBuf::from(&request.file));
    // A log may be large: what is watched meanwhile goes on.
    let done = tokio::task::spawn_blocking(move || engine.import_log(number, &file)).await;
    let collected =
        done.map_err(|error| WireError::computer("the work on the file did not come to its end", &error))??;
    told_collected(desk, &request.id, &collected)
}

/// What came of collecting, in the words of the border.
pub(crate) fn told_collected(
    desk: &Desk,
    id: &str,
    collected: &engine::Collected,
) -> Result<wire::Collected, WireError> {
    let number = desk.number(id)?;
    let (verdict, labels) = desk.engine.ledger(number, |view| {
        (verdict(view), domain::role::Side::BOTH.map(|side| view.maintenance.label(side).to_owned()))
    })?;
    let label = |side: domain::role::Side| labels[usize::from(side == domain::role::Side::StandIn)].clone();
    let logs = collected.logs.iter().map(|log| wire::LogCollected {
        source: log.source.clone(),
        messages: log.messages,
        fresh: log.fresh,
        incomplete: log.incomplete,
        damaged: log.damaged,
        trouble: log.trouble.clone(),
    });
    let snapshots = collected.snapshots.iter().map(|one| wire::SnapshotCollected {
        appliance: label(one.side),
        objects: one.objects,
        failed: one.failed.clone(),
        trouble: one.trouble.clone(),
    });
    Ok(wire::Collected {
        id: number.to_string(),
        sentence: words::collected(collected),
        logs: logs.collect(),
        snapshots: snapshots.collect(),
        fresh: collected.fresh,
        total: collected.total,
        verdict,
        exit: if collected.is_whole() { Exit::Done } else { Exit::Incomplete },
    })
}

pub(crate) async fn show(desk: &Desk, request: wire::ShowChange) -> Result<wire::ChangeShown, WireError> {
    let number = desk.number(&request.id)?;
    let entry = entry_id(&request.entry)?;
    let witnesses = desk.engine.witnesses(number, entry)?;
    let labels = |view: &LedgerView<'_>| domain::role::Side::BOTH.map(|side| view.maintenance.label(side).to_owned());
    let (change, labels) = desk.engine.ledger(number, |view| {
        let found = view.ledger.entry(entry).zip(view.judged.item(entry));
        (found.map(|(entry, item)| change(view, entry, item)), labels(view))
    })?;
    let change = change.ok_or_else(|| no_such(&request.id, &request.entry))?;
    let evidence = witnesses.iter().map(|witnessed| change::witness(&witnessed.0, &labels)).collect();
    Ok(wire::ChangeShown { change, evidence })
}

pub(crate) async fn add(desk: &Desk, request: wire::AddChange) -> Result<wire::Change, WireError> {
    let number = desk.number(&request.id)?;
    let noted = Noted {
        place: request.place,
        object: request.object,
        before: request.before,
        after: request.after,
        text: request.note,
        appliance: request.appliance,
        entry: request.entry.as_deref().map(entry_id).transpose()?,
    };
    let id = desk.engine.add_change(number, noted)?;
    let shown = desk.engine.ledger(number, |view| {
        view.ledger.entry(id).zip(view.judged.item(id)).map(|(entry, item)| change(view, entry, item))
    })?;
    shown.ok_or_else(|| no_such(&request.id, &id.to_string()))
}

pub(crate) async fn ignore(desk: &Desk, request: wire::IgnoreField) -> Result<wire::Decided, WireError> {
    let number = desk.number(&request.id)?;
    let (m, entries) = desk.engine.ignore_field(number, request.kind, request.field, request.ignore)?;
    Ok(told(&m, &entries))
}

pub(crate) async fn coverage(desk: &Desk, request: wire::NameMaintenance) -> Result<wire::Coverage, WireError> {
    let number = desk.number(&request.id)?;
    Ok(desk.engine.ledger(number, change::coverage)?)
}

pub(crate) async fn places(desk: &Desk, request: wire::NameMaintenance) -> Result<wire::PlaceList, WireError> {
    let number = desk.number(&request.id)?;
    let product = desk.engine.ledger(number, |view| view.product)?;
    let places = tree(product).into_iter().flat_map(|(menu, areas)| {
        areas.into_iter().map(move |area| wire::Place {
            menu: menu.to_owned(),
            tab: area.tab().to_owned(),
            place: area.path.to_owned(),
            synced: area.synced,
        })
    });
    Ok(wire::PlaceList(places.collect()))
}

pub(crate) fn entry_id(text: &str) -> Result<EntryId, WireError> {
    text.trim().parse().map_err(|error: domain::change::NotAnEntry| {
        WireError::bad_input(error.to_string(), "The ledger shows the numbers, such as C-0001.")
    })
}

fn no_such(id: &str, entry: &str) -> WireError {
    WireError::bad_input(format!("there is no change {entry} in {id}"), "The ledger shows the numbers, such as C-0001.")
}
