//! Members, their terms, and how each voted.

use serde::Serialize;

use super::decision::{self, DecisionRow};
use super::{Day, Label, Link, Passage, Scene, Shell};
use crate::document::{Person, Record, RecordId, Term};
use crate::site::markdown::Below;
use crate::site::route::Page;

/// A member in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Seat {
    /// The member.
    pub link: Link,
    /// What they do.
    pub roles: Vec<RoleView>,
    /// The language of the name, where it is not the page's; names have none.
    pub summary: Option<String>,
}

/// A role in a body.
#[derive(Clone, Debug, Serialize)]
pub struct RoleView {
    /// The role.
    pub role: Label,
    /// The body.
    pub body: Link,
    /// From when.
    pub start: Day,
    /// Until when.
    pub end: Option<Day>,
}

/// How a member voted once.
#[derive(Clone, Debug, Serialize)]
pub struct VoteRecord {
    /// The decision.
    pub decision: DecisionRow,
    /// The answer.
    pub answer: Label,
}

/// All members.
#[derive(Clone, Debug, Serialize)]
pub struct MemberListView {
    /// What every page has.
    pub page: Shell,
    /// By name.
    pub members: Vec<Seat>,
}

/// One member.
#[derive(Clone, Debug, Serialize)]
pub struct MemberView {
    /// What every page has.
    pub page: Shell,
    /// Their terms.
    pub terms: Vec<RoleView>,
    /// Where they agreed to be written to or called.
    pub contact: Option<String>,
    /// What they say of themselves.
    pub text: Passage,
    /// How they voted, newest first.
    pub votes: Vec<VoteRecord>,
    /// At how many held meetings they were present or represented, in words.
    pub presence: Option<String>,
}

/// The members who hold a term that `wanted` takes and that has not ended, by name.
pub(super) fn seats(scene: &Scene<'_>, wanted: impl Fn(&Term) -> bool) -> Vec<Seat> {
    let mut people: Vec<(&RecordId, &Record<Person>)> = scene.documents().people.iter().collect();
    people.sort_by_key(|(id, person)| (person.facts.sort_name.to_lowercase(), *id));
    let lasts = |term: &Term| term.end.is_none_or(|end| scene.as_of.is_none_or(|today| end >= today));
    people
        .into_iter()
        .filter_map(|(id, person)| {
            let terms = person.facts.terms.iter().filter(|term| wanted(term) && lasts(term));
            let roles: Vec<RoleView> = terms.map(|term| role(scene, term)).collect();
            let link = scene.link(&Page::Member(id.clone()), person.title(scene.language));
            let summary = person.summary(scene.language).map(str::to_owned);
            (!roles.is_empty()).then_some(Seat { link, roles, summary })
        })
        .collect()
}

fn role(scene: &Scene<'_>, term: &Term) -> RoleView {
    RoleView {
        role: scene.label("role", term.role.word()),
        body: scene.body(&term.body),
        start: scene.day(term.start),
        end: term.end.map(|day| scene.day(day)),
    }
}

impl MemberListView {
    /// All members in office.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let page = Shell::new(scene, &Page::MemberList, "member-list", &scene.say("nav_members"), &[]);
        Self { page, members: seats(scene, |_| true) }
    }
}

impl MemberView {
    /// One member.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let record = scene.documents().people.get(id)?;
        let page = Page::Member(id.clone());
        let shell = Shell::new(scene, &page, "member", record.title(scene.language), &[Page::MemberList]);
        let mut shell = shell.about(scene, record);
        // A name is the same in every language.
        shell.title_lang = None;
        shell.untranslated = shell.untranslated && !record.common.text.text.trim().is_empty();
        Some(Self {
            page: shell,
            terms: record.facts.terms.iter().map(|term| role(scene, term)).collect(),
            contact: record.facts.contact.clone(),
            text: scene.passage(record, Below::Page),
            votes: votes(scene, id),
            presence: presence(scene, id),
        })
    }
}

fn votes(scene: &Scene<'_>, id: &RecordId) -> Vec<VoteRecord> {
    let decisions = scene.library.decisions();
    let answers = decisions.iter().filter_map(|taken| {
        let (answer, _) = taken.decision.roll_call.as_ref()?.answers().find(|(_, person)| person.id == *id)?;
        Some(VoteRecord { decision: decision::row(scene, taken), answer: scene.label("answer", answer) })
    });
    answers.collect()
}

fn presence(scene: &Scene<'_>, id: &RecordId) -> Option<String> {
    let meetings = scene.documents().meetings.values();
    let sheets = meetings.filter_map(|meeting| meeting.facts.attendance.as_ref());
    let (mut came, mut all) = (0, 0);
    for sheet in sheets {
        let present = sheet.present.iter().any(|person| person.id == *id);
        let represented = sheet.represented.iter().any(|(giver, _)| giver.id == *id);
        let named = sheet.excused.iter().chain(&sheet.absent).any(|person| person.id == *id);
        came += u64::from(present);
        all += u64::from(present || represented || named);
    }
    (all > 0).then(|| scene.say_with("presence", &[("came", &scene.number(came)), ("all", &scene.number(all))]))
}
