//! As much of an XML reader as the answers need: elements, attributes, text. Anything else is an error.

/// One element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
    pub(crate) text: String,
}

impl Node {
    /// The first element of this name, in the order of the document.
    pub(crate) fn find(&self, name: &str) -> Option<&Self> {
        if self.name == name { Some(self) } else { self.children.iter().find_map(|child| child.find(name)) }
    }

    /// The text of the first element of this name.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.find(name).map(|node| node.text.as_str())
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Names of elements and attributes in their order; equal neighbours count once.
    pub(crate) fn shape(&self) -> String {
        let attributes: Vec<&str> = self.attributes.iter().map(|(name, _)| name.as_str()).collect();
        let mut children: Vec<String> = self.children.iter().map(Self::shape).collect();
        children.dedup();
        format!("{}[{}]({})", self.name, attributes.join(" "), children.join(" "))
    }
}

/// Reads a document.
pub(crate) fn read(bytes: &[u8]) -> Node {
    let text = std::str::from_utf8(bytes).unwrap();
    let declared = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let mut rest = text.strip_prefix(declared).unwrap_or_else(|| panic!("no declaration: {text}")).trim();
    let root = element(&mut rest);
    assert_eq!(rest.trim(), "", "something behind the root");
    root
}

fn element(rest: &mut &str) -> Node {
    let (tag, after) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).unwrap();
    *rest = after;
    let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let (name, mut behind) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut node = Node { name: name.to_owned(), attributes: Vec::new(), children: Vec::new(), text: String::new() };
    while let Some((name, value)) = behind.trim().split_once("=\"") {
        let (value, more) = value.split_once('"').unwrap();
        node.attributes.push((name.trim().to_owned(), unescaped(value)));
        behind = more;
    }
    if is_empty {
        return node;
    }
    loop {
        let (text, _) = rest.split_once('<').unwrap();
        node.text.push_str(unescaped(text).trim());
        *rest = &rest[text.len()..];
        if let Some(after) = rest.strip_prefix(&format!("</{name}>")) {
            *rest = after;
            return node;
        }
        node.children.push(element(rest));
    }
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains('<'));
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .into_iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
