//! Reconciling: each entry in one group, what a person decided of it, and whether the way back is open.
//!
//! Nothing here is kept: it is what the entries, the roles, the syncs and the decisions come to now.

mod decision;
mod groups;
mod sides;

use std::sync::Arc;

use domain::chain::hex;
use domain::change::Reconciled;
pub use domain::change::{Group, ReconcileVerdict as Verdict};
use domain::observation::Product;
use domain::readiness::LedgerState;
use domain::role::{AssignedRole, Both, Side};
use domain::time::Utc;

use crate::compare::Ignored;
use crate::coverage::{BlindSpot, Coverage, Window, coverage};
use crate::entry::{EntryId, place_of};
use crate::fold::Ledger;
use crate::roles::{Fate, RoleSpan, Sync};

pub use decision::{
    Decision, Disposition, FirstToLast, NotAllowed, Outcome, Standing, Target, allowed, check, is_listed,
};

/// From where entries are judged.
#[derive(Clone, Debug)]
pub struct Standpoint<'a> {
    pub product: Product,
    /// The appliance that is primary now; unknown: nothing can be placed.
    pub primary: Option<Side>,
    pub spans: &'a [RoleSpan],
    /// Data syncs that are known to have been completed, in order.
    pub syncs: &'a [Sync],
    /// Changes of a side before this are no matter of this maintenance.
    pub since: Both<Option<Utc>>,
    pub window: Window,
    pub ignored: &'a Ignored,
    /// In the order of the journal.
    pub decisions: &'a [Decision],
    pub outcomes: &'a [Outcome],
    /// Who stated that the notes are complete, where nothing was watched.
    pub notes_complete: Option<&'a str>,
}

/// An entry in its group.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub entry: EntryId,
    pub group: Group,
    pub fate: Fate,
    pub role_then: Option<AssignedRole>,
    pub standing: Standing,
    /// Both sides were seen to read the same since: it is overwritten already.
    pub already_overwritten: bool,
    /// Entries of the primary that say otherwise, of a conflict.
    pub against: Vec<EntryId>,
    /// The last fact it depends on: a decision that had not seen it does not count.
    pub seq: u64,
}

/// What the gate of the way back is told (R4).
pub use domain::change::Reconciliation as Gate;

/// Every entry in its group, and how far it is decided. It follows from the facts and the journal alone: as long as neither
/// goes on it stays what it is, however much time passes.
#[derive(Debug)]
pub struct Judged {
    /// In the order in which the entries became known.
    pub items: Vec<Item>,
    undecided: u32,
    outstanding: u32,
    /// Noise left out.
    changes: u32,
}

/// Where reconciling stands.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    judged: Arc<Judged>,
    pub blind_spots: Vec<(BlindSpot, Standing)>,
    pub coverage: Coverage,
    pub verdict: Verdict,
    /// Without a decision, blind spots that nobody has read counted.
    pub undecided: u32,
    /// Of these, blind spots.
    pub unread: u32,
    /// Decided to be put on the primary or taken back there, and not done yet.
    pub outstanding: u32,
    pub through: u64,
    notes: usize,
    stated: Option<String>,
}

/// Judges every entry, and what was not looked at.
#[must_use]
pub fn reconcile(ledger: &Ledger, standpoint: &Standpoint<'_>) -> Reconciliation {
    reconcile_judged(Arc::new(judge_entries(ledger, standpoint)), ledger, standpoint)
}

/// Judges every entry.
#[must_use]
pub fn judge_entries(ledger: &Ledger, standpoint: &Standpoint<'_>) -> Judged {
    let decided = decision::Decided::new(standpoint.decisions, standpoint.outcomes);
    let acted_on = decided.acted_on(ledger);
    let mut items = groups::items(ledger, standpoint, &acted_on);
    for item in &mut items {
        let Some(entry) = ledger.entry(item.entry) else { continue };
        let by_us = item.group == Group::Carried && groups::is_by_us(entry, &acted_on);
        item.standing = if by_us { Standing::ByThisProgram } else { decided.standing(item) };
    }
    let count = |counts: fn(&Item) -> bool| u32::try_from(items.iter().filter(|item| counts(item)).count());
    let undecided = count(|item| item.standing == Standing::Undecided).unwrap_or(u32::MAX);
    let outstanding = count(|item| matches!(item.standing, Standing::Outstanding(_))).unwrap_or(u32::MAX);
    let changes = count(|item| item.group != Group::Noise).unwrap_or(u32::MAX);
    Judged { items, undecided, outstanding, changes }
}

