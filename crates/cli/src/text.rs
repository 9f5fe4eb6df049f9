//! Answers as people read them.

mod check;
mod maintenance;
mod pair;
mod status;
mod table;
mod time;

use app::Response;
use app::wire::{Heard, Settings, Step};

pub(crate) fn heard(heard: &Heard) -> String {
    match heard {
        Heard::Step(step) => step_line(step),
        Heard::Status(status) => format!("\n{}\n", status::one(status)),
        Heard::Line { line } => format!("{line}\n"),
    }
}

fn step_line(step: &Step) -> String {
    format!("  {}  {}\n", time::clock(&step.at), step.sentence)
}

/// `quiet`: what only confirms an act is left out.
pub(crate) fn response(response: &Response, quiet: bool) -> String {
    match response {
        Response::SettingsGet(Settings::One(setting)) => format!("{}\n", setting.value),
        Response::SettingsGet(Settings::All(all)) => {
            table::lines(all.iter().map(|(key, value)| vec![key.clone(), value.clone()]))
        }
        Response::SettingsSet(_) | Response::PairsRemove(_) if quiet => String::new(),
        Response::SettingsSet(setting) => format!("{} is {}.\n", setting.key, setting.value),
        Response::PairsAdd(saved) | Response::PairsCredential(saved) => pair::saved(saved),
        Response::PairsEdit(shown)
        | Response::PairsShow(shown)
        | Response::PairsAccept(shown)
        | Response::PairsState(shown) => pair::one(shown),
        Response::PairsList(list) => pair::list(list),
        Response::PairsRemove(gone) => format!("{} is removed, and its secrets with it.\n", gone.removed),
        Response::PairsTest(test) => pair::test(test),
        Response::StatusGet(list) | Response::StatusWatch(list) => status::list(list),
        Response::PairsCheck(checked) => check::checked(checked),
        Response::MaintenancePlan(planned) if quiet => format!("{}\n", planned.id),
        Response::MaintenancePlan(shown) | Response::MaintenanceShow(shown) => maintenance::one(shown),
        Response::MaintenanceList(list) => maintenance::list(list),
        Response::MaintenanceJournal(journal) => maintenance::journal(journal),
        Response::MaintenanceApprove(decided)
        | Response::MaintenanceAcknowledge(decided)
        | Response::MaintenanceNote(decided)
        | Response::MaintenanceSave(decided)
        | Response::MaintenanceSettle(decided)
        | Response::MaintenanceNotHappened(decided)
        | Response::MaintenanceAdopt(decided)
        | Response::MaintenanceStateComplete(decided)
        | Response::MaintenanceVerify(decided)
        | Response::MaintenanceSignOff(decided)
        | Response::MaintenanceAbandon(decided)
        | Response::MaintenanceCloseAway(decided)
        | Response::MaintenanceExport(decided)
        | Response::MaintenanceImport(decided) => maintenance::decided(decided, quiet),
        Response::LegFailOver(end)
        | Response::LegFailBack(end)
        | Response::LegSwing(end)
        | Response::LegObserve(end)
        | Response::PairsRecover(end) => maintenance::end(end),
        Response::DemoRun(end) => format!("\n{} is signed off. Exit 0.\n", end.id),
    }
}
