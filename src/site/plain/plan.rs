//! Every address of the site, before any HTML exists.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::route::{FeedOf, Route, json, language_folder, list, numbers, term};
use crate::collection::{Collections, Section, Taxonomy};
use crate::document::PlainConfig;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{FilePath, FileTree};

/// What lies at each address, and which address a file of `content/` has.
#[derive(Debug, Default)]
pub(super) struct Plan {
    routes: BTreeMap<FilePath, Route>,
    sources: BTreeMap<FilePath, FilePath>,
    /// The pages that are one page in several languages, by key; empty where the site has one language.
    same: BTreeMap<String, Vec<usize>>,
    /// For each page: its section, and its place in the order of that section.
    places: Vec<Option<(usize, usize)>>,
}

impl Plan {
    /// Decides all addresses; two pages at one address are a finding, and the first stays.
    pub(super) fn draw(
        collections: &Collections,
        config: &PlainConfig,
        assets: &FileTree,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut plan = Self { places: vec![None; collections.pages.len()], ..Self::default() };
        for (at, page) in collections.pages.iter().enumerate() {
            plan.sources.insert(page.file.clone(), page.path.clone());
            plan.add(page.path.clone(), Route::Page(at), Some(&page.file), findings);
            if config.languages.len() > 1 {
                plan.same.entry(page.key.clone()).or_default().push(at);
            }
        }
        let alone = config.council.is_none();
        if alone {
            plan.add_homes(config, findings);
        }
        for (at, section) in collections.sections.iter().enumerate() {
            plan.add_section(at, section, collections, config, findings);
        }
        for (at, taxonomy) in collections.taxonomies.iter().enumerate() {
            plan.add_taxonomy(at, taxonomy, config, findings);
        }
        if alone {
            plan.add_own(assets, findings);
        }
        for file in &collections.files {
            let Some(path) = file.below("content").and_then(|path| FilePath::parse(path).ok()) else { continue };
            plan.sources.insert(file.clone(), path.clone());
            plan.add(path, Route::File(file.clone()), Some(file), findings);
        }
        plan.add_redirects(collections, findings);
        plan
    }

    /// Adds the picture at `address`, made so wide, where nothing lies at `path`; says whether it did.
    pub(super) fn add_picture(&mut self, path: FilePath, address: &FilePath, width: u32) -> bool {
        let Entry::Vacant(place) = self.routes.entry(path) else { return false };
        place.insert(Route::Picture(address.clone(), width));
        true
    }

    /// Every address with what lies there, by path.
    pub(super) fn routes(&self) -> impl Iterator<Item = (&FilePath, &Route)> + Clone {
        self.routes.iter()
    }

    /// What lies at `path`.
    pub(super) fn route(&self, path: &FilePath) -> Option<&Route> {
        self.routes.get(path)
    }

    /// Whether something lies at `path`.
    pub(super) fn has(&self, path: &str) -> bool {
        self.routes.contains_key(path)
    }

    /// The address that a file of `content/` has.
    pub(super) fn path_of(&self, file: &FilePath) -> Option<&FilePath> {
        self.sources.get(file)
    }

