//! A decision (délibération) within a meeting: how it was voted, its amendments, what became of it.

use super::fields::Fields;
use super::life::{Life, Step, read_steps};
use super::record::Ref;
use crate::council::{BudgetYears, Date, MatterCode, Prefecture, words};
use crate::grammar::Token;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};

words! {
    /// What became of a decision.
    DecisionOutcome {
        /// It passed.
        Adopted = "adopted",
        /// It did not.
        Rejected = "rejected",
        /// It comes back later.
        Deferred = "deferred",
        /// It was taken off.
        Withdrawn = "withdrawn",
    }
    /// What became of a decision after it was published.
    DecisionStatus {
        /// It holds.
        Published = "published",
        /// It is before a court.
        Appealed = "appealed",
        /// A court or the council took it back.
        Annulled = "annulled",
        /// A later decision took its place.
        Superseded = "superseded",
    }
    /// How members voted.
    Ballot {
        /// By name.
        Public = "public",
        /// By show of hands.
        ShowOfHands = "show-of-hands",
        /// In secret.
        Secret = "secret",
    }
}

impl Life for DecisionStatus {
    fn word(self) -> &'static str {
        self.word()
    }
    fn begins(self) -> bool {
        self == Self::Published
    }
    /// An appeal that fails leaves the decision as it was.
    fn next(self) -> &'static [Self] {
        match self {
            Self::Published => &[Self::Appealed, Self::Annulled, Self::Superseded],
            Self::Appealed => &[Self::Published, Self::Annulled, Self::Superseded],
            Self::Annulled | Self::Superseded => &[],
        }
    }
    fn closes(self) -> bool {
        matches!(self, Self::Annulled | Self::Superseded)
    }
}

/// A decision (délibération).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Where it stands in the meeting's file.
    pub place: Place,
    /// Its number in the register, such as `2026-01`.
    pub number: String,
    /// The subject under which the register lists it.
    pub subject: String,
    /// What became of it.
    pub outcome: DecisionOutcome,
    /// How members voted.
    pub ballot: Option<Ballot>,
    /// Who voted how; nothing where the ballot was secret or none was held.
    pub roll_call: Option<RollCall>,
    /// How many voted how, where no roll call says so.
    pub voters: Option<Voters>,
    /// How many votes in favour it needs, where that is not more than half of those for or against.
    pub votes_required: Option<u32>,
    /// What it is about, by the nomenclature of acts.
    pub matter_code: Option<MatterCode>,
    /// The same in words.
    pub matter: Option<String>,
    /// The budget it concerns.
    pub budget: Option<Budget>,
    /// The day it was sent to the prefecture.
    pub sent_to_prefecture: Option<Date>,
    /// The prefecture it was sent to, such as `PREF075`.
    pub prefecture: Option<Prefecture>,
    /// The day it was put online.
    pub put_online: Option<Date>,
    /// Who signed it.
    pub author: Option<Author>,
    /// What became of it since.
    pub status: Option<DecisionStatus>,
    /// How it came there, since it was published.
    pub history: Vec<Step<DecisionStatus>>,
    /// The number of the decision it takes the place of.
    pub supersedes: Option<String>,
    /// Why it was put off or taken off.
    pub reason: Option<String>,
    /// Who asked for this kind of ballot.
    pub ballot_requested_by: Vec<Ref>,
    /// Who took no part in it, since the matter concerns them.
    pub recusals: Vec<Recusal>,
    /// What was asked to be changed before the vote.
    pub amendments: Vec<Amendment>,
}

/// A member who took no part in a decision (déport).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recusal {
    /// The member.
    pub person: Ref,
    /// Why, as far as the member wants it said.
    pub reason: Option<String>,
}

/// A change to a decision that was asked for before the vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// Where it stands in the meeting's file.
    pub place: Place,
    /// Its number, as printed.
    pub number: String,
    /// What it would change.
    pub subject: String,
    /// Who asked for it.
    pub by: String,
    /// What became of it.
    pub outcome: DecisionOutcome,
    /// How members voted.
    pub ballot: Option<Ballot>,
    /// Who voted how.
    pub roll_call: Option<RollCall>,
    /// How many voted how, where no roll call says so.
    pub voters: Option<Voters>,
}

/// How many voted how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voters {
    /// Members in office.
    pub eligible: u32,
    /// Those who voted: for, against or abstaining.
    pub voting: u32,
    /// In favour.
    pub votes_for: u32,
    /// Against.
    pub votes_against: u32,
    /// Abstaining.
    pub abstentions: u32,
}

/// The budget that a decision concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The year, `2026` or `2026/2027`.
    pub year: BudgetYears,
    /// Its name, such as `budget principal`.
    pub name: String,
}

/// Who signed a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// In what capacity, such as `maire`.
    pub capacity: String,
}

/// Who voted how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollCall {
    /// In favour.
    pub votes_for: Vec<Ref>,
    /// Against.
    pub votes_against: Vec<Ref>,
    /// Abstaining.
    pub abstentions: Vec<Ref>,
    /// Taking no part.
    pub not_voting: Vec<Ref>,
}

