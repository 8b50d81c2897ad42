//! Calendars in the form of iCalendar (RFC 5545): of the council, of a body, of one meeting or vote.
//!
//! Nothing here asks the clock: a record's own days say when it changed, and the number of its changes
//! is the SEQUENCE by which programs know the newer of two versions.

mod event;
mod lines;

use super::library::Library;
use super::route::Page;
use super::view::Scene;
use crate::document::{RecordId, Ref};
use event::Event;
use lines::Lines;

/// How many events a calendar holds, the newest ones: some programs refuse a file of a megabyte.
const MOST: usize = 300;

/// What a calendar is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarScope {
    /// Every meeting and vote.
    Council,
    /// Those of a body.
    Body(RecordId),
    /// One meeting.
    Meeting(RecordId),
    /// The hours of one vote.
    Vote(RecordId),
}

impl CalendarScope {
    /// Every calendar that has an event: the standard knows no empty one.
    #[must_use]
    pub fn all(library: &Library) -> Vec<Self> {
        let documents = library.documents();
        let meetings = documents.meetings.iter().filter(|(_, meeting)| library.instant(meeting.facts.start).is_some());
        let meetings: Vec<_> = meetings.map(|(id, meeting)| (Self::Meeting(id.clone()), &meeting.facts.body)).collect();
        let votes = documents.votes.iter().map(|(id, vote)| (Self::Vote(id.clone()), &vote.facts.body));
        let own: Vec<(Self, &Ref)> = meetings.into_iter().chain(votes).collect();
        let bodies = documents.bodies.keys().filter(|id| own.iter().any(|(_, body)| body.id == **id));
        let council = Some(Self::Council).filter(|_| !own.is_empty());
        let shared: Vec<Self> = council.into_iter().chain(bodies.cloned().map(Self::Body)).collect();
        shared.into_iter().chain(own.into_iter().map(|(scope, _)| scope)).collect()
    }

    /// The calendar that a page offers.
    #[must_use]
    pub fn of_page(page: &Page) -> Option<Self> {
        match page {
            Page::Meeting(id) => Some(Self::Meeting(id.clone())),
            Page::Vote(id) => Some(Self::Vote(id.clone())),
            Page::Body(id) => Some(Self::Body(id.clone())),
            Page::MeetingList | Page::VoteList | Page::Home | Page::Follow => Some(Self::Council),
            _ => None,
        }
    }

    /// Whether it is shared, or its one meeting or vote is not over.
    #[must_use]
    pub fn is_ahead(&self, scene: &Scene<'_>) -> bool {
        let documents = scene.documents();
        let last = match self {
            Self::Council | Self::Body(_) => return true,
            Self::Meeting(id) => documents.meetings.get(id).map(|meeting| meeting.facts.start.date()),
            Self::Vote(id) => documents.votes.get(id).map(|vote| vote.facts.closes.date()),
        };
        last.zip(scene.as_of).is_none_or(|(last, today)| last >= today)
    }

    /// The address within its language.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Council => "calendar.ics".to_owned(),
            Self::Body(id) => format!("bodies/{id}.ics"),
            Self::Meeting(id) => format!("meetings/{id}.ics"),
            Self::Vote(id) => format!("votes/{id}.ics"),
        }
    }

    /// What it is called; a file of one event has no name of its own.
    #[must_use]
    pub fn name(&self, scene: &Scene<'_>) -> Option<String> {
        match self {
            Self::Council => Some(scene.of(&scene.documents().config.name).to_owned()),
            Self::Body(id) => scene.documents().bodies.get(id).map(|body| body.title(scene.language).to_owned()),
            Self::Meeting(_) | Self::Vote(_) => None,
        }
    }

    fn has_meeting(&self, id: &RecordId, body: &RecordId) -> bool {
        match self {
            Self::Council => true,
            Self::Body(wanted) => wanted == body,
            Self::Meeting(wanted) => wanted == id,
            Self::Vote(_) => false,
        }
    }

    fn has_vote(&self, id: &RecordId, body: &RecordId) -> bool {
        match self {
            Self::Council => true,
            Self::Body(wanted) => wanted == body,
            Self::Vote(wanted) => wanted == id,
            Self::Meeting(_) => false,
        }
    }
}

/// The calendar's file.
#[must_use]
pub fn write(scene: &Scene<'_>, scope: &CalendarScope) -> Vec<u8> {
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", &format!("-//Parvis//Parvis//{}", scene.language.code().to_uppercase()));
    lines.raw("CALSCALE", "GREGORIAN");
    if let Some(name) = scope.name(scene) {
        write_name(scene, scope, &name, &mut lines);
    }
    for event in events(scene, scope) {
        event.write(&mut lines);
    }
    lines.raw("END", "VCALENDAR");
    lines.finish()
}

/// What whoever subscribes needs (RFC 7986), and the older names of the same.
fn write_name(scene: &Scene<'_>, scope: &CalendarScope, name: &str, lines: &mut Lines) {
    let address = scene.address(&Page::Calendar(scope.clone()));
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    lines.raw("X-WR-TIMEZONE", &scene.documents().config.time_zone);
    lines.raw("SOURCE;VALUE=URI", &address);
    lines.raw("REFRESH-INTERVAL;VALUE=DURATION", "PT12H");
    lines.raw("X-PUBLISHED-TTL", "PT12H");
}

/// The events in the order of their hours.
fn events(scene: &Scene<'_>, scope: &CalendarScope) -> Vec<Event> {
    let documents = scene.documents();
    let meetings = documents.meetings.iter().filter(|(id, meeting)| scope.has_meeting(id, &meeting.facts.body.id));
    let votes = documents.votes.iter().filter(|(id, vote)| scope.has_vote(id, &vote.facts.body.id));
    let meetings = meetings.filter_map(|(id, meeting)| Event::of_meeting(scene, id, meeting));
    let mut events: Vec<Event> = meetings.chain(votes.flat_map(|(id, vote)| Event::of_vote(scene, id, vote))).collect();
    events.sort_by_key(|event| event.start);
    events.split_off(events.len().saturating_sub(MOST))
}
