//! Votes of residents and members, and what was certified of them. Before the certificate nothing here
//! says how anybody voted.

use super::{BODY, Cells, Council, Dataset, Field, Subject, TITLE, URL, meetings};
use crate::council::tally::{MotionDecision, Outcome, TallyFile, TurnoutFile, VoteState};
use crate::council::{Mode, VoteId};
use crate::document::{Documents, Record, RecordId, Vote};
use crate::export::{Rows, Table, cell};
use crate::grammar::Token as _;
use crate::language::Bilingual;
use crate::tree::Digest;

/// A vote with what the verifier published of it.
struct Row<'a> {
    id: &'a RecordId,
    record: &'a Record<Vote>,
    turnout: Option<&'a TurnoutFile>,
    tally: Option<(&'a TallyFile, Digest)>,
}

fn rows(documents: &Documents) -> Vec<Row<'_>> {
    documents.votes.iter().map(|(id, record)| Row::of(documents, id, record)).collect()
}

const STATES: &[&str] = &["announced", "open", "closed", "certified", "annulled"];

impl<'a> Row<'a> {
    fn of(documents: &'a Documents, id: &'a RecordId, record: &'a Record<Vote>) -> Self {
        let vote = VoteId::parse(id.as_str()).ok();
        let turnout = vote.as_ref().and_then(|vote| documents.results.turnouts.get(vote));
        let tally = vote.as_ref().and_then(|vote| documents.results.tallies.get(vote));
        Self { id, record, turnout, tally: tally.map(|(file, digest)| (file, *digest)) }
    }

    fn state(&self) -> &'static str {
        match (self.tally, self.turnout.map(|file| file.state)) {
            (_, Some(VoteState::Annulled)) => "annulled",
            (Some(_), _) => "certified",
            (None, Some(VoteState::Open)) => "open",
            (None, Some(VoteState::Closed | VoteState::Certified)) => "closed",
            (None, None) => "announced",
        }
    }

    /// Voters on the roll, and those who took part.
    fn turnout(&self) -> Option<(u64, u64)> {
        let tally = self.tally.map(|(tally, _)| &tally.turnout);
        let turnout = tally.or_else(|| self.turnout.map(|file| &file.turnout))?;
        Some((turnout.enrolled, turnout.voted))
    }

    /// What became of a motion.
    fn decision(&self) -> Option<MotionDecision> {
        match self.tally?.0.outcome.as_ref()? {
            Outcome::Motion(motion) => Some(motion.decision),
            Outcome::Motion2(outcome) => Some(outcome.motion.decision),
            _ => None,
        }
    }
}

const VOTE: Field = Field::text("vote", "le vote, par son identifiant", "the vote, by its id").required();

