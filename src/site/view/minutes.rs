//! The minutes of a meeting: what its record tells, the narrative, the signatures, and where they stand.

use serde::Serialize;

use super::agenda::{self, ItemView};
use super::attendance::{AttendanceView, people};
use super::{Day, Label, Link, Passage, Scene, Shell, meeting};
use crate::document::{Minutes, MinutesStatus, Record, RecordId};
use crate::law;
use crate::site::markdown::Below;
use crate::site::route::Page;

/// The minutes of a meeting.
#[derive(Clone, Debug, Serialize)]
pub struct MinutesView {
    /// What every page has.
    pub page: Shell,
    /// The meeting.
    pub meeting: Link,
    /// Where they stand.
    pub status: Label,
    /// What that means for a reader.
    pub status_note: String,
    /// The word across each sheet, while they are not settled.
    pub watermark: Option<String>,
    /// The day the body settled them.
    pub settled: Option<Day>,
    /// Who settled them, where that is not the body at its next meeting.
    pub settled_by: Option<String>,
    /// The day they were published.
    pub published: Option<Day>,
    /// Who published them.
    pub published_by: Option<String>,
    /// Who signed the paper.
    pub signed_by: Vec<Link>,
    /// What the meeting's record tells.
    pub told: Option<Told>,
    /// The narrative.
    pub body: Passage,
    /// What minutes must tell, and whether these do.
    pub checklist: Vec<Checked>,
    /// The article that asks for it.
    pub article: Option<String>,
}

/// What the meeting's record tells: typed there once.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// The body.
    pub body: Link,
    /// The day, with its weekday.
    pub day: Day,
    /// From when to when.
    pub hours: String,
    /// Where.
    pub place: Option<String>,
    /// Who chaired.
    pub chair: Option<Link>,
    /// Who kept the minutes.
    pub secretary: Option<Link>,
    /// Who came.
    pub attendance: Option<AttendanceView>,
    /// The agenda with the results.
    pub agenda: Vec<ItemView>,
    /// The language of the agenda, where it is not the page's.
    pub words_lang: Option<&'static str>,
}

/// One thing that minutes must tell.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// What.
    pub name: String,
    /// Whether they do.
    pub told: bool,
}

impl MinutesView {
    /// The minutes with this id.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let record = scene.documents().minutes.get(id)?;
        let facts = &record.facts;
        let page = Page::Minutes(id.clone());
        let shell = Shell::new(scene, &page, "minutes", record.title(scene.language), &[Page::MeetingList]);
        let documents = scene.documents();
        let demands = law::demands(&documents.law, documents, &facts.meeting.id).minutes;
        let (checklist, article) = demands.unzip();
        let checked = |(content, told): (crate::document::MinutesContent, bool)| Checked {
            name: scene.label("content", content.word()).text,
            told,
        };
        let told = told(scene, record);
        Some(Self {
            page: shell.about(scene, record),
            meeting: scene.record_link(&documents.meetings, &facts.meeting, Page::Meeting),
            status: scene.label("minutes", facts.status.word()),
            status_note: scene.say(&format!("minutes_note_{}", facts.status.word())),
            watermark: (facts.status == MinutesStatus::Draft).then(|| scene.say("watermark")),
            settled: facts.settled_at.map(|day| scene.day(day)),
            settled_by: facts.settled_by.clone(),
            published: facts.published_at.map(|day| scene.day(day)),
            published_by: facts.published_by.clone(),
            signed_by: people(scene, &facts.signed_by),
            told,
            body: scene.passage(record, Below::Section),
            checklist: checklist.unwrap_or_default().into_iter().map(checked).collect(),
            article: article.map(|article| scene.of(&article).to_owned()),
        })
    }
}

fn told(scene: &Scene<'_>, minutes: &Record<Minutes>) -> Option<Told> {
    let (id, record) = scene.documents().meetings.get_key_value(&minutes.facts.meeting.id)?;
    let facts = &record.facts;
    Some(Told {
        body: scene.body(&facts.body),
        day: meeting::long_day(scene, facts.start.date()),
        hours: meeting::hours(scene, facts),
        place: facts.place.clone(),
        chair: facts.chair.as_ref().map(|person| scene.person(person)),
        secretary: facts.secretary.as_ref().map(|person| scene.person(person)),
        attendance: AttendanceView::new(scene, facts),
        agenda: agenda::items(scene, id, record),
        words_lang: scene.foreign(record.common.language),
    })
}
