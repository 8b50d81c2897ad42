//! Addresses of plain pages: flat files below their folder, in a folder of the language where that is not the
//! main one.

use crate::document::PlainConfig;
use crate::language::Language;
use crate::tree::FilePath;

/// What lies at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::site) enum Route {
    /// The first page in a language.
    Home(Language),
    /// A page, by its place.
    Page(usize),
    /// The same as JSON.
    Json(usize),
    /// A page of the list of a section, from 1.
    List(usize, usize),
    /// The terms of a taxonomy.
    Terms(usize),
    /// A page of the list of a term, from 1: taxonomy, term, page.
    Term(usize, usize, usize),
    /// A feed.
    Feed(FeedOf),
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
    /// What a server shows for an address that is none.
    NotFound,
    /// An old address.
    Redirect(FilePath),
    /// A file of `content/`.
    File(FilePath),
    /// A file of the theme.
    Asset(FilePath),
    /// The picture at an address, made so many pixels wide.
    Picture(FilePath, u32),
}

/// What a feed is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::site) enum FeedOf {
    /// All pages in a language.
    Site(Language),
    /// A section.
    Section(usize),
    /// A term of a taxonomy.
    Term(usize, usize),
}

/// The folder of a language: nothing for the main one.
pub(super) fn language_folder(language: Language, config: &PlainConfig) -> String {
    if language == config.main_language() { String::new() } else { format!("{language}/") }
}

/// A page of the list in `folder`.
pub(super) fn list(prefix: &str, folder: &str, number: usize) -> String {
    let name = if number > 1 { format!("page-{number}.html") } else { "index.html".to_owned() };
    if folder.is_empty() { format!("{prefix}{name}") } else { format!("{prefix}{folder}/{name}") }
}

/// A page of the list of a term.
pub(super) fn term(prefix: &str, key: &str, slug: &str, number: usize) -> String {
    list(prefix, &format!("{key}/{slug}"), number)
}

/// A page as JSON.
pub(super) fn json(page: &FilePath) -> Option<FilePath> {
    let html = page.as_str();
    FilePath::parse(&format!("{}.json", html.strip_suffix(".html").unwrap_or(html))).ok()
}

/// How many pages a list of `pages` has.
pub(super) fn numbers(pages: usize, paginate: Option<usize>) -> usize {
    paginate.map_or(1, |most| pages.div_ceil(most)).max(1)
}
