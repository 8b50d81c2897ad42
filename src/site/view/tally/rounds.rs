//! A count by exclusion, round by round.

use super::table::{Cell, Column, Row, TableView};
use super::{Scene, decimal, name, names};
use crate::council::OptionId;
use crate::council::tally::{OptionOutcome, RankedOption, Round, RoundAction, TieDecision};
use crate::document::Vote;

/// The votes that an option has in a round; nothing once it is excluded.
pub(super) fn votes(round: &Round, option: &OptionId) -> Option<u64> {
    round.votes.iter().find(|line| line.option == *option).map(|line| line.votes)
}

/// One row for each option, one column for each round, of which `scale` are one vote; then what each round
/// did, a sentence each.
pub(super) fn table(
    scene: &Scene<'_>,
    vote: &Vote,
    rounds: &[Round],
    options: &[RankedOption],
    scale: u64,
) -> TableView {
    let row = |step: &RankedOption| {
        let line: Vec<Option<u64>> = rounds.iter().map(|round| votes(round, &step.option)).collect();
        let elected: Vec<bool> = rounds.iter().map(|round| round.elected.contains(&step.option)).collect();
        let cells = cells(scene, &line, scale).into_iter().zip(elected);
        Row {
            name: name(scene, vote, &step.option),
            cells: cells.map(|(cell, elected)| cell.strong(elected)).collect(),
            won: step.outcome == OptionOutcome::Selected,
        }
    };
    let exhausted: Vec<Option<u64>> = rounds.iter().map(|round| Some(round.exhausted)).collect();
    let exhausted = Row { name: scene.say("exhausted"), cells: cells(scene, &exhausted, scale), won: false };
    let column = |number: usize| Column::number(scene.say_with("round", &[("n", &number.to_string())]));
    let told = (1..).zip(rounds).map(|(number, round)| told(scene, vote, number, round, scale));
    TableView {
        caption: scene.say("rounds"),
        head: scene.say("option"),
        columns: (1..=rounds.len()).map(column).collect(),
        rows: options.iter().map(row).chain([exhausted]).collect(),
        notes: told.collect(),
    }
}

/// The votes of each round, with the change since the one before.
fn cells(scene: &Scene<'_>, line: &[Option<u64>], scale: u64) -> Vec<Cell> {
    let before = std::iter::once(None).chain(line.iter().copied());
    let cell = |(votes, before): (&Option<u64>, Option<u64>)| match (votes, before) {
        (None, _) => Cell::none(),
        (Some(votes), Some(before)) if votes > &before => {
            Cell::number(decimal(scene, *votes, scale)).note(format!("+{}", decimal(scene, votes - before, scale)))
        }
        (Some(votes), Some(before)) if votes < &before => {
            Cell::number(decimal(scene, *votes, scale)).note(format!("−{}", decimal(scene, before - votes, scale)))
        }
        (Some(votes), _) => Cell::number(decimal(scene, *votes, scale)),
    };
    line.iter().zip(before).map(cell).collect()
}

fn told(scene: &Scene<'_>, vote: &Vote, number: usize, round: &Round, scale: u64) -> String {
    let list = |options: &[OptionId]| names(scene, vote, options);
    let mut parts = vec![scene.say_with("round_told", &[("n", &number.to_string())])];
    if !round.elected.is_empty() {
        let key = if round.elected.len() == 1 { "round_elected" } else { "round_elected_several" };
        parts.push(scene.say_with(key, &[("options", &list(&round.elected))]));
    }
    let has = round.options.first().and_then(|option| votes(round, option)).unwrap_or(0);
    let has = decimal(scene, has, scale);
    let values = [("options", list(&round.options)), ("votes", has)];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    parts.push(match round.action {
        RoundAction::End => scene.say("round_end"),
        RoundAction::Exclusion if round.options.len() > 1 => scene.say_with("round_excluded_all", &values),
        RoundAction::Exclusion => scene.say_with("round_excluded", &values),
        RoundAction::Surplus => scene.say_with("round_surplus", &values),
        RoundAction::Tie => scene.say("round_tie"),
    });
    if !round.tied.is_empty() {
        let key = match round.decided_by {
            Some(TieDecision::LookBack) => "round_tied_look_back",
            Some(TieDecision::ListedOrder) => "round_tied_listed_order",
            Some(TieDecision::Draw) => "round_tied_draw",
            Some(TieDecision::WithoutEffect) => "round_tied_without_effect",
            None => "round_tied",
        };
        parts.push(scene.say_with(key, &[("options", &list(&round.tied))]));
    }
    parts.join(" ")
}
