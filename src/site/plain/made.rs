//! What lies at an address: bytes as they are, or what a template is given.

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};

use super::card::{Card, manner};
use super::route::{Route, language_folder, list, numbers, term};
use super::templates::ShownSection;
use super::{Addresses, Pages, feed, languages, links, related};
use crate::collection::{Page, Section, state_of};
use crate::document::TranslationState;
use crate::language::Language;
use crate::report::Diagnostic;
use crate::site::components;
use crate::site::markdown::{self, Call, Heading, Ids};
use crate::site::pictures::Pictures;
use crate::site::route::{address, relative, to_root};
use crate::site::template_fault;
use crate::tree::FilePath;

/// How much room a page is given from the start, in bytes.
const ROOM: usize = 32 * 1024;
/// How many pages of each section the first page shows.
const ON_HOME: usize = 10;

/// An entry of the table of contents.
#[derive(Serialize)]
struct Entry<'a> {
    anchor: &'a str,
    text: &'a str,
    level: u8,
    children: Vec<Entry<'a>>,
}

/// Where a list stands among the pages it is cut into.
#[derive(Serialize)]
struct Paginator {
    number: usize,
    total: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// What lies at an address.
#[derive(Debug)]
pub(in crate::site) enum Made<'a> {
    /// Bytes, as they are.
    Bytes(Arc<[u8]>),
    /// What this template makes of this context.
    Filled(&'a str, Context),
}

/// What the site around the pages gives them.
pub(in crate::site) struct Around<'a> {
    /// Where links lead.
    pub(in crate::site) addresses: &'a dyn Addresses,
    /// The pictures of the site.
    pub(in crate::site) pictures: &'a Pictures,
    /// The components that texts call, in the language of the page.
    pub(in crate::site) components: &'a Tera,
    /// Whether a template asks for related pages, which cost to find.
    pub(in crate::site) related: bool,
}

