//! What happened, from the days that records say.

use std::collections::BTreeSet;

use super::{FeedScope, budget, meeting, vote};
use crate::council::{CategoryId, Date, Instant};
use crate::document::{Erratum, News, Record, RecordId};
use crate::site::dated::corrections;
use crate::site::route::Page;
use crate::site::view::Scene;

/// One thing that happened.
#[derive(Clone, Debug)]
pub(super) struct FeedEntry {
    /// Record and event, such as `meetings/2026-03-12-quartier/convened`: what its id is made of.
    pub(super) key: String,
    /// When it happened.
    pub(super) published: Instant,
    /// When what is said of it last changed.
    pub(super) updated: Instant,
    /// Where to read on.
    pub(super) page: Page,
    /// The place on that page.
    pub(super) anchor: Option<String>,
    /// What happened, in a line.
    pub(super) title: String,
    /// And in a few more.
    pub(super) summary: Option<String>,
    /// The language of both, where it is not the feed's.
    pub(super) lang: Option<&'static str>,
    /// The categories of proposals it concerns.
    pub(super) categories: BTreeSet<CategoryId>,
}

/// Everything of a feed that happened up to the day of the build, newest first.
pub(super) fn all(scene: &Scene<'_>, scope: &FeedScope) -> Vec<FeedEntry> {
    let documents = scene.documents();
    let mut entries: Vec<FeedEntry> =
        documents.news.iter().filter_map(|(id, record)| news(scene, scope, id, record)).collect();
    entries.extend(documents.errata.iter().filter_map(|(id, record)| erratum(scene, scope, id, record)));
    entries.extend(documents.meetings.iter().flat_map(|(id, record)| meeting::entries(scene, scope, id, record)));
    entries.extend(documents.votes.iter().flat_map(|(id, record)| vote::entries(scene, scope, id, record)));
    entries.extend(documents.proposals.iter().flat_map(|(id, record)| budget::proposal(scene, scope, id, record)));
    entries.extend(documents.editions.iter().flat_map(|(id, record)| budget::edition(scene, scope, id, record)));
    entries.extend(documents.deliveries.iter().flat_map(|(id, record)| budget::delivery(scene, scope, id, record)));
    // What came at one hour stays in its order, the last of it first.
    entries.sort_by_key(|entry| entry.published);
    entries.reverse();
    entries
}

/// What is known of an event before its title: everything that its record shares.
#[derive(Clone)]
pub(super) struct Subject<'a> {
    pub(super) scene: &'a Scene<'a>,
    /// The record's folder and name.
    pub(super) record: (&'static str, &'a RecordId),
    pub(super) page: Page,
    pub(super) lang: Option<&'static str>,
    /// When it was last corrected.
    pub(super) corrected: Option<Instant>,
    /// The body it concerns.
    pub(super) body: Option<RecordId>,
    /// The categories of proposals it concerns.
    pub(super) categories: BTreeSet<CategoryId>,
}

/// When a record was last corrected, up to the day of the build.
pub(super) fn corrected(scene: &Scene<'_>, folder: &str, id: &RecordId) -> Option<Instant> {
    let days = corrections(scene.documents(), folder, id);
    let last = days.filter(|day| scene.as_of.is_none_or(|today| *day <= today)).max()?;
    scene.library.zone().midnight(last)
}

impl<'a> Subject<'a> {
    /// What all events of a record share; body and categories are for the caller to add.
    pub(super) fn of<T>(
        scene: &'a Scene<'a>,
        folder: &'static str,
        id: &'a RecordId,
        record: &Record<T>,
        page: fn(RecordId) -> Page,
    ) -> Self {
        let lang = scene.foreign(record.language(scene.language));
        let page = page(id.clone());
        let corrected = corrected(scene, folder, id);
        Self { scene, record: (folder, id), page, lang, corrected, body: None, categories: BTreeSet::new() }
    }

    /// An event of a day; nothing where the day is still ahead.
    pub(super) fn on(&self, day: Date, event: &str, title: String, summary: Option<String>) -> Option<FeedEntry> {
        let ahead = self.scene.as_of.is_some_and(|today| day > today);
        let at = self.scene.library.zone().midnight(day).filter(|_| !ahead)?;
        Some(self.at(at, event, title, summary))
    }

    fn at(&self, at: Instant, event: &str, title: String, summary: Option<String>) -> FeedEntry {
        FeedEntry {
            key: format!("{}/{}/{event}", self.record.0, self.record.1),
            published: at,
            updated: self.corrected.map_or(at, |corrected| corrected.max(at)),
            page: self.page.clone(),
            anchor: None,
            title,
            summary,
            lang: self.lang,
            categories: self.categories.clone(),
        }
    }
}

/// The name of an event that may come again: `convened`, then `convened-2`.
pub(super) fn numbered(word: &str, times_before: usize) -> String {
    if times_before == 0 { word.to_owned() } else { format!("{word}-{}", times_before + 1) }
}

fn news(scene: &Scene<'_>, scope: &FeedScope, id: &RecordId, record: &Record<News>) -> Option<FeedEntry> {
    let subject = Subject::of(scene, "news", id, record, Page::News);
    let (title, summary) = (record.title(scene.language).to_owned(), record.summary(scene.language));
    Some(&subject).filter(|subject| scope.holds(subject))?;
    subject.on(record.facts.date, "published", title, summary.map(str::to_owned))
}

fn erratum(scene: &Scene<'_>, scope: &FeedScope, id: &RecordId, record: &Record<Erratum>) -> Option<FeedEntry> {
    let subject = Subject::of(scene, "errata", id, record, Page::Erratum);
    let title = scene.say_with("title_erratum", &[("title", record.title(scene.language))]);
    let summary = record.summary(scene.language).map(str::to_owned);
    Some(&subject).filter(|subject| scope.holds(subject))?;
    subject.on(record.facts.at, "published", title, summary)
}

/// What the steps of a life share.
pub(super) struct Course<'a> {
    /// Whose life it is.
    pub(super) title: &'a str,
    /// The group of words that names its states.
    pub(super) group: &'static str,
    /// The place within the record, such as `item-2/`; nothing where the life is the record's own.
    pub(super) within: &'a str,
    /// What is said of a step without a reason.
    pub(super) summary: Option<&'a str>,
}

impl Course<'_> {
    /// The steps, each by its state.
    pub(super) fn entries(
        &self,
        subject: &Subject<'_>,
        steps: impl Iterator<Item = (Date, &'static str, Option<String>)>,
    ) -> Vec<FeedEntry> {
        let mut before: Vec<&str> = Vec::new();
        let mut entries = Vec::new();
        for (day, word, reason) in steps {
            let status = subject.scene.label(self.group, word).text;
            let title = subject.scene.say_with("title_status", &[("title", self.title), ("status", &status)]);
            let event = numbered(word, before.iter().filter(|earlier| **earlier == word).count());
            before.push(word);
            let summary = reason.or_else(|| self.summary.map(str::to_owned));
            entries.extend(subject.on(day, &format!("{}{event}", self.within), title, summary));
        }
        entries
    }
}
