//! From a command to the events it makes, or to a refusal. Pure: the state only ever changes by these events.

use super::{Action, Maintenance, Refusal, SYNC_UNPROVEN, Saved, arrival, look, may, sync};
use crate::change::{Arrival, EntryId, Reconciled, Reconciliation};
use crate::ids::{CommandId, Guid};
use crate::journal::{
    Baseline, ChangeApplied, ChangeIntent, ChangesDecided, Event, GapReason, LegDone, RoleAnswer, RoleIntent,
    Settlement, Way,
};
use crate::maintenance::action::{checkable, observed_leg};
use crate::observation::Round;
use crate::plan::LegName;
use crate::readiness::{CheckInput, FindingResult, LedgerState, Severity, judge};
use crate::role::{AssignedRole, Role, Side};
use crate::seen::Seen;
use crate::time::Utc;

/// A check this fresh counts as the one made at the moment of the swap. Milliseconds.
pub(super) const MOMENT_MS: i64 = 120_000;

/// Why the task *save* makes nothing yet.
pub(crate) const SAVE_SKIPPED: &str = "this version of Switchback makes no software backup: save one by hand in /login";

/// Everything that can be asked of a maintenance: by a person, by an answer, by a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Approve {
        name: String,
        after_the_fact: bool,
    },
    /// Judge what the engine gathered and record it.
    RecordCheck(Box<CheckInput>),
    Acknowledge {
        code: String,
        subject: Option<String>,
        reason: String,
    },
    SkipSave,
    NameBackup {
        side: Side,
        file_name: String,
        bytes: u64,
        sha256: String,
    },
    /// The outbound role command. A check recorded just before is its check at the moment of the swap.
    FailOver {
        way: Way,
        command: CommandId,
    },
    /// The return role command. The ledger reaches the gate as a value (R4).
    FailBack {
        way: Way,
        command: CommandId,
        reconciliation: Reconciliation,
    },
    /// The role command's answer has come, or its time is over.
    Answer {
        command: CommandId,
        answer: RoleAnswer,
        status: Option<u16>,
        message: String,
    },
    /// One round of looks.
    Look {
        round: Box<Round>,
    },
    Swing {
        confirm_by: Option<String>,
    },
    Settle,
    NotHappened {
        reason: String,
    },
    Adopt {
        reason: String,
    },
    Accept {
        side: Side,
        guid: Option<Guid>,
        pin: Option<String>,
    },
    Gap {
        from: Utc,
        to: Utc,
        reason: GapReason,
    },
    Note {
        text: String,
    },
    StateNotesComplete {
        reason: String,
    },
    Verify {
        round: Box<Round>,
        users: Option<u32>,
        /// What was found of each change that was looked for; none: nothing was watched.
        arrivals: Option<Vec<(EntryId, Arrival)>>,
    },
    /// The configuration before the work was read, and the logs up to now.
    TakeBaseline(Baseline),
    /// A decision on changes. Whether it is an answer in its group is the ledger's to say.
    DecideChanges(ChangesDecided),
    IgnoreField {
        object_kind: String,
        field: String,
        ignored: bool,
    },
    /// A call that puts a change on the primary, or takes it back there, is about to leave.
    IntendChange(ChangeIntent),
    /// What came of it.
    ApplyChange(ChangeApplied),
    /// The ledger was judged.
    Reconcile(Reconciled),
    SignOff,
    CloseAway {
        new_home: bool,
        reason: String,
    },
    Abandon {
        reason: String,
    },
    Export {
        file_name: String,
    },
}

