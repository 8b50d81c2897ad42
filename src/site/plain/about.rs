//! What each plain page is about, for what the site around it says of it.

use super::Pages;
use super::route::{FeedOf, Route, language_folder, list, numbers};
use crate::document::TranslationState;
use crate::site::format;
use crate::tree::FilePath;

/// What a page is about, for what stands around it.
#[derive(Debug, Default)]
pub(in crate::site) struct About<'a> {
    /// What kind of page it is, for style sheets.
    pub(in crate::site) kind: &'static str,
    /// Its title.
    pub(in crate::site) title: String,
    /// The taxonomy, where the title is that of a term.
    pub(in crate::site) taxonomy: Option<&'a str>,
    /// Which page of its list it is, and of how many.
    pub(in crate::site) number: Option<(usize, usize)>,
    /// Its summary.
    pub(in crate::site) summary: Option<&'a str>,
    /// The lists that lead to it, below the first page.
    pub(in crate::site) trail: Vec<(FilePath, String)>,
    /// Its own feed and what that is called.
    pub(in crate::site) feed: Option<(FilePath, String)>,
    /// How it stands to the page in the main language, and the file of that page in the site.
    pub(in crate::site) translation: Option<(TranslationState, FilePath)>,
    /// The same as JSON.
    pub(in crate::site) json: Option<FilePath>,
    /// The file that it shows.
    pub(in crate::site) file: Option<&'a FilePath>,
}

impl Pages {
    /// What the page at `path` is about; nothing where there is no page.
    pub(in crate::site) fn about(&self, path: &FilePath) -> Option<About<'_>> {
        let route = self.route(path)?;
        match route {
            Route::Page(at) => Some(self.about_page(*at)),
            Route::List(at, number) => Some(self.about_list(route, *at, *number)),
            Route::Terms(at) => {
                let title = self.collections.taxonomies[*at].title.clone();
                Some(About { kind: "terms", title, ..About::default() })
            }
            Route::Term(at, group, number) => Some(self.about_term(route, (*at, *group), *number)),
            _ => None,
        }
    }

    fn about_page(&self, at: usize) -> About<'_> {
        let card = &self.cards[at];
        let section = self.plan.place(at).map(|(section, _)| &self.collections.sections[section]);
        About {
            kind: "page",
            title: format::spaced(&card.page.title, card.page.language),
            summary: Some(card.summary()),
            trail: section.map(|section| self.trail(section)).unwrap_or_default(),
            translation: self.state_of(&card.page).map(|(state, original)| (state, original.page.path.clone())),
            json: section.filter(|section| section.json).and_then(|_| super::route::json(&card.page.path)),
            file: Some(&card.page.file),
            ..About::default()
        }
    }

    fn about_list(&self, route: &Route, at: usize, number: usize) -> About<'_> {
        let section = &self.collections.sections[at];
        let mut trail = self.trail(section);
        trail.pop();
        About {
            kind: "section",
            title: section.title.clone(),
            number: numbered(number, numbers(section.pages.len(), section.paginate)),
            summary: section.index.as_ref().and_then(|index| index.summary.as_deref()),
            trail,
            feed: self.feed_beside(route, FeedOf::Section(at)),
            translation: self.list_state(section),
            file: section.index.as_ref().map(|index| &index.file),
            ..About::default()
        }
    }

    fn about_term(&self, route: &Route, (at, group): (usize, usize), number: usize) -> About<'_> {
        let taxonomy = &self.collections.taxonomies[at];
        let list = list(&language_folder(taxonomy.language, &self.config), &taxonomy.key, 1);
        About {
            kind: "term",
            title: taxonomy.terms[group].name.clone(),
            taxonomy: Some(&taxonomy.title),
            number: numbered(number, numbers(taxonomy.terms[group].pages.len(), taxonomy.paginate)),
            trail: FilePath::parse(&list).ok().map(|path| (path, taxonomy.title.clone())).into_iter().collect(),
            feed: self.feed_beside(route, FeedOf::Term(at, group)),
            ..About::default()
        }
    }

    fn feed_beside(&self, route: &Route, of: FeedOf) -> Option<(FilePath, String)> {
        Some((super::feed::beside(self, route)?, self.feed_title(of)))
    }
}

/// The number of a page of a list that has several.
fn numbered(number: usize, total: usize) -> Option<(usize, usize)> {
    (number > 1).then_some((number, total))
}
