//! Text of others, made inert and kept whole: what would act, or would not be seen, is written as what it is.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Characters that are not seen, or that move what stands beside them: the ones of `tests/fixtures/text`, in `typeset` too.
fn is_unseen(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' => true,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' => true,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_control() || u32::from(c) & 0xfffe == 0xfffe,
    }
}

/// With every unseen character written as `⟨U+202E⟩`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unseen(c) {
            // Writing to a text does not fail.
            let _ = write!(seen, "⟨U+{:04X}⟩", u32::from(c));
        } else {
            seen.push(c);
        }
    }
    Cow::Owned(seen)
}

/// For the content of an element or a quoted attribute.
pub(crate) fn html(text: &str, out: &mut String) {
    let text = visible(text);
    let mut rest = &*text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// For a line of Markdown, after something of ours: no markup, no table cell of its own, and no link, neither one that is written
/// nor one that a ticket makes of an address by itself; lines become spaces.
pub(crate) fn markdown(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match c {
            '\n' | '\t' => out.push(' '),
            ':' if text[at..].starts_with("://") => out.push_str("&#58;"),
            '.' if is_after_www(&text.as_bytes()[..at]) => out.push_str("&#46;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn is_after_www(before: &[u8]) -> bool {
    before.last_chunk::<3>().is_some_and(|last| last.eq_ignore_ascii_case(b"www"))
}

/// For a cell of a spreadsheet: quoted, and no formula, wherever a spreadsheet takes a cell to begin.
///
/// OWASP, "CSV Injection": a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is run. A spreadsheet that
/// separates by semicolons begins cells inside of ours, so what follows a separator or a quotation mark counts as a beginning.
pub(crate) fn csv(text: &str, out: &mut String) {
    let text = visible(text);
    out.push('"');
    let mut begins = true;
    for c in text.chars() {
        let acts = matches!(c, '=' | '+' | '-' | '@' | '\t' | '＝' | '＋' | '－' | '＠');
        if begins && acts {
            out.push('\'');
        }
        begins = matches!(c, ',' | ';' | '\t' | '\n' | '"' | '|') || (begins && c == ' ');
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let mut out = String::new();
        csv(text, &mut out);
        out
    }

    #[test]
    fn what_is_not_seen_is_written_as_what_it_is() {
        assert_eq!(visible("a\u{202e}b\0c\u{200b}"), "a⟨U+202E⟩b⟨U+0000⟩c⟨U+200B⟩");
        assert_eq!(visible("a\r\nb"), "a⟨U+000D⟩\nb");
        assert!(matches!(visible("Grüße, 東京\n\t"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_unseen_are_the_ones_of_the_fixture_and_no_other() {
        let fixture = include_str!("../../../../tests/fixtures/text/unseen.txt");
        let ranges: Vec<(u32, u32)> = fixture
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| {
                let (from, to) = line.split_once("..").unwrap_or((line, line));
                let number = |digits| u32::from_str_radix(digits, 16).unwrap_or(u32::MAX);
                (number(from), number(to))
            })
            .collect();
        for c in '\0'..=char::MAX {
            let listed = ranges.iter().any(|(from, to)| (*from..=*to).contains(&u32::from(c)));
            assert_eq!(is_unseen(c), listed, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn no_cell_of_a_spreadsheet_runs() {
        assert_eq!(cell("=cmd|'/c calc'!A0"), "\"'=cmd|'/c calc'!A0\"");
        assert_eq!(cell("  +1"), "\"  '+1\"");
        assert_eq!(cell("a;=1+1"), "\"a;'=1+1\"");
        assert_eq!(cell("a\",=1"), "\"a\"\",'=1\"");
        assert_eq!(cell("-1"), "\"'-1\"");
        assert_eq!(cell("a-b 1+1"), "\"a-b 1+1\"");
        assert_eq!(cell("\r=1"), "\"⟨U+000D⟩=1\"");
    }

    #[test]
    fn markup_is_text() {
        let mut out = String::new();
        html("</script><b a='\"'>&", &mut out);
        assert_eq!(out, "&lt;/script&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;");
        assert_eq!(markdown("[x](javascript:1) | <b>\n# y"), "\\[x\\](javascript:1) \\| &lt;b&gt; \\# y");
        assert_eq!(markdown("https://a.example, Www.b.example: //c"), "https&#58;//a.example, Www&#46;b.example: //c");
    }
}
