//! The words of a council: ids, instants, amounts, the rules of a vote, its tally.
//!
//! Parsed once, at the border; inside the program nothing that means something is a bare
//! string. This module reads and writes nothing.

mod channel;
mod id;
mod number;
mod rules;
pub mod tally;
mod time;

pub use channel::{BothChannels, Channel};
pub use id::{
    BodyId, CategoryId, CouncilId, ElectorateId, EnvelopeId, GroupId, IdFault, OptionId, PersonId, ProposalId, RollId,
    StationId, SubjectId, VoteId, VoterId,
};
pub use number::{Amount, Fraction, NumberFault};
pub use rules::{
    Answer, ApprovalRules, BallotBody, BudgetEnvelope, BudgetRules, Comparison, Currency, Limits, Mode, MotionBase,
    MotionRules, MotionTie, RuleFields, Rules, Ties, TooDear,
};
pub use time::{Date, Instant, TimeFault};

pub(crate) use rules::words;
