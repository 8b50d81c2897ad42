//! The records as objects of [OParl 1.1](https://oparl.org/), in files: what a server that only hands out
//! files can do of it (docs/open-data.md).
//!
//! Every object has a file of its own, whose address is its id, and stands besides in the list of its
//! type, a hundred to a page, in a fixed order. The council is the `Body`, its bodies are
//! `Organization`s, decisions and proposals are `Paper`s. Where OParl has no word, an attribute begins with
//! `parvis:`.

mod days;
mod objects;
mod papers;

use serde_json::{Value, json};

use super::popolo::object;
use super::{Council, Proposed, Subject};
use crate::document::{Documents, RecordId};

/// A file of the profile.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// Where everything begins.
    System,
    /// The council.
    Body,
    /// An object of the council.
    Object(Object),
    /// A page of a list, from 1 on.
    List(List, usize),
}

/// An object of the council.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// A body.
    Organization(RecordId),
    /// A member.
    Person(RecordId),
    /// A term of a member, by its place among them.
    Membership(RecordId, usize),
    /// A meeting.
    Meeting(RecordId),
    /// A point of its agenda, by its place.
    AgendaItem(RecordId, usize),
    /// That a paper is on the agenda there.
    Consultation(RecordId, usize, PaperKind),
    /// A decision of this meeting, by the place of its point.
    Decision(RecordId, usize),
    /// A proposal.
    Proposal(RecordId),
    /// The page of a decision.
    DecisionFile(RecordId, usize),
    /// The page of a proposal.
    ProposalFile(RecordId),
    /// The page of minutes.
    MinutesFile(RecordId),
    /// Where a meeting is.
    Location(RecordId),
    /// A term of the council, by its place.
    LegislativeTerm(usize),
}

/// What kind of paper is on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperKind {
    /// The decision that is taken.
    Decision,
    /// A proposal that is spoken of.
    Proposal,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// The council alone.
    Bodies,
    /// Every object of a type.
    Of(Kind),
    /// The meetings of a body.
    MeetingsOf(RecordId),
}

/// A type of objects of the council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Bodies.
    Organization,
    /// Members.
    Person,
    /// Terms of members.
    Membership,
    /// Meetings.
    Meeting,
    /// Points of agendas.
    AgendaItem,
    /// Papers on agendas.
    Consultation,
    /// Decisions and proposals.
    Paper,
    /// Pages.
    File,
    /// Places.
    Location,
    /// Terms of the council.
    LegislativeTerm,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Organization,
        Self::Person,
        Self::Membership,
        Self::Meeting,
        Self::AgendaItem,
        Self::Consultation,
        Self::Paper,
        Self::File,
        Self::Location,
        Self::LegislativeTerm,
    ];

    /// Its folder, the attribute of `Body` that leads to its list, its type.
    const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Organization => ("organization", "organization", "Organization"),
            Self::Person => ("person", "person", "Person"),
            Self::Membership => ("membership", "membership", "Membership"),
            Self::Meeting => ("meeting", "meeting", "Meeting"),
            Self::AgendaItem => ("agenda-item", "agendaItem", "AgendaItem"),
            Self::Consultation => ("consultation", "consultation", "Consultation"),
            Self::Paper => ("paper", "paper", "Paper"),
            Self::File => ("file", "file", "File"),
            Self::Location => ("location", "locationList", "Location"),
            Self::LegislativeTerm => ("legislative-term", "legislativeTermList", "LegislativeTerm"),
        }
    }
}

impl Object {
    /// Its type.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Organization(_) => Kind::Organization,
            Self::Person(_) => Kind::Person,
            Self::Membership(..) => Kind::Membership,
            Self::Meeting(_) => Kind::Meeting,
            Self::AgendaItem(..) => Kind::AgendaItem,
            Self::Consultation(..) => Kind::Consultation,
            Self::Decision(..) | Self::Proposal(_) => Kind::Paper,
            Self::DecisionFile(..) | Self::ProposalFile(_) | Self::MinutesFile(_) => Kind::File,
            Self::Location(_) => Kind::Location,
            Self::LegislativeTerm(_) => Kind::LegislativeTerm,
        }
    }

    /// Its file's name without the ending, which no other of its type has.
    fn stem(&self) -> String {
        match self {
            Self::Organization(id) | Self::Person(id) | Self::Meeting(id) | Self::Location(id) => id.to_string(),
            Self::Membership(id, number) | Self::AgendaItem(id, number) => format!("{id}.{number}"),
            Self::Consultation(id, number, PaperKind::Decision) => format!("{id}.{number}.decision"),
            Self::Consultation(id, number, PaperKind::Proposal) => format!("{id}.{number}.proposal"),
            Self::Decision(id, number) | Self::DecisionFile(id, number) => format!("decision.{id}.{number}"),
            Self::Proposal(id) | Self::ProposalFile(id) => format!("proposal.{id}"),
            Self::MinutesFile(id) => format!("minutes.{id}"),
            Self::LegislativeTerm(number) => number.to_string(),
        }
    }

    /// Its id, which is its address.
    fn id(&self, council: &Council<'_>) -> String {
        Resource::Object(self.clone()).address(council)
    }
}

