//! Whether the support that is asked for can be had at all.

use super::{ProjectBallot, ProjectRules, Rules, Support};
use crate::language::Bilingual;

impl Rules {
    /// The support without which no option wins, where the rules ask for one.
    #[must_use]
    pub const fn minimum_support(&self) -> Option<u64> {
        match self {
            Self::Approval(rules) => Some(rules.minimum_support),
            Self::SingleChoice(rules) => Some(rules.minimum_support),
            Self::Score(rules) => Some(rules.minimum_support),
            Self::Cumulative(rules) => Some(rules.minimum_support),
            Self::BudgetGreedy(rules) => Some(rules.minimum_support),
            _ => match self.projects() {
                Some(projects) => Some(projects.minimum_support),
                None => None,
            },
        }
    }

    /// The most support that a vote of weight 1 can give to one option.
    #[must_use]
    pub fn most_support(&self) -> u64 {
        let most = match self {
            Self::Score(rules) => rules.max_points,
            Self::Cumulative(rules) => rules.max_points.min(rules.points_per_ballot),
            _ => self.projects().map_or(1, most_for_a_project),
        };
        most.into()
    }

    /// Why nothing could ever win: all who may vote weigh `weight` together, and could not give any
    /// option the support that it needs.
    #[must_use]
    pub fn out_of_reach(&self, weight: u64) -> Option<Bilingual> {
        let minimum = self.minimum_support()?;
        let most = u128::from(weight) * u128::from(self.most_support());
        (u128::from(minimum) > most).then(|| {
            Bilingual::new(
                format!(
                    "rien ne pourrait gagner : `minimum-support` vaut {minimum}, et tous les inscrits ensemble ne donnent à un choix que {most}"
                ),
                format!(
                    "nothing could win: `minimum-support` is {minimum}, and all on the roll together give an option {most} at most"
                ),
            )
        })
    }
}

fn most_for_a_project(rules: &ProjectRules) -> u32 {
    match (rules.support, rules.ballot) {
        (Support::Votes, _) | (_, ProjectBallot::Choices) => 1,
        (Support::Points, ProjectBallot::Ranking) => rules.rank_points(0),
        (Support::Points, ProjectBallot::Points) => {
            let caps = [rules.points_max, rules.points_sum_max];
            caps.into_iter().flatten().min().unwrap_or(u32::MAX)
        }
    }
}
