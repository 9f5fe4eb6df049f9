//! Nothing is collected while a role command is under way: from its intent until its outcome is settled, whoever watches, and
//! where nobody does.

use std::collections::HashMap;

use domain::ids::PairId;
use domain::maintenance::Maintenance;

use crate::connect::{Connection, lock};
use crate::engine::Engine;

/// What holds collecting back, for each pair with a role command under way.
#[derive(Default)]
pub(crate) struct Quiets(HashMap<PairId, Vec<appliance::Quiet>>);

impl Engine {
    /// Holds collecting with the accounts of this pair back where the journal says that a role command is under way. It is
    /// called with each look, so that it is so after a restart too.
    pub(crate) fn keep_quiet(&self, m: &Maintenance, connection: &Connection) {
        if m.running().is_none() {
            self.end_quiet(m.planned.pair);
        } else {
            // The accounts may be others than before: the new ones are held before the old ones are let go.
            drop(lock(&self.quiets).0.insert(m.planned.pair, connection.quiet()));
        }
    }

    /// Lets collecting go on: no role command is under way any more, or none that is this copy's.
    pub(crate) fn end_quiet(&self, pair: PairId) {
        drop(lock(&self.quiets).0.remove(&pair));
    }
}
