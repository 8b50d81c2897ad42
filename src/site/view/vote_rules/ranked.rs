//! The rules of ranked methods in words.

use super::ties;
use crate::council::{EqualRanks, IrvRules};
use crate::site::view::Scene;

/// Instant runoff.
pub(super) fn irv(scene: &Scene<'_>, rules: IrvRules) -> Vec<String> {
    vec![
        scene.say("rule_irv"),
        equal_ranks(scene, rules.equal_ranks),
        scene.say("rule_look_back"),
        ties(scene, rules.ties),
    ]
}

fn equal_ranks(scene: &Scene<'_>, equal_ranks: EqualRanks) -> String {
    scene.say(match equal_ranks {
        EqualRanks::Refused => "rule_equal_ranks_refused",
        EqualRanks::Exhausted => "rule_equal_ranks_exhausted",
    })
}
