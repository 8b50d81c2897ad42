//! Atom feeds (RFC 4287): of the council, of each body, of each category of proposals.
//!
//! An entry is one thing that happened, on a day that a record says: a meeting convened and its minutes
//! published are two. Its id is a `tag:` (RFC 4151) of the council and the record, so that it stays when
//! the site moves to another address.

mod budget;
mod entry;
mod meeting;
mod vote;

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link as AtomLink, Person, Text};

use super::route::Page;
use super::view::{Scene, category_name};
use crate::council::{CategoryId, Instant};
use crate::document::{Documents, RecordId};
use entry::{FeedEntry, Subject};

/// How many entries a feed holds, the newest ones.
const MOST: usize = 50;

/// What a feed is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedScope {
    /// Everything.
    Council,
    /// What a body does.
    Body(RecordId),
    /// What concerns a category of proposals.
    Category(CategoryId),
}

impl FeedScope {
    /// Every feed of a council.
    #[must_use]
    pub fn all(documents: &Documents) -> Vec<Self> {
        let bodies = documents.bodies.keys().cloned().map(Self::Body);
        let categories = documents.config.categories.iter().map(|topic| Self::Category(topic.id.clone()));
        std::iter::once(Self::Council).chain(bodies).chain(categories).collect()
    }

    /// The feeds that a page makes known, besides that of the council.
    #[must_use]
    pub fn of_page(documents: &Documents, page: &Page) -> Vec<Self> {
        let body = match page {
            Page::Body(id) | Page::Register(id, _) => Some(id),
            Page::Meeting(id) | Page::MeetingDecisions(id) => {
                documents.meetings.get(id).map(|meeting| &meeting.facts.body.id)
            }
            Page::Vote(id) => documents.votes.get(id).map(|vote| &vote.facts.body.id),
            Page::Edition(id) => documents.editions.get(id).map(|edition| &edition.facts.body.id),
            Page::ProposalList => return Self::all(documents).into_iter().filter(Self::is_category).collect(),
            _ => None,
        };
        body.filter(|id| documents.bodies.contains_key(id)).cloned().map(Self::Body).into_iter().collect()
    }

    /// Whether it is of a category of proposals.
    #[must_use]
    pub const fn is_category(&self) -> bool {
        matches!(self, Self::Category(_))
    }

    /// The address within its language.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Council => "feed.xml".to_owned(),
            Self::Body(id) => format!("bodies/{id}.xml"),
            Self::Category(id) => format!("categories/{id}.xml"),
        }
    }

    /// What its id says; the address may change one day, this may not.
    fn key(&self) -> String {
        match self {
            Self::Council => "feed".to_owned(),
            Self::Body(id) => format!("bodies/{id}/feed"),
            Self::Category(id) => format!("categories/{id}/feed"),
        }
    }

    /// What it is called beside the council's name.
    #[must_use]
    pub fn own_name(&self, scene: &Scene<'_>) -> String {
        match self {
            Self::Council => scene.of(&scene.documents().config.name).to_owned(),
            Self::Body(id) => scene
                .documents()
                .bodies
                .get(id)
                .map_or_else(|| id.to_string(), |body| body.title(scene.language).into()),
            Self::Category(id) => category_name(scene, id),
        }
    }

    /// What it is called among the feeds of others.
    #[must_use]
    pub fn name(&self, scene: &Scene<'_>) -> String {
        match self {
            Self::Council => self.own_name(scene),
            Self::Body(_) | Self::Category(_) => {
                format!("{} – {}", self.own_name(scene), Self::Council.own_name(scene))
            }
        }
    }

    /// The page that shows what the feed tells.
    fn page(&self) -> Page {
        match self {
            Self::Council => Page::Home,
            Self::Body(id) => Page::Body(id.clone()),
            Self::Category(_) => Page::ProposalList,
        }
    }

    fn holds(&self, subject: &Subject<'_>) -> bool {
        match self {
            Self::Council => true,
            Self::Body(id) => subject.body.as_ref() == Some(id),
            Self::Category(id) => subject.categories.contains(id),
        }
    }
}

/// The feed's file, newest entry first.
#[must_use]
pub fn atom(scene: &Scene<'_>, scope: &FeedScope) -> Vec<u8> {
    let config = &scene.documents().config;
    let mut entries = entry::all(scene, scope);
    entries.truncate(MOST);
    let updated = entries.iter().map(|entry| entry.updated).max().unwrap_or_else(|| scene.beginning());
    let author = Person { name: allowed(scene.of(&config.name)), uri: Some(config.url.clone()), ..Person::default() };
    let feed = Feed {
        title: Text::plain(allowed(&scope.name(scene))),
        id: tag(scene, &scope.key()),
        updated: date_time(scene, updated),
        authors: vec![author],
        lang: Some(scene.language.code().to_owned()),
        links: vec![
            link(scene, "self", "application/atom+xml", scene.address(&Page::Feed(scope.clone()))),
            link(scene, "alternate", "text/html", scene.address(&scope.page())),
        ],
        entries: entries.iter().map(|entry| atom_entry(scene, entry)).collect(),
        ..Feed::default()
    };
    let mut bytes = feed.to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn atom_entry(scene: &Scene<'_>, entry: &FeedEntry) -> Entry {
    let words = |value: &str| Text { lang: entry.lang.map(str::to_owned), ..Text::plain(allowed(value)) };
    let category = |id: &CategoryId| Category {
        term: id.to_string(),
        scheme: None,
        label: Some(allowed(&category_name(scene, id))),
    };
    let address = scene.address(&entry.page) + &entry.anchor.as_ref().map(|at| format!("#{at}")).unwrap_or_default();
    Entry {
        title: words(&entry.title),
        id: tag(scene, &entry.key),
        updated: date_time(scene, entry.updated),
        published: Some(date_time(scene, entry.published)),
        links: vec![link(scene, "alternate", "text/html", address)],
        categories: entry.categories.iter().map(category).collect(),
        summary: entry.summary.as_deref().map(words),
        ..Entry::default()
    }
}

/// The text without what XML has no spelling for.
pub(super) fn allowed(text: &str) -> String {
    let spelt = |c: &char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    // Nearly every text has none of it, which its bytes tell at once.
    let doubtful = |byte: u8| (byte < b' ' && byte != b'\t' && byte != b'\n') || byte == 0xef;
    if text.bytes().any(doubtful) { text.chars().filter(spelt).collect() } else { text.to_owned() }
}

/// A `tag:` for something of the council, in the page's language: a translation is read as another text.
fn tag(scene: &Scene<'_>, what: &str) -> String {
    let (council, since) = (&scene.documents().config.council, scene.council_since());
    format!("tag:{council},{since}:{}/{what}", scene.language)
}

fn link(scene: &Scene<'_>, rel: &str, media_type: &str, href: String) -> AtomLink {
    AtomLink {
        rel: rel.to_owned(),
        href,
        mime_type: Some(media_type.to_owned()),
        hreflang: Some(scene.language.code().to_owned()),
        ..AtomLink::default()
    }
}

fn date_time(scene: &Scene<'_>, instant: Instant) -> FixedDateTime {
    scene.library.zone().with_offset(instant).parse().expect("RFC 3339, as the zone writes it")
}
