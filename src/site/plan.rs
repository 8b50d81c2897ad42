//! Every page and its address, before any HTML exists.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::calendar::CalendarScope;
use super::data::OpenData;
use super::feed::FeedScope;
use super::library::{Library, published};
use super::past::{self, Chronicle};
use super::permalinks;
use super::plain::{Pages, Route as PlainRoute};
use super::route::{Page, Route, relative};
use super::theme::Theme;
use super::view;
use crate::document::Records;
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

/// The pages of a site by the path of their file.
#[derive(Debug)]
pub struct SitePlan {
    main: Language,
    languages: Vec<Language>,
    routes: BTreeMap<FilePath, Route>,
    /// The page that shows a file of `content/`.
    sources: BTreeMap<FilePath, Page>,
}

impl SitePlan {
    /// Decides all pages; two pages at one address are a finding, and the first stays.
    #[must_use]
    pub fn draw(
        (library, pages): (&Library, &Pages),
        data: &OpenData,
        theme: &Theme,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let config = &library.documents().config;
        let languages = config.languages.clone();
        let mut plan =
            Self { main: config.main_language(), languages, routes: BTreeMap::new(), sources: BTreeMap::new() };
        for page in fixed_pages() {
            plan.add(&page, None, findings);
        }
        plan.add_records(library, findings);
        let feeds = FeedScope::all(library.documents()).into_iter().map(Page::Feed);
        for page in feeds.chain(CalendarScope::all(library).into_iter().map(Page::Calendar)) {
            plan.add(&page, None, findings);
        }
        for page in data.files(library).map(Page::Data).chain([Page::Sitemap, Page::Robots]) {
            plan.add_route(Route { page, language: None }, None, findings);
        }
        for path in theme.assets().iter().map(|(path, _)| path) {
            plan.add_route(Route { page: Page::File(path.clone()), language: None }, None, findings);
        }
        for path in &library.documents().files {
            let Some(target) = published(path) else { continue };
            let page = Page::File(target);
            plan.sources.insert(path.clone(), page.clone());
            plan.add_route(Route { page, language: None }, Some(path), findings);
        }
        plan.add_plain(pages, findings);
        plan.add_tombstones(library, findings);
        plan.add_redirects(library, findings);
        plan.add_plain_redirects(pages, findings);
        plan
    }

    /// Adds the pages of the history of every record.
    pub(super) fn add_histories(&mut self, library: &Library, chronicle: &Chronicle, findings: &mut Vec<Diagnostic>) {
        for (folder, id) in past::records(library.documents()) {
            for number in 1..=chronicle.pages(&past::files_of(library.documents(), folder, &id)) {
                self.add(&Page::History(folder, id.clone(), number), None, findings);
            }
        }
        for id in library.proposal_ids() {
            let signed = usize::from(library.versions(&id).len() > 1);
            let files = past::files_of(library.documents(), "proposals", &id);
            for number in 1..=chronicle.pages(&files).max(signed) {
                self.add(&Page::History("proposals", id.clone(), number), None, findings);
            }
        }
    }

    /// Adds the picture at `address`, made so wide, where nothing lies at `path`; says whether it did.
    pub(super) fn add_picture(&mut self, path: FilePath, address: &FilePath, width: u32) -> bool {
        let Entry::Vacant(place) = self.routes.entry(path) else { return false };
        place.insert(Route { page: Page::Picture(address.clone(), width), language: None });
        true
    }

    /// Every route with the path of its file.
    pub fn routes(&self) -> impl Iterator<Item = (&FilePath, &Route)> + Clone {
        self.routes.iter()
    }

    /// The route whose file lies at `path`.
    #[must_use]
    pub fn route(&self, path: &FilePath) -> Option<&Route> {
        self.routes.get(path)
    }

    /// The languages of the site, the main one first.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The path of a page's file.
    #[must_use]
    pub fn path(&self, page: &Page, language: Language) -> FilePath {
        if let Page::Plain(path) = page {
            return self.translation(path, language).unwrap_or_else(|| path.clone());
        }
        let language = (!page.is_neutral()).then_some(language);
        Route { page: page.clone(), language }.path(self.main)
    }

    /// The plain page at `path` in `language`, where it is there in that language.
    fn translation(&self, path: &FilePath, language: Language) -> Option<FilePath> {
        let others = self.languages.iter().filter(|other| **other != self.main);
        let within = others.into_iter().find_map(|other| path.below(other.code())).unwrap_or(path.as_str());
        let wanted = if language == self.main { within.to_owned() } else { format!("{language}/{within}") };
        FilePath::parse(&wanted).ok().filter(|path| self.routes.contains_key(path))
    }

