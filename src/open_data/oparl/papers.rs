//! Papers: decisions and proposals, the pages that hold them, and on which agendas they stand.

use serde_json::{Value, json};

use super::days::{self, Days};
use super::objects::{KINDS, item};
use super::{Object, PaperKind, Resource};
use crate::council::Date;
use crate::document::{AgendaItem, Decision, Meeting, Record, RecordId, Ref};
use crate::open_data::popolo::object;
use crate::open_data::{Council, Proposed, Subject};

/// That the papers of a point of an agenda are on it: first the decision that is taken.
pub(super) fn consultations(meeting: &RecordId, number: usize, item: &AgendaItem) -> Vec<Object> {
    let has = |kind: &PaperKind| match kind {
        PaperKind::Decision => item.decision.is_some(),
        PaperKind::Proposal => item.proposal.is_some(),
    };
    KINDS.into_iter().filter(has).map(|kind| Object::Consultation(meeting.clone(), number, kind)).collect()
}

/// The attributes of a paper, a consultation or a file.
pub(super) fn value(council: &Council<'_>, of: &Object) -> Option<Value> {
    let documents = council.documents;
    let proposed = |id| Proposed::of(documents, id);
    match of {
        Object::Decision(id, number) => decision(council, (id, *number), documents.meetings.get(id)?),
        Object::Proposal(id) => Some(proposal(council, &proposed(id)?)),
        Object::Consultation(id, number, kind) => {
            consultation(council, (id, *number, *kind), documents.meetings.get(id)?)
        }
        Object::DecisionFile(id, number) => decision_file(council, (id, *number), documents.meetings.get(id)?),
        Object::ProposalFile(id) => Some(proposal_file(council, &proposed(id)?)),
        Object::MinutesFile(id) => minutes_file(council, id),
        Object::DocumentFile(id) => document_file(council, id),
        _ => None,
    }
}

fn taken(meeting: &Record<Meeting>, number: usize) -> Option<(&AgendaItem, &Decision)> {
    let item = item(meeting, number)?;
    Some((item, item.decision.as_ref()?))
}

/// A decision: the day it was taken, sent, put online.
fn days_of(meeting: &Record<Meeting>, decision: &Decision, today: Option<Date>) -> Days {
    Days::of([Some(meeting.facts.start.date()), decision.sent_to_prefecture, decision.put_online], today)
}

fn decision(council: &Council<'_>, (id, number): (&RecordId, usize), meeting: &Record<Meeting>) -> Option<Value> {
    let (item, decision) = taken(meeting, number)?;
    let [created, modified] = days_of(meeting, decision, council.as_of).pairs();
    let organization = Object::Organization(meeting.facts.body.id.clone()).id(council);
    Some(object([
        ("body", Value::from(Resource::Body.address(council))),
        ("name", Value::from(decision.subject.clone())),
        ("reference", Value::from(decision.number.clone())),
        ("date", Value::from(meeting.facts.start.date().to_string())),
        ("paperType", Value::from("decision")),
        ("mainFile", Object::DecisionFile(id.clone(), number).value(council)?),
        ("consultation", json!([Object::Consultation(id.clone(), number, PaperKind::Decision).value(council)?])),
        ("originatorOrganization", json!([organization])),
        ("web", Value::from((council.address)(Subject::Item(id, &item.number)))),
        created,
        modified,
    ]))
}

fn proposal(council: &Council<'_>, proposed: &Proposed<'_>) -> Value {
    let id = &proposed.id;
    let meetings = council.documents.meetings.iter();
    let items = meetings.flat_map(|(meeting, record)| {
        let numbered = (1..).zip(&record.facts.agenda);
        let spoken_of = numbered.filter(|(_, item)| item.proposal.as_ref().is_some_and(|named| named.id == *id));
        spoken_of.map(|(number, _)| Object::Consultation(meeting.clone(), number, PaperKind::Proposal))
    });
    let [created, modified] = days::proposal(proposed, council.as_of).pairs();
    object([
        ("body", Value::from(Resource::Body.address(council))),
        ("name", Value::from(proposed.title(council.language()))),
        ("reference", Value::from(id.as_str())),
        ("date", Value::from(proposed.submitted().map(|day| day.to_string()))),
        ("paperType", Value::from("proposal")),
        ("mainFile", Object::ProposalFile(id.clone()).value(council).unwrap_or_default()),
        ("consultation", items.filter_map(|one| one.value(council)).collect()),
        ("web", Value::from((council.address)(Subject::Proposal(id)))),
        created,
        modified,
    ])
}

