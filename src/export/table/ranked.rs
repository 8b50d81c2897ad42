//! Tables of the methods that count rankings.

use super::{Column, Table, cell, column, decimal, fields, word};
use crate::council::OptionId;
use crate::council::tally::{
    BordaOutcome, BordaStep, Duel, PlacedOption, RankedOption, RankedPairsOutcome, Round, RoundAction, SchulzeOutcome,
};

fn option<'a>() -> Vec<Column<'a, RankedOption>> {
    vec![
        column(fields::OPTION, |step: &RankedOption| step.option.to_string()),
        column(fields::OUTCOME, |step: &RankedOption| word(&step.outcome)),
        column(fields::REASON, |step: &RankedOption| word(&step.reason)),
    ]
}

/// Votes round by round, of which `scale` are one; the last row, of no option, holds what counts for none
/// any more.
pub(super) fn rounds(rounds: &[Round], options: &[RankedOption], scale: u64) -> Table {
    let round_of = |is_it: fn(&Round, &OptionId) -> bool| {
        move |step: &RankedOption| {
            let found = (1_usize..).zip(rounds).find(|(_, round)| is_it(round, &step.option));
            cell(found.map(|(number, _)| number).as_ref())
        }
    };
    let mut columns = option();
    columns.push(column(fields::ELECTED_IN_ROUND, round_of(|round, option| round.elected.contains(option))));
    columns.push(column(
        fields::EXCLUDED_IN_ROUND,
        round_of(|round, option| round.action == RoundAction::Exclusion && round.options.contains(option)),
    ));
    columns.extend((1..).zip(rounds).map(|(number, round)| {
        column(fields::ROUND.named(format!("round_{number}")), move |step: &RankedOption| {
            let line = round.votes.iter().find(|line| line.option == step.option);
            line.map(|line| decimal(line.votes, scale)).unwrap_or_default()
        })
    }));
    let mut table = Table::about(options, columns);
    if !rounds.is_empty() {
        let named = ["", "exhausted", "", "", ""].map(str::to_owned);
        let exhausted = rounds.iter().map(|round| decimal(round.exhausted, scale));
        table.rows.push(named.into_iter().chain(exhausted).collect());
    }
    table
}

pub(super) fn borda(outcome: &BordaOutcome) -> Table {
    let scale = outcome.scale;
    let columns = vec![
        column(fields::OPTION, |step: &BordaStep| step.option.to_string()),
        column(fields::POINTS, move |step: &BordaStep| decimal(step.points, scale)),
        column(fields::OUTCOME, |step: &BordaStep| word(&step.outcome)),
        column(fields::REASON, |step: &BordaStep| word(&step.reason)),
        column(fields::MARGIN, move |step: &BordaStep| {
            step.behind_last_winner.map(|behind| decimal(behind, scale)).unwrap_or_default()
        }),
    ];
    Table::about(&outcome.options, columns)
}

/// The same, with the place in the order of the method.
fn placed<'a>() -> Vec<Column<'a, PlacedOption>> {
    vec![
        column(fields::OPTION, |step: &PlacedOption| step.option.to_string()),
        column(fields::PLACE, |step: &PlacedOption| cell(step.place.as_ref())),
        column(fields::OUTCOME, |step: &PlacedOption| word(&step.outcome)),
        column(fields::REASON, |step: &PlacedOption| word(&step.reason)),
    ]
}

/// The votes that place the option of the row before that of the column.
fn votes_over<'a>(options: &'a [PlacedOption], duels: &'a [Duel]) -> impl Iterator<Item = Column<'a, PlacedOption>> {
    options.iter().map(move |other| {
        column(fields::VOTES_OVER.named(format!("votes_over_{}", other.option)), move |step: &PlacedOption| {
            let votes = duels.iter().find_map(|duel| match duel {
                duel if duel.option == step.option && duel.other == other.option => Some(duel.votes),
                duel if duel.other == step.option && duel.option == other.option => Some(duel.votes_other),
                _ => None,
            });
            cell(votes.as_ref())
        })
    })
}

/// Duels, then the strongest paths from the option of the row to that of the column.
pub(super) fn schulze(outcome: &SchulzeOutcome) -> Table {
    let mut columns = placed();
    columns.extend(votes_over(&outcome.options, &outcome.duels));
    columns.extend(outcome.options.iter().map(|other| {
        column(fields::PATH_TO.named(format!("path_to_{}", other.option)), move |step: &PlacedOption| {
            let strength = outcome.paths.iter().find_map(|path| match path {
                path if path.option == step.option && path.other == other.option => Some(path.strength),
                path if path.other == step.option && path.option == other.option => Some(path.strength_back),
                _ => None,
            });
            cell(strength.as_ref())
        })
    }));
    Table::about(&outcome.options, columns)
}

/// Duels, then what became of those that the option of the row won.
pub(super) fn ranked_pairs(outcome: &RankedPairsOutcome) -> Table {
    let mut columns = placed();
    columns.extend(votes_over(&outcome.options, &outcome.duels));
    columns.extend(outcome.options.iter().map(|other| {
        column(fields::WIN_OVER.named(format!("win_over_{}", other.option)), move |step: &PlacedOption| {
            let lock = outcome.locks.iter().find(|lock| lock.option == step.option && lock.other == other.option);
            lock.map(|lock| word(&lock.state)).unwrap_or_default()
        })
    }));
    Table::about(&outcome.options, columns)
}
