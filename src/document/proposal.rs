//! `content/proposals/<id>.md`: the council's half of a proposal, or the whole of one that came
//! on paper.

use super::fields::Fields;
use super::life::{Life, Step, read_steps};
use super::record::Ref;
use crate::council::{Amount, CategoryId, Date, GroupId, words};
use crate::grammar::Token;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic};
use crate::tree::Digest;

words! {
    /// Where a proposal stands in its life.
    ProposalStatus {
        /// Being written.
        Draft = "draft",
        /// Handed in.
        Submitted = "submitted",
        /// Outside the rules of the call.
        Ineligible = "ineligible",
        /// A service looks at it.
        UnderEvaluation = "under-evaluation",
        /// It cannot be done.
        NotFeasible = "not-feasible",
        /// Joined with another.
        Merged = "merged",
        /// Residents vote on it.
        PutToVote = "put-to-vote",
        /// It won.
        Selected = "selected",
        /// It did not win.
        NotSelected = "not-selected",
        /// Being studied.
        Studies = "studies",
        /// Waiting for permits and contracts.
        Procedures = "procedures",
        /// Being built.
        Works = "works",
        /// Built.
        Delivered = "delivered",
        /// In use.
        Open = "open",
        /// Given up.
        Abandoned = "abandoned",
    }
    /// What a service thinks of a proposal.
    Opinion {
        /// It can be done.
        Favourable = "favourable",
        /// It can be done under conditions.
        FavourableWithReserves = "favourable-with-reserves",
        /// It cannot.
        Unfavourable = "unfavourable",
    }
}

/// What the council says of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its facts: in the signed text, or here.
    pub facts: ProposalFacts,
    /// The day it was handed in.
    pub submitted: Option<Date>,
    /// Where it stands.
    pub status: ProposalStatus,
    /// How it came there.
    pub history: Vec<Step<ProposalStatus>>,
    /// What a service thinks.
    pub evaluation: Option<Evaluation>,
    /// The edition of the participatory budget it was handed in for.
    pub edition: Option<Ref>,
    /// The proposal that goes on in its place.
    pub merged_into: Option<Ref>,
    /// Where in the district it would be.
    pub location: Option<String>,
}

impl Life for ProposalStatus {
    fn word(self) -> &'static str {
        self.word()
    }
    fn begins(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted)
    }
    /// After the vote a project that needs no permit or no works leaves that state out.
    fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Submitted],
            Self::Submitted => &[Self::Ineligible, Self::UnderEvaluation],
            Self::UnderEvaluation => &[Self::NotFeasible, Self::Merged, Self::PutToVote],
            Self::PutToVote => &[Self::Selected, Self::NotSelected],
            Self::Selected => &[Self::Studies, Self::Procedures, Self::Works, Self::Delivered, Self::Abandoned],
            Self::Studies => &[Self::Procedures, Self::Works, Self::Delivered, Self::Abandoned],
            Self::Procedures => &[Self::Works, Self::Delivered, Self::Abandoned],
            Self::Works => &[Self::Delivered, Self::Abandoned],
            Self::Delivered => &[Self::Open],
            Self::Ineligible | Self::NotFeasible | Self::Merged | Self::NotSelected | Self::Open | Self::Abandoned => {
                &[]
            }
        }
    }
    fn closes(self) -> bool {
        matches!(self, Self::Ineligible | Self::NotFeasible | Self::Merged | Self::NotSelected | Self::Abandoned)
    }
}

/// Where category, district, cost and author stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalFacts {
    /// In the signed text with this hash.
    Signed(Digest),
    /// In the council's file.
    Written {
        /// The category.
        category: CategoryId,
        /// The district.
        district: GroupId,
        /// The cost.
        cost: Option<Amount>,
        /// Who proposed it.
        author: String,
    },
}

/// What a service thinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The service.
    pub service: String,
    /// For or against.
    pub opinion: Opinion,
    /// Why.
    pub reason: String,
    /// What it would cost.
    pub cost: Option<Amount>,
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Proposal> {
    let signed = fields.record_if("signed").map(read_signed_text);
    let facts = match signed {
        Some(text) if !fields.draws() => read_signed(&mut fields, text),
        _ => fields.unless("signed", read_written),
    };
    let submitted = fields.token_if("submitted");
    let status = fields.token("status");
    let history = read_steps(&mut fields, "history");
    let evaluation = fields.record_if("evaluation").and_then(read_evaluation);
    let edition = fields.reference_if("edition");
    let merged_into = fields.reference_if("merged_into");
    let location = fields.words_if("location");
    fields.done();
    Some(Proposal { facts: facts?, submitted, status: status?, history, evaluation, edition, merged_into, location })
}

fn read_written(fields: &mut Fields<'_>) -> Option<ProposalFacts> {
    fields.need_list("title");
    let category = fields.token("category");
    let district = fields.token("district");
    let cost = fields.token_if("cost");
    let author = fields.words("author");
    Some(ProposalFacts::Written { category: category?, district: district?, cost, author: author? })
}

fn read_signed_text(mut signed: Fields<'_>) -> Option<Digest> {
    let text = signed.token("text");
    signed.done();
    text
}

/// The signed text says the facts; a second voice beside it could only contradict it.
fn read_signed(fields: &mut Fields<'_>, text: Option<Digest>) -> Option<ProposalFacts> {
    for key in ["title", "category", "district", "cost", "author"] {
        if fields.words_if(key).is_some() {
            let message = Bilingual::new(
                format!("`{key}` est dit par le texte signé de la proposition"),
                format!("`{key}` is said by the proposal's signed text"),
            );
            let help = Bilingual::new("retirer cette ligne", "take this line out");
            fields.report(key, Diagnostic::error(Code::FactsRepeated, message).help(help));
        }
    }
    Some(ProposalFacts::Signed(text?))
}

fn read_evaluation(mut fields: Fields<'_>) -> Option<Evaluation> {
    let service = fields.words("service");
    let opinion = fields.token("opinion");
    let reason = fields.words("reason");
    let cost = fields.token_if("cost");
    fields.done();
    Some(Evaluation { service: service?, opinion: opinion?, reason: reason?, cost })
}
