//! The register of decisions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Day, Label, Link, Scene, Shell, agenda, archive};
use crate::council::MatterCode;
use crate::document::{AgendaItem, Decision, DecisionStatus};
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
    /// What became of it since, where that is more than being published.
    pub standing: Option<Label>,
    /// How many voted how, in words.
    pub count: Option<String>,
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
    /// Each body's register of each year, to print.
    pub registers: Vec<Link>,
    /// The groups.
    pub groups: Vec<DecisionGroup>,
}

/// One decision as a row.
pub(super) fn row(scene: &Scene<'_>, taken: &TakenDecision<'_>) -> DecisionRow {
    let decision = taken.decision;
    DecisionRow {
        link: link(scene, taken),
        title: taken.item.title.clone(),
        subject: decision.subject.clone(),
        day: scene.day(taken.meeting.facts.start.date()),
        body: scene.body(&taken.meeting.facts.body),
        outcome: scene.label("outcome", decision.outcome.word()),
        standing: standing(scene, taken),
        count: agenda::count(scene, decision.roll_call.as_ref(), decision.voters.as_ref()),
        lang: scene.foreign(taken.meeting.common.language),
    }
}

/// The decision's number, and where its meeting records it.
pub(super) fn link(scene: &Scene<'_>, taken: &TakenDecision<'_>) -> Link {
    let meeting = Page::Meeting(taken.meeting_id.clone());
    scene.link_to(&meeting, &item_anchor(taken.item), &taken.decision.number)
}

/// What became of a decision since it was published; nothing where it just holds. A decision whose place
/// another took is superseded, whether or not its own record says so.
pub(super) fn standing(scene: &Scene<'_>, taken: &TakenDecision<'_>) -> Option<Label> {
    let newer = scene.library.superseding(taken).map(|_| DecisionStatus::Superseded);
    let own = taken.decision.status.filter(|status| *status != DecisionStatus::Published);
    own.or(newer).map(|status| scene.label("standing", status.word()))
}

/// The subject under which a register lists a decision: its matter, in the order of the nomenclature,
/// before those that have only a subject of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subject {
    without_matter: bool,
    code: Option<MatterCode>,
    /// What it is called.
    pub(super) name: String,
}

/// The subject of a decision.
pub(super) fn subject(decision: &Decision) -> Subject {
    let matter = agenda::matter(decision);
    Subject {
        without_matter: matter.is_none(),
        code: decision.matter_code,
        name: matter.unwrap_or_else(|| decision.subject.clone()),
    }
}

/// The anchor of an item on its meeting's page.
pub(in crate::site) fn item_anchor(item: &AgendaItem) -> String {
    format!("item-{}", anchor(&item.number))
}

/// A text as part of an anchor.
pub(in crate::site) fn anchor(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

impl DecisionsView {
    /// By date, newest first.
    #[must_use]
    pub fn by_date(scene: &Scene<'_>) -> Self {
        let groups = grouped(scene, |taken| taken.meeting.facts.start.date().year());
        let page = Shell::new(scene, &Page::Decisions, "decisions", &scene.say("decisions_title"), &[]);
        let other = scene.link(&Page::DecisionsBySubject, scene.say("decisions_by_subject"));
        let registers = archive::register_links(scene, None);
        Self { page, by_subject: false, other, registers, groups: groups.into_iter().rev().collect() }
    }

    /// By subject, in the order of their names.
    #[must_use]
    pub fn by_subject(scene: &Scene<'_>) -> Self {
        let groups = grouped(scene, |taken| subject(taken.decision));
        let title = scene.say("decisions_by_subject");
        let page = Shell::new(scene, &Page::DecisionsBySubject, "decisions", &title, &[Page::Decisions]);
        let other = scene.link(&Page::Decisions, scene.say("decisions_by_date"));
        let registers = archive::register_links(scene, None);
        Self { page, by_subject: true, other, registers, groups }
    }
}

fn grouped<K: Ord + Named>(scene: &Scene<'_>, key: impl Fn(&TakenDecision<'_>) -> K) -> Vec<DecisionGroup> {
    let mut groups: BTreeMap<K, Vec<DecisionRow>> = BTreeMap::new();
    for taken in scene.library.decisions() {
        groups.entry(key(&taken)).or_default().push(row(scene, &taken));
    }
    let group = |(at, (key, decisions)): (usize, (K, Vec<DecisionRow>))| DecisionGroup {
        anchor: format!("group-{at}"),
        name: key.name(),
        decisions,
    };
    groups.into_iter().enumerate().map(group).collect()
}

/// What heads a group.
trait Named {
    fn name(&self) -> String;
}

impl Named for i16 {
    fn name(&self) -> String {
        self.to_string()
    }
}

impl Named for Subject {
    fn name(&self) -> String {
        self.name.clone()
    }
}
