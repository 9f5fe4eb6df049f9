//! How long each phase usually takes on one pair: learned from its own journals.

use domain::ids::{MaintenanceNumber, PairId};
use domain::journal::{Entry, Event, Way};
use domain::maintenance::Maintenance;
use domain::plan::{LegName, Limits};
use domain::time::Utc;

use crate::engine::Engine;
use crate::error::EngineError;

/// From so many samples on, Slow begins at the p90 (product, section 5).
const ENOUGH: usize = 5;

/// A phase whose durations are learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsualPhase {
    /// From the command until the roles begin to change.
    Sync,
    /// From there until both are as assigned.
    Swap,
    /// From there until traffic has moved.
    Swing,
}

impl UsualPhase {
    pub const ALL: [Self; 3] = [Self::Sync, Self::Swap, Self::Swing];
}

/// How long a phase took. Milliseconds; each is a value that was really seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usual {
    pub phase: UsualPhase,
    pub samples: usize,
    pub shortest_ms: u64,
    pub longest_ms: u64,
    pub p50_ms: u64,
    pub p90_ms: u64,
}

/// What one pair's journals teach. A phase without a sample is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    took: [Vec<u64>; UsualPhase::ALL.len()],
}

impl Learned {
    /// Takes in both legs of a maintenance. A phase with a gap in watching, a leg made by hand and one that was adopted
    /// teach nothing.
    pub fn add(&mut self, m: &Maintenance, entries: &[Entry]) {
        for leg in [LegName::Outbound, LegName::Return] {
            for (samples, took) in self.took.iter_mut().zip(took(m, leg, entries)) {
                samples.extend(took);
            }
        }
    }

    #[must_use]
    pub fn usual(&self) -> Vec<Usual> {
        UsualPhase::ALL.into_iter().zip(&self.took).filter_map(|(phase, took)| usual(phase, took.clone())).collect()
    }

    pub(crate) fn teach(&self, limits: &mut Limits) {
        for usual in self.usual().into_iter().filter(|usual| usual.samples >= ENOUGH) {
            match usual.phase {
                UsualPhase::Sync => limits.slow_sync_ms = Some(usual.p90_ms),
                UsualPhase::Swap => limits.slow_swap_ms = Some(usual.p90_ms),
                UsualPhase::Swing => {}
            }
        }
    }
}

impl Engine {
    /// What the journals of a pair teach; of a report, those `before` its own: what comes later does not change it.
    pub(crate) fn learned(&self, pair: PairId, before: Option<MaintenanceNumber>) -> Result<Learned, EngineError> {
        let mut learned = Learned::default();
        let is_told = |number| before.is_none_or(|before| number < before);
        let told = self.store.maintenances()?.into_iter().filter(|row| row.pair == pair && is_told(row.number));
        for row in told {
            // A journal that cannot be read teaches nothing; where it is opened, it says so itself.
            if let Ok((record, entries)) = crate::record::Record::load(&self.store, &row) {
                learned.add(&record.maintenance, &entries);
            }
        }
        Ok(learned)
    }
}

/// By the wall clock of two events.
fn took(m: &Maintenance, leg: LegName, entries: &[Entry]) -> [Option<u64>; UsualPhase::ALL.len()] {
    let state = m.leg(leg);
    let Some((done, done_at)) = state.done.as_ref() else { return [None; UsualPhase::ALL.len()] };
    let attempt = state.attempts.iter().find(|attempt| Some(attempt.intent.command) == done.command);
    let Some(attempt) = attempt.filter(|attempt| attempt.intent.way == Way::Planned) else {
        return [None; UsualPhase::ALL.len()];
    };
    let moved = attempt.both_backup_since.or(attempt.settled.map(|(_, at)| at));
    let span = |from: Option<Utc>, to: Option<Utc>| {
        let (from, to) = from.zip(to)?;
        let gap = entries.iter().any(|entry| {
            matches!(entry.event, Event::WatchGap { .. }) && entry.stamp.at >= from && entry.stamp.at <= to
        });
        u64::try_from(to.since_ms(from)).ok().filter(|_| !gap)
    };
    let swung = state.swing.as_ref().map(|(_, at)| *at);
    [span(Some(attempt.intended_at), moved), span(moved, Some(*done_at)), span(Some(*done_at), swung)]
}

fn usual(phase: UsualPhase, mut took: Vec<u64>) -> Option<Usual> {
    took.sort_unstable();
    let (shortest_ms, longest_ms) = (*took.first()?, *took.last()?);
    // The nearest rank: a value that was really seen.
    let rank = |percent: usize| took[(took.len() * percent).div_ceil(100).saturating_sub(1)];
    Some(Usual { phase, samples: took.len(), shortest_ms, longest_ms, p50_ms: rank(50), p90_ms: rank(90) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_was_really_seen() {
        let told = usual(UsualPhase::Swap, vec![50, 10, 30, 20, 40]).expect("samples");
        assert_eq!((told.samples, told.shortest_ms, told.longest_ms), (5, 10, 50));
        assert_eq!((told.p50_ms, told.p90_ms), (30, 50));
        let one = usual(UsualPhase::Swap, vec![7]).expect("a sample");
        assert_eq!((one.p50_ms, one.p90_ms), (7, 7));
        assert_eq!(usual(UsualPhase::Swap, Vec::new()), None);
    }

    #[test]
    fn slow_begins_at_the_p90_from_five_samples_on() {
        let mut limits = Limits::from(&domain::settings::Settings::default());
        let before = limits.clone();
        let mut learned = Learned { took: [vec![1, 2, 3, 4], vec![], vec![9; 9]] };
        learned.teach(&mut limits);
        assert_eq!(limits, before, "four samples are too few, and a swing has no such band");
        learned.took[0].push(5);
        learned.teach(&mut limits);
        assert_eq!((limits.slow_sync_ms, limits.slow_swap_ms), (Some(5), None));
    }
}
