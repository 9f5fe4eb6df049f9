//! The manual names everything there is.

use simulator::Call;
use simulator::setting::{APPLIANCE_SETTINGS, PAIR_SETTINGS, SWITCHES};

#[test]
fn the_manual_names_every_setting_and_every_call() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/simulator.md");
    let manual = std::fs::read_to_string(path).unwrap();
    let names = PAIR_SETTINGS.iter().map(|setting| setting.name);
    let names = names.chain(APPLIANCE_SETTINGS.iter().map(|setting| setting.name));
    let names = names.chain(SWITCHES.iter().map(|setting| setting.name)).chain(Call::names());
    for name in names {
        assert!(manual.contains(&format!("`{name}`")), "the manual does not name {name}");
    }
}
