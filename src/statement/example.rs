//! An example of a ballot that rules allow, for whoever is shown how to vote.

use super::Vote;
use crate::council::{
    Amount, Answer, BallotBody, CategoryId, CumulativeRules, EqualRanks, Limits, MissingGrade, MissingPoints, OptionId,
    ProjectRules, Rules,
};

/// What of an option decides whether a ballot may name it beside others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleOption {
    /// Its id.
    pub id: OptionId,
    /// Its category.
    pub category: Option<CategoryId>,
    /// Its cost.
    pub cost: Option<Amount>,
}

/// A ballot that `rules` allow, sorted as it is signed; nothing where the first options taken in
/// turn make none.
#[must_use]
pub fn example_of(rules: &Rules, options: &[ExampleOption]) -> Option<Vote> {
    let first = |count: usize| options.iter().take(count).map(|option| option.id.clone());
    let vote = match rules {
        Rules::Score(rules) => {
            let count = if rules.missing == MissingPoints::Refused { options.len() } else { 2 };
            let worth = [rules.max_points, rules.max_points / 2];
            Vote::Points(first(count).zip(worth.into_iter().chain(std::iter::repeat(0))).collect())
        }
        Rules::Cumulative(rules) => Vote::Points(spread(*rules, options)?),
        Rules::MajorityJudgment(rules) => {
            let count = if rules.missing == MissingGrade::Refused { options.len() } else { 3 };
            let (worst, grades) = (rules.ids().last()?, rules.ids());
            Vote::Grades(first(count).zip(grades.chain(std::iter::repeat(worst)).cloned()).collect())
        }
        rules => match (rules.body(), rules.projects(), rules.limits()) {
            (BallotBody::Answer, ..) => Vote::Answer(Answer::For),
            (BallotBody::Points, Some(projects), _) => Vote::Points(project_points(projects, options)?),
            (BallotBody::Ranking, None, _) => ranking(rules, first(3).collect()),
            (BallotBody::Ranking, projects, Some(limits)) => {
                let named = named(limits, projects.and_then(|rules| rules.cost_max), options)?;
                Vote::Ranking(named.into_iter().map(|id| vec![id]).collect())
            }
            (_, projects, Some(limits)) => {
                Vote::Choices(named(limits, projects.and_then(|rules| rules.cost_max), options)?)
            }
            (_, _, None) => return None,
        },
    };
    Some(vote.sorted()).filter(|vote| !vote.is_blank())
}

/// Three options, the last two of one rank where the rules read that.
fn ranking(rules: &Rules, ids: Vec<OptionId>) -> Vote {
    let shares = rules.equal_ranks() != Some(EqualRanks::Refused) && ids.len() > 2;
    let mut ranks: Vec<Vec<OptionId>> = ids.into_iter().map(|id| vec![id]).collect();
    if shares {
        let last = ranks.split_off(1).concat();
        ranks.push(last);
    }
    Vote::Ranking(ranks)
}

/// As many options as must be named, and two where that is allowed: the first that go together, else
/// the cheapest.
fn named(limits: Limits, cost_max: Option<Amount>, options: &[ExampleOption]) -> Option<Vec<OptionId>> {
    let in_turn: Vec<&ExampleOption> = options.iter().collect();
    let mut by_cost = in_turn.clone();
    by_cost.sort_by_key(|option| option.cost);
    let orders = [in_turn.as_slice(), in_turn.get(1..).unwrap_or_default(), &by_cost];
    orders.into_iter().find_map(|order| together(limits, cost_max, order))
}

fn together(limits: Limits, cost_max: Option<Amount>, options: &[&ExampleOption]) -> Option<Vec<OptionId>> {
    let wanted = usize::try_from(limits.min.max(limits.max.min(2))).ok()?;
    let mut taken: Vec<&ExampleOption> = Vec::new();
    for option in options {
        let with: Vec<&ExampleOption> = taken.iter().copied().chain([*option]).collect();
        let ids: Vec<OptionId> = with.iter().map(|option| option.id.clone()).collect();
        let category = |id: &OptionId| with.iter().find(|option| option.id == *id)?.category.clone();
        let cost = with.iter().filter_map(|option| option.cost).try_fold(Amount::ZERO, Amount::checked_add);
        let affordable = cost_max.is_none_or(|cap| cost.is_some_and(|cost| cost <= cap));
        if taken.len() < wanted && affordable && limits.crowded_category(&ids, category).is_none() {
            taken = with;
        }
    }
    let enough = u32::try_from(taken.len()).is_ok_and(|count| count >= limits.min);
    enough.then(|| taken.into_iter().map(|option| option.id.clone()).collect())
}

/// Points for as many projects as must be named, the first getting what is left, three at most.
fn project_points(rules: &ProjectRules, options: &[ExampleOption]) -> Option<Vec<(OptionId, u32)>> {
    let ids = named(rules.limits, rules.cost_max, options)?;
    let others = u32::try_from(ids.len()).ok()?.checked_sub(1)?;
    let left = rules.points_sum_max.map_or(Some(3), |sum| sum.checked_sub(others))?;
    let most = rules.points_max.unwrap_or(3).min(left).min(3);
    Some(ids.into_iter().zip(std::iter::once(most).chain(std::iter::repeat(1))).collect())
}

/// All points of a ballot: more than half on the first option where that is allowed, then on.
fn spread(rules: CumulativeRules, options: &[ExampleOption]) -> Option<Vec<(OptionId, u32)>> {
    let mut given: Vec<(OptionId, u32)> = options.iter().map(|option| (option.id.clone(), 0)).collect();
    let mut left = rules.points_per_ballot;
    for cap in [rules.max_points.min(rules.points_per_ballot / 2 + 1), rules.max_points] {
        for (_, points) in &mut given {
            let more = left.min(cap.saturating_sub(*points));
            *points += more;
            left -= more;
        }
    }
    given.retain(|(_, points)| *points > 0);
    (left == 0).then_some(given)
}
