//! One event of a journal in words and in the contract's keys.

use std::collections::BTreeMap;

use domain::journal::{
    Entry, Event, GapReason, Observed, PauseCause, RoleAnswer, Settlement, SwingProof, SyncVerdict, Way,
};
use domain::maintenance::Maintenance;
use domain::pair::Network;
use domain::role::{Both, Side};
use domain::seen::Seen;

use crate::wire::Step;
use crate::words;

/// What the words need to know of the maintenance.
#[derive(Clone)]
pub(crate) struct Names {
    labels: Both<String>,
    guids: Both<domain::ids::Guid>,
    network: Network,
}

impl Names {
    pub(crate) fn of(m: &Maintenance) -> Self {
        Self {
            labels: Both::new(m.label(Side::Home).to_owned(), m.label(Side::StandIn).to_owned()),
            guids: m.guids.clone(),
            network: m.planned.network,
        }
    }

    pub(crate) fn label(&self, side: Side) -> &str {
        self.labels.of(side)
    }

    fn roles(&self, observed: &Observed) -> BTreeMap<String, String> {
        let seen = Seen::of(&observed.round, &self.guids);
        let role = |side: Side| seen.role(side).map_or("unknown", |role| role.text()).to_owned();
        Side::BOTH.into_iter().map(|side| (self.label(side).to_owned(), role(side))).collect()
    }

    fn round(&self, observed: &Observed) -> String {
        let seen = Seen::of(&observed.round, &self.guids);
        let one = |side: Side| match seen.roles.of(side) {
            Some(role) if role.second_hand => format!("{} {} (second hand)", self.label(side), role.role),
            Some(role) => format!("{} {}", self.label(side), role.role),
            None => format!("{} does not tell its role", self.label(side)),
        };
        format!("Seen: {}, {}.", one(Side::Home), one(Side::StandIn))
    }
}

/// The step of one event.
pub(crate) fn step(names: &Names, entry: &Entry) -> Step {
    let mut step = Step {
        seq: entry.seq,
        at: entry.stamp.at.to_string(),
        kind: entry.event.kind().to_owned(),
        sentence: sentence(names, &entry.event),
        ..Step::default()
    };
    match &entry.event {
        Event::Observed(observed) => {
            step.roles = Some(names.roles(observed));
            step.samples = Some(observed.run);
        }
        Event::Checked(checked) => step.leg = Some(words::leg(checked.leg)),
        Event::RoleIntended(intent) => step.leg = Some(words::leg(intent.leg)),
        Event::RoleAnswered { answer, message, .. } => {
            step.answer = Some(words::answer(*answer));
            step.message = Some(message.clone());
        }
        Event::RoleSettled { settlement, .. } => step.settlement = Some(words::settlement(*settlement)),
        Event::LegDone(done) => {
            step.leg = Some(words::leg(done.leg));
            step.sync = Some(words::sync(done.sync));
        }
        Event::SyncProven { leg, .. } => {
            step.leg = Some(words::leg(*leg));
            step.sync = Some(words::sync(SyncVerdict::Proven));
        }
        Event::Swung { leg, .. } | Event::ObservationSignedOff { leg } | Event::Acknowledged { leg, .. } => {
            step.leg = Some(words::leg(*leg));
        }
        _ => {}
    }
    step
}

