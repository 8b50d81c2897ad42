//! Meetings: agenda, attendance, decisions with their roll calls, minutes.

use serde::Serialize;

use super::decision::anchor;
use super::{Day, Label, Link, Passage, Scene, Shell, format};
use crate::document::{AgendaItem, Attendance, Decision, Meeting, Minutes, Record, RecordId, Ref, RollCall};
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
    /// The day the notice went out.
    pub notice: Option<Day>,
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
    /// The language of the agenda, where it is not the page's.
    pub words_lang: Option<&'static str>,
}

/// Who came.
#[derive(Clone, Debug, Serialize)]
pub struct AttendanceView {
    /// Those present.
    pub present: Vec<Link>,
    /// Those who gave another their vote, and to whom.
    pub represented: Vec<(Link, Link)>,
    /// Those who said they could not come.
    pub excused: Vec<Link>,
    /// Those who did not say.
    pub absent: Vec<Link>,
    /// The quorum in words.
    pub quorum: Option<String>,
}

/// A point of the agenda.
#[derive(Clone, Debug, Serialize)]
pub struct ItemView {
    /// Its number.
    pub number: String,
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// What it asks for.
    pub kind: Label,
    /// What was reported.
    pub report: Option<String>,
    /// The proposal it is about.
    pub proposal: Option<Link>,
    /// The vote it is about.
    pub vote: Option<Link>,
    /// What was decided.
    pub decision: Option<DecisionView>,
}

/// A decision with its roll call.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionView {
    /// Its number.
    pub number: String,
    /// Its subject.
    pub subject: String,
    /// What became of it.
    pub outcome: Label,
    /// How members voted.
    pub ballot: Option<Label>,
    /// The count, in words.
    pub count: Option<String>,
    /// Who voted how.
    pub roll_call: Vec<RollCallRow>,
}

/// One answer of a roll call, and who gave it.
#[derive(Clone, Debug, Serialize)]
pub struct RollCallRow {
    /// The answer.
    pub answer: Label,
    /// How many.
    pub count: usize,
    /// Who.
    pub people: Vec<Link>,
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
    let minutes = scene.documents().minutes.iter().find(|(_, minutes)| minutes.facts.meeting.id == *meeting)?;
    Some((scene.link(&Page::Minutes(minutes.0.clone()), minutes.1.title(scene.language)), minutes.1))
}

impl MeetingListView {
    /// All meetings.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let (coming, past) = split(scene);
        let page = Shell::new(scene, &Page::MeetingList, "meeting-list", &scene.say("nav_meetings"), &[]);
        Self { page, coming, past }
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
        let date = facts.start.date();
        let minutes = minutes_of(scene, id);
        Some(Self {
            page: shell.about(scene, record),
            status: scene.label("meeting", facts.status.word()),
            body: scene.body(&facts.body),
            day: Day { text: format::long_date(date, scene.language), iso: date.to_string() },
            hours: hours(scene, facts),
            place: facts.place.clone(),
            notice: facts.notice_sent.map(|day| scene.day(day)),
            chair: facts.chair.as_ref().map(|person| scene.person(person)),
            secretary: facts.secretary.as_ref().map(|person| scene.person(person)),
            attendance: facts.attendance.as_ref().map(|attendance| attendance_view(scene, attendance, facts.quorum)),
            text: scene.passage(record, Below::Page),
            agenda: facts.agenda.iter().map(|item| item_view(scene, item)).collect(),
            minutes_status: minutes.as_ref().map(|(_, m)| scene.label("minutes", m.facts.status.word())),
            minutes: minutes.map(|(link, _)| link),
            words_lang: scene.foreign(record.common.language),
        })
    }
}

fn hours(scene: &Scene<'_>, facts: &Meeting) -> String {
    let start = format::hour(facts.start, scene.language);
    match facts.end {
        Some(end) => format!("{start} – {}", format::hour(end, scene.language)),
        None => start,
    }
}

fn people(scene: &Scene<'_>, refs: &[Ref]) -> Vec<Link> {
    refs.iter().map(|person| scene.person(person)).collect()
}

