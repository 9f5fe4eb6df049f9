//! Answers as people read them.

mod check;
mod ledger;
mod maintenance;
mod pair;
pub(crate) mod report;
mod status;
mod table;
mod time;
mod way;

use app::wire::{Heard, Settings, Step};
use app::{Response, WireError};

pub(crate) fn heard(heard: &Heard) -> String {
    match heard {
        Heard::Step(step) => step_line(step),
        Heard::Status(status) => format!("\n{}\n", status::one(status)),
        Heard::Line { line } => format!("{line}\n"),
    }
}

fn step_line(step: &Step) -> String {
    format!("  {}  {}\n", time::clock(&step.at), hung(&step.sentence, 13))
}

/// An error: what, why, what to do, and what to type for it.
pub(crate) fn error(error: &WireError) -> String {
    let mut lines = format!("{} [{}]\n", error.message, error.code);
    for cause in &error.causes {
        lines.push_str(&format!("  because: {cause}\n"));
    }
    lines.push_str(&format!("  {}\n", error.hint));
    if let Some(command) = way::on_from(&error.code) {
        lines.push_str(&format!("  switchbackctl {command}\n"));
    }
    lines
}

/// Text that never steers a terminal: notes and words of an appliance may hold anything. Control characters and marks
/// that turn the writing direction are shown by their code; only the ends of lines stay.
pub(crate) fn printable(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => shown.push(' '),
            c if steers(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// Text of somebody else inside ours: its further lines are moved in, so that none can pass for a line of the program.
fn hung(text: &str, indent: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(indent)))
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
        | Response::MaintenanceImport(decided)
        | Response::LedgerIgnore(decided)
        | Response::ReconcileDecide(decided) => maintenance::decided(decided, quiet),
        Response::LegFailOver(end)
        | Response::LegFailBack(end)
        | Response::LegSwing(end)
        | Response::LegObserve(end)
        | Response::PairsRecover(end) => maintenance::end(end),
        Response::LedgerCollect(collected) | Response::LedgerImport(collected) => ledger::collected(collected),
        Response::LedgerList(list) => ledger::list(list),
        Response::LedgerShow(shown) => ledger::shown(shown),
        Response::LedgerCoverage(coverage) => ledger::coverage(coverage),
        Response::LedgerAdd(change) => ledger::one(change),
        Response::ReconcileShow(told) => ledger::reconciliation(told),
        Response::ReconcilePlan(plan) => ledger::plan(plan),
        Response::ReconcileApply(end) => ledger::applied(end),
        Response::ReportMake(made) => report::made(made),
        Response::ReportVerify(found) => report::verified(found),
        Response::RegisterShow(shown) => shown.csv.clone(),
        // For the window: the command line has no such commands.
        Response::SessionHello(_)
        | Response::KeychainOpen(_)
        | Response::PairsInspect(_)
        | Response::PairsHistory(_)
        | Response::LedgerPlaces(_)
        | Response::ReportShow(_)
        | Response::ReportPreview(_)
        | Response::ReportKeep(_)
        | Response::ReportKey(_)
        | Response::RegisterWrite(_) => String::new(),
        Response::DemoRun(end) => format!("\n{} is signed off. Exit 0.\n", end.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_steer_a_terminal_is_shown_by_its_code() {
        assert_eq!(
            printable("a\u{1b}[31mb\u{7}\tc\r\n\u{202e}d é 日本"),
            "a\\u{1b}[31mb\\u{7} c\\u{d}\n\\u{202e}d é 日本"
        );
    }

    #[test]
    fn no_line_of_a_note_can_pass_for_a_line_of_the_program() {
        assert_eq!(hung("one\n   9  signed_off", 4), "one\n       9  signed_off");
    }
}
