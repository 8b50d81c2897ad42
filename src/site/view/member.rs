//! Members, their terms, how often they came, and how each voted.

use serde::Serialize;

use super::agenda;
use super::decision::{self, DecisionRow};
use super::{Day, Label, Link, Passage, Scene, Shell, format};
use crate::document::{Contact, KeyId, Person, Record, RecordId, RollCall, Term, VotingRight};
use crate::grammar::Token as _;
use crate::site::library::TakenDecision;
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
    /// On whose behalf.
    pub on_behalf_of: Option<String>,
    /// From when.
    pub start: Day,
    /// Until when.
    pub end: Option<Day>,
    /// Whether the term has ended.
    pub over: bool,
    /// What the voice weighs, where it is not counted.
    pub voting_right: Option<Label>,
    /// Whose seat it was.
    pub replaces: Option<Link>,
}

/// How a member voted once.
#[derive(Clone, Debug, Serialize)]
pub struct VoteRecord {
    /// The decision.
    pub decision: DecisionRow,
    /// The answer.
    pub answer: Label,
    /// Who voted for the member, by proxy.
    pub proxy: Option<String>,
}

/// How to reach a member.
#[derive(Clone, Debug, Serialize)]
pub struct ContactView {
    /// Where and when.
    pub hours: Option<String>,
    /// An address for mail.
    pub email: Option<String>,
    /// A number to call.
    pub phone: Option<String>,
    /// A page.
    pub web: Option<String>,
    /// The language of the hours, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// All members.
#[derive(Clone, Debug, Serialize)]
pub struct MemberListView {
    /// What every page has.
    pub page: Shell,
    /// Those in office, by body.
    pub bodies: Vec<BodySeats>,
    /// Those whose terms are over.
    pub former: Vec<Seat>,
}

/// The members of a body.
#[derive(Clone, Debug, Serialize)]
pub struct BodySeats {
    /// The body.
    pub body: Link,
    /// By name.
    pub members: Vec<Seat>,
}

/// One member.
#[derive(Clone, Debug, Serialize)]
pub struct MemberView {
    /// What every page has.
    pub page: Shell,
    /// Their terms, those that last first.
    pub terms: Vec<RoleView>,
    /// What they say of themselves.
    pub text: Passage,
    /// How to reach them.
    pub contact: Option<ContactView>,
    /// The keys with which they sign.
    pub keys: Vec<String>,
    /// How they voted, newest first.
    pub votes: Vec<VoteRecord>,
    /// Of their answers, how many of each, in words.
    pub answers: Option<String>,
    /// At how many meetings they were present or represented, in words.
    pub presence: Option<String>,
}

/// Which terms a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Terms {
    /// Those that last.
    Lasting,
    /// Those that are over, of people who have none that lasts.
    Over,
}

/// The members who hold a term that `wanted` takes, by name.
pub(super) fn seats(scene: &Scene<'_>, terms: Terms, wanted: impl Fn(&Term) -> bool) -> Vec<Seat> {
    let mut people: Vec<(&RecordId, &Record<Person>)> = scene.documents().people.iter().collect();
    people.sort_by_key(|(id, person)| (person.facts.sort_name.to_lowercase(), *id));
    people
        .into_iter()
        .filter_map(|(id, person)| {
            let mut own = person.facts.terms.iter().filter(|term| wanted(term));
            let lasts = own.clone().any(|term| term.lasts(scene.as_of));
            let roles: Vec<RoleView> = match (terms, lasts) {
                (Terms::Over, true) => Vec::new(),
                (Terms::Over, false) => own.by_ref().map(|term| role(scene, term)).collect(),
                (Terms::Lasting, _) => {
                    own.filter(|term| term.lasts(scene.as_of)).map(|term| role(scene, term)).collect()
                }
            };
            let link = scene.link(&Page::Member(id.clone()), person.title(scene.language));
            let summary = person.summary(scene.language).map(str::to_owned);
            (!roles.is_empty()).then_some(Seat { link, roles, summary })
        })
        .collect()
}

