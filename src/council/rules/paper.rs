//! What a polling station counts under the rules of a vote.

use super::{GreedyRules, KnapsackRules, ProjectBallot, ProjectRules, Rules, Spending, Support};

/// The points that one paper may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointsCaps {
    /// The most for one option.
    pub option: Option<u32>,
    /// The most in all.
    pub sum: Option<u32>,
    /// How many options it may name.
    pub options: Option<u32>,
    /// Whether a paper that is not blank gives them all.
    pub all: bool,
}

impl Rules {
    /// Whether all that matters of the ballots is how many chose each option, or how many points each has: then
    /// the sums that a polling station counts say as much as its papers do. Where it is not, the return
    /// lists the papers. A new method says no until it says yes. Of rankings and grades there are no sums.
    #[must_use]
    pub const fn counts_by_option(&self) -> bool {
        match self {
            Self::Motion(_)
            | Self::Motion2(_)
            | Self::Approval(_)
            | Self::BudgetGreedy(_)
            | Self::SingleChoice(_)
            | Self::Score(_)
            | Self::Cumulative(_) => true,
            Self::Greedy(GreedyRules { projects, .. }) | Self::Knapsack(KnapsackRules { projects, .. }) => {
                adds_up(projects)
            }
            Self::MajorityJudgment(_)
            | Self::Irv(_)
            | Self::StvScottish(_)
            | Self::Borda(_)
            | Self::RankedPairs(_)
            | Self::Schulze(_)
            | Self::EqualShares(_)
            | Self::Phragmen(_) => false,
        }
    }

    /// What one paper with points may give.
    #[must_use]
    pub fn points_caps(&self) -> PointsCaps {
        let options = self.limits().map(|limits| limits.max);
        let caps = |option, sum, all| PointsCaps { option, sum, options, all };
        match self {
            Self::Score(rules) => caps(Some(rules.max_points), None, false),
            Self::Cumulative(rules) => {
                caps(Some(rules.max_points), Some(rules.points_per_ballot), rules.spending == Spending::All)
            }
            _ => self
                .projects()
                .map_or(caps(None, None, false), |rules| caps(rules.points_max, rules.points_sum_max, false)),
        }
    }
}

/// Whether support is a sum that a station can make: of points that were given, not of the papers that gave some.
const fn adds_up(rules: &ProjectRules) -> bool {
    match rules.ballot {
        ProjectBallot::Choices => true,
        ProjectBallot::Points => matches!(rules.support, Support::Points),
        ProjectBallot::Ranking => false,
    }
}