/// What `command` makes of `m`.
pub fn decide(m: &Maintenance, command: Command, now: Utc) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Approve { name, after_the_fact } => {
            may(m, Action::Approve, now)?;
            let name = required("the approver's name", name)?;
            Ok(vec![Event::Approved { name, after_the_fact }])
        }
        Command::RecordCheck(input) => {
            let leg = checkable_now(m, &input, now)?;
            let mut checked = judge(&input);
            checked.leg = leg;
            Ok(vec![Event::Checked(Box::new(checked))])
        }
        Command::Acknowledge { code, subject, reason } => acknowledge(m, &code, subject.as_deref(), reason, now),
        Command::SkipSave => {
            may(m, Action::Save, now)?;
            Ok(vec![Event::SaveSkipped { reason: SAVE_SKIPPED.to_owned() }])
        }
        Command::NameBackup { side, file_name, bytes, sha256 } => {
            may(m, Action::Save, now)?;
            Ok(vec![Event::BackupNamed { side, file_name, bytes, sha256 }])
        }
        Command::FailOver { way, command } => role_command(m, LegName::Outbound, way, command, now),
        Command::FailBack { way, command, reconciliation } => {
            may_command(m, LegName::Return, way, now)?;
            gate(m, &reconciliation)?;
            let mut events = role_command(m, LegName::Return, way, command, now)?;
            if let Some(Event::RoleIntended(intent)) = events.last_mut().filter(|_| reconciliation.through > 0) {
                intent.reconciliation = Some(reconciliation);
            }
            Ok(events)
        }
        Command::Answer { command, answer, status, message } => Ok(answered(m, command, answer, status, message)),
        Command::Look { round } => {
            may(m, Action::Observe, now)?;
            Ok(look::look(m, &round, now))
        }
        Command::Swing { confirm_by } => arrival::swing(m, confirm_by, now),
        Command::Settle => {
            may(m, Action::Settle, now)?;
            Ok(vec![Event::ObservationSignedOff { leg: observed_leg(m) }])
        }
        Command::NotHappened { reason } => {
            may(m, Action::NotHappened, now)?;
            let reason = required("a reason", reason)?;
            let Some(attempt) = m.running() else { return Ok(Vec::new()) };
            Ok(vec![Event::RoleSettled {
                command: attempt.intent.command,
                settlement: Settlement::NotHappened,
                reason: Some(reason),
            }])
        }
        Command::Adopt { reason } => adopt(m, reason, now),
        Command::Accept { side, guid, pin } => {
            may(m, Action::Note, now)?;
            Ok(vec![Event::ApplianceAccepted { side, guid, pin }])
        }
        Command::Gap { from, to, reason } => {
            may(m, Action::Note, now)?;
            Ok(vec![Event::WatchGap { from, to, reason }])
        }
        Command::Note { text } => {
            may(m, Action::Note, now)?;
            Ok(vec![Event::Noted { text: required("the note", text)? }])
        }
        Command::StateNotesComplete { reason } => {
            may(m, Action::StateNotesComplete, now)?;
            Ok(vec![Event::NotesComplete { reason: required("a reason", reason)? }])
        }
        Command::Verify { round, users, arrivals } => arrival::verify(m, &round, users, arrivals, now),
        Command::TakeBaseline(baseline) => {
            may(m, Action::Collect, now)?;
            Ok(vec![Event::BaselineTaken(baseline)])
        }
        Command::DecideChanges(decided) => {
            may(m, Action::Decide, now)?;
            Ok(vec![Event::ChangesDecided(decided)])
        }
        Command::IgnoreField { object_kind, field, ignored } => {
            may(m, Action::Decide, now)?;
            let object_kind = required("the kind of object", object_kind)?;
            let field = required("the field", field)?;
            if m.ignored.contains(&(object_kind.clone(), field.clone())) == ignored {
                return Ok(Vec::new());
            }
            Ok(vec![Event::FieldIgnored { object_kind, field, ignored }])
        }
        Command::IntendChange(intent) => {
            may(m, Action::Apply, now)?;
            if m.change_under_way.is_some() {
                return Err(change_under_way());
            }
            Ok(vec![Event::ChangeIntended(intent)])
        }
        Command::ApplyChange(applied) => {
            may(m, Action::Note, now)?;
            Ok(vec![Event::ChangeApplied(applied)])
        }
        Command::Reconcile(state) => {
            may(m, Action::Note, now)?;
            // Facts that changed nothing are no event.
            let same = |known: &Reconciled| {
                Reconciled { through: state.through, ledger_head: state.ledger_head.clone(), ..known.clone() } == state
            };
            match &m.reconciliation {
                Some((known, _)) if same(known) => Ok(Vec::new()),
                _ => Ok(vec![Event::ReconciliationChanged(state)]),
            }
        }
        Command::SignOff => {
            may(m, Action::SignOff, now)?;
            Ok(vec![Event::SignedOff { open_points: m.open_points() }])
        }
        Command::CloseAway { new_home, reason } => {
            may(m, Action::CloseAway, now)?;
            let reason = required("a reason", reason)?;
            // The backup is not made the home primary by a word.
            if new_home && m.current_primary() != Side::StandIn {
                return Err(Refusal::new(
                    "not-now",
                    format!("{} is primary: there is no new home to name", m.label(Side::Home)),
                    "Close away and leave the home primary as it is.",
                ));
            }
            let mut open_points = m.open_points();
            open_points.extend(m.open_changes());
            Ok(vec![Event::ClosedAway { new_home, reason, open_points }])
        }
        Command::Abandon { reason } => {
            may(m, Action::Abandon, now)?;
            Ok(vec![Event::Abandoned { reason: required("a reason", reason)? }])
        }
        Command::Export { file_name } => {
            may(m, Action::Export, now)?;
            Ok(vec![Event::Exported { file_name }])
        }
    }
}

