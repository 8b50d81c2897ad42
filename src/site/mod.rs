//! The generator's core: documents to a website, as a pure function between values.
//!
//! 1. *gather*: [`Library::gather`] checks that every reference leads somewhere;
//! 2. *plan*: [`SitePlan::draw`] decides every page and its address before any HTML exists;
//! 3. *check*: [`links::check`] follows every link of every text through the plan;
//! 4. *render*: [`Output::render`] turns one route into bytes, when asked.
//!
//! A folder whose `parvis.yaml` names no council is a site of plain pages: [`plain`]. A council may have such pages
//! beside its records: [`Pages`], which the plan and the links of the council's site take in.
//!
//! No clock, no environment, no disk: the only "today" is [`Settings::as_of`]. What is wrong in
//! a file is a diagnostic beside the result.

pub mod calendar;
mod components;
mod contests;
mod corrections;
pub mod data;
mod dated;
mod decisions;
mod editions;
pub mod feed;
mod filed;
mod filters;
pub mod format;
pub mod funnel;
mod hours;
mod index;
mod ledger;
pub mod library;
mod linked_data;
pub mod links;
pub mod markdown;
mod not_found;
mod out_of_reach;
mod output;
mod outside;
pub mod past;
mod permalinks;
mod personal_data;
pub mod pictures;
pub mod plain;
pub mod plan;
mod public_vote;
mod published_result;
pub mod render;
mod roll_call;
pub mod route;
mod sealed_vote;
mod since;
pub mod sitemap;
mod steps;
mod succession;
mod template_fault;
pub mod theme;
mod unwritable;
pub mod view;

pub use data::OpenData;
pub use library::Library;
pub use output::Output;
pub use outside::{OutsideLink, outside_links};
use past::Chronicle;
pub use personal_data::{authors, passing_personal_data, personal_data};
use pictures::Pictures;
pub use plain::{Pages, PlainSite};
use plain::{Shared, Templates};
pub use plan::SitePlan;
use render::CouncilSite;
pub use route::{Page, Route};
pub use since::since;
pub use template_fault::{RenderFault, gathered, on_page};
pub use theme::Theme;

use std::sync::Arc;

use crate::collection::Choice;
use crate::council::Date;
use crate::document::{self, SiteConfig};
use crate::history::History;
use crate::law;
use crate::open_data::scdl;
use crate::report::{self, Diagnostic};
use crate::tree::{FilePath, FileTree};

/// What a build is told from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The day the site speaks of as today; the newest date of the records where none is given.
    pub as_of: Option<Date>,
    /// Whether drafts of plain pages are shown.
    pub drafts: bool,
}

/// Builds the website of the council in `tree`: its files, and a theme folder that wins over
/// the one in the program file by file.
///
/// Nothing comes out only when the folder has no usable configuration or theme.
#[must_use]
pub fn build(tree: &FileTree, settings: Settings) -> (Option<Output>, Vec<Diagnostic>) {
    build_with(tree, settings, History::default())
}

/// As [`build`]; what of `before` was made from the same bytes is taken over. Nothing of the result depends
/// on it but the time it takes.
#[must_use]
pub fn build_after(
    before: Option<&Output>,
    tree: &FileTree,
    settings: Settings,
    history: History,
) -> (Option<Output>, Vec<Diagnostic>) {
    if !document::is_plain(tree) {
        return build_council(before.and_then(Output::council), tree, settings, history);
    }
    let mut findings = Vec::new();
    let choice = Choice { today: settings.as_of, drafts: settings.drafts };
    let site = PlainSite::of(tree, choice, before.and_then(Output::plain), &mut findings);
    (site.map(|site| Output::Plain(Box::new(site))), sorted(findings))
}

/// As [`build`], with the past of these files.
#[must_use]
pub fn build_with(tree: &FileTree, settings: Settings, history: History) -> (Option<Output>, Vec<Diagnostic>) {
    build_after(None, tree, settings, history)
}

