//! The state of a maintenance: the fold of its journal and nothing else (R6).

mod action;
mod apply;
mod arrival;
mod decide;
mod history;
mod look;
mod progress;
mod recover;
mod stage;
mod sync;
mod tasks;

pub use crate::change::Reconciliation;
pub use action::{Action, REFUSAL_CODES, Refusal, allowed_actions, may};
pub use apply::{IllegalEvent, apply, begin, fold};
pub use decide::{Command, decide};
pub use history::{History, RoleRun, SyncDone};
pub use progress::{Effect, Phase, Progress, effects, progress};
pub use recover::{Recovery, recover};
pub use stage::Stage;
pub use sync::proof as sync_proof;
pub use tasks::{Task, TaskState, tasks};

use std::collections::BTreeSet;

use crate::change::{Decision, Outcome, ReconcileVerdict, Reconciled};
use crate::ids::{Guid, MaintenanceId};
use crate::journal::{
    Baseline, ChangeIntent, LegDone, Observed, PauseCause, RoleAnswer, RoleIntent, Settlement, SwingProof, Verification,
};
use crate::plan::{LegName, Planned};
use crate::readiness::{self, Checked, Finding, FindingResult, LedgerState, PlanFacts, Verdict};
use crate::role::{AssignedRole, Both, Side};
use crate::seen::Seen;
use crate::time::Utc;

/// The code a person acknowledges when a leg is done and its data sync is not proven.
pub const SYNC_UNPROVEN: &str = "sync_unproven";

/// One role command from its intent to its settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub intent: RoleIntent,
    pub intended_at: Utc,
    pub answer: Option<(RoleAnswer, Utc)>,
    /// What the appliance said, as given.
    pub answer_text: String,
    pub settled: Option<(Settlement, Utc)>,
    /// When both appliances were first seen as backup.
    pub both_backup_since: Option<Utc>,
}

impl Attempt {
    /// Nothing is known yet of how it came out: no other role command of this pair is allowed (R2).
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.settled.is_none()
    }
}

/// One leg as the journal tells it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Leg {
    /// Every role command of this leg, the last one last.
    pub attempts: Vec<Attempt>,
    pub done: Option<(LegDone, Utc)>,
    pub swing: Option<(SwingProof, Utc)>,
    pub signed_off_at: Option<Utc>,
}

impl Leg {
    /// The command under way: intended, and neither settled as not done nor followed by the end of the leg.
    #[must_use]
    pub fn running(&self) -> Option<&Attempt> {
        if self.done.is_some() {
            return None;
        }
        self.attempts.last().filter(|attempt| matches!(attempt.settled, None | Some((Settlement::Happened, _))))
    }
}

/// A warning a person answered for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    pub leg: LegName,
    pub code: String,
    pub subject: String,
    pub result: FindingResult,
    pub reason: String,
    pub by: String,
    pub at: Utc,
}

/// The last recorded look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    pub observed: Observed,
    pub at: Utc,
    /// Since when the roles have looked like this.
    pub since: Utc,
}

