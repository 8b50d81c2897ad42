//! The delivery ledger of an edition: each winning project from the vote to its opening or its
//! abandonment.

use serde::Serialize;

use super::edition::Bar;
use super::past::{Changed, changed_record};
use super::proposal::link as proposal_link;
use super::{Day, Label, Link, Passage, Scene, Shell, format};
use crate::council::Amount;
use crate::document::{Delivery, DeliveryStatus, Record, RecordId, Span, Step};
use crate::site::data::DataFile;
use crate::site::editions;
use crate::site::ledger::{days_late, deliveries};
use crate::site::markdown::Below;
use crate::site::route::Page;

/// The ledger.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerView {
    /// What every page has.
    pub page: Shell,
    /// The edition.
    pub edition: Link,
    /// How many projects stand at each status.
    pub bars: Vec<Bar>,
    /// What the projects cost, and what the edition has.
    pub spending: String,
    /// The projects.
    pub projects: Vec<LedgerEntry>,
    /// Winning projects of which nobody says anything.
    pub silent: Vec<Link>,
    /// The address of the table.
    pub table: String,
}

/// One project.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerEntry {
    /// Its place on the page.
    pub anchor: String,
    /// What it is called as a work.
    pub title: String,
    /// What is said of it in lists.
    pub summary: Option<String>,
    /// The proposal that won.
    pub proposal: Link,
    /// Where it stands.
    pub status: Label,
    /// What was foreseen.
    pub planned: SpanView,
    /// What came.
    pub actual: SpanView,
    /// How late it is, in words.
    pub late: Option<String>,
    /// By how much it costs more than foreseen, in words.
    pub over: Option<String>,
    /// How it came there.
    pub history: Vec<LedgerStep>,
    /// Its text.
    pub text: Passage,
    /// Where the facts come from.
    pub sources: Vec<String>,
    /// The language of titles and reasons, where it is not the page's.
    pub lang: Option<&'static str>,
    /// When its record was last changed.
    pub changed: Option<Changed>,
}

/// From when to when, and for how much.
#[derive(Clone, Debug, Serialize)]
pub struct SpanView {
    /// The first day.
    pub start: Option<Day>,
    /// The day on which it opens.
    pub end: Option<Day>,
    /// What it costs.
    pub spending: Option<String>,
}

/// A step of a delivery.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerStep {
    /// The day.
    pub day: Day,
    /// What it became.
    pub status: Label,
    /// Who says so.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

impl LedgerView {
    /// The ledger of an edition.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let documents = scene.documents();
        let edition = documents.editions.get(id)?;
        let currency = edition.facts.currency.as_str().to_owned();
        let title = scene.say_with("ledger_title", &[("year", &edition.facts.year.to_string())]);
        let shell = Shell::new(scene, &Page::Ledger(id.clone()), "ledger", &title, &[Page::EditionList]);
        let records: Vec<_> = deliveries(documents, id).collect();
        let spent = editions::spending(documents, id).unwrap_or(Amount::ZERO);
        let money = |amount| format::money(amount, &currency, scene.language);
        let spending = match editions::money(documents, &edition.facts) {
            Some(has) => scene.say_with("ledger_spending", &[("spent", &money(spent)), ("has", &money(has))]),
            None => scene.say_with("ledger_spending_alone", &[("spent", &money(spent))]),
        };
        let told = |project: &crate::site::funnel::Project<'_>| project.won() && project.delivery.is_none();
        Some(Self {
            edition: scene.link(&Page::Edition(id.clone()), edition.title(scene.language)),
            bars: bars(scene, &records),
            spending,
            projects: records.iter().map(|(id, record)| entry(scene, id, record, &currency)).collect(),
            silent: crate::site::funnel::projects(documents, id)
                .iter()
                .filter(|project| told(project))
                .map(|project| proposal_link(scene, project.id))
                .collect(),
            table: scene.link(&Page::Data(DataFile::deliveries(id)), "").href,
            page: shell,
        })
    }
}

fn bars(scene: &Scene<'_>, records: &[(&RecordId, &Record<Delivery>)]) -> Vec<Bar> {
    let whole = records.len() as u64;
    let bar = |status: &DeliveryStatus| {
        let number = records.iter().filter(|(_, record)| record.facts.status == *status).count() as u64;
        Bar::new(scene, scene.label("delivery", status.word()).text, number, whole)
    };
    DeliveryStatus::ALL.iter().map(bar).collect()
}

fn entry(scene: &Scene<'_>, id: &RecordId, record: &Record<Delivery>, currency: &str) -> LedgerEntry {
    let facts = &record.facts;
    let money = |amount| format::money(amount, currency, scene.language);
    let span = |span: &Span| SpanView {
        start: span.start.map(|day| scene.day(day)),
        end: span.end.map(|day| scene.day(day)),
        spending: span.spending.map(money),
    };
    let step = |step: &Step<DeliveryStatus>| LedgerStep {
        day: scene.day(step.date),
        status: scene.label("delivery", step.status.word()),
        by: step.by.clone(),
        reason: step.reason.clone(),
    };
    let late = days_late(facts, scene.as_of).map(|days| {
        let key = if facts.actual.end.is_some() { "late_opened" } else { "late_waiting" };
        let key = if days == 1 { format!("{key}_one") } else { key.to_owned() };
        scene.say_with(&key, &[("days", &scene.number(days))])
    });
    let over = match (facts.planned.spending, facts.actual.spending) {
        (Some(planned), Some(actual)) => actual.checked_sub(planned).filter(|over| *over > Amount::ZERO),
        _ => None,
    };
    LedgerEntry {
        anchor: id.to_string(),
        title: record.title(scene.language).to_owned(),
        summary: record.summary(scene.language).map(str::to_owned),
        proposal: proposal_link(scene, &facts.proposal.id),
        status: scene.label("delivery", facts.status.word()),
        planned: span(&facts.planned),
        actual: span(&facts.actual),
        late,
        over: over.map(|over| scene.say_with("over_planned", &[("amount", &money(over))])),
        history: facts.history.iter().map(step).collect(),
        text: scene.passage(record, Below::Section),
        sources: record.common.sources.clone(),
        lang: scene.foreign(record.language(scene.language)),
        changed: changed_record(scene, "deliveries", id),
    }
}
