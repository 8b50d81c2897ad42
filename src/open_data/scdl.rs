//! The adopted decisions as SCDL asks for them: the schema *Délibérations* 2.1.5, seventeen columns.
//!
//! A file is for one SIRET. A body that has its own has a file of its own; the decisions of the others
//! stand in the file of the council, where it has a SIRET and the law profile binds bodies of their kind: what a
//! neighbourhood council advises is no act of the commune.

use std::collections::{BTreeMap, BTreeSet};

use super::{Council, Dataset, Subject, Taken, Votes, taken};
use crate::council::{MatterCode, Siret};
use crate::document::{Body, DecisionOutcome, Documents, Record, RecordId};
use crate::export::{Cells, Field, Rows, cell};
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic};

/// The schema that the files follow.
pub const SCHEMA: &str = "https://schema.data.gouv.fr/scdl/deliberations/2.1.5/";

/// A decision as a line of a file.
struct Line<'a> {
    taken: Taken<'a>,
    council: String,
    siret: &'a Siret,
    matter: MatterCode,
    matter_name: String,
    votes: Option<(u32, Votes)>,
}

/// A decision that no line can hold, and why.
#[derive(Clone, Copy, Debug)]
pub struct LeftOut<'a> {
    /// The decision.
    pub taken: Taken<'a>,
    /// Why.
    pub why: Why,
}

/// Why a decision is in no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It has no matter of the nomenclature.
    NoMatter,
    /// Its votes do not add up, or are more than there are members.
    Votes,
    /// It was sent to the prefecture before it was taken.
    Prefecture,
    /// Another decision of the same file has its number.
    NumberTwice,
}

impl Why {
    /// What is missing, in words.
    #[must_use]
    pub fn words(self) -> Bilingual {
        match self {
            Self::NoMatter => Bilingual::new(
                "elle n’a pas de code de matière de la nomenclature",
                "it has no matter code of the nomenclature",
            ),
            Self::Votes => Bilingual::new("ses voix ne s’additionnent pas", "its votes do not add up"),
            Self::Prefecture => Bilingual::new(
                "elle est partie à la préfecture avant d’être prise",
                "it was sent to the prefecture before it was taken",
            ),
            Self::NumberTwice => Bilingual::new(
                "une autre décision du même fichier porte son numéro",
                "another decision of the same file has its number",
            ),
        }
    }

    fn help(self) -> Bilingual {
        match self {
            Self::NoMatter => Bilingual::new(
                "ajouter `matter_code:`, par exemple `9.4` pour un vœu",
                "add `matter_code:`, such as `9.4` for a wish",
            ),
            Self::Votes => Bilingual::new("corriger `voters:`", "correct `voters:`"),
            Self::Prefecture => Bilingual::new("corriger `sent_to_prefecture:`", "correct `sent_to_prefecture:`"),
            Self::NumberTwice => Bilingual::new(
                "numéroter les deux autrement, ou donner à l’une des instances son `siret:`",
                "number them otherwise, or give one of the bodies its own `siret:`",
            ),
        }
    }
}

/// The file in which the decisions of a body stand: that of the council, or its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum File<'a> {
    Council,
    Body(&'a RecordId),
}

fn file_of<'a>(documents: &'a Documents, body: &'a RecordId) -> Option<(File<'a>, &'a Siret)> {
    let facts = &documents.bodies.get(body)?.facts;
    match (&facts.siret, &documents.config.siret) {
        (Some(own), _) => Some((File::Body(body), own)),
        (None, Some(council)) if documents.law.binds(facts.kind) => Some((File::Council, council)),
        _ => None,
    }
}

/// The decisions of one file: those that are its lines, and those that cannot be.
#[derive(Default)]
struct Sorted<'a> {
    lines: Vec<Line<'a>>,
    left_out: Vec<LeftOut<'a>>,
    numbers: BTreeSet<&'a str>,
}