/// A line a vote.
pub(super) fn votes(council: &Council<'_>) -> Table {
    let language = council.language();
    let rows = rows(council.documents);
    let decisions: &'static [&'static str] = &["adopted", "rejected", "inquorate"];
    let moment = |name, fr, en| Field::new(name, Cells::Moment, fr, en);
    Rows::about(&rows)
        .column(VOTE, |row| row.id.to_string())
        .column(BODY, |row| row.record.facts.body.id.to_string())
        .column(TITLE, move |row| row.record.title(language).to_owned())
        .column(
            Field::text(
                "question",
                "la question, dans la langue qui prévaut",
                "the question, in the language that prevails",
            ),
            |row| row.record.facts.draft.question.first().map(|(_, words)| words.clone()).unwrap_or_default(),
        )
        .column(Field::text("meeting", "la séance où il se tient", "the meeting at which it is held"), |row| {
            cell(row.record.facts.meeting.as_ref().map(|meeting| &meeting.id))
        })
        .column(
            Field::word::<Mode>("mode", "nominal, ou sous pseudonyme", "by name, or under pseudonyms").required(),
            |row| row.record.facts.draft.mode.write(),
        )
        .column(Field::text("method", "la règle de décompte", "the rule by which it is counted").required(), |row| {
            row.record.facts.draft.rules.name().to_owned()
        })
        .column(Field::day("announced", "le jour de l’annonce", "the day it was announced"), |row| {
            cell(row.record.facts.announced.as_ref())
        })
        .column(moment("opens", "l’ouverture", "when it opens"), |row| meetings::moment(row.record.facts.opens))
        .column(moment("closes", "la clôture", "when it closes"), |row| meetings::moment(row.record.facts.closes))
        .column(Field::new("state", Cells::Word(STATES), "où il en est", "where it stands").required(), |row| {
            row.state().to_owned()
        })
        .column(Field::integer("enrolled", "les inscrits", "voters on the roll"), |row| {
            cell(row.turnout().map(|(enrolled, _)| enrolled).as_ref())
        })
        .column(Field::integer("voted", "les votants", "voters with a recorded ballot"), |row| {
            cell(row.turnout().map(|(_, voted)| voted).as_ref())
        })
        .column(
            Field::integer("blank", "les bulletins blancs parmi ceux comptés", "blank ballots among those counted"),
            |row| cell(row.tally.map(|(tally, _)| tally.ballots.blank).as_ref()),
        )
        .column(
            Field::new("decision", Cells::Word(decisions), "l’issue d’une motion", "what became of a motion"),
            |row| row.decision().map(decision_word).unwrap_or_default().to_owned(),
        )
        .column(LEAST_CHANGE, |row| cell(row.tally.and_then(|(tally, _)| tally.least_change).as_ref()))
        .column(
            Field::text("definition", "l’empreinte des règles scellées", "the hash of the sealed rules"),
            |row| {
                let tally = row.tally.map(|(tally, _)| tally.definition);
                cell(tally.or_else(|| row.turnout.map(|file| file.definition)).as_ref())
            },
        )
        .column(
            Field::text("tally", "l’empreinte du résultat certifié", "the hash of the certified result"),
            |row| cell(row.tally.map(|(_, digest)| digest).as_ref()),
        )
        .column(URL, |row| (council.address)(Subject::Vote(row.id)))
        .table()
        .named_by(&["vote"])
        .linked(&["body"], "bodies", &["body"])
}

const LEAST_CHANGE: Field = Field::integer(
    "least_change",
    "combien de bulletins, autrement, auraient changé le résultat ; vide où la méthode n’en a pas de compte exact",
    "how few ballots, voting otherwise, would have changed the result; empty where the method has no exact answer",
);

const fn decision_word(decision: MotionDecision) -> &'static str {
    match decision {
        MotionDecision::Adopted => "adopted",
        MotionDecision::Rejected => "rejected",
        MotionDecision::Inquorate => "inquorate",
    }
}

/// The table of one certified result, as its method counts it.
fn result(row: &Row<'_>) -> Option<Table> {
    row.tally.map(|(tally, _)| Table::of_all(tally.outcomes()))
}

/// Each certified result as a table of its own.
#[must_use]
pub fn each_result(council: &Council<'_>) -> Vec<Dataset> {
    let rows = rows(council.documents);
    let dataset = |row: &Row<'_>| {
        let title = |language| row.record.title(language).to_owned();
        let title = Bilingual::new(
            format!("Résultat : {}", title(crate::language::Language::Fr)),
            format!("Result: {}", title(crate::language::Language::En)),
        );
        Some(Dataset::new(format!("result-{}", row.id), title, result(row)?))
    };
    rows.iter().filter_map(dataset).collect()
}

/// An option of a certified result, under whichever method.
#[derive(Clone, Debug)]
pub struct ResultLine<'a> {
    /// The vote.
    pub vote: &'a RecordId,
    /// The electorate, where there are several; else empty, as are the others where a method has none.
    pub electorate: String,
    /// The option, or the answer to a motion.
    pub option: String,
    /// The option's title.
    pub title: String,
    /// What `value` counts.
    pub measure: &'static str,
    /// A number, or the median grade.
    pub value: String,
    /// What it costs.
    pub cost: String,
    /// What became of it.
    pub outcome: String,
    /// Why.
    pub reason: String,
    /// The envelope that pays it.
    pub paid_from: String,
    /// How much more the last one selected has.
    pub margin: String,
}

