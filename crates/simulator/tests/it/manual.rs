//! The manual names everything there is.

use simulator::Call;
use simulator::setting::{APPLIANCE_SETTINGS, PAIR_SETTINGS};
use simulator::switch;

fn manual() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/simulator.md")).unwrap()
}

/// The table of switches as the manual has it.
fn table() -> String {
    let rows = switch::all().iter().map(|switch| {
        let settings = switch.settings.iter().zip(switch.meanings);
        let settings: Vec<String> = settings.map(|(word, meaning)| format!("`{word}`: {meaning}")).collect();
        format!("| `{}` | {} | {} |\n", switch.name, settings.join("<br>"), switch.stands_for)
    });
    rows.collect()
}

#[test]
fn the_manual_has_the_table_of_switches_word_for_word() {
    let (manual, table) = (manual(), table());
    if !manual.contains(&table) {
        let missing: Vec<&str> = table.lines().filter(|row| !manual.contains(row)).collect();
        panic!("the manual misses, or has in another order:\n{}", missing.join("\n"));
    }
    let rows = manual.lines().filter(|line| line.contains("`<br>") || line.contains("<br>`")).count();
    assert_eq!(rows, switch::all().len(), "the manual has a row of a switch that is not there");
}

#[test]
fn the_manual_names_every_setting_and_every_call() {
    let manual = manual();
    let names = PAIR_SETTINGS.iter().map(|setting| setting.name);
    let names = names.chain(APPLIANCE_SETTINGS.iter().map(|setting| setting.name));
    let names = names.chain(Call::names());
    for name in names {
        assert!(manual.contains(&format!("`{name}`")), "the manual does not name {name}");
    }
}
