//! What events say, as commands that would say it again, and in words.

use domain::ids::CommandId;
use domain::journal::{Event, RoleAnswer, RoleIntent, Settlement, SwingProof, SyncVerdict, Verification};
use domain::maintenance::{Command, Maintenance, decide};
use domain::plan::LegName;
use domain::time::Utc;

use super::Look;
use crate::document::VerdictLine;
use crate::words;

pub(super) fn role_command(intent: &RoleIntent) -> Command {
    match intent.leg {
        LegName::Outbound => Command::FailOver { way: intent.way, command: intent.command },
        LegName::Return => Command::FailBack {
            way: intent.way,
            command: intent.command,
            reconciliation: intent.reconciliation.clone().unwrap_or_default(),
        },
    }
}

pub(super) fn swing(proof: &SwingProof) -> Command {
    let confirm_by = match proof {
        SwingProof::Verified { .. } => None,
        SwingProof::Confirmed { name } => Some(name.clone()),
    };
    Command::Swing { confirm_by }
}

/// A command that never left had no answer but this computer's own.
pub(super) fn not_sent(m: &Maintenance, command: CommandId) -> Option<String> {
    let attempt = m.running().filter(|attempt| attempt.intent.command == command);
    let answer = match attempt.and_then(|attempt| attempt.answer) {
        Some((RoleAnswer::NotSent, _)) => return None,
        Some((RoleAnswer::Started, _)) => "the appliance's answer was that it started",
        Some((RoleAnswer::Refused, _)) => "the appliance's answer was a refusal",
        Some((RoleAnswer::Unknown, _)) => "its answer never came, so it may have started",
        Some((RoleAnswer::ByHand, _)) => "the roles were changed by hand",
        None => "nothing is written of its answer",
    };
    Some(answer.to_owned())
}

/// What an end leaves open.
pub(super) fn open_points(events: &[Event]) -> String {
    let points = events.iter().find_map(|event| match event {
        Event::SignedOff { open_points } | Event::ClosedAway { open_points, .. } => Some(open_points.join("; ")),
        _ => None,
    });
    let points = points.filter(|points| !points.is_empty());
    format!("open are: {}", points.as_deref().unwrap_or("none"))
}

/// What the verification would say of the last look and of at most so many changes, where that is something else.
pub(super) fn verified(m: &Maintenance, said: &Verification, most: usize, at: Utc) -> Option<String> {
    let Some(sight) = &m.sight else { return Some("no look was written down before it".to_owned()) };
    let round = Box::new(sight.observed.round.clone());
    // What was found of each change is taken as told: no snapshot is in the report.
    let arrivals = said.arrivals.map(|_| crate::standpoint::arrivals(said, most).unwrap_or_default());
    let arrivals = arrivals.map(|arrivals| arrivals.into_iter().collect());
    let found = match decide(m, Command::Verify { round, users: said.users, arrivals }, at) {
        Ok(events) => events.into_iter().find_map(|event| match event {
            Event::Verified(found) => Some(found),
            _ => None,
        }),
        Err(refusal) => return Some(format!("it would be refused: {refusal}")),
    };
    let Some(found) = found else { return Some("nothing would be verified".to_owned()) };
    let differs = |what: &str| Some(format!("{what} would be told otherwise"));
    if found.roles_as_planned != said.roles_as_planned {
        differs("the roles")
    } else if found.traffic != said.traffic {
        differs("the traffic")
    } else if found.healthy != said.healthy {
        differs("the health")
    } else if found.arrivals != said.arrivals || found.looked_for != said.looked_for {
        differs("what was looked for")
    } else {
        let open = found.open_points.iter().find(|point| !said.open_points.contains(point));
        open.map(|point| format!("this is open too: {point}"))
    }
}

