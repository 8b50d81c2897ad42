//! `content/people/<id>.md`: a member, with terms.

use super::Documents;
use super::fields::Fields;
use super::record::{Record, RecordId, Ref};
use crate::council::{Date, words};
use crate::grammar::Token;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic};

words! {
    /// What a person does in a body.
    Role {
        /// Chairs it.
        Chair = "chair",
        /// Stands in for the chair.
        DeputyChair = "deputy-chair",
        /// Sits in it.
        Member = "member",
        /// Keeps its minutes.
        Secretary = "secretary",
    }
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name by which lists are sorted, such as `Morel Claire`.
    pub sort_name: String,
    /// The terms, as written.
    pub terms: Vec<Term>,
}

/// A term (mandat) in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The body.
    pub body: Ref,
    /// What the person does there.
    pub role: Role,
    /// The list or group on whose behalf.
    pub on_behalf_of: Option<String>,
    /// The first day.
    pub start: Date,
    /// The last day; nothing while it lasts.
    pub end: Option<Date>,
}

impl Term {
    /// Whether it has not ended by `today`.
    #[must_use]
    pub fn lasts(&self, today: Option<Date>) -> bool {
        self.end.is_none_or(|end| today.is_none_or(|today| end >= today))
    }
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Person> {
    let sort_name = fields.words("sort_name");
    let terms = fields.records("terms").into_iter().filter_map(read_term).collect();
    fields.done();
    Some(Person { sort_name: sort_name?, terms })
}

fn read_term(mut fields: Fields<'_>) -> Option<Term> {
    let body = fields.reference("body");
    let role = fields.token("role");
    let on_behalf_of = fields.words_if("on_behalf_of");
    let start: Option<Date> = fields.token("start");
    let end: Option<Date> = fields.token_if("end");
    check_period(&fields, start, end);
    fields.done();
    Some(Term { body: body?, role: role?, on_behalf_of, start: start?, end })
}

impl Documents {
    /// How many members of `body` are in office on `day`: those whose term says so, else its seats.
    #[must_use]
    pub fn in_office(&self, body: &RecordId, day: Date) -> Option<u32> {
        let sits = |person: &&Record<Person>| {
            let mut terms = person.facts.terms.iter();
            terms.any(|term| term.body.id == *body && term.start <= day && term.end.is_none_or(|end| day <= end))
        };
        let count = u32::try_from(self.people.values().filter(sits).count()).ok().filter(|count| *count > 0);
        count.or_else(|| self.bodies.get(body).map(|body| body.facts.seats))
    }
}

/// Says where `end` comes before `start`.
pub(super) fn check_period(fields: &Fields<'_>, start: Option<Date>, end: Option<Date>) {
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        fields.report("end", reversed());
    }
}

/// The end comes before the beginning.
pub(super) fn reversed() -> Diagnostic {
    let message = Bilingual::new("la fin précède le début", "the end comes before the beginning");
    let help = Bilingual::new("vérifier les deux dates", "check both dates");
    Diagnostic::error(Code::PeriodReversed, message).help(help)
}
