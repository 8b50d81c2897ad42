//! A planned page and a theme, to bytes, when asked.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera};

use super::data::OpenData;
use super::library::Library;
use super::past::Chronicle;
use super::plan::SitePlan;
use super::route::Page;
use super::template_fault::{self, RenderFault};
use super::theme::Theme;
use super::{calendar, feed, sitemap, view};
use crate::council::Date;
use crate::language::Language;
use crate::report::Diagnostic;
use crate::tree::{FilePath, FileTree};

/// The website of a council as a value: it knows its routes and renders any of them on demand.
#[derive(Debug)]
pub struct CouncilSite {
    library: Library,
    data: OpenData,
    plan: SitePlan,
    chronicle: Chronicle,
    theme: Theme,
    files: FileTree,
    as_of: Option<Date>,
    templates: BTreeMap<Language, Tera>,
}

impl CouncilSite {
    pub(super) fn new(
        library: Library,
        (plan, chronicle): (SitePlan, Chronicle),
        data: OpenData,
        theme: Theme,
        files: FileTree,
        as_of: Option<Date>,
    ) -> Self {
        let templates = Language::ALL.into_iter().map(|language| (language, with_words(&theme, language))).collect();
        Self { library, data, plan, chronicle, theme, files, as_of, templates }
    }

    /// The path of every file of the site.
    #[must_use]
    pub fn routes(&self) -> Vec<FilePath> {
        self.plan.routes().map(|(path, _)| path.clone()).collect()
    }

    /// The day the pages speak of as today.
    #[must_use]
    pub const fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// Where the site will lie.
    pub(super) fn url(&self) -> &str {
        &self.library.documents().config.url
    }

    /// Whether a server shows this page at addresses that nobody knows beforehand.
    pub(super) fn is_shown_anywhere(&self, path: &FilePath) -> bool {
        self.plan.route(path).is_some_and(|route| route.page == Page::NotFound)
    }

    /// The bytes of the file at `path`; nothing where the site has none.
    ///
    /// # Errors
    /// A template of the theme that cannot render its view.
    pub fn render(&self, path: &FilePath) -> Result<Option<Arc<[u8]>>, RenderFault> {
        let Some(route) = self.plan.route(path) else { return Ok(None) };
        let language = route.language.unwrap_or(self.library.documents().config.main_language());
        let words = self.theme.words(language);
        let (library, plan, chronicle, as_of) = (&self.library, &self.plan, &self.chronicle, self.as_of);
        let ids = &RefCell::default();
        let templates = &self.templates[&language];
        let scene = view::Scene { library, plan, chronicle, words, templates, language, from: path, as_of, ids };
        self.bytes(&scene, &route.page)
            .map_err(|finding| RenderFault { path: path.clone(), finding: Box::new(self.theme.placed(*finding)) })
            .map(|bytes| bytes.map(Arc::from))
    }

