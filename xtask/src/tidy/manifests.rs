//! The manifests: one version and one feature set for everyone, shared lints, a purpose for every member, and a line
//! in the decision log for every dependency.

use super::Finding;
use super::house::{House, Kind};

const ROOT: &str = "Cargo.toml";

/// The log in which every foreign dependency of the workspace has a line that says why it was taken.
pub const DECISION_LOG: &str = "docs/decisions/0001-dependencies.md";

/// The most dependencies `xtask` may have.
pub const XTASK_DEPENDENCIES: usize = 5;

/// Members take versions, features and lints from the workspace.
pub fn versions_and_lints_are_shared(house: &House) -> Vec<Finding> {
    const RULE: &str = "shared versions";
    let mut findings = vec![];
    for member in &house.members {
        let path = format!("{}/Cargo.toml", member.folder);
        let Some(text) = house.text(&path) else { continue };
        let mut section = "";
        let mut lints = false;
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']');
                continue;
            }
            lints |= section == "lints" && line == "workspace = true";
            let is_entry = section.ends_with("dependencies") && line.contains('=') && !line.starts_with('#');
            if is_entry && !line.contains("workspace = true") {
                findings.push(Finding {
                    rule: RULE,
                    place: format!("{path}:{}", number + 1),
                    message: "versions and features stand in the root Cargo.toml: write `name.workspace = true`".into(),
                });
            }
        }
        if !lints {
            let message = "does not take the workspace's lints: `[lints] workspace = true`".into();
            findings.push(Finding { rule: RULE, place: path, message });
        }
    }
    findings
}

/// Every member stands in the root manifest with one line that says what it is for.
pub fn members_say_their_purpose(house: &House) -> Vec<Finding> {
    let root = house.text(ROOT).unwrap_or_default();
    let purpose = |folder: &str| {
        let line = root.lines().find(|line| line.trim().starts_with(&format!("\"{folder}\"")))?;
        line.split_once('#').map(|(_, purpose)| purpose.trim()).filter(|purpose| !purpose.is_empty())
    };
    let without = house.members.iter().filter(|member| purpose(&member.folder).is_none());
    without
        .map(|member| Finding {
            rule: "purpose",
            place: ROOT.into(),
            message: format!("the member \"{}\" has no line that says its purpose", member.folder),
        })
        .collect()
}

/// `xtask` keeps few dependencies, so that the first task of a fresh clone starts soon.
pub fn xtask_stays_small(house: &House) -> Vec<Finding> {
    let small = |count: usize| count <= XTASK_DEPENDENCIES;
    let xtask = house.members.iter().filter(|member| member.name == "xtask");
    let counts = xtask.map(|member| member.arrows.iter().filter(|arrow| arrow.kind != Kind::Dev).count());
    counts
        .filter(|&count| !small(count))
        .map(|count| Finding {
            rule: "small xtask",
            place: "xtask/Cargo.toml".into(),
            message: format!("{count} dependencies, at most {XTASK_DEPENDENCIES} are allowed"),
        })
        .collect()
}

/// Every foreign dependency of the workspace has its line in the decision log, and every line its dependency.
pub fn dependencies_are_in_the_decision_log(house: &House) -> Vec<Finding> {
    let entries = house.text(ROOT).unwrap_or_default().lines();
    let entries = entries.skip_while(|line| line.trim() != "[workspace.dependencies]").skip(1);
    let entries = entries.take_while(|line| !line.starts_with('['));
    let foreign = entries.filter(|line| !line.contains("path =") && !line.starts_with('#'));
    let taken: Vec<&str> = foreign.filter_map(|line| Some(line.split_once('=')?.0.trim())).collect();
    let rows = house.text(DECISION_LOG).unwrap_or_default().lines();
    let explained: Vec<&str> = rows.filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0)).collect();

    let unexplained = taken.iter().filter(|name| !explained.contains(name));
    let gone = explained.iter().filter(|name| !taken.contains(name));
    let messages = unexplained
        .map(|name| format!("no line says why `{name}` was taken"))
        .chain(gone.map(|name| format!("explains `{name}`, which is not a dependency")));
    messages.map(|message| Finding { rule: "decision log", place: DECISION_LOG.into(), message }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::house::{Text, samples};
    use super::*;

    fn house(member_manifest: &str, root_manifest: &str) -> House {
        let mut house = samples::with_member("a", "crates/a", &[]);
        house.texts.push(Text { path: "crates/a/Cargo.toml".into(), text: member_manifest.into() });
        house.texts.push(Text { path: ROOT.into(), text: root_manifest.into() });
        house
    }

    #[test]
    fn a_version_of_its_own_is_found() {
        let lints = "[lints]\nworkspace = true\n";
        let bad = format!(
            "{lints}[dependencies]\nserde.workspace = true\ntokio = \"1\"\n[dev-dependencies]\nx = {{ path = \"y\" }}"
        );
        let places: Vec<_> = versions_and_lints_are_shared(&house(&bad, "")).into_iter().map(|f| f.place).collect();
        assert_eq!(places, ["crates/a/Cargo.toml:5", "crates/a/Cargo.toml:7"]);
        let fine = format!("{lints}[dependencies]\na = {{ workspace = true, features = [\"x\"] }}");
        assert_eq!(versions_and_lints_are_shared(&house(&fine, "")), []);
    }

    #[test]
    fn missing_lints_are_found() {
        let without = "[package]\nname = \"a\"\n[dependencies]\nserde.workspace = true\n";
        assert_eq!(versions_and_lints_are_shared(&house(without, "")).len(), 1);
    }

    #[test]
    fn a_member_without_a_purpose_is_found() {
        for root in [
            "members = [\n    \"crates/a\",\n]",
            "members = [\n    \"crates/a\", #\n]",
            "members = [\"crates/*\"] # all",
        ] {
            assert_eq!(members_say_their_purpose(&house("", root)).len(), 1, "{root}");
        }
        assert_eq!(members_say_their_purpose(&house("", "members = [\n    \"crates/a\", # counts\n]")), []);
    }

    #[test]
    fn a_sixth_dependency_of_xtask_is_found() {
        let six = [
            ("a", Kind::Normal),
            ("b", Kind::Normal),
            ("c", Kind::Normal),
            ("d", Kind::Build),
            ("e", Kind::Normal),
            ("f", Kind::Normal),
        ];
        assert_eq!(xtask_stays_small(&samples::with_member("xtask", "xtask", &six)).len(), 1);
        assert_eq!(xtask_stays_small(&samples::with_member("xtask", "xtask", &six[1..])), []);
    }

    #[test]
    fn a_dependency_without_a_line_in_the_log_is_found() {
        let mut house = house(
            "",
            "[workspace.dependencies]\n# ours\na = { path = \"crates/a\" }\n# others\nbytes = \"1\"\nring = \"0\"\n[profile.dev]\nx = 1",
        );
        house.texts.push(Text { path: DECISION_LOG.into(), text: "| `ring` | why |\n| `gone` | why |".into() });
        let messages: Vec<_> = dependencies_are_in_the_decision_log(&house).into_iter().map(|f| f.message).collect();
        assert_eq!(messages, ["no line says why `bytes` was taken", "explains `gone`, which is not a dependency"]);
    }
}
