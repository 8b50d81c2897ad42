//! Everything that can be subscribed to, on one page.

use serde::Serialize;

use super::plain::name_in;
use super::{Link, Scene, Shell};
use crate::document::RecordId;
use crate::site::calendar::CalendarScope;
use crate::site::feed::FeedScope;
use crate::site::route::Page;

/// A feed or a calendar.
#[derive(Clone, Debug, Serialize)]
pub struct FollowRow {
    /// What it is of, and its file.
    pub link: Link,
    /// The address to give to a program.
    pub address: String,
}

/// All feeds and calendars.
#[derive(Clone, Debug, Serialize)]
pub struct FollowView {
    /// What every page has.
    pub page: Shell,
    /// Of the council, then of its bodies.
    pub calendars: Vec<FollowRow>,
    /// Of the council, then of its bodies.
    pub feeds: Vec<FollowRow>,
    /// Of the categories of proposals.
    pub categories: Vec<FollowRow>,
}

impl FollowView {
    /// All feeds and calendars.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let documents = scene.documents();
        let bodies: Vec<&RecordId> = documents.bodies.keys().collect();
        let calendars = bodies.iter().map(|id| CalendarScope::Body((*id).clone()));
        let calendars = std::iter::once(CalendarScope::Council).chain(calendars).filter_map(|scope| {
            let name = if scope == CalendarScope::Council { scene.say("follow_all") } else { scope.name(scene)? };
            Some(Page::Calendar(scope)).filter(|page| scene.plan.has(page)).map(|page| row(scene, &page, name))
        });
        let (categories, feeds): (Vec<FeedScope>, Vec<FeedScope>) =
            FeedScope::all(documents).into_iter().partition(FeedScope::is_category);
        let feed = |scope: FeedScope| {
            let name = if scope == FeedScope::Council { scene.say("follow_all") } else { scope.own_name(scene) };
            row(scene, &Page::Feed(scope), name)
        };
        Self {
            page: Shell::new(scene, &Page::Follow, "follow", &scene.say("follow_title"), &[]),
            calendars: calendars.collect(),
            feeds: feeds.into_iter().map(feed).chain(plain_feeds(scene)).collect(),
            categories: categories.into_iter().map(feed).collect(),
        }
    }
}

/// The feeds of plain pages, by what they are called.
fn plain_feeds(scene: &Scene<'_>) -> impl Iterator<Item = FollowRow> {
    let feeds = scene.pages.feeds(scene.language).into_iter();
    feeds.map(|(path, taxonomy, name)| row(scene, &Page::Plain(path), name_in(scene, taxonomy, name)))
}

fn row(scene: &Scene<'_>, page: &Page, name: String) -> FollowRow {
    FollowRow { link: scene.link(page, name), address: scene.address(page) }
}
