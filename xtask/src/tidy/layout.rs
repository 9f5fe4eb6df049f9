//! The shape of the sources: where modules live, how a crate begins, how long a file may be.

use super::Finding;
use super::house::{House, Rust};

/// From here on a file is named by `cargo xtask tidy`, so that somebody looks at it.
pub const LONG_LINES: usize = 300;

/// A file that is longer than this wants splitting.
pub const MOST_LINES: usize = 500;

/// The fewest lines of a library's header: what it is, what it is not, its invariant, a map.
pub const HEADER_LINES: usize = 4;

/// Files that may be longer than [`MOST_LINES`], with the reason.
pub const MAY_BE_LONGER: &[(&str, &str)] = &[];

/// A module is `foo.rs` with its parts in `foo/`.
pub fn no_mod_rs(house: &House) -> Vec<Finding> {
    let found = house.rust.iter().filter(|file| file.path.ends_with("/mod.rs"));
    found
        .map(|file| Finding {
            rule: "no mod.rs",
            place: file.path.clone(),
            message: "name the module's file after the module and put its parts into a folder beside it".into(),
        })
        .collect()
}

/// The integration tests of a crate are one program, `tests/it/main.rs` with modules: each further one links everything
/// again.
pub fn one_test_binary_a_crate(house: &House) -> Vec<Finding> {
    let mut findings = vec![];
    for member in &house.members {
        let tests = format!("{}/tests/", member.folder);
        for file in &house.rust {
            let Some(inside) = file.path.strip_prefix(&tests) else { continue };
            if !inside.contains('/') || (inside.ends_with("/main.rs") && inside != "it/main.rs") {
                findings.push(Finding {
                    rule: "one test binary",
                    place: file.path.clone(),
                    message: format!("make it a module of {tests}it/main.rs"),
                });
            }
        }
    }
    findings
}

/// Every library and program begins with what it is; a library's header is long enough to say what it is not, its
/// invariant and a map of its modules.
pub fn crates_have_a_header(house: &House) -> Vec<Finding> {
    let finding =
        |file: &Rust, message: &str| Finding { rule: "header", place: file.path.clone(), message: message.into() };
    let mut findings = vec![];
    for file in &house.rust {
        let is_library = file.path.ends_with("src/lib.rs");
        let is_program = file.path.ends_with("src/main.rs") || file.path.contains("/src/bin/");
        let header = file.text.lines().take_while(|line| line.starts_with("//!")).count();
        if (is_library || is_program) && header == 0 {
            findings.push(finding(file, "does not begin with `//!` and what it is"));
        } else if is_library && file.path.starts_with("crates/") && header < HEADER_LINES {
            findings
                .push(finding(file, "the header says too little: what it is, what it is not, its invariant, a map"));
        }
    }
    findings
}

/// No source file is longer than [`MOST_LINES`], but for those listed with a reason.
pub fn files_have_one_idea(house: &House) -> Vec<Finding> {
    let listed = |path: &str| MAY_BE_LONGER.iter().any(|(file, _)| *file == path);
    let found = sources(house).filter(|(path, lines)| *lines > MOST_LINES && !listed(path));
    found
        .map(|(path, lines)| Finding {
            rule: "one idea a file",
            place: path.into(),
            message: format!("{lines} lines; past {MOST_LINES} it wants splitting"),
        })
        .collect()
}

/// Source files over [`LONG_LINES`], the longest first: no finding, only a look.
pub fn long_files(house: &House) -> Vec<(&str, usize)> {
    let mut long: Vec<_> = sources(house).filter(|(_, lines)| *lines > LONG_LINES).collect();
    long.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    long
}

fn sources(house: &House) -> impl Iterator<Item = (&str, usize)> {
    let is_source = |path: &str| [".rs", ".svelte", ".ts"].iter().any(|end| path.ends_with(end));
    let made = |path: &str| path.starts_with("ui/src/lib/wire/");
    let files = house.texts.iter().filter(move |file| is_source(&file.path) && !made(&file.path));
    files.map(|file| (file.path.as_str(), file.text.lines().count()))
}

#[cfg(test)]
mod tests {
    use super::super::house::samples::{with_member, with_rust, with_text};
    use super::*;

    #[test]
    fn a_mod_rs_is_found() {
        assert_eq!(no_mod_rs(&with_rust("crates/a/src/b/mod.rs", "")).len(), 1);
        assert_eq!(no_mod_rs(&with_rust("crates/a/src/b.rs", "")), []);
    }

    #[test]
    fn a_second_test_binary_is_found() {
        let house = |path: &str| House { rust: vec![Rust::new(path, "")], ..with_member("a", "crates/a", &[]) };
        assert_eq!(one_test_binary_a_crate(&house("crates/a/tests/more.rs")).len(), 1);
        assert_eq!(one_test_binary_a_crate(&house("crates/a/tests/more/main.rs")).len(), 1);
        assert_eq!(one_test_binary_a_crate(&house("crates/a/tests/it/main.rs")), []);
        assert_eq!(one_test_binary_a_crate(&house("crates/a/tests/it/more.rs")), []);
    }

    #[test]
    fn a_missing_or_thin_header_is_found() {
        assert_eq!(crates_have_a_header(&with_rust("crates/a/src/main.rs", "fn main() {}\n//! late")).len(), 1);
        assert_eq!(crates_have_a_header(&with_rust("crates/a/src/lib.rs", "//! one\n//! two\nmod b;")).len(), 1);
        assert_eq!(crates_have_a_header(&with_rust("crates/a/src/lib.rs", "//! a\n//! b\n//! c\n//! d\n")), []);
        assert_eq!(crates_have_a_header(&with_rust("crates/a/src/b.rs", "mod b;")), []);
    }

    #[test]
    fn a_file_of_too_many_lines_is_found() {
        let lines = |count| "line\n".repeat(count);
        assert_eq!(files_have_one_idea(&with_text("crates/a/src/b.rs", &lines(MOST_LINES + 1))).len(), 1);
        assert_eq!(files_have_one_idea(&with_text("crates/a/src/b.rs", &lines(MOST_LINES))), []);
        assert_eq!(files_have_one_idea(&with_text("docs/guide.md", &lines(MOST_LINES + 1))), []);
        assert_eq!(long_files(&with_text("crates/a/src/b.rs", &lines(LONG_LINES + 1))), [("crates/a/src/b.rs", 301)]);
    }
}
