//! What is changed on the simulated pair during the demo, and how it is reconciled.

use serde_json::{Value, json};
use simulator::Running;

use super::{Story, failed};
use crate::error::WireError;
use crate::{ledger, reconcile, wire};

/// Made by an administrator while atl-2 serves: two on the primary, one by mistake on the backup.
fn changes() -> [Value; 3] {
    let change = |appliance: &str, id: u64, name: &str| json!({"appliance": appliance, "kind": "jump-group", "action": "change", "id": id, "fields": {"name": name}});
    let added = json!({"appliance": "b", "kind": "jump-group", "action": "add", "fields": {"name": "Night shift", "code_name": "night"}});
    [change("b", 1, "Desks, first floor"), added, change("a", 2, "Servers, cellar")]
}

impl Story<'_> {
    /// Somebody works in /login of both appliances meanwhile.
    pub(super) fn somebody_changes(&self, running: &Running) -> Result<(), WireError> {
        for change in changes() {
            running.control("/change", &change).map_err(failed)?;
        }
        self.line("Meanwhile an administrator changes three jump groups in /login: two on atl-2, one on atl-1.");
        Ok(())
    }

    /// Reads what was changed, decides, puts on the primary what is to be kept.
    pub(super) async fn reconcile(&self, id: &str) -> Result<(), WireError> {
        let name = || wire::NameMaintenance { id: id.to_owned() };
        let collect = wire::CollectLedger { id: id.to_owned(), snapshot: true };
        self.line(&ledger::collect(self.desk, collect).await?.sentence);
        let told = reconcile::show(self.desk, name()).await?;
        for change in &told.entries {
            let object = change.object.name.as_deref().unwrap_or(&change.object.kind);
            let on = change.appliance.as_deref().unwrap_or("neither appliance");
            self.line(&format!(
                "{} on {on}: {} > {object} {} ({})",
                change.entry, change.place, change.kind, change.group
            ));
        }
        self.line(&format!("{}.", told.sentence));
        for group in told.groups.iter().filter(|group| group.undecided > 0) {
            let disposition = match group.group {
                "carried" => "keep",
                "overwritten" => "reapply",
                "blind_spot" => "confirm",
                _ => "waive",
            };
            let decision = wire::DecideChange {
                id: id.to_owned(),
                group: Some(group.group.to_owned()),
                disposition: disposition.to_owned(),
                reason: Some("a simulated pair: nothing is at risk".to_owned()),
                ..wire::DecideChange::default()
            };
            reconcile::decide(self.desk, decision).await?;
            self.line(&format!("{} {}: {disposition}.", group.undecided, group.group.replace('_', " ")));
        }
        let plan = reconcile::plan(self.desk, name()).await?;
        for step in plan.steps.iter().filter(|step| step.act == "call") {
            let (method, path) = (step.method.unwrap_or_default(), step.path.as_deref().unwrap_or_default());
            self.line(&format!("{} is to be sent to {}: {method} {path}", step.entry, plan.primary));
        }
        let apply = wire::ApplyPlan { id: id.to_owned(), entries: vec![], seen: None };
        self.line(&reconcile::apply(self.desk, apply).await?.sentence);
        let after = reconcile::show(self.desk, name()).await?;
        self.line(&format!("{}.", after.sentence));
        if after.undecided + after.outstanding > 0 {
            return Err(failed(after.sentence));
        }
        Ok(())
    }
}
