//! Meetings: the notice before, the agenda with its decisions and the attendance after.

use serde::Serialize;

use super::agenda::{self, ItemView};
use super::attendance::AttendanceView;
use super::decision_list;
use super::filed::{self, DocumentLink};
use super::{Day, Label, Link, Passage, Scene, Shell, StepView, format};
use crate::council::Date;
use crate::document::{Meeting, MeetingStatus, Minutes, Record, RecordId};
use crate::law;
use crate::site::markdown::Below;
use crate::site::route::Page;

/// One meeting in a list.
#[derive(Clone, Debug, Serialize)]
pub struct MeetingRow {
    /// Its title.
    pub link: Link,
    /// The day.
    pub day: Day,
    /// The day of the month, for a calendar leaf.
    pub day_of_month: String,
    /// The month, for a calendar leaf.
    pub month: String,
    /// The hour.
    pub hour: String,
    /// Where.
    pub place: Option<String>,
    /// The body.
    pub body: Link,
    /// Where it stands.
    pub status: Label,
    /// The list of decisions.
    pub decision_list: Option<Link>,
    /// The minutes.
    pub minutes: Option<Link>,
    /// The language of its title, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// All meetings.
#[derive(Clone, Debug, Serialize)]
pub struct MeetingListView {
    /// What every page has.
    pub page: Shell,
    /// On or after today, soonest first.
    pub coming: Vec<MeetingRow>,
    /// Before today, newest first.
    pub past: Vec<MeetingRow>,
    /// All documents.
    pub documents: Option<Link>,
}

/// One meeting.
#[derive(Clone, Debug, Serialize)]
pub struct MeetingView {
    /// What every page has.
    pub page: Shell,
    /// Where it stands.
    pub status: Label,
    /// The body.
    pub body: Link,
    /// The day, with its weekday.
    pub day: Day,
    /// From when to when.
    pub hours: String,
    /// Where.
    pub place: Option<String>,
    /// The notice: when it went out, who may come and how, and what goes with it.
    pub notice: NoticeView,
    /// How the meeting came to its status.
    pub history: Vec<StepView>,
    /// Why it does not take place as planned.
    pub changed: Option<StepView>,
    /// The meeting that takes its place.
    pub postponed_to: Option<Link>,
    /// The meeting whose place it takes.
    pub put_off: Option<Link>,
    /// Who chairs.
    pub chair: Option<Link>,
    /// Who keeps the minutes.
    pub secretary: Option<Link>,
    /// Who came.
    pub attendance: Option<AttendanceView>,
    /// What the council says of it.
    pub text: Passage,
    /// The agenda.
    pub agenda: Vec<ItemView>,
    /// The minutes.
    pub minutes: Option<Link>,
    /// Where the minutes stand.
    pub minutes_status: Option<Label>,
    /// The list of decisions.
    pub decision_list: Option<Link>,
    /// The language of the agenda, where it is not the page's.
    pub words_lang: Option<&'static str>,
}

/// The notice of a meeting.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeView {
    /// Whether the meeting is still to be held, so that the notice comes first.
    pub ahead: bool,
    /// The day it went out.
    pub sent: Option<Day>,
    /// How many clear days there are, and how many are asked for, in words.
    pub clear_days: Option<String>,
    /// Why it was shorter than usual.
    pub urgency: Option<String>,
    /// Who may come in.
    pub access: Option<Label>,
    /// In one room, or not.
    pub mode: Option<Label>,
    /// How to attend.
    pub attend: Option<String>,
    /// The language of these words, where it is not the page's.
    pub attend_lang: Option<&'static str>,
    /// Papers that go with it.
    pub documents: Vec<DocumentLink>,
}

/// One meeting as a row.
pub(super) fn row(scene: &Scene<'_>, id: &RecordId, record: &Record<Meeting>) -> MeetingRow {
    let facts = &record.facts;
    let date = facts.start.date();
    MeetingRow {
        link: scene.link(&Page::Meeting(id.clone()), record.title(scene.language)),
        day: scene.day(date),
        day_of_month: date.day().to_string(),
        month: format::short_month(date, scene.language),
        hour: format::hour(facts.start, scene.language),
        place: facts.place.clone(),
        body: scene.body(&facts.body),
        status: scene.label("meeting", facts.status.word()),
        decision_list: decision_list_of(scene, id, facts),
        minutes: minutes_of(scene, id).map(|(link, _)| link),
        lang: scene.foreign(record.language(scene.language)),
    }
}

/// Meetings on or after today, soonest first, then those before, newest first.
pub(super) fn split(scene: &Scene<'_>) -> (Vec<MeetingRow>, Vec<MeetingRow>) {
    let mut meetings: Vec<(&RecordId, &Record<Meeting>)> = scene.documents().meetings.iter().collect();
    meetings.sort_by_key(|(id, record)| (record.facts.start, *id));
    let is_coming = |record: &Record<Meeting>| {
        scene.as_of.is_some_and(|today| record.facts.start.date() >= today) && record.facts.attendance.is_none()
    };
    let (coming, past): (Vec<_>, Vec<_>) = meetings.into_iter().partition(|(_, record)| is_coming(record));
    let rows = |list: Vec<(&RecordId, &Record<Meeting>)>| -> Vec<MeetingRow> {
        list.into_iter().map(|(id, record)| row(scene, id, record)).collect()
    };
    (rows(coming), rows(past.into_iter().rev().collect()))
}

