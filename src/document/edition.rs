//! `content/editions/<id>.md`: one year of a participatory budget, with its phases and its rules.

use super::fields::Fields;
use super::record::Ref;
use crate::council::{Amount, Currency, Date};
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic};

/// An edition of a participatory budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The body that holds it.
    pub body: Ref,
    /// Its year.
    pub year: u32,
    /// Its phases, first to last.
    pub phases: Vec<EditionPhase>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What it can spend, where its votes do not say it.
    pub amount: Option<Amount>,
    /// The same by envelope.
    pub envelopes: Vec<EditionEnvelope>,
    /// Its votes.
    pub votes: Vec<Ref>,
    /// Where residents met.
    pub workshops: Vec<Workshop>,
}

/// A phase of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionPhase {
    /// What it is called.
    pub name: Bilingual,
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
}

/// Money set aside for one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionEnvelope {
    /// What it is called.
    pub title: Bilingual,
    /// What it holds.
    pub amount: Amount,
}

/// A meeting with residents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workshop {
    /// The day.
    pub date: Date,
    /// Where.
    pub place: String,
    /// What it was about.
    pub subject: Bilingual,
    /// How many came; nothing where nobody counted.
    pub attendance: Option<u32>,
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Edition> {
    let body = fields.reference("body");
    let year = fields.token("year");
    fields.need_list("phases");
    let phases: Vec<EditionPhase> = fields.records("phases").into_iter().filter_map(read_phase).collect();
    if phases.windows(2).any(|two| two[1].start < two[0].start) {
        let message =
            Bilingual::new("une phase commence avant la précédente", "a phase begins before the one above it");
        let help =
            Bilingual::new("ranger les phases par jour de début", "put the phases in the order of their first day");
        fields.report("phases", Diagnostic::error(Code::StepsUnordered, message).help(help));
    }
    let currency = fields.token("currency");
    let amount = fields.token_if("amount");
    let envelopes = fields.records("envelopes").into_iter().filter_map(read_envelope).collect();
    let votes = fields.references("votes");
    let workshops = fields.records("workshops").into_iter().filter_map(read_workshop).collect();
    fields.done();
    Some(Edition { body: body?, year: year?, phases, currency: currency?, amount, envelopes, votes, workshops })
}

fn read_phase(mut fields: Fields<'_>) -> Option<EditionPhase> {
    let name = fields.bilingual("name");
    let start: Option<Date> = fields.token("start");
    let end: Option<Date> = fields.token("end");
    super::person::check_period(&fields, start, end);
    fields.done();
    Some(EditionPhase { name: name?, start: start?, end: end? })
}

fn read_envelope(mut fields: Fields<'_>) -> Option<EditionEnvelope> {
    let title = fields.bilingual("title");
    let amount = fields.token("amount");
    fields.done();
    Some(EditionEnvelope { title: title?, amount: amount? })
}

fn read_workshop(mut fields: Fields<'_>) -> Option<Workshop> {
    let date = fields.token("date");
    let place = fields.words("place");
    let subject = fields.bilingual("subject");
    let attendance = fields.token_if("attendance");
    fields.done();
    Some(Workshop { date: date?, place: place?, subject: subject?, attendance })
}
