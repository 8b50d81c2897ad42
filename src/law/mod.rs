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

use crate::council::Date;
use crate::document::{Body, Documents, Meeting, MeetingStatus, Minutes, Profile, Record, RecordId};
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
    Code::ProxiesTooMany,
    Code::ProxyGiverPresent,
    Code::ProxyHolderAbsent,
    Code::VotersMismatch,
    Code::VotesRequiredUnmet,
    Code::OutcomeMismatch,
    Code::StatusUnexplained,
    Code::HistoryDisordered,
    Code::HistoryArrow,
    Code::DeadlineAhead,
];

/// Holds `documents` against `profile` and against themselves; `as_of` decides what is overdue.
#[must_use]
pub fn lint(profile: &Profile, documents: &Documents, as_of: Option<Date>) -> Vec<Diagnostic> {
    let none = Profile::default();
    let mut findings = Vec::new();
    for (id, meeting) in &documents.meetings {
        let body = documents.bodies.get(&meeting.facts.body.id);
        // A body that does not exist has a finding of its own.
        let profile = if body.is_some_and(|body| profile.binds(body.facts.kind)) { profile } else { &none };
        let case = Case { profile, documents, id, meeting, body: body.map(|body| &body.facts), as_of };
        course::check(&case, &mut findings);
        deadline::check(&case, &mut findings);
        attendance::check(&case, &mut findings);
        figures::check(&case, &mut findings);
        minutes::check(&case, &mut findings);
    }
    findings
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

    /// How many members are in office on the day: those whose term says so, else the seats.
    fn in_office(&self) -> Option<u32> {
        self.documents.in_office(&self.meeting.facts.body.id, self.day())
    }
}

/// A message with the article of law that asks for it.
fn by_law(article: &Bilingual, fr: &str, en: &str) -> Bilingual {
    Bilingual::new(format!("{fr} ({})", article.fr), format!("{en} ({})", article.en))
}
