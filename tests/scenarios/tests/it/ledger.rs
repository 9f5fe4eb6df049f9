//! The ledger over HTTPS: forty changes and more, each once, decided, put on the primary, and looked for after the way back.

mod beside;
mod put;
mod share;
mod story;
mod told;
mod under_way;

use scenarios::real::Real;
use serde_json::{Value, json};
use simulator::Config;

/// A pair whose account may read and write the configuration, up to its planned maintenance.
struct Desk {
    real: Real,
    id: String,
}

impl Desk {
    fn new(config: Config, settings: Value) -> Self {
        let real = Real::start(config);
        let set = json!({"perm_configuration": true, "perm_configuration_vault_account": true});
        real.simulator.control("/set", &set).expect("set");
        real.simulator.control("/set", &settings).expect("set");
        real.add_pair();
        let id = real.plan();
        Self { real, id }
    }

    /// Up to the work: the baseline is taken, the stand-in is primary.
    fn away(config: Config, settings: Value) -> Self {
        let desk = Self::new(config, settings);
        desk.leave();
        desk
    }

    fn leave(&self) {
        let id = self.id.as_str();
        self.real.check_and_acknowledge(id, "outbound");
        let saved = self.real.ctl(&["maintenance", "save", id]);
        assert!(matches!(saved.code, Some(0 | 5)), "{saved:?}");
        // What was changed on the backup is known now, and asks.
        self.real.check_and_acknowledge(id, "outbound");
        self.real.expect(0, &["maintenance", "failover", id, "--wait"]);
        self.real.expect(0, &["maintenance", "swing", id, "--wait"]);
        self.real.expect(0, &["maintenance", "settle", id]);
    }

    fn change(&self, change: Value) -> u64 {
        let said = self.real.simulator.control("/change", &change).unwrap_or_else(|why| panic!("{change}: {why}"));
        said["id"].as_u64().unwrap_or_default()
    }

    fn collect(&self) -> Value {
        let collected = self.real.ctl(&["ledger", "collect", &self.id]);
        assert!(matches!(collected.code, Some(0 | 5)), "{collected:?}");
        collected.document().clone()
    }

    fn list(&self) -> Vec<Value> {
        self.real.expect(0, &["ledger", "list", &self.id]).as_array().expect("a list").clone()
    }

    fn shown(&self) -> Value {
        self.real.ctl(&["reconcile", "show", &self.id]).document().clone()
    }

    /// The groups that are not empty, with how many they have and how many wait.
    fn groups(&self) -> Vec<(String, u64, u64)> {
        let shown = self.shown();
        let groups = shown["groups"].as_array().expect("groups").iter();
        let told = |group: &Value| {
            let number = |key: &str| group[key].as_u64().expect("a number");
            (group["group"].as_str().expect("a word").to_owned(), number("count"), number("undecided"))
        };
        groups.map(told).filter(|(_, count, _)| *count > 0).collect()
    }

    fn decide(&self, what: &[&str]) {
        let words = [&["reconcile", "decide", self.id.as_str()], what].concat();
        self.real.expect(0, &words);
    }
}

fn number(group: &str, groups: &[(String, u64, u64)]) -> u64 {
    groups.iter().find(|(name, ..)| name == group).map_or(0, |(_, count, _)| *count)
}
