//! The register of decisions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Day, Label, Link, Scene, Shell};
use crate::site::library::TakenDecision;
use crate::site::route::Page;

/// One decision in a list.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionRow {
    /// Its number and where its meeting records it.
    pub link: Link,
    /// Its title.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The day.
    pub day: Day,
    /// The body.
    pub body: Link,
    /// What became of it.
    pub outcome: Label,
    /// The language of its title, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// Decisions under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionGroup {
    /// The year or the subject.
    pub name: String,
    /// The anchor.
    pub anchor: String,
    /// The decisions.
    pub decisions: Vec<DecisionRow>,
}

/// The register.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionsView {
    /// What every page has.
    pub page: Shell,
    /// Whether groups are subjects, otherwise years.
    pub by_subject: bool,
    /// The register in the other order.
    pub other: Link,
    /// The groups.
    pub groups: Vec<DecisionGroup>,
}

/// One decision as a row.
pub(super) fn row(scene: &Scene<'_>, taken: &TakenDecision<'_>) -> DecisionRow {
    let meeting = Page::Meeting(taken.meeting_id.clone());
    DecisionRow {
        link: scene.link_to(&meeting, &format!("item-{}", anchor(&taken.item.number)), &taken.decision.number),
        title: taken.item.title.clone(),
        subject: taken.decision.subject.clone(),
        day: scene.day(taken.meeting.facts.start.date()),
        body: scene.body(&taken.meeting.facts.body),
        outcome: scene.label("outcome", taken.decision.outcome.word()),
        lang: scene.foreign(taken.meeting.common.language),
    }
}

/// A text as part of an anchor.
pub(in crate::site) fn anchor(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

impl DecisionsView {
    /// By date, newest first.
    #[must_use]
    pub fn by_date(scene: &Scene<'_>) -> Self {
        let groups = grouped(scene, |taken| taken.meeting.facts.start.date().year().to_string());
        let page = Shell::new(scene, &Page::Decisions, "decisions", &scene.say("decisions_title"), &[]);
        let other = scene.link(&Page::DecisionsBySubject, scene.say("decisions_by_subject"));
        Self { page, by_subject: false, other, groups: groups.into_iter().rev().collect() }
    }

    /// By subject, in the order of their names.
    #[must_use]
    pub fn by_subject(scene: &Scene<'_>) -> Self {
        let groups = grouped(scene, |taken| taken.decision.subject.clone());
        let title = scene.say("decisions_by_subject");
        let page = Shell::new(scene, &Page::DecisionsBySubject, "decisions", &title, &[Page::Decisions]);
        let other = scene.link(&Page::Decisions, scene.say("decisions_by_date"));
        Self { page, by_subject: true, other, groups }
    }
}

fn grouped(scene: &Scene<'_>, name: impl Fn(&TakenDecision<'_>) -> String) -> Vec<DecisionGroup> {
    let mut groups: BTreeMap<String, Vec<DecisionRow>> = BTreeMap::new();
    for taken in scene.library.decisions() {
        groups.entry(name(&taken)).or_default().push(row(scene, &taken));
    }
    let group = |(at, (name, decisions)): (usize, (String, Vec<DecisionRow>))| DecisionGroup {
        anchor: format!("group-{at}"),
        name,
        decisions,
    };
    groups.into_iter().enumerate().map(group).collect()
}
