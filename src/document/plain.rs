//! Sites of plain pages: what `parvis.yaml` says of them, and heads whose keys are free.
//!
//! A `parvis.yaml` without `council:` is that of a site of plain pages alone. With it, `collections:`
//! names folders of plain pages beside the council's records.

use serde_json::{Map, Value};

use super::FOLDERS;
use super::config::{RawHtml, SiteConfig};
use super::controls;
use super::fields::Fields;
use super::front_matter::{Sheet, read_free_head};
use super::images::Images;
use super::locate::Step;
use crate::council::{CouncilId, words};
use crate::grammar::Token;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::tree::{FilePath, FileTree};

words! {
    /// How the pages of a section stand in its list.
    PageOrder {
        /// By date, the newest first.
        Newest = "newest",
        /// By date, the oldest first.
        Oldest = "oldest",
        /// By `weight`, the lightest first, then by title.
        Weight = "weight",
        /// By title.
        Title = "title",
    }
}

/// A folder of plain pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionConfig {
    /// The folder below `content/`.
    pub folder: String,
    /// What it is called.
    pub title: Option<Bilingual>,
    /// How its pages are ordered.
    pub order: PageOrder,
    /// How many pages a page of its list shows; all where nothing is said.
    pub paginate: Option<usize>,
    /// How many entries its feed has; no feed where nothing is said.
    pub feed: Option<usize>,
    /// Whether each page is also written as JSON.
    pub json: bool,
    /// The template of its pages.
    pub template: String,
    /// The template of its list.
    pub list_template: String,
    /// Where it is written, beside a council's records.
    pub place: Option<Place>,
}

/// A key of the heads by whose values pages are grouped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxonomyConfig {
    /// The key, which is the folder of its pages too.
    pub key: String,
    /// What it is called.
    pub title: Option<Bilingual>,
    /// How many pages a page of a term's list shows; all where nothing is said.
    pub paginate: Option<usize>,
    /// How many entries the feed of a term has; no feed where nothing is said.
    pub feed: Option<usize>,
    /// Where it is written, beside a council's records.
    pub place: Option<Place>,
}

/// What a site of plain pages is made by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainConfig {
    /// The site's name.
    pub name: Bilingual,
    /// A line below the name.
    pub tagline: Option<Bilingual>,
    /// The languages of the pages, the main one first.
    pub languages: Vec<Language>,
    /// Where the site is published, ending in `/`.
    pub url: String,
    /// The theme's name.
    pub theme: String,
    /// The settings of the theme, as written.
    pub settings: Map<String, Value>,
    /// What becomes of raw HTML in its texts.
    pub raw_html: RawHtml,
    /// Which lighter pictures are made of those that its pages show.
    pub images: Images,
    /// How many entries the feed of the site has.
    pub feed: Option<usize>,
    /// Folders of which more is said than their pages do.
    pub collections: Vec<CollectionConfig>,
    /// The keys by which pages are grouped.
    pub taxonomies: Vec<TaxonomyConfig>,
    /// The council beside whose records the pages are: only the folders that `collections` names are then theirs,
    /// and the first page, the sitemap and the page for a wrong address are the council's.
    pub council: Option<CouncilId>,
}

impl PlainConfig {
    /// Whether a file below `content/` is one of plain pages.
    #[must_use]
    pub fn holds(&self, file: &FilePath) -> bool {
        self.council.is_none() || in_collection(&self.collections, file)
    }

    /// The first language.
    #[must_use]
    pub fn main_language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::Fr)
    }
}

impl SiteConfig {
    /// What the plain pages beside the council's records are made by.
    #[must_use]
    pub fn plain(&self) -> PlainConfig {
        PlainConfig {
            name: self.name.clone(),
            tagline: self.tagline.clone(),
            languages: self.languages.clone(),
            url: self.url.clone(),
            theme: self.theme.clone(),
            settings: self.settings.clone(),
            raw_html: self.raw_html,
            images: self.images.clone(),
            feed: None,
            collections: self.collections.clone(),
            taxonomies: self.taxonomies.clone(),
            council: Some(self.council.clone()),
        }
    }
}

/// Whether a file lies in the folder of one of these collections.
pub(super) fn in_collection(collections: &[CollectionConfig], file: &FilePath) -> bool {
    collections.iter().any(|collection| is_in_folder(file, &collection.folder))
}

