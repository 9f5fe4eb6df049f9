//! From a command to the events it makes, or to a refusal. Pure: the state only ever changes by these events.

use super::{Action, Maintenance, Refusal, SYNC_UNPROVEN, Saved, look, may, sync};
use crate::ids::{CommandId, Guid};
use crate::journal::{Event, GapReason, LegDone, RoleAnswer, RoleIntent, Settlement, SwingProof, Verification, Way};
use crate::maintenance::action::{checkable, observed_leg};
use crate::observation::{Round, SiteAnswer};
use crate::pair::Network;
use crate::plan::LegName;
use crate::readiness::{CheckInput, FindingResult, Severity, judge};
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
    },
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

/// How far the ledger is decided when the way back is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Reconciliation {
    /// Changes nobody has decided.
    pub undecided: u32,
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
            if reconciliation.undecided > 0 || !m.reconciled() {
                return Err(Refusal::new(
                    "not-ready",
                    format!("the ledger is not reconciled: {} changes are undecided", reconciliation.undecided),
                    "Decide them, or state that the notes are complete where nothing was watched.",
                ));
            }
            role_command(m, LegName::Return, way, command, now)
        }
        Command::Answer { command, answer, status, message } => Ok(answered(m, command, answer, status, message)),
        Command::Look { round } => {
            may(m, Action::Observe, now)?;
            Ok(look::look(m, &round, now))
        }
        Command::Swing { confirm_by } => swing(m, confirm_by, now),
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
        Command::Verify { round, users } => verify(m, &round, users, now),
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
                    "Close away without --new-home.",
                ));
            }
            Ok(vec![Event::ClosedAway { new_home, reason, open_points: m.open_points() }])
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

fn required(what: &str, text: String) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::new("bad-input", format!("{what} is empty"), "Say it in words: it stands in the report."));
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
        "Run `check` without --for.",
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
            "Run `check` and acknowledge the warnings it lists, by their code.",
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

fn swing(m: &Maintenance, confirm_by: Option<String>, now: Utc) -> Result<Vec<Event>, Refusal> {
    may(m, Action::Swing, now)?;
    let Some(leg) = [LegName::Return, LegName::Outbound].into_iter().find(|leg| m.leg(*leg).done.is_some()) else {
        return Err(super::action::not_now(m, Action::Swing));
    };
    let primary = leg.new_primary();
    let seen = m.seen();
    if seen.as_ref().and_then(|seen| seen.site) == Some(primary) {
        let guid = m.guids.of(primary).clone();
        return Ok(vec![Event::Swung { leg, proof: SwingProof::Verified { guid } }]);
    }
    if let Some(name) = confirm_by {
        let name = required("the name of the person who confirms", name)?;
        // What this computer sees to be wrong is not confirmed away, be it the other appliance or a stranger that
        // answers; what it cannot see may be.
        if m.sight.as_ref().is_none_or(|sight| sight.observed.round.site_guid().is_none()) {
            return Ok(vec![Event::Swung { leg, proof: SwingProof::Confirmed { name } }]);
        }
    }
    let answered_by = match seen.and_then(|seen| seen.site) {
        Some(side) => format!("{} still answers there", m.label(side)),
        None => match m.sight.as_ref().and_then(|sight| sight.observed.round.site.as_ref()).map(|site| &site.answer) {
            Some(SiteAnswer::Guid(guid)) => format!("{guid} answers there, which is neither appliance of this pair"),
            Some(SiteAnswer::Trouble(trouble)) => format!("it could not be seen who answers there: {}", trouble.detail),
            None => "nobody was asked there".to_owned(),
        },
    };
    Err(Refusal::new(
        "traffic-not-moved",
        format!("the site name {} is not answered by {}: {answered_by}", m.planned.site_name, m.label(primary)),
        move_traffic(m, primary),
    ))
}

/// What moves traffic to the new primary in this pair's network.
fn move_traffic(m: &Maintenance, primary: Side) -> String {
    let (from, to) = (m.label(primary.other()), m.label(primary));
    let site = &m.planned.site_name;
    let how = match m.planned.network {
        Network::SharedIp => format!(
            "The shared IP follows the primary by itself: wait a moment and look again. If it stays, see that the shared IP is ticked for {to} in /login."
        ),
        Network::Dns => format!(
            "Change the address record of {site} from {from} to {to}, and look again; old answers live as long as their TTL."
        ),
        Network::Nat => format!("Change the firewall's mapping for {site} from {from} to {to}, and look again."),
    };
    format!("{how} What this computer cannot see a person may confirm with --confirm-by.")
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
        two_primaries_excluded: true,
        samples: sight.observed.run,
        adopted: Some(reason),
    })])
}

fn verify(m: &Maintenance, round: &Round, users: Option<u32>, now: Utc) -> Result<Vec<Event>, Refusal> {
    may(m, Action::Verify, now)?;
    let seen = Seen::of(round, &m.guids);
    let expected = m.expected_roles();
    let mut events = look::look(m, round, now);
    // Something changed that was not this maintenance's doing: it is recorded, and nothing is verified.
    if events.iter().any(|event| matches!(event, Event::Paused(_))) {
        return Ok(events);
    }
    let healthy = crate::role::Both::new(
        round.home.reading().and_then(|r| r.healthy),
        round.stand_in.reading().and_then(|r| r.healthy),
    );
    let roles_as_planned = seen.matches(&expected) || seen.matches_by_site_name(&expected);
    let traffic = round.site_guid().map(|guid| guid == m.guids.of(Side::Home));
    let mut open_points = Vec::new();
    if !roles_as_planned {
        open_points.push("not both roles could be read".to_owned());
    }
    match traffic {
        Some(true) => {}
        Some(false) => open_points.push(format!("{} is not answered by {}", m.planned.site_name, m.label(Side::Home))),
        None => open_points.push(format!("it could not be seen who answers at {}", m.planned.site_name)),
    }
    for side in Side::BOTH {
        if !seen.answers.of(side) {
            open_points.push(format!("{} was not reached", m.label(side)));
        }
        match healthy.of(side) {
            Some(true) => {}
            Some(false) => open_points.push(format!("{} says that it is not healthy", m.label(side))),
            None if *seen.answers.of(side) => {
                open_points.push(format!("the health of {} was not told", m.label(side)));
            }
            None => {}
        }
    }
    events.push(Event::Verified(Verification {
        roles_as_planned,
        traffic,
        healthy,
        users,
        arrivals: None,
        open_points,
    }));
    Ok(events)
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
