//! Plain pages to a website: every address planned, every link followed, each file rendered when asked.
//!
//! [`Pages`] is what a site of plain pages alone and a council's site have in common: the pages with their
//! addresses, and what a template is given for each. The site around them says where links to anything else
//! lead, and has the templates.
//!
//! The context of a template is small and shared: what a page says of itself in lists (its *card*) is made
//! once, so that a list of twenty costs twenty shares of a value, however many pages its term has.

mod about;
mod card;
mod collision;
mod feed;
mod languages;
pub(super) mod links;
mod made;
mod pages;
mod plan;
mod related;
mod render;
mod route;
mod sitemap;
mod surroundings;
mod templates;

use std::sync::Arc;

pub(super) use links::Addresses;
pub(super) use made::{Around, Made, filled};
pub use pages::Pages;
pub(super) use route::Route;
pub(super) use templates::{Shared, Templates};

use super::pictures::{Pictures, Variant};
use super::theme::{self, Theme};
use super::unwritable;
use crate::collection::{Choice, Collections};
use crate::council::Date;
use crate::document;
use crate::report::Diagnostic;
use crate::tree::{FilePath, FileTree};

/// A website of plain pages as a value: it knows its routes and renders any of them on demand.
#[derive(Debug)]
pub struct PlainSite {
    pages: Pages,
    theme: Arc<Theme>,
    templates: Templates,
    pictures: Arc<Pictures>,
}

impl PlainSite {
    /// Makes the site of `tree`. What of `before` was made from the same bytes is taken over; nothing of
    /// the result depends on whether there was any.
    #[must_use]
    pub fn of(tree: &FileTree, choice: Choice, before: Option<&Self>, findings: &mut Vec<Diagnostic>) -> Option<Self> {
        let config = document::read_plain(tree, findings)?;
        // With another configuration nothing is known of a page, and the theme may be another one.
        let before = before.filter(|before| before.pages.config == config);
        let theme = theme::for_plain(tree, &config, before.map(|before| &before.theme), findings);
        let kept = before.map(|before| &before.pages);
        let mut pages = Pages::of(tree, config, (choice, theme.assets()), kept, findings);
        let pictures = Arc::new(pages.pictures(findings));
        unwritable::check(pages.plan.routes().map(|(path, _)| path), |path| pages.wanting(path), findings);
        links::check(&pages, &pages.plan, theme.templates(), findings);
        let settings = theme.settings(tree, &pages.config.settings, findings);
        let shared = Shared::of(tree, &settings, findings);
        let templates = Templates::new(&theme, (&pages, &pictures), &shared, findings);
        Some(Self { pages, theme, templates, pictures })
    }

    /// The path of every file of the site.
    #[must_use]
    pub fn routes(&self) -> Vec<FilePath> {
        self.pages.plan.routes().map(|(path, _)| path.clone()).collect()
    }

    /// The day the pages speak of as today.
    #[must_use]
    pub const fn as_of(&self) -> Option<Date> {
        self.pages.collections.today
    }

    /// The pictures of the site.
    #[must_use]
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// The picture that is made for `path`.
    #[must_use]
    pub fn variant(&self, path: &FilePath) -> Option<Variant<'_>> {
        let Route::Picture(address, width) = self.pages.plan.route(path)? else { return None };
        self.pictures.variant(address, *width)
    }

    /// The pages that it is made from.
    #[must_use]
    pub const fn collections(&self) -> &Collections {
        &self.pages.collections
    }
}
