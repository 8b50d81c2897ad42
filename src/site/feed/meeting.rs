//! What happens to a meeting: one file of the council, several events.

use super::FeedScope;
use super::entry::{Course, FeedEntry, Subject, corrected, numbered};
use crate::document::{AgendaItem, Decision, DecisionStatus, Meeting, MeetingStatus, Record, RecordId};
use crate::site::dated::{MeetingChange, meeting_changes};
use crate::site::format;
use crate::site::route::Page;
use crate::site::view::{Scene, item_anchor, proposal_category};

/// A meeting: its notice and other changes, its decisions, its minutes.
pub(super) fn entries(scene: &Scene<'_>, scope: &FeedScope, id: &RecordId, record: &Record<Meeting>) -> Vec<FeedEntry> {
    let facts = &record.facts;
    let proposals = facts.agenda.iter().filter_map(|item| item.proposal.as_ref());
    let subject = Subject {
        body: Some(facts.body.id.clone()),
        categories: proposals.filter_map(|proposal| proposal_category(scene, &proposal.id)).collect(),
        ..Subject::of(scene, "meetings", id, record, Page::Meeting)
    };
    if !scope.holds(&subject) {
        return Vec::new();
    }
    let title = record.title(scene.language);
    let say = |key: &str| scene.say_with(key, &[("title", title)]);
    let changes = meeting_changes(facts);
    let mut entries: Vec<FeedEntry> =
        changes.iter().filter_map(|change| meeting_change(&subject, record, change)).collect();
    let told = changes.iter().any(|change| change.status == MeetingStatus::Held) || facts.decisions_posted.is_some();
    if facts.status == MeetingStatus::Held && !told {
        let summary = record.summary(scene.language).map(str::to_owned);
        entries.extend(subject.on(facts.start.date(), "held", say("title_meeting_held"), summary));
    }
    if let Some(day) = facts.decisions_posted {
        let list = Page::MeetingDecisions(id.clone());
        let page = if scene.plan.has(&list) { list } else { subject.page.clone() };
        let subject = Subject { page, ..subject.clone() };
        entries.extend(subject.on(day, "decisions", say("title_decisions"), decisions(scene, facts)));
    }
    entries.extend(facts.agenda.iter().flat_map(|item| standing(&subject, item)));
    entries.extend(minutes(scene, &subject, title));
    entries
}

fn meeting_change(subject: &Subject<'_>, record: &Record<Meeting>, change: &MeetingChange<'_>) -> Option<FeedEntry> {
    let scene = subject.scene;
    let word = change.status.word();
    let again = change.times_before > 0 && matches!(change.status, MeetingStatus::Planned | MeetingStatus::Convened);
    let key = if again { "title_meeting_changed".to_owned() } else { format!("title_meeting_{word}") };
    let title = scene.say_with(&key, &[("title", record.title(scene.language))]);
    let summary = match change.status {
        MeetingStatus::Planned | MeetingStatus::Convened => {
            let parts = change.reason.map(str::to_owned).into_iter().chain([invitation(scene, &record.facts)]);
            Some(parts.collect::<Vec<_>>().join(" "))
        }
        _ => change.reason.map(str::to_owned),
    };
    subject.on(change.date, &numbered(word, change.times_before), title, summary)
}

/// Day, hour, place and agenda, as far as a notice has them.
fn invitation(scene: &Scene<'_>, facts: &Meeting) -> String {
    let hour = format::hour(facts.start, scene.language);
    let when = format!("{}, {hour}.", format::long_date(facts.start.date(), scene.language));
    let place = facts.place.iter().map(|place| format!("{place}."));
    let items: Vec<String> = facts.agenda.iter().map(|item| format!("{}. {}", item.number, item.title)).collect();
    let agenda = (!items.is_empty()).then(|| scene.say_with("feed_agenda", &[("items", &items.join(" ; "))]));
    std::iter::once(when).chain(place).chain(agenda).collect::<Vec<_>>().join(" ")
}

fn decisions(scene: &Scene<'_>, facts: &Meeting) -> Option<String> {
    let taken = facts.agenda.iter().filter_map(|item| item.decision.as_ref());
    let line = |decision: &Decision| {
        let outcome = scene.label("outcome", decision.outcome.word()).text;
        format!("{} {} ({outcome})", decision.number, decision.subject)
    };
    let lines: Vec<String> = taken.map(line).collect();
    (!lines.is_empty()).then(|| lines.join(" ; "))
}

/// What became of a decision after it was published.
fn standing(subject: &Subject<'_>, item: &AgendaItem) -> Vec<FeedEntry> {
    let Some(decision) = &item.decision else { return Vec::new() };
    let name = format!("{} {}", subject.scene.say("decision_number"), decision.number);
    let (anchor, summary) = (item_anchor(item), Some(decision.subject.as_str()));
    let course = Course { title: &name, group: "standing", within: &format!("{anchor}/"), summary };
    // The first step says that it was published, which is told of the whole list.
    let steps = decision.history.iter().skip_while(|step| step.status == DecisionStatus::Published);
    let entries = course.entries(subject, steps.map(|step| (step.date, step.status.word(), step.reason.clone())));
    entries.into_iter().map(|entry| FeedEntry { anchor: Some(anchor.clone()), ..entry }).collect()
}

/// Minutes are one entry, which is updated when the body settles them.
fn minutes(scene: &Scene<'_>, subject: &Subject<'_>, title: &str) -> Option<FeedEntry> {
    let mut all = scene.documents().minutes.iter();
    let (id, record) = all.find(|(_, minutes)| minutes.facts.meeting.id == *subject.record.1)?;
    let (settled, published) = (record.facts.settled_at, record.facts.published_at);
    let summary = record.summary(scene.language).map(str::to_owned);
    let key = if published.is_some() { "title_minutes_published" } else { "title_minutes_settled" };
    let title = scene.say_with(key, &[("title", title)]);
    let subject =
        Subject { page: Page::Minutes(id.clone()), corrected: corrected(scene, "minutes", id), ..subject.clone() };
    let entry = subject.on(published.or(settled)?, "minutes", title, summary)?;
    let days = [settled, published].into_iter().flatten().filter(|day| scene.as_of.is_none_or(|today| *day <= today));
    let updated = days.max().and_then(|day| scene.library.zone().midnight(day)).unwrap_or(entry.updated);
    Some(FeedEntry { updated: updated.max(entry.updated), ..entry })
}
