//! ODT: the parts of an `OpenDocument` text as a [`Document`].

use std::collections::BTreeMap;

use super::archive::Archive;
use super::document::{Block, Document, Image, Look, Run, What};
use super::docx::{is_web, shortened};
use super::xml::{self, Element, Node};
use crate::language::Bilingual;

const BODY: &str = "content.xml";

/// How often a cell or a row may be repeated; programs write thousands of empty ones.
const MOST_REPEATED: usize = 64;

/// Reads the document of an archive.
///
/// # Errors
/// A part is damaged, missing or locked.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Document, Bilingual> {
    let bytes = archive.part(BODY)?.ok_or_else(no_body)?;
    if is_locked(archive)? {
        return Err(Bilingual::new(
            "le document est protégé par un mot de passe",
            "the document is locked with a password",
        ));
    }
    let content = xml::read(BODY, &bytes)?;
    let mut reading = Reading::default();
    if let Some(bytes) = archive.part("styles.xml")? {
        let styles = xml::read("styles.xml", &bytes)?;
        reading.styles(&styles);
        reading.margins(&styles);
    }
    reading.styles(&content);
    let mut found = Vec::new();
    content.below("text", &mut found);
    // `office:text` is the body; other elements of that name do not hold paragraphs.
    for body in found {
        let blocks = reading.blocks(body);
        reading.document.blocks.extend(blocks);
    }
    Ok(reading.document)
}

fn no_body() -> Bilingual {
    Bilingual::new(format!("l’archive n’a pas de `{BODY}`"), format!("the archive has no `{BODY}`"))
}

fn is_locked(archive: &mut Archive<'_>) -> Result<bool, Bilingual> {
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&manifest).contains("encryption-data"))
}

/// A style of paragraphs or of words.
#[derive(Debug, Default)]
struct Style {
    name: String,
    parent: Option<String>,
    look: Change,
}

/// What a style changes of the look.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    bold: Option<bool>,
    italic: Option<bool>,
    struck: Option<bool>,
}

impl Change {
    fn of(element: &Element) -> Self {
        let Some(look) = element.child("text-properties") else { return Self::default() };
        let bold =
            look.get("font-weight").map(|weight| weight == "bold" || weight.parse::<u16>().is_ok_and(|it| it >= 600));
        let italic = look.get("font-style").map(|style| style != "normal");
        let struck = look.get("text-line-through-style").map(|style| style != "none");
        Self { bold, italic, struck }
    }

    fn over(self, before: Look) -> Look {
        Look {
            bold: self.bold.unwrap_or(before.bold),
            italic: self.italic.unwrap_or(before.italic),
            struck: self.struck.unwrap_or(before.struck),
        }
    }
}

#[derive(Default)]
struct Reading {
    styles: BTreeMap<String, Style>,
    /// For each list style and depth from 1, whether it is numbered.
    lists: BTreeMap<(String, u8), bool>,
    document: Document,
    paragraph: usize,
}

impl Reading {
    fn lose(&mut self, fr: impl Into<String>, en: impl Into<String>) {
        let lost = (self.paragraph, Bilingual::new(fr, en));
        if self.document.lost.last() != Some(&lost) {
            self.document.lost.push(lost);
        }
    }

    fn styles(&mut self, root: &Element) {
        let mut found = Vec::new();
        root.below("style", &mut found);
        for style in found {
            let Some(id) = style.get("name") else { continue };
            let name = style.get("display-name").unwrap_or(id).to_lowercase();
            let parent = style.get("parent-style-name").map(str::to_owned);
            self.styles.insert(id.to_owned(), Style { name, parent, look: Change::of(style) });
        }
        let mut found = Vec::new();
        root.below("list-style", &mut found);
        for list in found {
            let Some(name) = list.get("name") else { continue };
            for level in list.children() {
                let Some(depth) = level.get("level").and_then(|depth| depth.parse().ok()) else { continue };
                let numbered =
                    level.name == "list-level-style-number" && level.get("num-format").is_some_and(|it| !it.is_empty());
                self.lists.insert((name.to_owned(), depth), numbered);
            }
        }
    }

    /// Headers and footers of the pages.
    fn margins(&mut self, styles: &Element) {
        for (name, fr, en) in
            [("header", "un en-tête de page", "a page header"), ("footer", "un pied de page", "a page footer")]
        {
            let mut found = Vec::new();
            styles.below(name, &mut found);
            for margin in found {
                let words = shortened(&margin.words());
                if !words.is_empty() {
                    self.lose(format!("{fr} : {words}"), format!("{en}: {words}"));
                }
            }
        }
    }

