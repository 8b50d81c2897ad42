//! What records say happened, and on which day: calendars and feeds know of no other change.

use super::library::Library;
use crate::council::Date;
use crate::document::{Documents, Meeting, MeetingStatus, RecordId};

/// A change in the course of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MeetingChange<'a> {
    /// The day.
    pub(super) date: Date,
    /// What it became, or stayed where its hour or place changed.
    pub(super) status: MeetingStatus,
    /// How many changes before it led to the same state.
    pub(super) times_before: usize,
    /// Why.
    pub(super) reason: Option<&'a str>,
}

/// The changes of a meeting: its notice, unless `history:` has it as a step, and each step. Their number only
/// grows as long as nobody takes a step back out.
pub(super) fn meeting_changes(meeting: &Meeting) -> Vec<MeetingChange<'_>> {
    let convened = meeting.history.iter().find(|step| step.status == MeetingStatus::Convened);
    // A step after the notice went out is another: it tells of a new hour or place.
    let is_written = |day: Date| convened.is_some_and(|step| step.date <= day);
    let notice = meeting.notice_sent.filter(|day| !is_written(*day)).map(|day| (day, MeetingStatus::Convened, None));
    let steps = meeting.history.iter().map(|step| (step.date, step.status, step.reason.as_deref()));
    let mut changes: Vec<MeetingChange<'_>> = Vec::new();
    for (date, status, reason) in notice.into_iter().chain(steps) {
        let times_before = changes.iter().filter(|change| change.status == status).count();
        changes.push(MeetingChange { date, status, times_before, reason });
    }
    changes
}

/// The days on which a record was corrected.
pub(super) fn corrections<'a>(
    documents: &'a Documents,
    folder: &'a str,
    id: &'a RecordId,
) -> impl Iterator<Item = Date> + 'a {
    let errata = documents.errata.values().map(|erratum| &erratum.facts);
    errata.filter(move |erratum| erratum.target.is_of(folder, id)).map(|erratum| erratum.at)
}

/// The last day on which anything about a meeting is said to have happened.
pub(super) fn meeting_modified(library: &Library, id: &RecordId, meeting: &Meeting) -> Option<Date> {
    let documents = library.documents();
    let minutes = documents.minutes.iter().filter(|(_, minutes)| minutes.facts.meeting.id == *id);
    let minutes = minutes.flat_map(|(id, minutes)| {
        let days = [minutes.facts.settled_at, minutes.facts.published_at].into_iter().flatten();
        days.chain(corrections(documents, "minutes", id))
    });
    let decisions = meeting.agenda.iter().filter_map(|item| item.decision.as_ref());
    let decisions =
        decisions.flat_map(|one| one.put_online.into_iter().chain(one.history.iter().map(|step| step.date)));
    let changes = meeting_changes(meeting).into_iter().map(|change| change.date);
    changes
        .chain(meeting.notice_sent)
        .chain(meeting.decisions_posted)
        .chain(minutes)
        .chain(corrections(documents, "meetings", id))
        .chain(decisions)
        .max()
}
