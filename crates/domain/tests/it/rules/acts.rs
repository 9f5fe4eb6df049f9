//! The commands, and the action that allows each.

use super::*;

/// The action that allows a command. An answer is a fact, not an act.
pub(super) fn action_of(command: &Command) -> Option<Action> {
    Some(match command {
        Command::Approve { .. } => Action::Approve,
        Command::RecordCheck(_) => Action::Check,
        Command::Acknowledge { .. } => Action::Acknowledge,
        Command::SkipSave | Command::NameBackup { .. } => Action::Save,
        Command::FailOver { .. } => Action::FailOver,
        Command::FailBack { .. } => Action::FailBack,
        Command::Answer { .. } => return None,
        Command::Look { .. } => Action::Observe,
        Command::Swing { .. } => Action::Swing,
        Command::Settle => Action::Settle,
        Command::NotHappened { .. } => Action::NotHappened,
        Command::Adopt { .. } => Action::Adopt,
        Command::Accept { .. } | Command::Gap { .. } | Command::Note { .. } => Action::Note,
        Command::StateNotesComplete { .. } => Action::StateNotesComplete,
        Command::Verify { .. } => Action::Verify,
        Command::SignOff => Action::SignOff,
        Command::CloseAway { .. } => Action::CloseAway,
        Command::Abandon { .. } => Action::Abandon,
        Command::Export { .. } => Action::Export,
        Command::TakeBaseline(_) => Action::Collect,
        Command::DecideChanges(_) | Command::IgnoreField { .. } => Action::Decide,
        Command::IntendChange(_) => Action::Apply,
        Command::ApplyChange(_) | Command::Reconcile(_) => Action::Note,
    })
}

/// One of each command, as good as it can be made.
pub(super) fn every_command(m: &Maintenance) -> Vec<Command> {
    let reason = || "a reason".to_owned();
    let leg = m.current_leg().unwrap_or(LegName::Return);
    let command = command_id(8_888);
    let round = || Box::new(retold(before(leg), &m.guids));
    vec![
        Command::Approve { name: "Berta".to_owned(), after_the_fact: false },
        Command::RecordCheck(Box::new(check_input_of(leg, T0, *round()))),
        Command::Acknowledge { code: "site_name".to_owned(), subject: None, reason: reason() },
        Command::SkipSave,
        Command::FailOver { way: Way::Planned, command },
        Command::FailBack { way: Way::Planned, command, reconciliation: Reconciliation::default() },
        Command::Look { round: round() },
        Command::Swing { confirm_by: Some("Berta".to_owned()) },
        Command::Settle,
        Command::NotHappened { reason: reason() },
        Command::Adopt { reason: reason() },
        Command::Accept { side: Side::Home, guid: None, pin: None },
        Command::Note { text: "a note".to_owned() },
        Command::StateNotesComplete { reason: reason() },
        Command::Verify { round: round(), users: None, arrivals: None },
        Command::SignOff,
        Command::CloseAway { new_home: false, reason: reason() },
        Command::Abandon { reason: reason() },
        Command::Export { file_name: "x".to_owned() },
        Command::TakeBaseline(baseline()),
        Command::DecideChanges(decided()),
        Command::IntendChange(change_intent()),
        Command::Reconcile(reconciled(0)),
    ]
}
