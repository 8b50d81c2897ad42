//! The rules of a vote: everything that could move its result. Each method has a file, which is all
//! that says how its rules are read and written.

mod approval;
mod budget;
mod limits;
mod motion;
mod words;

pub use approval::ApprovalRules;
pub use budget::{BudgetEnvelope, BudgetRules, Currency};
pub use limits::Limits;
pub use motion::MotionRules;
pub(crate) use words::words;
pub use words::{Answer, BallotBody, Comparison, Mode, MotionBase, MotionTie, Ties, TooDear};

use crate::grammar::{Token, Writer};

/// Where rules are read from: a sealed definition, or the front matter of the vote it is sealed
/// from. A reader asks for every rule before it looks at the first answer, so that all that is
/// missing can be told at once.
pub trait RuleFields {
    /// What is wrong with a rule.
    type Fault;

    /// A rule that must be there, by its key in a definition.
    ///
    /// # Errors
    /// It is missing or malformed.
    fn token<T: Token>(&mut self, key: &str) -> Result<T, Self::Fault>;

    /// A rule that may say `none`.
    ///
    /// # Errors
    /// It is malformed.
    fn token_if<T: Token>(&mut self, key: &str) -> Result<Option<T>, Self::Fault>;

    /// A list, which may be empty.
    ///
    /// # Errors
    /// An item is malformed.
    fn list<T: Token>(&mut self, key: &str) -> Result<Vec<T>, Self::Fault>;

    /// What a ballot of choices may hold.
    ///
    /// # Errors
    /// A limit is missing or malformed.
    fn limits(&mut self) -> Result<Limits, Self::Fault>;

    /// The envelopes of a budget.
    ///
    /// # Errors
    /// None, or a malformed one.
    fn envelopes(&mut self) -> Result<Vec<BudgetEnvelope>, Self::Fault>;
}

/// The rules of a vote, by method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rules {
    /// `motion/1`.
    Motion(MotionRules),
    /// `approval/1`.
    Approval(ApprovalRules),
    /// `budget-greedy/1`.
    BudgetGreedy(BudgetRules),
}

impl Rules {
    /// What they say of ties, where a tie can leave a winner open.
    #[must_use]
    pub const fn ties(&self) -> Option<Ties> {
        match self {
            Self::Motion(_) => None,
            Self::Approval(rules) => Some(rules.ties),
            Self::BudgetGreedy(rules) => Some(rules.ties),
        }
    }

    /// Method and version, as the definition names them. A version is never changed.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Motion(_) => "motion/1",
            Self::Approval(_) => "approval/1",
            Self::BudgetGreedy(_) => "budget-greedy/1",
        }
    }

    /// Every method this program counts.
    pub const NAMES: [&'static str; 3] = ["motion/1", "approval/1", "budget-greedy/1"];

    /// The shape of a ballot under these rules.
    #[must_use]
    pub const fn body(&self) -> BallotBody {
        match self {
            Self::Motion(_) => BallotBody::Answer,
            Self::Approval(_) | Self::BudgetGreedy(_) => BallotBody::Choices,
        }
    }

    /// How many options a ballot may choose, where it chooses options.
    #[must_use]
    pub const fn limits(&self) -> Option<Limits> {
        match self {
            Self::Motion(_) => None,
            Self::Approval(rules) => Some(rules.limits),
            Self::BudgetGreedy(rules) => Some(rules.limits),
        }
    }

    /// Whether all that matters of the ballots is how many chose each option: then the sums that a
    /// polling station counts say as much as its papers do. A new method says no until it says yes.
    #[must_use]
    pub const fn counts_by_option(&self) -> bool {
        matches!(self, Self::Motion(_) | Self::Approval(_) | Self::BudgetGreedy(_))
    }

    /// Whether the returns of polling stations can be counted by these rules.
    #[must_use]
    pub const fn take_paper(&self) -> bool {
        sums_suffice(self.body(), self.counts_by_option())
    }

    /// Reads the rules of the method `name`; nothing where no such method is counted here.
    ///
    /// # Errors
    /// A rule that is missing or malformed.
    pub fn read<F: RuleFields>(name: &str, fields: &mut F) -> Option<Result<Self, F::Fault>> {
        Some(match name {
            "motion/1" => MotionRules::read(fields).map(Self::Motion),
            "approval/1" => ApprovalRules::read(fields).map(Self::Approval),
            "budget-greedy/1" => BudgetRules::read(fields).map(Self::BudgetGreedy),
            _ => return None,
        })
    }

    /// Writes method and rules into a definition.
    #[must_use]
    pub fn write(&self, writer: Writer) -> Writer {
        let writer = writer.plain("rules", self.name());
        match self {
            Self::Motion(rules) => rules.write(writer),
            Self::Approval(rules) => rules.write(writer),
            Self::BudgetGreedy(rules) => rules.write(writer),
        }
    }
}

/// Whether what a return says of papers with this body is enough: of rankings and grades it names
/// each distinct paper, of choices and points the sum of each option alone.
const fn sums_suffice(body: BallotBody, counts_by_option: bool) -> bool {
    match body {
        BallotBody::Answer | BallotBody::Ranking | BallotBody::Grades => true,
        BallotBody::Choices | BallotBody::Points => counts_by_option,
    }
}

#[cfg(test)]
mod tests {
    use super::{BallotBody, sums_suffice};

    #[test]
    fn a_method_that_needs_each_ballot_whole_takes_no_sums() {
        for body in [BallotBody::Choices, BallotBody::Points] {
            assert!(sums_suffice(body, true) && !sums_suffice(body, false), "{body:?}");
        }
        for body in [BallotBody::Answer, BallotBody::Ranking, BallotBody::Grades] {
            assert!(sums_suffice(body, false), "{body:?}");
        }
    }
}
