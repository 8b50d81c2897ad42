//! Documents that go with the council's work: a page for each, and links from where they are used.

use serde::Serialize;

use super::{Day, Link, Passage, Scene, Shell, decision};
use crate::document::{FiledDocument, Record, RecordId, Ref};
use crate::site::library::published;
use crate::site::markdown::Below;
use crate::site::route::{Page, relative};

/// A link to a document, with what one wants to know before opening it.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentLink {
    /// Its page.
    pub link: Link,
    /// What it is, such as `PDF, 3 pages`.
    pub kind: String,
    /// The language of its title, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// One document.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// What every page has.
    pub page: Shell,
    /// The file.
    pub file: Link,
    /// What it is.
    pub kind: String,
    /// The hash of its bytes.
    pub sha256: String,
    /// The day it bears.
    pub day: Option<Day>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Where it is used.
    pub uses: Vec<Link>,
    /// Its text, for those who cannot read the file.
    pub text: Passage,
    /// Where it comes from.
    pub sources: Vec<String>,
    /// The language of its words, where it is not the page's.
    pub words_lang: Option<&'static str>,
}

/// All documents.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentListView {
    /// What every page has.
    pub page: Shell,
    /// By title.
    pub documents: Vec<DocumentLink>,
}

/// Links to the documents that a record names.
pub(super) fn links(scene: &Scene<'_>, refs: &[Ref]) -> Vec<DocumentLink> {
    let filed = &scene.documents().filed;
    refs.iter().filter_map(|one| filed.get_key_value(&one.id)).map(|(id, record)| link(scene, id, record)).collect()
}

fn link(scene: &Scene<'_>, id: &RecordId, record: &Record<FiledDocument>) -> DocumentLink {
    DocumentLink {
        link: scene.link(&Page::Document(id.clone()), record.title(scene.language)),
        kind: kind(scene, &record.facts),
        lang: scene.foreign(record.language(scene.language)),
    }
}

fn kind(scene: &Scene<'_>, facts: &FiledDocument) -> String {
    let name = facts.file.extension().to_uppercase();
    match facts.pages {
        Some(1) => scene.say_with("document_page", &[("kind", &name)]),
        Some(pages) => scene.say_with("document_pages", &[("kind", &name), ("pages", &scene.number(u64::from(pages)))]),
        None => name,
    }
}

impl DocumentView {
    /// The document with this id.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let record = scene.documents().filed.get(id)?;
        let facts = &record.facts;
        let page = Page::Document(id.clone());
        let title = record.title(scene.language);
        let shell = Shell::new(scene, &page, "document", title, &[Page::MeetingList, Page::DocumentList]);
        let href = published(&facts.file).map(|target| relative(scene.from, &target)).unwrap_or_default();
        Some(Self {
            page: shell.about(scene, record),
            file: Link { href, text: facts.file.file_name().to_owned() },
            kind: kind(scene, facts),
            sha256: facts.sha256.to_string(),
            day: facts.date.map(|day| scene.day(day)),
            author: facts.author.clone(),
            uses: scene.library.uses_of(id).iter().filter_map(|used| use_link(scene, used)).collect(),
            text: scene.passage(record, Below::Page),
            sources: record.common.sources.clone(),
            words_lang: scene.foreign(record.common.language),
        })
    }
}

fn use_link(scene: &Scene<'_>, (meeting, at): &(RecordId, Option<usize>)) -> Option<Link> {
    let record = scene.documents().meetings.get(meeting)?;
    let (page, title) = (Page::Meeting(meeting.clone()), record.title(scene.language));
    let Some(item) = at.and_then(|at| record.facts.agenda.get(at)) else { return Some(scene.link(&page, title)) };
    let words = scene.say_with("document_use", &[("meeting", title), ("item", &item.number)]);
    Some(scene.link_to(&page, &decision::item_anchor(item), words))
}

impl DocumentListView {
    /// All documents.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let page =
            Shell::new(scene, &Page::DocumentList, "document-list", &scene.say("documents"), &[Page::MeetingList]);
        let mut documents: Vec<DocumentLink> =
            scene.documents().filed.iter().map(|(id, record)| link(scene, id, record)).collect();
        documents.sort_by_key(|document| document.link.text.to_lowercase());
        Self { page, documents }
    }
}
