//! Results of ranked methods: who wins, and the figures of each option.

use super::{ResultView, Scene, bars, empty, option_link};
use crate::council::OptionId;
use crate::council::tally::{IrvOutcome, OptionOutcome, RankedOption, Round};
use crate::document::Vote;

/// Instant runoff: each option with its votes in the last round that it was in.
pub(super) fn irv(scene: &Scene<'_>, vote: &Vote, outcome: &IrvOutcome) -> ResultView {
    view(scene, vote, &outcome.options, |option| last_votes(&outcome.rounds, option))
}

fn last_votes(rounds: &[Round], option: &OptionId) -> u64 {
    let votes = |round: &Round| round.votes.iter().find(|line| line.option == *option).map(|line| line.votes);
    rounds.iter().rev().find_map(votes).unwrap_or(0)
}

fn view(scene: &Scene<'_>, vote: &Vote, options: &[RankedOption], figure: impl Fn(&OptionId) -> u64) -> ResultView {
    let names = |wanted: fn(OptionOutcome) -> bool| -> Vec<String> {
        let wanted = options.iter().filter(|step| wanted(step.outcome));
        wanted.map(|step| option_link(scene, vote, &step.option).text).collect()
    };
    let winners = names(|outcome| outcome == OptionOutcome::Selected);
    let open = names(OptionOutcome::is_open);
    let mut sentences = Vec::new();
    if !winners.is_empty() {
        let count = winners.len().to_string();
        sentences.push(scene.say_with("result_winners", &[("count", &count), ("winners", &winners.join(", "))]));
    }
    if !open.is_empty() {
        sentences.push(scene.say_with("result_open", &[("options", &open.join(", "))]));
    }
    if sentences.is_empty() {
        sentences.push(scene.say("result_none"));
    }
    let mut view = empty(sentences.join(" "));
    let value = |step: &RankedOption| {
        let won = step.outcome == OptionOutcome::Selected;
        (option_link(scene, vote, &step.option).text, figure(&step.option), won)
    };
    view.bars = bars(scene, options.iter().map(value).collect());
    view
}