/// Every adopted decision that a file should hold, as a line or with what keeps it out.
fn sorted(documents: &Documents) -> BTreeMap<File<'_>, Sorted<'_>> {
    let mut files: BTreeMap<File<'_>, Sorted<'_>> = BTreeMap::new();
    for taken in taken(documents).into_iter().filter(|taken| taken.decision.outcome == DecisionOutcome::Adopted) {
        let Some((file, siret)) = file_of(documents, &taken.meeting.facts.body.id) else { continue };
        let sorted = files.entry(file).or_default();
        match line(documents, file, siret, taken) {
            Ok(line) if sorted.numbers.insert(&taken.decision.number) => sorted.lines.push(line),
            Ok(_) => sorted.left_out.push(LeftOut { taken, why: Why::NumberTwice }),
            Err(why) => sorted.left_out.push(LeftOut { taken, why }),
        }
    }
    files
}

fn line<'a>(documents: &'a Documents, file: File<'a>, siret: &'a Siret, taken: Taken<'a>) -> Result<Line<'a>, Why> {
    let decision = taken.decision;
    let (matter, matter_name) =
        decision.matter_code.and_then(|code| Some((code, code.name()?))).ok_or(Why::NoMatter)?;
    let day = taken.meeting.facts.start.date();
    if decision.sent_to_prefecture.is_some_and(|sent| sent < day) {
        return Err(Why::Prefecture);
    }
    let votes = taken.votes.and_then(|votes| Some((votes.eligible?, votes)));
    if votes.is_some_and(|(eligible, votes)| !adds_up(eligible, &votes)) {
        return Err(Why::Votes);
    }
    let own = |id: &RecordId| documents.bodies.get(id).map(|body: &Record<Body>| body.title(Language::Fr).to_owned());
    let council = match file {
        File::Council => documents.config.name.fr.clone(),
        File::Body(id) => own(id).unwrap_or_else(|| id.to_string()),
    };
    Ok(Line { taken, council, siret, matter, matter_name, votes })
}

fn adds_up(eligible: u32, votes: &Votes) -> bool {
    let sum = u64::from(votes.votes_for) + u64::from(votes.votes_against) + u64::from(votes.abstentions);
    u64::from(votes.voting) == sum && votes.voting <= eligible
}

/// One file for each SIRET.
pub(super) fn files(council: &Council<'_>) -> Vec<Dataset> {
    let all = sorted(council.documents);
    all.iter().map(|(file, sorted)| dataset(council, *file, &sorted.lines)).collect()
}

/// The decisions that no file holds, in the order in which they were taken.
#[must_use]
pub fn left_out(documents: &Documents) -> Vec<LeftOut<'_>> {
    sorted(documents).into_values().flat_map(|sorted| sorted.left_out).collect()
}

/// A note about each decision that no file holds.
pub fn check(documents: &Documents, findings: &mut Vec<Diagnostic>) {
    for LeftOut { taken, why } in left_out(documents) {
        let (number, words) = (&taken.decision.number, why.words());
        let message = Bilingual::new(
            format!("décision `{number}` : absente du fichier SCDL des délibérations, {}", words.fr),
            format!("decision `{number}`: not in the SCDL file of deliberations, {}", words.en),
        );
        let finding = Diagnostic::note(Code::DeliberationLeftOut, message).help(why.help());
        findings.push(finding.at(taken.decision.place.clone()));
    }
}

