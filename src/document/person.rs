//! `content/people/<id>.md`: a member, with terms.

use super::Documents;
use super::fields::Fields;
use super::record::{RecordId, Ref};
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
    /// What a member's voice weighs.
    VotingRight {
        /// It is counted.
        Deliberative = "deliberative",
        /// It is heard, and not counted.
        Advisory = "advisory",
    }
}

/// The fingerprint of an SSH key as `ssh-keygen -l` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyId(String);

impl Token for KeyId {
    fn expected() -> Bilingual {
        Bilingual::new(
            "l’empreinte d’une clé comme `ssh-keygen -l` l’imprime : `SHA256:` et 43 caractères",
            "a key's fingerprint as `ssh-keygen -l` prints it: `SHA256:` and 43 characters",
        )
    }
    fn read(text: &str) -> Option<Self> {
        let digest = text.strip_prefix("SHA256:")?;
        let sound = digest.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
        (sound && digest.len() == 43).then(|| Self(text.to_owned()))
    }
    fn write(&self) -> String {
        self.0.clone()
    }
}

/// How to reach a person, who agreed that it be public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The day on which the person agreed.
    pub consented: Date,
    /// Where and when the person can be met.
    pub hours: Option<String>,
    /// An address for mail.
    pub email: Option<String>,
    /// A number to call.
    pub phone: Option<String>,
    /// A page of the person's own.
    pub web: Option<String>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name by which lists are sorted, such as `Morel Claire`.
    pub sort_name: String,
    /// The terms, as written.
    pub terms: Vec<Term>,
    /// How to reach the person.
    pub contact: Option<Contact>,
    /// The keys with which the person signs public votes.
    pub key_ids: Vec<KeyId>,
}

impl Person {
    /// The term that the person holds in `body` on `day`.
    #[must_use]
    pub fn term_on(&self, body: &RecordId, day: Date) -> Option<&Term> {
        self.terms.iter().find(|term| term.body.id == *body && term.lasts_on(day))
    }
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
    /// Whether the voice is counted.
    pub voting_right: VotingRight,
    /// Whose seat it was, where the person came in before the term of the body was over.
    pub replaces: Option<Ref>,
}

impl Term {
    /// Whether the term lasts on `day`.
    #[must_use]
    pub fn lasts_on(&self, day: Date) -> bool {
        self.start <= day && self.end.is_none_or(|end| day <= end)
    }

    /// Whether it has not ended by `today`.
    #[must_use]
    pub fn lasts(&self, today: Option<Date>) -> bool {
        self.end.is_none_or(|end| today.is_none_or(|today| end >= today))
    }
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Person> {
    let sort_name = fields.words("sort_name");
    let terms = fields.records("terms").into_iter().filter_map(read_term).collect();
    let contact = fields.record_if("contact").and_then(read_contact);
    let key_ids = fields.tokens("key_ids");
    fields.done();
    Some(Person { sort_name: sort_name?, terms, contact, key_ids })
}

fn read_contact(mut fields: Fields<'_>) -> Option<Contact> {
    let consented = fields.token("consented");
    let (hours, email) = (fields.words_if("hours"), fields.words_if("email"));
    let (phone, web) = (fields.words_if("phone"), fields.address_if("web"));
    fields.done();
    Some(Contact { consented: consented?, hours, email, phone, web })
}

fn read_term(mut fields: Fields<'_>) -> Option<Term> {
    let body = fields.reference("body");
    let role = fields.token("role");
    let on_behalf_of = fields.words_if("on_behalf_of");
    let start: Option<Date> = fields.token("start");
    let end: Option<Date> = fields.token_if("end");
    check_period(&fields, start, end);
    let voting_right = fields.token_if("voting_right").unwrap_or(VotingRight::Deliberative);
    let replaces = fields.reference_if("replaces");
    fields.done();
    Some(Term { body: body?, role: role?, on_behalf_of, start: start?, end, voting_right, replaces })
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

impl Documents {
    /// How many members of `body` are in office on `day`: those whose term says so, else its seats. Who has
    /// an advisory voice is none of them.
    #[must_use]
    pub fn in_office(&self, body: &RecordId, day: Date) -> Option<u32> {
        let votes = |term: &Term| term.voting_right == VotingRight::Deliberative;
        let terms = self.people.values().filter_map(|person| person.facts.term_on(body, day));
        let count = u32::try_from(terms.filter(|term| votes(term)).count()).ok().filter(|count| *count > 0);
        count.or_else(|| self.bodies.get(body).map(|body| body.facts.seats))
    }
}
