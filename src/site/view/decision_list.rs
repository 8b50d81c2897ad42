//! The list of decisions of one meeting: what is posted within a week, before any minutes exist.

use serde::Serialize;

use super::attendance::AttendanceView;
use super::{Day, Label, Link, Scene, Shell, agenda, decision, meeting};
use crate::document::{AgendaItem, Meeting, MeetingStatus, RecordId};
use crate::law;
use crate::site::route::Page;

/// The list of decisions of a meeting.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionListView {
    /// What every page has.
    pub page: Shell,
    /// The meeting.
    pub meeting: Link,
    /// The body.
    pub body: Link,
    /// The day of the meeting.
    pub day: Day,
    /// Where.
    pub place: Option<String>,
    /// Who chaired.
    pub chair: Option<Link>,
    /// Who came.
    pub attendance: Option<AttendanceView>,
    /// What was examined.
    pub rows: Vec<ListRow>,
    /// The day it was posted.
    pub posted: Option<Day>,
    /// By when it is to be posted, and the article that says so.
    pub due: Option<String>,
    /// The language of its words, where it is not the page's.
    pub words_lang: Option<&'static str>,
}

/// One matter that was examined.
#[derive(Clone, Debug, Serialize)]
pub struct ListRow {
    /// The number of the decision; that of the item where it came to no vote.
    pub number: String,
    /// Whether it has a number in the register.
    pub numbered: bool,
    /// Its place on the meeting's page.
    pub link: Link,
    /// The subject.
    pub subject: String,
    /// What became of it.
    pub outcome: Label,
    /// How many voted how.
    pub count: Option<String>,
    /// Why it was put off or taken off.
    pub reason: Option<String>,
}

/// Whether the meeting has such a list.
#[must_use]
pub fn is_due(meeting: &Meeting) -> bool {
    meeting.status == MeetingStatus::Held && meeting.agenda.iter().any(is_examined)
}

fn is_examined(item: &AgendaItem) -> bool {
    item.decision.is_some() || item.outcome.is_some()
}

impl DecisionListView {
    /// The list of the meeting with this id.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let documents = scene.documents();
        let record = documents.meetings.get(id)?;
        let facts = &record.facts;
        let day = meeting::long_day(scene, facts.start.date());
        let title = scene.say_with("decision_list_title", &[("day", &day.text)]);
        let page = Page::MeetingDecisions(id.clone());
        let shell = Shell::new(scene, &page, "decision-list", &title, &[Page::MeetingList]);
        let due = law::demands(&documents.law, documents, id).list;
        let due = due.map(|(day, article)| {
            let values = [("day", &*scene.day(day).text), ("article", scene.of(&article))];
            scene.say_with("decision_list_due", &values)
        });
        Some(Self {
            page: shell,
            meeting: scene.link(&Page::Meeting(id.clone()), record.title(scene.language)),
            body: scene.body(&facts.body),
            day,
            place: facts.place.clone(),
            chair: facts.chair.as_ref().map(|person| scene.person(person)),
            attendance: AttendanceView::new(scene, facts),
            rows: facts.agenda.iter().filter_map(|item| row(scene, id, item)).collect(),
            posted: facts.decisions_posted.map(|day| scene.day(day)),
            due,
            words_lang: scene.foreign(record.common.language),
        })
    }
}

fn row(scene: &Scene<'_>, id: &RecordId, item: &AgendaItem) -> Option<ListRow> {
    let outcome = item.decision.as_ref().map(|decision| decision.outcome).or(item.outcome)?;
    let decision = item.decision.as_ref();
    let number = decision.map_or(&item.number, |decision| &decision.number);
    Some(ListRow {
        number: number.clone(),
        numbered: decision.is_some(),
        link: scene.link_to(&Page::Meeting(id.clone()), &decision::item_anchor(item), number.as_str()),
        subject: decision.map_or(&item.title, |decision| &decision.subject).clone(),
        outcome: scene.label("outcome", outcome.word()),
        count: decision.and_then(|one| agenda::count(scene, one.roll_call.as_ref(), one.voters.as_ref())),
        reason: decision.map_or(&item.reason, |decision| &decision.reason).clone(),
    })
}
