//! The rules of the methods of a participatory budget in words.

use super::{Scene, limits, minimum, ties_of};
use crate::council::{Completion, OptionId, ProjectBallot, ProjectRules, Rules, Sharers, Support, TooDear, Utility};
use crate::document::vote::Draft;
use crate::site::view::format;

/// The rules of `draft`, one sentence each; none where it shares out no money.
pub(super) fn sentences(scene: &Scene<'_>, draft: &Draft, rules: &Rules) -> Vec<String> {
    let Some(projects) = rules.projects() else { return Vec::new() };
    let money = |amount| format::money(amount, projects.currency.as_str(), scene.language);
    let mut list = match rules {
        Rules::Greedy(rules) => {
            let mut list = vec![scene.say("rule_budget"), too_dear(scene, rules.too_dear)];
            let title = |id: &OptionId| {
                let option = draft.options.iter().find(|option| option.id == *id);
                option.map_or_else(|| id.to_string(), |option| scene.localised(&option.title))
            };
            list.extend(rules.exclusive.iter().map(|group| {
                let titles: Vec<String> = group.0.iter().map(title).collect();
                scene.say_with("rule_budget_exclusive", &[("projects", &titles.join(", "))])
            }));
            list
        }
        Rules::EqualShares(rules) => {
            let sharers = match rules.sharers {
                Sharers::Cast => "rule_shares_cast",
                Sharers::Expressed => "rule_shares_expressed",
            };
            let utility = match rules.utility {
                Utility::Cost => "rule_utility_cost",
                Utility::Votes => "rule_utility_votes",
                Utility::Points => "rule_utility_points",
            };
            let mut list = vec![scene.say("rule_equal_shares"), scene.say(sharers), scene.say(utility)];
            if let (Some(step), Some(times)) = (rules.step, rules.steps_max) {
                let times = scene.number(u64::from(times));
                list.push(scene.say_with("rule_completion_add", &[("step", &money(step)), ("times", &times)]));
            }
            list.push(scene.say(match rules.completion {
                Completion::None | Completion::Add1 => "rule_completion_none",
                Completion::Greedy | Completion::Add1Greedy => "rule_completion_greedy",
            }));
            list
        }
        Rules::Phragmen(rules) => vec![scene.say("rule_phragmen"), too_dear(scene, rules.too_dear)],
        Rules::Knapsack(rules) => {
            let sets = scene.number(rules.sets_max);
            vec![scene.say("rule_knapsack"), scene.say_with("rule_knapsack_limit", &[("sets", &sets)])]
        }
        _ => Vec::new(),
    };
    list.extend(ballot(scene, projects));
    list.extend(projects.cost_max.map(|cap| scene.say_with("rule_budget_cost_max", &[("amount", &money(cap))])));
    list.push(minimum(scene, projects.minimum_support));
    let kind = match rules {
        Rules::EqualShares(_) => "shares",
        Rules::Phragmen(_) => "phragmen",
        Rules::Knapsack(_) => "knapsack",
        _ => "greedy",
    };
    list.push(ties_of(scene, kind, projects.ties));
    list
}

fn too_dear(scene: &Scene<'_>, too_dear: TooDear) -> String {
    scene.say(match too_dear {
        TooDear::Skip => "rule_budget_skip",
        TooDear::Stop => "rule_budget_stop",
    })
}

fn ballot(scene: &Scene<'_>, projects: &ProjectRules) -> Vec<String> {
    let mut list = limits(scene, projects.limits);
    let points =
        |key: &str, cap: Option<u32>| cap.map(|cap| scene.say_with(key, &[("points", &scene.number(u64::from(cap)))]));
    list.extend(points("rule_budget_points_max", projects.points_max));
    list.extend(points("rule_budget_points_sum", projects.points_sum_max));
    if projects.ballot == ProjectBallot::Ranking {
        let worth: Vec<String> = projects.ranking_points.iter().map(u32::to_string).collect();
        list.push(scene.say_with("rule_budget_ranks", &[("points", &worth.join(", "))]));
    }
    list.push(scene.say(match projects.support {
        Support::Votes => "rule_budget_votes",
        Support::Points => "rule_budget_points",
    }));
    list
}
