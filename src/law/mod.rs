//! The council's records held against a law profile, and against themselves.
//!
//! [`lint`] is a pure function: a [`Profile`], the documents and a day in, findings out. What contradicts
//! itself is an error whatever the profile; a deadline that was missed is a warning, since the past
//! cannot be mended; one that is still ahead is a note. Without a day, only what the records prove is
//! found.

mod attendance;
mod course;
mod deadline;
mod figures;
mod minutes;

pub use deadline::NoticeDays;

use crate::council::Date;
use crate::document::{
    Body, Documents, Meeting, MeetingStatus, Minutes, MinutesContent, Profile, Record, RecordId, Term,
};
use crate::report::{Bilingual, Code, Diagnostic, Place};

/// The codes that [`lint`] may find; `docs/law.md` explains each.
pub const CODES: &[Code] = &[
    Code::NoticeMissing,
    Code::NoticeShort,
    Code::ListLate,
    Code::MinutesLate,
    Code::MinutesMissing,
    Code::MinutesIncomplete,
    Code::MinutesDates,
    Code::ActNotOnline,
    Code::ActBeforeMeeting,
    Code::QuorumNotReached,
    Code::AttendanceMismatch,
    Code::ProxiesTooMany,
    Code::ProxyGiverPresent,
    Code::ProxyHolderAbsent,
    Code::VotersMismatch,
    Code::VotesRequiredUnmet,
    Code::OutcomeMismatch,
    Code::StatusUnexplained,
    Code::StepsUnordered,
    Code::HistoryArrow,
    Code::DeadlineAhead,
];

/// Holds `documents` against `profile` and against themselves; `as_of` decides what is overdue.
#[must_use]
pub fn lint(profile: &Profile, documents: &Documents, as_of: Option<Date>) -> Vec<Diagnostic> {
    let none = Profile::default();
    let mut findings = Vec::new();
    for (id, meeting) in &documents.meetings {
        let case = Case::of(profile, documents, (id, meeting), as_of, &none);
        course::check(&case, &mut findings);
        deadline::check(&case, &mut findings);
        attendance::check(&case, &mut findings);
        figures::check(&case, &mut findings);
        minutes::check(&case, &mut findings);
    }
    findings
}

/// What the rules ask of a meeting, for pages that show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// Of its notice.
    pub notice: Option<NoticeDays>,
    /// By when the list of its decisions is posted, and the article that says so.
    pub list: Option<(Date, Bilingual)>,
    /// What its minutes must tell, and whether they do; with the article.
    pub minutes: Option<(Vec<(MinutesContent, bool)>, Bilingual)>,
}

/// What `profile` asks of the meeting with this id.
#[must_use]
pub fn demands(profile: &Profile, documents: &Documents, meeting: &RecordId) -> Demands {
    let Some(found) = documents.meetings.get_key_value(meeting) else { return Demands::default() };
    let none = Profile::default();
    let case = Case::of(profile, documents, found, None, &none);
    Demands {
        notice: deadline::notice_days(&case),
        list: deadline::list_due(&case).map(|(due, rule)| (due, rule.article.clone())),
        minutes: minutes::checklist(&case),
    }
}

/// A meeting with all that it is held against.
struct Case<'a> {
    profile: &'a Profile,
    documents: &'a Documents,
    id: &'a RecordId,
    meeting: &'a Record<Meeting>,
    body: Option<&'a Body>,
    as_of: Option<Date>,
}

impl<'a> Case<'a> {
    /// `none` holds where the profile does not bind the body. A body that does not exist has a finding
    /// of its own.
    fn of(
        profile: &'a Profile,
        documents: &'a Documents,
        (id, meeting): (&'a RecordId, &'a Record<Meeting>),
        as_of: Option<Date>,
        none: &'a Profile,
    ) -> Self {
        let body = documents.bodies.get(&meeting.facts.body.id).map(|body| &body.facts);
        let profile = if body.is_some_and(|body| profile.binds(body.kind)) { profile } else { none };
        Self { profile, documents, id, meeting, body, as_of }
    }

    fn day(&self) -> Date {
        self.meeting.facts.start.date()
    }

    fn held(&self) -> bool {
        self.meeting.facts.status == MeetingStatus::Held
    }

    /// The meeting's own file.
    fn place(&self) -> Place {
        Place::file(&self.meeting.file)
    }

    fn minutes(&self) -> Option<&'a Record<Minutes>> {
        self.documents.minutes.values().find(|minutes| minutes.facts.meeting.id == *self.id)
    }

    /// The other meetings of the same body.
    fn others(&self) -> impl Iterator<Item = &'a Meeting> {
        let (id, body) = (self.id, &self.meeting.facts.body.id);
        let meetings = self.documents.meetings.iter();
        meetings
            .filter(move |(other, _)| *other != id)
            .map(|(_, meeting)| &meeting.facts)
            .filter(|m| m.body.id == *body)
    }

    /// Those who hold a term in the body on the day, with that term.
    fn members(&self) -> impl Iterator<Item = (&'a RecordId, &'a Term)> {
        let (body, day) = (&self.meeting.facts.body.id, self.day());
        self.documents.people.iter().filter_map(move |(id, person)| Some((id, person.facts.term_on(body, day)?)))
    }

    /// How many members are in office on the day.
    fn in_office(&self) -> Option<u32> {
        self.documents.in_office(&self.meeting.facts.body.id, self.day())
    }
}

/// A message with the article of law that asks for it.
fn by_law(article: &Bilingual, fr: &str, en: &str) -> Bilingual {
    Bilingual::new(format!("{fr} ({})", article.fr), format!("{en} ({})", article.en))
}