fn change_under_way() -> Refusal {
    Refusal::new(
        "change-under-way",
        "a change is being put on the primary, or may have been: it is read back first",
        "Wait for it; after a restart, collect changes: that reads it back. Where it cannot be read, look in /login and \
         answer for the change: done by hand and seen, or given up.",
    )
}

/// R4: what the ledger came to just now, and what the journal says of it.
fn gate(m: &Maintenance, reconciliation: &Reconciliation) -> Result<(), Refusal> {
    let open = match m.ledger() {
        LedgerState::Watched { undecided } => undecided.max(reconciliation.undecided),
        _ => reconciliation.undecided,
    };
    let what = match open {
        0 if m.reconciled() => return Ok(()),
        0 => "nothing was watched, and nobody has stated that the notes are complete".to_owned(),
        1 => "1 change waits for a decision, or is decided and not done".to_owned(),
        open => format!("{open} changes wait for a decision, or are decided and not done"),
    };
    Err(Refusal::new(
        "not-ready",
        format!("the ledger is not reconciled: {what}"),
        "Reconcile: decide each, put on the primary what is to be re-applied, or state that the notes are complete where nothing was watched.",
    ))
}

pub(super) fn required(what: &str, text: String) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::new("bad-input", format!("{what} is empty"), "Say it in words: the report shows it."));
    }
    Ok(text)
}

fn checkable_now(m: &Maintenance, input: &CheckInput, now: Utc) -> Result<LegName, Refusal> {
    may(m, Action::Check, now)?;
    let leg = checkable(m)?;
    if leg == input.leg {
        return Ok(leg);
    }
    Err(Refusal::new(
        "not-now",
        format!("the {} leg cannot be checked now: the {} leg comes next", input.leg.words(), leg.words()),
        "Check the way that is next.",
    ))
}

fn acknowledge(
    m: &Maintenance,
    code: &str,
    subject: Option<&str>,
    reason: String,
    now: Utc,
) -> Result<Vec<Event>, Refusal> {
    may(m, Action::Acknowledge, now)?;
    let reason = required("a reason", reason)?;
    if code == SYNC_UNPROVEN {
        let legs = [LegName::Outbound, LegName::Return].into_iter().filter(|leg| m.sync_asks(*leg));
        let events: Vec<Event> = legs
            .map(|leg| Event::Acknowledged {
                leg,
                code: code.to_owned(),
                subject: m.planned.pair_name.clone(),
                result: FindingResult::Unknown,
                reason: reason.clone(),
            })
            .collect();
        if !events.is_empty() {
            return Ok(events);
        }
    }
    let bad = |message: String| {
        Refusal::new(
            "bad-acknowledgement",
            message,
            "Check readiness and acknowledge the warnings it lists, by their code.",
        )
    };
    let Some((checked, _)) = &m.check else {
        return Err(bad(format!("'{code}' is not among the findings of a check that still counts")));
    };
    let found: Vec<_> = checked
        .findings
        .iter()
        .filter(|finding| finding.code == code && subject.is_none_or(|subject| finding.subject == subject))
        .collect();
    let Some(first) = found.first() else {
        return Err(bad(format!("'{code}' is not among the findings of the last check")));
    };
    if first.severity == Severity::Blocker {
        return Err(bad(format!("'{code}' is a blocker: nothing overrides it")));
    }
    let events: Vec<Event> = found
        .iter()
        .filter(|finding| finding.asks() && !m.is_acknowledged(checked.leg, finding))
        .map(|finding| Event::Acknowledged {
            leg: checked.leg,
            code: finding.code.clone(),
            subject: finding.subject.clone(),
            result: finding.result,
            reason: reason.clone(),
        })
        .collect();
    if events.is_empty() {
        return Err(bad(format!("'{code}' asks for no acknowledgement: it passed, or was acknowledged before")));
    }
    Ok(events)
}