fn build_council(
    before: Option<&CouncilSite>,
    tree: &FileTree,
    settings: Settings,
    history: History,
) -> (Option<Output>, Vec<Diagnostic>) {
    let (documents, mut findings) = document::read(tree);
    let Some(mut documents) = documents else { return (None, sorted(findings)) };
    let as_of = day_of(&documents, settings);
    let choice = Choice { today: as_of, drafts: settings.drafts };
    let kept = before.map(CouncilSite::pages);
    let pages = plain_pages(tree, &documents.config, choice, kept, &mut findings);
    let as_of = as_of.or(pages.collections().today);
    documents.withhold(as_of);
    let library = Library::gather(documents, &mut findings);
    hours::check(&library, &mut findings);
    roll_call::check(&library, &mut findings);
    decisions::check(&library, &mut findings);
    succession::check(&library, &mut findings);
    contests::check(&library, &mut findings);
    filed::check(library.documents(), tree, &mut findings);
    editions::check(&library, &mut findings);
    public_vote::check(&library, &mut findings);
    published_result::check(&library, &mut findings);
    sealed_vote::check(&library, tree, &mut findings);
    out_of_reach::check(&library, tree, &mut findings);
    findings.extend(law::lint(&library.documents().law, library.documents(), settings.as_of));
    let theme = Theme::load(tree, &library.documents().config, &mut findings);
    let files = library.files(tree);
    permalinks::check(&library, &mut findings);
    corrections::check(&library, tree, &mut findings);
    let redacted = corrections::redacted(library.documents());
    let chronicle = Chronicle::new(history, redacted, library.documents(), tree);
    chronicle.check(&mut findings);
    scdl::check(library.documents(), &mut findings);
    let data = OpenData::of(&library, as_of);
    let mut plan = SitePlan::draw((&library, &pages), &data, &theme, &mut findings);
    plan.add_histories(&library, &chronicle, &mut findings);
    let pictures = Arc::new(pictures_of((&library, &pages), tree, &mut plan, &mut findings));
    unwritable::check_council(&plan, &pages, &mut findings);
    links::check((&library, &pages), &plan, theme.templates(), &mut findings);
    let settings = theme.settings(tree, &library.documents().config.settings, &mut findings);
    let shared = if pages.is_empty() { Shared::none() } else { Shared::of(tree, &settings, &mut findings) };
    let templates = Templates::new(&theme, (&pages, &pictures), &shared, &mut findings);
    let site =
        CouncilSite::new((library, pages), (plan, chronicle), data, (theme, templates), (files, pictures), as_of);
    (Some(Output::Council(Box::new(site))), sorted(findings))
}

/// The pictures among the files that the site hands on, those of plain pages too, with a route for each that is made of
/// them.
fn pictures_of(
    (library, pages): (&Library, &Pages),
    tree: &FileTree,
    plan: &mut SitePlan,
    findings: &mut Vec<Diagnostic>,
) -> Pictures {
    let documents = library.documents();
    let files = documents.files.iter();
    let files = files.filter_map(|file| Some((file, library::published(file)?, tree.share(file)?)));
    // Where a record has the address of a file of a plain page, that has been told.
    let there = |address: &FilePath| plan.route(address).is_some_and(|route| matches!(route.page, Page::Plain(_)));
    let beside = pages.files().filter(|(_, address, _)| there(address));
    let mut pictures = Pictures::of(files.chain(beside), &documents.config.images, findings);
    pictures.plan(|path, address, width| plan.add_picture(path, address, width));
    pictures
}

/// The plain pages beside the records; what of `before` was made from the same bytes is taken over.
fn plain_pages(
    tree: &FileTree,
    config: &SiteConfig,
    choice: Choice,
    before: Option<&Pages>,
    findings: &mut Vec<Diagnostic>,
) -> Pages {
    let since = config.council_since.unwrap_or_else(view::council_since);
    let pages = Pages::of(tree, config.plain(), (choice, &FileTree::new()), before, findings);
    pages.with_ids(format!("tag:{},{since}:", config.council))
}

/// The day spoken of as today.
fn day_of(documents: &document::Documents, settings: Settings) -> Option<Date> {
    settings.as_of.or_else(|| library::newest_date(documents))
}

fn sorted(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    report::sort(&mut findings);
    findings.dedup();
    findings
}
