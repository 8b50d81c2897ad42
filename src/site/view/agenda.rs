//! The points of an agenda, with what was decided on each and who voted how.

use serde::Serialize;

use super::decision::{self, standing};
use super::{Day, Label, Link, Scene, StepView, filed};
use crate::document::{
    AgendaItem, Amendment, Attendance, Author, Decision, Meeting, Record, RecordId, Ref, RollCall, Voters,
};
use crate::grammar::Token as _;
use crate::site::library::TakenDecision;
use crate::site::route::Page;

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
    /// Who reports.
    pub reporter: Option<Link>,
    /// What was reported.
    pub report: Option<String>,
    /// The papers it rests on.
    pub documents: Vec<filed::DocumentLink>,
    /// The proposal it is about.
    pub proposal: Option<Link>,
    /// The vote it is about.
    pub vote: Option<Link>,
    /// What was decided.
    pub decision: Option<DecisionView>,
    /// What became of it where it came to no vote.
    pub outcome: Option<Label>,
    /// Why it came to no vote.
    pub reason: Option<String>,
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
    /// Why it was put off or taken off.
    pub reason: Option<String>,
    /// What became of it since, where that is more than being published.
    pub standing: Option<Label>,
    /// How members voted.
    pub ballot: Option<Label>,
    /// Who asked for this kind of ballot.
    pub ballot_requested_by: Vec<Link>,
    /// The count, in words.
    pub count: Option<String>,
    /// Who voted how.
    pub roll_call: Vec<RollCallRow>,
    /// Who took no part, and why.
    pub recusals: Vec<(Link, Option<String>)>,
    /// What was asked to be changed.
    pub amendments: Vec<AmendmentView>,
    /// The matter, by the nomenclature of acts.
    pub matter: Option<String>,
    /// The day it was put online.
    pub put_online: Option<Day>,
    /// Who signed it, and in what capacity.
    pub author: Option<String>,
    /// The decision it takes the place of.
    pub supersedes: Option<Link>,
    /// The decision that takes its place.
    pub superseded_by: Option<Link>,
    /// What became of it since it was published.
    pub history: Vec<StepView>,
}

/// A change that was asked for before the vote.
#[derive(Clone, Debug, Serialize)]
pub struct AmendmentView {
    /// Its number.
    pub number: String,
    /// What it would change.
    pub subject: String,
    /// Who asked for it.
    pub by: String,
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
    pub people: Vec<Voter>,
}

/// Somebody in a roll call.
#[derive(Clone, Debug, Serialize)]
pub struct Voter {
    /// The member.
    pub link: Link,
    /// Who voted for the member, by proxy.
    pub proxy: Option<String>,
}

/// The agenda of a meeting.
pub(super) fn items(scene: &Scene<'_>, id: &RecordId, record: &Record<Meeting>) -> Vec<ItemView> {
    record.facts.agenda.iter().map(|item| item_view(scene, id, record, item)).collect()
}

fn item_view(scene: &Scene<'_>, id: &RecordId, meeting: &Record<Meeting>, item: &AgendaItem) -> ItemView {
    let documents = scene.documents();
    let taken = |decision| TakenDecision { meeting_id: id, meeting, item, decision };
    ItemView {
        number: item.number.clone(),
        anchor: decision::item_anchor(item),
        title: item.title.clone(),
        kind: scene.label("item", item.kind.word()),
        reporter: item.reporter.as_ref().map(|person| scene.person(person)),
        report: item.report.clone(),
        documents: filed::links(scene, &item.documents),
        proposal: item.proposal.as_ref().map(|proposal| super::proposal::link(scene, &proposal.id)),
        vote: item.vote.as_ref().map(|vote| scene.record_link(&documents.votes, vote, Page::Vote)),
        decision: item.decision.as_ref().map(|decision| decision_view(scene, &taken(decision))),
        outcome: item.outcome.map(|outcome| scene.label("outcome", outcome.word())),
        reason: item.reason.clone(),
    }
}

