//! `content/meetings/<id>.md`: typed once; the agenda, the attendance, the list of decisions,
//! the register and the feed all come from it.

use super::fields::Fields;
use super::moment::Moment;
use super::record::Ref;
use crate::council::{BudgetYears, Date, MatterCode, Prefecture, words};
use crate::grammar::Token;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic};

words! {
    /// Where a meeting stands.
    MeetingStatus {
        /// A date is set.
        Planned = "planned",
        /// The notice has gone out.
        Convened = "convened",
        /// It took place.
        Held = "held",
        /// It will not take place.
        Cancelled = "cancelled",
        /// It takes place later.
        Postponed = "postponed",
        /// Too few came.
        Inquorate = "inquorate",
    }
    /// What an agenda item asks for.
    ItemKind {
        /// A decision.
        Decision = "decision",
        /// Nothing but attention.
        Information = "information",
        /// An answer.
        Question = "question",
    }
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
    /// How members meet.
    MeetingMode {
        /// In one room.
        InPerson = "in-person",
        /// Each from elsewhere.
        Remote = "remote",
        /// Some in the room, some from elsewhere.
        Hybrid = "hybrid",
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

/// A meeting (séance).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The body that meets.
    pub body: Ref,
    /// Where it stands.
    pub status: MeetingStatus,
    /// When it begins.
    pub start: Moment,
    /// When it ends.
    pub end: Option<Moment>,
    /// Where.
    pub place: Option<String>,
    /// The day the notice went out.
    pub notice_sent: Option<Date>,
    /// Why the notice was shorter than usual, where the matter could not wait.
    pub urgency: Option<String>,
    /// In one room, or not.
    pub mode: Option<MeetingMode>,
    /// The day the list of decisions was posted and put online.
    pub decisions_posted: Option<Date>,
    /// How it came to its status.
    pub history: Vec<MeetingStep>,
    /// Who chairs it.
    pub chair: Option<Ref>,
    /// Who keeps the minutes.
    pub secretary: Option<Ref>,
    /// Who came.
    pub attendance: Option<Attendance>,
    /// How many had to come.
    pub quorum: Option<u32>,
    /// What was on the table.
    pub agenda: Vec<AgendaItem>,
}

/// A step of a meeting's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingStep {
    /// The day.
    pub date: Date,
    /// What it became.
    pub status: MeetingStatus,
    /// Who decided.
    pub by: String,
    /// Why; wanted where it does not take place.
    pub reason: Option<String>,
}

/// Who came to a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Those present.
    pub present: Vec<Ref>,
    /// Those who gave another their vote, and to whom.
    pub represented: Vec<(Ref, Ref)>,
    /// Those who said they could not come.
    pub excused: Vec<Ref>,
    /// Those who did not say.
    pub absent: Vec<Ref>,
}

/// A point of the agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// Its number, as printed.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What it asks for.
    pub kind: ItemKind,
    /// What was reported.
    pub report: Option<String>,
    /// The proposal it is about.
    pub proposal: Option<Ref>,
    /// The vote it is about.
    pub vote: Option<Ref>,
    /// What was decided.
    pub decision: Option<Decision>,
}

/// A decision (délibération).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
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
    /// The number of the decision it takes the place of.
    pub supersedes: Option<String>,
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

pub(super) fn read(mut fields: Fields<'_>) -> Option<Meeting> {
    let body = fields.reference("body");
    let status = fields.token("status");
    let start: Option<Moment> = fields.token("start");
    let end: Option<Moment> = fields.token_if("end");
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        fields.report("end", super::person::reversed());
    }
    let place = fields.words_if("place");
    let notice_sent = fields.token_if("notice_sent");
    let urgency = fields.words_if("urgency");
    let mode = fields.token_if("mode");
    let decisions_posted = fields.token_if("decisions_posted");
    let history = fields.records("history").into_iter().filter_map(read_step).collect();
    let chair = fields.reference_if("chair");
    let secretary = fields.reference_if("secretary");
    let attendance = fields.record_if("attendance").map(read_attendance);
    let quorum = fields.record_if("quorum").and_then(read_quorum);
    let agenda: Vec<AgendaItem> = fields.records("agenda").into_iter().filter_map(read_item).collect();
    fields.done();
    let (body, status, start) = (body?, status?, start?);
    Some(Meeting {
        body,
        status,
        start,
        end,
        place,
        notice_sent,
        urgency,
        mode,
        decisions_posted,
        history,
        chair,
        secretary,
        attendance,
        quorum,
        agenda,
    })
}

fn read_step(mut fields: Fields<'_>) -> Option<MeetingStep> {
    let (date, status) = (fields.token("date"), fields.token("status"));
    let (by, reason) = (fields.words("by"), fields.words_if("reason"));
    fields.done();
    Some(MeetingStep { date: date?, status: status?, by: by?, reason })
}

fn read_quorum(mut fields: Fields<'_>) -> Option<u32> {
    let required = fields.token("required");
    fields.done();
    required
}

fn read_attendance(mut fields: Fields<'_>) -> Attendance {
    let attendance = Attendance {
        present: fields.references("present"),
        represented: fields.reference_pairs("represented"),
        excused: fields.references("excused"),
        absent: fields.references("absent"),
    };
    fields.done();
    attendance
}

fn read_item(mut fields: Fields<'_>) -> Option<AgendaItem> {
    let number = fields.words("number");
    let title = fields.words("title");
    let kind = fields.token("kind");
    let report = fields.words_if("report");
    let proposal = fields.reference_if("proposal");
    let vote = fields.reference_if("vote");
    let decision = fields.record_if("decision").and_then(read_decision);
    fields.done();
    Some(AgendaItem { number: number?, title: title?, kind: kind?, report, proposal, vote, decision })
}

fn read_decision(mut fields: Fields<'_>) -> Option<Decision> {
    let number = fields.words("number");
    let subject = fields.words("subject");
    let outcome = fields.token("outcome");
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
    let voters = fields.record_if("voters").and_then(read_voters);
    let votes_required = fields.token_if("votes_required");
    let (matter_code, matter) = (read_matter_code(&mut fields), fields.words_if("matter"));
    let budget = fields.record_if("budget").and_then(read_budget);
    let (sent_to_prefecture, prefecture) = (fields.token_if("sent_to_prefecture"), fields.token_if("prefecture"));
    let put_online = fields.token_if("put_online");
    let author = fields.record_if("author").and_then(read_author);
    let (status, supersedes) = (fields.token_if("status"), fields.words_if("supersedes"));
    fields.done();
    Some(Decision {
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
        supersedes,
    })
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