/// Every file of the profile.
#[derive(Clone, Debug, Default)]
pub struct Profile(Vec<Resource>);

impl Profile {
    /// The files about these records.
    #[must_use]
    pub fn of(documents: &Documents) -> Self {
        let mut all = vec![Resource::System, Resource::Body, Resource::List(List::Bodies, 1)];
        let add_pages = |list: List, length: usize, all: &mut Vec<Resource>| {
            all.extend((1..=last_page(length)).map(|page| Resource::List(list.clone(), page)));
        };
        for kind in Kind::ALL {
            let objects = objects_of(documents, kind);
            add_pages(List::Of(kind), objects.len(), &mut all);
            all.extend(objects.into_iter().map(Resource::Object));
        }
        for body in documents.bodies.keys() {
            let length = meetings_of(documents, body).count();
            add_pages(List::MeetingsOf(body.clone()), length, &mut all);
        }
        Self(all)
    }

    /// The files.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.0.iter()
    }

    /// What a file holds; nothing where there is no such object.
    #[must_use]
    pub fn value(&self, council: &Council<'_>, resource: &Resource) -> Option<Value> {
        match resource {
            Resource::System => Some(system(council)),
            Resource::Body => Some(body(council)),
            Resource::Object(object) => object.value(council),
            Resource::List(List::Bodies, page) => Some(list_page(council, &List::Bodies, *page, 1, &[body(council)])),
            Resource::List(list @ List::Of(kind), page) => {
                let of_kind =
                    |resource: &&Resource| matches!(resource, Resource::Object(object) if object.kind() == *kind);
                let objects = || self.0.iter().filter(of_kind);
                let here = objects().skip(skipped(*page)).take(PAGE).filter_map(|resource| match resource {
                    Resource::Object(object) => object.value(council),
                    _ => None,
                });
                Some(list_page(council, list, *page, objects().count(), &here.collect::<Vec<_>>()))
            }
            Resource::List(list @ List::MeetingsOf(body), page) => {
                let objects = || meetings_of(council.documents, body);
                let here = objects().skip(skipped(*page)).take(PAGE).filter_map(|meeting| meeting.value(council));
                Some(list_page(council, list, *page, objects().count(), &here.collect::<Vec<_>>()))
            }
        }
    }
}

impl Resource {
    /// Its name below `data/oparl/`.
    #[must_use]
    pub fn name(&self) -> String {
        let page = |page: usize| if page == 1 { String::new() } else { format!(".{page}") };
        match self {
            Self::System => "system.json".to_owned(),
            Self::Body => "body.json".to_owned(),
            Self::Object(object) => format!("{}/{}.json", object.kind().names().0, object.stem()),
            Self::List(List::Bodies, number) => format!("list/body{}.json", page(*number)),
            Self::List(List::Of(kind), number) => format!("list/{}{}.json", kind.names().0, page(*number)),
            Self::List(List::MeetingsOf(body), number) => format!("list/meeting.of.{body}{}.json", page(*number)),
        }
    }

    /// Its address, which for an object is its id.
    fn address(&self, council: &Council<'_>) -> String {
        (council.address)(Subject::Data(&format!("oparl/{}", self.name())))
    }
}

/// How many objects stand on a page of a list.
const PAGE: usize = 100;