fn role(scene: &Scene<'_>, term: &Term) -> RoleView {
    let advisory = term.voting_right != VotingRight::Deliberative;
    RoleView {
        role: scene.label("role", term.role.word()),
        body: scene.body(&term.body),
        on_behalf_of: term.on_behalf_of.clone(),
        start: scene.day(term.start),
        end: term.end.map(|day| scene.day(day)),
        over: !term.lasts(scene.as_of),
        voting_right: advisory.then(|| scene.label("voting_right", term.voting_right.word())),
        replaces: term.replaces.as_ref().map(|person| scene.person(person)),
    }
}

impl MemberListView {
    /// All members: those in office by body, then those who were.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let page = Shell::new(scene, &Page::MemberList, "member-list", &scene.say("nav_members"), &[]);
        let bodies = scene.documents().bodies.iter().map(|(id, body)| BodySeats {
            body: scene.link(&Page::Body(id.clone()), body.title(scene.language)),
            members: seats(scene, Terms::Lasting, |term| term.body.id == *id),
        });
        let bodies = bodies.filter(|body| !body.members.is_empty()).collect();
        Self { page, bodies, former: seats(scene, Terms::Over, |_| true) }
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
        let mut terms: Vec<RoleView> = record.facts.terms.iter().map(|term| role(scene, term)).collect();
        terms.sort_by(|a, b| (a.over, &b.start.iso).cmp(&(b.over, &a.start.iso)));
        let votes = votes(scene, id);
        Some(Self {
            page: shell,
            terms,
            text: scene.passage(record, Below::Page),
            contact: record.facts.contact.as_ref().map(|contact| contact_view(scene, record, contact)),
            keys: record.facts.key_ids.iter().map(KeyId::write).collect(),
            answers: answers(scene, &votes),
            votes,
            presence: presence(scene, id),
        })
    }
}

fn contact_view(scene: &Scene<'_>, record: &Record<Person>, contact: &Contact) -> ContactView {
    ContactView {
        hours: contact.hours.clone(),
        email: contact.email.clone(),
        phone: contact.phone.clone(),
        web: contact.web.clone(),
        lang: scene.foreign(record.common.language),
    }
}

fn votes(scene: &Scene<'_>, id: &RecordId) -> Vec<VoteRecord> {
    scene.library.decisions_with(id).iter().filter_map(|taken| vote(scene, id, taken)).collect()
}

/// The answer of a member; who is recused and not named in the roll call took no part.
fn vote(scene: &Scene<'_>, id: &RecordId, taken: &TakenDecision<'_>) -> Option<VoteRecord> {
    let decision = taken.decision;
    let answer = decision.roll_call.iter().flat_map(RollCall::answers).find(|(_, person)| person.id == *id);
    let recused = decision.recusals.iter().any(|recusal| recusal.person.id == *id);
    let word = match (recused, answer) {
        (true, _) => "recused",
        (false, Some((word, _))) => word,
        (false, None) => return None,
    };
    let sheet = taken.meeting.facts.attendance.as_ref();
    Some(VoteRecord {
        decision: decision::row(scene, taken),
        answer: scene.label("answer", word),
        proxy: answer.filter(|_| !recused).and_then(|(_, person)| agenda::proxy(scene, person, sheet)),
    })
}

fn answers(scene: &Scene<'_>, votes: &[VoteRecord]) -> Option<String> {
    let count = |words: &[&str]| {
        let of = votes.iter().filter(|vote| words.contains(&vote.answer.key.as_str()));
        scene.number(of.count() as u64)
    };
    let values = [
        ("all", &*scene.number(votes.len() as u64)),
        ("for", &*count(&["for"])),
        ("against", &*count(&["against"])),
        ("abstention", &*count(&["abstention"])),
        ("other", &*count(&["not-voting", "recused"])),
    ];
    (!votes.is_empty()).then(|| scene.say_with("answers_given", &values))
}

fn presence(scene: &Scene<'_>, id: &RecordId) -> Option<String> {
    let [present, represented, all] = scene.library.presence_of(id)?;
    let share = format::share(present, all, scene.language);
    let number = |count| scene.number(count);
    let values = [
        ("came", &*number(present)),
        ("all", &*number(all)),
        ("share", &*share),
        ("represented", &*number(represented)),
    ];
    let key = if represented > 0 { "presence_represented" } else { "presence" };
    Some(scene.say_with(key, &values))
}
