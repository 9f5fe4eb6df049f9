//! Which evidence journal and ledger name, and which of it is kept.

use std::collections::BTreeSet;

use super::Told;
use crate::replay::round_of;

/// What is named and not kept; how many readings there are; how many name their evidence.
pub(super) fn evidence(told: &Told<'_>) -> (Vec<String>, u64, u64) {
    let kept: BTreeSet<&str> = told.material.evidence.iter().map(|one| one.sha256.as_str()).collect();
    let mut missing = BTreeSet::new();
    let (mut readings, mut named) = (0, 0);
    for entry in &told.replay.entries {
        for look in round_of(&entry.event).into_iter().flat_map(|round| [&round.home, &round.stand_in]) {
            readings += 1;
            let Some(evidence) = &look.evidence else { continue };
            named += 1;
            if !kept.contains(evidence.as_str()) {
                missing.insert(evidence.clone());
            }
        }
    }
    let snapshots = told.ledger.snapshots().iter().filter_map(|taken| taken.sha256.as_ref());
    missing.extend(snapshots.filter(|sha256| !kept.contains(sha256.as_str())).cloned());
    (missing.into_iter().collect(), readings, named)
}