/// The objects of a type, in the order of the list.
fn objects_of(documents: &Documents, kind: Kind) -> Vec<Object> {
    let meetings = || documents.meetings.iter();
    let items = || {
        meetings()
            .flat_map(|(id, meeting)| (1..).zip(&meeting.facts.agenda).map(move |(number, item)| (id, number, item)))
    };
    let decisions = || items().filter(|(.., item)| item.decision.is_some());
    let proposals = || Proposed::all(documents).into_iter().map(|proposed| proposed.id);
    match kind {
        Kind::Organization => documents.bodies.keys().cloned().map(Object::Organization).collect(),
        Kind::Person => documents.people.keys().cloned().map(Object::Person).collect(),
        Kind::Membership => documents
            .people
            .iter()
            .flat_map(|(id, person)| {
                (1..=person.facts.terms.len()).map(|number| Object::Membership(id.clone(), number))
            })
            .collect(),
        Kind::Meeting => meetings().map(|(id, _)| Object::Meeting(id.clone())).collect(),
        Kind::AgendaItem => items().map(|(id, number, _)| Object::AgendaItem(id.clone(), number)).collect(),
        Kind::Consultation => items().flat_map(|(id, number, item)| papers::consultations(id, number, item)).collect(),
        Kind::Paper => {
            let decisions = decisions().map(|(id, number, _)| Object::Decision(id.clone(), number));
            decisions.chain(proposals().map(Object::Proposal)).collect()
        }
        Kind::File => {
            let decisions = decisions().map(|(id, number, _)| Object::DecisionFile(id.clone(), number));
            let minutes = documents.minutes.keys().cloned().map(Object::MinutesFile);
            decisions.chain(minutes).chain(proposals().map(Object::ProposalFile)).collect()
        }
        Kind::Location => {
            let placed = meetings().filter(|(_, meeting)| meeting.facts.place.is_some());
            placed.map(|(id, _)| Object::Location(id.clone())).collect()
        }
        Kind::LegislativeTerm => (1..=documents.config.council_terms.len()).map(Object::LegislativeTerm).collect(),
    }
}

/// The meetings of a body, in the order of the list.
fn meetings_of<'a>(documents: &'a Documents, body: &'a RecordId) -> impl Iterator<Item = Object> {
    let of_body = documents.meetings.iter().filter(move |(_, meeting)| meeting.facts.body.id == *body);
    of_body.map(|(id, _)| Object::Meeting(id.clone()))
}

/// How many pages a list has: one at least.
const fn last_page(length: usize) -> usize {
    let pages = length.div_ceil(PAGE);
    if pages == 0 { 1 } else { pages }
}

/// How many objects stand before a page.
const fn skipped(page: usize) -> usize {
    page.saturating_sub(1) * PAGE
}

/// A page of a list of `length` objects, with those that stand on it.
fn list_page(council: &Council<'_>, list: &List, page: usize, length: usize, data: &[Value]) -> Value {
    let pages = last_page(length);
    let at = |page: usize| Value::from(Resource::List(list.clone(), page).address(council));
    let links = object([
        ("first", at(1)),
        ("prev", if page > 1 { at(page - 1) } else { Value::Null }),
        ("self", at(page)),
        ("next", if page < pages { at(page + 1) } else { Value::Null }),
        ("last", at(pages)),
    ]);
    json!({
        "data": data,
        "pagination": {
            "totalElements": length,
            "elementsPerPage": PAGE,
            "currentPage": page,
            "totalPages": pages,
        },
        "links": links,
    })
}

/// The name of a type, as objects say it.
fn type_name(name: &str) -> Value {
    Value::from(format!("https://schema.oparl.org/1.1/{name}"))
}

fn system(council: &Council<'_>) -> Value {
    let config = &council.documents.config;
    let name = config.name.get(council.language());
    object([
        ("id", Value::from(Resource::System.address(council))),
        ("type", type_name("System")),
        ("oparlVersion", Value::from("https://schema.oparl.org/1.1/")),
        ("name", Value::from(name)),
        ("body", Value::from(Resource::List(List::Bodies, 1).address(council))),
        ("website", Value::from(config.url.clone())),
        ("license", Value::from(config.licence.map(crate::council::Licence::address))),
        ("modified", council.as_of.map(days::midnight).unwrap_or_default()),
    ])
}

fn body(council: &Council<'_>) -> Value {
    let config = &council.documents.config;
    let terms = objects_of(council.documents, Kind::LegislativeTerm);
    let terms: Vec<Value> = terms.iter().filter_map(|term| term.value(council)).collect();
    let mut body = object([
        ("id", Value::from(Resource::Body.address(council))),
        ("type", type_name("Body")),
        ("system", Value::from(Resource::System.address(council))),
        ("name", Value::from(config.name.get(council.language()))),
        ("website", Value::from(config.url.clone())),
        ("license", Value::from(config.licence.map(crate::council::Licence::address))),
        ("legislativeTerm", Value::from(terms)),
        ("parvis:siret", Value::from(config.siret.as_ref().map(ToString::to_string))),
        ("modified", council.as_of.map(days::midnight).unwrap_or_default()),
    ]);
    for kind in Kind::ALL {
        body[kind.names().1] = Value::from(Resource::List(List::Of(kind), 1).address(council));
    }
    body
}
