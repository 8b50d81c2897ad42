//! Bodies, and who sits in them.

use super::{Cells, Council, Field, MEMBER, NAME, Subject, URL};
use crate::document::{Body, BodyKind, Person, Record, RecordId, Role, Term, VotingRight};
use crate::export::{Rows, Table, cell};

/// A line a body.
pub(super) fn bodies(council: &Council<'_>) -> Table {
    let language = council.language();
    let rows: Vec<(&RecordId, &Record<Body>)> = council.documents.bodies.iter().collect();
    Rows::about(&rows)
        .column(
            Field::text("body", "l’instance, par son identifiant", "the body, by its id").required(),
            |(id, _)| id.to_string(),
        )
        .column(NAME, move |(_, body)| body.title(language).to_owned())
        .column(Field::word::<BodyKind>("kind", "ce qu’elle est", "what it is").required(), |(_, body)| {
            body.facts.kind.word().to_owned()
        })
        .column(Field::text("parent", "l’instance dont elle dépend", "the body it belongs to"), |(_, body)| {
            cell(body.facts.parent.as_ref().map(|parent| &parent.id))
        })
        .column(Field::text("area", "la partie de la commune", "the part of the commune"), move |(_, body)| {
            body.facts.area.as_ref().map(|area| area.get(language).to_owned()).unwrap_or_default()
        })
        .column(Field::integer("population", "ses habitants", "how many live there"), |(_, body)| {
            cell(body.facts.population.as_ref())
        })
        .column(SIRET, |(_, body)| cell(body.facts.siret.as_ref()))
        .column(Field::integer("seats", "ses sièges", "its seats"), |(_, body)| body.facts.seats.to_string())
        .column(QUORUM, |(_, body)| body.facts.quorum.to_string())
        .column(URL, |(id, _)| (council.address)(Subject::Body(id)))
        .table()
        .named_by(&["body"])
        .linked(&["parent"], "", &["body"])
}

const SIRET: Field = Field::new(
    "siret",
    Cells::Shape("^[0-9]{14}$"),
    "son numéro SIRET, quand elle a le sien",
    "its SIRET number, where it has its own",
);
const QUORUM: Field = Field::new(
    "quorum",
    Cells::Shape("^[0-9]+/[0-9]+$"),
    "la part des sièges qui fait le quorum",
    "the share of seats that makes a quorum",
);

/// A line a term of a member.
pub(super) fn terms(council: &Council<'_>) -> Table {
    let language = council.language();
    let voting_right = Field::word::<VotingRight>(
        "voting_right",
        "si sa voix est comptée, ou seulement entendue",
        "whether the voice is counted, or only heard",
    );
    let of = |(id, person)| {
        let person: &Record<Person> = person;
        person.facts.terms.iter().map(move |term| (id, person, term))
    };
    let rows: Vec<(&RecordId, &Record<Person>, &Term)> = council.documents.people.iter().flat_map(of).collect();
    Rows::about(&rows)
        .column(MEMBER, |(id, ..)| id.to_string())
        .column(NAME, move |(_, person, _)| person.title(language).to_owned())
        .column(
            Field::text("sort_name", "le nom qui sert au classement", "the name by which lists are sorted"),
            |row| row.1.facts.sort_name.clone(),
        )
        .column(super::BODY, |(.., term)| term.body.id.to_string())
        .column(Field::word::<Role>("role", "sa fonction", "what they do there").required(), |(.., term)| {
            term.role.word().to_owned()
        })
        .column(Field::text("on_behalf_of", "la liste ou le groupe", "the list or group"), |(.., term)| {
            cell(term.on_behalf_of.as_ref())
        })
        .column(Field::day("start", "le premier jour", "the first day").required(), |(.., term)| term.start.to_string())
        .column(
            Field::day("end", "le dernier jour ; vide tant que dure le mandat", "the last day; empty while it lasts"),
            |row| cell(row.2.end.as_ref()),
        )
        .column(voting_right, |(.., term)| term.voting_right.word().to_owned())
        .column(
            Field::text("replaces", "le membre dont c’était le siège", "the member whose seat it was"),
            |(.., term)| cell(term.replaces.as_ref().map(|person| &person.id)),
        )
        .column(URL, |(id, ..)| (council.address)(Subject::Member(id)))
        .table()
        .named_by(&["member", "body", "role", "start"])
        .linked(&["body"], "bodies", &["body"])
}