/// What a judgement takes as it stands, because what it was read from is not in journal and ledger.
pub(crate) fn taken_as_told(m: &Maintenance) -> Vec<String> {
    let mut told = vec![];
    if m.verification.as_ref().is_some_and(|(said, _)| said.arrivals.is_some()) {
        told.push(
            "Whether a change was found on the returned primary: that is told as it was read there. Which changes were looked \
             for is judged again."
                .to_owned(),
        );
    }
    if !m.outcomes.is_empty() {
        told.push("Whether what was put on the primary is there: that is told as it was read back.".to_owned());
    }
    told
}

/// All runs of equal looks, counted again.
pub(super) fn samples(counted: &[u64], miscounted: Option<u64>) -> VerdictLine {
    VerdictLine {
        seq: 0,
        verdict: "samples",
        claim: format!("{} written down, each counted in its run", words::count(counted.len() as u64, "look", "looks")),
        rests_on: vec![],
        agrees: miscounted.is_none(),
        found: miscounted.map(|seq| format!("event {seq} counts otherwise")),
    }
}

/// No look saw two primaries, or which ones did.
pub(super) fn two_primaries(looks: &[Look]) -> VerdictLine {
    let seen: Vec<u64> = looks.iter().filter(|look| look.two_primaries).map(|look| look.seq).collect();
    let both = looks.iter().filter(|look| look.both_told()).count() as u64;
    let claim = if seen.is_empty() {
        format!("no two primaries were observed; {} told both roles", words::count(both, "look", "looks"))
    } else {
        format!("two primaries were observed in {}", words::count(seen.len() as u64, "look", "looks"))
    };
    VerdictLine { seq: 0, verdict: "two_primaries", claim, rests_on: seen, agrees: true, found: None }
}

/// What an event says that can be judged again.
pub(super) fn words(event: &Event) -> String {
    match event {
        Event::Checked(checked) => super::checks::words(checked),
        Event::RoleIntended(intent) => format!("readiness allowed the role command of the {} leg", intent.leg.words()),
        Event::RoleSettled { settlement: Settlement::Happened, .. } => "the roles changed as commanded".to_owned(),
        Event::RoleSettled { settlement: Settlement::Refused, .. } => {
            "the command was refused, the roles stayed".to_owned()
        }
        Event::RoleSettled { settlement: Settlement::NotSent, .. } => "the command never left this computer".to_owned(),
        Event::RoleSettled { .. } => "the roles were unchanged when a person stated that it did not happen".to_owned(),
        Event::LegDone(done) => {
            let samples = words::count(u64::from(done.samples), "equal look", "equal looks");
            let sync = match done.sync {
                SyncVerdict::Proven => "its data sync proven",
                SyncVerdict::Implied => "its data sync implied",
                SyncVerdict::Unproven => "its data sync not proven",
            };
            let adopted = if done.adopted.is_some() { ", adopted" } else { "" };
            let excluded = if done.two_primaries_excluded { "" } else { ", two primaries not excluded" };
            format!("the {} leg is done after {samples}, {sync}{adopted}{excluded}", done.leg.words())
        }
        Event::SyncProven { leg, .. } => format!("a stamp proves the data sync of the {} leg", leg.words()),
        Event::Swung { leg, proof: SwingProof::Verified { .. } } => {
            format!("traffic reaches the new primary of the {} leg", leg.words())
        }
        Event::Swung { leg, .. } => format!("nothing seen contradicts that traffic moved on the {} leg", leg.words()),
        Event::Paused(_) => "something changed that was not this maintenance's doing".to_owned(),
        Event::Resumed { .. } => "the appliances are as expected again".to_owned(),
        Event::ReconciliationChanged(state) => format!("the ledger stands so, {}", super::ledgers::words(state)),
        Event::Verified(_) => {
            "roles, traffic and health of the returned pair, and which changes were looked for".to_owned()
        }
        Event::SignedOff { .. } | Event::ClosedAway { .. } => "the open points are the ones listed".to_owned(),
        other => other.kind().to_owned(),
    }
}
