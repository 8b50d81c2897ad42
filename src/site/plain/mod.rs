//! Plain pages to a website: every address planned, every link followed, each file rendered when asked.
//!
//! The context of a template is small and shared: what a page says of itself in lists (its *card*) is made
//! once, so that a list of twenty costs twenty shares of a value, however many pages its term has.

mod card;
mod feed;
mod languages;
mod links;
mod plan;
mod related;
mod render;
mod route;
mod sitemap;
mod templates;

use std::collections::BTreeMap;
use std::sync::Arc;

use card::Card;
use plan::Plan;
use templates::{Shared, Templates};

use super::theme::{self, Theme};
use crate::collection::{Choice, Collections};
use crate::council::Date;
use crate::document::{self, PlainConfig};
use crate::parallel;
use crate::report::Diagnostic;
use crate::tree::{FilePath, FileTree};

/// A website of plain pages as a value: it knows its routes and renders any of them on demand.
#[derive(Debug)]
pub struct PlainSite {
    config: PlainConfig,
    collections: Collections,
    cards: Vec<Arc<Card>>,
    plan: Plan,
    theme: Arc<Theme>,
    templates: Templates,
    files: BTreeMap<FilePath, Arc<[u8]>>,
}

impl PlainSite {
    /// Makes the site of `tree`. What of `before` was made from the same bytes is taken over; nothing of
    /// the result depends on whether there was any.
    #[must_use]
    pub fn of(tree: &FileTree, choice: Choice, before: Option<&Self>, findings: &mut Vec<Diagnostic>) -> Option<Self> {
        let config = document::read_plain(tree, findings)?;
        // Terms and addresses depend on the configuration: with another one, nothing is known of a page.
        let before = before.filter(|before| before.config == config);
        let kept = before.map(|before| &before.collections);
        let collections = Collections::read(tree, &config, choice, kept, findings);
        let cards = cards(&collections, &config, before);
        let theme = theme::for_plain(tree, &config, before.map(|before| &before.theme), findings);
        let plan = Plan::draw(&collections, &config, theme.assets(), findings);
        links::check(&collections, &config, &cards, (&plan, theme.templates()), findings);
        let settings = theme.settings(tree, &config.settings, findings);
        let shared = Shared::of(tree, &settings, findings);
        let templates = Templates::new(&theme, &config, &collections, &shared, findings);
        let files = collections.files.iter().filter_map(|path| Some((path.clone(), tree.share(path)?))).collect();
        Some(Self { config, collections, cards, plan, theme, templates, files })
    }

    /// The path of every file of the site.
    #[must_use]
    pub fn routes(&self) -> Vec<FilePath> {
        self.plan.routes().map(|(path, _)| path.clone()).collect()
    }

    /// The day the pages speak of as today.
    #[must_use]
    pub const fn as_of(&self) -> Option<Date> {
        self.collections.today
    }

    /// The pages that it is made from.
    #[must_use]
    pub const fn collections(&self) -> &Collections {
        &self.collections
    }
}

/// The card of every page, made on all cores; those of pages that are the same are taken over.
fn cards(collections: &Collections, config: &PlainConfig, before: Option<&PlainSite>) -> Vec<Arc<Card>> {
    // By where the page is held, since numbers compare faster than paths.
    let at = |page: &Arc<crate::collection::Page>| Arc::as_ptr(page) as usize;
    let known: BTreeMap<usize, &Arc<Card>> =
        before.map(|before| before.cards.iter().map(|card| (at(&card.page), card)).collect()).unwrap_or_default();
    let make = |piece: &[Arc<crate::collection::Page>]| -> Vec<Arc<Card>> {
        let one = |page: &Arc<crate::collection::Page>| match known.get(&at(page)) {
            Some(card) => Arc::clone(card),
            None => Arc::new(Card::of(page, config)),
        };
        piece.iter().map(one).collect()
    };
    parallel::pieces(&collections.pages, 64, make).into_iter().flatten().collect()
}
