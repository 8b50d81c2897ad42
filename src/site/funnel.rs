//! The funnel of an edition: how far each of its proposals came, and what became of it there.
//!
//! Every proposal that was handed in stands at exactly one stage, so at each stage those that went
//! on, dropped out or wait add up to those that came in.

use crate::document::{Delivery, DeliveryStatus, Documents, Life as _, Proposal, ProposalStatus, Record, RecordId};

/// How far a proposal can come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FunnelStage {
    /// Handed in.
    Submitted,
    /// Within the rules of the call.
    Eligible,
    /// On the ballot.
    PutToVote,
    /// Among the winners.
    Selected,
    /// Built.
    Delivered,
}

impl FunnelStage {
    /// Every stage, first to last.
    pub const ALL: [Self; 5] = [Self::Submitted, Self::Eligible, Self::PutToVote, Self::Selected, Self::Delivered];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Eligible => "eligible",
            Self::PutToVote => "put-to-vote",
            Self::Selected => "selected",
            Self::Delivered => "delivered",
        }
    }
}

/// A proposal of an edition.
#[derive(Clone, Copy, Debug)]
pub struct Project<'a> {
    /// Its id.
    pub id: &'a RecordId,
    /// The proposal.
    pub proposal: &'a Record<Proposal>,
    /// Its delivery, where it has one.
    pub delivery: Option<&'a Record<Delivery>>,
    /// How far it came.
    pub stage: FunnelStage,
    /// Whether it goes no further.
    pub dropped: bool,
}

impl<'a> Project<'a> {
    /// Whether it won.
    #[must_use]
    pub fn won(&self) -> bool {
        self.stage >= FunnelStage::Selected
    }

    /// Why it dropped out: the reason of the step that closed the door, and of no other.
    #[must_use]
    pub fn reason(&self) -> Option<&'a str> {
        let delivery = self.delivery.filter(|delivery| delivery.facts.status == DeliveryStatus::Abandoned);
        if let Some(record) = delivery {
            return crate::site::ledger::reason(&record.facts);
        }
        let mut closing = self.proposal.facts.history.iter().rev().filter(|step| step.status.closes());
        closing.find_map(|step| step.reason.as_deref())
    }
}

/// One stage of the funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// The stage.
    pub stage: FunnelStage,
    /// How many came this far.
    pub entered: u64,
    /// How many of them went on.
    pub passed: u64,
    /// How many of them dropped out here.
    pub dropped: u64,
    /// How many of them are still here.
    pub waiting: u64,
}

/// How far a proposal with this status came, and whether it stops there; nothing for a draft.
const fn reached(status: ProposalStatus) -> Option<(FunnelStage, bool)> {
    Some(match status {
        ProposalStatus::Draft => return None,
        ProposalStatus::Submitted => (FunnelStage::Submitted, false),
        ProposalStatus::Ineligible => (FunnelStage::Submitted, true),
        ProposalStatus::UnderEvaluation => (FunnelStage::Eligible, false),
        ProposalStatus::NotFeasible | ProposalStatus::Merged => (FunnelStage::Eligible, true),
        ProposalStatus::PutToVote => (FunnelStage::PutToVote, false),
        ProposalStatus::NotSelected => (FunnelStage::PutToVote, true),
        ProposalStatus::Selected | ProposalStatus::Studies | ProposalStatus::Procedures | ProposalStatus::Works => {
            (FunnelStage::Selected, false)
        }
        ProposalStatus::Abandoned => (FunnelStage::Selected, true),
        ProposalStatus::Delivered | ProposalStatus::Open => (FunnelStage::Delivered, false),
    })
}

/// Whether a proposal with this status was among the winners.
pub(super) fn has_won(status: ProposalStatus) -> bool {
    reached(status).is_some_and(|(stage, _)| stage >= FunnelStage::Selected)
}

/// Whether a proposal with this status came onto a ballot.
pub(super) fn was_put_to_vote(status: ProposalStatus) -> bool {
    reached(status).is_some_and(|(stage, _)| stage >= FunnelStage::PutToVote)
}

/// The proposals of an edition that were handed in, in the order of their ids.
#[must_use]
pub fn projects<'a>(documents: &'a Documents, edition: &RecordId) -> Vec<Project<'a>> {
    let of = |(id, proposal): (&'a RecordId, &'a Record<Proposal>)| {
        proposal.facts.edition.as_ref().filter(|named| named.id == *edition)?;
        let (stage, dropped) = reached(proposal.facts.status)?;
        let delivery = documents.deliveries.values().find(|delivery| delivery.facts.proposal.id == *id);
        let at_work = delivery.filter(|_| stage == FunnelStage::Selected).map(|delivery| delivery.facts.status);
        let (stage, dropped) = match at_work {
            Some(status) if status.is_done() => (FunnelStage::Delivered, false),
            Some(DeliveryStatus::Abandoned) => (FunnelStage::Selected, true),
            _ => (stage, dropped),
        };
        Some(Project { id, proposal, delivery, stage, dropped })
    };
    documents.proposals.iter().filter_map(of).collect()
}

/// The proposals at each stage.
#[must_use]
pub fn count(projects: &[Project<'_>]) -> Vec<StageCount> {
    let number = |keep: &dyn Fn(&Project<'_>) -> bool| projects.iter().filter(|project| keep(project)).count() as u64;
    let at = |stage: FunnelStage| StageCount {
        stage,
        entered: number(&|project| project.stage >= stage),
        passed: number(&|project| project.stage > stage),
        dropped: number(&|project| project.stage == stage && project.dropped),
        waiting: number(&|project| project.stage == stage && !project.dropped),
    };
    FunnelStage::ALL.into_iter().map(at).collect()
}