/// What became of the task *save*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    Skipped { reason: String },
    Named { side: Side, file_name: String, sha256: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub at: Utc,
    pub by: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maintenance {
    pub id: MaintenanceId,
    /// The last event folded in.
    pub seq: u64,
    pub planned: Planned,
    pub planned_at: Utc,
    pub planned_by: String,
    pub stage: Stage,
    pub ended_at: Option<Utc>,
    pub approval: Option<String>,
    pub outbound: Leg,
    pub return_leg: Leg,
    /// The last readiness check of the leg that comes next, while it still counts.
    pub check: Option<(Checked, Utc)>,
    pub acknowledgements: Vec<Acknowledgement>,
    pub saved: Vec<Saved>,
    /// The GUIDs expected now: as planned, or as accepted since.
    pub guids: Both<Guid>,
    /// The last look since the last role command or gap.
    pub sight: Option<Sight>,
    /// Which appliances have told their version while they were backup: one that has, is not a backup that tells none.
    pub told_as_backup: Both<bool>,
    /// When the roles were last seen as this maintenance expects them.
    pub as_expected_at: Option<Utc>,
    pub pause: Option<(PauseCause, Utc)>,
    pub notes: Vec<Note>,
    /// Who stated that the notes are complete.
    pub notes_complete: Option<String>,
    pub verification: Option<(Verification, Utc)>,
    /// The configuration before the work, and when that was known.
    pub baseline: Option<(Baseline, Utc)>,
    /// What was decided of changes, in order.
    pub decisions: Vec<Decision>,
    /// Kinds of objects and their fields that a person wants to hear no more of.
    pub ignored: BTreeSet<(String, String)>,
    /// What came of re-applying and undoing, in order.
    pub outcomes: Vec<Outcome>,
    /// A call that left, or may have, and whose outcome is not written: it is read back before another follows.
    pub change_under_way: Option<ChangeIntent>,
    /// What all looks told together.
    pub history: History,
    /// Where the ledger stood when it was last judged.
    pub reconciliation: Option<(Reconciled, Utc)>,
    /// An export closed this copy to acts.
    pub handed_on: bool,
}

impl Maintenance {
    #[must_use]
    pub fn leg(&self, name: LegName) -> &Leg {
        match name {
            LegName::Outbound => &self.outbound,
            LegName::Return => &self.return_leg,
        }
    }

    pub(crate) fn leg_mut(&mut self, name: LegName) -> &mut Leg {
        match name {
            LegName::Outbound => &mut self.outbound,
            LegName::Return => &mut self.return_leg,
        }
    }

    /// The leg that is under way or comes next; none once the way back is done.
    #[must_use]
    pub fn current_leg(&self) -> Option<LegName> {
        if self.return_leg.done.is_some() {
            None
        } else if self.outbound.done.is_some() || self.planned.taken_up {
            Some(LegName::Return)
        } else {
            Some(LegName::Outbound)
        }
    }

    /// The role command under way. None once the maintenance has ended.
    #[must_use]
    pub fn running(&self) -> Option<&Attempt> {
        if self.stage.ended() {
            return None;
        }
        self.current_leg().and_then(|leg| self.leg(leg).running())
    }

    /// Was a role command ever intended that may have changed something?
    #[must_use]
    pub fn acted(&self) -> bool {
        self.planned.taken_up
            || self.outbound.done.is_some()
            || self.outbound.attempts.iter().any(|a| matches!(a.settled, None | Some((Settlement::Happened, _))))
    }

    /// The roles this maintenance expects while no role command is under way.
    #[must_use]
    pub fn expected_roles(&self) -> Both<AssignedRole> {
        match self.current_leg() {
            Some(leg) => leg.before(),
            None => LegName::Return.assigned(),
        }
    }

    /// The side that is, or is to be, primary as far as the legs done tell.
    #[must_use]
    pub fn current_primary(&self) -> Side {
        self.current_leg().map_or(Side::Home, |leg| leg.new_primary().other())
    }

    /// What the last look says.
    #[must_use]
    pub fn seen(&self) -> Option<Seen> {
        self.sight.as_ref().map(|sight| Seen::of(&sight.observed.round, &self.guids))
    }

    /// Has the last look been the same for as many samples as settle an outcome?
    #[must_use]
    pub fn settled_look(&self) -> bool {
        self.sight.as_ref().is_some_and(|sight| sight.observed.run >= self.planned.limits.settle_samples)
    }

    #[must_use]
    pub fn is_acknowledged(&self, leg: LegName, finding: &Finding) -> bool {
        self.acknowledgements.iter().any(|ack| {
            ack.leg == leg && ack.code == finding.code && ack.subject == finding.subject && ack.result == finding.result
        })
    }

    /// What the last check of `leg` comes to, acknowledgements counted. None: not checked, or void.
    #[must_use]
    pub fn readiness(&self, leg: LegName) -> Option<Verdict> {
        let (checked, _) = self.check.as_ref().filter(|(checked, _)| checked.leg == leg)?;
        Some(readiness::verdict(&checked.findings, |finding| self.is_acknowledged(leg, finding)))
    }

    /// Is a leg done, and not yet judged by whether users come back?
    #[must_use]
    pub fn awaits_users(&self) -> bool {
        matches!(self.stage, Stage::Swing | Stage::Observe | Stage::SwingReturn | Stage::Verify)
    }

    /// When nobody was counted on the new primary, `reconnect_ms` or longer after a leg that cut users off was done. None:
    /// somebody was, it was too early, nothing was counted, or the leg is signed off already.
    #[must_use]
    pub fn users_missing(&self, counted: Option<(u32, Utc)>, reconnect_ms: u64) -> Option<Utc> {
        if !self.awaits_users() {
            return None;
        }
        let leg = if self.return_leg.done.is_some() { &self.return_leg } else { &self.outbound };
        let (_, done_at) = leg.done.as_ref()?;
        leg.attempts.last()?.intent.users.filter(|users| *users > 0)?;
        let (users, at) = counted?;
        let waited_ms = u64::try_from(at.since_ms(*done_at)).unwrap_or(0);
        (users == 0 && waited_ms >= reconnect_ms).then_some(at)
    }

    /// The data sync of a done leg is not proven and nobody has answered for it.
    #[must_use]
    pub fn sync_asks(&self, leg: LegName) -> bool {
        let unproven =
            self.leg(leg).done.as_ref().is_some_and(|(done, _)| done.sync == crate::journal::SyncVerdict::Unproven);
        unproven && !self.acknowledgements.iter().any(|ack| ack.leg == leg && ack.code == SYNC_UNPROVEN)
    }

    /// Where the ledger stands. What was watched is told by it, whatever a person stated before.
    #[must_use]
    pub fn ledger(&self) -> LedgerState {
        let state = self.reconciliation.as_ref().map(|(state, _)| state);
        let open = state.map_or(0, Reconciled::open);
        match (state, self.statement()) {
            (Some(state), _) if state.watched => LedgerState::Watched { undecided: open },
            (_, None) => LedgerState::NotWatched { notes: self.notes.len() },
            // What people noted wants a decision too.
            (Some(state), Some(_)) if open > 0 && state.verdict != ReconcileVerdict::NotWatched => {
                LedgerState::Watched { undecided: open }
            }
            (_, Some(by)) => LedgerState::StatedComplete { by: by.to_owned() },
        }
    }

    /// Who stated that the notes are complete, where nothing was watched.
    #[must_use]
    pub fn statement(&self) -> Option<&str> {
        let acknowledged =
            || self.acknowledgements.iter().find(|ack| ack.leg == LegName::Return && ack.code == "ledger");
        self.notes_complete.as_deref().or_else(|| acknowledged().map(|ack| ack.by.as_str()))
    }

    /// R4's third part: the ledger is reconciled, by decision or by a named statement where nothing was watched.
    #[must_use]
    pub fn reconciled(&self) -> bool {
        match self.ledger() {
            LedgerState::NotWatched { .. } => false,
            LedgerState::StatedComplete { .. } => true,
            LedgerState::Watched { undecided } => undecided == 0,
        }
    }

    /// What readiness needs to know of the plan.
    #[must_use]
    pub fn plan_facts(&self, leg: LegName) -> PlanFacts {
        let intent = &self.planned.intent;
        let approver = self.approval.clone().or_else(|| intent.approver.clone());
        let asked = intent.requester.as_deref().unwrap_or(&self.planned_by);
        let self_approved = approver.as_deref().is_some_and(|name| name.trim().eq_ignore_ascii_case(asked.trim()));
        PlanFacts {
            approver,
            self_approved,
            window: match leg {
                LegName::Outbound => intent.window.clone(),
                LegName::Return => intent.return_window.clone(),
            },
            ledger: self.ledger(),
            undecided: self.reconciliation.as_ref().map(|(state, _)| state.undecided.saturating_sub(state.unread)),
            told_as_backup: self.told_as_backup.clone(),
        }
    }

    /// A label for a sentence.
    #[must_use]
    pub fn label(&self, side: Side) -> &str {
        &self.planned.appliances.of(side).label
    }

    /// Changes that nobody decided, or that are decided and not done, as an open point.
    #[must_use]
    pub fn open_changes(&self) -> Option<String> {
        let (state, _) = self.reconciliation.as_ref().filter(|(state, _)| state.open() > 0)?;
        Some(format!(
            "the ledger is not reconciled: {}",
            state.verdict.sentence(state.undecided, state.unread, state.outstanding)
        ))
    }

    /// What stays open at an end: not hidden, not forgotten.
    #[must_use]
    pub fn open_points(&self) -> Vec<String> {
        let mut points = Vec::new();
        for leg in [LegName::Outbound, LegName::Return] {
            if self.sync_asks(leg) {
                points.push(format!("the data sync of the {} leg is not proven", leg.words()));
            }
            // While it goes on it is no open point; a record that is closed over it says so.
            let changed = |attempt: &Attempt| matches!(attempt.settled, Some((Settlement::Happened, _)));
            if self.leg(leg).running().is_some_and(changed) {
                points.push(format!("the {} leg changed a role, and its end was never seen", leg.words()));
            }
        }
        if let Some((verification, _)) = &self.verification {
            points.extend(verification.open_points.iter().cloned());
        }
        points
    }
}

impl LegName {
    /// The leg in a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Outbound => "outbound",
            Self::Return => "return",
        }
    }
}
