//! Editions of the participatory budget: what each can spend, how far its proposals came, and each project
//! from the proposal to the bill.

use crate::council::Date;
use crate::document::{Delivery, DeliveryStatus, Edition, Record, RecordId};
use crate::export::{Cells, Field, Rows, Table, cell};
use crate::language::{Bilingual, Language};
use crate::open_data::{Council, Dataset, Proposed, ResultLine, Subject, result_lines};
use crate::site::editions::{money, spending};
use crate::site::funnel::{self, Project, StageCount};

const EDITION: Field = Field::text("edition", "l’édition, par son identifiant", "the edition, by its id").required();
const STAGES: &[&str] = &["submitted", "eligible", "put-to-vote", "selected", "delivered"];

/// The three tables; none where there are no editions.
pub(super) fn datasets(council: &Council<'_>) -> Vec<Dataset> {
    let all = [
        Dataset::new(
            "editions",
            Bilingual::new("Les éditions du budget participatif", "Editions of the participatory budget"),
            editions(council),
        ),
        Dataset::new(
            "funnel",
            Bilingual::new(
                "L’entonnoir de chaque édition : les propositions à chaque étape",
                "The funnel of each edition: proposals at each stage",
            ),
            stages(council),
        ),
        Dataset::new(
            "participatory-budget",
            Bilingual::new(
                "Chaque projet du budget participatif, du dépôt à la livraison, retenu ou non",
                "Every project of the participatory budget, from proposal to delivery, selected or not",
            ),
            projects(council),
        ),
    ];
    all.into_iter().filter(|dataset| !dataset.table.is_empty()).collect()
}

fn editions(council: &Council<'_>) -> Table {
    let (documents, language) = (council.documents, council.language());
    let rows: Vec<(&RecordId, &Record<Edition>)> = documents.editions.iter().collect();
    let phases = |edition: &Record<Edition>, day: fn(&Edition) -> Option<Date>| cell(day(&edition.facts).as_ref());
    Rows::about(&rows)
        .column(EDITION, |(id, _)| id.to_string())
        .column(Field::text("title", "son titre", "its title"), move |(_, edition)| edition.title(language).to_owned())
        .column(Field::integer("year", "son année", "its year").required(), |(_, edition)| {
            edition.facts.year.to_string()
        })
        .column(Field::text("body", "l’instance qui le tient", "the body that holds it"), |(_, edition)| {
            edition.facts.body.id.to_string()
        })
        .column(
            Field::day("start", "le premier jour de la première phase", "the first day of the first phase"),
            move |row| phases(row.1, |edition| edition.phases.iter().map(|phase| phase.start).min()),
        )
        .column(
            Field::day("end", "le dernier jour de la dernière phase", "the last day of the last phase"),
            move |row| phases(row.1, |edition| edition.phases.iter().map(|phase| phase.end).max()),
        )
        .column(
            Field::text("currency", "la monnaie, code ISO 4217", "the currency, an ISO 4217 code"),
            |(_, edition)| edition.facts.currency.as_str().to_owned(),
        )
        .column(Field::number("amount", "ce dont elle dispose", "what it can spend"), |(_, edition)| {
            cell(money(documents, &edition.facts).as_ref())
        })
        .column(Field::number("spending", "ce que coûtent ses projets", "what its projects cost"), |(id, _)| {
            cell(spending(documents, id).as_ref())
        })
        .column(Field::new("url", Cells::Address, "sa page", "its page"), |(id, _)| {
            (council.address)(Subject::Edition(id))
        })
        .table()
        .named_by(&["edition"])
        .linked(&["body"], "bodies", &["body"])
}

