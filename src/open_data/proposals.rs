//! Proposals, and how each came where it stands.

use super::{Cells, Council, Field, Subject, TITLE, URL};
use crate::council::{Amount, Date, ProposalId};
use crate::document::{
    Documents, Evaluation, Life as _, Opinion, Proposal, ProposalFacts, ProposalStatus, Record, RecordId,
    SignedProposal, Step,
};
use crate::export::{Rows, Table, cell};
use crate::grammar::Token as _;
use crate::language::Language;

/// Both halves of a proposal, one of which may be missing: the council's file, and the text that its
/// author signed last.
#[derive(Clone, Debug)]
pub struct Proposed<'a> {
    /// Its id.
    pub id: RecordId,
    /// The council's file.
    pub council: Option<&'a Record<Proposal>>,
    /// The signed text.
    pub signed: Option<&'a SignedProposal>,
}

impl<'a> Proposed<'a> {
    /// The proposal of this id; nothing where there is none.
    #[must_use]
    pub fn of(documents: &'a Documents, id: &RecordId) -> Option<Self> {
        let versions = ProposalId::parse(id.as_str()).ok().and_then(|id| documents.signed.get(&id));
        let (council, signed) = (documents.proposals.get(id), versions.and_then(|versions| versions.last()));
        (council.is_some() || signed.is_some()).then(|| Self { id: id.clone(), council, signed })
    }

    /// Every proposal, in the order of their ids.
    #[must_use]
    pub fn all(documents: &'a Documents) -> Vec<Self> {
        let signed = documents.signed.keys().filter_map(|id| RecordId::read(id.as_str()));
        let mut ids: Vec<RecordId> = documents.proposals.keys().cloned().chain(signed).collect();
        ids.sort();
        ids.dedup();
        ids.iter().filter_map(|id| Self::of(documents, id)).collect()
    }

    /// Its title, as signed or as the council writes it.
    #[must_use]
    pub fn title(&self, language: Language) -> String {
        let council = self.council.map(|record| record.title(language)).filter(|title| !title.is_empty());
        let signed = self.signed.map(|signed| signed.statement.title.as_str());
        signed.or(council).map_or_else(|| self.id.to_string(), str::to_owned)
    }

    /// Where it stands; what is only recorded was handed in.
    #[must_use]
    pub fn status(&self) -> ProposalStatus {
        self.council.map_or(ProposalStatus::Submitted, |record| record.facts.status)
    }

    /// Category, district and author, with the cost they state.
    fn facts(&self) -> (String, String, String, Option<Amount>) {
        if let Some(SignedProposal { statement, .. }) = self.signed {
            let (category, district) = (statement.category.to_string(), statement.district.to_string());
            return (category, district, statement.name.clone(), statement.cost);
        }
        match self.council.map(|record| &record.facts.facts) {
            Some(ProposalFacts::Written { category, district, cost, author }) => {
                (category.to_string(), district.to_string(), author.clone(), *cost)
            }
            _ => Default::default(),
        }
    }

    /// Its category.
    #[must_use]
    pub fn category(&self) -> String {
        self.facts().0
    }

    /// Its district.
    #[must_use]
    pub fn district(&self) -> String {
        self.facts().1
    }

    /// What its author says that it costs.
    #[must_use]
    pub fn cost(&self) -> Option<Amount> {
        self.facts().3
    }

    /// What a service thinks of it.
    #[must_use]
    pub fn evaluation(&self) -> Option<&'a Evaluation> {
        self.council.and_then(|record| record.facts.evaluation.as_ref())
    }

    fn history(&self) -> &'a [Step<ProposalStatus>] {
        self.council.map_or(&[], |record| record.facts.history.as_slice())
    }

    /// The day on which it came to one of these states first.
    fn reached(&self, is_it: impl Fn(ProposalStatus) -> bool) -> Option<Date> {
        self.history().iter().find(|step| is_it(step.status)).map(|step| step.date)
    }

    /// The day it was handed in.
    #[must_use]
    pub fn submitted(&self) -> Option<Date> {
        let said = self.council.and_then(|record| record.facts.submitted);
        said.or_else(|| self.reached(|status| status == ProposalStatus::Submitted))
    }

    /// Why it stands where it does.
    fn reason(&self) -> Option<&'a str> {
        let status = self.status();
        let mut steps = self.history().iter().rev().filter(|step| step.status == status);
        steps.find_map(|step| step.reason.as_deref())
    }
}

const PROPOSAL: Field =
    Field::text("proposal", "la proposition, par son identifiant", "the proposal, by its id").required();

