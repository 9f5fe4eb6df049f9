//! Foreign crates that have one home among ours: what they do is done there and nowhere else.

use super::Finding;
use super::arrows::is_outside_the_product;
use super::house::House;

const RULE: &str = "homes";

/// Foreign crates (a trailing `*` stands for any ending) and the members that may use them.
///
/// The simulator has its own server and its own certificates, so TLS is at home there too; HTTP clients and XML are
/// not: what both sides shared would hide a mistake in both.
pub const HOMES: &[(&str, &[&str])] = &[
    ("keyring*", &["keychain"]),
    ("apple-native-keyring-store", &["keychain"]),
    ("windows-native-keyring-store", &["keychain"]),
    ("zbus*", &["keychain"]),
    ("secret-service", &["keychain"]),
    ("security-framework", &["keychain"]),
    ("rusqlite", &["store"]),
    ("libsqlite3-sys", &["store"]),
    ("reqwest", &["appliance"]),
    ("hyper*", &["appliance"]),
    ("quick-xml", &["appliance"]),
    ("rustls*", &["appliance", "simulator"]),
    ("tokio-rustls", &["appliance", "simulator"]),
    ("tauri*", &["switchback"]),
    ("typst*", &["typeset"]),
    ("clap", &["cli", "simulator", "xtask"]),
    ("anyhow", &["xtask"]),
];

/// Crates with a home are used only there, and in the tests that stand outside the product.
pub fn foreign_crates_stay_at_home(house: &House) -> Vec<Finding> {
    let mut findings = vec![];
    for member in &house.members {
        for arrow in &member.arrows {
            let home = HOMES.iter().find(|(name, _)| matches(name, &arrow.to));
            let Some((_, homes)) = home else { continue };
            let outside = is_outside_the_product(member) && member.name != "xtask";
            if !outside && !homes.contains(&member.name.as_str()) {
                findings.push(Finding {
                    rule: RULE,
                    place: format!("{}/Cargo.toml", member.folder),
                    message: format!("`{}` is used outside its home ({})", arrow.to, homes.join(", ")),
                });
            }
        }
    }
    findings
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

/// The page reaches the desktop shell in one folder only.
pub fn the_page_reaches_the_shell_in_one_folder(house: &House) -> Vec<Finding> {
    let shell = "@tauri-apps/";
    let in_page = |path: &str| path.starts_with("ui/src/") && !path.starts_with("ui/src/lib/backend/");
    let found = house.texts.iter().filter(|file| in_page(&file.path) && file.text.contains(shell));
    found
        .map(|file| Finding {
            rule: RULE,
            place: file.path.clone(),
            message: format!("imports `{shell}` outside ui/src/lib/backend"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::house::{Kind, samples};
    use super::*;

    #[test]
    fn a_crate_away_from_home_is_found() {
        for (member, foreign) in [
            ("app", "rusqlite"),
            ("engine", "keyring-core"),
            ("simulator", "quick-xml"),
            ("xtask", "reqwest"),
            ("cli", "tauri-build"),
        ] {
            let house = samples::with_member(member, &format!("crates/{member}"), &[(foreign, Kind::Dev)]);
            assert_eq!(foreign_crates_stay_at_home(&house).len(), 1, "{foreign} in {member}");
        }
    }

    #[test]
    fn a_crate_at_home_is_fine_and_so_are_scenarios() {
        let at_home = samples::with_member("simulator", "crates/simulator", &[("rustls", Kind::Normal)]);
        let scenario = samples::with_member("scenarios", "tests/scenarios", &[("rusqlite", Kind::Dev)]);
        assert_eq!(foreign_crates_stay_at_home(&at_home), []);
        assert_eq!(foreign_crates_stay_at_home(&scenario), []);
    }

    #[test]
    fn an_import_of_the_shell_in_a_component_is_found() {
        let import = "import { invoke } from '@tauri-apps/api/core';";
        let component = samples::with_text("ui/src/lib/components/shared/Button.svelte", import);
        let backend = samples::with_text("ui/src/lib/backend/tauri.ts", import);
        assert_eq!(the_page_reaches_the_shell_in_one_folder(&component).len(), 1);
        assert_eq!(the_page_reaches_the_shell_in_one_folder(&backend), []);
    }
}