fn stages(council: &Council<'_>) -> Table {
    let of = |id| funnel::count(&funnel::projects(council.documents, id)).into_iter().map(move |count| (id, count));
    let rows: Vec<(&RecordId, StageCount)> = council.documents.editions.keys().flat_map(of).collect();
    Rows::about(&rows)
        .column(EDITION, |(id, _)| id.to_string())
        .column(Field::new("stage", Cells::Word(STAGES), "l’étape", "the stage").required(), |(_, count)| {
            count.stage.word().to_owned()
        })
        .column(Field::integer("entered", "combien y sont arrivées", "how many came this far").required(), |row| {
            row.1.entered.to_string()
        })
        .column(
            Field::integer("passed", "combien sont allées plus loin", "how many of them went on").required(),
            |row| row.1.passed.to_string(),
        )
        .column(
            Field::integer("dropped", "combien se sont arrêtées là", "how many of them dropped out here").required(),
            |row| row.1.dropped.to_string(),
        )
        .column(
            Field::integer("waiting", "combien y sont encore", "how many of them are still here").required(),
            |row| row.1.waiting.to_string(),
        )
        .table()
        .named_by(&["edition", "stage"])
        .linked(&["edition"], "editions", &["edition"])
}

/// A project with all that is known of it.
struct Row<'a> {
    edition_id: &'a RecordId,
    edition: &'a Record<Edition>,
    project: Project<'a>,
    proposed: Option<Proposed<'a>>,
    result: Option<ResultLine<'a>>,
}

impl<'a> Row<'a> {
    fn delivery(&self) -> Option<&Delivery> {
        self.project.delivery.map(|record| &record.facts)
    }

    fn result(&self, cell: for<'l> fn(&'l ResultLine<'_>) -> &'l String) -> String {
        self.result.as_ref().map(cell).cloned().unwrap_or_default()
    }

    fn title(&self, language: Language) -> String {
        self.proposed.as_ref().map(|proposed| proposed.title(language)).unwrap_or_default()
    }

