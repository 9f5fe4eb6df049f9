//! Names and values that want to be more than text: they are shown, whole, and do nothing.

use domain::maintenance::Command;
use domain::plan::Planned;
use domain::role::Side;
use report::{csv, html, make, markdown, verify};

use crate::page::is_inert;
use crate::story::{Book, Story, material, planned};

/// Each with how it is shown.
const HOSTILE: [(&str, &str); 14] = [
    ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    ("</script><script>alert(2)</script>", "</script><script>alert(2)</script>"),
    ("<!--<script>", "<!--<script>"),
    ("</title></style></textarea>]]>", "</title></style></textarea>]]>"),
    ("\" onmouseover=\"alert(3)", "\" onmouseover=\"alert(3)"),
    ("=cmd|'/c calc'!A0", "=cmd|'/c calc'!A0"),
    ("@SUM(1+1)*cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0"),
    ("a;=1+1;\n=2+2", "a;=1+1;\n=2+2"),
    ("gnp.\u{202e}exe\u{2066}x\u{2069}", "gnp.⟨U+202E⟩exe⟨U+2066⟩x⟨U+2069⟩"),
    ("nul\0 and \u{1b}[31mred\u{7}", "nul⟨U+0000⟩ and ⟨U+001B⟩[31mred⟨U+0007⟩"),
    ("\\u003cscript> \\\\u003c &lt; &#60;", "\\u003cscript> \\\\u003c &lt; &#60;"),
    (
        "admin\u{200d} admin\u{200c} ad\u{ad}min\u{34f} \u{115f}\u{2800}\u{3164}\u{fe0f}",
        "admin⟨U+200D⟩ admin⟨U+200C⟩ ad⟨U+00AD⟩min⟨U+034F⟩ ⟨U+115F⟩⟨U+2800⟩⟨U+3164⟩⟨U+FE0F⟩",
    ),
    ("https://evil.example/x, WWW.evil.example", "https://evil.example/x, WWW.evil.example"),
    ("![x](http://192.0.2.1/) | `a` [b](javascript:1)", "![x](http://192.0.2.1/) | `a` [b](javascript:1)"),
];

fn story() -> Story {
    let mut plan = planned();
    let text = |at: usize| HOSTILE[at].0.to_owned();
    plan.intent.title = text(1);
    plan.intent.ticket = Some(text(0));
    plan.intent.reason = Some(HOSTILE.map(|(text, _)| text).join(" "));
    plan.intent.requester = Some(text(4));
    plan.intent.approver = Some(text(8));
    plan.intent.zone = Some("../../etc/passwd".to_owned());
    plan.pair_name = text(2);
    plan.site_name = text(3);
    plan.appliances.home.label = text(9);
    plan.appliances.stand_in.label = text(5);
    plan.appliances.home.address = text(13);
    let mut story = Story::of(Planned { taken_up: true, ..plan });
    for (text, _) in HOSTILE {
        story.must(Command::Note { text: text.to_owned() });
    }
    story
}

fn book(story: &Story) -> Book {
    let mut book = Book::default();
    for (text, _) in HOSTILE {
        let fields =
            [("event", "team_changed"), ("old_id", "3"), ("old_name", text), ("new_name", &format!("{text}!"))];
        book.message(Side::StandIn, story.now, &fields);
        book.message(Side::StandIn, story.now, &[("event", text), ("who", text), ("who_ip", text), ("k", text)]);
        book.note(Side::StandIn, story.now, text, text, text);
    }
    book
}

#[test]
fn hostile_names_are_shown_whole_and_do_nothing_on_the_page() {
    let story = story();
    let book = book(&story);
    let document = make(&material(story, book)).expect("a document");
    let page = html(&document);
    let read = is_inert(&page);
    for (text, shown) in HOSTILE {
        assert!(read.text.matches(shown).count() >= 4, "{text:?} is shown as {shown:?}");
    }
    for unseen in ['\0', '\u{202e}', '\u{1b}', '\u{2066}', '\u{200d}', '\u{ad}', '\u{3164}'] {
        assert!(!read.text.contains(unseen), "{unseen:?}");
    }
    for bytes in [page.into_bytes(), document.to_json().expect("JSON")] {
        let verified = verify(&bytes);
        assert!(verified.holds(), "{verified}");
    }
}

