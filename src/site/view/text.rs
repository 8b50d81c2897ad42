//! Pages that are mostly text: pages of their own, news, the page for a wrong address.

use serde::Serialize;

use super::{Day, Link, Passage, Scene, Shell};
use crate::document::{News, Record, RecordId};
use crate::site::markdown::Below;
use crate::site::route::Page;

/// A page of its own, or one piece of news.
#[derive(Clone, Debug, Serialize)]
pub struct TextView {
    /// What every page has.
    pub page: Shell,
    /// The day, of news.
    pub day: Option<Day>,
    /// The text.
    pub body: Passage,
    /// Where its facts come from.
    pub sources: Vec<String>,
}

/// One line of the list of news.
#[derive(Clone, Debug, Serialize)]
pub struct NewsRow {
    /// The day.
    pub day: Day,
    /// The title.
    pub link: Link,
    /// The summary.
    pub summary: Option<String>,
    /// The language of both, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// All news.
#[derive(Clone, Debug, Serialize)]
pub struct NewsListView {
    /// What every page has.
    pub page: Shell,
    /// Newest first.
    pub news: Vec<NewsRow>,
}

/// The page for a wrong address.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// What every page has.
    pub page: Shell,
}

impl TextView {
    /// A page of its own.
    #[must_use]
    pub fn page(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let record = scene.documents().pages.get(id)?;
        Some(Self::of(scene, record, &Page::Text(id.clone()), &[]))
    }

    /// One piece of news.
    #[must_use]
    pub fn news(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let record = scene.documents().news.get(id)?;
        let view = Self::of(scene, record, &Page::News(id.clone()), &[Page::NewsList]);
        Some(Self { day: Some(scene.day(record.facts.date)), ..view })
    }

    fn of<T>(scene: &Scene<'_>, record: &Record<T>, page: &Page, parents: &[Page]) -> Self {
        let shell = Shell::new(scene, page, "text", record.title(scene.language), parents).about(scene, record);
        Self {
            page: shell,
            day: None,
            body: scene.passage(record, Below::Page),
            sources: record.common.sources.clone(),
        }
    }
}

/// News, newest first, at most `most`.
pub(super) fn rows(scene: &Scene<'_>, most: usize) -> Vec<NewsRow> {
    rows_where(scene, most, |_| true)
}

/// The news that `wanted` takes, newest first, at most `most`.
pub(super) fn rows_where(scene: &Scene<'_>, most: usize, wanted: impl Fn(&News) -> bool) -> Vec<NewsRow> {
    let mut news: Vec<(&RecordId, &Record<News>)> =
        scene.documents().news.iter().filter(|(_, news)| wanted(&news.facts)).collect();
    news.sort_by(|(a, left), (b, right)| (right.facts.date, b).cmp(&(left.facts.date, a)));
    news.into_iter()
        .take(most)
        .map(|(id, record)| NewsRow {
            day: scene.day(record.facts.date),
            link: scene.link(&Page::News(id.clone()), record.title(scene.language)),
            summary: record.summary(scene.language).map(str::to_owned),
            lang: scene.foreign(record.language(scene.language)),
        })
        .collect()
}

impl NewsListView {
    /// All news.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let page = Shell::new(scene, &Page::NewsList, "news-list", &scene.say("nav_news"), &[]);
        Self { page, news: rows(scene, usize::MAX) }
    }
}

impl NotFoundView {
    /// The page for a wrong address.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        Self { page: Shell::new(scene, &Page::NotFound, "not-found", &scene.say("not_found_title"), &[]) }
    }
}
