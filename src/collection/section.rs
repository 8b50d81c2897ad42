//! Folders of pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::order;
use super::page::Page;
use crate::document::{CollectionConfig, PageOrder, PlainConfig};
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};

/// A folder of pages in one language.
#[derive(Clone, Debug)]
pub struct Section {
    /// The folder below `content/`.
    pub folder: String,
    /// The language.
    pub language: Language,
    /// What it is called.
    pub title: String,
    /// Its `_index.md`.
    pub index: Option<Arc<Page>>,
    /// Its pages in their order, by their place among all.
    pub pages: Vec<usize>,
    /// How many pages a page of its list shows; all where nothing is said.
    pub paginate: Option<usize>,
    /// How many entries its feed has.
    pub feed: Option<usize>,
    /// Whether each page is also written as JSON.
    pub json: bool,
    /// The template of its pages.
    pub template: String,
    /// The template of its list.
    pub list_template: String,
}

/// What a folder holds.
#[derive(Default)]
struct Held<'a> {
    index: Option<&'a Arc<Page>>,
    pages: Vec<usize>,
}

/// Every folder that has a page or an `_index.md`, the root among them where it has one.
pub(super) fn gather(
    pages: &[Arc<Page>],
    indexes: &[Arc<Page>],
    config: &PlainConfig,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Section> {
    let mut sections: BTreeMap<(Language, &str), Held<'_>> = BTreeMap::new();
    for index in indexes {
        let held = sections.entry((index.language, &index.folder)).or_default();
        match held.index {
            Some(first) => findings.push(another_index(index, first)),
            None => held.index = Some(index),
        }
    }
    for (at, page) in pages.iter().enumerate().filter(|(_, page)| !page.folder.is_empty()) {
        sections.entry((page.language, &page.folder)).or_default().pages.push(at);
    }
    let section = |((language, folder), held): ((Language, &str), Held<'_>)| {
        let (index, mut places) = (held.index, held.pages);
        let said = config.collections.iter().find(|collection| collection.folder == folder);
        order::sort(&mut places, pages, said.map_or(PageOrder::Newest, |said| said.order));
        make(folder, language, index, places, said, config)
    };
    sections.into_iter().map(section).collect()
}

/// `_index.md` and the same with the main language in its name: the words of one list.
fn another_index(index: &Page, first: &Page) -> Diagnostic {
    let message = Bilingual::new(
        format!("{} est déjà le texte de cette liste, dans cette langue", first.file),
        format!("{} is the text of this list already, in this language", first.file),
    );
    let help = Bilingual::new("n’en garder qu’un", "keep one of them");
    Diagnostic::error(Code::RouteCollision, message).at(Place::file(&index.file)).help(help)
}

fn make(
    folder: &str,
    language: Language,
    index: Option<&Arc<Page>>,
    pages: Vec<usize>,
    said: Option<&CollectionConfig>,
    config: &PlainConfig,
) -> Section {
    let written = index.filter(|index| index.head.contains_key("title")).map(|index| index.title.clone());
    let configured = said.and_then(|said| said.title.as_ref()).map(|title| title.get(language).to_owned());
    let name = if folder.is_empty() { config.name.get(language) } else { folder.rsplit('/').next().unwrap_or(folder) };
    Section {
        folder: folder.to_owned(),
        language,
        title: written.or(configured).unwrap_or_else(|| name.to_owned()),
        index: index.cloned(),
        pages,
        paginate: said.and_then(|said| said.paginate),
        feed: said.and_then(|said| said.feed),
        json: said.is_some_and(|said| said.json),
        template: said.map_or_else(|| "page.html".to_owned(), |said| said.template.clone()),
        list_template: said.map_or_else(|| "section.html".to_owned(), |said| said.list_template.clone()),
    }
}