impl Pages {
    /// What lies at the file `path` of these pages; nothing where that is for the site around them.
    pub(in crate::site) fn made(&self, path: &FilePath, route: &Route, around: &Around<'_>) -> Option<Made<'_>> {
        Some(match route {
            Route::File(file) => Made::Bytes(Arc::clone(self.files.get(file)?)),
            Route::Page(at) => self.page(path, *at, around),
            Route::Json(at) => Made::Bytes(Arc::from(json(&self.cards[*at], &self.config.url))),
            Route::Home(language) => self.home(path, *language, around),
            Route::List(at, number) => self.list(path, route, (*at, *number), around),
            Route::Terms(at) => self.terms(path, *at),
            Route::Term(taxonomy, group, number) => self.term(path, route, (*taxonomy, *group), *number),
            Route::Feed(of) => Made::Bytes(Arc::from(feed::atom(self, *of, path))),
            Route::Redirect(to) => self.redirect(path, to),
            Route::NotFound => Made::Filled("not-found.html", self.context(path)),
            Route::Sitemap | Route::Robots | Route::Asset(_) | Route::Picture(..) => return None,
        })
    }

    fn page(&self, path: &FilePath, at: usize, around: &Around<'_>) -> Made<'_> {
        let card = &self.cards[at];
        let page = &card.page;
        let mut context = self.context(path);
        context.insert_value("page", card.value.clone());
        context.insert_value("content", self.content(page, path, around));
        context.insert("toc", &nested(&card.headings));
        let section = self.plan.place(at).map(|(section, place)| (&self.collections.sections[section], place));
        if let Some((section, place)) = section {
            let beside = |place: Option<usize>| {
                let other = place.and_then(|place| section.pages.get(place));
                other.map_or_else(Value::none, |other| self.cards[*other].value.clone())
            };
            context.insert("section", &self.shown(section));
            context.insert_value("previous", beside(place.checked_sub(1)));
            context.insert_value("next", beside(Some(place + 1)));
        }
        let related = if around.related { related::related(&self.collections, at) } else { Vec::new() };
        context.insert_value("related", self.values(&related));
        context.insert_value("translations", self.translations(page));
        context.insert_value("translation", self.translation(page));
        let named = section.map_or("page.html", |(section, _)| section.template.as_str());
        Made::Filled(page.template.as_deref().unwrap_or(named), context)
    }

    fn home(&self, path: &FilePath, language: Language, around: &Around<'_>) -> Made<'_> {
        let mut context = self.context(path);
        context.insert_value("translation", Value::none());
        let here = |section: &&Section| section.language == language;
        for root in self.collections.sections.iter().filter(here).filter(|section| section.folder.is_empty()) {
            self.add_words(&mut context, path, root, around);
        }
        let shown = self.collections.sections.iter().filter(here).filter(|section| !section.folder.is_empty());
        let sections: Vec<Value> = shown
            .map(|section| {
                let mut map = Value::from_serializable(&self.shown(section)).into_map().unwrap_or_default();
                let first = &section.pages[..section.pages.len().min(ON_HOME)];
                map.insert("pages".into(), self.values(first));
                Value::from(map)
            })
            .collect();
        context.insert_value("sections", Value::from(sections));
        Made::Filled("home.html", context)
    }

    fn list(&self, path: &FilePath, route: &Route, (at, number): (usize, usize), around: &Around<'_>) -> Made<'_> {
        let section = &self.collections.sections[at];
        let prefix = language_folder(section.language, &self.config);
        let place_of = |number| list(&prefix, &section.folder, number);
        let mut context = self.context(path);
        context.insert_value("translation", Value::none());
        self.add_words(&mut context, path, section, around);
        context.insert("section", &self.shown(section));
        let inside = |other: &&Section| {
            let parent = other.folder.rsplit_once('/').map(|(parent, _)| parent);
            other.language == section.language && parent == Some(section.folder.as_str())
        };
        let subsections: Vec<_> = self.collections.sections.iter().filter(inside).map(|one| self.shown(one)).collect();
        context.insert("subsections", &subsections);
        self.add_list(&mut context, &section.pages, section.paginate, number, place_of);
        context.insert("feed", &self.spelt_feed(route));
        Made::Filled(&section.list_template, context)
    }

    fn terms(&self, path: &FilePath, at: usize) -> Made<'_> {
        #[derive(Serialize)]
        struct Shown<'a> {
            name: &'a str,
            path: String,
            count: usize,
        }
        let taxonomy = &self.collections.taxonomies[at];
        let prefix = language_folder(taxonomy.language, &self.config);
        let shown =
            |group: &'_ crate::collection::Group| (term(&prefix, &taxonomy.key, &group.slug, 1), group.pages.len());
        let terms: Vec<Shown<'_>> = taxonomy
            .terms
            .iter()
            .map(|group| {
                let (path, count) = shown(group);
                Shown { name: &group.name, path: address(&path).into_owned(), count }
            })
            .collect();
        let mut context = self.context(path);
        context.insert("title", &taxonomy.title);
        context.insert("key", &taxonomy.key);
        context.insert("terms", &terms);
        Made::Filled("terms.html", context)
    }

    fn term(&self, path: &FilePath, route: &Route, (at, group): (usize, usize), number: usize) -> Made<'_> {
        let taxonomy = &self.collections.taxonomies[at];
        let group = &taxonomy.terms[group];
        let prefix = language_folder(taxonomy.language, &self.config);
        let mut context = self.context(path);
        context.insert("title", &group.name);
        context.insert("taxonomy", &taxonomy.title);
        context.insert("key", &taxonomy.key);
        context.insert("terms_path", &address(&list(&prefix, &taxonomy.key, 1)));
        self.add_list(&mut context, &group.pages, taxonomy.paginate, number, |number| {
            term(&prefix, &taxonomy.key, &group.slug, number)
        });
        context.insert("feed", &self.spelt_feed(route));
        Made::Filled("term.html", context)
    }

    fn redirect(&self, path: &FilePath, to: &FilePath) -> Made<'_> {
        let mut context = self.context(path);
        context.insert("target", &relative(path, to));
        context.insert("target_url", &format!("{}{}", self.config.url, address(to.as_str())));
        Made::Filled("redirect.html", context)
    }

    /// What every page has: where it lies.
    fn context(&self, path: &FilePath) -> Context {
        let mut context = Context::new();
        context.insert_value("root", Value::from(to_root(path)));
        let spelt = address(path.as_str());
        context.insert_value("url", Value::from(format!("{}{spelt}", self.config.url)));
        if self.config.languages.len() > 1 {
            context.insert("languages", &languages::of_page(path, &self.plan, &self.config));
        }
        context.insert_value("path", Value::from(spelt.into_owned()));
        context
    }

    /// Words and head of the `_index.md` of a section.
    fn add_words(&self, context: &mut Context, path: &FilePath, section: &Section, around: &Around<'_>) {
        let Some(index) = &section.index else { return };
        context.insert_value("content", self.content(index, path, around));
        context.insert("page", &index.head);
        if let Some((state, original)) = self.list_state(section) {
            let original =
                serde_json::json!({ "path": address(original.as_str()), "lang": self.config.main_language().code() });
            context.insert("translation", &serde_json::json!({ "state": state.word(), "original": original }));
        }
    }

    fn add_list(
        &self,
        context: &mut Context,
        pages: &[usize],
        paginate: Option<usize>,
        number: usize,
        place_of: impl Fn(usize) -> String,
    ) {
        let shown_at = |number| address(&place_of(number)).into_owned();
        let total = numbers(pages.len(), paginate);
        let most = paginate.unwrap_or(pages.len()).max(1);
        let first = (number - 1) * most;
        let shown = &pages[first.min(pages.len())..(first + most).min(pages.len())];
        context.insert_value("pages", self.values(shown));
        let previous = (number > 1).then(|| shown_at(number - 1));
        let next = (number < total).then(|| shown_at(number + 1));
        context.insert("paginator", &Paginator { number, total, previous, next });
    }

