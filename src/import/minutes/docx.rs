//! DOCX: the parts of an Office Open XML document as a [`Document`].

use std::collections::BTreeMap;

use super::archive::Archive;
use super::document::{Block, Document, Image, Look, Run, What};
use super::docx_parts::{Style, list_of, look_of, notes_of, numbering, relations, styles};
use super::xml::{self, Element, Node};
use crate::language::Bilingual;

const BODY: &str = "word/document.xml";

/// Reads the document of an archive.
///
/// # Errors
/// A part is damaged or missing.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Document, Bilingual> {
    let body = part(archive, BODY)?.ok_or_else(no_body)?;
    let styles = part(archive, "word/styles.xml")?.map(|root| styles(&root)).unwrap_or_default();
    let numbering = part(archive, "word/numbering.xml")?.map(|root| numbering(&root)).unwrap_or_default();
    let mut related = |name: &str| -> Result<BTreeMap<String, String>, Bilingual> {
        let root = part(archive, &format!("word/_rels/{name}.xml.rels"))?;
        Ok(root.map(|root| relations(&root)).unwrap_or_default())
    };
    let relations = related("document")?;
    // The notes name their targets in lists of their own.
    let note_relations = BTreeMap::from([("footnote", related("footnotes")?), ("endnote", related("endnotes")?)]);
    let mut notes = BTreeMap::new();
    for (kind, name) in [("footnote", "word/footnotes.xml"), ("endnote", "word/endnotes.xml")] {
        if let Some(root) = part(archive, name)? {
            notes.extend(notes_of(root, kind));
        }
    }
    let mut reading = Reading { styles, numbering, relations, note_relations, notes, ..Reading::default() };
    if let Some(root) = part(archive, "word/comments.xml")? {
        reading.comments(&root);
    }
    let mut found = Vec::new();
    body.below("body", &mut found);
    for body in found {
        let blocks = reading.blocks(body);
        reading.document.blocks.extend(blocks);
    }
    for (name, what) in [
        ("word/header", ("un en-tête de page", "a page header")),
        ("word/footer", ("un pied de page", "a page footer")),
    ] {
        reading.margins(archive, name, what)?;
    }
    Ok(reading.document)
}

fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<Element>, Bilingual> {
    archive.part(name)?.map(|bytes| xml::read(name, &bytes)).transpose()
}

fn no_body() -> Bilingual {
    Bilingual::new(format!("l’archive n’a pas de `{BODY}`"), format!("the archive has no `{BODY}`"))
}

#[derive(Default)]
struct Reading {
    styles: BTreeMap<String, Style>,
    numbering: BTreeMap<(String, u8), bool>,
    relations: BTreeMap<String, String>,
    note_relations: BTreeMap<&'static str, BTreeMap<String, String>>,
    notes: BTreeMap<(String, String), Element>,
    document: Document,
    paragraph: usize,
    /// The fields that are open: for each, its address where it is a link.
    fields: Vec<Option<String>>,
    /// Whether the result of a field is being read.
    in_result: bool,
}

impl Reading {
    fn lose(&mut self, fr: impl Into<String>, en: impl Into<String>) {
        let lost = (self.paragraph, Bilingual::new(fr, en));
        if self.document.lost.last() != Some(&lost) {
            self.document.lost.push(lost);
        }
    }

    fn comments(&mut self, root: &Element) {
        let mut found = Vec::new();
        root.below("comment", &mut found);
        for comment in found {
            let (author, words) = (comment.get("author").unwrap_or("?"), shortened(&comment.words()));
            self.lose(format!("un commentaire de {author} : {words}"), format!("a comment by {author}: {words}"));
        }
    }

    fn margins(&mut self, archive: &mut Archive<'_>, name: &str, (fr, en): (&str, &str)) -> Result<(), Bilingual> {
        self.paragraph = 0;
        for part_name in archive.names() {
            if part_name.starts_with(name)
                && part_name.ends_with(".xml")
                && let Some(root) = part(archive, &part_name)?
            {
                let words = shortened(&root.words());
                if !words.is_empty() {
                    self.lose(format!("{fr} : {words}"), format!("{en}: {words}"));
                }
            }
        }
        Ok(())
    }

    fn blocks(&mut self, parent: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        for child in parent.children() {
            match child.name.as_str() {
                "p" => blocks.extend(self.paragraph(child)),
                "tbl" => blocks.push(self.table(child)),
                "sdt" => {
                    blocks.extend(child.child("sdtContent").map(|content| self.blocks(content)).unwrap_or_default());
                }
                "ins" | "moveTo" | "customXml" | "smartTag" => blocks.extend(self.blocks(child)),
                "altChunk" => self.lose("un document inséré tel quel", "a document that was inserted as it is"),
                _ => {}
            }
        }
        blocks
    }