fn attendance_view(scene: &Scene<'_>, attendance: &Attendance, quorum: Option<u32>) -> AttendanceView {
    let came = attendance.present.len().to_string();
    let quorum = quorum.map(|required| {
        let key = if attendance.present.len() >= required as usize { "quorum_reached" } else { "quorum_missed" };
        scene.say_with(key, &[("required", &required.to_string()), ("present", &came)])
    });
    AttendanceView {
        present: people(scene, &attendance.present),
        represented: attendance.represented.iter().map(|(a, b)| (scene.person(a), scene.person(b))).collect(),
        excused: people(scene, &attendance.excused),
        absent: people(scene, &attendance.absent),
        quorum,
    }
}

/// The place of a point of the agenda on its meeting's page.
pub(in crate::site) fn item_anchor(number: &str) -> String {
    format!("item-{}", anchor(number))
}

fn item_view(scene: &Scene<'_>, item: &AgendaItem) -> ItemView {
    let documents = scene.documents();
    ItemView {
        number: item.number.clone(),
        anchor: item_anchor(&item.number),
        title: item.title.clone(),
        kind: scene.label("item", item.kind.word()),
        report: item.report.clone(),
        proposal: item.proposal.as_ref().map(|proposal| super::proposal::link(scene, &proposal.id)),
        vote: item.vote.as_ref().map(|vote| scene.record_link(&documents.votes, vote, Page::Vote)),
        decision: item.decision.as_ref().map(|decision| decision_view(scene, decision)),
    }
}

fn decision_view(scene: &Scene<'_>, decision: &Decision) -> DecisionView {
    DecisionView {
        number: decision.number.clone(),
        subject: decision.subject.clone(),
        outcome: scene.label("outcome", decision.outcome.word()),
        ballot: decision.ballot.map(|ballot| scene.label("ballot", ballot.word())),
        count: decision.roll_call.as_ref().map(|call| count(scene, call)),
        roll_call: decision.roll_call.as_ref().map(|call| roll_call(scene, call)).unwrap_or_default(),
    }
}

fn count(scene: &Scene<'_>, call: &RollCall) -> String {
    let number = |refs: &Vec<Ref>| refs.len().to_string();
    scene.say_with(
        "roll_call_count",
        &[
            ("for", &number(&call.votes_for)),
            ("against", &number(&call.votes_against)),
            ("abstention", &number(&call.abstentions)),
        ],
    )
}

fn roll_call(scene: &Scene<'_>, call: &RollCall) -> Vec<RollCallRow> {
    [
        ("for", &call.votes_for),
        ("against", &call.votes_against),
        ("abstention", &call.abstentions),
        ("not-voting", &call.not_voting),
    ]
    .into_iter()
    .filter(|(word, refs)| *word != "not-voting" || !refs.is_empty())
    .map(|(word, refs)| RollCallRow {
        answer: scene.label("answer", word),
        count: refs.len(),
        people: people(scene, refs),
    })
    .collect()
}

/// The minutes of a meeting.
#[derive(Clone, Debug, Serialize)]
pub struct MinutesView {
    /// What every page has.
    pub page: Shell,
    /// The meeting.
    pub meeting: Link,
    /// Where they stand.
    pub status: Label,
    /// The day the body settled them.
    pub settled: Option<Day>,
    /// The day they were published.
    pub published: Option<Day>,
    /// Who signed the paper.
    pub signed_by: Vec<Link>,
    /// The narrative.
    pub body: Passage,
}

impl MinutesView {
    /// The minutes with this id.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let record = scene.documents().minutes.get(id)?;
        let facts = &record.facts;
        let page = Page::Minutes(id.clone());
        let shell = Shell::new(scene, &page, "minutes", record.title(scene.language), &[Page::MeetingList]);
        Some(Self {
            page: shell.about(scene, record),
            meeting: scene.record_link(&scene.documents().meetings, &facts.meeting, Page::Meeting),
            status: scene.label("minutes", facts.status.word()),
            settled: facts.settled_at.map(|day| scene.day(day)),
            published: facts.published_at.map(|day| scene.day(day)),
            signed_by: people(scene, &facts.signed_by),
            body: scene.passage(record, Below::Page),
        })
    }
}