fn consultation(
    council: &Council<'_>,
    (id, number, kind): (&RecordId, usize, PaperKind),
    meeting: &Record<Meeting>,
) -> Option<Value> {
    let item = item(meeting, number)?;
    let paper = match kind {
        PaperKind::Decision => Object::Decision(id.clone(), number),
        PaperKind::Proposal => Object::Proposal(item.proposal.as_ref()?.id.clone()),
    };
    let [created, modified] = days::agenda(meeting, council.as_of).pairs();
    Some(object([
        ("paper", Value::from(paper.id(council))),
        ("agendaItem", Value::from(Object::AgendaItem(id.clone(), number).id(council))),
        ("meeting", Value::from(Object::Meeting(id.clone()).id(council))),
        ("organization", json!([Object::Organization(meeting.facts.body.id.clone()).id(council)])),
        ("authoritative", Value::from(kind == PaperKind::Decision)),
        ("role", Value::from(item.kind.word())),
        created,
        modified,
    ]))
}

/// A page as a file.
fn page(name: &str, address: String, back: (&'static str, Value), days: Days) -> Value {
    let [created, modified] = days.pairs();
    object([
        ("name", Value::from(name)),
        ("mimeType", Value::from("text/html")),
        ("accessUrl", Value::from(address)),
        back,
        created,
        modified,
    ])
}

fn decision_file(council: &Council<'_>, (id, number): (&RecordId, usize), meeting: &Record<Meeting>) -> Option<Value> {
    let (item, decision) = taken(meeting, number)?;
    let address = (council.address)(Subject::Item(id, &item.number));
    let back = ("paper", json!([Object::Decision(id.clone(), number).id(council)]));
    Some(page(&decision.subject, address, back, days_of(meeting, decision, council.as_of)))
}

fn proposal_file(council: &Council<'_>, proposed: &Proposed<'_>) -> Value {
    let address = (council.address)(Subject::Proposal(&proposed.id));
    let back = ("paper", json!([Object::Proposal(proposed.id.clone()).id(council)]));
    page(&proposed.title(council.language()), address, back, days::proposal(proposed, council.as_of))
}

fn minutes_file(council: &Council<'_>, id: &RecordId) -> Option<Value> {
    let minutes = council.documents.minutes.get(id)?;
    let facts = &minutes.facts;
    let back = ("meeting", json!([Object::Meeting(facts.meeting.id.clone()).id(council)]));
    let days = Days::of([facts.settled_at, facts.published_at], council.as_of);
    Some(page(minutes.title(council.language()), (council.address)(Subject::Minutes(id)), back, days))
}

/// The documents that something rests on, where they are published.
pub(super) fn auxiliary(council: &Council<'_>, documents: &[Ref]) -> Value {
    let files = documents.iter().filter_map(|document| Object::DocumentFile(document.id.clone()).value(council));
    let files: Vec<Value> = files.collect();
    if files.is_empty() { Value::Null } else { Value::from(files) }
}

fn document_file(council: &Council<'_>, id: &RecordId) -> Option<Value> {
    let record = council.documents.filed.get(id)?;
    let facts = &record.facts;
    let [created, modified] = Days::of([facts.date], council.as_of).pairs();
    Some(object([
        ("name", Value::from(record.title(council.language()))),
        ("fileName", Value::from(facts.file.file_name())),
        ("mimeType", Value::from(facts.mime.to_string())),
        ("date", Value::from(facts.date.map(|day| day.to_string()))),
        ("accessUrl", Value::from((council.address)(Subject::File(&facts.file)))),
        ("parvis:sha256", Value::from(facts.sha256.to_string())),
        ("web", Value::from((council.address)(Subject::Document(id)))),
        created,
        modified,
    ]))
}
