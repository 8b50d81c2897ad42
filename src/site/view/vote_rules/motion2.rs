//! The rules of a motion with those present as a base, or a casting vote, in words.

use super::{Scene, quorum};
use crate::council::{Answer, Comparison, Equality, Motion2Rules, ShareOf};

pub(super) fn sentences(scene: &Scene<'_>, rules: &Motion2Rules) -> Vec<String> {
    let comparison = match rules.comparison {
        Comparison::MoreThan => "rule_threshold_more_than",
        Comparison::AtLeast => "rule_threshold_at_least",
    };
    let base = match rules.base {
        ShareOf::Expressed => scene.say("rule_base_expressed"),
        ShareOf::Cast => scene.say("rule_base_cast"),
        ShareOf::Present => present(scene, rules),
        ShareOf::Seats => scene.say("rule_base_seats"),
    };
    vec![
        scene.say("rule_motion"),
        quorum(scene, rules.quorum),
        scene.say_with(comparison, &[("threshold", &scene.share(rules.threshold)), ("base", &base)]),
        match (&rules.chair, rules.tie) {
            (Some(chair), Equality::CastingVote) => {
                scene.say_with("rule_casting_vote", &[("chair", &chair.to_string())])
            }
            _ => scene.say("rule_motion_tie"),
        },
    ]
}

/// `of those present: for, against, abstention`.
fn present(scene: &Scene<'_>, rules: &Motion2Rules) -> String {
    let answers = Answer::ALL.iter().copied().filter(|answer| rules.is_present(*answer)).map(|answer| {
        scene.say(match answer {
            Answer::For => "answer_for",
            Answer::Against => "answer_against",
            Answer::Abstention => "answer_abstention",
            Answer::NotVoting => "answer_not_voting",
            Answer::Blank => "answer_blank",
        })
    });
    let answers = answers.collect::<Vec<_>>().join(", ");
    scene.say_with("rule_base_present", &[("answers", &answers)])
}
