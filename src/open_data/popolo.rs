//! `popolo.json`: people, bodies, terms, meetings, motions and roll calls, in the classes of
//! [Popolo](https://www.popoloproject.com/specs/).
//!
//! Ids are those of the records; a motion and its vote event have the id of the point of the agenda,
//! `<meeting>/<number>`.

use serde_json::{Map, Value, json};

use super::{Council, Subject, Taken, Votes, taken};
use crate::document::{DecisionOutcome, Meeting, Moment, Person, Record, RecordId, Ref, Term};

/// Everything in one value.
#[must_use]
pub fn popolo(council: &Council<'_>) -> Value {
    let documents = council.documents;
    let decisions = taken(documents);
    let terms = |(id, person): (&RecordId, &Record<Person>)| memberships(id, person);
    json!({
        "persons": documents.people.iter().map(|(id, record)| person(council, id, record)).collect::<Vec<_>>(),
        "organizations": documents.bodies.keys().map(|id| organization(council, id)).collect::<Vec<_>>(),
        "memberships": documents.people.iter().flat_map(terms).collect::<Vec<_>>(),
        "events": documents.meetings.iter().map(|(id, record)| event(council, id, record)).collect::<Vec<_>>(),
        "motions": decisions.iter().map(|taken| motion(council, taken)).collect::<Vec<_>>(),
        "vote_events": decisions.iter().filter_map(|taken| vote_event(council, taken)).collect::<Vec<_>>(),
    })
}

/// An object of the pairs that have a value.
pub(super) fn object<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    let known = pairs.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(known.map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

fn links(address: &str) -> Value {
    json!([{ "url": address }])
}

fn person(council: &Council<'_>, id: &RecordId, record: &Record<Person>) -> Value {
    let language = council.language();
    object([
        ("id", Value::from(id.as_str())),
        ("name", Value::from(record.title(language))),
        ("sort_name", Value::from(record.facts.sort_name.clone())),
        ("summary", Value::from(record.summary(language))),
        ("links", links(&(council.address)(Subject::Member(id)))),
    ])
}

fn organization(council: &Council<'_>, id: &RecordId) -> Value {
    let Some(record) = council.documents.bodies.get(id) else { return Value::Null };
    let (facts, language) = (&record.facts, council.language());
    let siret = facts.siret.as_ref().map(|siret| json!([{ "scheme": "SIRET", "identifier": siret.to_string() }]));
    let area = facts.area.as_ref().map(|area| json!({ "name": area.get(language) }));
    object([
        ("id", Value::from(id.as_str())),
        ("name", Value::from(record.title(language))),
        ("classification", Value::from(facts.kind.word())),
        ("parent_id", Value::from(facts.parent.as_ref().map(|parent| parent.id.as_str()))),
        ("area", area.unwrap_or_default()),
        ("identifiers", siret.unwrap_or_default()),
        ("links", links(&(council.address)(Subject::Body(id)))),
    ])
}

fn memberships(id: &RecordId, person: &Record<Person>) -> Vec<Value> {
    let membership = |(number, term): (usize, &Term)| {
        object([
            ("id", Value::from(format!("{id}/{number}"))),
            ("person_id", Value::from(id.as_str())),
            ("organization_id", Value::from(term.body.id.as_str())),
            ("role", Value::from(term.role.word())),
            ("on_behalf_of", term.on_behalf_of.as_ref().map(|name| json!({ "name": name })).unwrap_or_default()),
            ("start_date", Value::from(term.start.to_string())),
            ("end_date", Value::from(term.end.map(|day| day.to_string()))),
        ])
    };
    (1..).zip(&person.facts.terms).map(membership).collect()
}

/// The instant; the day alone where the record knows no offset, which Popolo asks for beside an hour.
fn when(moment: Moment) -> String {
    moment.instant().map_or_else(|| moment.date().to_string(), |instant| instant.to_string())
}

fn event(council: &Council<'_>, id: &RecordId, record: &Record<Meeting>) -> Value {
    let facts = &record.facts;
    let attendee = |person: &Ref| json!({ "id": person.id.as_str(), "name": council.name(&person.id) });
    let attendees = facts.attendance.as_ref().map(|all| all.present.iter().map(attendee).collect::<Value>());
    object([
        ("id", Value::from(id.as_str())),
        ("name", Value::from(record.title(council.language()))),
        ("classification", Value::from("meeting")),
        ("organization_id", Value::from(facts.body.id.as_str())),
        ("start_date", Value::from(when(facts.start))),
        ("end_date", Value::from(facts.end.map(when))),
        ("location", Value::from(facts.place.clone())),
        ("status", Value::from(facts.status.word())),
        ("attendees", attendees.unwrap_or_default()),
        ("sources", links(&(council.address)(Subject::Meeting(id)))),
    ])
}

/// The id of a motion and of its vote.
fn id(taken: &Taken<'_>) -> Value {
    Value::from(format!("{}/{}", taken.meeting_id, taken.item.number))
}

fn result(outcome: DecisionOutcome) -> Option<&'static str> {
    match outcome {
        DecisionOutcome::Adopted => Some("pass"),
        DecisionOutcome::Rejected => Some("fail"),
        _ => None,
    }
}

