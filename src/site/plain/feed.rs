//! Atom feeds (RFC 4287) of plain pages: of the site, of a section, of a term.

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text};

use super::Pages;
use super::card::Card;
use super::route::{FeedOf, Route, language_folder, list, term};
use crate::council::Date;
use crate::language::Language;
use crate::site::route::address;
use crate::tree::FilePath;

/// The feed's file, its newest entry first.
pub(super) fn atom(site: &Pages, of: FeedOf, file: &FilePath) -> Vec<u8> {
    let told = Told::of(site, of);
    let entries: Vec<Entry> = told.pages.iter().map(|at| entry(site, &site.cards[*at])).collect();
    let newest = told.pages.iter().filter_map(|at| changed(&site.cards[*at])).max();
    let (url, path) = (&site.config.url, address(file.as_str()));
    let feed = Feed {
        title: Text::plain(allowed(&told.title)),
        id: site.id_of(file),
        updated: moment(newest),
        authors: vec![Person { name: allowed(site.config.name.get(told.language)), ..Person::default() }],
        lang: Some(told.language.code().to_owned()),
        links: vec![
            link("self", "application/atom+xml", format!("{url}{path}")),
            link("alternate", "text/html", format!("{url}{}", address(&told.page))),
        ],
        entries,
        ..Feed::default()
    };
    let mut bytes = Vec::new();
    feed.write_to(&mut bytes).expect("writing to memory cannot fail");
    bytes.push(b'\n');
    bytes
}

/// What a feed is of.
struct Told {
    title: String,
    language: Language,
    page: String,
    pages: Vec<usize>,
}

impl Told {
    fn of(site: &Pages, of: FeedOf) -> Self {
        let named = |title: &str, language: Language| format!("{title} – {}", site.config.name.get(language));
        match of {
            FeedOf::Site(language) => {
                let most = site.config.feed.unwrap_or_default();
                let pages = site.collections.newest(language).into_iter().take(most).collect();
                let page = list(&language_folder(language, &site.config), "", 1);
                Self { title: site.config.name.get(language).to_owned(), language, page, pages }
            }
            FeedOf::Section(at) => {
                let section = &site.collections.sections[at];
                let prefix = language_folder(section.language, &site.config);
                Self {
                    title: named(&section.title, section.language),
                    language: section.language,
                    page: list(&prefix, &section.folder, 1),
                    pages: newest(site, &section.pages, section.feed),
                }
            }
            FeedOf::Term(taxonomy, number) => {
                let taxonomy = &site.collections.taxonomies[taxonomy];
                let (group, language) = (&taxonomy.terms[number], taxonomy.language);
                let prefix = language_folder(language, &site.config);
                Self {
                    title: named(&group.name, language),
                    language,
                    page: term(&prefix, &taxonomy.key, &group.slug, 1),
                    pages: newest(site, &group.pages, taxonomy.feed),
                }
            }
        }
    }
}

/// The newest dated ones of `pages`, whatever their order.
fn newest(site: &Pages, pages: &[usize], most: Option<usize>) -> Vec<usize> {
    let date = |at: &usize| site.collections.page(*at).date;
    let mut dated: Vec<usize> = pages.iter().copied().filter(|at| date(at).is_some()).collect();
    if !dated.is_sorted_by(|a, b| date(a) >= date(b)) {
        dated.sort_by_key(|at| std::cmp::Reverse(date(at)));
    }
    dated.truncate(most.unwrap_or_default());
    dated
}

fn entry(site: &Pages, card: &Card) -> Entry {
    let page = &card.page;
    let address = format!("{}{}", site.config.url, address(page.path.as_str()));
    let people = match page.head.get("authors").or_else(|| page.head.get("author")) {
        Some(serde_json::Value::Array(names)) => names.iter().filter_map(|name| name.as_str()).collect(),
        Some(serde_json::Value::String(name)) => vec![name.as_str()],
        _ => Vec::new(),
    };
    let person = |name: &str| Person { name: allowed(name), ..Person::default() };
    let category = |term: &crate::collection::Term| Category { term: allowed(&term.name), ..Category::default() };
    Entry {
        title: Text::plain(allowed(&page.title)),
        id: site.id_of(&page.path),
        updated: moment(changed(card)),
        published: page.date.map(|day| moment(Some(day))),
        authors: people.into_iter().map(person).collect(),
        links: vec![link("alternate", "text/html", address)],
        categories: page.terms.iter().flatten().map(category).collect(),
        summary: Some(Text::plain(allowed(card.summary()))),
        ..Entry::default()
    }
}

fn changed(card: &Card) -> Option<Date> {
    card.page.updated.or(card.page.date)
}

/// A day of the site begins at midnight of the universal time, since a page says no hour.
fn moment(day: Option<Date>) -> FixedDateTime {
    let day = day.map_or_else(|| "1970-01-01".to_owned(), |day| day.to_string());
    format!("{day}T00:00:00Z").parse().unwrap_or_default()
}

fn link(rel: &str, media_type: &str, href: String) -> Link {
    Link { rel: rel.to_owned(), href, mime_type: Some(media_type.to_owned()), ..Link::default() }
}

/// The text without what XML has no spelling for.
fn allowed(text: &str) -> String {
    crate::site::feed::allowed(text)
}

/// The file of the feed that belongs to a page of a list.
pub(super) fn beside(site: &Pages, route: &Route) -> Option<FilePath> {
    let path = |prefix: &str, folder: &str| FilePath::parse(&format!("{prefix}{folder}/feed.xml")).ok();
    match route {
        Route::List(at, _) => {
            let section = &site.collections.sections[*at];
            let prefix = language_folder(section.language, &site.config);
            section.feed.and_then(|_| path(&prefix, &section.folder))
        }
        Route::Term(taxonomy, number, _) => {
            let taxonomy = &site.collections.taxonomies[*taxonomy];
            let prefix = language_folder(taxonomy.language, &site.config);
            taxonomy.feed.and_then(|_| path(&prefix, &format!("{}/{}", taxonomy.key, taxonomy.terms[*number].slug)))
        }
        _ => None,
    }
}