/// Whether a file lies below `content/<folder>/`.
#[must_use]
pub fn is_in_folder(file: &FilePath, folder: &str) -> bool {
    file.below("content").and_then(|rest| rest.strip_prefix(folder)).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether the `parvis.yaml` of `tree` is that of a site without a council.
#[must_use]
pub fn is_plain(tree: &FileTree) -> bool {
    let file = FilePath::parse("parvis.yaml").expect("a plain name is a path");
    let Some(bytes) = tree.get(&file) else { return false };
    Sheet::of_yaml(&file, bytes)
        .is_ok_and(|sheet| !sheet.root().contains_key("council") && sheet.root().contains_key("url"))
}

/// Reads the `parvis.yaml` of a site without a council.
#[must_use]
pub fn read_plain(tree: &FileTree, findings: &mut Vec<Diagnostic>) -> Option<PlainConfig> {
    let sheet = super::config::sheet(tree, findings)?;
    let config = read_fields(sheet.fields());
    findings.extend(sheet.into_findings());
    config
}

fn read_fields(mut fields: Fields<'_>) -> Option<PlainConfig> {
    let name = fields.bilingual("name");
    let tagline = fields.bilingual_if("tagline");
    let languages = super::config::read_languages(&mut fields);
    let url = super::config::read_url(&mut fields);
    let theme = fields.words_if("theme");
    let settings = fields.free("theme_settings");
    let raw_html = fields.token_if("raw_html").unwrap_or(RawHtml::Allow);
    let images = super::images::read(&mut fields);
    let feed = read_count(&mut fields, "feed");
    let collections = read_collections(&mut fields);
    let taxonomies = read_taxonomies(&mut fields);
    fields.done();
    let theme = theme.unwrap_or_else(|| "plain".to_owned());
    Some(PlainConfig {
        name: name?,
        tagline,
        languages,
        url: url?,
        theme,
        settings,
        raw_html,
        images,
        feed,
        collections,
        taxonomies,
        council: None,
    })
}

/// The folders of plain pages that `parvis.yaml` names.
fn read_collections(fields: &mut Fields<'_>) -> Vec<CollectionConfig> {
    fields.records("collections").into_iter().filter_map(read_collection).collect()
}

/// The collections and taxonomies beside a council's records, each with its place. A folder that holds records is
/// told and left to them.
pub(super) fn read_beside(fields: &mut Fields<'_>) -> (Vec<CollectionConfig>, Vec<TaxonomyConfig>) {
    let mut collections: Vec<CollectionConfig> = Vec::new();
    for fields in fields.records("collections") {
        let (place, report) = (fields.place("folder"), fields.reporter());
        let Some(collection) = read_collection(fields) else { continue };
        let first = collection.folder.split('/').next().unwrap_or_default();
        if FOLDERS.contains(&first) {
            report(of_records(&collection.folder, first).at(place));
        } else if collections.iter().any(|other| other.folder == collection.folder) {
            report(named_twice(&collection.folder).at(place));
        } else {
            collections.push(CollectionConfig { place: Some(place), ..collection });
        }
    }
    let taxonomies = fields.records("taxonomies").into_iter().filter_map(|fields| {
        let place = fields.place("key");
        Some(TaxonomyConfig { place: Some(place), ..read_taxonomy(fields)? })
    });
    (collections, taxonomies.collect())
}

fn named_twice(folder: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("la collection `{folder}` est nommée deux fois"),
        format!("the collection `{folder}` is named twice"),
    );
    Diagnostic::error(Code::NameTwice, message).help(Bilingual::new("n’en garder qu’une", "keep one of them"))
}

fn of_records(folder: &str, records: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("`{folder}` ne peut pas être une collection : content/{records}/ contient des fiches du conseil"),
        format!("`{folder}` cannot be a collection: content/{records}/ holds records of the council"),
    );
    let help = Bilingual::new(
        "donner un autre nom au dossier des pages, ou ôter cette entrée : les fiches ont déjà leurs pages",
        "give the folder of pages another name, or take this entry out: records have pages of their own",
    );
    Diagnostic::error(Code::ValueUnexpected, message).help(help)
}

fn read_collection(mut fields: Fields<'_>) -> Option<CollectionConfig> {
    let folder = fields.words("folder");
    let title = fields.bilingual_if("title");
    let order = fields.token_if("order").unwrap_or(PageOrder::Newest);
    let paginate = read_count(&mut fields, "paginate");
    let feed = read_count(&mut fields, "feed");
    let json = fields.flag("json");
    let template = fields.words_if("template").unwrap_or_else(|| "page.html".to_owned());
    let list_template = fields.words_if("list_template").unwrap_or_else(|| "section.html".to_owned());
    fields.done();
    Some(CollectionConfig { folder: folder?, title, order, paginate, feed, json, template, list_template, place: None })
}

