//! Words: types are named by the glossary, and nothing in the sources is left for later.

use super::Finding;
use super::house::{House, words_in};

/// Words that say nothing: what has one of them in its name wants the glossary's word for what it is.
pub const EMPTY_WORDS: &[&str] = &["Manager", "Service", "Helper", "Helpers", "Util", "Utils", "Processor"];

/// Types and files do not carry a word that says nothing.
pub fn types_have_names_of_their_own(house: &House) -> Vec<Finding> {
    const RULE: &str = "names";
    let mut findings = vec![];
    for file in &house.rust {
        for keyword in ["struct", "enum", "trait", "type", "union"] {
            for at in file.find(keyword) {
                let name: String = file.views.code[at + keyword.len()..]
                    .trim_start()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if let Some(word) = camel_words(&name).into_iter().find(|word| EMPTY_WORDS.contains(&word.as_str())) {
                    let message = format!("`{name}`: `{word}` says nothing; name it as the glossary does");
                    findings.push(Finding { rule: RULE, place: file.place(at), message });
                }
            }
        }
        let stem = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
        let is_empty = |word: &&str| EMPTY_WORDS.iter().any(|empty| empty.eq_ignore_ascii_case(word));
        if let Some(word) = stem.split('_').find(is_empty) {
            let message = format!("`{word}` says nothing; name the file after its one idea");
            findings.push(Finding { rule: RULE, place: file.path.clone(), message });
        }
    }
    findings
}

/// `HTTPServiceURL` -> `HTTP`, `Service`, `URL`.
fn camel_words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = vec![];
    for (at, &c) in letters.iter().enumerate() {
        let after_lower = at.checked_sub(1).is_none_or(|before| !letters[before].is_uppercase());
        let before_lower = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        match words.last_mut() {
            Some(word) if !(c.is_uppercase() && (after_lower || before_lower)) => word.push(c),
            _ => words.push(c.into()),
        }
    }
    words
}

/// Nothing is left for later: no macro that stops the program where code is missing, no note that asks for work.
pub fn nothing_is_left_for_later(house: &House) -> Vec<Finding> {
    const RULE: &str = "nothing left for later";
    const NOTES: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];
    let mut findings = vec![];
    for file in &house.rust {
        for left in [concat!("todo", "!"), concat!("unimplemented", "!")] {
            let message = format!("`{left}` stands for code that is missing");
            findings.extend(file.find(left).into_iter().map(|at| Finding {
                rule: RULE,
                place: file.place(at),
                message: message.clone(),
            }));
        }
        for note in NOTES {
            findings.extend(words_in(&file.views.comments, note).into_iter().map(|at| Finding {
                rule: RULE,
                place: file.place(at),
                message: format!("a note that says {note}: do it, or put it into an issue"),
            }));
        }
    }
    for file in house.texts.iter().filter(|file| !file.path.ends_with(".rs")) {
        for note in NOTES.iter().filter(|note| !words_in(&file.text, note).is_empty()) {
            let message = format!("a note that says {note}: do it, or put it into an issue");
            findings.push(Finding { rule: RULE, place: file.path.clone(), message });
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::house::samples::{with_rust, with_text};
    use super::*;

    #[test]
    fn a_type_with_an_empty_word_is_found() {
        for text in [
            "pub struct PairManager;",
            "trait SyncService {}",
            "pub(crate) enum HTTPHelper<T> {}",
            "type StringUtils = u8;",
        ] {
            assert_eq!(types_have_names_of_their_own(&with_rust("crates/a/src/b.rs", text)).len(), 1, "{text}");
        }
        for text in ["struct Utility;", "// struct PairManager", "fn service() {}", "let manager_type = Managerial;"] {
            assert_eq!(types_have_names_of_their_own(&with_rust("crates/a/src/b.rs", text)), [], "{text}");
        }
    }

    #[test]
    fn names_are_split_at_their_capitals() {
        assert_eq!(camel_words("HTTPServiceURL"), ["HTTP", "Service", "URL"]);
        assert_eq!(camel_words("Utility"), ["Utility"]);
    }

    #[test]
    fn a_file_with_an_empty_word_is_found() {
        assert_eq!(types_have_names_of_their_own(&with_rust("crates/a/src/test_utils.rs", "")).len(), 1);
        assert_eq!(types_have_names_of_their_own(&with_rust("crates/a/src/utility.rs", "")), []);
    }

    #[test]
    fn code_and_notes_for_later_are_found() {
        for text in ["fn f() { todo!() }", "fn f() { unimplemented!(\"x\") }", "// TODO: later", "/* a FIXME */"] {
            assert_eq!(nothing_is_left_for_later(&with_rust("crates/a/src/b.rs", text)).len(), 1, "{text}");
        }
        assert_eq!(nothing_is_left_for_later(&with_rust("crates/a/src/b.rs", "let text = \"TODO\"; // mastodon")), []);
        assert_eq!(nothing_is_left_for_later(&with_text("docs/a.md", "TODO: write")).len(), 1);
    }
}
