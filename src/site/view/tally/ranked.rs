//! Results of ranked methods: who wins, the figures of each option, and how they came about.

use super::{
    CountView, Scene, StepView, bars, decimal, duels, figure, mark_open, name, names, option_link, outcome_word,
    quoted, ranked_reason_key, rounds, summary,
};
use crate::council::OptionId;
use crate::council::tally::{
    BordaOutcome, BordaStep, Duel, IrvOutcome, Lock, LockState, OptionOutcome, PlacedOption, RankedOption,
    RankedPairsOutcome, RankedReason, Round, RoundAction, SchulzeOutcome, StvOutcome,
};
use crate::document::Vote;

/// Instant runoff: each option with its votes in the last round that it was in.
pub(super) fn irv(scene: &Scene<'_>, vote: &Vote, outcome: &IrvOutcome) -> CountView {
    let (all, options) = (&outcome.rounds, &outcome.options);
    let mut view = view(scene, vote, options, "last_votes", 1, |option| last_votes(all, option));
    view.tables = vec![rounds::table(scene, vote, all, options, 1)];
    tell_rounds(scene, &mut view, all, options);
    view.how = vec![scene.say("how_irv")];
    if let Some(leader) = all.first().and_then(|round| round.votes.first()) {
        let values = [("leader", quoted(scene, vote, &leader.option)), ("votes", scene.number(leader.votes))];
        let total = scene.number(total(&all[0]));
        let [leader, votes] = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        view.how.push(scene.say_with("how_irv_first", &[leader, votes, ("total", &total)]));
    }
    let winner = options.iter().find(|step| step.outcome == OptionOutcome::Selected);
    if let (Some(winner), Some(last)) = (winner, all.last()) {
        let (count, winner_name) = (scene.number(all.len() as u64), quoted(scene, vote, &winner.option));
        let (votes, total) = (scene.number(last_votes(all, &winner.option)), scene.number(total(last)));
        let values = [("rounds", count.as_str()), ("winner", &winner_name), ("votes", &votes), ("total", &total)];
        view.how.push(scene.say_with(if all.len() == 1 { "how_irv_once" } else { "how_irv_end" }, &values));
    }
    view.how.extend(exhausted(scene, all, "how_exhausted", 1));
    view
}

