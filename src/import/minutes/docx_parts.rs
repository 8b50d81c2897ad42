//! The parts of a DOCX beside its body: styles, lists, targets of links, notes.

use std::collections::BTreeMap;

use super::document::Look;
use super::xml::{Element, Node};

/// A style: its name, the one it follows, and its level in the outline.
#[derive(Debug, Default)]
pub(super) struct Style {
    pub(super) name: String,
    pub(super) based_on: Option<String>,
    pub(super) level: Option<u8>,
    pub(super) list: Option<(String, u8)>,
    pub(super) look: Look,
}

pub(super) fn styles(root: &Element) -> BTreeMap<String, Style> {
    let mut found = Vec::new();
    root.below("style", &mut found);
    let style = |element: &Element| {
        let words = |name: &str| element.child(name).and_then(|child| child.get("val")).map(str::to_owned);
        let paragraph = element.child("pPr");
        let level = paragraph.and_then(|it| it.child("outlineLvl")).and_then(|it| it.get("val")?.parse().ok());
        let name = words("name").unwrap_or_default().to_lowercase();
        let look = element.child("rPr").map(|look| look_of(look, Look::default())).unwrap_or_default();
        let list = paragraph.and_then(|it| it.child("numPr")).and_then(list_of);
        Some((element.get("styleId")?.to_owned(), Style { name, based_on: words("basedOn"), level, list, look }))
    };
    found.into_iter().filter_map(style).collect()
}

/// The list and the depth that a paragraph is numbered by.
pub(super) fn list_of(numbered: &Element) -> Option<(String, u8)> {
    let value = |name: &str| numbered.child(name).and_then(|child| child.get("val"));
    let depth = value("ilvl").and_then(|depth| depth.parse().ok()).unwrap_or(0);
    Some((value("numId")?.to_owned(), depth))
}

/// For each list and depth, whether it is numbered; nothing where its items bear no mark.
pub(super) fn numbering(root: &Element) -> BTreeMap<(String, u8), bool> {
    let levels = |element: &Element| -> Vec<(u8, String)> {
        let level =
            |level: &Element| Some((level.get("ilvl")?.parse().ok()?, level.child("numFmt")?.get("val")?.to_owned()));
        element.children().filter(|child| child.name == "lvl").filter_map(level).collect()
    };
    let kinds = root.children().flat_map(Element::children).filter(|child| child.name == "abstractNum");
    let kinds: BTreeMap<&str, Vec<(u8, String)>> =
        kinds.filter_map(|kind| Some((kind.get("abstractNumId")?, levels(kind)))).collect();
    let mut all = BTreeMap::new();
    for list in root.children().flat_map(Element::children).filter(|child| child.name == "num") {
        let kind = list.child("abstractNumId").and_then(|kind| kind.get("val"));
        let (Some(id), Some(levels)) = (list.get("numId"), kind.and_then(|kind| kinds.get(kind))) else { continue };
        for (depth, format) in levels.iter().filter(|(_, format)| format != "none") {
            all.insert((id.to_owned(), *depth), format != "bullet");
        }
    }
    all
}

/// The targets that a document names by id.
pub(super) fn relations(root: &Element) -> BTreeMap<String, String> {
    let all = root.children().flat_map(Element::children);
    all.filter_map(|relation| Some((relation.get("Id")?.to_owned(), relation.get("Target")?.to_owned()))).collect()
}

/// The notes of a part, by kind and id; those that only draw a line are no notes.
pub(super) fn notes_of(root: Element, kind: &str) -> BTreeMap<(String, String), Element> {
    let mut notes = BTreeMap::new();
    for node in root.nodes {
        let Node::Element(all) = node else { continue };
        for node in all.nodes {
            if let Node::Element(note) = node
                && note.name == kind
                && note.get("type").is_none()
                && let Some(id) = note.get("id")
            {
                notes.insert((kind.to_owned(), id.to_owned()), note);
            }
        }
    }
    notes
}

pub(super) fn look_of(properties: &Element, before: Look) -> Look {
    let on = |name: &str, before: bool| {
        properties.child(name).map_or(before, |flag| !matches!(flag.get("val"), Some("0" | "false" | "off" | "none")))
    };
    Look { bold: on("b", before.bold), italic: on("i", before.italic), struck: on("strike", before.struck) }
}