    fn paragraph(&mut self, element: &Element) -> Option<Block> {
        self.paragraph += 1;
        let properties = element.child("pPr");
        let value = |name: &str| properties.and_then(|it| it.child(name)).and_then(|it| it.get("val"));
        let style = value("pStyle").unwrap_or_default().to_owned();
        let own_level = value("outlineLvl").and_then(|level| level.parse().ok());
        let list = properties.and_then(|it| it.child("numPr")).and_then(list_of);
        let (level, styled_list, is_title, look) = self.style(&style);
        let mut runs = Vec::new();
        self.runs(element, look, None, &mut runs);
        if is_title && self.document.title.is_none() {
            let title = super::document::plain(&runs).split_whitespace().collect::<Vec<_>>().join(" ");
            if !title.is_empty() {
                self.document.title = Some(title);
                return None;
            }
        }
        // Nine stands for body text.
        if let Some(level) = own_level.or(level).filter(|level: &u8| *level < 9) {
            return Some(Block::Heading(level + 1, runs));
        }
        let list = list.or(styled_list);
        let numbered = list.as_ref().and_then(|list| self.numbering.get(list).copied());
        Some(match (list, numbered) {
            (Some((_, depth)), Some(numbered)) => Block::Item(depth.min(8), numbered, runs),
            _ => Block::Paragraph(runs),
        })
    }

    /// What a style and those it follows say: level, list, whether it is the title's, look.
    fn style(&self, id: &str) -> (Option<u8>, Option<(String, u8)>, bool, Look) {
        let (mut level, mut list, mut title, mut look) = (None, None, false, None);
        let mut at = self.styles.get(id);
        for _ in 0..20 {
            let Some(style) = at else { break };
            title |= style.name == "title";
            let named = style.name.strip_prefix("heading ").and_then(|number| number.parse::<u8>().ok());
            level = level.or(style.level).or(named.and_then(|number| number.checked_sub(1)));
            list = list.or_else(|| style.list.clone());
            look = look.or(Some(style.look));
            at = style.based_on.as_ref().and_then(|id| self.styles.get(id));
        }
        (level, list, title, look.unwrap_or_default())
    }

