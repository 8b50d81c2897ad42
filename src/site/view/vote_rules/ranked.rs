//! The rules of ranked methods in words.

use super::{ties, ties_of};
use crate::council::{
    BordaRules, EqualPoints, EqualRanks, IrvRules, RankedPairsRules, SchulzeRules, Strength, StvRules, Unranked,
    UnrankedPoints,
};
use crate::site::view::Scene;

/// Instant runoff.
pub(super) fn irv(scene: &Scene<'_>, rules: IrvRules) -> Vec<String> {
    vec![
        scene.say("rule_irv"),
        equal_ranks(scene, rules.equal_ranks),
        scene.say("rule_look_back"),
        ties_of(scene, "rounds", rules.ties),
    ]
}

fn equal_ranks(scene: &Scene<'_>, equal_ranks: EqualRanks) -> String {
    scene.say(match equal_ranks {
        EqualRanks::Refused => "rule_equal_ranks_refused",
        EqualRanks::Exhausted => "rule_equal_ranks_exhausted",
    })
}

/// Schulze.
pub(super) fn schulze(scene: &Scene<'_>, rules: SchulzeRules) -> Vec<String> {
    let duels = duels(scene, rules.unranked, rules.strength);
    [vec![scene.say("rule_schulze")], duels, vec![ties_of(scene, "schulze", rules.ties)]].concat()
}

/// Ranked pairs.
pub(super) fn ranked_pairs(scene: &Scene<'_>, rules: RankedPairsRules) -> Vec<String> {
    let duels = duels(scene, rules.unranked, rules.strength);
    [vec![scene.say("rule_ranked_pairs")], duels, vec![ties_of(scene, "pairs", rules.ties)]].concat()
}

fn duels(scene: &Scene<'_>, unranked: Unranked, strength: Strength) -> Vec<String> {
    let unranked = match unranked {
        Unranked::Last => "rule_unranked_last",
        Unranked::Ignored => "rule_unranked_ignored",
    };
    let strength = match strength {
        Strength::WinningVotes => "rule_strength_winning_votes",
        Strength::Margins => "rule_strength_margins",
    };
    vec![scene.say(unranked), scene.say(strength)]
}

/// Borda.
pub(super) fn borda(scene: &Scene<'_>, rules: BordaRules) -> Vec<String> {
    let equal = match rules.equal_points {
        EqualPoints::Average => "rule_equal_points_average",
        EqualPoints::Lowest => "rule_equal_points_lowest",
    };
    let unranked = match rules.unranked_points {
        UnrankedPoints::Last => "rule_unranked_points_last",
        UnrankedPoints::Zero => "rule_unranked_points_zero",
        UnrankedPoints::Ballot => "rule_unranked_points_ballot",
    };
    vec![
        scene.say_of_winners("rule_borda", rules.winners, &[]),
        scene.say(equal),
        scene.say(unranked),
        ties(scene, rules.ties),
    ]
}

/// Single transferable vote.
pub(super) fn stv(scene: &Scene<'_>, rules: StvRules) -> Vec<String> {
    vec![
        scene.say_of_winners("rule_stv_scottish", rules.winners, &[]),
        equal_ranks(scene, rules.equal_ranks),
        scene.say("rule_look_back"),
        ties_of(scene, "rounds", rules.ties),
    ]
}
