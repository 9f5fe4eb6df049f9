//! Rust source into code, comments and string literals: as much of the language as the rules need, and no more.
//!
//! A rule that looks for a word must not find it in a sentence or in a sample inside a test. Every view keeps the
//! length and the line breaks of the source, so that an offset in one is an offset in all.

/// One source text, seen three ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Views {
    /// The source with comments and the insides of literals blanked.
    pub code: String,
    /// The comments; everything else blanked.
    pub comments: String,
    /// The insides of string literals as written, each with the offset of its first byte.
    pub strings: Vec<(usize, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    /// A string literal with that many bytes before and after its inside.
    String(usize, usize),
    Char,
}

/// Splits a source text into its views.
pub fn split(text: &str) -> Views {
    let mut views = Views { code: String::with_capacity(text.len()), comments: String::new(), strings: vec![] };
    let mut at = 0;
    while at < text.len() {
        let (length, kind) = token(&text[at..]);
        let token = &text[at..at + length];
        match kind {
            Kind::Code => {
                views.code += token;
                blank(&mut views.comments, token);
            }
            Kind::Comment => {
                blank(&mut views.code, token);
                views.comments += token;
            }
            Kind::Char => {
                blank(&mut views.code, token);
                blank(&mut views.comments, token);
            }
            Kind::String(before, after) => {
                let inside = &token[before..(length - after).max(before)];
                views.code += &token[..before];
                blank(&mut views.code, inside);
                views.code += &token[before + inside.len()..];
                blank(&mut views.comments, token);
                views.strings.push((at + before, inside.to_owned()));
            }
        }
        at += length;
    }
    views
}

/// As many spaces as the text has bytes, with its line breaks kept.
fn blank(view: &mut String, text: &str) {
    view.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

/// The length in bytes and the kind of the first token.
fn token(rest: &str) -> (usize, Kind) {
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return (0, Kind::Code) };
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Kind::Comment);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), Kind::Comment);
    }
    match first {
        '"' => (1 + quoted(&rest[1..], '"'), Kind::String(1, 1)),
        '\'' => character(rest),
        _ if first.is_alphabetic() || first == '_' => {
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            match &rest[..word] {
                "r" | "br" | "cr" => raw_string(rest, word).unwrap_or((word, Kind::Code)),
                _ => (word, Kind::Code),
            }
        }
        _ if first.is_ascii_digit() => {
            let number = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            (number, Kind::Code)
        }
        _ => (first.len_utf8(), Kind::Code),
    }
}

/// The length up to and with the closing quote, which a backslash may hide.
fn quoted(rest: &str, quote: char) -> usize {
    let mut hidden = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if hidden => hidden = false,
            '\\' => hidden = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character literal, or the tick of a lifetime.
fn character(rest: &str) -> (usize, Kind) {
    let mut chars = rest[1..].chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => (1 + quoted(&rest[1..], '\''), Kind::Char),
        (Some(c), Some('\'')) => (2 + c.len_utf8(), Kind::Char),
        _ => (1, Kind::Code),
    }
}

fn raw_string(rest: &str, prefix: usize) -> Option<(usize, Kind)> {
    let hashes = rest[prefix..].bytes().take_while(|&byte| byte == b'#').count();
    let before = prefix + hashes + 1;
    if rest.as_bytes().get(before - 1) != Some(&b'"') {
        return None; // A raw identifier, or the variable `r`.
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let inside = rest[before..].find(&end).unwrap_or(rest.len() - before);
    let length = (before + inside + end.len()).min(rest.len());
    Some((length, Kind::String(before, end.len())))
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_code(source: &str, code: &str) {
        let views = split(source);
        assert_eq!(views.code, code);
        assert_eq!(views.comments.len(), source.len(), "every view is as long as the source");
    }

    #[test]
    fn comments_are_not_code() {
        assert_code("a // \"b\nc", "a      \nc");
        assert_code("a /* b /* \" */ c\n */ d", "a               \n    d");
        assert_eq!(split("a // b\nc").comments, "  // b\n ");
    }

    #[test]
    fn the_insides_of_literals_are_not_code() {
        assert_code(r#"f("a\"b", c)"#, r#"f("    ", c)"#);
        assert_code(r##"f(r#"a"b"#, br"\")"##, r##"f(r#"   "#, br" ")"##);
        assert_code(r"f('\'', b'x', 'é')", r"f(    , b   ,     )");
        assert_eq!(split(r#"f("a\"b")"#).strings, [(3, r#"a\"b"#.to_owned())]);
    }

    #[test]
    fn lifetimes_raw_names_and_the_variable_r_are_code() {
        for source in ["fn f<'a>(x: &'a str)", "r#type + r", "'outer: loop {}", "a.r"] {
            assert_code(source, source);
        }
    }

    #[test]
    fn an_unfinished_literal_ends_with_the_text() {
        for source in ["\"abc", "r#\"abc", "/* abc", "'\\", "\"", "r\""] {
            assert_eq!(split(source).code.len(), source.len(), "{source}");
        }
    }
}