    fn runs(&mut self, parent: &Element, look: Look, link: Option<&str>, runs: &mut Vec<Run>) {
        for child in parent.children() {
            match child.name.as_str() {
                "r" => self.run(child, look, link, runs),
                "hyperlink" => {
                    let target = child.get("id").and_then(|id| self.relations.get(id)).cloned();
                    let target = target.filter(|target| is_web(target));
                    self.runs(child, look, target.as_deref().or(link), runs);
                }
                "fldSimple" => {
                    let target = child.get("instr").and_then(link_of_field);
                    self.runs(child, look, target.as_deref().or(link), runs);
                }
                "ins" | "moveTo" => {
                    self.lose("un ajout suivi, gardé", "a tracked insertion, kept");
                    self.runs(child, look, link, runs);
                }
                "del" | "moveFrom" => {
                    let words = shortened(&child.words());
                    self.lose(format!("une suppression suivie : {words}"), format!("a tracked deletion: {words}"));
                }
                "smartTag" | "sdt" | "sdtContent" | "customXml" | "oMath" | "oMathPara" => {
                    self.runs(child, look, link, runs);
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, element: &Element, look: Look, link: Option<&str>, runs: &mut Vec<Run>) {
        let look = element.child("rPr").map_or(look, |properties| look_of(properties, look));
        let hidden = element.child("rPr").is_some_and(|properties| properties.child("vanish").is_some());
        for child in element.children() {
            let link = self.fields.last().cloned().flatten().filter(|_| self.in_result).or(link.map(str::to_owned));
            let mut push = |what: What| runs.push(Run { what, look, link: link.clone() });
            let words = |text: &str| What::Words(text.to_owned());
            match child.name.as_str() {
                _ if hidden => {}
                "t" => push(words(&text_of(child))),
                "tab" => push(words(" ")),
                "br" | "cr" => push(What::Break),
                "noBreakHyphen" => push(words("\u{2011}")),
                "footnoteReference" | "endnoteReference" => {
                    let note = self.note(child);
                    runs.extend(note.map(|note| Run { what: What::Note(note), look: Look::default(), link: None }));
                }
                "fldChar" => self.field(child),
                "instrText" => {
                    if let (Some(field), Some(address)) = (self.fields.last_mut(), link_of_field(&text_of(child))) {
                        *field = Some(address);
                    }
                }
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(child, runs),
                "delText" => self.lose("une suppression suivie", "a tracked deletion"),
                _ => {}
            }
        }
        if hidden {
            let words = shortened(&element.words());
            self.lose(format!("un texte masqué : {words}"), format!("a hidden text: {words}"));
        }
    }

    fn field(&mut self, mark: &Element) {
        match mark.get("fldCharType") {
            Some("begin") => {
                self.fields.push(None);
                self.in_result = false;
            }
            Some("separate") => self.in_result = true,
            Some("end") => {
                self.fields.pop();
                self.in_result = !self.fields.is_empty();
            }
            _ => {}
        }
    }

    fn note(&mut self, mark: &Element) -> Option<usize> {
        let kind = mark.name.trim_end_matches("Reference").to_owned();
        let own = self.note_relations.get(kind.as_str()).cloned().unwrap_or_default();
        let note = self.notes.remove(&(kind, mark.get("id")?.to_owned()))?;
        let relations = std::mem::replace(&mut self.relations, own);
        let mut runs = Vec::new();
        for paragraph in note.children().filter(|child| child.name == "p") {
            if !runs.is_empty() {
                runs.push(Run { what: What::Words(" ".to_owned()), ..Run::default() });
            }
            self.runs(paragraph, Look::default(), None, &mut runs);
        }
        self.relations = relations;
        self.document.notes.push(runs);
        Some(self.document.notes.len() - 1)
    }

    /// The pictures of a drawing; its text boxes are told.
    fn drawing(&mut self, element: &Element, runs: &mut Vec<Run>) {
        // The second spelling of the same drawing, for older programs.
        let element = element.child("Choice").unwrap_or(element);
        let mut boxes = Vec::new();
        element.below("txbxContent", &mut boxes);
        for text in boxes {
            let words = shortened(&text.words());
            self.lose(format!("une zone de texte : {words}"), format!("a text box: {words}"));
        }
        let (mut blips, mut shapes, mut names) = (Vec::new(), Vec::new(), Vec::new());
        element.below("blip", &mut blips);
        element.below("imagedata", &mut shapes);
        element.below("docPr", &mut names);
        let alternative = names.first().and_then(|name| name.get("descr")).unwrap_or_default();
        let ids =
            blips.iter().filter_map(|blip| blip.get("embed")).chain(shapes.iter().filter_map(|shape| shape.get("id")));
        for target in ids.filter_map(|id| self.relations.get(id)) {
            let part =
                if let Some(path) = target.strip_prefix('/') { path.to_owned() } else { format!("word/{target}") };
            let alternative = alternative.split_whitespace().collect::<Vec<_>>().join(" ");
            self.document.images.push(Image { part, alternative, paragraph: self.paragraph });
            runs.push(Run { what: What::Image(self.document.images.len() - 1), ..Run::default() });
        }
        let mut charts = Vec::new();
        element.below("chart", &mut charts);
        if !charts.is_empty() || element.name == "object" {
            self.lose("un objet incorporé (graphique, tableur…)", "an embedded object (a chart, a sheet…)");
        }
    }

    fn table(&mut self, element: &Element) -> Block {
        let mut rows = Vec::new();
        let all = element.children().filter(|child| child.name == "tr");
        for row in all {
            let mut cells = Vec::new();
            for cell in row.children().filter(|child| child.name == "tc") {
                let properties = cell.child("tcPr");
                let continued =
                    properties.and_then(|it| it.child("vMerge")).is_some_and(|it| it.get("val") != Some("restart"));
                let span = properties.and_then(|it| it.child("gridSpan")).and_then(|it| it.get("val")?.parse().ok());
                let paragraphs = self.cell(cell);
                cells.push(if continued { Vec::new() } else { paragraphs });
                cells.extend(std::iter::repeat_n(Vec::new(), usize::from(span.unwrap_or(1_u8).clamp(1, 63)) - 1));
            }
            rows.push(cells);
        }
        Block::Table(rows)
    }

    /// The paragraphs of a cell; those of a table within it follow one another.
    fn cell(&mut self, cell: &Element) -> Vec<Vec<Run>> {
        let mut paragraphs = Vec::new();
        for block in self.blocks(cell) {
            match block {
                Block::Heading(_, runs) | Block::Paragraph(runs) | Block::Item(_, _, runs) => paragraphs.push(runs),
                Block::Table(rows) => {
                    self.lose("un tableau dans un tableau, mis à plat", "a table within a table, made flat");
                    paragraphs.extend(rows.into_iter().flatten().flatten());
                }
            }
        }
        paragraphs.retain(|runs| !runs.is_empty());
        paragraphs
    }
}

fn text_of(element: &Element) -> String {
    let words = element.nodes.iter().filter_map(|node| match node {
        Node::Text(text) => Some(text.as_str()),
        Node::Element(_) => None,
    });
    words.collect()
}

/// The address of a field `HYPERLINK "https://…"`.
fn link_of_field(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?;
    let address = rest.split('"').nth(1)?;
    is_web(address).then(|| address.to_owned())
}

/// Whether an address leads to the web or to mail.
pub(super) fn is_web(address: &str) -> bool {
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    known && !address.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// The first words of a text.
pub(super) fn shortened(words: &str) -> String {
    let short: String = words.chars().take(80).collect();
    if short.len() < words.len() {
        format!("« {short}… »")
    } else if short.is_empty() {
        short
    } else {
        format!("« {short} »")
    }
}
