//! What the ledger brings into a journal.

use domain::change::{Disposition, EntryId, Group, ReconcileVerdict, Reconciled, Target};
use domain::journal::{Baseline, ChangeApplied, ChangeIntent, ChangesDecided};
use domain::role::Side;

use super::T0;

pub(crate) fn baseline() -> Baseline {
    Baseline {
        from: T0,
        through: 4,
        configurations: vec![Side::Home, Side::StandIn],
        logs: vec![Side::Home],
        objects: 412,
    }
}

pub(crate) fn decided() -> ChangesDecided {
    ChangesDecided {
        target: Target::Listed(vec![(EntryId(1), EntryId(3)), (EntryId(5), EntryId(5))]),
        group: Group::Carried,
        disposition: Disposition::Keep,
        reason: Some("each is meant to stay".to_owned()),
        through: 17,
    }
}

pub(crate) fn change_intent() -> ChangeIntent {
    ChangeIntent {
        entry: EntryId(7),
        disposition: Disposition::Reapply,
        target: Side::StandIn,
        method: "PATCH".to_owned(),
        path: "/api/config/v1/jump-group/31".to_owned(),
        body: Some("{\"name\":\"Plant 3 North\"}".to_owned()),
    }
}

pub(crate) fn change_applied() -> ChangeApplied {
    ChangeApplied {
        entry: EntryId(7),
        disposition: Disposition::Reapply,
        done: true,
        unknown: false,
        answer: "answered 200 and was read back as it was to be".to_owned(),
    }
}

/// A ledger that watched the work, with so many changes undecided.
pub(crate) fn reconciled(undecided: u32) -> Reconciled {
    Reconciled {
        through: 17,
        ledger_head: "ef".repeat(32),
        verdict: if undecided > 0 { ReconcileVerdict::DecisionsNeeded } else { ReconcileVerdict::Reconciled },
        watched: true,
        undecided,
        unread: 0,
        outstanding: 0,
        changes: 23,
    }
}
