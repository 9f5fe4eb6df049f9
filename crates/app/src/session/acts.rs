//! Acts under way: one at a time for a maintenance, found again by whoever comes later.

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
    /// Two acts of one maintenance at once would each decide on what the other is about to change.
    pub(super) fn begin(&self, act: &Act) -> Result<Running, WireError> {
        let mut acts = self.lock();
        if let Some(other) = acts.iter().find(|other| other.maintenance == act.maintenance) {
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

    pub(super) fn of(&self, maintenance: &str) -> bool {
        self.lock().iter().any(|act| act.maintenance == maintenance)
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

/// The act a request is, where it looks at or changes appliances for a maintenance, or reads or writes a file for it.
pub(super) fn act_of(desk: &Desk, request: &Request) -> Option<Act> {
    let maintenance = match request {
        Request::LegFailOver(wire::FailOver { id, .. })
        | Request::LegFailBack(wire::FailOver { id, .. })
        | Request::LegSwing(wire::Swing { id, .. })
        | Request::LegObserve(wire::Observe { id, .. })
        | Request::MaintenanceSettle(wire::NameMaintenance { id })
        | Request::MaintenanceVerify(wire::NameMaintenance { id })
        | Request::MaintenanceSave(wire::Save { id, backup_file: Some(_), .. })
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
    fn a_maintenance_has_one_act_at_a_time_and_another_has_its_own() {
        let acts = Acts::default();
        let running = acts.begin(&act("M-0001", "leg_fail_over")).expect("the first");
        let refused = acts.begin(&act("M-0001", "leg_observe")).err().expect("refused");
        assert_eq!((refused.code.as_str(), refused.exit), ("act-under-way", Exit::Refused));
        let _other = acts.begin(&act("M-0002", "leg_observe")).expect("another maintenance");
        assert!(acts.of("M-0001"));
        drop(running);
        assert!(!acts.of("M-0001"));
        assert_eq!(acts.list(), [act("M-0002", "leg_observe")]);
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
