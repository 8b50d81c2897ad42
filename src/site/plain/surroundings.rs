//! What the site around plain pages asks of them: their addresses, and what stands in its menus.

use super::route::{FeedOf, Route, language_folder, list};
use super::{Pages, languages};
use crate::collection::Section;
use crate::language::Language;
use crate::tree::FilePath;

impl Pages {
    /// Every address with what lies there, by path.
    pub(in crate::site) fn routes(&self) -> impl Iterator<Item = (&FilePath, &Route)> {
        self.plan.routes()
    }

    /// Every file of `content/` that has an address, with that.
    pub(in crate::site) fn sources(&self) -> impl Iterator<Item = (&FilePath, &FilePath)> {
        self.plan.sources()
    }

    /// Whether a page lies at `path` that search engines should know.
    pub(in crate::site) fn is_listed(&self, path: &FilePath) -> bool {
        matches!(self.route(path), Some(Route::Page(_) | Route::List(..) | Route::Terms(_) | Route::Term(..)))
    }

    /// Whether a page that somebody wrote lies at `path`, or an old address of one.
    pub(in crate::site) fn is_page(&self, path: &FilePath) -> bool {
        matches!(self.route(path), Some(Route::Page(_) | Route::Redirect(_)))
    }

    /// The file of the page that lies at `path`, or to which the old address `path` leads.
    pub(in crate::site) fn file_of(&self, path: &FilePath) -> Option<&FilePath> {
        match self.route(path)? {
            Route::Page(at) => Some(&self.cards[*at].page.file),
            Route::Redirect(to) => self.file_of(to),
            _ => None,
        }
    }

    /// The language of what lies at `path`; of an old address that of the page to which it leads.
    pub(in crate::site) fn language_at(&self, path: &FilePath) -> Option<Language> {
        match self.route(path)? {
            Route::Redirect(to) => self.route(to).map(|route| self.language(route)),
            Route::File(_) => None,
            route => Some(self.language(route)),
        }
    }

    /// The anchors of the headings in the text of `file`; nothing where it is no page of its own.
    pub(in crate::site) fn anchors(&self, file: &FilePath) -> Option<Vec<&str>> {
        let Some(Route::Page(at)) = self.plan.path_of(file).and_then(|path| self.route(path)) else { return None };
        let card = self.cards.get(*at).filter(|card| card.page.file == *file)?;
        Some(card.headings.iter().map(|heading| heading.anchor.as_str()).collect())
    }

    /// The lists of the collections that the configuration names, in its order.
    pub(in crate::site) fn menu(&self, language: Language) -> impl Iterator<Item = (FilePath, String)> {
        let section = move |folder: &str| {
            self.collections.sections.iter().find(|one| one.language == language && one.folder == folder)
        };
        let sections = self.config.collections.iter().filter_map(move |said| section(&said.folder));
        sections.filter_map(|section| self.list_of(section))
    }

    /// The feeds in a language, with what each is of: the taxonomy, where it is of a term, and a name.
    pub(in crate::site) fn feeds(&self, language: Language) -> Vec<(FilePath, Option<&str>, String)> {
        let feeds = self.plan.routes().filter_map(|(path, route)| match route {
            Route::Feed(of) if self.language(route) == language => {
                let taxonomy = match of {
                    FeedOf::Term(at, _) => Some(self.collections.taxonomies[*at].title.as_str()),
                    _ => None,
                };
                Some((path.clone(), taxonomy, self.feed_title(*of)))
            }
            _ => None,
        });
        feeds.collect()
    }

    /// Where a reader of the page at `path` goes on in each language of the site, and whether that is the same page.
    pub(in crate::site) fn in_languages(&self, path: &FilePath) -> Vec<(FilePath, Language, bool)> {
        let languages = languages::of_page(path, &self.plan, &self.config).into_iter();
        languages.filter_map(|one| Some((FilePath::parse(&one.at).ok()?, one.language, one.same))).collect()
    }

    pub(super) fn list_of(&self, section: &Section) -> Option<(FilePath, String)> {
        let path = list(&language_folder(section.language, &self.config), &section.folder, 1);
        Some((FilePath::parse(&path).ok()?, section.title.clone()))
    }

    /// The lists of a section and of those above it, from the outermost.
    pub(super) fn trail(&self, section: &Section) -> Vec<(FilePath, String)> {
        let above = |other: &&Section| {
            let inside = section.folder.strip_prefix(other.folder.as_str());
            other.language == section.language && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        // Sections stand by their folder, so that one comes after those above it.
        self.collections.sections.iter().filter(above).filter_map(|one| self.list_of(one)).collect()
    }

    pub(super) fn feed_title(&self, of: FeedOf) -> String {
        match of {
            FeedOf::Site(language) => self.config.name.get(language).to_owned(),
            FeedOf::Section(at) => self.collections.sections[at].title.clone(),
            FeedOf::Term(taxonomy, at) => self.collections.taxonomies[taxonomy].terms[at].name.clone(),
        }
    }
}
