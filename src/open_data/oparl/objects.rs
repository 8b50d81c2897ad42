//! Bodies, members, terms, meetings and their agendas.

use serde_json::{Value, json};

use super::days::{self, Days};
use super::{Kind, List, Object, PaperKind, Resource, papers, type_name};
use crate::council::Date;
use crate::document::{
    AgendaItem, Attendance, Body, DecisionOutcome, Meeting, MeetingAccess, MeetingStatus, Moment, Person, Record,
    RecordId, Term, VotingRight,
};
use crate::open_data::popolo::object;
use crate::open_data::taken::{Votes, taken_at};
use crate::open_data::{Council, Subject};

impl Object {
    /// The object; nothing where there is none.
    #[must_use]
    pub fn value(&self, council: &Council<'_>) -> Option<Value> {
        let fields = self.fields(council).or_else(|| self.removed(council))?;
        let mut value = json!({ "id": self.id(council), "type": type_name(self.kind().names().2) });
        if let (Value::Object(value), Value::Object(fields)) = (&mut value, fields) {
            value.extend(fields);
        }
        if let Some(day) = self.corrected(council).map(days::midnight)
            && day.as_str() > value["modified"].as_str()
        {
            value["modified"] = day;
        }
        Some(value)
    }

    fn fields(&self, council: &Council<'_>) -> Option<Value> {
        let documents = council.documents;
        Some(match self {
            Self::Organization(id) => organization(council, id, documents.bodies.get(id)?),
            Self::Person(id) => person(council, id, documents.people.get(id)?),
            Self::Membership(id, number) => membership(council, id, term(documents.people.get(id)?, *number)?),
            Self::Meeting(id) => meeting(council, id, documents.meetings.get(id)?),
            Self::AgendaItem(id, number) => agenda_item(council, id, documents.meetings.get(id)?, *number)?,
            Self::Location(id) => location(council, id, documents.meetings.get(id)?)?,
            Self::LegislativeTerm(number) => legislative_term(council, *number)?,
            paper => papers::value(council, paper)?,
        })
    }

    /// What is left of an object whose record was taken away; nothing where none was.
    fn removed(&self, council: &Council<'_>) -> Option<Value> {
        let (folder, id, page) = self.alone()?;
        let mut stones = council.documents.tombstones.values();
        let stone = stones.find(|stone| stone.facts.target.is_of(folder, id))?;
        // A file has to have an address; the page there says what became of it.
        let page = Value::from((council.address)(page));
        let file = if self.kind() == Kind::File { page.clone() } else { Value::Null };
        let modified = days::midnight(stone.facts.at);
        Some(object([("accessUrl", file), ("web", page), ("modified", modified), ("deleted", Value::from(true))]))
    }

    /// The record that the object is, with its page; nothing where it is only a part of one.
    fn alone(&self) -> Option<(&'static str, &RecordId, Subject<'_>)> {
        Some(match self {
            Self::Organization(id) => ("bodies", id, Subject::Body(id)),
            Self::Person(id) => ("people", id, Subject::Member(id)),
            Self::Meeting(id) => ("meetings", id, Subject::Meeting(id)),
            Self::MinutesFile(id) => ("minutes", id, Subject::Minutes(id)),
            Self::Proposal(id) | Self::ProposalFile(id) => ("proposals", id, Subject::Proposal(id)),
            Self::DocumentFile(id) => ("documents", id, Subject::Document(id)),
            _ => return None,
        })
    }

    /// The day of the last erratum of its record.
    fn corrected(&self, council: &Council<'_>) -> Option<Date> {
        let (folder, id) = match self {
            Self::Membership(id, _) => ("people", id),
            Self::AgendaItem(id, _)
            | Self::Consultation(id, ..)
            | Self::Location(id)
            | Self::Decision(id, _)
            | Self::DecisionFile(id, _) => ("meetings", id),
            other => other.alone().map(|(folder, id, _)| (folder, id))?,
        };
        let errata = council.documents.errata.values().filter(|erratum| erratum.facts.target.is_of(folder, id));
        errata.map(|erratum| erratum.facts.at).filter(|day| council.as_of.is_none_or(|today| *day <= today)).max()
    }
}

