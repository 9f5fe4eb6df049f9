//! A small XML writer: elements, attributes, text, escaped. It reads nothing.

/// One element; built, then written as a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Content>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Element(Element),
    Text(String),
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), content: Vec::new() }
    }

    /// An element with a text in it.
    pub(super) fn of(name: &'static str, text: impl ToString) -> Self {
        let mut element = Self::new(name);
        element.content.push(Content::Text(text.to_string()));
        element
    }

    pub(super) fn attribute(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    pub(super) fn child(self, child: Self) -> Self {
        self.children([child])
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.content.extend(children.into_iter().map(Content::Element));
        self
    }

    /// The document with this root, in this namespace.
    pub(super) fn document(&self, namespace: Option<&str>) -> Vec<u8> {
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        self.write(namespace, &mut out);
        out.push('\n');
        out.into_bytes()
    }

    fn write(&self, namespace: Option<&str>, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        for (name, value) in namespace.map(|uri| ("xmlns", uri)).into_iter().chain(self.borrowed()) {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
        if self.content.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for content in &self.content {
            match content {
                Content::Element(element) => element.write(None, out),
                Content::Text(text) => escape(text, out),
            }
        }
        out.push_str("</");
        out.push_str(self.name);
        out.push('>');
    }

    fn borrowed(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.attributes.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

/// Characters XML 1.0 has no place for become the replacement character.
fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(character))),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
}

/// The text of a document this writer wrote, without its elements, still escaped.
pub(super) fn text_of(document: &[u8]) -> Option<String> {
    let document = std::str::from_utf8(document).ok()?;
    let text: String = document.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Element, text_of};

    #[test]
    fn text_and_attributes_are_escaped_and_the_namespace_is_on_the_root_alone() {
        let root = Element::new("a").child(Element::of("b", "x < y & \"z\"\u{1}\n").attribute("id", "<\">"));
        let written = String::from_utf8(root.child(Element::new("c")).document(Some("urn:n&m"))).unwrap();
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a xmlns=\"urn:n&amp;m\"><b id=\"&lt;&quot;&gt;\">x &lt; y &amp; \
                        &quot;z&quot;\u{fffd}&#10;</b><c/></a>\n";
        assert_eq!(written, expected);
    }

    #[test]
    fn the_text_of_a_document_is_found() {
        let document = Element::new("a").child(Element::of("b", "It is so.")).document(None);
        assert_eq!(text_of(&document).as_deref(), Some("It is so."));
        assert_eq!(text_of(&Element::new("a").document(None)), None);
    }
}