fn decision_view(scene: &Scene<'_>, taken: &TakenDecision<'_>) -> DecisionView {
    let (decision, sheet) = (taken.decision, taken.meeting.facts.attendance.as_ref());
    let body = &taken.meeting.facts.body.id;
    let older = decision.supersedes.as_ref().and_then(|number| scene.library.numbered(body, number));
    DecisionView {
        number: decision.number.clone(),
        subject: decision.subject.clone(),
        outcome: scene.label("outcome", decision.outcome.word()),
        reason: decision.reason.clone(),
        standing: standing(scene, taken),
        ballot: decision.ballot.map(|ballot| scene.label("ballot", ballot.word())),
        ballot_requested_by: decision.ballot_requested_by.iter().map(|person| scene.person(person)).collect(),
        count: count(scene, decision.roll_call.as_ref(), decision.voters.as_ref()),
        roll_call: roll_call(scene, decision.roll_call.as_ref(), sheet),
        recusals: recusals(scene, decision),
        amendments: decision.amendments.iter().map(|amendment| amendment_view(scene, amendment, sheet)).collect(),
        matter: matter(decision),
        put_online: decision.put_online.map(|day| scene.day(day)),
        author: decision.author.as_ref().map(|Author { name, capacity }| format!("{name}, {capacity}")),
        supersedes: older.map(|older| decision::link(scene, &older)),
        superseded_by: scene.library.superseding(taken).map(|newer| decision::link(scene, &newer)),
        history: super::steps(scene, "standing", &decision.history),
    }
}

fn recusals(scene: &Scene<'_>, decision: &Decision) -> Vec<(Link, Option<String>)> {
    decision.recusals.iter().map(|recusal| (scene.person(&recusal.person), recusal.reason.clone())).collect()
}

/// The matter as the nomenclature of acts has it, code first.
pub(super) fn matter(decision: &Decision) -> Option<String> {
    let code = decision.matter_code.map(|code| code.write());
    match (code, &decision.matter) {
        (Some(code), Some(words)) => Some(format!("{code} {words}")),
        (Some(code), None) => Some(code),
        (None, words) => words.clone(),
    }
}

fn amendment_view(scene: &Scene<'_>, amendment: &Amendment, sheet: Option<&Attendance>) -> AmendmentView {
    AmendmentView {
        number: amendment.number.clone(),
        subject: amendment.subject.clone(),
        by: amendment.by.clone(),
        outcome: scene.label("outcome", amendment.outcome.word()),
        ballot: amendment.ballot.map(|ballot| scene.label("ballot", ballot.word())),
        count: count(scene, amendment.roll_call.as_ref(), amendment.voters.as_ref()),
        roll_call: roll_call(scene, amendment.roll_call.as_ref(), sheet),
    }
}

/// How many voted how, in words.
pub(super) fn count(scene: &Scene<'_>, call: Option<&RollCall>, voters: Option<&Voters>) -> Option<String> {
    let [votes_for, against, abstention] = match (call, voters) {
        (Some(call), _) => [&call.votes_for, &call.votes_against, &call.abstentions].map(|refs| refs.len() as u64),
        (None, Some(voters)) => [voters.votes_for, voters.votes_against, voters.abstentions].map(u64::from),
        (None, None) => return None,
    };
    let number = |count: u64| scene.number(count);
    let values = [("for", &*number(votes_for)), ("against", &*number(against)), ("abstention", &*number(abstention))];
    Some(scene.say_with("roll_call_count", &values))
}

fn roll_call(scene: &Scene<'_>, call: Option<&RollCall>, sheet: Option<&Attendance>) -> Vec<RollCallRow> {
    let Some(call) = call else { return Vec::new() };
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
        people: refs
            .iter()
            .map(|person| Voter { link: scene.person(person), proxy: proxy(scene, person, sheet) })
            .collect(),
    })
    .collect()
}

/// Who voted for the member, where the member had given a proxy.
pub(super) fn proxy(scene: &Scene<'_>, person: &Ref, sheet: Option<&Attendance>) -> Option<String> {
    let (_, holder) = sheet?.represented.iter().find(|(giver, _)| giver.id == person.id)?;
    Some(scene.person(holder).text)
}