/// The term at a place, from 1 on.
fn term(person: &Record<Person>, number: usize) -> Option<&Term> {
    person.facts.terms.get(number.checked_sub(1)?)
}

fn body(council: &Council<'_>) -> Value {
    Value::from(Resource::Body.address(council))
}

fn organization(council: &Council<'_>, id: &RecordId, record: &Record<Body>) -> Value {
    let documents = council.documents;
    let facts = &record.facts;
    let terms = documents.people.iter().flat_map(|(person, record)| {
        let numbered = (1..).zip(&record.facts.terms);
        numbered.filter(|(_, term)| term.body.id == *id).map(|(number, _)| Object::Membership(person.clone(), number))
    });
    let parent = facts.parent.as_ref().map(|parent| Object::Organization(parent.id.clone()).id(council));
    let members = council.as_of.and_then(|today| documents.in_office(id, today));
    object([
        ("body", body(council)),
        ("name", Value::from(record.title(council.language()))),
        ("organizationType", Value::from(facts.kind.word())),
        ("subOrganizationOf", Value::from(parent)),
        ("membership", terms.map(|term| term.id(council)).collect()),
        ("meeting", Value::from(Resource::List(List::MeetingsOf(id.clone()), 1).address(council))),
        ("memberCount", Value::from(members)),
        ("parvis:siret", Value::from(facts.siret.as_ref().map(ToString::to_string))),
        ("web", Value::from((council.address)(Subject::Body(id)))),
    ])
}

fn person(council: &Council<'_>, id: &RecordId, record: &Record<Person>) -> Value {
    let numbers = 1..=record.facts.terms.len();
    let terms = numbers.filter_map(|number| Object::Membership(id.clone(), number).value(council));
    let days = record.facts.terms.iter().flat_map(|term| [Some(term.start), term.end]);
    let [created, modified] = Days::of(days, council.as_of).pairs();
    object([
        ("body", body(council)),
        ("name", Value::from(record.title(council.language()))),
        ("membership", terms.collect()),
        ("web", Value::from((council.address)(Subject::Member(id)))),
        created,
        modified,
    ])
}

fn membership(council: &Council<'_>, id: &RecordId, term: &Term) -> Value {
    let [created, modified] = Days::of([Some(term.start), term.end], council.as_of).pairs();
    object([
        ("person", Value::from(Object::Person(id.clone()).id(council))),
        ("organization", Value::from(Object::Organization(term.body.id.clone()).id(council))),
        ("role", Value::from(term.role.word())),
        ("votingRight", Value::from(term.voting_right == VotingRight::Deliberative)),
        ("parvis:onBehalfOf", Value::from(term.on_behalf_of.clone())),
        ("startDate", Value::from(term.start.to_string())),
        ("endDate", Value::from(term.end.map(|day| day.to_string()))),
        created,
        modified,
    ])
}

fn meeting(council: &Council<'_>, id: &RecordId, record: &Record<Meeting>) -> Value {
    let (documents, facts) = (council.documents, &record.facts);
    let items = (1..=facts.agenda.len()).filter_map(|number| Object::AgendaItem(id.clone(), number).value(council));
    let minutes = documents.minutes.iter().find(|(_, minutes)| minutes.facts.meeting.id == *id);
    let protocol = minutes.and_then(|(minutes, _)| Object::MinutesFile(minutes.clone()).value(council));
    let present = |all: &Attendance| {
        all.present.iter().map(|person| Object::Person(person.id.clone()).id(council)).collect::<Value>()
    };
    let [created, modified] = days::meeting(documents, id, record, council.as_of).pairs();
    object([
        ("name", Value::from(record.title(council.language()))),
        ("meetingState", Value::from(facts.status.word())),
        ("cancelled", Value::from(facts.status == MeetingStatus::Cancelled)),
        ("start", instant(Some(facts.start))),
        ("end", instant(facts.end)),
        ("location", Object::Location(id.clone()).value(council).unwrap_or_default()),
        ("organization", json!([Object::Organization(facts.body.id.clone()).id(council)])),
        ("participant", facts.attendance.as_ref().map(present).unwrap_or_default()),
        ("resultsProtocol", protocol.unwrap_or_default()),
        ("auxiliaryFile", papers::auxiliary(council, &facts.documents)),
        ("agendaItem", items.collect()),
        ("web", Value::from((council.address)(Subject::Meeting(id)))),
        created,
        modified,
    ])
}

