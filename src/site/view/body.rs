//! Bodies and who sits in them.

use serde::Serialize;

use super::decision::{self, DecisionRow};
use super::meeting::{self, MeetingRow};
use super::member::{self, Seat, Terms};
use super::{Label, Link, Passage, Scene, Shell, archive};
use crate::document::{Body, Record, RecordId};
use crate::site::markdown::Below;
use crate::site::route::Page;

/// One body in a list.
#[derive(Clone, Debug, Serialize)]
pub struct BodyRow {
    /// Its name.
    pub link: Link,
    /// Its kind.
    pub kind: Label,
    /// How many seats.
    pub seats: u32,
    /// The summary.
    pub summary: Option<String>,
    /// The language of its words, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// All bodies.
#[derive(Clone, Debug, Serialize)]
pub struct BodyListView {
    /// What every page has.
    pub page: Shell,
    /// In the order of their ids.
    pub bodies: Vec<BodyRow>,
}

/// One body.
#[derive(Clone, Debug, Serialize)]
pub struct BodyView {
    /// What every page has.
    pub page: Shell,
    /// Its kind.
    pub kind: Label,
    /// The part of the commune.
    pub area: Option<String>,
    /// The language of that, where it is not the page's.
    pub area_lang: Option<&'static str>,
    /// The body it belongs to.
    pub parent: Option<Link>,
    /// The bodies that belong to it.
    pub children: Vec<Link>,
    /// How many people live there.
    pub population: Option<String>,
    /// How many seats.
    pub seats: u32,
    /// The quorum, as a fraction.
    pub quorum: String,
    /// What it says of itself.
    pub text: Passage,
    /// Who sits there today.
    pub members: Vec<Seat>,
    /// Who sat there.
    pub former: Vec<Seat>,
    /// Its registers, to print.
    pub registers: Vec<Link>,
    /// Its meetings, newest first.
    pub meetings: Vec<MeetingRow>,
    /// Its decisions, newest first.
    pub decisions: Vec<DecisionRow>,
}

impl BodyListView {
    /// All bodies.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let bodies = scene.documents().bodies.iter().map(|(id, record)| row(scene, id, record)).collect();
        Self { page: Shell::new(scene, &Page::BodyList, "body-list", &scene.say("nav_bodies"), &[]), bodies }
    }
}

fn row(scene: &Scene<'_>, id: &RecordId, record: &Record<Body>) -> BodyRow {
    BodyRow {
        link: scene.link(&Page::Body(id.clone()), record.title(scene.language)),
        kind: scene.label("body", record.facts.kind.word()),
        seats: record.facts.seats,
        summary: record.summary(scene.language).map(str::to_owned),
        lang: scene.foreign(record.language(scene.language)),
    }
}

impl BodyView {
    /// One body.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let documents = scene.documents();
        let record = documents.bodies.get(id)?;
        let page = Page::Body(id.clone());
        let shell = Shell::new(scene, &page, "body", record.title(scene.language), &[Page::BodyList]);
        let meetings = documents.meetings.iter().rev().filter(|(_, meeting)| meeting.facts.body.id == *id);
        let decisions = scene.library.decisions_of(id);
        let area = record.facts.area.as_ref();
        let children =
            documents.bodies.iter().filter(|(_, other)| other.facts.parent.as_ref().is_some_and(|p| p.id == *id));
        Some(Self {
            page: shell.about(scene, record),
            kind: scene.label("body", record.facts.kind.word()),
            area: area.map(|area| scene.of(area).to_owned()),
            // One text serves both languages: it is in the record's.
            area_lang: area.filter(|area| area.fr == area.en).and_then(|_| scene.foreign(record.common.language)),
            parent: record.facts.parent.as_ref().map(|parent| scene.body(parent)),
            children: children
                .map(|(id, body)| scene.link(&Page::Body(id.clone()), body.title(scene.language)))
                .collect(),
            population: record.facts.population.map(|population| scene.number(u64::from(population))),
            seats: record.facts.seats,
            quorum: scene.say_with("quorum_of_seats", &[("quorum", &scene.share(record.facts.quorum))]),
            text: scene.passage(record, Below::Page),
            members: member::seats(scene, Terms::Lasting, |term| term.body.id == *id),
            former: member::seats(scene, Terms::Over, |term| term.body.id == *id),
            registers: archive::register_links_of(scene, id),
            meetings: meetings.map(|(id, record)| meeting::row(scene, id, record)).collect(),
            decisions: decisions.iter().map(|taken| decision::row(scene, taken)).collect(),
        })
    }
}
