//! The register of decisions, and who voted how.

use super::{BODY, Cells, Council, DATE, Field, MEETING, MEMBER, NAME, Subject, TITLE, Taken, URL, Votes, taken};
use crate::council::MatterCode;
use crate::document::{Ballot, DecisionOutcome, DecisionStatus, RecordId};
use crate::export::{Rows, Table, cell};

/// A line a decision, with everything that the schema of deliberations has no column for.
pub(super) fn register(council: &Council<'_>) -> Table {
    let rows = taken(council.documents);
    let votes = |row: &Taken<'_>, number: fn(&Votes) -> Option<u32>| cell(row.votes.as_ref().and_then(number).as_ref());
    Rows::about(&rows)
        .column(BODY, |row| row.meeting.facts.body.id.to_string())
        .column(NUMBER, |row| row.decision.number.clone())
        .column(MEETING, |row| row.meeting_id.to_string())
        .column(DATE, |row| row.meeting.facts.start.date().to_string())
        .column(Field::text("item", "le point de l’ordre du jour", "the point of the agenda"), |row| {
            row.item.number.clone()
        })
        .column(TITLE, |row| row.item.title.clone())
        .column(Field::text("subject", "son objet", "its subject"), |row| row.decision.subject.clone())
        .column(Field::word::<DecisionOutcome>("outcome", "son issue", "what became of it").required(), |row| {
            row.decision.outcome.word().to_owned()
        })
        .column(Field::word::<Ballot>("ballot", "le mode de scrutin", "how members voted"), |row| {
            row.decision.ballot.map(|ballot| ballot.word().to_owned()).unwrap_or_default()
        })
        .column(Field::integer("eligible", "les membres en exercice", "members in office"), move |row| {
            votes(row, |votes| votes.eligible)
        })
        .column(
            Field::integer(
                "voting",
                "les votants : pour, contre, abstentions",
                "those voting: for, against, abstaining",
            ),
            move |row| votes(row, |votes| Some(votes.voting)),
        )
        .column(Field::integer("for", "pour", "in favour"), move |row| votes(row, |votes| Some(votes.votes_for)))
        .column(Field::integer("against", "contre", "against"), move |row| {
            votes(row, |votes| Some(votes.votes_against))
        })
        .column(Field::integer("abstention", "abstentions", "abstaining"), move |row| {
            votes(row, |votes| Some(votes.abstentions))
        })
        .column(Field::integer("not_voting", "ne prennent pas part au vote", "taking no part"), move |row| {
            votes(row, |votes| votes.not_voting)
        })
        .column(VOTES_REQUIRED, |row| cell(row.decision.votes_required.as_ref()))
        .column(MATTER_CODE, |row| cell(row.decision.matter_code.as_ref()))
        .column(Field::text("matter", "la même en mots", "the same in words"), |row| {
            row.decision
                .matter
                .clone()
                .or_else(|| row.decision.matter_code.and_then(MatterCode::name))
                .unwrap_or_default()
        })
        .column(
            Field::text("budget_year", "l’exercice du budget concerné", "the year of the budget it concerns"),
            |row| cell(row.decision.budget.as_ref().map(|budget| &budget.year)),
        )
        .column(Field::text("budget_name", "ce budget", "that budget"), |row| {
            cell(row.decision.budget.as_ref().map(|budget| &budget.name))
        })
        .column(Field::text("prefecture", "la préfecture qui l’a reçue", "the prefecture it was sent to"), |row| {
            cell(row.decision.prefecture.as_ref())
        })
        .column(Field::day("sent_to_prefecture", "le jour de l’envoi", "the day it was sent there"), |row| {
            cell(row.decision.sent_to_prefecture.as_ref())
        })
        .column(Field::day("put_online", "le jour de mise en ligne", "the day it was put online"), |row| {
            cell(row.decision.put_online.as_ref())
        })
        .column(Field::text("author", "qui l’a signée", "who signed it"), |row| {
            cell(row.decision.author.as_ref().map(|author| &author.name))
        })
        .column(Field::text("author_capacity", "en quelle qualité", "in what capacity"), |row| {
            cell(row.decision.author.as_ref().map(|author| &author.capacity))
        })
        .column(
            Field::word::<DecisionStatus>("status", "ce qu’elle est devenue depuis", "what became of it since"),
            |row| row.decision.status.map(|status| status.word().to_owned()).unwrap_or_default(),
        )
        .column(
            Field::text("supersedes", "la décision qu’elle remplace", "the decision it takes the place of"),
            |row| cell(row.decision.supersedes.as_ref()),
        )
        .column(URL, |row| (council.address)(Subject::Item(row.meeting_id, &row.item.number)))
        .table()
        .named_by(&["body", "number"])
        .linked(&["meeting"], "meetings", &["meeting"])
}

const NUMBER: Field = Field::text("number", "son numéro au registre", "its number in the register").required();
const VOTES_REQUIRED: Field = Field::integer(
    "votes_required",
    "les voix qu’il lui fallait, si ce n’est pas plus de la moitié des exprimés",
    "how many votes it needed, where that is not more than half of those for or against",
);
const MATTER_CODE: Field = Field::new(
    "matter_code",
    Cells::Shape("^[0-9]\\.[0-9]{1,2}$"),
    "sa matière, par la nomenclature ACTES",
    "its matter, by the ACTES nomenclature",
);

/// What a member answered.
struct Answer<'a> {
    taken: Taken<'a>,
    member: &'a RecordId,
    word: &'static str,
    holder: Option<&'a RecordId>,
}

const ANSWERS: &[&str] = &["for", "against", "abstention", "not-voting"];

/// A line a member and decision.
pub(super) fn roll_calls(council: &Council<'_>) -> Table {
    let rows: Vec<Answer<'_>> = taken(council.documents).into_iter().flat_map(answers).collect();
    Rows::about(&rows)
        .column(BODY, |row| row.taken.meeting.facts.body.id.to_string())
        .column(Field::text("decision", "le numéro de la décision", "the number of the decision").required(), |row| {
            row.taken.decision.number.clone()
        })
        .column(MEETING, |row| row.taken.meeting_id.to_string())
        .column(DATE, |row| row.taken.meeting.facts.start.date().to_string())
        .column(MEMBER, |row| row.member.to_string())
        .column(NAME, |row| council.name(row.member))
        .column(
            Field::new(
                "answer",
                Cells::Word(ANSWERS),
                "pour, contre, abstention, ou ne prend pas part",
                "for, against, abstaining, or taking no part",
            )
            .required(),
            |row| row.word.to_owned(),
        )
        .column(
            Field::text("proxy_holder", "qui a voté à sa place, par pouvoir", "who voted in their place, by proxy"),
            |row| cell(row.holder),
        )
        .table()
        .named_by(&["body", "decision", "member"])
        .linked(&["body", "decision"], "decisions", &["body", "number"])
}

fn answers(taken: Taken<'_>) -> Vec<Answer<'_>> {
    let represented = taken.meeting.facts.attendance.as_ref().map_or(&[][..], |all| all.represented.as_slice());
    let holder =
        |member: &RecordId| represented.iter().find(|(giver, _)| giver.id == *member).map(|(_, holder)| &holder.id);
    let calls = taken.decision.roll_call.iter().flat_map(crate::document::RollCall::answers);
    calls.map(|(word, member)| Answer { taken, member: &member.id, word, holder: holder(&member.id) }).collect()
}
