//! The register of a body in a year, to print and sign: numbered, with its tables by date and by subject.

use std::collections::BTreeMap;

use serde::Serialize;

use super::decision::{self, DecisionRow};
use super::{Link, Scene, Shell};
use crate::document::RecordId;
use crate::site::library::TakenDecision;
use crate::site::route::Page;

/// The register.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterView {
    /// What every page has.
    pub page: Shell,
    /// The body.
    pub body: Link,
    /// The year.
    pub year: i16,
    /// How many decisions, first and last number, in words.
    pub extent: String,
    /// Every decision in the order of its number.
    pub rows: Vec<DecisionRow>,
    /// The same by subject.
    pub subjects: Vec<SubjectRows>,
}

/// Decisions of one subject.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectRows {
    /// The subject.
    pub name: String,
    /// In the order of their numbers.
    pub rows: Vec<DecisionRow>,
}

impl RegisterView {
    /// The register of a body in a year.
    #[must_use]
    pub fn new(scene: &Scene<'_>, body: &RecordId, year: i16) -> Option<Self> {
        let record = scene.documents().bodies.get(body)?;
        let mut taken = scene.library.decisions_of(body);
        taken.retain(|taken| taken.meeting.facts.start.date().year() == year);
        taken.reverse();
        let (first, last) = (taken.first()?, taken.last()?);
        let name = record.title(scene.language);
        let text = year.to_string();
        let title = scene.say_with("register_title", &[("body", name), ("year", &text)]);
        let extent = [
            ("count", &*scene.number(taken.len() as u64)),
            ("first", &*first.decision.number),
            ("last", &*last.decision.number),
        ];
        let page = Page::Register(body.clone(), year);
        Some(Self {
            page: Shell::new(scene, &page, "register", &title, &[Page::Decisions]),
            body: scene.link(&Page::Body(body.clone()), name),
            year,
            extent: scene.say_with("register_extent", &extent),
            rows: taken.iter().map(|taken| decision::row(scene, taken)).collect(),
            subjects: subjects(scene, &taken),
        })
    }
}

fn subjects(scene: &Scene<'_>, taken: &[TakenDecision<'_>]) -> Vec<SubjectRows> {
    let mut groups: BTreeMap<decision::Subject, Vec<DecisionRow>> = BTreeMap::new();
    for taken in taken {
        groups.entry(decision::subject(taken.decision)).or_default().push(decision::row(scene, taken));
    }
    groups.into_iter().map(|(subject, rows)| SubjectRows { name: subject.name, rows }).collect()
}
