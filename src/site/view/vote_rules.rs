//! The rules of a vote in words.

mod grades;
mod motion2;
mod points;
mod projects;
mod ranked;

use super::Scene;
use crate::council::{
    BothChannels, Comparison, ElectoratesCounted, Fraction, Limits, Mode, MotionBase, Rules, Ties, TooDear,
};
use crate::document::Vote;
use crate::document::vote::Draft;

/// The rules of a vote, one sentence each.
pub(super) fn sentences(scene: &Scene<'_>, vote: &Vote) -> Vec<String> {
    let draft = &vote.draft;
    let mut sentences = match &draft.rules {
        Rules::Motion(motion) => {
            let comparison = match motion.comparison {
                Comparison::MoreThan => "rule_threshold_more_than",
                Comparison::AtLeast => "rule_threshold_at_least",
            };
            let base = match motion.base {
                MotionBase::Expressed => "rule_base_expressed",
                MotionBase::Cast => "rule_base_cast",
                MotionBase::Seats => "rule_base_seats",
            };
            let (threshold, base) = (scene.share(motion.threshold), scene.say(base));
            vec![
                scene.say("rule_motion"),
                quorum(scene, motion.quorum),
                scene.say_with(comparison, &[("threshold", &threshold), ("base", &base)]),
                scene.say("rule_motion_tie"),
            ]
        }
        Rules::Approval(rules) => {
            let mut list = vec![scene.say_of_winners("rule_approval", rules.winners, &[])];
            list.extend(limits(scene, rules.limits));
            list.push(minimum(scene, rules.minimum_support));
            list.push(ties(scene, rules.ties));
            list
        }
        Rules::BudgetGreedy(rules) => {
            let too_dear = match rules.too_dear {
                TooDear::Skip => "rule_budget_skip",
                TooDear::Stop => "rule_budget_stop",
            };
            let mut list = vec![scene.say("rule_budget"), scene.say(too_dear)];
            list.extend(limits(scene, rules.limits));
            list.push(minimum(scene, rules.minimum_support));
            list.push(ties_of(scene, "greedy", rules.ties));
            list
        }
        Rules::Score(rules) => points::score(scene, rules),
        Rules::Cumulative(rules) => points::cumulative(scene, rules),
        Rules::MajorityJudgment(rules) => grades::majority_judgment(scene, rules),
        Rules::Motion2(rules) => motion2::sentences(scene, rules),
        Rules::SingleChoice(rules) => points::single_choice(scene, rules),
        Rules::Irv(rules) => ranked::irv(scene, *rules),
        Rules::StvScottish(rules) => ranked::stv(scene, *rules),
        Rules::Borda(rules) => ranked::borda(scene, *rules),
        Rules::RankedPairs(rules) => ranked::ranked_pairs(scene, *rules),
        Rules::Schulze(rules) => ranked::schulze(scene, *rules),
        rules => projects::sentences(scene, draft, rules),
    };
    sentences.extend(electorates(scene, vote));
    sentences.extend(paper(scene, draft));
    sentences.push(scene.say_with("rule_revote", &[("cap", &scene.number(u64::from(draft.ballots_per_key)))]));
    sentences.push(scene.say(match draft.mode {
        Mode::Public => "rule_public",
        Mode::Pseudonymous => "rule_pseudonymous",
    }));
    sentences
}

/// The method in words.
pub(super) fn method(scene: &Scene<'_>, rules: &Rules) -> String {
    let name = rules.name().split('/').next().unwrap_or_default();
    scene.say(&format!("method_{}", name.replace('-', "_")))
}

/// How many must have taken part.
fn quorum(scene: &Scene<'_>, quorum: Fraction) -> String {
    match quorum.numerator() {
        0 => scene.say("rule_quorum_none"),
        _ => scene.say_with("rule_quorum", &[("quorum", &scene.share(quorum))]),
    }
}

/// The electorates, and whether they are summed, where there are several.
pub(super) fn electorates(scene: &Scene<'_>, vote: &Vote) -> Option<String> {
    let key = match vote.draft.electorates_counted? {
        ElectoratesCounted::Together => "rule_electorates_together",
        ElectoratesCounted::Separately => "rule_electorates_separately",
    };
    let names = vote.draft.electorates.iter().map(|one| super::tally::electorate_name(scene, vote, &one.id));
    Some(scene.say_with(key, &[("electorates", &names.collect::<Vec<_>>().join(", "))]))
}

/// Who votes on paper, and what prevails.
fn paper(scene: &Scene<'_>, draft: &Draft) -> Option<String> {
    let paper = draft.channels.paper.as_ref()?;
    let stations = paper.ids().into_iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let key = match (draft.channels.electronic, paper.both) {
        (false, _) => "rule_paper_alone",
        (true, BothChannels::PaperPrevails) => "rule_paper_prevails",
        (true, BothChannels::Disjoint) => "rule_paper_disjoint",
    };
    Some(scene.say_with(key, &[("stations", &stations)]))
}

fn limits(scene: &Scene<'_>, limits: Limits) -> Vec<String> {
    let number = |value: u32| scene.number(u64::from(value));
    let mut list = vec![scene.say_with("rule_limits", &[("min", &number(limits.min)), ("max", &number(limits.max))])];
    list.extend(limits.max_per_category.map(|cap| match cap {
        1 => scene.say("rule_one_per_category"),
        _ => scene.say_with("rule_per_category", &[("cap", &number(cap))]),
    }));
    list
}

fn minimum(scene: &Scene<'_>, support: u64) -> String {
    match support {
        1 => scene.say("rule_minimum_one"),
        _ => scene.say_with("rule_minimum", &[("support", &scene.number(support))]),
    }
}

/// What decides a tie for the last place.
fn ties(scene: &Scene<'_>, ties: Ties) -> String {
    ties_of(scene, "places", ties)
}

/// What decides a tie of `kind`: what is tied differs from method to method.
fn ties_of(scene: &Scene<'_>, kind: &str, ties: Ties) -> String {
    let rule = match ties {
        Ties::Report => "report",
        Ties::ListedOrder => "listed_order",
        Ties::Draw => "draw",
    };
    scene.say(&format!("rule_ties_{kind}_{rule}"))
}
