//! How a leg goes, told as stories: how a role command settles, what is known of its sync, and what stops a maintenance.

mod ends;
mod gate;
mod ledger;
mod settling;
mod sync;
mod witness;

use domain::journal::{
    Event, GapReason, LegDone, PauseCause, RoleAnswer, Settlement, SwingProof, SyncVerdict, Verification, Way,
};
use domain::maintenance::{
    Action, Command, Effect, Phase, Stage, TaskState, allowed_actions, effects, progress, recover, tasks,
};
use domain::observation::{Round, TroubleKind};
use domain::pair_state::Tone;
use domain::plan::{Kind, LegName, Planned};
use domain::role::{Role, Side};
use domain::time::Utc;

use crate::story::{
    MINUTE, N, Retold, RoundTold, Story, after, before, check_input, check_input_of, command_id, guid, kinds, mute,
    planned, round, silent, strange_guid, stranger, troubled,
};

fn observe(round: Round) -> Command {
    Command::Look { round: Box::new(round) }
}

fn not_happened() -> Command {
    Command::NotHappened { reason: "looked at /login on both".to_owned() }
}

fn adopt() -> Command {
    Command::Adopt { reason: "automatic failover acted".to_owned() }
}

fn close_away() -> Command {
    Command::CloseAway { new_home: false, reason: "not mended".to_owned() }
}

fn abandon() -> Command {
    Command::Abandon { reason: "the window was lost".to_owned() }
}

#[track_caller]
fn done(story: &Story, leg: LegName) -> LegDone {
    story.m.leg(leg).done.clone().expect("the leg is done").0
}

fn settlement(story: &Story) -> Option<Settlement> {
    let leg = &story.m.outbound;
    leg.attempts.last().and_then(|attempt| attempt.settled).map(|(settlement, _)| settlement)
}

fn may(story: &Story, action: Action) -> bool {
    allowed_actions(&story.m, story.now).contains(&action)
}