/// By hand needs no account on the appliance; the planned way needs a check with nothing in its way.
fn may_command(m: &Maintenance, leg: LegName, way: Way, now: Utc) -> Result<(), Refusal> {
    let action = match leg {
        LegName::Outbound => Action::FailOver,
        LegName::Return => Action::FailBack,
    };
    match (way, may(m, action, now)) {
        (Way::ByHand, Err(refusal)) if refusal.code == "not-ready" && only_the_account_is_missing(m, leg) => Ok(()),
        (_, outcome) => outcome,
    }
}

/// Nothing blocks but what a person at /login does not need.
fn only_the_account_is_missing(m: &Maintenance, leg: LegName) -> bool {
    let Some((checked, _)) = m.check.as_ref().filter(|(checked, _)| checked.leg == leg) else { return false };
    checked.findings.iter().all(|finding| {
        let by_hand = matches!(finding.code.as_str(), "signed_in" | "command_access");
        (!finding.blocks() || by_hand) && (!finding.asks() || m.is_acknowledged(leg, finding))
    })
}

fn role_command(m: &Maintenance, leg: LegName, way: Way, command: CommandId, now: Utc) -> Result<Vec<Event>, Refusal> {
    may_command(m, leg, way, now)?;
    if m.change_under_way.is_some() {
        return Err(change_under_way());
    }
    let again = || {
        Refusal::new(
            "check-again",
            "readiness was not checked at the moment of the swap",
            "Run the command again: it checks first.",
        )
    };
    let (checked, at) = m.check.as_ref().ok_or_else(again)?;
    if now.since_ms(*at) > MOMENT_MS {
        return Err(again());
    }
    let seen = Seen::of(&checked.round, &m.guids);
    let target = leg.new_primary().other();
    // R3: this program sends `backup` to the appliance that says of itself that it is primary, never `primary`.
    if seen.own_word(target) != Some(&Role::Primary) || seen.two_primaries() {
        return Err(again());
    }
    let reading = |side: Side| checked.round.of(side).reading();
    let mut events = Vec::new();
    if leg == LegName::Outbound && m.saved.is_empty() {
        events.push(Event::SaveSkipped { reason: SAVE_SKIPPED.to_owned() });
    }
    events.push(Event::RoleIntended(Box::new(RoleIntent {
        command,
        leg,
        way,
        target,
        role: AssignedRole::Backup,
        data_sync_first: true,
        force: false,
        before: leg.before(),
        assigned: leg.assigned(),
        last_sync: crate::role::Both::new(
            reading(Side::Home).and_then(|r| r.last_sync),
            reading(Side::StandIn).and_then(|r| r.last_sync),
        ),
        clock_offset_ms: crate::role::Both::new(
            reading(Side::Home).and_then(|r| r.clock_offset_ms),
            reading(Side::StandIn).and_then(|r| r.clock_offset_ms),
        ),
        users: checked.users,
        reconciliation: None,
    })));
    Ok(events)
}

/// The answer is recorded once. A command that surely never left settles at once.
fn answered(
    m: &Maintenance,
    command: CommandId,
    answer: RoleAnswer,
    status: Option<u16>,
    message: String,
) -> Vec<Event> {
    let Some(attempt) = m.running().filter(|attempt| attempt.intent.command == command && attempt.answer.is_none())
    else {
        return Vec::new();
    };
    let mut events = vec![Event::RoleAnswered { command, answer, status, message }];
    if answer == RoleAnswer::NotSent && attempt.is_open() {
        events.push(Event::RoleSettled { command, settlement: Settlement::NotSent, reason: None });
    }
    events
}

fn adopt(m: &Maintenance, reason: String, now: Utc) -> Result<Vec<Event>, Refusal> {
    may(m, Action::Adopt, now)?;
    let reason = required("a reason", reason)?;
    let (Some(leg), Some(sight), Some(seen)) = (look::adoptable(m), &m.sight, m.seen()) else {
        return Ok(Vec::new());
    };
    Ok(vec![Event::LegDone(LegDone {
        leg,
        command: None,
        sync: sync::adopted_verdict(m.as_expected_at, sight.since, &sight.observed.round),
        second_hand: look::second_hand(&seen),
        two_primaries_excluded: seen.matches(&leg.assigned()),
        samples: sight.observed.run,
        adopted: Some(reason),
    })])
}

impl Saved {
    /// The task's outcome in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Skipped { reason } => format!("skipped: {reason}"),
            Self::Named { file_name, sha256, .. } => format!("saved by hand: {file_name}, SHA-256 {sha256}"),
        }
    }
}
