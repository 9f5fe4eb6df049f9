//! What a pair looks like now: one state, one tone, one calm sentence, and the one next action (product section 4).

use serde::{Deserialize, Serialize};

use crate::journal::RoleAnswer;
use crate::maintenance::{Maintenance, Phase, Progress, Stage};
use crate::observation::{Reading, Round};
use crate::plan::Kind;
use crate::role::{Both, Role, Side};
use crate::seen::Seen;
use crate::time::Utc;

/// How much a state asks of its reader. Each is a word, a shape and a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Ready,
    Working,
    Slow,
    NeedsYou,
    Stop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairStateName {
    Normal,
    FailedOver,
    Syncing,
    Swapping,
    Away,
    BothBackup,
    TwoPrimaries,
    Unknown,
    Unrecognised,
    Broken,
    VersionMismatch,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairState {
    pub name: PairStateName,
    pub tone: Tone,
    pub sentence: String,
    pub next: String,
}

/// What the table needs beside a round.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    pub labels: &'a Both<String>,
    /// The open maintenance of this pair.
    pub maintenance: Option<&'a Maintenance>,
    /// The role command under way.
    pub progress: Option<&'a Progress>,
    /// The planned return window has begun.
    pub return_window_begun: bool,
    /// When nobody was counted on the new primary, longer after the swap than allowed ([`Maintenance::users_missing`]).
    pub users_missing: Option<Utc>,
}

/// The next action where something changed that was not the maintenance's doing.
const PAUSED: &str = "The maintenance stands still: observe again. Adopt what is seen where it is the outcome of the next leg; else wait, or end it.";

/// The next action where the roles have arrived and the record has not.
const UNRECORDED: &str = "A role command is not settled in the record yet: observe again.";

/// The next action where this copy goes on elsewhere.
const HANDED_ON: &str = "The open maintenance was handed on: it goes on elsewhere.";

/// The next action where the swap is done and users stay away (`timeout.reconnect`): what was counted, and nothing of
/// who was there between two counts.
fn nobody_back(primary: &str, counted_at: Utc) -> String {
    format!(
        "No user was on {primary} when they were last counted ({counted_at}), longer after the swap than allowed: sign in to the site as a user does, and see where its name leads."
    )
}