/// OParl asks for the offset; a moment without one is left out.
fn instant(moment: Option<Moment>) -> Value {
    Value::from(moment.and_then(Moment::instant).map(|instant| instant.to_string()))
}

/// The point at a place, from 1 on.
pub(super) fn item(meeting: &Record<Meeting>, number: usize) -> Option<&AgendaItem> {
    meeting.facts.agenda.get(number.checked_sub(1)?)
}

fn agenda_item(council: &Council<'_>, id: &RecordId, record: &Record<Meeting>, number: usize) -> Option<Value> {
    let item = item(record, number)?;
    let consultation = papers::consultations(id, number, item).into_iter().next();
    let decision = item.decision.as_ref();
    let file = decision.and_then(|_| Object::DecisionFile(id.clone(), number).value(council));
    let votes = taken_at(council.documents, id, record).find(|taken| std::ptr::eq(taken.item, item));
    let [created, modified] = days::agenda(record, council.as_of).pairs();
    Some(object([
        ("meeting", Value::from(Object::Meeting(id.clone()).id(council))),
        ("number", Value::from(item.number.clone())),
        ("order", Value::from(number)),
        ("name", Value::from(item.title.clone())),
        ("consultation", Value::from(consultation.map(|one| one.id(council)))),
        ("public", Value::from(record.facts.access.map(|access| access == MeetingAccess::Public))),
        ("result", Value::from(decision.map(|decision| decision.outcome).or(item.outcome).map(DecisionOutcome::word))),
        ("resolutionText", Value::from(decision.map(|decision| decision.subject.clone()))),
        ("resolutionFile", file.unwrap_or_default()),
        ("auxiliaryFile", papers::auxiliary(council, &item.documents)),
        ("parvis:votes", votes.and_then(|taken| taken.votes).map(figures).unwrap_or_default()),
        ("web", Value::from((council.address)(Subject::Item(id, &item.number)))),
        created,
        modified,
    ]))
}

/// How many voted how, of which OParl says nothing.
fn figures(votes: Votes) -> Value {
    object([
        ("eligible", Value::from(votes.eligible)),
        ("voting", Value::from(votes.voting)),
        ("for", Value::from(votes.votes_for)),
        ("against", Value::from(votes.votes_against)),
        ("abstention", Value::from(votes.abstentions)),
        ("notVoting", Value::from(votes.not_voting)),
    ])
}

fn location(council: &Council<'_>, id: &RecordId, record: &Record<Meeting>) -> Option<Value> {
    let place = record.facts.place.clone()?;
    let [created, modified] = days::agenda(record, council.as_of).pairs();
    Some(object([
        ("description", Value::from(place)),
        ("meetings", json!([Object::Meeting(id.clone()).id(council)])),
        created,
        modified,
    ]))
}

fn legislative_term(council: &Council<'_>, number: usize) -> Option<Value> {
    let term = council.documents.config.council_terms.get(number.checked_sub(1)?)?;
    let [created, modified] = Days::of([Some(term.start)], council.as_of).pairs();
    Some(object([
        ("body", body(council)),
        ("name", Value::from(term.name.get(council.language()))),
        ("startDate", Value::from(term.start.to_string())),
        ("endDate", Value::from(term.end.map(|day| day.to_string()))),
        created,
        modified,
    ]))
}

/// The two kinds of paper that a point of an agenda can have.
pub(super) const KINDS: [PaperKind; 2] = [PaperKind::Decision, PaperKind::Proposal];
