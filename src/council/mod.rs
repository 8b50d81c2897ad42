//! The words of a council: ids, instants, amounts, the rules of a vote, its tally.
//!
//! Parsed once, at the border; inside the program nothing that means something is a bare
//! string. This module reads and writes nothing.

mod channel;
mod electorate;
mod id;
mod licence;
mod matter;
mod number;
mod prefecture;
mod rules;
mod siret;
pub mod tally;
mod time;
#[cfg(feature = "site")]
mod zone;

pub use channel::{BothChannels, Channel};
pub use electorate::ElectoratesCounted;
pub use id::{
    BodyId, CategoryId, CouncilId, ElectorateId, EnvelopeId, GroupId, IdFault, OptionId, PersonId, ProposalId, RollId,
    StationId, SubjectId, VoteId, VoterId,
};
pub use licence::Licence;
pub use matter::MatterCode;
pub use number::{Amount, Fraction, NumberFault};
pub use prefecture::{BudgetYears, Prefecture};
pub use rules::{
    Answer, ApprovalRules, BallotBody, BlankGrades, BordaRules, BudgetEnvelope, BudgetRules, Comparison, Completion,
    CumulativeRules, Currency, EqualPoints, EqualRanks, EqualSharesRules, Equality, Exclusive, Grade, GreedyRules,
    IrvRules, KnapsackRules, Limits, MajorityJudgmentRules, MajorityRules, MissingGrade, MissingPoints, Mode,
    Motion2Rules, MotionBase, MotionRules, MotionTie, PhragmenRules, PointsCaps, ProjectBallot, ProjectRules,
    RankedPairsRules, RuleFields, Rules, SchulzeRules, ScoreRules, ShareOf, Sharers, SingleChoiceRules, Spending,
    Strength, StvRules, Support, Ties, TooDear, Unranked, UnrankedPoints, Utility,
};
pub use siret::Siret;
pub use time::{Date, Instant, TimeFault};
#[cfg(feature = "site")]
pub use zone::Zone;

pub(crate) use rules::words;
