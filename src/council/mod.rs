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
    Answer, ApprovalRules, BallotBody, BlankGrades, BordaRules, BudgetEnvelope, BudgetRules, Comparison,
    CumulativeRules, Currency, EqualPoints, EqualRanks, Equality, IrvRules, Limits, MajorityJudgmentRules,
    MajorityRules, MissingGrade, MissingPoints, Mode, Motion2Rules, MotionBase, MotionRules, MotionTie,
    RankedPairsRules, RuleFields, Rules, SchulzeRules, ScoreRules, ShareOf, SingleChoiceRules, Spending, Strength,
    StvRules, Ties, TooDear, Unranked, UnrankedPoints,
};
pub use time::{Date, Instant, TimeFault};

pub(crate) use rules::words;
