//! Nothing is collected while a role command is under way: from its intent until its outcome is settled, whoever watches, and
//! where nobody does.

use std::collections::HashMap;

use domain::ids::MaintenanceId;
use domain::maintenance::Maintenance;

use crate::connect::{Connection, lock};
use crate::engine::Engine;

/// What holds collecting back, for each maintenance with a role command under way.
#[derive(Default)]
pub(crate) struct Quiets(HashMap<MaintenanceId, Vec<appliance::Quiet>>);

impl Engine {
    /// Holds collecting with the accounts of this pair back where the journal says that a role command is under way. It is
    /// called with each look, so that it is so after a restart too.
    pub(crate) fn keep_quiet(&self, m: &Maintenance, connection: &Connection) {
        if m.running().is_none() {
            self.end_quiet(m);
        } else {
            // The accounts may be others than before: the new ones are held before the old ones are let go.
            drop(lock(&self.quiets).0.insert(m.id, connection.quiet()));
        }
    }

    /// Lets collecting go on where no role command is under way any more.
    pub(crate) fn end_quiet(&self, m: &Maintenance) {
        if m.running().is_none() {
            drop(lock(&self.quiets).0.remove(&m.id));
        }
    }
}
