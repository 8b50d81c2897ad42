//! The rules of a vote: everything that could move its result. Each method has a file, which is all
//! that says how its rules are read and written.

mod approval;
mod borda;
mod bounds;
mod budget;
mod cumulative;
mod equal_shares;
mod greedy;
mod irv;
mod knapsack;
mod limits;
mod majority;
mod majority_judgment;
mod motion;
mod motion2;
mod paper;
mod phragmen;
mod projects;
mod projects_check;
mod ranked_pairs;
mod ranked_words;
mod schulze;
mod score;
mod single_choice;
mod soundness;
mod stv;
mod support;
mod words;

pub use approval::ApprovalRules;
pub use borda::BordaRules;
pub use budget::{BudgetEnvelope, BudgetRules, Currency};
pub use cumulative::CumulativeRules;
pub use equal_shares::{Completion, EqualSharesRules, Sharers, Utility};
pub use greedy::GreedyRules;
pub use irv::IrvRules;
pub use knapsack::KnapsackRules;
pub use limits::Limits;
pub use majority::MajorityRules;
pub use majority_judgment::{Grade, MajorityJudgmentRules};
pub use motion::MotionRules;
pub use motion2::Motion2Rules;
pub use paper::PointsCaps;
pub use phragmen::PhragmenRules;
pub use projects::{Exclusive, ProjectBallot, ProjectRules, Support};
pub use ranked_pairs::RankedPairsRules;
pub use ranked_words::{EqualPoints, EqualRanks, Strength, Unranked, UnrankedPoints};
pub use schulze::SchulzeRules;
pub use score::ScoreRules;
pub use single_choice::SingleChoiceRules;
pub use stv::StvRules;
pub(crate) use words::words;
pub use words::{
    Answer, BallotBody, BlankGrades, Comparison, Equality, MissingGrade, MissingPoints, Mode, MotionBase, MotionTie,
    ShareOf, Spending, Ties, TooDear,
};

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

    /// The grades of a scale. A reader that knows ids alone gives them no titles.
    ///
    /// # Errors
    /// A grade is malformed.
    fn grades(&mut self, key: &str) -> Result<Vec<Grade>, Self::Fault> {
        Ok(self.list(key)?.into_iter().map(Grade::untitled).collect())
    }

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
    /// `motion/2`.
    Motion2(Motion2Rules),
    /// `single-choice/1`.
    SingleChoice(SingleChoiceRules),
    /// `score/1`.
    Score(ScoreRules),
    /// `cumulative/1`.
    Cumulative(CumulativeRules),
    /// `majority-judgment/1`.
    MajorityJudgment(MajorityJudgmentRules),
    /// `irv/1`.
    Irv(IrvRules),
    /// `stv-scottish/1`.
    StvScottish(StvRules),
    /// `borda/1`.
    Borda(BordaRules),
    /// `ranked-pairs/1`.
    RankedPairs(RankedPairsRules),
    /// `schulze/1`.
    Schulze(SchulzeRules),
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
            Self::Motion(_) | Self::Motion2(_) => None,
            Self::Approval(rules) => Some(rules.ties),
            Self::BudgetGreedy(rules) => Some(rules.ties),
            Self::SingleChoice(rules) => Some(rules.ties),
            Self::Score(rules) => Some(rules.ties),
            Self::Cumulative(rules) => Some(rules.ties),
            Self::MajorityJudgment(rules) => Some(rules.ties),
            Self::Irv(rules) => Some(rules.ties),
            Self::StvScottish(rules) => Some(rules.ties),
            Self::Borda(rules) => Some(rules.ties),
            Self::RankedPairs(rules) => Some(rules.ties),
            Self::Schulze(rules) => Some(rules.ties),
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
            Self::Motion2(_) => "motion/2",
            Self::SingleChoice(_) => "single-choice/1",
            Self::Score(_) => "score/1",
            Self::Cumulative(_) => "cumulative/1",
            Self::MajorityJudgment(_) => "majority-judgment/1",
            Self::Irv(_) => "irv/1",
            Self::StvScottish(_) => "stv-scottish/1",
            Self::Borda(_) => "borda/1",
            Self::RankedPairs(_) => "ranked-pairs/1",
            Self::Schulze(_) => "schulze/1",
            Self::Greedy(_) => "budget-greedy/2",
            Self::EqualShares(_) => "budget-equal-shares/1",
            Self::Phragmen(_) => "budget-phragmen/1",
            Self::Knapsack(_) => "budget-knapsack/1",
        }
    }

    /// Every method this program counts.
    pub const NAMES: [&'static str; 17] = [
        "motion/1",
        "approval/1",
        "budget-greedy/1",
        "single-choice/1",
        "score/1",
        "cumulative/1",
        "majority-judgment/1",
        "motion/2",
        "irv/1",
        "schulze/1",
        "ranked-pairs/1",
        "borda/1",
        "stv-scottish/1",
        "budget-greedy/2",
        "budget-equal-shares/1",
        "budget-phragmen/1",
        "budget-knapsack/1",
    ];

    /// The shape of a ballot under these rules.
    #[must_use]
    pub const fn body(&self) -> BallotBody {
        match self {
            Self::Motion(_) | Self::Motion2(_) => BallotBody::Answer,
            Self::Approval(_) | Self::BudgetGreedy(_) | Self::SingleChoice(_) => BallotBody::Choices,
            Self::Score(_) | Self::Cumulative(_) => BallotBody::Points,
            Self::MajorityJudgment(_) => BallotBody::Grades,
            Self::Irv(_) | Self::Schulze(_) | Self::RankedPairs(_) | Self::Borda(_) | Self::StvScottish(_) => {
                BallotBody::Ranking
            }
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
            Self::Motion(_)
            | Self::Motion2(_)
            | Self::Score(_)
            | Self::Cumulative(_)
            | Self::MajorityJudgment(_)
            | Self::Irv(_)
            | Self::StvScottish(_)
            | Self::Borda(_)
            | Self::RankedPairs(_)
            | Self::Schulze(_) => None,
            Self::Approval(rules) => Some(rules.limits),
            Self::BudgetGreedy(rules) => Some(rules.limits),
            Self::Greedy(GreedyRules { projects, .. })
            | Self::EqualShares(EqualSharesRules { projects, .. })
            | Self::Phragmen(PhragmenRules { projects, .. })
            | Self::Knapsack(KnapsackRules { projects, .. }) => Some(projects.limits),
            Self::SingleChoice(_) => Some(SingleChoiceRules::LIMITS),
        }
    }

    /// What becomes of options of equal rank, where a ballot must count for one option.
    #[must_use]
    pub const fn equal_ranks(&self) -> Option<EqualRanks> {
        match self {
            Self::Irv(rules) => Some(rules.equal_ranks),
            Self::StvScottish(rules) => Some(rules.equal_ranks),
            _ => None,
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
            "motion/2" => Motion2Rules::read(fields).map(Self::Motion2),
            "single-choice/1" => SingleChoiceRules::read(fields).map(Self::SingleChoice),
            "score/1" => ScoreRules::read(fields).map(Self::Score),
            "cumulative/1" => CumulativeRules::read(fields).map(Self::Cumulative),
            "majority-judgment/1" => MajorityJudgmentRules::read(fields).map(Self::MajorityJudgment),
            "irv/1" => IrvRules::read(fields).map(Self::Irv),
            "stv-scottish/1" => StvRules::read(fields).map(Self::StvScottish),
            "borda/1" => BordaRules::read(fields).map(Self::Borda),
            "ranked-pairs/1" => RankedPairsRules::read(fields).map(Self::RankedPairs),
            "schulze/1" => SchulzeRules::read(fields).map(Self::Schulze),
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
            Self::Motion2(rules) => rules.write(writer),
            Self::SingleChoice(rules) => rules.write(writer),
            Self::Score(rules) => rules.write(writer),
            Self::Cumulative(rules) => rules.write(writer),
            Self::MajorityJudgment(rules) => rules.write(writer),
            Self::Irv(rules) => rules.write(writer),
            Self::StvScottish(rules) => rules.write(writer),
            Self::Borda(rules) => rules.write(writer),
            Self::RankedPairs(rules) => rules.write(writer),
            Self::Schulze(rules) => rules.write(writer),
            Self::Greedy(rules) => rules.write(writer),
            Self::EqualShares(rules) => rules.write(writer),
            Self::Phragmen(rules) => rules.write(writer),
            Self::Knapsack(rules) => rules.write(writer),
        }
    }
}