fn minutes_of<'a>(scene: &Scene<'a>, meeting: &RecordId) -> Option<(Link, &'a Record<Minutes>)> {
    let (id, minutes) = scene.library.minutes_of(meeting)?;
    Some((scene.link(&Page::Minutes(id.clone()), minutes.title(scene.language)), minutes))
}

fn decision_list_of(scene: &Scene<'_>, id: &RecordId, facts: &Meeting) -> Option<Link> {
    let page = Page::MeetingDecisions(id.clone());
    decision_list::is_due(facts).then(|| scene.link(&page, scene.say("decision_list")))
}

impl MeetingListView {
    /// All meetings.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let (coming, past) = split(scene);
        let page = Shell::new(scene, &Page::MeetingList, "meeting-list", &scene.say("nav_meetings"), &[]);
        let documents = scene.plan.has(&Page::DocumentList);
        let documents = documents.then(|| scene.link(&Page::DocumentList, scene.say("all_documents")));
        Self { page, coming, past, documents }
    }
}

impl MeetingView {
    /// One meeting.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let record = scene.documents().meetings.get(id)?;
        let facts = &record.facts;
        let page = Page::Meeting(id.clone());
        let shell = Shell::new(scene, &page, "meeting", record.title(scene.language), &[Page::MeetingList]);
        let minutes = minutes_of(scene, id);
        let history = super::steps(scene, "meeting", &facts.history);
        Some(Self {
            page: shell.about(scene, record),
            status: scene.label("meeting", facts.status.word()),
            body: scene.body(&facts.body),
            day: long_day(scene, facts.start.date()),
            hours: hours(scene, facts),
            place: facts.place.clone(),
            notice: notice(scene, id, record),
            changed: history.last().filter(|_| does_not_take_place(facts.status)).cloned(),
            history,
            postponed_to: facts.postponed_to.as_ref().map(|next| link(scene, &next.id)),
            put_off: scene.library.put_off_to(id).map(|before| link(scene, before)),
            chair: facts.chair.as_ref().map(|person| scene.person(person)),
            secretary: facts.secretary.as_ref().map(|person| scene.person(person)),
            attendance: AttendanceView::new(scene, facts),
            text: scene.passage(record, Below::Page),
            agenda: agenda::items(scene, id, record),
            decision_list: decision_list_of(scene, id, facts),
            minutes_status: minutes.as_ref().map(|(_, m)| scene.label("minutes", m.facts.status.word())),
            minutes: minutes.map(|(link, _)| link),
            words_lang: scene.foreign(record.common.language),
        })
    }
}

/// The day with its weekday.
pub(super) fn long_day(scene: &Scene<'_>, date: Date) -> Day {
    Day { text: format::long_date(date, scene.language), iso: date.to_string() }
}

/// From when to when.
pub(super) fn hours(scene: &Scene<'_>, facts: &Meeting) -> String {
    let start = format::hour(facts.start, scene.language);
    match facts.end {
        Some(end) => format!("{start} – {}", format::hour(end, scene.language)),
        None => start,
    }
}

/// A link to a meeting, by its day.
fn link(scene: &Scene<'_>, id: &RecordId) -> Link {
    let title = scene.documents().meetings.get(id).map(|meeting| meeting.title(scene.language));
    match title {
        Some(title) => scene.link(&Page::Meeting(id.clone()), title),
        None => Link { href: String::new(), text: id.to_string() },
    }
}

const fn is_ahead(status: MeetingStatus) -> bool {
    matches!(status, MeetingStatus::Planned | MeetingStatus::Convened)
}

const fn does_not_take_place(status: MeetingStatus) -> bool {
    matches!(status, MeetingStatus::Cancelled | MeetingStatus::Postponed | MeetingStatus::Inquorate)
}

fn notice(scene: &Scene<'_>, id: &RecordId, record: &Record<Meeting>) -> NoticeView {
    let (documents, facts) = (scene.documents(), &record.facts);
    let days = law::demands(&documents.law, documents, id).notice;
    let clear_days = days.map(|days| {
        let asked = scene.number(u64::from(days.asked));
        let (latest, article) = (scene.day(days.latest).text, scene.of(&days.article));
        let given = days.given.map(|given| scene.number(u64::from(given)));
        let key = if given.is_some() { "clear_days_given" } else { "clear_days_asked" };
        let given = given.unwrap_or_default();
        scene.say_with(key, &[("given", &given), ("asked", &asked), ("latest", &latest), ("article", article)])
    });
    let attend = facts.attend.as_ref();
    NoticeView {
        ahead: is_ahead(facts.status),
        sent: facts.notice_sent.map(|day| scene.day(day)),
        clear_days,
        urgency: facts.urgency.clone(),
        access: facts.access.map(|access| scene.label("access", access.word())),
        mode: facts.mode.map(|mode| scene.label("mode", mode.word())),
        attend: attend.map(|words| scene.of(words).to_owned()),
        // One text serves both languages: it is in the record's.
        attend_lang: attend.filter(|words| words.fr == words.en).and_then(|_| scene.foreign(record.common.language)),
        documents: filed::links(scene, &facts.documents),
    }
}