    fn said(&self, cell: impl Fn(&Proposed<'a>) -> String) -> String {
        self.proposed.as_ref().map(cell).unwrap_or_default()
    }
}

fn projects(council: &Council<'_>) -> Table {
    let language = council.language();
    let lines = result_lines(council);
    let of = |(edition_id, edition)| rows(council, edition_id, edition, &lines);
    let rows: Vec<Row<'_>> = council.documents.editions.iter().flat_map(of).collect();
    Rows::about(&rows)
        .column(EDITION, |row| row.edition_id.to_string())
        .column(Field::integer("year", "son année", "its year").required(), |row| row.edition.facts.year.to_string())
        .column(Field::text("project", "le projet, par son identifiant", "the project, by its id").required(), |row| {
            row.project.id.to_string()
        })
        .column(Field::text("title", "son titre", "its title"), move |row| row.title(language))
        .column(Field::text("category", "sa catégorie", "its category"), |row| row.said(Proposed::category))
        .column(Field::text("district", "son secteur", "its district"), |row| row.said(Proposed::district))
        .column(Field::day("submitted", "le jour du dépôt", "the day it was handed in"), |row| {
            row.said(|proposed| cell(proposed.submitted().as_ref()))
        })
        .column(
            Field::new("stage", Cells::Word(STAGES), "jusqu’où il est allé", "how far it came").required(),
            |row| row.project.stage.word().to_owned(),
        )
        .column(
            Field::new("dropped", Cells::Word(&["yes", "no"]), "s’il s’est arrêté là", "whether it goes no further")
                .required(),
            |row| if row.project.dropped { "yes" } else { "no" }.to_owned(),
        )
        .column(Field::text("dropped_reason", "pourquoi", "why"), |row| {
            row.project.reason().unwrap_or_default().to_owned()
        })
        .column(
            Field::number("proposed_cost", "le coût que dit l’auteur", "the cost that its author states"),
            |row| row.said(|proposed| cell(proposed.cost().as_ref())),
        )
        .column(Field::number("evaluated_cost", "le coût selon le service", "the cost as evaluated"), |row| {
            row.said(|proposed| cell(proposed.evaluation().and_then(|evaluation| evaluation.cost).as_ref()))
        })
        .column(Field::text("vote", "le vote où il figure", "the vote that it is an option of"), |row| {
            cell(row.result.as_ref().map(|line| line.vote))
        })
        .column(Field::text("support", "son soutien au vote", "its support in the vote"), |row| {
            row.result(|line| &line.value)
        })
        .column(Field::number("vote_cost", "le coût soumis au vote", "the cost that was voted on"), |row| {
            row.result(|line| &line.cost)
        })
        .column(Field::text("outcome", "l’issue du vote", "what the vote made of it"), |row| {
            row.result(|line| &line.outcome)
        })
        .column(Field::text("paid_from", "l’enveloppe qui le paie", "the envelope that pays it"), |row| {
            row.result(|line| &line.paid_from)
        })
        .column(
            Field::number("margin", "ce que le dernier retenu a de plus", "how much more the last one selected has"),
            |row| row.result(|line| &line.margin),
        )
        .column(
            Field::word::<DeliveryStatus>("delivery", "où en est sa réalisation", "where its delivery stands"),
            |row| row.delivery().map(|facts| facts.status.word().to_owned()).unwrap_or_default(),
        )
        .column(Field::day("planned_end", "l’ouverture prévue", "the day foreseen for its opening"), |row| {
            cell(row.delivery().and_then(|facts| facts.planned.end).as_ref())
        })
        .column(Field::day("actual_end", "le jour d’ouverture", "the day on which it opened"), |row| {
            cell(row.delivery().and_then(|facts| facts.actual.end).as_ref())
        })
        .column(Field::number("planned_spending", "la dépense prévue", "the spending foreseen"), |row| {
            cell(row.delivery().and_then(|facts| facts.planned.spending).as_ref())
        })
        .column(Field::number("actual_spending", "la dépense", "the spending"), |row| {
            cell(row.delivery().and_then(|facts| facts.actual.spending).as_ref())
        })
        .column(Field::text("currency", "la monnaie, code ISO 4217", "the currency, an ISO 4217 code"), |row| {
            row.edition.facts.currency.as_str().to_owned()
        })
        .column(Field::new("url", Cells::Address, "sa page", "its page"), |row| {
            (council.address)(Subject::Proposal(row.project.id))
        })
        .table()
        .named_by(&["edition", "project"])
        .linked(&["edition"], "editions", &["edition"])
        .linked(&["project"], "proposals", &["proposal"])
}

fn rows<'a>(
    council: &Council<'a>,
    edition_id: &'a RecordId,
    edition: &'a Record<Edition>,
    lines: &[ResultLine<'a>],
) -> Vec<Row<'a>> {
    let documents = council.documents;
    let row = |project: Project<'a>| Row {
        edition_id,
        edition,
        project,
        proposed: Proposed::of(documents, project.id),
        result: result(council, edition, project.id, lines),
    };
    funnel::projects(documents, edition_id).into_iter().map(row).collect()
}

/// What the vote made of a project; nothing where several electorates each made something of it.
fn result<'a>(
    council: &Council<'a>,
    edition: &Record<Edition>,
    project: &RecordId,
    lines: &[ResultLine<'a>],
) -> Option<ResultLine<'a>> {
    let stands_for = |line: &&ResultLine<'a>| {
        let options = council.documents.votes.get(line.vote).map(|vote| &vote.facts.draft.options);
        let option = options.and_then(|options| options.iter().find(|option| option.id.as_str() == line.option));
        let proposal = option.and_then(|option| option.proposal.as_ref());
        proposal.is_some_and(|proposal| proposal.as_str() == project.as_str())
    };
    let of_edition = |line: &&ResultLine<'a>| edition.facts.votes.iter().any(|vote| vote.id == *line.vote);
    let mut found = lines.iter().filter(of_edition).filter(stands_for);
    found.next().filter(|_| found.next().is_none()).cloned()
}
