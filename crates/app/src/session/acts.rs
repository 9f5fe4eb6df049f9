//! Acts under way: for each maintenance one that looks at appliances and one on a file, found again by whoever comes later.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::commands::{Request, Response};
use crate::desk::Desk;
use crate::error::{Exit, WireError};
use crate::wire::{self, Act};

#[derive(Clone, Default)]
pub(super) struct Acts(Arc<(Mutex<Vec<Act>>, Notify)>);

/// Held while an act runs.
pub(super) struct Running {
    acts: Acts,
    act: Act,
}

impl Acts {
    /// Two acts of one maintenance at once would each decide on what the other is about to change. An act on a file keeps
    /// no leg from beginning: a file on a share that is gone may take for ever.
    pub(super) fn begin(&self, act: &Act) -> Result<Running, WireError> {
        let mut acts = self.lock();
        if let Some(other) = acts.iter().find(|other| excludes(other, act)) {
            let message = format!("{} has an act under way: {}", act.maintenance, other.command.replace('_', " "));
            return Err(WireError {
                exit: Exit::Refused,
                code: crate::codes::ACT_UNDER_WAY.to_owned(),
                ..WireError::bad_input(message, "Wait until it has ended; the live view shows how it goes.")
            });
        }
        acts.push(act.clone());
        Ok(Running { acts: self.clone(), act: act.clone() })
    }

    pub(super) fn list(&self) -> Vec<Act> {
        self.lock().clone()
    }

    /// The act that it is told of how far it is; none: it has ended.
    pub(super) fn told_of(&self, how: &engine::Progress) -> Option<Act> {
        let id = how.maintenance.to_string();
        let acts = self.lock();
        acts.iter().find(|act| act.maintenance == id && is_beside(act) == how.collecting).cloned()
    }

    /// Is an act under way that shows what it sees of the appliances of this maintenance?
    pub(super) fn look_at(&self, maintenance: &str) -> bool {
        self.lock().iter().any(|act| act.maintenance == maintenance && !is_beside(act))
    }

