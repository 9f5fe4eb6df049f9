//! Error codes and the pages that explain them: each has the other.

use super::Finding;
use super::house::House;
use std::collections::BTreeSet;

const RULE: &str = "error pages";

/// The file that lists every code a person can meet, as string literals.
pub const LIST: &str = "crates/app/src/codes.rs";

/// Where the pages are, each named after its code.
pub const PAGES: &str = "docs/errors/";

/// Each code in [`LIST`] has a page whose title is the code, and each page explains a code that is in the list.
/// Nothing is checked while there is no list.
pub fn each_code_has_a_page_and_each_page_a_code(house: &House) -> Vec<Finding> {
    let Some(list) = house.rust.iter().find(|file| file.path == LIST) else { return vec![] };
    let tests = list.test_parts();
    let literals = list.views.strings.iter().filter(|(at, _)| !tests.iter().any(|part| part.contains(at)));
    let codes: BTreeSet<&str> = literals.map(|(_, text)| text.as_str()).filter(|text| is_code(text)).collect();
    let pages = house.texts.iter().filter_map(|file| {
        let code = file.path.strip_prefix(PAGES)?.strip_suffix(".md")?;
        (code != "README").then_some((code, file))
    });
    let pages: Vec<_> = pages.collect();
    let finding = |place: &str, message: String| Finding { rule: RULE, place: place.into(), message };

    let mut findings = vec![];
    for code in codes.iter().filter(|code| !pages.iter().any(|(page, _)| page == *code)) {
        findings.push(finding(LIST, format!("`{code}` has no page {PAGES}{code}.md")));
    }
    for (code, file) in pages {
        if !codes.contains(code) {
            findings.push(finding(&file.path, "explains a code that the program does not know".into()));
        }
        let title = file.text.lines().next().unwrap_or_default();
        if !title.starts_with("# ") || !title.contains(code) {
            findings.push(finding(&file.path, format!("the first line is not a title with the code `{code}`")));
        }
    }
    findings
}

/// A code is one word of letters, digits, `_`, `-` and `.`, at least three of them: other literals of the list are
/// sentences.
fn is_code(text: &str) -> bool {
    text.len() >= 3 && text.chars().all(|c| c.is_ascii_alphanumeric() || ['_', '-', '.'].contains(&c))
}

#[cfg(test)]
mod tests {
    use super::super::house::Text;
    use super::super::house::samples::with_rust;
    use super::*;

    fn house(list: &str, pages: &[(&str, &str)]) -> House {
        let mut house = with_rust(LIST, list);
        let page = |(code, text): &(&str, &str)| Text { path: format!("{PAGES}{code}.md"), text: (*text).into() };
        house.texts.extend(pages.iter().map(page));
        house
    }

    #[test]
    fn a_code_without_a_page_is_found() {
        let findings = each_code_has_a_page_and_each_page_a_code(&house("const A: &str = \"pin_changed\";", &[]));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "`pin_changed` has no page docs/errors/pin_changed.md");
    }

    #[test]
    fn a_page_without_a_code_is_found() {
        let findings = each_code_has_a_page_and_each_page_a_code(&house("", &[("old_code", "# old_code\n")]));
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn a_page_without_its_title_is_found() {
        let list = "const A: &str = \"pin_changed\";";
        assert_eq!(each_code_has_a_page_and_each_page_a_code(&house(list, &[("pin_changed", "text\n")])).len(), 1);
        assert_eq!(each_code_has_a_page_and_each_page_a_code(&house(list, &[("pin_changed", "# pin_changed\n")])), []);
    }

    #[test]
    fn sentences_and_tests_in_the_list_are_no_codes() {
        let list =
            "const A: &str = \"a sentence about it\";\n#[cfg(test)]\nmod tests { const B: &str = \"not_a_code\"; }";
        assert_eq!(each_code_has_a_page_and_each_page_a_code(&house(list, &[])), []);
    }
}