/// The first state of the table that fits, from the top.
#[must_use]
pub fn pair_state(round: &Round, seen: &Seen, around: &Circumstances<'_>) -> PairState {
    use PairStateName as N;
    let label = |side: Side| around.labels.of(side).as_str();
    let role = |side: Side| seen.role(side);
    let state = |name, tone, sentence: String, next: &str| PairState { name, tone, sentence, next: next.to_owned() };
    let stage = around.maintenance.map(|m| m.stage);
    let upgrading =
        around.maintenance.is_some_and(|m| m.planned.intent.kind == Kind::Upgrade && m.stage == Stage::Work);

    if let Some((side, guid)) = &seen.changed_guid {
        return state(
            N::Unknown,
            Tone::Stop,
            format!("{} answers with GUID {guid}, which is not the one this pair remembers.", label(*side)),
            "Find out which appliance answers. If the appliance was replaced, compare the GUID and accept it for the pair.",
        );
    }
    if let Some(side) = seen.changed_pin {
        return state(
            N::Unknown,
            Tone::Stop,
            format!(
                "The public key of {} is not the pinned one: a replaced certificate, a moved shared IP, or an attack.",
                label(side)
            ),
            "Compare the fingerprints; a replaced key is accepted for the pair.",
        );
    }
    if seen.two_primaries() {
        return state(
            N::TwoPrimaries,
            Tone::Stop,
            format!("Both {} and {} say that they are primary.", label(Side::Home), label(Side::StandIn)),
            "Do not sync. Save both appliances, then choose which one stays primary.",
        );
    }
    if Side::BOTH.into_iter().any(|side| role(side) == Some(&Role::None)) {
        let (tone, sentence, next) = if upgrading {
            (
                Tone::Working,
                "The relation of the pair is broken, as the vendor's upgrade guide asks for.",
                "Re-establish it from the upgraded side, then observe again.",
            )
        } else {
            (
                Tone::Stop,
                "The relation of the pair is broken: an appliance says that it has no failover role.",
                "Re-establish it in /login from the appliance whose data is to live.",
            )
        };
        return state(N::Broken, tone, sentence.to_owned(), next);
    }
    for side in Side::BOTH {
        if let Some(Role::Unrecognised(text)) = role(side) {
            return state(
                N::Unrecognised,
                Tone::Stop,
                format!("{} says that its role is '{text}', which this program does not know.", label(side)),
                "Nothing is planned on it. Look at /login > Management > Failover.",
            );
        }
    }
    if let Some(progress) = around.progress {
        if let Some(found) = under_way(seen, progress, around) {
            return found;
        }
    } else if Side::BOTH.into_iter().all(|side| role(side) == Some(&Role::Backup)) {
        return state(
            N::BothBackup,
            Tone::Stop,
            "Both appliances stand by: nobody serves.".to_owned(),
            "If somebody changes roles now, wait a moment. Otherwise one must be made primary in /login.",
        );
    }
    // What the other appliance's list still says of it does not make an unreachable appliance reachable.
    let silent = |side: Side| role(side).is_none() || !seen.answers.of(side);
    if silent(Side::Home) && role(Side::StandIn) == Some(&Role::Primary) && stage == Some(Stage::Work) {
        let tone = if around.return_window_begun { Tone::NeedsYou } else { Tone::Working };
        return state(
            N::Away,
            tone,
            format!("{} serves; {} is away, as planned.", label(Side::StandIn), label(Side::Home)),
            "Go on with the work; it is watched until it is back.",
        );
    }
    if let Some(side) = Side::BOTH.into_iter().find(|side| silent(*side)) {
        let why = round.of(side).trouble().map_or_else(
            || "it answers, but tells no role, and the other appliance does not list it".to_owned(),
            |trouble| trouble.detail.clone(),
        );
        return state(
            N::Unknown,
            Tone::NeedsYou,
            if role(side).is_none() {
                format!("The role of {} is not known: {why}.", label(side))
            } else {
                format!("{} is not reached, its role is told by the other appliance only: {why}.", label(side))
            },
            if *seen.answers.of(side) {
                "It answers at its own address: look at its role in /login > Management > Failover. What cannot be read is not judged."
            } else {
                "Restore the way to it; what cannot be read is not judged."
            },
        );
    }
    if let Some(evidence) = versions_differ(round, around.labels) {
        let (tone, next) = if upgrading {
            (Tone::Working, "As planned between the two upgrades. Bring both to the same version before the way back.")
        } else {
            (Tone::NeedsYou, "No sync and no swap between different versions: bring both to the same one.")
        };
        return state(N::VersionMismatch, tone, format!("Versions differ: {evidence}."), next);
    }
    let missing = |side: Side| around.users_missing.map(|at| nobody_back(label(side), at)).unwrap_or_default();
    if role(Side::StandIn) == Some(&Role::Primary) {
        let nobody = missing(Side::StandIn);
        let (tone, next) = match around.maintenance {
            Some(m) if stands_still(m, seen) => (Tone::NeedsYou, PAUSED),
            Some(m) if m.handed_on => (Tone::Ready, HANDED_ON),
            Some(m) if m.running().is_some() => (Tone::Working, UNRECORDED),
            Some(_) if seen.site == Some(Side::Home) => (
                Tone::NeedsYou,
                "The site name is still answered by the one that is backup: move DNS or NAT; with shared IP, wait a moment.",
            ),
            Some(_) if !nobody.is_empty() => (Tone::NeedsYou, nobody.as_str()),
            Some(m) => (Tone::Ready, over(m.stage)),
            None => (Tone::NeedsYou, "Take it up as a maintenance, or fail back."),
        };
        return state(
            N::FailedOver,
            tone,
            format!("Failed over: {} is primary, {} is backup.", label(Side::StandIn), label(Side::Home)),
            next,
        );
    }
    let nobody = missing(Side::Home);
    let ill = round.home.reading().is_some_and(|reading| reading.healthy == Some(false));
    let (tone, next) = match around.maintenance {
        Some(m) if stands_still(m, seen) => (Tone::NeedsYou, PAUSED),
        Some(m) if m.handed_on => (Tone::Ready, HANDED_ON),
        Some(m) if m.running().is_some() => (Tone::Working, UNRECORDED),
        _ if seen.site == Some(Side::StandIn) => (
            Tone::NeedsYou,
            "The site name is answered by the one that is backup: see where DNS, NAT or the shared IP lead.",
        ),
        _ if ill => (Tone::NeedsYou, "The primary says that it is not healthy: read its error text."),
        Some(_) if !nobody.is_empty() => (Tone::NeedsYou, nobody.as_str()),
        Some(_) => (Tone::Ready, "Go on with the open maintenance."),
        None => (Tone::Ready, "Nothing to do."),
    };
    state(
        N::Normal,
        tone,
        format!("Normal: {} is primary, {} is backup.", label(Side::Home), label(Side::StandIn)),
        next,
    )
}

/// Something changed that was not the maintenance's doing, recorded or seen just now.
fn stands_still(m: &Maintenance, seen: &Seen) -> bool {
    m.pause.is_some() || (m.running().is_none() && !m.handed_on && !seen.matches(&m.expected_roles()))
}

