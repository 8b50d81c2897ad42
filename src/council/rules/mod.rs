//! The rules of a vote: everything that could move its result. Each method has a file, which is all
//! that says how its rules are read and written.

mod approval;
mod budget;
mod equal_shares;
mod greedy;
mod knapsack;
mod limits;
mod motion;
mod phragmen;
mod projects;
mod projects_check;
mod words;

pub use approval::ApprovalRules;
pub use budget::{BudgetEnvelope, BudgetRules, Currency};
pub use equal_shares::{Completion, EqualSharesRules, Sharers, Utility};
pub use greedy::GreedyRules;
pub use knapsack::KnapsackRules;
pub use limits::Limits;
pub use motion::MotionRules;
pub use phragmen::PhragmenRules;
pub use projects::{Exclusive, ProjectBallot, ProjectRules, Support};
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
    /// `budget-greedy/2`.
    Greedy(GreedyRules),
    /// `budget-equal-shares/1`.
    EqualShares(EqualSharesRules),
    /// `budget-phragmen/1`.
    Phragmen(PhragmenRules),
    /// `budget-knapsack/1`.
    Knapsack(KnapsackRules),
}

impl Rules {
    /// What they say of ties, where a tie can leave a winner open.
    #[must_use]
    pub const fn ties(&self) -> Option<Ties> {
        match self {
            Self::Motion(_) => None,
            Self::Approval(rules) => Some(rules.ties),
            Self::BudgetGreedy(rules) => Some(rules.ties),
            Self::Greedy(GreedyRules { projects, .. })
            | Self::EqualShares(EqualSharesRules { projects, .. })
            | Self::Phragmen(PhragmenRules { projects, .. })
            | Self::Knapsack(KnapsackRules { projects, .. }) => Some(projects.ties),
        }
    }

    /// Method and version, as the definition names them. A version is never changed.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Motion(_) => "motion/1",
            Self::Approval(_) => "approval/1",
            Self::BudgetGreedy(_) => "budget-greedy/1",
            Self::Greedy(_) => "budget-greedy/2",
            Self::EqualShares(_) => "budget-equal-shares/1",
            Self::Phragmen(_) => "budget-phragmen/1",
            Self::Knapsack(_) => "budget-knapsack/1",
        }
    }

    /// Every method this program counts.
    pub const NAMES: [&'static str; 7] = [
        "motion/1",
        "approval/1",
        "budget-greedy/1",
        "budget-greedy/2",
        "budget-equal-shares/1",
        "budget-phragmen/1",
        "budget-knapsack/1",
    ];

    /// The shape of a ballot under these rules.
    #[must_use]
    pub const fn body(&self) -> BallotBody {
        match self {
            Self::Motion(_) => BallotBody::Answer,
            Self::Approval(_) | Self::BudgetGreedy(_) => BallotBody::Choices,
            Self::Greedy(GreedyRules { projects, .. })
            | Self::EqualShares(EqualSharesRules { projects, .. })
            | Self::Phragmen(PhragmenRules { projects, .. })
            | Self::Knapsack(KnapsackRules { projects, .. }) => projects.body(),
        }
    }

    /// How many options a ballot may choose, where it chooses options.
    #[must_use]
    pub const fn limits(&self) -> Option<Limits> {
        match self {
            Self::Motion(_) => None,
            Self::Approval(rules) => Some(rules.limits),
            Self::BudgetGreedy(rules) => Some(rules.limits),
            Self::Greedy(GreedyRules { projects, .. })
            | Self::EqualShares(EqualSharesRules { projects, .. })
            | Self::Phragmen(PhragmenRules { projects, .. })
            | Self::Knapsack(KnapsackRules { projects, .. }) => Some(projects.limits),
        }
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
            "budget-greedy/2" => GreedyRules::read(fields).map(Self::Greedy),
            "budget-equal-shares/1" => EqualSharesRules::read(fields).map(Self::EqualShares),
            "budget-phragmen/1" => PhragmenRules::read(fields).map(Self::Phragmen),
            "budget-knapsack/1" => KnapsackRules::read(fields).map(Self::Knapsack),
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
            Self::Greedy(rules) => rules.write(writer),
            Self::EqualShares(rules) => rules.write(writer),
            Self::Phragmen(rules) => rules.write(writer),
            Self::Knapsack(rules) => rules.write(writer),
        }
    }
}