fn motion(council: &Council<'_>, taken: &Taken<'_>) -> Value {
    let (facts, decision) = (&taken.meeting.facts, taken.decision);
    let required = decision.votes_required.map(|votes| format!("{votes} votes in favour"));
    object([
        ("id", id(taken)),
        ("organization_id", Value::from(facts.body.id.as_str())),
        ("legislative_session_id", Value::from(taken.meeting_id.as_str())),
        ("identifier", Value::from(decision.number.clone())),
        ("text", Value::from(decision.subject.clone())),
        ("classification", Value::from(taken.item.kind.word())),
        ("date", Value::from(facts.start.instant().map(|instant| instant.to_string()))),
        ("requirement", Value::from(required)),
        ("result", Value::from(result(decision.outcome))),
        ("sources", links(&(council.address)(Subject::Item(taken.meeting_id, &taken.item.number)))),
    ])
}

/// A vote that somebody counted; nothing where the record says nothing of it.
fn vote_event(council: &Council<'_>, taken: &Taken<'_>) -> Option<Value> {
    let votes = taken.votes?;
    let (facts, decision) = (&taken.meeting.facts, taken.decision);
    let call = decision.roll_call.as_ref();
    let answers = call.map(|call| {
        let vote = |(word, person): (&str, &Ref)| json!({ "voter_id": person.id.as_str(), "option": option(word) });
        call.answers().map(vote).collect::<Value>()
    });
    Some(object([
        ("id", id(taken)),
        ("motion_id", id(taken)),
        ("organization_id", Value::from(facts.body.id.as_str())),
        ("legislative_session_id", Value::from(taken.meeting_id.as_str())),
        ("identifier", Value::from(decision.number.clone())),
        ("classification", Value::from(decision.ballot.map(crate::document::Ballot::word))),
        ("start_date", Value::from(facts.start.instant().map(|instant| instant.to_string()))),
        ("result", Value::from(result(decision.outcome))),
        ("counts", counts(&votes)),
        ("votes", answers.unwrap_or_default()),
        ("sources", links(&(council.address)(Subject::Item(taken.meeting_id, &taken.item.number)))),
    ]))
}

fn counts(votes: &Votes) -> Value {
    let known = [
        ("for", Some(votes.votes_for)),
        ("against", Some(votes.votes_against)),
        ("abstention", Some(votes.abstentions)),
        ("not-voting", votes.not_voting),
    ];
    let known = known.into_iter().filter_map(|(word, number)| Some((option(word), number?)));
    known.map(|(option, value)| json!({ "option": option, "value": value })).collect()
}

/// The word of Popolo for an answer.
fn option(word: &str) -> &'static str {
    match word {
        "for" => "yes",
        "against" => "no",
        "abstention" => "abstain",
        _ => "not voting",
    }
}