    /// Returns once nothing is under way.
    pub(super) async fn ended(&self) {
        loop {
            let told = self.0.1.notified();
            if self.lock().is_empty() {
                return;
            }
            told.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Act>> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.acts.lock().retain(|act| *act != self.act);
        self.acts.0.1.notify_waiters();
    }
}

/// It takes nothing from whoever watches: it reads or writes a file, or collects, which stands still while a role command is
/// under way.
fn is_beside(act: &Act) -> bool {
    matches!(
        act.command.as_str(),
        "maintenance_save" | "maintenance_export" | "ledger_import" | "ledger_collect" | "reconcile_plan"
    )
}

/// Does an act that is under way keep another from beginning? Acts of the same sort do, and an export, which closes the
/// maintenance to acts, waits for those that look.
fn excludes(under_way: &Act, new: &Act) -> bool {
    under_way.maintenance == new.maintenance
        && (is_beside(under_way) == is_beside(new)
            || new.command == "maintenance_export"
            || under_way.command == "reconcile_apply")
}

/// The act a request is, where it looks at or changes appliances for a maintenance, or reads or writes a file for it.
pub(super) fn act_of(desk: &Desk, request: &Request) -> Option<Act> {
    let maintenance = match request {
        Request::LegFailOver(wire::FailOver { id, .. })
        | Request::LegFailBack(wire::FailOver { id, .. })
        | Request::LegSwing(wire::Swing { id, .. })
        | Request::LegObserve(wire::Observe { id, .. })
        | Request::MaintenanceSettle(wire::NameMaintenance { id })
        | Request::MaintenanceVerify(wire::NameMaintenance { id })
        | Request::MaintenanceSave(wire::Save { id, .. })
        | Request::LedgerCollect(wire::CollectLedger { id, .. })
        | Request::LedgerImport(wire::ImportLog { id, .. })
        | Request::ReconcilePlan(wire::NameMaintenance { id })
        | Request::ReconcileApply(wire::ApplyPlan { id, .. })
        | Request::MaintenanceExport(wire::ExportMaintenance { id, .. }) => desk.number(id).ok()?.to_string(),
        Request::PairsCheck(request) => {
            let pair = desk.engine.pair(&request.name).ok()?;
            desk.engine.open_maintenance(&pair).ok().flatten()?.planned.number.to_string()
        }
        _ => return None,
    };
    Some(Act { maintenance, command: request.name().to_owned() })
}

/// How an act ended: in one sentence, and whether it waits for a person.
pub(super) fn told(response: &Result<Response, WireError>) -> (String, bool) {
    match response {
        Ok(
            Response::LegFailOver(end)
            | Response::LegFailBack(end)
            | Response::LegSwing(end)
            | Response::LegObserve(end),
        ) => (end.sentence.clone(), end.exit != Exit::Done),
        Ok(
            Response::MaintenanceSettle(decided)
            | Response::MaintenanceVerify(decided)
            | Response::MaintenanceSave(decided)
            | Response::MaintenanceExport(decided),
        ) => (decided.sentence.clone(), !decided.open_points.is_empty()),
        Ok(Response::LedgerCollect(collected) | Response::LedgerImport(collected)) => {
            (collected.sentence.clone(), collected.exit != Exit::Done)
        }
        Ok(Response::ReconcileApply(end)) => (end.sentence.clone(), end.exit != Exit::Done),
        Ok(_) => (String::new(), false),
        Err(error) => (error.message.clone(), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(maintenance: &str, command: &str) -> Act {
        Act { maintenance: maintenance.to_owned(), command: command.to_owned() }
    }

    #[test]
    fn a_maintenance_has_one_act_that_looks_at_a_time_and_another_has_its_own() {
        let acts = Acts::default();
        let running = acts.begin(&act("M-0001", "leg_fail_over")).expect("the first");
        let refused = acts.begin(&act("M-0001", "leg_observe")).err().expect("refused");
        assert_eq!((refused.code.as_str(), refused.exit), ("act-under-way", Exit::Refused));
        let _other = acts.begin(&act("M-0002", "leg_observe")).expect("another maintenance");
        assert!(acts.look_at("M-0001"));
        drop(running);
        assert!(!acts.look_at("M-0001"));
        assert_eq!(acts.list(), [act("M-0002", "leg_observe")]);
    }

    #[test]
    fn an_act_on_a_file_looks_at_nothing_and_keeps_no_leg_from_beginning() {
        let acts = Acts::default();
        let _saving = acts.begin(&act("M-0001", "maintenance_save")).expect("a file");
        assert!(!acts.look_at("M-0001"));
        for other in ["maintenance_save", "maintenance_export"] {
            assert_eq!(acts.begin(&act("M-0001", other)).err().expect("refused").code, "act-under-way");
        }
        for other in ["leg_observe", "leg_fail_over", "leg_fail_back"] {
            assert!(acts.begin(&act("M-0001", other)).is_ok(), "{other}");
        }
    }

    #[test]
    fn how_far_an_act_is_stands_under_that_act_and_no_other() {
        let acts = Acts::default();
        let _other = acts.begin(&act("M-0002", "leg_fail_over")).expect("another maintenance");
        let _leg = acts.begin(&act("M-0001", "leg_fail_over")).expect("a leg");
        let _collecting = acts.begin(&act("M-0001", "ledger_collect")).expect("beside it");
        let of = |number, collecting| {
            let maintenance = domain::ids::MaintenanceNumber(number);
            let told = acts.told_of(&engine::Progress { maintenance, collecting, sentence: String::new() });
            told.map(|act| (act.maintenance, act.command))
        };
        let named = |maintenance: &str, command: &str| Some((maintenance.to_owned(), command.to_owned()));
        assert_eq!(of(1, false), named("M-0001", "leg_fail_over"));
        assert_eq!(of(1, true), named("M-0001", "ledger_collect"));
        assert_eq!(of(2, true), None);
    }

    #[test]
    fn nothing_is_exported_while_a_leg_is_watched() {
        let acts = Acts::default();
        let _leg = acts.begin(&act("M-0001", "leg_fail_over")).expect("a leg");
        assert_eq!(acts.begin(&act("M-0001", "maintenance_export")).err().expect("refused").code, "act-under-way");
        assert!(acts.begin(&act("M-0001", "maintenance_save")).is_ok());
    }

    #[tokio::test]
    async fn closing_waits_for_the_last_act() {
        let acts = Acts::default();
        let running = acts.begin(&act("M-0001", "leg_fail_over")).expect("an act");
        let waits = acts.clone();
        let waiting = tokio::spawn(async move { waits.ended().await });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(running);
        waiting.await.expect("ended");
    }
}
