//! Tables of the methods of a participatory budget.

use super::{Column, Table, cell, column, fields, word};
use crate::council::tally::{BudgetOutcome, BudgetStep, PhragmenOutcome, SharesOutcome};

pub(super) fn count(outcome: &BudgetOutcome) -> Table {
    let mut columns = project();
    columns.push(margin());
    Table::about(&outcome.options, columns)
}

/// The same, and how each was bought.
pub(super) fn shares(outcome: &SharesOutcome) -> Table {
    let bought = |step: &BudgetStep| (1_usize..).zip(&outcome.purchases).find(|(_, line)| line.option == step.option);
    let mut columns = project();
    columns.push(column(fields::BOUGHT, move |step| cell(bought(step).map(|(number, _)| number).as_ref())));
    columns.push(column(fields::PAYERS, move |step| cell(bought(step).map(|(_, line)| &line.payers))));
    columns.push(column(fields::GAVE_ALL, move |step| cell(bought(step).map(|(_, line)| &line.gave_all))));
    columns.push(column(fields::EACH, move |step| cell(bought(step).map(|(_, line)| &line.each))));
    columns.push(margin());
    Table::about(&outcome.count.options, columns)
}

/// The same for Phragmén's rule, with the moment of each purchase.
pub(super) fn phragmen(outcome: &PhragmenOutcome) -> Table {
    let bought = |step: &BudgetStep| (1_usize..).zip(&outcome.purchases).find(|(_, line)| line.option == step.option);
    let mut columns = project();
    columns.push(column(fields::BOUGHT, move |step| cell(bought(step).map(|(number, _)| number).as_ref())));
    columns.push(column(fields::PAYERS, move |step| cell(bought(step).map(|(_, line)| &line.payers))));
    columns.push(column(fields::MOMENT, move |step| cell(bought(step).map(|(_, line)| &line.moment))));
    columns.push(margin());
    Table::about(&outcome.count.options, columns)
}

fn project<'a>() -> Vec<Column<'a, BudgetStep>> {
    vec![
        column(fields::OPTION, |step: &BudgetStep| step.option.to_string()),
        column(fields::SUPPORT, |step: &BudgetStep| step.support.to_string()),
        column(fields::COST, |step: &BudgetStep| step.cost.to_string()),
        column(fields::OUTCOME, |step: &BudgetStep| word(&step.outcome)),
        column(fields::REASON, |step: &BudgetStep| word(&step.reason)),
        column(fields::PAID_FROM, |step: &BudgetStep| cell(step.paid_from.as_ref())),
    ]
}

fn margin<'a>() -> Column<'a, BudgetStep> {
    column(fields::MARGIN, |step: &BudgetStep| cell(step.behind_last_winner.as_ref()))
}
