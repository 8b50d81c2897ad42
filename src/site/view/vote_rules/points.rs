//! The rules of the methods that add up votes or points, in words.

use super::{Scene, minimum, ties};
use crate::council::{Comparison, MajorityRules, MotionBase, SingleChoiceRules};

pub(super) fn single_choice(scene: &Scene<'_>, rules: &SingleChoiceRules) -> Vec<String> {
    let winners = scene.number(u64::from(rules.winners));
    let mut list = vec![scene.say_with("rule_single_choice", &[("winners", &winners)])];
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
    Some(scene.say_with(key, &[("threshold", &threshold.to_string()), ("base", &base)]))
}
