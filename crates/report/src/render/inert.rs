//! Text of others, made inert and kept whole: what would act, or would not be seen, is written as what it is.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Characters that are not seen, or that move what stands beside them.
fn is_unseen(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        // Joiners stand within words of several scripts.
        '\u{200c}' | '\u{200d}' => false,
        '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => true,
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

/// For a line of Markdown, after something of ours: no markup, no link, no table cell of its own; lines become spaces.
pub(crate) fn markdown(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(' '),
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
    }
}