/// A line a proposal.
pub(super) fn proposals(council: &Council<'_>) -> Table {
    let language = council.language();
    let rows = Proposed::all(council.documents);
    let day = |day: Option<Date>| cell(day.as_ref());
    Rows::about(&rows)
        .column(PROPOSAL, |row| row.id.to_string())
        .column(TITLE, move |row| row.title(language))
        .column(
            Field::text("edition", "l’édition du budget participatif", "the edition of the participatory budget"),
            |row| cell(row.council.and_then(|record| record.facts.edition.as_ref()).map(|edition| &edition.id)),
        )
        .column(Field::text("category", "sa catégorie", "its category"), Proposed::category)
        .column(Field::text("district", "son secteur", "its district"), Proposed::district)
        .column(
            Field::text("author", "sous quel nom elle a été déposée", "under which name it was handed in"),
            |row| row.facts().2,
        )
        .column(SIGNED, |row| if row.signed.is_some() { "yes" } else { "no" }.to_owned())
        .column(Field::number("cost", "le coût que dit l’auteur", "the cost that its author states"), |row| {
            cell(row.cost().as_ref())
        })
        .column(Field::word::<ProposalStatus>("status", "où elle en est", "where it stands").required(), |row| {
            row.status().word().to_owned()
        })
        .column(Field::day("submitted", "le jour du dépôt", "the day it was handed in"), move |row| {
            day(row.submitted())
        })
        .column(
            Field::day("under_evaluation", "le début de l’étude", "the day a service began to look at it"),
            move |row| day(row.reached(|status| status == ProposalStatus::UnderEvaluation)),
        )
        .column(Field::day("put_to_vote", "la mise au vote", "the day it was put to the vote"), move |row| {
            day(row.reached(|status| status == ProposalStatus::PutToVote))
        })
        .column(SETTLED, move |row| day(row.reached(|status| status == ProposalStatus::Selected || status.closes())))
        .column(Field::text("service", "le service qui l’a étudiée", "the service that evaluated it"), |row| {
            cell(row.evaluation().map(|evaluation| &evaluation.service))
        })
        .column(Field::word::<Opinion>("opinion", "son avis", "its opinion"), |row| {
            row.evaluation().map(|evaluation| evaluation.opinion.word().to_owned()).unwrap_or_default()
        })
        .column(Field::text("opinion_reason", "pourquoi cet avis", "why it thinks so"), |row| {
            cell(row.evaluation().map(|evaluation| &evaluation.reason))
        })
        .column(Field::number("evaluated_cost", "le coût selon le service", "the cost as evaluated"), |row| {
            cell(row.evaluation().and_then(|evaluation| evaluation.cost).as_ref())
        })
        .column(Field::text("reason", "pourquoi elle en est là", "why it stands there"), |row| {
            row.reason().unwrap_or_default().to_owned()
        })
        .column(
            Field::text(
                "merged_into",
                "la proposition qui continue à sa place",
                "the proposal that goes on in its place",
            ),
            |row| cell(row.council.and_then(|record| record.facts.merged_into.as_ref()).map(|target| &target.id)),
        )
        .column(URL, |row| (council.address)(Subject::Proposal(&row.id)))
        .table()
        .named_by(&["proposal"])
        .linked(&["merged_into"], "", &["proposal"])
}

const SIGNED: Field = Field::new(
    "signed",
    Cells::Word(&["yes", "no"]),
    "si son texte est signé par son auteur",
    "whether its text is signed by its author",
)
.required();
const SETTLED: Field =
    Field::day("settled", "le jour où elle a été retenue, ou écartée", "the day it was selected, or went no further");

/// A line a step of a proposal.
pub(super) fn steps(council: &Council<'_>) -> Table {
    let proposals = council.documents.proposals.iter();
    let rows: Vec<(&RecordId, usize, &Step<ProposalStatus>)> = proposals
        .flat_map(|(id, record)| (1..).zip(&record.facts.history).map(move |(number, step)| (id, number, step)))
        .collect();
    Rows::about(&rows)
        .column(PROPOSAL, |(id, ..)| id.to_string())
        .column(Field::integer("step", "le rang de l’étape", "the place of the step").required(), |row| {
            row.1.to_string()
        })
        .column(Field::day("date", "le jour", "the day").required(), |row| row.2.date.to_string())
        .column(
            Field::word::<ProposalStatus>("status", "ce qu’elle est devenue", "what it became").required(),
            |row| row.2.status.word().to_owned(),
        )
        .column(Field::text("by", "qui l’a décidé", "who decided"), |row| row.2.by.clone())
        .column(Field::text("reason", "pourquoi", "why"), |row| cell(row.2.reason.as_ref()))
        .table()
        .named_by(&["proposal", "step"])
        .linked(&["proposal"], "proposals", &["proposal"])
}
