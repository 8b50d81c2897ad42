//! Pages grouped by the values of a key.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::order;
use super::page::Page;
use crate::document::{PageOrder, PlainConfig, place_in_head};
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic};

/// A key and its terms, in one language.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// The key.
    pub key: String,
    /// The language.
    pub language: Language,
    /// What it is called.
    pub title: String,
    /// How many pages a page of a term's list shows; all where nothing is said.
    pub paginate: Option<usize>,
    /// How many entries the feed of a term has.
    pub feed: Option<usize>,
    /// Its terms, in the order of their words.
    pub terms: Vec<Group>,
}

/// A term and its pages.
#[derive(Clone, Debug)]
pub struct Group {
    /// As written.
    pub name: String,
    /// As it stands in an address.
    pub slug: String,
    /// Its pages, the newest first, by their place among all.
    pub pages: Vec<usize>,
}

/// Groups the pages by every key of the configuration, in each language.
pub(super) fn gather(pages: &[Arc<Page>], config: &PlainConfig, findings: &mut Vec<Diagnostic>) -> Vec<Taxonomy> {
    let mut newest: Vec<usize> = (0..pages.len()).collect();
    order::sort(&mut newest, pages, PageOrder::Newest);
    let mut taxonomies = Vec::new();
    for (number, said) in config.taxonomies.iter().enumerate() {
        for language in &config.languages {
            let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
            for at in newest.iter().copied().filter(|at| pages[*at].language == *language) {
                add(&mut groups, pages, at, (number, &said.key), findings);
            }
            let mut terms: Vec<Group> = groups.into_values().collect();
            terms.sort_by_cached_key(|term| order::by_words(&term.name));
            let title = said.title.as_ref().map_or(said.key.as_str(), |title| title.get(*language)).to_owned();
            let (key, paginate, feed) = (said.key.clone(), said.paginate, said.feed);
            taxonomies.push(Taxonomy { key, language: *language, title, paginate, feed, terms });
        }
    }
    taxonomies
}

/// Puts a page into the groups of its terms. Two spellings of one address are one group, and told once for
/// each page that writes it otherwise than the newest one.
fn add<'a>(
    groups: &mut BTreeMap<&'a str, Group>,
    pages: &'a [Arc<Page>],
    at: usize,
    (number, key): (usize, &str),
    findings: &mut Vec<Diagnostic>,
) {
    for term in &pages[at].terms[number] {
        let new = || Group { name: term.name.clone(), slug: term.slug.clone(), pages: Vec::new() };
        let group = groups.entry(&term.slug).or_insert_with(new);
        group.pages.push(at);
        if group.name != term.name {
            findings.push(other_spelling(&pages[at], key, &term.name, &group.name));
        }
    }
}

fn other_spelling(page: &Page, key: &str, written: &str, group: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("« {written} » et « {group} » ont la même adresse : c’est le même terme, écrit de deux façons"),
        format!("“{written}” and “{group}” have one address: one term written in two ways"),
    );
    let help = Bilingual::new(format!("écrire partout « {group} »"), format!("write “{group}” everywhere"));
    let place = place_in_head(&page.file, &page.bytes, key);
    Diagnostic::warning(Code::TermSpeltTwice, message).at(place).help(help)
}