impl RollCall {
    /// Everybody named, with the answer's word.
    pub fn answers(&self) -> impl Iterator<Item = (&'static str, &Ref)> {
        [
            ("for", &self.votes_for),
            ("against", &self.votes_against),
            ("abstention", &self.abstentions),
            ("not-voting", &self.not_voting),
        ]
        .into_iter()
        .flat_map(|(word, refs)| refs.iter().map(move |person| (word, person)))
    }
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Decision> {
    let place = fields.place("number");
    let number = fields.words("number");
    let subject = fields.words("subject");
    let outcome = fields.token("outcome");
    let (ballot, roll_call) = read_ballot(&mut fields);
    let voters = fields.record_if("voters").and_then(read_voters);
    let votes_required = fields.token_if("votes_required");
    let (matter_code, matter) = (read_matter_code(&mut fields), fields.words_if("matter"));
    let budget = fields.record_if("budget").and_then(read_budget);
    let (sent_to_prefecture, prefecture) = (fields.token_if("sent_to_prefecture"), fields.token_if("prefecture"));
    let put_online = fields.token_if("put_online");
    let author = fields.record_if("author").and_then(read_author);
    let (status, history) = (fields.token_if("status"), read_steps(&mut fields, "history"));
    let (supersedes, reason) = (fields.words_if("supersedes"), fields.words_if("reason"));
    let ballot_requested_by = fields.references("ballot_requested_by");
    let recusals = fields.records("recusals").into_iter().filter_map(read_recusal).collect();
    let amendments = fields.records("amendments").into_iter().filter_map(read_amendment).collect();
    fields.done();
    Some(Decision {
        place,
        number: number?,
        subject: subject?,
        outcome: outcome?,
        ballot,
        roll_call,
        voters,
        votes_required,
        matter_code,
        matter,
        budget,
        sent_to_prefecture,
        prefecture,
        put_online,
        author,
        status,
        history,
        supersedes,
        reason,
        ballot_requested_by,
        recusals,
        amendments,
    })
}

/// How members voted, and who how; a secret ballot has no names.
fn read_ballot(fields: &mut Fields<'_>) -> (Option<Ballot>, Option<RollCall>) {
    let ballot = fields.token_if("ballot");
    let roll_call = fields.record_if("votes").map(read_roll_call);
    if ballot == Some(Ballot::Secret) && roll_call.is_some() {
        let message = Bilingual::new(
            "un scrutin secret ne peut pas avoir d’appel nominal",
            "a secret ballot cannot have a roll call",
        );
        let help = Bilingual::new("retirer `votes:`, ou corriger `ballot:`", "take out `votes:`, or correct `ballot:`");
        fields.report("votes", Diagnostic::error(Code::RollCallMismatch, message).help(help));
    }
    (ballot, roll_call)
}

fn read_recusal(mut fields: Fields<'_>) -> Option<Recusal> {
    let (person, reason) = (fields.reference("person"), fields.words_if("reason"));
    fields.done();
    Some(Recusal { person: person?, reason })
}

fn read_amendment(mut fields: Fields<'_>) -> Option<Amendment> {
    let place = fields.place("number");
    let (number, subject, by) = (fields.words("number"), fields.words("subject"), fields.words("by"));
    let outcome = fields.token("outcome");
    let (ballot, roll_call) = read_ballot(&mut fields);
    let voters = fields.record_if("voters").and_then(read_voters);
    fields.done();
    Some(Amendment { place, number: number?, subject: subject?, by: by?, outcome: outcome?, ballot, roll_call, voters })
}

fn read_matter_code(fields: &mut Fields<'_>) -> Option<MatterCode> {
    let code = fields.token_if::<MatterCode>("matter_code")?;
    if !code.is_known() {
        let message = Bilingual::new(
            format!("la nomenclature n’a pas de matière `{code}`"),
            format!("the nomenclature has no matter `{code}`"),
        );
        let help = match code.last_of_domain() {
            Some(last) => {
                let domain = last.domain();
                Bilingual::new(
                    format!("le domaine {domain} va de `{domain}.1` à `{last}`"),
                    format!("the domain {domain} goes from `{domain}.1` to `{last}`"),
                )
            }
            None => Bilingual::new("les domaines vont de 1 à 9", "the domains go from 1 to 9"),
        };
        fields.report("matter_code", Diagnostic::error(Code::MatterUnknown, message).help(help));
    }
    Some(code)
}

fn read_voters(mut fields: Fields<'_>) -> Option<Voters> {
    let (eligible, voting) = (fields.token("eligible"), fields.token("voting"));
    let (votes_for, votes_against) = (fields.token("for"), fields.token("against"));
    let abstentions = fields.token("abstention");
    fields.done();
    Some(Voters {
        eligible: eligible?,
        voting: voting?,
        votes_for: votes_for?,
        votes_against: votes_against?,
        abstentions: abstentions?,
    })
}

fn read_budget(mut fields: Fields<'_>) -> Option<Budget> {
    let (year, name) = (fields.token("year"), fields.words("name"));
    fields.done();
    Some(Budget { year: year?, name: name? })
}

fn read_author(mut fields: Fields<'_>) -> Option<Author> {
    let (name, capacity) = (fields.words("name"), fields.words("capacity"));
    fields.done();
    Some(Author { name: name?, capacity: capacity? })
}

fn read_roll_call(mut fields: Fields<'_>) -> RollCall {
    let call = RollCall {
        votes_for: fields.references("for"),
        votes_against: fields.references("against"),
        abstentions: fields.references("abstention"),
        not_voting: fields.references("not_voting"),
    };
    fields.done();
    call
}
