//! What stands at an address whose page was taken away, or lies elsewhere now.

use serde::Serialize;

use super::{Day, Label, Link, Passage, Scene, Shell};
use crate::document::RecordId;
use crate::site::markdown::Below;
use crate::site::route::Page;

/// The page of a record that was taken away.
#[derive(Clone, Debug, Serialize)]
pub struct TombstoneView {
    /// What every page has.
    pub page: Shell,
    /// Why it is gone.
    pub reason: Label,
    /// The day it was taken away.
    pub day: Day,
    /// Who took it away.
    pub by: String,
    /// The language of those words, where it is not the page's.
    pub by_lang: Option<&'static str>,
    /// What took its place.
    pub replaced_by: Option<Link>,
    /// What the council says of it.
    pub text: Passage,
}

/// The page at an old address.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// What every page has.
    pub page: Shell,
    /// Where the page lies now.
    pub to: Link,
    /// The same with the site's own address.
    pub canonical: String,
}

impl TombstoneView {
    /// The tombstone `id`, at the address of `page`.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId, page: &Page) -> Option<Self> {
        let record = scene.documents().tombstones.get(id)?;
        let facts = &record.facts;
        let shell = Shell::new(scene, page, "tombstone", record.title(scene.language), &[]);
        Some(Self {
            page: shell.about(scene, record),
            reason: scene.label("removal", facts.reason.word()),
            day: scene.day(facts.at),
            by: facts.by.clone(),
            by_lang: scene.foreign(record.common.language),
            replaced_by: facts.replaced_by.as_ref().map(|(path, _)| scene.target(path)),
            text: scene.passage(record, Below::Page),
        })
    }
}

impl RedirectView {
    /// An old address of `to`.
    #[must_use]
    pub fn new(scene: &Scene<'_>, to: &Page) -> Self {
        let url = &scene.documents().config.url;
        Self {
            page: Shell::new(scene, to, "redirect", &scene.say("moved_title"), &[]),
            to: scene.link(to, scene.say("moved_link")),
            canonical: format!("{url}{}", scene.plan.path(to, scene.language)),
        }
    }
}