fn read_taxonomies(fields: &mut Fields<'_>) -> Vec<TaxonomyConfig> {
    fields.records("taxonomies").into_iter().filter_map(read_taxonomy).collect()
}

fn read_taxonomy(mut fields: Fields<'_>) -> Option<TaxonomyConfig> {
    let (place, report) = (fields.place("key"), fields.reporter());
    let key = fields.words("key");
    let title = fields.bilingual_if("title");
    let paginate = read_count(&mut fields, "paginate");
    let feed = read_count(&mut fields, "feed");
    fields.done();
    let key = key?;
    if FilePath::parse(&key).is_err() {
        let expected = Bilingual::new("un nom qui peut être celui d’un dossier", "a name that a folder can have");
        report(unexpected_value(place, "key", &format!("`{key}`"), &expected));
        return None;
    }
    Some(TaxonomyConfig { key, title, paginate, feed, place: None })
}

/// A number of things from 1 on.
fn read_count(fields: &mut Fields<'_>, key: &str) -> Option<usize> {
    fields.token_if::<u16>(key).map(usize::from).filter(|count| *count > 0)
}

/// A file whose head has any keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreeFile {
    /// The keys and values of the head, in their order; none where there is no head.
    pub head: Map<String, Value>,
    /// Where the text begins, in bytes.
    pub text_at: usize,
    /// The line on which it begins.
    pub text_line: u32,
}

/// Reads a Markdown file with a free head, or with none.
///
/// # Errors
/// It is not UTF-8, or its head is not readable.
pub fn read_free(file: &FilePath, bytes: &[u8]) -> Result<FreeFile, Box<Diagnostic>> {
    let free = read_free_head(file, bytes)?;
    match first_control(file, bytes, &free) {
        Some(finding) => Err(Box::new(finding)),
        None => Ok(free),
    }
}

/// The first control character of a file, as it stands or spelt as an escape in its head.
fn first_control(file: &FilePath, bytes: &[u8], free: &FreeFile) -> Option<Diagnostic> {
    let head = &bytes[..free.text_at];
    if head.contains(&b'\\')
        && let Ok(sheet) = Sheet::of_markdown(file, bytes)
        && let Some((way, c)) = controls::in_head(sheet.root()).into_iter().next()
    {
        return Some(controls::finding(c, sheet.place(&way)));
    }
    if !may_hold_control(&bytes[free.text_at..]) {
        return None;
    }
    let text = std::str::from_utf8(&bytes[free.text_at..]).unwrap_or_default();
    let (line, column, c) = controls::in_text(text).next()?;
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX - 1);
    let place = Place::file(file).at_line(free.text_line + number(line)).at_column(number(column) + 1, 1);
    Some(controls::finding(c, place))
}

/// A look at the bytes of a text that costs next to nothing, since nearly no text holds any.
fn may_hold_control(bytes: &[u8]) -> bool {
    const CHUNK: usize = 256;
    let low: fn(&u8) -> bool = |byte| *byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t') || *byte == 0x7f;
    let some = |chunk: &[u8], is: fn(&u8) -> bool| chunk.iter().fold(false, |found, byte| found | is(byte));
    // U+0080 to U+009F: the byte 0xc2 and one after it that is below 0xa0.
    let in_two = |at: usize| {
        bytes.get(at..).unwrap_or_default().windows(2).take(CHUNK).any(|pair| pair[0] == 0xc2 && pair[1] < 0xa0)
    };
    (0..)
        .step_by(CHUNK)
        .zip(bytes.chunks(CHUNK))
        .any(|(at, chunk)| some(chunk, low) || some(chunk, |byte| *byte == 0xc2) && in_two(at))
}

/// Where `key` stands in the head of a file that could be read.
#[must_use]
pub fn place_in_head(file: &FilePath, bytes: &[u8], key: &str) -> Place {
    let whole = || Place::file(file).at_line(1);
    #[cfg(feature = "site")]
    if let Some(place) = std::str::from_utf8(bytes).ok().and_then(|text| super::toml_head::place_of(file, text, key)) {
        return place;
    }
    Sheet::of_markdown(file, bytes).map_or_else(|_| whole(), |sheet| sheet.place(&[Step::Key(key.to_owned())]))
}

/// A value of a free head that is not what its key asks for.
#[must_use]
pub fn unexpected_value(place: Place, key: &str, shown: &str, expected: &Bilingual) -> Diagnostic {
    let message = Bilingual::new(
        format!("`{key}` : {shown} ; attendu : {}", expected.fr),
        format!("`{key}`: {shown}; expected {}", expected.en),
    );
    Diagnostic::error(Code::ValueUnexpected, message).at(place)
}
