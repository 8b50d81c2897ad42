//! What happens to a participatory budget: proposals, phases of an edition, deliveries.

use super::FeedScope;
use super::entry::{Course, FeedEntry, Subject};
use crate::document::{Delivery, Edition, EditionPhase, Proposal, ProposalStatus, Record, RecordId, Ref};
use crate::site::format;
use crate::site::route::Page;
use crate::site::view::{Scene, proposal_category, proposal_lang, proposal_title};

/// A proposal: handed in, then every state that it came to.
pub(super) fn proposal(
    scene: &Scene<'_>,
    scope: &FeedScope,
    id: &RecordId,
    record: &Record<Proposal>,
) -> Vec<FeedEntry> {
    let facts = &record.facts;
    let subject = Subject {
        body: facts.edition.as_ref().and_then(|edition| edition_body(scene, edition)),
        categories: proposal_category(scene, id).into_iter().collect(),
        lang: proposal_lang(scene, id),
        ..Subject::of(scene, "proposals", id, record, Page::Proposal)
    };
    if !scope.holds(&subject) {
        return Vec::new();
    }
    let written = facts.history.iter().any(|step| step.status == ProposalStatus::Submitted);
    let submitted = facts.submitted.filter(|_| !written).map(|day| (day, ProposalStatus::Submitted, None));
    let steps = facts.history.iter().map(|step| (step.date, step.status, step.reason.clone()));
    let steps = submitted.into_iter().chain(steps).map(|(day, status, reason)| (day, status.word(), reason));
    let title = proposal_title(scene, id);
    let summary = record.summary(scene.language);
    Course { title: &title, group: "proposal", within: "", summary }.entries(&subject, steps)
}

fn edition_body(scene: &Scene<'_>, edition: &Ref) -> Option<RecordId> {
    scene.documents().editions.get(&edition.id).map(|record| record.facts.body.id.clone())
}

/// The phases of an edition, each on its first day.
pub(super) fn edition(scene: &Scene<'_>, scope: &FeedScope, id: &RecordId, record: &Record<Edition>) -> Vec<FeedEntry> {
    let subject = Subject {
        body: Some(record.facts.body.id.clone()),
        ..Subject::of(scene, "editions", id, record, Page::Edition)
    };
    if !scope.holds(&subject) {
        return Vec::new();
    }
    let phase = |(at, phase): (usize, &EditionPhase)| {
        let values = [("title", record.title(scene.language)), ("status", scene.of(&phase.name))];
        let day = |day| format::date(day, scene.language);
        let period = scene.say_with("period", &[("opens", &day(phase.start)), ("closes", &day(phase.end))]);
        subject.on(phase.start, &format!("phase-{}", at + 1), scene.say_with("title_status", &values), Some(period))
    };
    record.facts.phases.iter().enumerate().filter_map(phase).collect()
}

/// What became of a winning project, but for what its proposal says already.
pub(super) fn delivery(
    scene: &Scene<'_>,
    scope: &FeedScope,
    id: &RecordId,
    record: &Record<Delivery>,
) -> Vec<FeedEntry> {
    let facts = &record.facts;
    let proposal = &facts.proposal.id;
    let mut subject = Subject {
        body: edition_body(scene, &facts.edition),
        categories: proposal_category(scene, proposal).into_iter().collect(),
        ..Subject::of(scene, "deliveries", id, record, Page::Proposal)
    };
    if !scope.holds(&subject) {
        return Vec::new();
    }
    let ledger = Page::Ledger(facts.edition.id.clone());
    subject.page = if scene.plan.has(&ledger) { ledger } else { Page::Proposal(proposal.clone()) };
    let told = |word: &str| {
        let record = scene.documents().proposals.get(proposal);
        record.is_some_and(|record| record.facts.history.iter().any(|step| step.status.word() == word))
    };
    let steps = facts.history.iter().map(|step| (step.date, step.status.word(), step.reason.clone()));
    let course = Course { title: record.title(scene.language), group: "delivery", within: "", summary: None };
    let entries = course.entries(&subject, steps.filter(|(_, word, _)| !told(word)));
    let anchor = matches!(subject.page, Page::Ledger(_)).then(|| id.to_string());
    entries.into_iter().map(|entry| FeedEntry { anchor: anchor.clone(), ..entry }).collect()
}
