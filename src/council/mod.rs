//! The words of a council: ids, instants, amounts, the rules of a vote, its tally.
//!
//! Parsed once, at the border; inside the program nothing that means something is a bare
//! string. This module reads and writes nothing.

mod id;
mod number;
mod rules;
pub mod tally;
mod time;

pub use id::{
    BodyId, CategoryId, CouncilId, ElectorateId, EnvelopeId, GroupId, IdFault, OptionId, PersonId, ProposalId, RollId,
    SubjectId, VoteId, VoterId,
};
pub use number::{Amount, Fraction, NumberFault};
pub use rules::{
    Answer, ApprovalRules, BallotBody, BudgetEnvelope, BudgetRules, Comparison, Completion, Currency, EqualSharesRules,
    Exclusive, GreedyRules, KnapsackRules, Limits, Mode, MotionBase, MotionRules, MotionTie, PhragmenRules,
    ProjectBallot, ProjectRules, RuleFields, Rules, Sharers, Support, Ties, TooDear, Utility,
};
pub use time::{Date, Instant, TimeFault};

pub(crate) use rules::words;