    /// The languages in which a page is there.
    pub fn languages_of<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = Language> + 'a {
        let is_there = move |language: &Language| match page {
            Page::Plain(path) => self.translation(path, *language).is_some(),
            _ => true,
        };
        self.languages.iter().copied().filter(is_there)
    }

    /// Whether the plan has this page.
    #[must_use]
    pub fn has(&self, page: &Page) -> bool {
        self.routes.contains_key(&self.path(page, self.main))
    }

    /// The link from the file at `from` to a page.
    #[must_use]
    pub fn link(&self, from: &FilePath, page: &Page, language: Language) -> String {
        relative(from, &self.path(page, language))
    }

    /// Every file of `content/` that a page shows.
    pub(super) fn sources(&self) -> impl Iterator<Item = &FilePath> + Clone {
        self.sources.keys()
    }

    /// The page that shows the file of `content/` at `path`.
    #[must_use]
    pub fn page_of(&self, path: &FilePath) -> Option<&Page> {
        self.sources.get(path)
    }

    /// The file of the site that shows `file` of `content/` to a reader of `language`. A plain page has other anchors
    /// in each language: a link to one leads to the very file that it names.
    pub(super) fn shown(&self, file: &FilePath, anchor: &str, language: Language) -> Option<FilePath> {
        match self.page_of(file)? {
            Page::Plain(path) if !anchor.is_empty() => Some(path.clone()),
            page => Some(self.path(page, language)),
        }
    }

    fn add_records(&mut self, library: &Library, findings: &mut Vec<Diagnostic>) {
        let documents = library.documents();
        self.add_all(&documents.bodies, Page::Body, findings);
        self.add_all(&documents.people, Page::Member, findings);
        self.add_all(&documents.meetings, Page::Meeting, findings);
        self.add_all(&documents.minutes, Page::Minutes, findings);
        self.add_derived(library, findings);
        self.add_all(&documents.votes, Page::Vote, findings);
        self.add_editions(library, findings);
        self.add_all(&documents.news, Page::News, findings);
        self.add_all(&documents.pages, Page::Text, findings);
        if !documents.errata.is_empty() {
            self.add(&Page::ErratumList, None, findings);
            self.add_all(&documents.errata, Page::Erratum, findings);
        }
        self.add_all(&documents.proposals, Page::Proposal, findings);
        for id in library.proposal_ids() {
            if !documents.proposals.contains_key(&id) {
                self.add(&Page::Proposal(id), None, findings);
            }
        }
    }

    /// Pages that no record has to itself: lists, registers, years.
    fn add_derived(&mut self, library: &Library, findings: &mut Vec<Diagnostic>) {
        let documents = library.documents();
        for (id, meeting) in documents.meetings.iter().filter(|(_, meeting)| view::is_due(&meeting.facts)) {
            self.add(&Page::MeetingDecisions(id.clone()), Some(&meeting.file), findings);
        }
        if !documents.filed.is_empty() {
            self.add(&Page::DocumentList, None, findings);
            self.add_all(&documents.filed, Page::Document, findings);
        }
        for (year, body) in view::registers(library) {
            self.add(&Page::Register(body, year), None, findings);
        }
        let years = view::years(documents);
        if !years.is_empty() {
            self.add(&Page::ArchiveList, None, findings);
        }
        for year in years {
            self.add(&Page::Archive(year), None, findings);
        }
        for contest in documents.contests.values() {
            let texts = contest.translations.values().map(|translation| &translation.text.file);
            for file in std::iter::once(&contest.file).chain(texts) {
                self.sources.insert(file.clone(), Page::Vote(contest.facts.vote.id.clone()));
            }
        }
    }

    /// A council without editions has no pages about them.
    fn add_editions(&mut self, library: &Library, findings: &mut Vec<Diagnostic>) {
        let documents = library.documents();
        if documents.editions.is_empty() {
            return;
        }
        self.add(&Page::EditionList, None, findings);
        self.add_all(&documents.editions, Page::Edition, findings);
        for id in documents.editions.keys() {
            let mut deliveries = documents.deliveries.values().filter(|one| one.facts.edition.id == *id).peekable();
            if deliveries.peek().is_none() {
                continue;
            }
            for record in deliveries {
                let texts = record.translations.values().map(|translation| &translation.text.file);
                for file in std::iter::once(&record.file).chain(texts) {
                    self.sources.insert(file.clone(), Page::Ledger(id.clone()));
                }
            }
            self.add(&Page::Ledger(id.clone()), None, findings);
        }
    }

    /// The plain pages beside the records, with their lists and files; what lies at their addresses already stays.
    fn add_plain(&mut self, pages: &Pages, findings: &mut Vec<Diagnostic>) {
        for (file, path) in pages.sources() {
            self.sources.insert(file.clone(), Page::Plain(path.clone()));
        }
        self.add_plain_where(pages, |route| !matches!(route, PlainRoute::Redirect(_)), findings);
    }

    fn add_plain_redirects(&mut self, pages: &Pages, findings: &mut Vec<Diagnostic>) {
        self.add_plain_where(pages, |route| matches!(route, PlainRoute::Redirect(_)), findings);
    }

    fn add_plain_where(&mut self, pages: &Pages, wanted: fn(&PlainRoute) -> bool, findings: &mut Vec<Diagnostic>) {
        for (path, _) in pages.routes().filter(|(_, route)| wanted(route)) {
            match self.routes.entry(path.clone()) {
                Entry::Vacant(place) => drop(place.insert(Route { page: Page::Plain(path.clone()), language: None })),
                Entry::Occupied(_) => findings.push(pages.collision(path)),
            }
        }
    }

    /// Last but the old addresses: what is still there is found to be.
    fn add_tombstones(&mut self, library: &Library, findings: &mut Vec<Diagnostic>) {
        for (id, tombstone) in &library.documents().tombstones {
            let target = &tombstone.facts.target;
            for page in Page::of_record(target.folder, &target.id) {
                if self.has(&page) {
                    continue;
                }
                let stone = Page::Tombstone(id.clone(), Box::new(page));
                self.sources.entry(target.file()).or_insert_with(|| stone.clone());
                self.sources.insert(tombstone.file.clone(), stone.clone());
                self.add(&stone, None, findings);
            }
        }
    }

    /// Old addresses never take the place of a page.
    fn add_redirects(&mut self, library: &Library, findings: &mut Vec<Diagnostic>) {
        for redirect in permalinks::redirects(library, self) {
            if let Some(file) = redirect.source {
                self.sources.entry(file).or_insert_with(|| redirect.to.clone());
            }
            for (language, path) in redirect.addresses {
                let route =
                    Route { page: Page::Redirect(path, Box::new(redirect.to.clone())), language: Some(language) };
                match self.routes.entry(route.path(self.main)) {
                    Entry::Vacant(place) => drop(place.insert(route)),
                    Entry::Occupied(place) => {
                        findings.push(permalinks::taken(place.key(), &redirect.place));
                        break;
                    }
                }
            }
        }
    }

    fn add_all<T>(
        &mut self,
        records: &Records<T>,
        page: fn(crate::document::RecordId) -> Page,
        findings: &mut Vec<Diagnostic>,
    ) {
        for (id, record) in records {
            let page = page(id.clone());
            self.sources.insert(record.file.clone(), page.clone());
            for translation in record.translations.values() {
                self.sources.insert(translation.text.file.clone(), page.clone());
            }
            self.add(&page, Some(&record.file), findings);
        }
    }

    /// A page in every language.
    fn add(&mut self, page: &Page, source: Option<&FilePath>, findings: &mut Vec<Diagnostic>) {
        for language in self.languages.clone() {
            self.add_route(Route { page: page.clone(), language: Some(language) }, source, findings);
        }
    }

    fn add_route(&mut self, route: Route, source: Option<&FilePath>, findings: &mut Vec<Diagnostic>) {
        let path = route.path(self.main);
        match self.routes.entry(path) {
            Entry::Vacant(place) => drop(place.insert(route)),
            Entry::Occupied(place) => findings.push(collision(place.key(), source)),
        }
    }
}

fn fixed_pages() -> [Page; 12] {
    [
        Page::Home,
        Page::ProposalList,
        Page::MeetingList,
        Page::VoteList,
        Page::MemberList,
        Page::BodyList,
        Page::Decisions,
        Page::DecisionsBySubject,
        Page::NewsList,
        Page::DataIndex,
        Page::NotFound,
        Page::Follow,
    ]
}

fn collision(path: &FilePath, source: Option<&FilePath>) -> Diagnostic {
    let message = Bilingual::new(
        format!("une autre page a déjà l’adresse {path}"),
        format!("another page has the address {path} already"),
    );
    let help = Bilingual::new("renommer ce fichier", "rename this file");
    let place = source.map_or_else(|| Place::named(path.as_str()), Place::file);
    Diagnostic::error(Code::RouteCollision, message).at(place).help(help)
}
