//! Plain pages with their addresses, whatever site they stand in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::card::Card;
use super::plan::Plan;
use super::route::{FeedOf, Route};
use crate::collection::{Choice, Collections, Page};
use crate::document::PlainConfig;
use crate::language::Language;
use crate::parallel;
use crate::report::Diagnostic;
use crate::site::pictures::Pictures;
use crate::site::route::address;
use crate::tree::{FilePath, FileTree};

/// Plain pages with their addresses.
#[derive(Debug)]
pub struct Pages {
    pub(super) config: PlainConfig,
    pub(super) collections: Collections,
    pub(super) cards: Vec<Arc<Card>>,
    pub(super) plan: Plan,
    pub(super) files: BTreeMap<FilePath, Arc<[u8]>>,
    /// What the ids of feeds begin with.
    ids: String,
}

impl Pages {
    /// Reads and plans the pages of `tree`, in a site with these files of its theme. What of `before` was made
    /// from the same bytes is taken over.
    pub(in crate::site) fn of(
        tree: &FileTree,
        config: PlainConfig,
        (choice, assets): (Choice, &FileTree),
        before: Option<&Self>,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        // Terms and addresses depend on the configuration: with another one, nothing is known of a page.
        let before = before.filter(|before| before.config == config);
        let kept = before.map(|before| &before.collections);
        let collections = Collections::read(tree, &config, choice, kept, findings);
        let cards = cards(&collections, &config, before);
        let plan = Plan::draw(&collections, &config, assets, findings);
        let files = collections.files.iter().filter_map(|path| Some((path.clone(), tree.share(path)?))).collect();
        let ids = config.url.clone();
        Self { config, collections, cards, plan, files, ids }
    }

    /// The same, whose feeds have ids that begin with `ids` and stay when the site moves.
    pub(in crate::site) fn with_ids(self, ids: String) -> Self {
        Self { ids, ..self }
    }

    /// What a feed calls the file at `path`, for ever.
    pub(super) fn id_of(&self, path: &FilePath) -> String {
        format!("{}{}", self.ids, address(path.as_str()))
    }

    /// The pages themselves.
    #[must_use]
    pub const fn collections(&self) -> &Collections {
        &self.collections
    }

    /// Whether there is none.
    pub(in crate::site) fn is_empty(&self) -> bool {
        self.plan.routes().next().is_none()
    }

    /// The files beside the pages, each with its address and its bytes.
    pub(in crate::site) fn files(&self) -> impl Iterator<Item = (&FilePath, FilePath, Arc<[u8]>)> {
        self.files.iter().filter_map(|(file, bytes)| Some((file, self.plan.path_of(file)?.clone(), Arc::clone(bytes))))
    }

    /// The pictures among these, with an address for each that is made of them.
    pub(super) fn pictures(&mut self, findings: &mut Vec<Diagnostic>) -> Pictures {
        let mut pictures = Pictures::of(self.files(), &self.config.images, findings);
        pictures.plan(|path, address, width| self.plan.add_picture(path, address, width));
        pictures
    }

    /// What lies at `path`.
    pub(in crate::site) fn route(&self, path: &FilePath) -> Option<&Route> {
        self.plan.route(path)
    }

    /// The language of what lies at an address; the main one where it has none.
    pub(in crate::site) fn language(&self, route: &Route) -> Language {
        let taxonomy = |at: &usize| self.collections.taxonomies[*at].language;
        match route {
            Route::Page(at) | Route::Json(at) => self.collections.page(*at).language,
            Route::Home(language) | Route::Feed(FeedOf::Site(language)) => *language,
            Route::List(at, _) | Route::Feed(FeedOf::Section(at)) => self.collections.sections[*at].language,
            Route::Terms(at) | Route::Term(at, ..) | Route::Feed(FeedOf::Term(at, _)) => taxonomy(at),
            _ => self.config.main_language(),
        }
    }
}

/// The card of every page, made on all cores; those of pages that are the same are taken over.
fn cards(collections: &Collections, config: &PlainConfig, before: Option<&Pages>) -> Vec<Arc<Card>> {
    // By where the page is held, since numbers compare faster than paths.
    let at = |page: &Arc<Page>| Arc::as_ptr(page) as usize;
    let known: BTreeMap<usize, &Arc<Card>> =
        before.map(|before| before.cards.iter().map(|card| (at(&card.page), card)).collect()).unwrap_or_default();
    let make = |piece: &[Arc<Page>]| -> Vec<Arc<Card>> {
        let one = |page: &Arc<Page>| match known.get(&at(page)) {
            Some(card) => Arc::clone(card),
            None => Arc::new(Card::of(page, config)),
        };
        piece.iter().map(one).collect()
    };
    parallel::pieces(&collections.pages, 64, make).into_iter().flatten().collect()
}