/// Single transferable vote: each option with its votes when it was elected or excluded; a surplus goes on
/// afterwards, so that the last stage tells less.
pub(super) fn stv(scene: &Scene<'_>, vote: &Vote, outcome: &StvOutcome) -> CountView {
    let (all, options, scale) = (&outcome.rounds, &outcome.options, outcome.scale);
    let mut view = view(scene, vote, options, "votes_when_decided", scale, |option| votes_when_decided(all, option));
    view.tables = vec![rounds::table(scene, vote, all, options, scale)];
    tell_rounds(scene, &mut view, all, options);
    view.figures = vec![
        figure(scene, "figure_places", outcome.places),
        figure(scene, "figure_valid", outcome.valid),
        figure(scene, "figure_quota", outcome.quota),
    ];
    let values = [
        ("places", scene.number(outcome.places)),
        ("valid", scene.number(outcome.valid)),
        ("quota", scene.number(outcome.quota)),
        ("rounds", scene.number(all.len() as u64)),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    view.how = vec![
        scene.say("how_stv"),
        scene.say_with("how_stv_quota", &values),
        scene.say("how_stv_surplus"),
        scene.say("how_stv_exclusion"),
        scene.say_with("how_rounds", &values),
    ];
    view.how.extend(exhausted(scene, all, "how_exhausted_parts", scale));
    view
}

/// Schulze: each option with the duels it won.
pub(super) fn schulze(scene: &Scene<'_>, vote: &Vote, outcome: &SchulzeOutcome) -> CountView {
    let options = &ranked(&outcome.options);
    let mut view = compared(scene, vote, options, &outcome.duels);
    view.tables.push(duels::matrix(scene, vote, options, &outcome.paths, ("paths", "paths_note")));
    if beats_all(options, &outcome.duels).is_none() {
        view.how.push(scene.say("how_schulze_paths"));
        view.how.extend(first_winner(scene, vote, options, "how_schulze_winner"));
    }
    tell_places(scene, &mut view, &outcome.options, "how_places_schulze");
    view
}

/// Ranked pairs: each option with the duels it won.
pub(super) fn ranked_pairs(scene: &Scene<'_>, vote: &Vote, outcome: &RankedPairsOutcome) -> CountView {
    let options = &ranked(&outcome.options);
    let mut view = compared(scene, vote, options, &outcome.duels);
    view.tables.push(duels::locks(scene, vote, options, &outcome.locks));
    if beats_all(options, &outcome.duels).is_none() {
        let count = |state| {
            let locks = outcome.locks.iter().filter(|lock: &&Lock| lock.state == state);
            scene.number(locks.count() as u64)
        };
        let (kept, dropped) = (count(LockState::Kept), count(LockState::Dropped));
        view.how.push(scene.say_with("how_locks", &[("kept", &kept), ("dropped", &dropped)]));
        view.how.extend(first_winner(scene, vote, options, "how_locks_winner"));
    }
    tell_places(scene, &mut view, &outcome.options, "how_places_pairs");
    view
}

/// Borda: each option with its points.
pub(super) fn borda(scene: &Scene<'_>, vote: &Vote, outcome: &BordaOutcome) -> CountView {
    let ranked =
        |step: &BordaStep| RankedOption { option: step.option.clone(), outcome: step.outcome, reason: step.reason };
    let options: Vec<RankedOption> = outcome.options.iter().map(ranked).collect();
    let points = |option: &OptionId| {
        let step = outcome.options.iter().find(|step| step.option == *option);
        step.map_or(0, |step| step.points)
    };
    let mut view = view(scene, vote, &options, "points_measure", outcome.scale, points);
    for (step, counted) in view.steps.iter_mut().zip(&outcome.options) {
        step.margin = counted.behind_last_winner.map(|behind| decimal(scene, behind, outcome.scale));
    }
    view.has_margins = outcome.options.iter().any(|step| step.behind_last_winner.is_some());
    view.margin_note = scene.say("margin_note_points");
    view.how = vec![scene.say("how_borda"), scene.say("how_borda_places")];
    let tied: Vec<&BordaStep> = outcome.options.iter().filter(|step| step.outcome.is_open()).collect();
    if let Some(first) = tied.first() {
        let support = decimal(scene, first.points, outcome.scale);
        let options = names(scene, vote, tied.iter().map(|step| &step.option));
        view.how.push(scene.say_with("how_tied", &[("options", &options), ("support", &support)]));
    }
    let last = outcome.options.iter().rfind(|step| step.outcome == OptionOutcome::Selected);
    let next = outcome.options.iter().find(|step| step.outcome == OptionOutcome::NotSelected);
    let next = next.filter(|step| step.reason == RankedReason::NoPlaceLeft);
    if let (true, Some(last), Some(next)) = (tied.is_empty(), last, next) {
        let values = [
            ("last", quoted(scene, vote, &last.option)),
            ("sum", decimal(scene, last.points, outcome.scale)),
            ("next", quoted(scene, vote, &next.option)),
            ("behind", decimal(scene, next.points, outcome.scale)),
        ];
        view.how.push(scene.say_with("how_cut", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    }
    view
}

/// What Schulze's method and ranked pairs have in common: the duels.
fn compared(scene: &Scene<'_>, vote: &Vote, options: &[RankedOption], all: &[Duel]) -> CountView {
    let mut view = view(scene, vote, options, "duels_won", 1, |option| duels::won(all, option));
    view.tables = vec![duels::matrix(scene, vote, options, all, ("duels", "duels_note"))];
    let count = scene.number(all.len() as u64);
    view.how = vec![scene.say_with("how_duels", &[("count", &count)])];
    view.how.push(match beats_all(options, all) {
        Some(winner) => scene.say_with("how_beats_all", &[("winner", &quoted(scene, vote, winner))]),
        None => scene.say("how_beats_none"),
    });
    view
}

fn ranked(options: &[PlacedOption]) -> Vec<RankedOption> {
    options.iter().map(PlacedOption::ranked).collect()
}

/// Tells the place of each option, and what places are.
fn tell_places(scene: &Scene<'_>, view: &mut CountView, options: &[PlacedOption], key: &str) {
    for (step, placed) in view.steps.iter_mut().zip(options) {
        step.place = placed.place.map(|place| scene.number(place));
    }
    if options.iter().any(|placed| placed.place.is_some()) {
        view.place_head = Some(scene.say("method_place"));
        view.how.push(scene.say(key));
    }
}

/// The option that wins each of its duels.
fn beats_all<'a>(options: &'a [RankedOption], all: &[Duel]) -> Option<&'a OptionId> {
    let others = (options.len() as u64).saturating_sub(1);
    options.iter().map(|step| &step.option).find(|option| others > 0 && duels::won(all, option) == others)
}

fn first_winner(scene: &Scene<'_>, vote: &Vote, options: &[RankedOption], key: &str) -> Option<String> {
    let winner = options.iter().find(|step| step.outcome == OptionOutcome::Selected)?;
    Some(scene.say_with(key, &[("winner", &quoted(scene, vote, &winner.option))]))
}

fn total(round: &Round) -> u64 {
    round.votes.iter().map(|line| line.votes).fold(0, u64::saturating_add)
}

/// Says of each option in which round it was elected or excluded, where a round did so.
fn tell_rounds(scene: &Scene<'_>, view: &mut CountView, all: &[Round], options: &[RankedOption]) {
    for (step, ranked) in view.steps.iter_mut().zip(options) {
        let did = |round: &Round| match ranked.outcome {
            OptionOutcome::Selected => round.elected.contains(&ranked.option).then_some("reason_elected_in"),
            OptionOutcome::NotSelected if round.action == RoundAction::Exclusion => {
                round.options.contains(&ranked.option).then_some("reason_excluded_in")
            }
            _ => None,
        };
        let is_last = all.last().is_some_and(|round| rounds::votes(round, &ranked.option).is_some());
        if is_last && ranked.outcome == OptionOutcome::NotSelected {
            step.reason = scene.say("reason_last_round");
        }
        let found = (1_u64..).zip(all).find_map(|(number, round)| Some((number, did(round)?)));
        if let Some((number, key)) = found {
            step.reason = scene.say_with(key, &[("n", &scene.number(number))]);
        }
    }
}

/// How many ballots count for nobody at the end.
fn exhausted(scene: &Scene<'_>, all: &[Round], key: &str, scale: u64) -> Option<String> {
    let last = all.last().filter(|round| round.exhausted > 0)?;
    Some(scene.say_with(key, &[("count", &decimal(scene, last.exhausted, scale))]))
}

fn last_votes(all: &[Round], option: &OptionId) -> u64 {
    all.iter().rev().find_map(|round| rounds::votes(round, option)).unwrap_or(0)
}

/// The votes of an option in the round that elected it, else in the last one that it was in.
fn votes_when_decided(all: &[Round], option: &OptionId) -> u64 {
    let elected = all.iter().find(|round| round.elected.contains(option));
    elected.and_then(|round| rounds::votes(round, option)).unwrap_or_else(|| last_votes(all, option))
}

/// The options with one figure each, of which `scale` are one.
fn view(
    scene: &Scene<'_>,
    vote: &Vote,
    options: &[RankedOption],
    measure: &str,
    scale: u64,
    value: impl Fn(&OptionId) -> u64,
) -> CountView {
    let mut view = summary(scene, vote, options.iter().map(|step| (&step.option, step.outcome)));
    view.measure = scene.say(measure);
    let won = |step: &RankedOption| step.outcome == OptionOutcome::Selected;
    let values = options.iter().map(|step| (name(scene, vote, &step.option), value(&step.option), won(step)));
    view.bars = bars(scene, values.collect());
    mark_open(&mut view, options.iter().map(|step| step.outcome));
    let shown = |step: &RankedOption| decimal(scene, value(&step.option), scale);
    for (bar, step) in view.bars.iter_mut().zip(options) {
        bar.value = shown(step);
    }
    let step = |(number, step): (usize, &RankedOption)| StepView {
        number,
        place: None,
        link: option_link(scene, vote, &step.option),
        support: shown(step),
        cost: None,
        outcome: scene.label("result", outcome_word(step.outcome)),
        reason: scene.say(ranked_reason_key(step.reason)),
        paid_from: None,
        margin: None,
        won: won(step),
    };
    view.steps = (1..).zip(options).map(step).collect();
    view
}
