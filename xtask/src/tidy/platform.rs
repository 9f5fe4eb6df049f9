//! Code for one operating system: in few places, behind a trait, short.

use super::Finding;
use super::house::{House, Rust};

const RULE: &str = "platform code";

/// Where code for one operating system may stand (a folder, or a file), with the reason.
pub const PLACES: &[(&str, &str)] = &[
    ("crates/keychain/", "three keychains behind one trait"),
    ("crates/store/src/folder.rs", "where the data folder is, who may read it, whether it is on this computer"),
    ("crates/store/src/folder/", "the parts of the data folder"),
    ("src-tauri/", "the desktop shell"),
];

/// The most lines of a file that is for one operating system.
pub const MOST_LINES: usize = 150;

/// Product code that is compiled for some operating systems only stands in [`PLACES`]; a file named after an operating
/// system stays short.
pub fn platform_code_has_its_place(house: &House) -> Vec<Finding> {
    let mut findings = vec![];
    let product = |path: &str| path.starts_with("crates/") || path.starts_with("src-tauri/");
    for file in house.rust.iter().filter(|file| product(&file.path)) {
        if !PLACES.iter().any(|(place, _)| file.path.starts_with(place)) {
            let tests = file.test_parts();
            let in_product = |at: &usize| !tests.iter().any(|part| part.contains(at));
            findings.extend(platform_marks(file).into_iter().filter(in_product).map(|at| Finding {
                rule: RULE,
                place: file.place(at),
                message: "code for one operating system belongs into keychain, store::folder or src-tauri".into(),
            }));
        }
        let stem = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
        let lines = file.text.lines().count();
        if ["linux", "macos", "unix", "windows"].contains(&stem) && lines > MOST_LINES {
            let message = format!("{lines} lines for one operating system, at most {MOST_LINES} are allowed");
            findings.push(Finding { rule: RULE, place: file.path.clone(), message });
        }
    }
    findings
}

/// Offsets of conditions on the operating system and of its own interfaces.
fn platform_marks(file: &Rust) -> Vec<usize> {
    let code = &file.views.code;
    let mut marks = vec![];
    for opening in ["cfg(", "cfg!(", "cfg_attr("] {
        for (at, _) in code.match_indices(opening) {
            let condition = &code[at..at + code[at..].find(']').unwrap_or(code.len() - at).min(200)];
            let condition = condition.split_once(')').map_or(condition, |(condition, _)| condition);
            let about = ["windows", "unix", "target_os", "target_family"];
            if about.iter().any(|word| !super::house::words_in(condition, word).is_empty()) {
                marks.push(at);
            }
        }
    }
    for interface in ["std::os::unix", "std::os::windows", "std::os::linux", "std::os::macos"] {
        marks.extend(file.find(interface));
    }
    marks.sort_unstable();
    marks
}

#[cfg(test)]
mod tests {
    use super::super::house::samples::with_rust;
    use super::*;

    #[test]
    fn platform_code_outside_its_place_is_found() {
        for text in [
            "#[cfg(windows)] fn f() {}",
            "#[cfg(not(target_os = \"macos\"))] fn f() {}",
            "if cfg!(unix) {}",
            "use std::os::unix::fs::PermissionsExt;",
            "#[cfg_attr(windows, path = \"a.rs\")] mod a;",
        ] {
            assert_eq!(platform_code_has_its_place(&with_rust("crates/engine/src/a.rs", text)).len(), 1, "{text}");
            assert_eq!(platform_code_has_its_place(&with_rust("crates/store/src/folder.rs", text)), [], "{text}");
        }
    }

    #[test]
    fn other_conditions_and_tests_are_fine() {
        for text in [
            "#[cfg(test)] mod windows;",
            "#[cfg(debug_assertions)]",
            "#[cfg(test)] mod tests { #[cfg(unix)] fn a() {} }",
        ] {
            assert_eq!(platform_code_has_its_place(&with_rust("crates/engine/src/a.rs", text)), [], "{text}");
        }
    }

    #[test]
    fn a_long_file_for_one_system_is_found() {
        let long = "line\n".repeat(MOST_LINES + 1);
        assert_eq!(platform_code_has_its_place(&with_rust("crates/keychain/src/linux.rs", &long)).len(), 1);
        assert_eq!(platform_code_has_its_place(&with_rust("crates/keychain/src/entry.rs", &long)), []);
    }
}