/// The cells of a table of RFC 4180.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (vec![], vec![], String::new());
    let mut quoted = false;
    let mut chars = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '"') if chars.next_if_eq(&'"').is_some() => cell.push('"'),
            (_, '"') => quoted = !quoted,
            (true, c) => cell.push(c),
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') => {}
            (false, '\n') => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (false, c) => panic!("{c:?} stands outside of quotation marks"),
        }
    }
    rows
}

#[test]
fn no_cell_of_the_table_runs_and_none_is_lost() {
    let story = story();
    let book = book(&story);
    let document = make(&material(story, book)).expect("a document");
    let csv = csv(&document);
    assert!(csv.starts_with('\u{feff}') && csv.ends_with("\"\r\n"));
    let rows = cells(&csv);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let all: Vec<&String> = rows.iter().flatten().collect();
    for cell in &all {
        // Wherever a spreadsheet, by whatever separator, takes a cell to begin.
        for part in cell.split([',', ';', '\t', '\n', '"', '|']) {
            let first = part.trim_start_matches(' ').chars().next();
            assert!(!first.is_some_and(|c| "=+-@".contains(c)), "{cell:?}");
        }
    }
    for (text, shown) in HOSTILE {
        let plain = |text: &str| text.replace('\'', "");
        assert!(all.iter().any(|cell| plain(cell) == plain(shown)), "{text:?}");
    }
}

#[test]
fn the_ticket_shows_hostile_names_as_text() {
    let story = story();
    let book = book(&story);
    let document = make(&material(story, book)).expect("a document");
    let ticket = markdown(&document);
    assert!(!ticket.contains("<img") && !ticket.contains("<script"));
    assert_eq!(ticket.matches("](").count(), ticket.matches("\\](").count(), "no link");
    for unseen in ['\0', '\u{202e}', '\u{200d}', '\u{ad}', '\u{3164}'] {
        assert!(!ticket.contains(unseen), "{unseen:?}");
    }
    assert!(!ticket.contains("://") && !ticket.to_lowercase().contains("www."), "no address that links itself");
    assert!(ticket.contains("| Step |"));
    // A name cannot begin a line of its own.
    assert!(!ticket.lines().any(|line| line.starts_with("=2")));
}

#[test]
fn a_value_of_a_megabyte_is_there_whole() {
    let story = story();
    let mut book = Book::default();
    let long = format!("{}<end>", "long ".repeat(209_716));
    let fields = [("event", "team_changed"), ("old_id", "1"), ("old_name", &long), ("new_name", "short")];
    book.message(Side::StandIn, story.now, &fields);
    let document = make(&material(story, book)).expect("a document");
    let page = html(&document);
    assert!(is_inert(&page).text.contains(&long));
    assert!(csv(&document).contains(&long));
    assert!(markdown(&document).len() < 20_000, "a ticket holds so much");
    assert!(verify(page.as_bytes()).holds());
}

#[test]
fn ten_thousand_changes_are_all_there() {
    let story = story();
    let mut book = Book::default();
    for n in 0..10_000 {
        let id = (n % 700).to_string();
        let value = format!("value {n} of 10,000");
        let fields = [("event", "team_changed"), ("old_id", &id), ("old_name", "a"), ("new_name", &value)];
        book.message(Side::StandIn, story.now.plus_ms(n * 1_000), &fields);
    }
    let document = make(&material(story, book)).expect("a document");
    assert_eq!(document.report.changes.list.len(), 10_000);
    let (page, table) = (html(&document), csv(&document));
    for told in ["value 0 of 10,000", "value 9999 of 10,000", "C-10000"] {
        assert!(page.matches(told).count() >= 2 && table.contains(told), "{told}");
    }
    assert!(table.lines().count() > 10_000);
    assert!(markdown(&document).len() < 100_000, "a ticket holds so much");
    assert!(verify(&document.to_json().expect("JSON")).holds());
}
