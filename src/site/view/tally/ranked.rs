//! Results of ranked methods: who wins, and the figures of each option.

use super::{ResultView, Scene, bars, empty, figure, option_link};
use crate::council::OptionId;
use crate::council::tally::{
    BordaOutcome, Duel, IrvOutcome, OptionOutcome, RankedOption, RankedPairsOutcome, Round, SchulzeOutcome, StvOutcome,
};
use crate::document::Vote;

/// Instant runoff: each option with its votes in the last round that it was in.
pub(super) fn irv(scene: &Scene<'_>, vote: &Vote, outcome: &IrvOutcome) -> ResultView {
    view(scene, vote, &outcome.options, |option| last_votes(&outcome.rounds, option))
}

/// Schulze: each option with the duels it won.
pub(super) fn schulze(scene: &Scene<'_>, vote: &Vote, outcome: &SchulzeOutcome) -> ResultView {
    view(scene, vote, &outcome.options, |option| duels_won(&outcome.duels, option))
}

/// Ranked pairs: each option with the duels it won.
pub(super) fn ranked_pairs(scene: &Scene<'_>, vote: &Vote, outcome: &RankedPairsOutcome) -> ResultView {
    view(scene, vote, &outcome.options, |option| duels_won(&outcome.duels, option))
}

/// Borda: each option with its points, in the unit that the figures name.
pub(super) fn borda(scene: &Scene<'_>, vote: &Vote, outcome: &BordaOutcome) -> ResultView {
    let ranked = |step: &crate::council::tally::BordaStep| RankedOption {
        option: step.option.clone(),
        outcome: step.outcome,
        reason: step.reason,
    };
    let options: Vec<RankedOption> = outcome.options.iter().map(ranked).collect();
    let points = |option: &OptionId| {
        let step = outcome.options.iter().find(|step| step.option == *option);
        step.map_or(0, |step| step.points)
    };
    let mut view = view(scene, vote, &options, points);
    view.figures = vec![figure(scene, "figure_units_a_point", outcome.scale)];
    view
}

/// Single transferable vote: each option with its whole votes in the last stage that tells them.
pub(super) fn stv(scene: &Scene<'_>, vote: &Vote, outcome: &StvOutcome) -> ResultView {
    let votes = |option: &OptionId| last_votes(&outcome.rounds, option) / outcome.scale.max(1);
    let mut view = view(scene, vote, &outcome.options, votes);
    view.figures = vec![
        figure(scene, "figure_places", outcome.places),
        figure(scene, "figure_valid", outcome.valid),
        figure(scene, "figure_quota", outcome.quota),
    ];
    view
}

fn duels_won(duels: &[Duel], option: &OptionId) -> u64 {
    let won = |duel: &&Duel| {
        let wins = duel.option == *option && duel.votes > duel.votes_other;
        wins || (duel.other == *option && duel.votes_other > duel.votes)
    };
    duels.iter().filter(won).count() as u64
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
