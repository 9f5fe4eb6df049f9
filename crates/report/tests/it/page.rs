//! The page as a browser reads it: well formed, nothing that runs, nothing from outside.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use report::{html, make};

use crate::story::STORIES;

/// What a page consists of.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) tags: Vec<(String, Vec<(String, String)>)>,
    /// All that is shown or read aloud as text, the document in the page left out.
    pub(crate) text: String,
    pub(crate) styles: String,
    open: Vec<String>,
    pub(crate) faults: Vec<String>,
}

/// Elements without an end, and such as need none.
const EMPTY: [&str; 2] = ["meta", "br"];
/// Elements that a picture is drawn with; they may end themselves.
const DRAWN: [&str; 3] = ["line", "path", "rect"];
/// All the elements a page has.
const ELEMENTS: [&str; 46] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "main",
    "section",
    "footer",
    "p",
    "h1",
    "h2",
    "h3",
    "strong",
    "span",
    "svg",
    "text",
    "line",
    "path",
    "rect",
    "figure",
    "figcaption",
    "dl",
    "div",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ul",
    "li",
    "details",
    "summary",
    "code",
    "time",
    "br",
    "del",
    "ins",
    "script",
    "b",
    "i",
];
/// And all the attributes.
const ATTRIBUTES: [&str; 26] = [
    "lang",
    "charset",
    "name",
    "content",
    "http-equiv",
    "class",
    "id",
    "role",
    "aria-labelledby",
    "aria-label",
    "aria-hidden",
    "scope",
    "datetime",
    "viewBox",
    "viewbox",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "d",
    "width",
    "height",
    "type",
    "xmlns",
];

#[derive(Default)]
struct Sink(RefCell<Read>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut read = self.0.borrow_mut();
        match token {
            Token::ParseError(fault) => read.faults.push(fault.into_owned()),
            Token::CharacterTokens(text) => match read.open.last().map(String::as_str) {
                Some("script") => {}
                Some("style") => read.styles.push_str(&text),
                _ => read.text.push_str(&text),
            },
            Token::NullCharacterToken => read.faults.push("a NUL".to_owned()),
            Token::CommentToken(_) => read.faults.push("a comment".to_owned()),
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                let attributes =
                    tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
                match tag.kind {
                    TagKind::StartTag => {
                        let ends = EMPTY.contains(&name.as_str()) || tag.self_closing;
                        if tag.self_closing && !DRAWN.contains(&name.as_str()) {
                            read.faults.push(format!("<{name}/>"));
                        }
                        read.tags.push((name.clone(), attributes));
                        if !ends {
                            read.open.push(name.clone());
                        }
                        match name.as_str() {
                            "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                            "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                            "title" => return TokenSinkResult::RawData(RawKind::Rcdata),
                            _ => {}
                        }
                    }
                    TagKind::EndTag => {
                        let open = read.open.pop();
                        if open.as_deref() != Some(&name) {
                            read.faults.push(format!("</{name}> ends {open:?}"));
                        }
                    }
                }
            }
            Token::DoctypeToken(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

/// Reads a page.
pub(crate) fn read(page: &str) -> Read {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() });
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let read = tokenizer.sink.0.into_inner();
    assert!(read.open.is_empty(), "not ended: {:?}", read.open);
    read
}

/// Well formed, of the elements and attributes we write, nothing that acts or loads.
#[track_caller]
pub(crate) fn is_inert(page: &str) -> Read {
    let read = read(page);
    assert_eq!(read.faults, Vec::<String>::new());
    for (name, attributes) in &read.tags {
        assert!(ELEMENTS.contains(&name.as_str()), "<{name}>");
        for (attribute, value) in attributes {
            assert!(ATTRIBUTES.contains(&attribute.as_str()), "<{name} {attribute}>");
            assert!(attribute != "http-equiv" || value == "Content-Security-Policy", "{value}");
        }
    }
    let scripts: Vec<_> = read.tags.iter().filter(|(name, _)| name == "script").collect();
    assert_eq!(scripts.len(), 1, "the document, and no other script");
    assert!(scripts[0].1.contains(&("type".to_owned(), "application/json".to_owned())));
    for loads in ["url(", "@import", "expression", "image-set"] {
        assert!(!read.styles.contains(loads), "{loads}");
    }
    read
}

#[test]
fn the_pages_of_all_stories_are_well_formed_and_load_nothing() {
    for (_, tell) in STORIES {
        is_inert(&html(&make(&tell()).expect("a document")));
    }
}

#[test]
fn a_page_can_be_read_aloud() {
    for (name, tell) in STORIES {
        let read = is_inert(&html(&make(&tell()).expect("a document")));
        let of = |wanted: &str| read.tags.iter().filter(|(name, _)| name == wanted).collect::<Vec<_>>();
        assert_eq!((of("h1").len(), of("main").len()), (1, 1), "{name}");
        assert_eq!(of("table").len(), of("caption").len(), "{name}: each table has a name");
        let ids: Vec<&str> = of("h2")
            .iter()
            .filter_map(|(_, all)| Some(all.iter().find(|(name, _)| name == "id")?.1.as_str()))
            .collect();
        for (_, attributes) in of("section") {
            let label = &attributes.iter().find(|(name, _)| name == "aria-labelledby").expect("a section has a name").1;
            assert!(ids.contains(&label.as_str()), "{name}: {label}");
        }
        let road = of("svg").into_iter().find(|(_, all)| all.iter().any(|(name, _)| name == "aria-label"));
        assert!(road.is_some_and(|(_, all)| all.contains(&("role".to_owned(), "img".to_owned()))), "{name}");
        assert!(of("th").iter().all(|(_, all)| all.iter().any(|(name, _)| name == "scope")), "{name}");
    }
}

#[test]
fn what_was_not_done_is_told_in_every_format() {
    let document = make(&crate::story::of("abandoned")).expect("a document");
    let read = read(&html(&document));
    for told in ["not executed", "No role command was sent", "Nothing was watched", "not signed", "Emergency"] {
        assert!(read.text.contains(told), "{told}");
    }
    let ticket = report::markdown(&document);
    assert!(ticket.contains("not executed") && ticket.contains(&document.head.journal.hash), "{ticket}");
}

#[test]
fn a_rehearsal_is_marked_on_everything() {
    let material = report::Material { rehearsal: true, ..crate::story::of("slow") };
    let document = make(&material).expect("a document");
    assert!(read(&html(&document)).text.matches("Rehearsal M-0042").count() >= 3, "title, head and foot");
    assert!(html(&document).contains("class=\"rehearsal\""));
    assert!(report::markdown(&document).starts_with("# REHEARSAL M-0042"));
    assert!(report::csv(&document).lines().skip(1).all(|line| line.starts_with("\"rehearsal M-0042\"")));
}

/// The window shows a page in a frame that has its own policy's leave for this one style, and no other.
#[test]
fn the_window_lets_the_style_of_a_page_be_shown() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let settings = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src-tauri/tauri.conf.json");
    let settings = std::fs::read_to_string(settings).expect("the window's settings");
    for (name, tell) in STORIES {
        let page = html(&make(&tell()).expect("a document"));
        let (_, rest) = page.split_once("<style>").expect("a style");
        let (style, rest) = rest.split_once("</style>").expect("its end");
        assert!(!rest.contains("<style>") && !page.contains(" style=\""), "{name}");
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style));
        assert!(settings.contains(&format!("style-src 'self' 'sha256-{hash}'")), "{name}: sha256-{hash}");
    }
}