    fn bytes(&self, scene: &view::Scene<'_>, page: &Page) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        let url = &self.library.documents().config.url;
        match page {
            Page::Home => self.page(scene, "home.html", Some(view::HomeView::new(scene))),
            Page::ProposalList => self.page(scene, "proposal-list.html", Some(view::ProposalListView::new(scene))),
            Page::Proposal(id) => self.page(scene, "proposal.html", view::ProposalView::new(scene, id)),
            Page::MeetingList => self.page(scene, "meeting-list.html", Some(view::MeetingListView::new(scene))),
            Page::Meeting(id) => self.page(scene, "meeting.html", view::MeetingView::new(scene, id)),
            Page::MeetingDecisions(id) => {
                self.page(scene, "decision-list.html", view::DecisionListView::new(scene, id))
            }
            Page::DocumentList => self.page(scene, "document-list.html", Some(view::DocumentListView::new(scene))),
            Page::Document(id) => self.page(scene, "document.html", view::DocumentView::new(scene, id)),
            Page::Minutes(id) => self.page(scene, "minutes.html", view::MinutesView::new(scene, id)),
            Page::VoteList => self.page(scene, "vote-list.html", Some(view::VoteListView::new(scene))),
            Page::Vote(id) => self.page(scene, "vote.html", view::VoteView::new(scene, id)),
            Page::EditionList => self.page(scene, "edition-list.html", Some(view::EditionListView::new(scene))),
            Page::Edition(id) => self.page(scene, "edition.html", view::EditionView::new(scene, id)),
            Page::Ledger(id) => self.page(scene, "ledger.html", view::LedgerView::new(scene, id)),
            Page::MemberList => self.page(scene, "member-list.html", Some(view::MemberListView::new(scene))),
            Page::Member(id) => self.page(scene, "member.html", view::MemberView::new(scene, id)),
            Page::BodyList => self.page(scene, "body-list.html", Some(view::BodyListView::new(scene))),
            Page::Body(id) => self.page(scene, "body.html", view::BodyView::new(scene, id)),
            Page::Decisions => self.page(scene, "decisions.html", Some(view::DecisionsView::by_date(scene))),
            Page::DecisionsBySubject => {
                self.page(scene, "decisions.html", Some(view::DecisionsView::by_subject(scene)))
            }
            Page::Register(body, year) => {
                self.page(scene, "register.html", view::RegisterView::new(scene, body, *year))
            }
            Page::ArchiveList => self.page(scene, "archive-list.html", Some(view::ArchiveListView::new(scene))),
            Page::Archive(year) => self.page(scene, "archive.html", Some(view::ArchiveView::new(scene, *year))),
            Page::NewsList => self.page(scene, "news-list.html", Some(view::NewsListView::new(scene))),
            Page::News(id) => self.page(scene, "text.html", view::TextView::news(scene, id)),
            Page::DataIndex => self.page(scene, "data.html", Some(view::DataView::new(scene, &self.data))),
            Page::Text(id) => self.page(scene, "text.html", view::TextView::page(scene, id)),
            Page::ErratumList => self.page(scene, "erratum-list.html", Some(view::ErratumListView::new(scene))),
            Page::Erratum(id) => self.page(scene, "erratum.html", view::ErratumView::new(scene, id)),
            Page::Tombstone(id, page) => self.page(scene, "tombstone.html", view::TombstoneView::new(scene, id, page)),
            Page::Redirect(_, to) => self.page(scene, "redirect.html", Some(view::RedirectView::new(scene, to))),
            Page::History(folder, id, number) => {
                self.page(scene, "history.html", view::HistoryView::new(scene, folder, id, *number))
            }
            Page::NotFound => self.page(scene, "not-found.html", Some(view::NotFoundView::new(scene))),
            Page::Data(file) => Ok(self.data.text(&self.library, file).map(String::into_bytes)),
            Page::Follow => self.page(scene, "follow.html", Some(view::FollowView::new(scene))),
            Page::Feed(scope) => Ok(Some(feed::atom(scene, scope))),
            Page::Calendar(scope) => Ok(Some(calendar::write(scene, scope))),
            Page::Sitemap => Ok(Some(sitemap::sitemap(&self.plan, url))),
            Page::Robots => Ok(Some(sitemap::robots(url))),
            Page::File(path) => {
                let bytes = self.theme.assets().get(path).or_else(|| self.files.get(path));
                Ok(bytes.map(<[u8]>::to_vec))
            }
        }
    }

    fn page<V: Serialize>(
        &self,
        scene: &view::Scene<'_>,
        template: &str,
        view: Option<V>,
    ) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        let Some(view) = view else { return Ok(None) };
        let templates = &self.templates[&scene.language];
        let filled = Context::from_serialize(&view).and_then(|context| templates.render(template, &context));
        let html = filled.map_err(|error| template_fault::of_rendering(template, &error, templates))?;
        Ok(Some(html.into_bytes()))
    }
}

/// The templates with the words of one language in their shared context, as `w`.
fn with_words(theme: &Theme, language: Language) -> Tera {
    let mut templates = theme.templates().clone();
    templates.global_context().insert("w", theme.words(language));
    templates
}