    /// The text of a page as HTML, its links leading from the page at `from`.
    fn content(&self, page: &Page, from: &FilePath, around: &Around<'_>) -> Value {
        let resolve = |link: &str| links::resolve(around.addresses, page, from, link);
        let component = |call: &Call| components::rendered(around.components, call);
        let picture = |link: &str| around.pictures.shown(&around.addresses.find(page, link, "")?, from);
        let manner = manner(page, &self.config);
        let rendered = markdown::render_with(page.text(), &manner, &mut Ids::new(), &resolve, &component, &picture);
        Value::safe_string(&rendered.html)
    }

    /// The address of the feed that belongs to a page of a list.
    fn spelt_feed(&self, route: &Route) -> Option<String> {
        feed::beside(self, route).map(|path| address(path.as_str()).into_owned())
    }

    fn values(&self, pages: &[usize]) -> Value {
        Value::from(pages.iter().map(|at| self.cards[*at].value.clone()).collect::<Vec<_>>())
    }

    /// The same page in other languages.
    fn translations(&self, page: &Page) -> Value {
        let cards = self.plan.same(&page.key).iter().map(|at| &self.cards[*at]);
        let others = cards.filter(|card| card.page.language != page.language);
        Value::from(others.map(|card| card.value.clone()).collect::<Vec<_>>())
    }

    /// How a page stands to the one in the main language, with that page.
    fn translation(&self, page: &Page) -> Value {
        let Some((state, original)) = self.state_of(page) else { return Value::none() };
        let mut map = tera::Map::new();
        map.insert("state".into(), Value::from(state.word()));
        map.insert("original".into(), original.value.clone());
        Value::from(map)
    }

    /// How the words of a list stand to those in the main language, and where these are.
    pub(super) fn list_state(&self, section: &Section) -> Option<(TranslationState, FilePath)> {
        let main = self.config.main_language();
        let index = section.index.as_ref().filter(|_| section.language != main)?;
        let same = |one: &&Section| one.language == main && one.folder == section.folder;
        let original = self.collections.sections.iter().find(same)?.index.as_ref()?;
        Some((state_of(index, original), FilePath::parse(&list("", &section.folder, 1)).ok()?))
    }

    /// How a page stands to the one in the main language, where it is in another.
    pub(super) fn state_of(&self, page: &Page) -> Option<(TranslationState, &Card)> {
        let main = self.config.main_language();
        if page.language == main {
            return None;
        }
        let mut originals = self.plan.same(&page.key).iter().map(|at| &self.cards[*at]);
        let original = originals.find(|card| card.page.language == main)?;
        Some((state_of(page, &original.page), original))
    }

    fn shown<'a>(&self, section: &'a Section) -> ShownSection<'a> {
        ShownSection::of(section, &self.config)
    }
}

/// The file that `template` makes of `context`.
pub(in crate::site) fn filled(templates: &Tera, template: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
    // Most pages fit: what is copied while a text grows is a good part of what a page costs.
    let mut page = Vec::with_capacity(ROOM);
    let filled = templates.render_to(template, context, &mut page);
    filled.map_err(|error| template_fault::of_rendering(template, &error, templates))?;
    Ok(page)
}

/// The headings of a page as a tree: each below the last one that stands higher.
fn nested(headings: &[Heading]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let inside = after.iter().take_while(|heading| heading.level > first.level).count();
        let children = nested(&after[..inside]);
        entries.push(Entry { anchor: &first.anchor, text: &first.text, level: first.level, children });
        rest = &after[inside..];
    }
    entries
}

/// A page for machines: what its head says, and its Markdown.
fn json(card: &Card, url: &str) -> Vec<u8> {
    let page = &card.page;
    let value = serde_json::json!({
        "title": page.title,
        "url": format!("{url}{}", address(page.path.as_str())),
        "lang": page.language.code(),
        "date": page.date.map(|day| day.to_string()),
        "updated": page.updated.map(|day| day.to_string()),
        "summary": card.summary(),
        "head": page.head,
        "text": page.text(),
    });
    let mut bytes = serde_json::to_vec_pretty(&value).expect("texts and numbers");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Heading, nested};

    #[test]
    fn headings_stand_below_the_last_higher_one() {
        let heading = |level: u8| Heading { level, anchor: format!("h{level}"), text: String::new() };
        let levels = [2, 3, 4, 3, 2, 4];
        let headings: Vec<_> = levels.into_iter().map(heading).collect();
        let tree = nested(&headings);
        let counts: Vec<usize> = tree.iter().map(|entry| entry.children.len()).collect();
        assert_eq!((tree.len(), counts), (2, vec![2, 1]));
        assert_eq!(tree[0].children[0].children.len(), 1);
    }
}
