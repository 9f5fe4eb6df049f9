//! XML as the Command API v1 writes it, read into a small tree by local names.
//!
//! Namespaces differ by version and are not looked at. Nothing is expanded but the five predefined entities and character
//! references; a document type declaration is refused, and depth, elements and attributes are bounded, so that no answer
//! can cost more than its own size.

use domain::observation::{Trouble, TroubleKind};
use quick_xml::XmlVersion;
use quick_xml::errors::SyntaxError;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::bad_answer;

/// The deepest nesting read. The deepest documented answer has five levels.
const DEEPEST: usize = 32;
/// The most elements read in one answer: many times those of the longest documented one.
const MOST_ELEMENTS: usize = 200_000;
/// The most attributes read on one element.
const MOST_ATTRIBUTES: usize = 32;

/// One element: names without their prefixes, the text directly inside it, its children in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// The children of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    /// The first element of this name, this one and those inside it, in the order of the answer.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Self> {
        self.descendants().find(|element| element.name == name)
    }

    /// This element and everything inside it, in the order of the answer.
    pub fn descendants(&self) -> impl Iterator<Item = &Self> {
        let mut ahead = vec![self];
        std::iter::from_fn(move || {
            let next = ahead.pop()?;
            ahead.extend(next.children.iter().rev());
            Some(next)
        })
    }
}

/// Reads a body as one XML document.
pub fn read(body: &[u8]) -> Result<Element, Trouble> {
    let text = std::str::from_utf8(body)
        .map_err(|error| bad_answer(format!("the answer is not UTF-8 text (byte {})", error.valid_up_to())))?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(bad_answer("the answer is empty"));
    }
    if text.starts_with(['{', '[']) {
        return Err(not_the_api("the answer is JSON, not XML"));
    }
    if !text.starts_with('<') {
        return Err(bad_answer("the answer is neither XML nor JSON"));
    }
    if is_web_page(text) {
        return Err(not_the_api("the answer is a web page, not the API's XML"));
    }
    let mut growing = Growing::default();
    let mut reader = Reader::from_str(text);
    loop {
        let at = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Eof) => return growing.whole(text.len()),
            Ok(event) => growing.take(event).map_err(|cause| bad_answer(format!("{cause} (byte {at})")))?,
            Err(quick_xml::Error::Syntax(cause)) if cause != SyntaxError::InvalidBangMarkup => {
                return Err(cut_off(text.len()));
            }
            Err(_) => return Err(bad_answer(format!("the answer is not well-formed XML (byte {at})"))),
        }
    }
}

fn is_web_page(text: &str) -> bool {
    let start: String = text.chars().take(1_000).collect::<String>().to_ascii_lowercase();
    start.starts_with("<html") || start.contains("<!doctype html") || start.contains("<html")
}

fn not_the_api(detail: &str) -> Trouble {
    Trouble { kind: TroubleKind::NotTheApi, detail: detail.to_owned() }
}

fn cut_off(at: usize) -> Trouble {
    bad_answer(format!("the answer is cut off (byte {at})"))
}

/// The tree as far as it has been read.
#[derive(Default)]
struct Growing {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

type Cause = &'static str;

impl Growing {
    fn take(&mut self, event: Event<'_>) -> Result<(), Cause> {
        match event {
            Event::Start(start) => {
                let element = self.begun(&start)?;
                self.open.push(element);
            }
            Event::Empty(start) => {
                let element = self.begun(&start)?;
                self.ended(element)?;
            }
            // That the names match is the reader's check.
            Event::End(_) => {
                let element = self.open.pop().ok_or("an element ends that had not begun")?;
                self.ended(element)?;
            }
            Event::Text(text) => self.text(&text.xml10_content())?,
            Event::CData(text) => self.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(character)) => self.text(character.encode_utf8(&mut [0; 4]))?,
                Ok(None) => self.text(resolve_xml_entity(&reference).ok_or(ENTITY)?)?,
                Err(_) => return Err("the answer has a character reference that is none"),
            },
            Event::DocType(_) => return Err("the answer declares a document type, which is not read"),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn begun(&mut self, start: &BytesStart<'_>) -> Result<Element, Cause> {
        if self.root.is_some() {
            return Err("the answer goes on after its end");
        }
        if self.open.len() >= DEEPEST {
            return Err("the answer is nested too deeply");
        }
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err("the answer has too many elements");
        }
        let mut attributes = Vec::new();
        // Without the reader's own check for doubles: it compares each with every other.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| "an attribute is not well-formed")?;
            if attributes.len() >= MOST_ATTRIBUTES {
                return Err("an element has too many attributes");
            }
            let value = attribute.normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_xml_entity);
            let value = value.map_err(|_| ENTITY)?.into_owned();
            let key = attribute.key.into_inner();
            if key == "xmlns" || key.starts_with("xmlns:") {
                continue;
            }
            attributes.push((attribute.key.local_name().into_inner().to_owned(), value));
        }
        let name = start.local_name().into_inner().to_owned();
        Ok(Element { name, attributes, ..Element::default() })
    }

    fn ended(&mut self, element: Element) -> Result<(), Cause> {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Cause> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.chars().all(char::is_whitespace) => {}
            None => return Err("the answer has text outside its elements"),
        }
        Ok(())
    }

    fn whole(self, length: usize) -> Result<Element, Trouble> {
        match self.root {
            Some(root) if self.open.is_empty() => Ok(root),
            _ => Err(cut_off(length)),
        }
    }
}

const ENTITY: Cause = "the answer uses an entity, which is not expanded";