/// What options are counted by, the first that a method has.
const MEASURES: &[&str] = &["support", "points", "median", "weight"];

/// Every option of every certified result, in the order of the counts.
#[must_use]
pub fn result_lines<'a>(council: &Council<'a>) -> Vec<ResultLine<'a>> {
    rows(council.documents).iter().flat_map(lines_of).collect()
}

fn lines_of<'a>(row: &Row<'a>) -> Vec<ResultLine<'a>> {
    let Some(table) = result(row) else { return Vec::new() };
    let has = |name: &&'static str| table.fields().iter().any(|field| field.name() == *name);
    let measure = MEASURES.iter().copied().find(has).unwrap_or_default();
    let cells = |name: &str| table.cells(name).map(str::to_owned).collect::<Vec<String>>();
    let options = if has(&"answer") { cells("answer") } else { cells("option") };
    let [values, electorates, costs] = [measure, "electorate", "cost"].map(cells);
    let [outcomes, reasons, payers, margins] = ["outcome", "reason", "paid_from", "margin"].map(cells);
    // What counts for no option any more has its place in the table of the method alone.
    let named = options.into_iter().enumerate().filter(|(_, option)| !option.is_empty());
    let line = |(at, option): (usize, String)| ResultLine {
        vote: row.id,
        electorate: electorates[at].clone(),
        title: option_title(row.record, &option),
        option,
        measure,
        value: values[at].clone(),
        cost: costs[at].clone(),
        outcome: outcomes[at].clone(),
        reason: reasons[at].clone(),
        paid_from: payers[at].clone(),
        margin: margins[at].clone(),
    };
    named.map(line).collect()
}

fn option_title(record: &Record<Vote>, id: &str) -> String {
    let option = record.facts.draft.options.iter().find(|option| option.id.as_str() == id);
    option.and_then(|option| option.title.first()).map(|(_, words)| words.clone()).unwrap_or_default()
}

/// A line an option of each certified vote, with what all methods have in common.
pub(super) fn results(council: &Council<'_>) -> Table {
    let lines = result_lines(council);
    Rows::about(&lines)
        .column(VOTE, |line| line.vote.to_string())
        .column(ELECTORATE, |line| line.electorate.clone())
        .column(OPTION, |line| line.option.clone())
        .column(TITLE, |line| line.title.clone())
        .column(MEASURE, |line| line.measure.to_owned())
        .column(Field::text("value", "un nombre, ou la mention médiane", "a number, or the median grade"), |line| {
            line.value.clone()
        })
        .column(Field::number("cost", "ce qu’il coûte", "what it costs"), |line| line.cost.clone())
        .column(Field::text("outcome", "ce qu’il devient", "what became of it"), |line| line.outcome.clone())
        .column(Field::text("reason", "pourquoi, par un mot de la méthode", "why, by a word of the method"), |line| {
            line.reason.clone()
        })
        .column(Field::text("paid_from", "l’enveloppe qui le paie", "the envelope that pays it"), |line| {
            line.paid_from.clone()
        })
        .column(MARGIN, |line| line.margin.clone())
        .table()
        .named_by(&["vote", "electorate", "option"])
        .linked(&["vote"], "votes", &["vote"])
}

const ELECTORATE: Field = Field::text(
    "electorate",
    "le corps électoral, quand il y en a plusieurs",
    "the electorate, where there are several",
);
const OPTION: Field =
    Field::text("option", "le choix, ou la réponse à une motion", "the option, or the answer to a motion").required();
const MEASURE: Field = Field::new(
    "measure",
    Cells::Word(MEASURES),
    "ce que compte la colonne suivante ; vide où la méthode compare les choix deux à deux ou par tours",
    "what the next column counts; empty where the method compares options in pairs or by rounds",
);
const MARGIN: Field =
    Field::number("margin", "ce que le dernier retenu a de plus", "how much more the last one selected has");