fn dataset(council: &Council<'_>, file: File<'_>, lines: &[Line<'_>]) -> Dataset {
    let votes = |line: &Line<'_>, number: fn(u32, &Votes) -> u32| {
        cell(line.votes.as_ref().map(|(eligible, votes)| number(*eligible, votes)).as_ref())
    };
    let budget = |line: &Line<'_>| line.taken.decision.budget.clone();
    let table = Rows::about(lines)
        .column(Field::text("COLL_NOM", "le nom de la collectivité", "the name of the council").required(), |line| {
            line.council.clone()
        })
        .column(SIRET, |line| line.siret.to_string())
        .column(
            Field::text("DELIB_ID", "le numéro de la délibération", "the number of the decision").required(),
            |line| line.taken.decision.number.clone(),
        )
        .column(Field::day("DELIB_DATE", "le jour de la séance", "the day of the meeting").required(), |line| {
            line.taken.meeting.facts.start.date().to_string()
        })
        .column(MATTER_CODE, |line| line.matter.to_string())
        .column(
            Field::text("DELIB_MATIERE_NOM", "les deux niveaux de la matière", "both levels of the matter").required(),
            |line| line.matter_name.clone(),
        )
        .column(Field::text("DELIB_OBJET", "son objet", "its subject").required(), |line| {
            line.taken.decision.subject.clone()
        })
        .column(BUDGET_YEAR, move |line| budget(line).map(|budget| budget.year.to_string()).unwrap_or_default())
        .column(Field::text("BUDGET_NOM", "le budget", "the budget"), move |line| {
            budget(line).map(|budget| budget.name).unwrap_or_default()
        })
        .column(PREFECTURE, |line| cell(line.taken.decision.prefecture.as_ref()))
        .column(
            Field::day(
                "PREF_DATE",
                "le jour de l’envoi au contrôle de légalité",
                "the day it was sent to the prefecture",
            ),
            |line| cell(line.taken.decision.sent_to_prefecture.as_ref()),
        )
        .column(Field::integer("VOTE_EFFECTIF", "les membres en exercice", "members in office"), move |line| {
            votes(line, |eligible, _| eligible)
        })
        .column(Field::integer("VOTE_REEL", "les votants", "those voting"), move |line| {
            votes(line, |_, votes| votes.voting)
        })
        .column(Field::integer("VOTE_POUR", "pour", "in favour"), move |line| votes(line, |_, votes| votes.votes_for))
        .column(Field::integer("VOTE_CONTRE", "contre", "against"), move |line| {
            votes(line, |_, votes| votes.votes_against)
        })
        .column(Field::integer("VOTE_ABSTENTION", "abstentions", "abstaining"), move |line| {
            votes(line, |_, votes| votes.abstentions)
        })
        .column(Field::new("DELIB_URL", Cells::Address, "sa page", "its page"), |line| {
            (council.address)(Subject::Item(line.taken.meeting_id, &line.taken.item.number))
        })
        .table()
        .named_by(&["DELIB_ID"]);
    let (name, title) = match file {
        File::Council => (
            "deliberations".to_owned(),
            Bilingual::new("Les délibérations, au format SCDL 2.1.5", "Deliberations, in the form of SCDL 2.1.5"),
        ),
        File::Body(id) => {
            let body = |language| super::title(&council.documents.bodies, id, language);
            let title = Bilingual::new(
                format!("Les délibérations, au format SCDL 2.1.5 : {}", body(Language::Fr)),
                format!("Deliberations, in the form of SCDL 2.1.5: {}", body(Language::En)),
            );
            (format!("deliberations-{id}"), title)
        }
    };
    Dataset::new(name, title, table).conforming(SCHEMA)
}

const SIRET: Field =
    Field::new("COLL_SIRET", Cells::Shape("^\\d{14}$"), "son numéro SIRET", "its SIRET number").required();
const MATTER_CODE: Field = Field::new(
    "DELIB_MATIERE_CODE",
    Cells::Shape("^\\d\\.\\d{1,2}$"),
    "la matière, par la nomenclature ACTES",
    "the matter, by the ACTES nomenclature",
)
.required();
const BUDGET_YEAR: Field = Field::new(
    "BUDGET_ANNEE",
    Cells::Shape("^[0-9]{4}(\\/[0-9]{4})?$"),
    "l’exercice du budget concerné",
    "the year of the budget it concerns",
);
const PREFECTURE: Field =
    Field::text("PREF_ID", "qui exerce le contrôle de légalité", "the prefecture that controls its legality");
