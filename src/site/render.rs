//! A planned page and a theme, to bytes, when asked.

use std::cell::RefCell;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Value};

use super::data::OpenData;
use super::library::Library;
use super::past::Chronicle;
use super::pictures::{Pictures, Variant};
use super::plain::{Around, Made, Pages, Route, Templates, filled};
use super::plan::SitePlan;
use super::route::Page;
use super::template_fault::{self, RenderFault};
use super::theme::Theme;
use super::{calendar, feed, sitemap, view};
use crate::council::Date;
use crate::report::Diagnostic;
use crate::tree::{FilePath, FileTree};

/// The website of a council as a value: it knows its routes and renders any of them on demand.
#[derive(Debug)]
pub struct CouncilSite {
    library: Library,
    pages: Pages,
    data: OpenData,
    plan: SitePlan,
    chronicle: Chronicle,
    theme: Theme,
    files: FileTree,
    pictures: Arc<Pictures>,
    as_of: Option<Date>,
    templates: Templates,
}

impl CouncilSite {
    pub(super) fn new(
        (library, pages): (Library, Pages),
        (plan, chronicle): (SitePlan, Chronicle),
        data: OpenData,
        (theme, templates): (Theme, Templates),
        (files, pictures): (FileTree, Arc<Pictures>),
        as_of: Option<Date>,
    ) -> Self {
        Self { library, pages, data, plan, chronicle, theme, files, pictures, as_of, templates }
    }

    /// The plain pages beside the records.
    pub(super) const fn pages(&self) -> &Pages {
        &self.pages
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

    /// The pictures of the site.
    #[must_use]
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// The picture that is made for `path`.
    #[must_use]
    pub fn variant(&self, path: &FilePath) -> Option<Variant<'_>> {
        let Page::Picture(address, width) = &self.plan.route(path)?.page else { return None };
        self.pictures.variant(address, *width)
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
        match &route.page {
            Page::File(path) => return Ok(self.theme.assets().share(path).or_else(|| self.files.share(path))),
            Page::Picture(address, width) => {
                return Ok(self.pictures.variant(address, *width).map(|variant| variant.bytes()));
            }
            _ => {}
        }
        let plain = || self.pages.language_at(path).filter(|_| matches!(route.page, Page::Plain(_)));
        let main = self.library.documents().config.main_language();
        let language = route.language.or_else(plain).unwrap_or(main);
        let words = self.theme.words(language);
        let Self { library, pages, plan, chronicle, pictures, as_of, .. } = self;
        let (ids, as_of) = (&RefCell::default(), *as_of);
        let templates = self.templates.of(language);
        let from = path;
        let scene =
            view::Scene { library, pages, plan, chronicle, pictures, words, templates, language, from, as_of, ids };
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
            Page::Sitemap => Ok(Some(sitemap::sitemap(&self.plan, &self.pages, url))),
            Page::Robots => Ok(Some(sitemap::robots(url))),
            Page::Plain(path) => self.plain(scene, path),
            // These have bytes of their own.
            Page::File(_) | Page::Picture(..) => Ok(None),
        }
    }

    fn page<V: Serialize>(
        &self,
        scene: &view::Scene<'_>,
        template: &str,
        view: Option<V>,
    ) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        let Some(view) = view else { return Ok(None) };
        let templates = self.templates.of(scene.language);
        let filled = Context::from_serialize(&view).and_then(|context| templates.render(template, &context));
        let html = filled.map_err(|error| template_fault::of_rendering(template, &error, templates))?;
        Ok(Some(html.into_bytes()))
    }

    /// What plain pages have at `path`, with the council's surroundings: its shell is part of `page`.
    fn plain(&self, scene: &view::Scene<'_>, path: &FilePath) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        let Some(route) = self.pages.route(path) else { return Ok(None) };
        if let Route::Redirect(to) = route {
            let view = view::RedirectView::new(scene, &Page::Plain(to.clone()));
            return self.page(scene, "redirect.html", Some(view));
        }
        let (addresses, pictures) = (&self.plan, &*self.pictures);
        let around = Around { addresses, pictures, components: scene.templates, related: self.templates.related };
        match self.pages.made(path, route, &around) {
            Some(Made::Bytes(bytes)) => Ok(Some(bytes.to_vec())),
            Some(Made::Filled(template, mut context)) => {
                let Some(shell) = view::plain_shell(scene, path) else { return Ok(None) };
                let page = within(&shell, context.get("page"), matches!(route, Route::Page(_)));
                context.insert_value("page", page);
                filled(scene.templates, template, &context).map(Some)
            }
            None => Ok(None),
        }
    }
}

/// The shell of a page and what its own template sees of it, as one value. What the head of a list says stands in
/// `meta`, as that of a page does.
fn within(shell: &view::Shell, own: Option<&Value>, is_page: bool) -> Value {
    let mut page = own.filter(|_| is_page).cloned().and_then(Value::into_map).unwrap_or_default();
    if let Some(head) = own.filter(|_| !is_page) {
        page.insert("meta".into(), head.clone());
    }
    page.extend(Value::from_serializable(shell).into_map().unwrap_or_default());
    Value::from(page)
}
