//! The archive: what there is of each year.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use serde::Serialize;

use super::decision::{self, DecisionRow};
use super::meeting::{self, MeetingRow};
use super::text::{self, NewsRow};
use super::{Link, Scene, Shell};
use crate::council::Date;
use crate::document::{Documents, RecordId};
use crate::site::library::Library;
use crate::site::route::Page;

/// Every year.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveListView {
    /// What every page has.
    pub page: Shell,
    /// Newest first.
    pub years: Vec<YearRow>,
}

/// A year in the list.
#[derive(Clone, Debug, Serialize)]
pub struct YearRow {
    /// Its page.
    pub link: Link,
    /// What it holds, in words.
    pub holds: String,
}

/// One year.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveView {
    /// What every page has.
    pub page: Shell,
    /// Its meetings, first to last.
    pub meetings: Vec<MeetingRow>,
    /// Its decisions, first to last.
    pub decisions: Vec<DecisionRow>,
    /// The registers of the year.
    pub registers: Vec<Link>,
    /// Votes that closed in it.
    pub votes: Vec<Link>,
    /// Editions of the participatory budget.
    pub editions: Vec<Link>,
    /// Its news, newest first.
    pub news: Vec<NewsRow>,
    /// The year before, where there is one.
    pub before: Option<Link>,
    /// The year after, where there is one.
    pub after: Option<Link>,
}

/// The years of which there is anything, first to last.
#[must_use]
pub fn years(documents: &Documents) -> BTreeSet<i16> {
    let meetings = documents.meetings.values().map(|meeting| meeting.facts.start.date());
    let votes = documents.votes.values().map(|vote| vote.facts.closes.date());
    let news = documents.news.values().map(|news| news.facts.date);
    meetings.chain(votes).chain(news).map(Date::year).collect()
}

/// The registers of a site: each body with each year in which it decided.
#[must_use]
pub fn registers(library: &Library) -> BTreeSet<(i16, RecordId)> {
    let decisions = library.decisions();
    let of = decisions.iter().map(|taken| &taken.meeting.facts);
    let known = |body: &RecordId| library.documents().bodies.contains_key(body);
    of.filter(|meeting| known(&meeting.body.id))
        .map(|meeting| (meeting.start.date().year(), meeting.body.id.clone()))
        .collect()
}

/// Links to the registers of a year, or of all, newest first.
pub(super) fn register_links(scene: &Scene<'_>, wanted: Option<i16>) -> Vec<Link> {
    let registers = registers(scene.library);
    let of_year = registers.into_iter().rev().filter(|(year, _)| wanted.is_none_or(|wanted| wanted == *year));
    of_year.map(|(year, body)| register_link(scene, &body, year)).collect()
}

/// Links to the registers of a body, newest first.
pub(super) fn register_links_of(scene: &Scene<'_>, body: &RecordId) -> Vec<Link> {
    let decisions = scene.library.decisions_of(body);
    let mut years: Vec<i16> = decisions.iter().map(|taken| taken.meeting.facts.start.date().year()).collect();
    years.dedup();
    years.into_iter().map(|year| register_link(scene, body, year)).collect()
}

fn register_link(scene: &Scene<'_>, body: &RecordId, year: i16) -> Link {
    let name = scene.documents().bodies.get(body).map_or(body.as_str(), |body| body.title(scene.language));
    let text = scene.say_with("register_link", &[("body", name), ("year", &year.to_string())]);
    scene.link(&Page::Register(body.clone(), year), text)
}

impl ArchiveListView {
    /// Every year.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let documents = scene.documents();
        let mut counts: BTreeMap<i16, (u64, u64)> = years(documents).into_iter().map(|year| (year, (0, 0))).collect();
        for meeting in documents.meetings.values() {
            let count = counts.entry(meeting.facts.start.date().year()).or_default();
            count.0 += 1;
            count.1 += meeting.facts.agenda.iter().filter(|item| item.decision.is_some()).count() as u64;
        }
        let row = |(year, (meetings, decisions)): (i16, (u64, u64))| {
            let values = [("meetings", &*scene.number(meetings)), ("decisions", &*scene.number(decisions))];
            YearRow { link: year_link(scene, year), holds: scene.say_with("archive_holds", &values) }
        };
        let page = Shell::new(scene, &Page::ArchiveList, "archive-list", &scene.say("archive"), &[]);
        Self { page, years: counts.into_iter().rev().map(row).collect() }
    }
}

fn year_link(scene: &Scene<'_>, year: i16) -> Link {
    scene.link(&Page::Archive(year), year.to_string())
}

impl ArchiveView {
    /// One year.
    #[must_use]
    pub fn new(scene: &Scene<'_>, year: i16) -> Self {
        let documents = scene.documents();
        let years = years(documents);
        let title = scene.say_with("archive_title", &[("year", &year.to_string())]);
        let page = Shell::new(scene, &Page::Archive(year), "archive", &title, &[Page::ArchiveList]);
        let mut meetings: Vec<_> =
            documents.meetings.iter().filter(|(_, meeting)| meeting.facts.start.date().year() == year).collect();
        meetings.sort_by_key(|(id, meeting)| (meeting.facts.start, *id));
        let mut decisions = scene.library.decisions();
        decisions.retain(|taken| taken.meeting.facts.start.date().year() == year);
        let votes = documents.votes.iter().filter(|(_, vote)| vote.facts.closes.date().year() == year);
        let editions =
            documents.editions.iter().filter(|(_, edition)| i64::from(edition.facts.year) == i64::from(year));
        Self {
            page,
            meetings: meetings.into_iter().map(|(id, record)| meeting::row(scene, id, record)).collect(),
            decisions: decisions.iter().rev().map(|taken| decision::row(scene, taken)).collect(),
            registers: register_links(scene, Some(year)),
            votes: votes.map(|(id, vote)| scene.link(&Page::Vote(id.clone()), vote.title(scene.language))).collect(),
            editions: editions
                .map(|(id, edition)| scene.link(&Page::Edition(id.clone()), edition.title(scene.language)))
                .collect(),
            news: text::rows_where(scene, usize::MAX, |news| news.date.year() == year),
            before: years.range(..year).next_back().map(|year| year_link(scene, *year)),
            after: years.range((Bound::Excluded(year), Bound::Unbounded)).next().map(|year| year_link(scene, *year)),
        }
    }
}
