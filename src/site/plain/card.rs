//! What is made once of each page: its headings and links, and what lists show of it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde_json::{Map, Value as Json};
use tera::Value;

use crate::collection::Page;
use crate::document::PlainConfig;
use crate::site::format;
use crate::site::markdown::{self, Author, Below, BrokenLink, Called, Heading, Manner};
use crate::site::route::address;

/// How long the summary of a page is that has none of its own, in characters.
const SUMMARY: usize = 300;

/// A page with what is known of it before any page is rendered.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) page: Arc<Page>,
    /// Its headings, first to last.
    pub(super) headings: Vec<Heading>,
    /// Its relative links, with their lines.
    pub(super) links: Vec<BrokenLink>,
    /// The lines of its text where raw HTML is left out.
    pub(super) dropped: Vec<u32>,
    /// The components that its text calls.
    pub(super) called: Vec<Called>,
    /// What its text calls where nothing is called, with its lines.
    pub(super) stray: Vec<(u32, String)>,
    /// What templates see of it in a list.
    pub(super) value: Value,
    summary: OnceLock<String>,
}

/// What templates see of a page wherever it is named.
#[derive(Serialize)]
struct Shown<'a> {
    title: &'a str,
    path: &'a str,
    date: Option<String>,
    updated: Option<String>,
    lang: &'a str,
    file: &'a str,
    weight: i64,
    summary: Option<String>,
    terms: BTreeMap<&'a str, Vec<ShownTerm<'a>>>,
    meta: &'a Map<String, Json>,
}

#[derive(Serialize)]
struct ShownTerm<'a> {
    name: &'a str,
    path: String,
}

/// How the text of a page is rendered.
pub(super) const fn manner(page: &Page, config: &PlainConfig) -> Manner {
    Manner::of(Author::Council, Below::Page, page.language).raw_html(config.raw_html)
}

impl Card {
    pub(super) fn of(page: &Arc<Page>, config: &PlainConfig) -> Self {
        let outline = markdown::outline(page.text(), &manner(page, config));
        let prefix = super::route::language_folder(page.language, config);
        let keys = config.taxonomies.iter().map(|taxonomy| taxonomy.key.as_str());
        let terms = keys.zip(&page.terms).map(|(key, terms)| {
            let one = |term: &crate::collection::Term| {
                let path = super::route::term(&prefix, key, &term.slug, 1);
                (term.name.clone(), address(&path).into_owned())
            };
            (key, terms.iter().map(one).collect::<Vec<_>>())
        });
        let terms: BTreeMap<&str, Vec<(String, String)>> = terms.collect();
        let shown = Shown {
            title: &format::spaced(&page.title, page.language),
            path: &address(page.path.as_str()),
            date: page.date.map(|day| day.to_string()),
            updated: page.updated.map(|day| day.to_string()),
            lang: page.language.code(),
            file: page.file.as_str(),
            weight: page.weight,
            summary: page.summary.as_ref().map(|words| format::spaced(words, page.language)),
            terms: terms
                .iter()
                .map(|(key, terms)| {
                    (*key, terms.iter().map(|(name, path)| ShownTerm { name, path: path.clone() }).collect())
                })
                .collect(),
            meta: &page.head,
        };
        let value = Value::from_serializable(&shown);
        Self {
            page: Arc::clone(page),
            headings: outline.headings,
            links: outline.broken,
            dropped: outline.dropped,
            called: outline.called,
            stray: markdown::stray_calls(page.text()),
            value,
            summary: OnceLock::new(),
        }
    }

    /// Its own summary, or the first words of its text.
    pub(super) fn summary(&self) -> &str {
        let words = || markdown::first_words(self.page.text(), SUMMARY);
        self.page.summary.as_deref().unwrap_or_else(|| self.summary.get_or_init(words))
    }
}