/// While a role command is under way. None: the roles are as assigned already, or told by the rest of the table.
fn under_way(seen: &Seen, progress: &Progress, around: &Circumstances<'_>) -> Option<PairState> {
    let labels = around.labels;
    // The round may be fresher than the last recorded look: it is what the sentence is about.
    let moved =
        around.maintenance.and_then(Maintenance::running).map_or(progress.phase == Phase::Swapping, |attempt| {
            seen.moved_towards(&attempt.intent.before, &attempt.intent.assigned)
        });
    let role = |side: Side| seen.role(side);
    let minutes = |ms: u64| format!("{}:{:02}", ms / 60_000, ms / 1000 % 60);
    let elapsed = minutes(progress.elapsed_ms);
    let stuck = progress.tone == Tone::NeedsYou;
    let both_backup = Side::BOTH.into_iter().all(|side| role(side) == Some(&Role::Backup));
    let silent = Side::BOTH.into_iter().find(|side| role(*side).is_none() || !seen.answers.of(*side));
    let (name, sentence, next) = match silent {
        _ if both_backup => (
            PairStateName::Swapping,
            format!("Roles are changing one after the other; both stand by for a moment ({elapsed})."),
            if stuck {
                "Longer than usual. Look at /login > Management > Failover on both; do not press anything yet."
            } else {
                "Wait. Both saying backup is normal here."
            },
        ),
        Some(side) if moved => (
            PairStateName::Syncing,
            format!("The roles are changing; {} does not tell its role now ({elapsed}).", labels.of(side)),
            if stuck {
                "Longer than usual. Look at both appliances; where nobody tells its role, moving DNS or NAT to the new \
                 primary shows that it answers."
            } else {
                "Wait. It is read again and again."
            },
        ),
        None if moved => return None,
        Some(side) => (
            PairStateName::Syncing,
            format!("{} ({elapsed}; {} is not readable now).", doing(progress), labels.of(side)),
            if stuck {
                "Longer than the limit. Look at both appliances."
            } else {
                "Wait. Appliances may not answer during a sync."
            },
        ),
        None => (
            PairStateName::Syncing,
            format!("{} ({elapsed}).", doing(progress)),
            if stuck {
                "Past its limit with the roles as before. Keep waiting, or look and state that it did not happen."
            } else {
                meanwhile(progress)
            },
        ),
    };
    Some(PairState { name, tone: progress.tone, sentence, next: next.to_owned() })
}

/// What comes next while the stand-in serves, as planned.
fn over(stage: Stage) -> &'static str {
    match stage {
        Stage::Swing => "Verify that traffic has moved.",
        Stage::Observe => "Observe it, then sign off the outbound leg.",
        Stage::Reconcile | Stage::CheckReturn | Stage::FailBack => "Go on with the way back when it is time.",
        _ => "Do the work; fail back when it is done.",
    }
}

/// What a role command is doing while the roles are as before. Only an answer that it started says that it did (R2).
fn doing(progress: &Progress) -> &'static str {
    match progress.answer {
        Some(RoleAnswer::Started) => "A data sync was started; users are signed out while it runs",
        Some(RoleAnswer::Unknown) => "The role command has no known outcome: it may have started",
        Some(RoleAnswer::Refused) => "The role command was refused; both appliances are read to be sure",
        Some(RoleAnswer::ByHand) => "The roles are to be changed by hand",
        Some(RoleAnswer::NotSent) | None => "The role command is on its way and has no answer yet",
    }
}

/// What to do while the roles are as before.
fn meanwhile(progress: &Progress) -> &'static str {
    match progress.answer {
        Some(RoleAnswer::Started) => "Wait. The roles change when the sync is done.",
        Some(RoleAnswer::Unknown) => "Wait and look. Nothing else is sent until it is known what came of it.",
        Some(RoleAnswer::Refused) => "Wait for the next looks; nothing is sent again by itself.",
        Some(RoleAnswer::ByHand) => {
            "In /login > Management > Failover of the primary, choose the data sync and press Become Backup; then wait."
        }
        Some(RoleAnswer::NotSent) | None => "Wait for its answer.",
    }
}

/// Versions or builds that differ, in words.
fn versions_differ(round: &Round, labels: &Both<String>) -> Option<String> {
    let (home, stand_in) = (round.home.reading()?, round.stand_in.reading()?);
    let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
    let text = |reading: &Reading| {
        let version = reading.version.as_deref().unwrap_or("version not told");
        reading.build.as_ref().map_or_else(|| version.to_owned(), |build| format!("{version} ({build})"))
    };
    (differ(&home.version, &stand_in.version) || differ(&home.build, &stand_in.build))
        .then(|| format!("{} {}, {} {}", labels.home, text(home), labels.stand_in, text(stand_in)))
}