    fn blocks(&mut self, parent: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        for child in parent.children() {
            match child.name.as_str() {
                "p" | "h" => blocks.extend(self.paragraph(child)),
                "list" => self.list(child, None, 0, &mut blocks),
                "table" => blocks.push(self.table(child)),
                "section" | "index-body" => blocks.extend(self.blocks(child)),
                "tracked-changes" => self.changes(child),
                "table-of-content" | "illustration-index" | "alphabetical-index" => {
                    self.lose(
                        "une table des matières, que la page fait elle-même",
                        "a table of contents, which the page makes itself",
                    );
                }
                "frame" | "custom-shape" | "g" => {
                    let mut runs = Vec::new();
                    self.frame(child, &mut runs);
                    if !runs.is_empty() {
                        blocks.push(Block::Paragraph(runs));
                    }
                }
                _ => {}
            }
        }
        blocks
    }

    /// Deletions that the document keeps track of; insertions stand in the text.
    fn changes(&mut self, changes: &Element) {
        for region in changes.children() {
            for change in region.children() {
                match change.name.as_str() {
                    "deletion" => {
                        let words: Vec<String> =
                            change.children().filter(|it| it.name != "change-info").map(Element::words).collect();
                        let words = shortened(&words.join(" "));
                        self.lose(format!("une suppression suivie : {words}"), format!("a tracked deletion: {words}"));
                    }
                    "insertion" => self.lose("un ajout suivi, gardé", "a tracked insertion, kept"),
                    _ => {}
                }
            }
        }
    }

