//! `content/meetings/<id>.md`: typed once; the agenda, the attendance, the list of decisions,
//! the register and the feed all come from it.

use super::Records;
use super::decision::{self, Decision, DecisionOutcome};
use super::fields::Fields;
use super::life::{Life, Step, read_steps};
use super::moment::Moment;
use super::person::{Person, VotingRight};
use super::record::{RecordId, Ref};
use crate::council::{Date, words};
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
    /// How members meet.
    MeetingMode {
        /// In one room.
        InPerson = "in-person",
        /// Each from elsewhere.
        Remote = "remote",
        /// Some in the room, some from elsewhere.
        Hybrid = "hybrid",
    }
    /// Who may come in.
    MeetingAccess {
        /// Anybody.
        Public = "public",
        /// Only those convened (huis clos).
        Closed = "closed",
    }
}

impl Life for MeetingStatus {
    fn word(self) -> &'static str {
        self.word()
    }
    fn begins(self) -> bool {
        // A record may be begun where the meeting stood when somebody began to write.
        true
    }
    /// A meeting that is put off may be planned or convened again.
    fn next(self) -> &'static [Self] {
        match self {
            Self::Planned => &[Self::Convened, Self::Cancelled, Self::Postponed],
            Self::Convened => &[Self::Held, Self::Cancelled, Self::Postponed, Self::Inquorate],
            Self::Postponed => &[Self::Planned, Self::Convened],
            Self::Held | Self::Cancelled | Self::Inquorate => &[],
        }
    }
    fn closes(self) -> bool {
        matches!(self, Self::Cancelled | Self::Postponed | Self::Inquorate)
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
    /// Who may come in.
    pub access: Option<MeetingAccess>,
    /// How to attend: the entrance, the link, the way to ask a question.
    pub attend: Option<Bilingual>,
    /// The meeting that takes its place, where it was put off or too few came.
    pub postponed_to: Option<Ref>,
    /// Papers that go with the notice.
    pub documents: Vec<Ref>,
    /// The day the list of decisions was posted and put online.
    pub decisions_posted: Option<Date>,
    /// How it came to its status.
    pub history: Vec<Step<MeetingStatus>>,
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

impl Meeting {
    /// Whether the voice of a person is counted here: it is not where the term is an advisory one.
    #[must_use]
    pub fn counts(&self, people: &Records<Person>, person: &RecordId) -> bool {
        let term = people.get(person).and_then(|record| record.facts.term_on(&self.body.id, self.start.date()));
        term.is_none_or(|term| term.voting_right == VotingRight::Deliberative)
    }

    /// How many are present whose voice is counted: those who make the quorum.
    #[must_use]
    pub fn present(&self, people: &Records<Person>) -> u64 {
        let present = self.attendance.iter().flat_map(|sheet| &sheet.present);
        present.filter(|person| self.counts(people, &person.id)).count() as u64
    }
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
    /// Those who came late, and the number of the item at which they did.
    pub arrived: Vec<(Ref, String)>,
    /// Those who left early, and the number of the item at which they did.
    pub left: Vec<(Ref, String)>,
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
    /// Who reports.
    pub reporter: Option<Ref>,
    /// What was reported.
    pub report: Option<String>,
    /// The papers it rests on.
    pub documents: Vec<Ref>,
    /// The proposal it is about.
    pub proposal: Option<Ref>,
    /// The vote it is about.
    pub vote: Option<Ref>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// What became of it where it came to no vote: put off, or taken off.
    pub outcome: Option<DecisionOutcome>,
    /// Why it came to no vote.
    pub reason: Option<String>,
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
    let (mode, access) = (fields.token_if("mode"), fields.token_if("access"));
    let attend = fields.bilingual_if("attend");
    let (postponed_to, documents) = (fields.reference_if("postponed_to"), fields.references("documents"));
    let decisions_posted = fields.token_if("decisions_posted");
    let history = read_steps(&mut fields, "history");
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
        access,
        attend,
        postponed_to,
        documents,
        decisions_posted,
        history,
        chair,
        secretary,
        attendance,
        quorum,
        agenda,
    })
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
        arrived: fields.reference_words("arrived"),
        left: fields.reference_words("left"),
    };
    fields.done();
    attendance
}

fn read_item(mut fields: Fields<'_>) -> Option<AgendaItem> {
    let number = fields.words("number");
    let title = fields.words("title");
    let kind = fields.token("kind");
    let (reporter, report) = (fields.reference_if("reporter"), fields.words_if("report"));
    let documents = fields.references("documents");
    let proposal = fields.reference_if("proposal");
    let vote = fields.reference_if("vote");
    let decision = fields.record_if("decision").and_then(decision::read);
    let outcome = fields.token_if("outcome");
    let reason = fields.words_if("reason");
    check_outcome(&fields, outcome, decision.is_some());
    fields.done();
    Some(AgendaItem {
        number: number?,
        title: title?,
        kind: kind?,
        reporter,
        report,
        documents,
        proposal,
        vote,
        decision,
        outcome,
        reason,
    })
}

/// What was put to the vote says its outcome below `decision`; what was not was put off or taken off.
fn check_outcome(fields: &Fields<'_>, outcome: Option<DecisionOutcome>, decided: bool) {
    let Some(outcome) = outcome else { return };
    let without_vote = matches!(outcome, DecisionOutcome::Deferred | DecisionOutcome::Withdrawn);
    if fields.draws() || without_vote && !decided {
        return;
    }
    let word = outcome.word();
    let message = Bilingual::new(
        format!(
            "`outcome: {word}` au point lui-même : seul un point qui n’est venu à aucun vote y dit `deferred` ou `withdrawn`"
        ),
        format!(
            "`outcome: {word}` at the item itself: only an item that came to no vote says `deferred` or `withdrawn` there"
        ),
    );
    let help = Bilingual::new("l’écrire sous `decision:`", "write it below `decision:`");
    fields.report("outcome", Diagnostic::error(Code::ValueUnexpected, message).help(help));
}