/// The event in one calm sentence.
pub(crate) fn sentence(names: &Names, event: &Event) -> String {
    match event {
        Event::Planned(planned) => format!("Planned: {}.", planned.intent.title),
        Event::Approved { name, after_the_fact: false } => format!("Approved by {name}."),
        Event::Approved { name, after_the_fact: true } => format!("Approved by {name}, after the fact."),
        Event::Checked(checked) => {
            let blocking = checked.findings.iter().filter(|finding| finding.blocks()).count();
            let asking = checked.findings.iter().filter(|finding| finding.asks()).count();
            let found = match (blocking, asking) {
                (0, 0) => "nothing stands in the way".to_owned(),
                (0, 1) => "1 warning did not pass".to_owned(),
                (0, asking) => format!("{asking} warnings did not pass"),
                (1, _) => "1 check blocks".to_owned(),
                (blocking, _) => format!("{blocking} checks block"),
            };
            format!("Readiness of the {} leg checked: {found}.", checked.leg.words())
        }
        Event::Acknowledged { code, subject, reason, .. } => format!("Acknowledged {code} ({subject}): {reason}"),
        Event::SaveSkipped { reason } => format!("Save skipped: {reason}."),
        Event::BackupNamed { side, file_name, bytes, sha256 } => {
            format!("Backup of {} named: {file_name}, {bytes} bytes, SHA-256 {sha256}.", names.label(*side))
        }
        Event::RoleIntended(intent) => match intent.way {
            Way::Planned => format!(
                "Role command for {}: become {}, {}; the intent is recorded first.",
                names.label(intent.target),
                intent.role,
                if intent.data_sync_first { "data sync first" } else { "without a data sync" },
            ),
            Way::ByHand => {
                format!(
                    "{} is to become {} by hand; nothing is sent. In its /login: Management > Failover, tick the data-sync box, then Become Backup.",
                    names.label(intent.target),
                    intent.role
                )
            }
        },
        Event::RoleAnswered { answer, message, .. } => answered(*answer, message),
        Event::Observed(observed) => names.round(observed),
        Event::RoleSettled { settlement, reason, .. } => settled(*settlement, reason.as_deref()),
        Event::LegDone(done) => leg_done(names, done),
        Event::SyncProven { leg, side, stamp } => {
            format!("The data sync of the {} leg is proven: {} tells {stamp}.", leg.words(), names.label(*side))
        }
        Event::Swung { leg, proof } => swung(names, *leg, proof),
        Event::ObservationSignedOff { leg } => format!("The {} leg is observed and signed off.", leg.words()),
        Event::Paused(cause) => paused(names, cause),
        Event::Resumed { reason } => format!("Goes on: {reason}."),
        Event::ApplianceAccepted { side, guid, pin } => {
            let what = match (guid, pin) {
                (Some(guid), Some(_)) => format!("GUID {guid} and a new key"),
                (Some(guid), None) => format!("GUID {guid}"),
                (None, Some(pin)) => format!("key {pin}"),
                (None, None) => "nothing new".to_owned(),
            };
            format!("Accepted for {}: {what}.", names.label(*side))
        }
        Event::WatchGap { from, to, reason: GapReason::ClockChanged } => {
            format!("This computer's clock was set from {from} to {to}; samples count from zero again.")
        }
        Event::WatchGap { from, to, .. } => {
            format!("Nobody watched from {from} to {to}; samples count from zero again.")
        }
        Event::Noted { text } => format!("Note: {text}"),
        Event::NotesComplete { reason } => format!("The notes are stated to be complete: {reason}"),
        Event::Verified(found) if found.open_points.is_empty() => "Verified: nothing is open.".to_owned(),
        Event::Verified(found) => format!("Verified; open: {}.", found.open_points.join("; ")),
        Event::SignedOff { .. } => "Signed off.".to_owned(),
        Event::Abandoned { reason } => format!("Abandoned: {reason}"),
        Event::ClosedAway { reason, .. } => format!("Closed away: {reason}"),
        Event::Exported { .. } => "Exported: it goes on elsewhere.".to_owned(),
        Event::Imported { .. } => "Imported: it goes on here.".to_owned(),
        Event::BaselineTaken(_)
        | Event::ChangesDecided(_)
        | Event::FieldIgnored { .. }
        | Event::ChangeIntended(_)
        | Event::ChangeApplied(_)
        | Event::ReconciliationChanged(_) => crate::ledger::words::event(names, event),
    }
}

fn answered(answer: RoleAnswer, message: &str) -> String {
    match answer {
        RoleAnswer::Started => {
            let message = message.trim_end_matches('.');
            format!("The appliance took the command: \"{message}\". That is started, not done.")
        }
        RoleAnswer::Refused => format!("The appliance refused: \"{message}\""),
        RoleAnswer::NotSent => format!("The command never left this computer: {message}"),
        RoleAnswer::Unknown => format!("No answer that can be relied on; it may have started: {message}"),
        RoleAnswer::ByHand => "The roles are to be changed by hand in /login; nothing was sent.".to_owned(),
    }
}

fn settled(settlement: Settlement, reason: Option<&str>) -> String {
    match settlement {
        Settlement::Happened => "The role change has taken effect.".to_owned(),
        Settlement::Refused => "The role command was refused and the roles are unchanged.".to_owned(),
        Settlement::NotSent => "The role command was never sent: it changed nothing.".to_owned(),
        Settlement::NotHappened => format!("Stated: it did not happen. {}", reason.unwrap_or_default()),
    }
}

fn leg_done(names: &Names, done: &domain::journal::LegDone) -> String {
    let primary = names.label(done.leg.new_primary());
    let sync = match done.sync {
        SyncVerdict::Proven => "The data sync is proven.",
        SyncVerdict::Implied => "The data sync is implied by the swap; no stamp proves it.",
        SyncVerdict::Unproven => "The data sync is not proven.",
    };
    let excluded = if done.two_primaries_excluded { "" } else { " Two primaries cannot be excluded." };
    let adopted = done.adopted.as_ref().map(|why| format!(" Adopted: {why}")).unwrap_or_default();
    format!("The {} leg is done: {primary} is primary. {sync}{excluded}{adopted}", done.leg.words())
}

fn swung(names: &Names, leg: domain::plan::LegName, proof: &SwingProof) -> String {
    let primary = names.label(leg.new_primary());
    match proof {
        SwingProof::Verified { .. } if names.network == Network::SharedIp => {
            format!("The shared IP has followed: {primary} answers at the site name.")
        }
        SwingProof::Verified { .. } => format!("Traffic has moved: {primary} answers at the site name."),
        SwingProof::Confirmed { name } => format!("{name} states that traffic reaches {primary}."),
    }
}

fn paused(names: &Names, cause: &PauseCause) -> String {
    match cause {
        PauseCause::ForeignRoleChange { .. } => {
            "Stands still: a role changed without a command of this maintenance.".to_owned()
        }
        PauseCause::ChangedGuid { side, seen } => {
            format!("Stands still: {} answers with another GUID ({seen}).", names.label(*side))
        }
        PauseCause::ChangedPin { side } => {
            format!("Stands still: the public key of {} is not the pinned one.", names.label(*side))
        }
    }
}
