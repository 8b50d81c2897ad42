//! The rules of the methods that add up votes or points, in words.

use super::{Scene, minimum, ties};
use crate::council::{
    Comparison, CumulativeRules, MajorityRules, MissingPoints, MotionBase, ScoreRules, SingleChoiceRules, Spending,
};

pub(super) fn single_choice(scene: &Scene<'_>, rules: &SingleChoiceRules) -> Vec<String> {
    let mut list = vec![scene.say_of_winners("rule_single_choice", rules.winners, &[])];
    list.push(minimum(scene, rules.minimum_support));
    list.extend(majority(scene, rules.majority));
    list.push(ties(scene, rules.ties));
    list
}

fn majority(scene: &Scene<'_>, majority: MajorityRules) -> Option<String> {
    let (threshold, comparison, base) = majority.asked()?;
    let base = scene.say(match base {
        MotionBase::Expressed => "rule_base_not_blank",
        MotionBase::Cast => "rule_base_with_blank",
        MotionBase::Seats => "rule_base_seats",
    });
    let key = match comparison {
        Comparison::MoreThan => "rule_majority_more_than",
        Comparison::AtLeast => "rule_majority_at_least",
    };
    Some(scene.say_with(key, &[("threshold", &scene.share(threshold)), ("base", &base)]))
}

pub(super) fn score(scene: &Scene<'_>, rules: &ScoreRules) -> Vec<String> {
    let most = scene.number(u64::from(rules.max_points));
    let missing = match rules.missing {
        MissingPoints::Zero => "rule_missing_zero",
        MissingPoints::Refused => "rule_missing_refused",
    };
    vec![
        scene.say_of_winners("rule_score", rules.winners, &[("most", &most)]),
        scene.say(missing),
        scene.say_with("rule_minimum_points", &[("points", &scene.number(rules.minimum_support.max(1)))]),
        ties(scene, rules.ties),
    ]
}

pub(super) fn cumulative(scene: &Scene<'_>, rules: &CumulativeRules) -> Vec<String> {
    let number = |value: u32| scene.number(u64::from(value));
    let spending = match rules.spending {
        Spending::All => "rule_spend_all",
        Spending::AtMost => "rule_spend_at_most",
    };
    let (purse, most) = (number(rules.points_per_ballot), number(rules.max_points));
    vec![
        scene.say_of_winners("rule_cumulative", rules.winners, &[("purse", &purse), ("most", &most)]),
        scene.say(spending),
        scene.say_with("rule_minimum_points", &[("points", &scene.number(rules.minimum_support.max(1)))]),
        ties(scene, rules.ties),
    ]
}