    fn paragraph(&mut self, element: &Element) -> Option<Block> {
        self.paragraph += 1;
        let style = element.get("style-name").unwrap_or_default().to_owned();
        let (is_title, look) = self.style(&style);
        let mut runs = Vec::new();
        if element.name == "h" {
            let level = element.get("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
            self.runs(element, Look::default(), None, &mut runs);
            return Some(Block::Heading(level, runs));
        }
        self.runs(element, look, None, &mut runs);
        if is_title && self.document.title.is_none() {
            let title = super::document::plain(&runs).split_whitespace().collect::<Vec<_>>().join(" ");
            if !title.is_empty() {
                self.document.title = Some(title);
                return None;
            }
        }
        Some(Block::Paragraph(runs))
    }

    /// Whether a style is the title's, and the look it gives.
    fn style(&self, id: &str) -> (bool, Look) {
        let (mut title, mut changes) = (false, Vec::new());
        let mut at = self.styles.get(id);
        for _ in 0..20 {
            let Some(style) = at else { break };
            title |= style.name == "title";
            changes.push(style.look);
            at = style.parent.as_ref().and_then(|parent| self.styles.get(parent));
        }
        let look = changes.into_iter().rev().fold(Look::default(), |look, change| change.over(look));
        (title, look)
    }

    fn list(&mut self, list: &Element, style: Option<&str>, depth: u8, blocks: &mut Vec<Block>) {
        let style = list.get("style-name").or(style).map(str::to_owned);
        let numbered =
            style.as_ref().and_then(|style| self.lists.get(&(style.clone(), depth + 1)).copied()).unwrap_or(false);
        for item in list.children().filter(|child| matches!(child.name.as_str(), "list-item" | "list-header")) {
            for child in item.children() {
                match child.name.as_str() {
                    "p" => {
                        if let Some(Block::Paragraph(runs)) = self.paragraph(child) {
                            blocks.push(Block::Item(depth.min(8), numbered, runs));
                        }
                    }
                    // Numbered headings stand in lists.
                    "h" => blocks.extend(self.paragraph(child)),
                    "list" if depth < 12 => self.list(child, style.as_deref(), depth + 1, blocks),
                    "table" => blocks.push(self.table(child)),
                    _ => {}
                }
            }
        }
    }

    fn runs(&mut self, parent: &Element, look: Look, link: Option<&str>, runs: &mut Vec<Run>) {
        for node in &parent.nodes {
            let child = match node {
                Node::Text(text) => {
                    // White space of the file is one space; more are written as elements.
                    let words = text.replace(['\n', '\r', '\t'], " ");
                    runs.push(Run { what: What::Words(words), look, link: link.map(str::to_owned) });
                    continue;
                }
                Node::Element(child) => child,
            };
            let push = |runs: &mut Vec<Run>, what: What| runs.push(Run { what, look, link: link.map(str::to_owned) });
            match child.name.as_str() {
                "span" => {
                    let change = child.get("style-name").and_then(|id| self.styles.get(id)).map(|style| style.look);
                    self.runs(child, change.unwrap_or_default().over(look), link, runs);
                }
                "a" => {
                    let address = child.get("href").filter(|address| is_web(address)).map(str::to_owned);
                    self.runs(child, look, address.as_deref().or(link), runs);
                }
                "s" | "tab" => push(runs, What::Words(" ".to_owned())),
                "line-break" => push(runs, What::Break),
                "note" => {
                    let note = self.note(child);
                    runs.push(Run { what: What::Note(note), look: Look::default(), link: None });
                }
                "annotation" => {
                    let author = child.child("creator").map_or_else(|| "?".to_owned(), Element::words);
                    let words: Vec<String> = child.children().filter(|it| it.name == "p").map(Element::words).collect();
                    let words = shortened(&words.join(" "));
                    self.lose(
                        format!("un commentaire de {author} : {words}"),
                        format!("a comment by {author}: {words}"),
                    );
                }
                "frame" | "custom-shape" | "g" | "rect" | "ellipse" => self.frame(child, runs),
                "soft-page-break" | "annotation-end" | "bookmark" | "bookmark-start" | "bookmark-end" | "change" => {}
                "hidden-text" | "hidden-paragraph" => self.lose("un texte masqué", "a hidden text"),
                _ => self.runs(child, look, link, runs),
            }
        }
    }

    fn note(&mut self, note: &Element) -> usize {
        let mut runs = Vec::new();
        for paragraph in
            note.child("note-body").into_iter().flat_map(Element::children).filter(|child| child.name == "p")
        {
            if !runs.is_empty() {
                runs.push(Run { what: What::Words(" ".to_owned()), ..Run::default() });
            }
            self.runs(paragraph, Look::default(), None, &mut runs);
        }
        self.document.notes.push(runs);
        self.document.notes.len() - 1
    }

    /// The picture of a frame; text boxes and objects are told.
    fn frame(&mut self, frame: &Element, runs: &mut Vec<Run>) {
        let mut boxes = Vec::new();
        frame.below("text-box", &mut boxes);
        for text in boxes {
            let words = shortened(&text.words());
            self.lose(format!("une zone de texte : {words}"), format!("a text box: {words}"));
        }
        if matches!(frame.name.as_str(), "custom-shape" | "g" | "rect" | "ellipse") {
            let words = shortened(&frame.words());
            self.lose(format!("une forme dessinée {words}"), format!("a drawn shape {words}"));
        }
        if frame.child("object").is_some() || frame.child("object-ole").is_some() {
            self.lose("un objet incorporé (graphique, tableur…)", "an embedded object (a chart, a sheet…)");
        }
        let alternative = ["desc", "title"].iter().find_map(|name| frame.child(name)).map(Element::words);
        if let Some(part) = frame.child("image").and_then(|image| image.get("href")) {
            let part = part.trim_start_matches("./").to_owned();
            let alternative = alternative.unwrap_or_default();
            self.document.images.push(Image { part, alternative, paragraph: self.paragraph });
            runs.push(Run { what: What::Image(self.document.images.len() - 1), ..Run::default() });
        }
    }

    fn table(&mut self, element: &Element) -> Block {
        let mut rows = Vec::new();
        self.rows(element, &mut rows);
        Block::Table(rows)
    }

    fn rows(&mut self, element: &Element, rows: &mut Vec<Vec<Vec<Vec<Run>>>>) {
        for child in element.children() {
            match child.name.as_str() {
                "table-header-rows" | "table-rows" | "table-row-group" => self.rows(child, rows),
                "table-row" => {
                    let mut cells = Vec::new();
                    for cell in
                        child.children().filter(|it| matches!(it.name.as_str(), "table-cell" | "covered-table-cell"))
                    {
                        let repeated = cell.get("number-columns-repeated").and_then(|it| it.parse().ok()).unwrap_or(1);
                        let paragraphs = self.cell(cell);
                        cells.extend(std::iter::repeat_n(paragraphs, repeated.min(MOST_REPEATED)));
                    }
                    rows.push(cells);
                }
                _ => {}
            }
        }
    }

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