    /// Every file of `content/` that has an address.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&FilePath, &FilePath)> + Clone {
        self.sources.iter()
    }

    /// The pages that have this key, each in its language.
    pub(super) fn same(&self, key: &str) -> &[usize] {
        self.same.get(key).map_or(&[], Vec::as_slice)
    }

    /// The section of a page and its place there.
    pub(super) fn place(&self, page: usize) -> Option<(usize, usize)> {
        self.places[page]
    }

    fn add_homes(&mut self, config: &PlainConfig, findings: &mut Vec<Diagnostic>) {
        for language in &config.languages {
            let prefix = language_folder(*language, config);
            self.add_text(&list(&prefix, "", 1), Route::Home(*language), findings);
            if config.feed.is_some() {
                self.add_text(&format!("{prefix}feed.xml"), Route::Feed(FeedOf::Site(*language)), findings);
            }
        }
    }

    /// What a site has once, and the files of its theme.
    fn add_own(&mut self, assets: &FileTree, findings: &mut Vec<Diagnostic>) {
        self.add_text("404.html", Route::NotFound, findings);
        self.add_text("sitemap.xml", Route::Sitemap, findings);
        self.add_text("robots.txt", Route::Robots, findings);
        for (path, _) in assets.iter() {
            self.add(path.clone(), Route::Asset(path.clone()), None, findings);
        }
    }

    fn add_section(
        &mut self,
        at: usize,
        section: &Section,
        collections: &Collections,
        config: &PlainConfig,
        findings: &mut Vec<Diagnostic>,
    ) {
        for (place, page) in section.pages.iter().enumerate() {
            self.places[*page] = Some((at, place));
        }
        let prefix = language_folder(section.language, config);
        if let Some(index) = &section.index
            && let Ok(path) = FilePath::parse(&list(&prefix, &section.folder, 1))
        {
            self.sources.insert(index.file.clone(), path);
        }
        if section.folder.is_empty() {
            return;
        }
        for number in 1..=numbers(section.pages.len(), section.paginate) {
            self.add_text(&list(&prefix, &section.folder, number), Route::List(at, number), findings);
        }
        if section.feed.is_some() {
            let path = format!("{prefix}{}/feed.xml", section.folder);
            self.add_text(&path, Route::Feed(FeedOf::Section(at)), findings);
        }
        for page in section.pages.iter().filter(|_| section.json) {
            if let Some(path) = json(&collections.pages[*page].path) {
                self.add(path, Route::Json(*page), None, findings);
            }
        }
    }

    fn add_taxonomy(&mut self, at: usize, taxonomy: &Taxonomy, config: &PlainConfig, findings: &mut Vec<Diagnostic>) {
        let prefix = language_folder(taxonomy.language, config);
        self.add_text(&list(&prefix, &taxonomy.key, 1), Route::Terms(at), findings);
        for (number, group) in taxonomy.terms.iter().enumerate() {
            for page in 1..=numbers(group.pages.len(), taxonomy.paginate) {
                let path = term(&prefix, &taxonomy.key, &group.slug, page);
                self.add_text(&path, Route::Term(at, number, page), findings);
            }
            if taxonomy.feed.is_some() {
                let path = format!("{prefix}{}/{}/feed.xml", taxonomy.key, group.slug);
                self.add_text(&path, Route::Feed(FeedOf::Term(at, number)), findings);
            }
        }
    }

    /// Old addresses never take the place of a page.
    fn add_redirects(&mut self, collections: &Collections, findings: &mut Vec<Diagnostic>) {
        for page in &collections.pages {
            for alias in &page.aliases {
                self.add(alias.clone(), Route::Redirect(page.path.clone()), Some(&page.file), findings);
            }
        }
    }

    fn add_text(&mut self, path: &str, route: Route, findings: &mut Vec<Diagnostic>) {
        if let Ok(path) = FilePath::parse(path) {
            self.add(path, route, None, findings);
        }
    }

    fn add(&mut self, path: FilePath, route: Route, file: Option<&FilePath>, findings: &mut Vec<Diagnostic>) {
        match self.routes.entry(path) {
            Entry::Vacant(place) => drop(place.insert(route)),
            Entry::Occupied(place) => findings.push(collision(place.key(), file)),
        }
    }
}

fn collision(path: &FilePath, file: Option<&FilePath>) -> Diagnostic {
    let message = Bilingual::new(
        format!("une autre page a déjà l’adresse {path}"),
        format!("another page has the address {path} already"),
    );
    let help = Bilingual::new(
        "renommer ce fichier, ou lui donner une autre adresse avec `slug: …`",
        "rename this file, or give it another address with `slug: …`",
    );
    let place = file.map_or_else(|| Place::named(path.as_str()), Place::file);
    Diagnostic::error(Code::RouteCollision, message).at(place).help(help)
}
