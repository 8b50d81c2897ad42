//! `content/people/<id>.md`: a member, with terms.

use super::fields::Fields;
use super::record::Ref;
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
    /// Where they agreed to be written to or called.
    pub contact: Option<String>,
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

pub(super) fn read(mut fields: Fields<'_>) -> Option<Person> {
    let sort_name = fields.words("sort_name");
    let contact = fields.words_if("contact");
    let terms = fields.records("terms").into_iter().filter_map(read_term).collect();
    fields.done();
    Some(Person { sort_name: sort_name?, contact, terms })
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
