//! Writing a page: text is always escaped, structure never comes from text.

use std::fmt::Display;

use domain::role::Side;
use domain::time::Utc;

use crate::document::{Document, Zone};
use crate::render::{inert, names};
use crate::words;

/// Longer values are folded, whole.
const FOLDED_FROM: usize = 2_000;
const SHOWN_OF_FOLDED: usize = 160;

pub(super) struct Page<'a> {
    pub(super) out: String,
    pub(super) document: &'a Document,
}

impl<'a> Page<'a> {
    pub(super) fn new(document: &'a Document, size: usize) -> Self {
        Self { out: String::with_capacity(size), document }
    }

    pub(super) fn zone(&self) -> &'a Zone {
        &self.document.report.when.zone
    }

    pub(super) fn label(&self, side: Side) -> &'a str {
        names::label(self.document, Some(side))
    }

    /// Markup of ours.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Text of whoever.
    pub(super) fn text(&mut self, text: &str) {
        inert::html(text, &mut self.out);
    }

    pub(super) fn section(&mut self, id: &str, head: &str) {
        self.raw("<section aria-labelledby=\"");
        self.raw(id);
        self.raw("\">\n<h2 id=\"");
        self.raw(id);
        self.raw("\">");
        self.text(head);
        self.raw("</h2>\n");
    }

    pub(super) fn end_section(&mut self) {
        self.raw("</section>\n");
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.raw("<p>");
        self.text(text);
        self.raw("</p>\n");
    }

    /// A table's head; `caption` is read aloud and not shown.
    pub(super) fn table(&mut self, caption: &str, heads: &[&str]) {
        self.raw("<div class=\"wide\"><table>\n<caption>");
        self.text(caption);
        self.raw("</caption>\n<thead><tr>");
        for head in heads {
            self.raw("<th scope=\"col\">");
            self.text(head);
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n");
    }

    pub(super) fn end_table(&mut self) {
        self.raw("</tbody></table></div>\n");
    }

    /// The first cell of a row, which names it.
    pub(super) fn row(&mut self, head: &str) {
        self.raw("<tr><th scope=\"row\">");
        self.text(head);
        self.raw("</th>");
    }

    pub(super) fn cell(&mut self, text: &str) {
        self.raw("<td>");
        self.text(text);
        self.raw("</td>");
    }

    pub(super) fn code(&mut self, text: &str) {
        self.raw("<td><code>");
        self.text(text);
        self.raw("</code></td>");
    }

    pub(super) fn number(&mut self, number: impl Display) {
        self.raw("<td class=\"n\">");
        self.text(&number.to_string());
        self.raw("</td>");
    }

    pub(super) fn end_row(&mut self) {
        self.raw("</tr>\n");
    }

    /// A cell with a tone: the word carries it, the class only its colour.
    pub(super) fn tone(&mut self, tone: &str, text: &str) {
        self.raw("<td><span class=\"tone ");
        self.raw(tone);
        self.raw("\">");
        self.text(text);
        self.raw("</span></td>");
    }

    /// Local time and UTC, a cell each.
    pub(super) fn times(&mut self, at: Option<Utc>) {
        let zone = self.zone();
        match at {
            Some(at) => {
                self.raw("<td class=\"n\"><time datetime=\"");
                self.text(&at.to_string());
                self.raw("\">");
                self.text(&zone.time(at));
                self.raw("</time></td>");
                self.raw("<td class=\"n quiet\">");
                self.text(&zone.utc(at));
                self.raw("</td>");
            }
            None => self.raw("<td></td><td></td>"),
        }
    }

    pub(super) fn took(&mut self, took_ms: Option<u64>) {
        self.raw("<td class=\"n\">");
        if let Some(took_ms) = took_ms {
            self.text(&words::duration(took_ms));
        }
        self.raw("</td>");
    }

    /// A value, whole: a long one is folded.
    pub(super) fn value(&mut self, value: &str) {
        if value.len() < FOLDED_FROM {
            return self.text(value);
        }
        let shown: String = value.chars().take(SHOWN_OF_FOLDED).collect();
        self.raw("<details><summary>");
        self.text(&shown);
        self.text(&format!("… ({})", words::count(value.chars().count() as u64, "character", "characters")));
        self.raw("</summary><div class=\"long\">");
        self.text(value);
        self.raw("</div></details>");
    }

    /// A list of pairs, name and value.
    pub(super) fn pairs(&mut self) {
        self.raw("<dl>\n");
    }

    pub(super) fn pair(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        self.raw("<div><dt>");
        self.text(name);
        self.raw("</dt><dd>");
        self.value(value);
        self.raw("</dd></div>\n");
    }

    pub(super) fn end_pairs(&mut self) {
        self.raw("</dl>\n");
    }

    pub(super) fn list(&mut self, rows: impl IntoIterator<Item = String>) {
        self.raw("<ul>\n");
        for row in rows {
            self.raw("<li>");
            self.text(&row);
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    /// Folded on the screen, open on paper.
    pub(super) fn fold(&mut self, summary: &str) {
        self.raw("<details><summary>");
        self.text(summary);
        self.raw("</summary>\n");
    }

    pub(super) fn end_fold(&mut self) {
        self.raw("</details>\n");
    }
}
