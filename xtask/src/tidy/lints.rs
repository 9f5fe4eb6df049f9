//! Exceptions from the lints: only where the compiler says when they are no longer needed, and with a reason.

use super::Finding;
use super::house::House;

const RULE: &str = "lint exceptions";

/// A lint is never allowed in silence: `#[expect(lint, reason = "...")]` says why, and falls when it is not needed.
pub fn exceptions_are_expected_with_a_reason(house: &House) -> Vec<Finding> {
    let mut findings = vec![];
    for file in &house.rust {
        let code = &file.views.code;
        for start in ["#[allow(", "#![allow(", "#[expect(", "#![expect("] {
            for (at, _) in code.match_indices(start) {
                let attribute = &code[at..at + code[at..].find(']').unwrap_or(code.len() - at)];
                let message = match (start.contains("expect"), attribute.contains("reason =")) {
                    (true, true) => continue,
                    (true, false) => "an exception without a reason",
                    (false, _) => "write `#[expect(lint, reason = \"...\")]`: it says why, and tells when it can go",
                };
                findings.push(Finding { rule: RULE, place: file.place(at), message: message.into() });
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::house::samples::with_rust;
    use super::*;

    #[test]
    fn an_exception_in_silence_is_found() {
        for text in ["#[allow(clippy::panic)] fn f() {}", "#![allow(dead_code)]", "#[expect(clippy::panic)]"] {
            assert_eq!(exceptions_are_expected_with_a_reason(&with_rust("crates/a/src/b.rs", text)).len(), 1, "{text}");
        }
        for text in ["#[expect(clippy::panic, reason = \"why\")]", "// #[allow(x)]", "let a = \"#[allow(x)]\";"] {
            assert_eq!(exceptions_are_expected_with_a_reason(&with_rust("crates/a/src/b.rs", text)), [], "{text}");
        }
    }
}
