//! The report as one page: it loads nothing, runs nothing, prints well, and carries the document that made it.

mod changes;
mod checks;
mod course;
mod front;
mod proof;
mod write;

use crate::document::Document;
use write::Page;

/// The version of the page: it grows with every change of what it looks like.
pub(crate) const VERSION: u32 = 2;

/// What stands before the document in a page.
pub(crate) const DOCUMENT_BEGINS: &str = "<script type=\"application/json\" id=\"switchback-report\">\n";
/// And after it.
pub(crate) const DOCUMENT_ENDS: &str = "</script>";

const STYLE: &str = include_str!("html/page.css");

/// The line of a page that names its version.
pub(crate) fn generator() -> String {
    format!("<meta name=\"generator\" content=\"Switchback report page {VERSION}\">")
}

/// The page of a document.
#[must_use]
pub fn html(document: &Document) -> String {
    let json = document.to_json().unwrap_or_default();
    let mut page = Page::new(document, json.len() * 2 + 65_536);
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw(&generator());
    page.raw("\n<title>");
    page.text(&format!("{}{}: {}", mark(document), document.number, document.report.headline));
    page.raw("</title>\n<style>\n");
    page.raw(STYLE);
    page.raw("</style>\n</head>\n<body>\n");
    front::head(&mut page);
    page.raw("<main>\n");
    front::front(&mut page);
    course::course(&mut page);
    checks::checks(&mut page);
    changes::changes(&mut page);
    proof::proof(&mut page);
    page.raw("</main>\n");
    front::foot(&mut page);
    page.raw(DOCUMENT_BEGINS);
    escape_script(&String::from_utf8_lossy(&json), &mut page.out);
    page.raw(DOCUMENT_ENDS);
    page.raw("\n</body>\n</html>\n");
    page.out
}

/// What a rehearsal's report says everywhere.
fn mark(document: &Document) -> &'static str {
    if document.rehearsal { "Rehearsal " } else { "" }
}

/// JSON that ends no script: within it `<` stands in texts only, where it may be written by its number.
fn escape_script(json: &str, out: &mut String) {
    let mut rest = json;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        out.push_str("\\u003c");
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// The JSON as it was: a backslash that is itself escaped begins no number.
pub(crate) fn unescape_script(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at..];
        if let Some(after) = escape.strip_prefix("\\u003c") {
            out.push('<');
            rest = after;
            continue;
        }
        let mut pair = escape.chars();
        out.extend(pair.by_ref().take(2));
        rest = pair.as_str();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_in_a_script_reads_back_as_it_was() {
        for json in ["{\"a\":\"</script><!-- <script>\"}", "\"\\\\u003c\"", "\"\\\\\\\\<\"", "\"\\\"<\"", "\\"] {
            let mut script = String::new();
            escape_script(json, &mut script);
            assert!(!script.contains('<'), "{script}");
            assert_eq!(unescape_script(&script), json);
        }
    }
}