/// What the judged entries of this ledger come to at this moment, with what was not looked at until now.
#[must_use]
pub fn reconcile_judged(judged: Arc<Judged>, ledger: &Ledger, standpoint: &Standpoint<'_>) -> Reconciliation {
    let decided = decision::Decided::new(standpoint.decisions, standpoint.outcomes);
    let primary = primary_during(standpoint).or(standpoint.primary);
    let coverage = coverage(ledger, standpoint.product, primary, &standpoint.window);
    // Where nothing was watched, who states that the notes are complete has answered for all of it.
    let answered = !coverage.watched && standpoint.notes_complete.is_some();
    let standing = |spot| if answered { Standing::Settled } else { decided.blind(spot) };
    let spots = coverage.blind_spots.iter().map(|spot| (spot.clone(), standing(spot)));
    let blind_spots: Vec<(BlindSpot, Standing)> = spots.collect();
    let unread = blind_spots.iter().filter(|(_, standing)| *standing == Standing::Undecided).count();
    let unread = u32::try_from(unread).unwrap_or(u32::MAX);
    let undecided = judged.undecided.saturating_add(unread);
    let outstanding = judged.outstanding;
    let verdict = if !coverage.watched && standpoint.notes_complete.is_none() {
        Verdict::NotWatched
    } else if undecided > 0 || outstanding > 0 {
        Verdict::DecisionsNeeded
    } else if judged.changes > 0 {
        Verdict::Reconciled
    } else {
        Verdict::NothingToReconcile
    };
    Reconciliation {
        judged,
        blind_spots,
        coverage,
        verdict,
        undecided,
        unread,
        outstanding,
        through: ledger.seq(),
        notes: ledger.noted().len(),
        stated: standpoint.notes_complete.map(str::to_owned),
    }
}

/// The appliance that was the primary for most of the window: what has to have been watched. After the way back it is not
/// the one that is primary now.
fn primary_during(standpoint: &Standpoint<'_>) -> Option<Side> {
    let window = &standpoint.window;
    let within = |span: &RoleSpan| span.to.unwrap_or(window.to).min(window.to).since_ms(span.from.max(window.from));
    let as_primary = standpoint.spans.iter().filter(|span| span.role == AssignedRole::Primary);
    let longest = as_primary.filter(|span| within(span) > 0).max_by_key(|span| within(span));
    longest.map(|span| span.side)
}

impl Reconciliation {
    /// Where each entry stands, in the order in which they became known.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.judged.items
    }

    #[must_use]
    pub fn item(&self, entry: EntryId) -> Option<&Item> {
        self.items().get(place_of(entry)?)
    }

    pub fn group(&self, group: Group) -> impl Iterator<Item = &Item> {
        self.items().iter().filter(move |item| item.group == group)
    }

    /// The list of a group as it is to be decided at once: what stands undecided in it now.
    #[must_use]
    pub fn list(&self, group: Group) -> Target {
        let undecided = self.group(group).filter(|item| item.standing == Standing::Undecided);
        Target::Listed(domain::change::runs(undecided.map(|item| item.entry)))
    }

    /// The first line of the page.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.verdict.sentence(self.undecided, self.unread, self.outstanding)
    }

    /// The value for the gate. The head is the hash of the last fact of the chain.
    #[must_use]
    pub fn gate(&self, ledger_head: [u8; 32]) -> Gate {
        let undecided = self.undecided.saturating_add(self.outstanding);
        Gate { through: self.through, undecided, ledger_head: hex(&ledger_head) }
    }

    /// Where it stands, as the journal keeps it.
    #[must_use]
    pub fn state(&self, ledger_head: [u8; 32]) -> Reconciled {
        Reconciled {
            through: self.through,
            ledger_head: hex(&ledger_head),
            verdict: self.verdict,
            watched: self.coverage.watched,
            undecided: self.undecided,
            unread: self.unread,
            outstanding: self.outstanding,
            changes: self.judged.changes,
        }
    }

    /// The value for the readiness checks.
    #[must_use]
    pub fn ledger_state(&self) -> LedgerState {
        match (self.coverage.watched, &self.stated) {
            (false, None) => LedgerState::NotWatched { notes: self.notes },
            (false, Some(by)) if self.undecided == 0 && self.outstanding == 0 => {
                LedgerState::StatedComplete { by: by.clone() }
            }
            _ => LedgerState::Watched { undecided: self.undecided.saturating_add(self.outstanding) },
        }
    }
}
