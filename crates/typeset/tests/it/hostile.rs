//! Texts of people who mean no good, or of people whose script has no glyph here: inert, and all there.

use serde_json::Value;

use crate::tools::{ask, assert_stands_in, keep, pdf, short, text, with_changes};

const MARKUP: &str = "#import \"@preview/x:1.0.0\": * #panic() *b* _i_ $x^2$ [a](b) {c} \\ @label <label> `raw` = h // c /* d */ ~ -- ...";

fn set(document: &mut Value, text: &str) {
    let report = &mut document["report"];
    report["headline"] = text.into();
    report["what"]["reason"] = text.into();
    report["what"]["appliances"][0]["label"] = text.into();
    report["steps"][0]["result"] = text.into();
    report["timeline"]["roles"][0]["role"] = text.into();
    report["events"][0]["words"] = text.into();
    report["not_proven"][0] = text.into();
    report["changes"]["list"][0]["object_name"] = text.into();
    report["changes"]["list"][0]["fields"][0]["before"] = text.into();
    report["changes"]["list"][0]["fields"][0]["after"] = text.into();
}

#[test]
fn markup_is_text() {
    let mut document = with_changes(short(), 3);
    set(&mut document, MARKUP);
    let made = pdf(&document);
    keep("markup.pdf", &made);
    let Some(printed) = text(&made) else { return };
    let times = printed.matches(&crate::tools::run_together(MARKUP)).count();
    assert!(times >= 8, "printed whole {times} times");
    let Some(raw) = ask("qpdf", &["--qdf", "--object-streams=disable", "FILE", "-"], &made) else { return };
    for act in ["/JavaScript", "/Launch", "/URI", "/EmbeddedFile", "/SubmitForm", "/OpenAction"] {
        assert!(!raw.contains(act), "{act}");
    }
}

#[test]
fn what_has_no_glyph_or_is_not_seen_is_shown_by_number_and_counted() {
    let mut document = with_changes(short(), 3);
    document["report"]["what"]["reason"] = "東京 \u{202e}gpj.exe 🚒 nul\u{0}end \u{5e9}\u{5dc}\u{5d5}\u{5dd} 東".into();
    let made = pdf(&document);
    keep("glyphs.pdf", &made);
    let Some(printed) = text(&made) else { return };
    assert_stands_in(&printed, "⟨U+6771⟩⟨U+4EAC⟩ ⟨U+202E⟩gpj.exe ⟨U+1F692⟩ nul⟨U+0000⟩end ⟨U+05E9⟩⟨U+05DC⟩");
    assert_stands_in(
        &printed,
        "8 characters are in none of the fonts of this print and shown by number, 7 kinds in all",
    );
    assert_stands_in(&printed, "U+4EAC: 1, U+6771: 2");
}

#[test]
fn lines_and_empty_texts_stay_what_they_are() {
    let mut document = with_changes(short(), 3);
    set(&mut document, "first\nsecond\n\n\tfourth");
    let Some(printed) = text(&pdf(&document)) else { return };
    assert_stands_in(&printed, "first second fourth");
    set(&mut document, "");
    pdf(&document);
}

#[test]
fn a_megabyte_in_one_value_is_cut_where_it_says_so() {
    let mut document = with_changes(short(), 3);
    document["report"]["what"]["reason"] = "ä".repeat(1 << 20).into();
    let made = pdf(&document);
    keep("megabyte.pdf", &made);
    let Some(printed) = text(&made) else { return };
    assert_stands_in(&printed, "1044576 more characters, whole in the HTML");
    assert_stands_in(&printed, "About this print");
}
