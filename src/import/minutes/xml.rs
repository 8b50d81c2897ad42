//! XML as a tree, with limits; no entity of its own and no document type is taken.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::language::Bilingual;

/// The deepest element.
const DEEPEST: usize = 200;
/// The most elements and texts of a part.
const MOST_NODES: usize = 1_500_000;

/// The most attributes of an element that are read.
const MOST_ATTRIBUTES: usize = 100;

/// An element, by its name without prefix.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) nodes: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Words.
    Text(String),
}

impl Element {
    /// The value of an attribute, by its name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The elements right below.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element right below of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|child| child.name == name)
    }

    /// Every element below of this name, wherever it stands; not within one another.
    pub(super) fn below<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        for child in self.children() {
            if child.name == name {
                found.push(child);
            } else {
                child.below(name, found);
            }
        }
    }

    /// All words below.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        self.gather_words(&mut words);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn gather_words(&self, words: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => words.push_str(text),
                Node::Element(element) => {
                    element.gather_words(words);
                    if matches!(element.name.as_str(), "p" | "h" | "br" | "tab" | "line-break") {
                        words.push(' ');
                    }
                }
            }
        }
    }
}

/// Reads a part.
///
/// # Errors
/// It is no XML, or asks for more than any document does.
pub(super) fn read(part: &str, bytes: &[u8]) -> Result<Element, Bilingual> {
    let text = std::str::from_utf8(bytes).map_err(|error| unreadable(part, &error.to_string()))?;
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut open = vec![Element::default()];
    let mut nodes = 0_usize;
    loop {
        nodes += 1;
        if nodes > MOST_NODES || open.len() > DEEPEST {
            return Err(too_deep(part));
        }
        match reader.read_event().map_err(|error| unreadable(part, &error.to_string()))? {
            Event::Start(start) => open.push(element(part, &start)?),
            Event::Empty(start) => {
                let element = element(part, &start)?;
                push(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                let element = open.pop().unwrap_or_default();
                push(&mut open, Node::Element(element));
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|error| unreadable(part, &error.to_string()))?;
                push(&mut open, Node::Text(text.into_owned()));
            }
            Event::CData(data) => {
                let text = data.decode().map_err(|error| unreadable(part, &error.to_string()))?;
                push(&mut open, Node::Text(text.into_owned()));
            }
            Event::GeneralRef(reference) => push(&mut open, Node::Text(character(part, &reference)?)),
            Event::DocType(_) => return Err(unreadable(part, "DOCTYPE")),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    match (open.len(), open.pop()) {
        (1, Some(root)) => Ok(root),
        _ => Err(unreadable(part, "EOF")),
    }
}

fn push(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.nodes.push(node);
    }
}

fn element(part: &str, start: &BytesStart<'_>) -> Result<Element, Bilingual> {
    let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
    let mut attributes = Vec::new();
    // Without the library's own comparison of each with all, which a long list makes slow.
    for attribute in start.attributes().with_checks(false).take(MOST_ATTRIBUTES) {
        let attribute = attribute.map_err(|error| unreadable(part, &error.to_string()))?;
        let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
        let value = value.map_err(|error| unreadable(part, &error.to_string()))?;
        attributes.push((key, value.into_owned()));
    }
    Ok(Element { name, attributes, nodes: Vec::new() })
}

/// `&amp;`, `&#233;`: the five names that XML has and the numbers of characters; no other.
fn character(part: &str, reference: &BytesRef<'_>) -> Result<String, Bilingual> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Ok(c.to_string());
    }
    let name = reference.decode().map_err(|error| unreadable(part, &error.to_string()))?;
    let known = quick_xml::escape::resolve_predefined_entity(&name);
    known.map(str::to_owned).ok_or_else(|| unreadable(part, &format!("&{name};")))
}

fn unreadable(part: &str, why: &str) -> Bilingual {
    Bilingual::new(format!("`{part}` est illisible : {why}"), format!("`{part}` cannot be read: {why}"))
}

fn too_deep(part: &str) -> Bilingual {
    Bilingual::new(
        format!("`{part}` emboîte ou contient plus d’éléments qu’aucun document"),
        format!("`{part}` nests or holds more elements than any document"),
    )
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_part_is_a_tree_without_prefixes() {
        let root =
            read("a", b"<?xml version=\"1.0\"?><w:a x:b=\"&lt;c&#233;\"><w:t>d &amp; <i/>e</w:t></w:a>").expect("XML");
        let a = root.child("a").expect("an element");
        assert_eq!((a.get("b"), a.words()), (Some("<cé"), "d & e".to_owned()));
    }

    #[test]
    fn what_no_document_needs_is_refused() {
        let deep = "<a>".repeat(300) + &"</a>".repeat(300);
        for xml in [
            "<a>",
            "<a></b>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "<a>&b;</a>",
            "<a b=\"&c;\"/>",
            &deep,
        ] {
            assert!(read("a", xml.as_bytes()).is_err(), "{xml}");
        }
        assert!(read("a", b"\xff").is_err());
    }
}
